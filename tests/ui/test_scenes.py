from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    Cancel,
    ChoosePiece,
    ErrorMessage,
    Fill,
    Kick,
    MoveSeat,
    QueueStatus,
    ReadyStatus,
    ReadyStatusChanged,
    RoomChat,
    RoomReaction,
    SettingsChanged,
    StartGame,
    UpdateSeat,
    UpdateSettings,
)
from magnate_app.rules.settings import Settings
from magnate_app.ui import clipboard, routes, strings
from magnate_app.ui.scenes.failure import Failure
from magnate_app.ui.scenes.join import PATIENCE
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.scenes.saved import UNDO_SECONDS
from magnate_app.ui.services import Bots
from magnate_app.ui.showroom import (
    ShowLink,
    ShowServices,
)
from magnate_app.ui.showroom_lobby import lobby_messages, lobby_seats, lobby_settings
from tests.kit.gamelogs import played
from tests.kit.stage import Player


@pytest.fixture
def player() -> Player:
    person = Player()
    routes.begin(person.stage)
    return person


def in_lobby(owner: bool = True, ready: bool = False) -> tuple[Player, ShowLink]:
    person = Player()
    link = ShowLink(LinkState.ROOM, lobby_messages(owner, ready))
    person.stage.scenes.reset(Lobby(person.stage, link))
    person.wait()
    return person, link


# First run and title


def test_the_first_start_asks_once_and_enter_accepts() -> None:
    person = Player(first_run_done=False)
    routes.begin(person.stage)
    assert person.scene.name == "first_run"
    assert person.focus == "first_run.name"
    person.key("a", ctrl=True)
    person.type("Ñoño")
    person.click("first_run.piece.5")

    person.click("first_run.name")
    person.key("enter")
    assert person.scene.name == "title"
    kept = person.services.preferences()
    assert (kept.name, kept.piece, kept.first_run_done) == ("Ñoño", 5, True)


def test_an_empty_name_becomes_a_word(player: Player) -> None:
    person = Player(first_run_done=False)
    routes.begin(person.stage)
    person.key("a", ctrl=True)
    person.key("backspace")
    person.key("enter")
    assert person.services.preferences().name == "Player"


def test_two_clicks_from_the_title_to_the_dice(player: Player) -> None:
    player.click("title.play")
    player.click("solo.start")
    name, wish = player.services.asked[-1]
    assert name == "play_solo"
    assert wish == (Settings(seats=4), Bots(levels=("medium", "medium", "medium"), advice=True))
    assert player.scene.name == "connecting"


def test_the_title_by_keyboard(player: Player) -> None:
    assert player.focus == "title.continue"
    player.key("down")
    assert player.focus == "title.play"
    player.key("enter")
    assert player.scene.name == "solo"
    player.key("escape")
    for key, scene in (("j", "join"), ("r", "saved"), ("s", "settings"), ("f1", "how_to")):
        player.key(key)
        assert player.scene.name == scene
        if scene == "join":
            player.click("join.back")
        else:
            player.key("escape")
        assert player.scene.name == "title"


def test_enter_takes_what_the_title_begins_with(player: Player) -> None:
    player.key("enter")
    assert player.services.asked == [("resume", Path("kitchen.json"))]


def test_continue_resumes_the_interrupted_game(player: Player) -> None:
    player.click("title.continue")
    assert player.services.asked == [("resume", Path("kitchen.json"))]


def test_language_theme_and_sound_change_at_once(player: Player) -> None:
    player.click("title.language")
    assert strings.language() == "es"
    assert player.see("title.play").label == "Jugar"
    player.click("title.theme")
    assert player.stage.theme.name == "night"
    player.click("title.sound")
    assert player.services.preferences().sound == 0
    player.click("title.sound")
    assert player.services.preferences().sound == 80


def test_quit_ends_the_program(player: Player) -> None:
    player.click("title.quit")
    assert not player.stage.running


# Solo


def test_seats_and_rules_of_a_solo_game(player: Player) -> None:
    player.click("title.play")
    player.click("solo.add")
    player.click("solo.level.1")
    player.key("down")
    player.key("enter")
    player.click("solo.remove.4")
    player.click("solo.remove.3")
    player.click("solo.preset.quick")
    player.click("solo.pace")
    player.click("solo.rules")
    assert player.scene.name == "rules"
    player.click("rules.open_auction")
    player.click("rules.done")
    player.key("enter")
    _, wish = player.services.asked[-1]
    settings = Settings(seats=3, max_rounds=15, house_rules=frozenset({"open_auction"}))
    assert wish == (settings, Bots(levels=("hard", "medium"), advice=True))


def test_a_dropped_rules_dialog_changes_nothing(player: Player) -> None:
    player.click("title.play")
    player.click("solo.rules")
    player.click("rules.full_deck")
    player.key("escape")
    assert player.scene.name == "solo"
    settings = player.scene.facts()["settings"]
    assert isinstance(settings, dict)
    assert list(settings["house_rules"]) == []


def test_the_last_bot_stays(player: Player) -> None:
    player.click("title.play")
    player.click("solo.remove.3")
    player.click("solo.remove.2")
    assert not player.see("solo.remove.1").enabled


# Connecting and failing


def test_a_solo_link_that_fails_says_why(player: Player) -> None:
    player.click("title.play")
    player.click("solo.start")
    player.link.tell(LinkStatus(state=LinkState.CLOSED, failure=LinkFailure.PORT_BUSY))
    player.wait()
    assert player.scene.facts() == {"failure": "port_busy"}
    player.click("failure.next")
    assert player.scene.name == "title"


def test_cancelling_closes_the_link(player: Player) -> None:
    player.click("title.host")
    player.key("escape")
    assert player.scene.name == "title"
    assert player.link.closed


def test_what_arrives_while_connecting_reaches_the_lobby(player: Player) -> None:
    player.click("title.host")
    player.link.tell(*lobby_messages())
    player.link.tell(LinkStatus(state=LinkState.ROOM, room_code="014M0P"))
    player.wait()
    assert player.scene.name == "lobby"
    assert player.see("lobby.code").label == "014-M0P"
    assert player.sees("lobby.seat.3")


@pytest.mark.parametrize("failure", list(LinkFailure))
def test_every_failure_has_a_screen(failure: LinkFailure) -> None:
    person = Player()
    person.stage.scenes.reset(Failure(person.stage, failure))
    person.draw()
    person.key("enter")
    assert person.scene.name in ("title", "join")


# Lobby


def test_the_host_starts_when_all_are_ready() -> None:
    person, link = in_lobby(ready=True)
    person.key("space")
    assert link.sent == [StartGame()]


def test_an_unready_host_becomes_ready_first() -> None:
    person, link = in_lobby(ready=True)
    seats = (msgspec.structs.replace(lobby_seats()[0], ready=False), *lobby_seats(True)[1:])
    link.tell(
        ReadyStatusChanged(user="Marta", is_ready=False, owner="Marta", is_owner=True, seats=seats)
    )
    person.wait()
    person.click("lobby.start")
    assert link.sent == [ReadyStatus(is_ready=True)]
    link.tell(
        ReadyStatusChanged(
            user="Marta", is_ready=True, owner="Marta", is_owner=True, seats=lobby_seats(True)
        )
    )
    person.wait()
    assert link.sent[-1] == StartGame()


def test_the_start_says_why_not() -> None:
    person, link = in_lobby()
    assert not person.see("lobby.start").enabled
    assert "Iker" in person.see("lobby.start_words").label
    person.click("lobby.nudge")
    assert link.sent == [RoomReaction(emote="hurry")]


def test_the_host_arranges_the_seats() -> None:
    person, link = in_lobby()
    person.click("lobby.seat.4.bot")
    person.click("lobby.seat.4.lock")
    person.click("lobby.seat.5.lock")
    person.click("lobby.seat.2.remove")
    person.click("lobby.seat.2.level")
    person.key("down")
    person.key("enter")
    assert link.sent == [
        UpdateSettings(target_players=5),
        UpdateSeat(seat=4, locked=True),
        UpdateSeat(seat=5, locked=False),
        UpdateSettings(target_players=3),
        UpdateSeat(seat=2, bot_level="very_hard"),
    ]


def test_removing_a_person_asks_first() -> None:
    person, link = in_lobby()
    person.click("lobby.seat.3.kick")
    assert person.scene.name == "confirm"
    person.click("confirm.no")
    assert link.sent == []
    person.click("lobby.seat.3.kick")
    person.click("confirm.yes")
    assert link.sent == [Kick(user="Iker")]


def test_rules_are_changed_by_difference() -> None:
    person, link = in_lobby()
    person.click("lobby.preset.quick")
    person.click("lobby.edit")
    person.click("rules.double_go")
    person.click("rules.done")
    first, second = link.sent
    assert isinstance(first, UpdateSettings)
    assert isinstance(second, UpdateSettings)
    assert first.settings is not None
    assert first.settings.preset == "quick"
    assert second.settings is not None
    assert second.settings.house_rules == ("full_deck", "double_go")
    assert second.settings.start_money is None


def test_a_guest_may_only_look_at_the_rules() -> None:
    person, link = in_lobby(owner=False)
    person.click("lobby.edit")
    assert not person.sees("rules.done")
    assert not person.see("rules.double_go").enabled
    person.key("escape")
    assert link.sent == []


def test_a_guest_is_ready_moves_and_chooses() -> None:
    person, link = in_lobby(owner=False)
    person.click("lobby.ready")
    person.click("lobby.seat.4.move")
    person.click("lobby.piece.7")
    assert not person.see("lobby.piece.2").enabled
    assert link.sent == [ReadyStatus(is_ready=True), MoveSeat(seat=4), ChoosePiece(piece=7)]
    assert person.services.preferences().piece == 7


def test_the_preferred_piece_is_asked_for_once() -> None:
    person = Player()
    person.stage.apply(msgspec.structs.replace(person.stage.preferences, piece=9))
    link = ShowLink(LinkState.ROOM, lobby_messages())
    person.stage.scenes.reset(Lobby(person.stage, link))
    person.wait()
    link.tell(*lobby_messages()[1:])
    person.wait()
    assert link.sent == [ChoosePiece(piece=9)]


def test_talking_in_the_lobby() -> None:
    person, link = in_lobby()
    person.key("c")
    assert person.focus == "lobby.chat.field"
    person.type("Hola")
    person.key("enter")
    person.click("lobby.chat.react.clap")
    assert link.sent == [RoomChat(message="Hola"), RoomReaction(emote="clap")]


def test_escape_leaves_the_chat_before_the_lobby() -> None:
    person, _ = in_lobby()
    person.key("c")
    person.key("escape")
    assert person.scene.name == "lobby"
    assert person.focus is None
    person.key("escape")
    assert person.scene.name == "confirm"
    person.key("enter")
    assert person.scene.name == "lobby"


def test_code_and_invitation_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: list[str] = []

    def put(text: str) -> bool:
        shelf.append(text)
        return True

    monkeypatch.setattr(clipboard, "put", put)
    person, _ = in_lobby()
    person.click("lobby.copy_code")
    person.click("lobby.copy_invitation")
    assert shelf == ["015-8A1", "magnate://join/0158A1"]
    person.click("lobby.hide")
    assert person.see("lobby.code").label == "•••-•••"


def test_a_missing_clipboard_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "put", lambda _: False)
    person, _ = in_lobby()
    person.click("lobby.copy_code")
    assert person.stage.toasts.shown[0].kind == "warn"


def test_a_refusal_is_shown_to_the_one_who_asked() -> None:
    person, link = in_lobby()
    link.tell(ErrorMessage(message="no", code="seat_taken", params={"seat": 4}))
    person.wait()
    assert person.stage.toasts.shown[0].text == "That is taken."


def test_settings_told_by_the_host_are_shown() -> None:
    person, link = in_lobby()
    changed = msgspec.structs.replace(lobby_settings(), max_rounds=15, preset="quick")
    link.tell(SettingsChanged(bot_level="easy", target_players=4, settings=changed))
    person.wait()
    assert person.see("lobby.summary.rounds").label == "15"


def test_leaving_a_full_lobby_asks() -> None:
    person, link = in_lobby()
    person.key("escape")
    assert person.scene.name == "confirm"
    person.click("confirm.yes")
    assert person.scene.name == "title"
    assert link.closed


def test_losing_the_host_is_told() -> None:
    person, link = in_lobby(owner=False)
    link.tell(LinkStatus(state=LinkState.RECONNECTING, attempt=1))
    person.wait()
    assert person.stage.toasts.shown[0].kind == "warn"
    link.tell(LinkStatus(state=LinkState.CLOSED, failure=LinkFailure.KICKED))
    person.wait()
    assert person.scene.facts() == {"failure": "kicked"}


# Join, queue, saved games


def test_joining_by_code(player: Player) -> None:
    player.click("title.join")
    assert player.focus == "join.code"
    player.type("014-m0p")
    player.key("enter")
    assert player.services.asked == [("join", "014-m0p")]


@pytest.mark.parametrize(
    ("text", "failure"),
    [("014N0P", "bad_check"), ("014M0", "bad_length"), ("U14M0P", "bad_symbol")],
)
def test_a_wrong_code_is_said_before_anything_is_sent(
    player: Player, text: str, failure: str
) -> None:
    player.click("title.join")
    player.type(text)
    player.key("enter")
    assert player.services.asked == []
    assert player.scene.facts()["error"] == strings.tr(f"failure.{failure}")
    player.key("backspace")
    assert player.scene.facts()["error"] == ""


def test_a_refused_join_comes_back_to_the_field(player: Player) -> None:
    player.click("title.join")
    player.type("014M0P")
    player.click("join.go")
    player.link.tell(LinkStatus(state=LinkState.CLOSED, failure=LinkFailure.ROOM_FULL))
    player.wait()
    assert player.scene.name == "join"
    assert player.scene.facts()["error"] == strings.tr("failure.room_full")
    assert player.focus == "join.code"


def test_found_tables_are_joined_by_their_address(player: Player) -> None:
    player.click("title.join")
    player.wait(0.6)
    assert player.scene.facts()["found"] == ["0158A1", "014M0P", "001BRD", "5J08DZ"]
    player.click("join.table.3.go")
    assert player.scene.facts()["error"] == strings.tr(
        "join.update_them.detail", host="Ana", app="1.0.0"
    )
    player.click("join.table.1.go")
    assert player.services.asked == [("join", "192.168.1.37:47800/014M0P")]


def test_an_empty_network_says_what_to_do() -> None:
    person = Player(services=ShowServices())
    routes.to_title(person.stage)
    person.click("title.join")
    before = person.draw()
    person.wait(PATIENCE + 0.2)
    assert person.draw().get_buffer().raw != before.get_buffer().raw
    person.click("join.host")
    assert person.services.asked[0][0] == "host"


def test_another_server_has_a_queue_of_its_own(player: Player) -> None:
    player.click("title.quick")
    player.link.tell(LinkStatus(state=LinkState.QUEUE), QueueStatus(waiting=1, needed=4, fill=0))
    player.wait()
    player.click("queue.server")
    player.type("play.example.org")
    player.key("enter")
    assert player.services.asked == [("meet", None), ("quick_match", "play.example.org")]


def test_the_queue_counts_fills_and_lets_go(player: Player) -> None:
    player.click("title.quick")
    assert player.services.asked == [("meet", None)]
    player.link.tell(LinkStatus(state=LinkState.QUEUE), QueueStatus(waiting=2, needed=4, fill=1))
    player.wait()
    assert player.scene.facts() == {"waiting": 2, "needed": 4, "fill": 1}
    player.draw()
    player.click("queue.fill")
    player.click("queue.cancel")
    assert player.link.sent == [Fill(fill=True), Cancel()]
    assert player.scene.name == "title"


def test_a_deleted_game_can_be_brought_back(player: Player) -> None:
    player.click("title.saved")
    player.click("saved.game.0.delete")
    assert len(player.services.saved) == 2
    player.click("saved.game.0.undo")
    assert len(player.services.saved) == 3
    player.click("saved.game.0.delete")
    player.wait(UNDO_SECONDS + 0.2)
    assert player.scene.facts()["games"] == ["Sunday table", "Office league"]
    player.click("saved.game.0.open")
    assert player.services.asked == [("resume", Path("sunday.json"))]


def test_finished_games_are_watched_instead_of_continued(player: Player) -> None:
    player.services.logs[Path("office.json")] = played(9)
    player.click("title.saved")
    player.click("saved.game.2.open")
    player.wait()
    assert player.services.asked == []
    assert player.scene.name == "replay"
    player.key("escape")
    assert player.scene.name == "saved"


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(player: Player) -> None:
    player.click("title.saved")
    player.click("saved.game.0.watch")
    assert player.scene.facts() == {"failure": "broken_save"}


# Settings and help


def test_settings_apply_at_once(player: Player) -> None:
    player.click("title.settings")
    player.see("settings.theme")
    player.click_at(_part(player, "settings.theme", "night"))
    assert player.stage.theme.night
    player.click_at(_part(player, "settings.scale", "75"))
    assert player.stage.scale == 0.75
    player.click_at(_part(player, "settings.language", "es"))
    assert player.see("settings.name.words").label == "Tu nombre"
    player.click("settings.reduced_motion")
    player.click("settings.listed")
    player.click("settings.name")
    player.key("a", ctrl=True)
    player.type("Leo")
    player.click("settings.piece.9")
    kept = player.services.preferences()
    assert (kept.name, kept.piece, kept.language) == ("Leo", 9, "es")
    assert (kept.scale, kept.theme) == (75, "night")
    assert kept.reduced_motion
    assert not kept.listed


def test_help_is_read_page_by_page(player: Player) -> None:
    player.key("f1")
    pages = [player.scene.facts()["page"]]
    for _ in range(9):
        player.key("enter")
        pages.append(player.scene.facts()["page"])
        player.draw()
    assert len(set(pages)) == 10
    player.key("page up")
    player.click("how_to.page.trade")
    assert player.scene.facts()["page"] == "trade"
    player.key("escape")
    assert player.scene.name == "title"


def _part(person: Player, ident: str, value: str) -> tuple[float, float]:
    from magnate_app.ui.widgets import Segments

    widget = person.see(ident)
    assert isinstance(widget, Segments)
    return widget.part(value).center
