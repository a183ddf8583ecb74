"""Votes, seat codes, notes in the log, and a disk that refuses, as a person meets them."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    GameActionMessage,
    Presence,
    RoomSeatCode,
    SeatCode,
    SeatCodeTold,
    TableChanged,
    TableNote,
    TableStory,
    ToldAction,
    VoteCast,
    VoteStart,
    VoteTold,
)
from magnate_app.protocol.messages_game import TableKick, TableUnkick
from magnate_app.ui import gallery_together, strings
from magnate_app.ui.dialogs.seat_code import SeatCodeDialog
from magnate_app.ui.dialogs.table_host import state_of
from magnate_app.ui.dialogs.table_menu import entries_of
from magnate_app.ui.dialogs.table_vote import TableVote, motions_about
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_game import StillLink, business_update, waiting_update
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.input import Key
from magnate_app.ui.panels.strip import awaited
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.join import Join
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.showroom import ShowLink
from magnate_app.ui.showroom_lobby import lobby_messages
from magnate_app.ui.widgets import TextField
from tests.kit.stage import Player

VOTE = VoteTold(
    vote=3,
    motion="remove",
    by=8,
    player=10,
    state="open",
    yes=(8,),
    no=(),
    voters=(7, 8),
    needed=2,
    remaining_ms=30_000,
)


def table(*, host: int = 8, away: bool = False) -> tuple[Stage, TableScene, StillLink]:
    """Return Marta's view of a table that Leo runs, with Iker."""
    stage = make_stage(1280, 720, "day", "en")
    scene = scene_of(stage, waiting_update() if away else business_update())
    stage.scenes.reset(scene)
    assert isinstance(scene.link, StillLink)
    model = scene.model
    model.link = LinkStatus(LinkState.GAME, room_code="0158A1", address="192.168.1.37:47800")
    model.host = host
    if away:
        gone = msgspec.structs.replace(model.seats[1], connected=False)
        scene.on_message(Presence(seats=(gone,), spectators=()))
    stage.update(0.05)
    return stage, scene, scene.link


def press(stage: Stage, ident: str) -> None:
    top = stage.scenes.top
    assert top is not None
    top.refresh()
    widget = top.controls.find(ident)
    assert widget is not None, ident
    assert widget.enabled, ident
    widget.activate()
    stage.update(0.05)


def note(number: int, change: str, *, events: int = 0, **more: object) -> TableNote:
    fields: dict[str, object] = {"by": 8, "player": None, **more}
    return msgspec.convert(
        {"change": change, "number": number, "events": events, **fields}, TableNote
    )


def words(scene: TableScene) -> list[str]:
    return [line.text.replace("*", "") for line in scene.lines if line.kind == "table"]


@pytest.mark.parametrize(("key", "choice"), [("f2", True), ("f3", False)])
def test_a_vote_is_answered_with_a_key_or_a_button(key: str, choice: bool) -> None:
    stage, scene, link = table()
    scene.on_message(VOTE)
    stage.update(0.05)
    assert scene.controls.find("table.vote") is not None
    stage.on_input(Key(key))
    press(stage, "table.vote.yes" if choice else "table.vote.no")
    cast = VoteCast(vote=3, choice=choice)
    assert [m for m in link.sent if isinstance(m, VoteCast)] == [cast, cast]


def test_a_vote_counts_down_and_goes_away() -> None:
    stage, scene, _ = table()
    scene.on_message(VOTE)
    stage.update(4.2)
    assert int(scene.model.affairs.vote_left) == 25
    scene.on_message(msgspec.structs.replace(VOTE, state="passed", remaining_ms=0))
    stage.update(0.05)
    assert scene.controls.find("table.vote") is None
    assert "remove Iker" in stage.toasts.shown[0].text


def test_whoever_a_vote_is_about_sees_it_and_has_no_say() -> None:
    stage, scene, _ = table()
    scene.on_message(msgspec.structs.replace(VOTE, player=7, voters=(8, 10)))
    stage.update(0.05)
    assert scene.controls.find("table.vote") is not None
    assert scene.controls.find("table.vote.yes") is None


def test_a_lost_line_takes_the_vote_along() -> None:
    _, scene, _ = table()
    scene.on_message(VOTE)
    scene.model.receive(LinkStatus(LinkState.RECONNECTING))
    assert scene.model.affairs.vote is None


def test_guests_ask_the_table_and_the_host_acts_by_itself() -> None:
    _, scene, _ = table()
    assert "vote" in entries_of(scene.model)
    scene.model.host = scene.model.you
    assert "vote" not in entries_of(scene.model)
    assert {"host", "seat_code"} <= set(entries_of(scene.model))


def test_alone_or_watching_there_is_nothing_to_vote_about() -> None:
    _, scene, _ = table()
    scene.model.link = LinkStatus(LinkState.GAME)
    scene.model.seats = tuple(
        msgspec.structs.replace(seat, is_bot=seat.id != 7) for seat in scene.model.seats
    )
    assert not {"vote", "seat_code"} & set(entries_of(scene.model))


def test_a_vote_is_asked_for_from_the_strip() -> None:
    stage, scene, link = table(away=True)
    press(stage, "table.vote.ask")
    assert stage.scenes.top is not scene
    assert motions_about(scene.model, scene.model.seats[1]) == ["wait", "stand_in", "remove"]
    press(stage, "table_vote.seat.1.stand_in")
    assert link.sent[-1] == VoteStart(motion="stand_in", player=8)
    assert not isinstance(stage.scenes.top, TableVote)


def test_pausing_is_asked_for_in_the_menu() -> None:
    stage, scene, link = table()
    scene.table.open_menu()
    press(stage, "table_menu.vote")
    press(stage, "table_vote.pause")
    assert link.sent[-1] == VoteStart(motion="pause")


def test_while_one_is_asked_there_is_no_second_vote() -> None:
    stage, scene, _ = table()
    scene.on_message(VOTE)
    scene.desk.open_votes()
    stage.update(0.05)
    top = stage.scenes.top
    assert top is not None
    top.refresh()
    buttons = [w for w in top.controls.all() if w.id.endswith((".pause", ".remove"))]
    assert buttons
    assert not any(button.enabled for button in buttons)
    scene.model.kicked = {10}
    assert motions_about(scene.model, scene.model.seats[3]) == ["return"]


def test_a_vote_about_somebody_removed_does_not_bring_them_back() -> None:
    _, scene, _ = table()
    scene.on_message(TableStory(notes=(note(1, "kicked", player=10),)))
    assert scene.model.kicked == {10}
    changed = TableChanged(
        change="vote_opened",
        by=8,
        player=10,
        detail="return",
        number=2,
        paused=False,
        pace="normal",
    )
    scene.on_message(changed)
    assert scene.model.kicked == {10}


def test_notes_stand_between_the_events_they_happened_between() -> None:
    stage, scene, _ = table()
    scene.lines, scene._written = [], 0
    scene.desk.begin_again()
    scene.on_message(
        TableStory(notes=(note(1, "paused", events=2), note(2, "resumed", events=500)))
    )
    stage.update(0.05)
    kinds = [line.kind == "table" for line in scene.lines]
    assert kinds.count(True) == 2
    assert kinds[-1]
    assert kinds.index(True) < len(kinds) - 1
    assert words(scene) == ["Leo paused the table", "Leo: the game goes on"]


def test_a_note_is_written_once() -> None:
    stage, scene, _ = table()
    told = note(1, "vote_passed", player=10, detail="remove", votes=[2, 1])
    for _ in range(2):
        scene.on_message(TableStory(notes=(told,)))
        stage.update(0.05)
    assert words(scene) == ["Passed, 2 to 1: remove Iker"]


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_note_has_its_words(language: str) -> None:
    stage, scene, _ = table()
    strings.use(language)
    changes = [
        ("paused", None, ""),
        ("paused", 10, ""),
        ("resumed", None, ""),
        ("resumed", 10, ""),
        ("pace", None, "brisk"),
        ("kicked", 10, ""),
        ("unkicked", 10, ""),
        ("moved", 10, ""),
        ("code_given", 10, ""),
        *((f"vote_{end}", 10, "wait") for end in ("opened", "passed", "failed", "ended")),
        ("rested", None, ""),
        ("woken", 10, ""),
    ]
    notes = [
        note(n, change, player=player, detail=detail)
        for n, (change, player, detail) in enumerate(changes, 1)
    ]
    scene.on_message(TableStory(notes=(*notes, note(99, "later"))))
    stage.update(0.05)
    texts = words(scene)
    strings.use("en")
    assert len(texts) == len(changes) + 1, "and what nobody knows has a sentence"
    assert not any("{" in text or "table.note" in text or "vote." in text for text in texts)


def test_whom_the_table_waits_for_is_told_whatever_the_rule() -> None:
    stage, scene, _ = table(away=True)
    scene.on_message(
        TableChanged(change="paused", by=8, player=8, number=1, paused=True, pace="normal")
    )
    stage.update(0.05)
    strip = scene.controls.find("table.strip")
    assert strip is not None
    assert "Leo" in strip.label


def test_everybody_sees_that_the_game_is_not_saved_until_it_is() -> None:
    stage, scene, _ = table()
    for change, shown in (("unsaved", True), ("saved", False)):
        scene.on_message(
            TableChanged(change=change, by=None, player=None, paused=False, pace="normal")
        )
        stage.update(0.05)
        assert (scene.controls.find("table.unsaved") is not None) is shown
    assert [toast.kind for toast in stage.toasts.shown] == ["good", "bad"]
    assert words(scene) == []


def test_the_seat_code_is_made_when_asked_for_and_hidden_again() -> None:
    stage, scene, link = table()
    scene.table.open_menu()
    press(stage, "table_menu.seat_code")
    dialog = stage.scenes.top
    assert isinstance(dialog, SeatCodeDialog)
    assert link.sent == []
    told = SeatCodeTold(player=7, code="7K3F9QXA", valid_ms=60_000)
    scene.on_message(told)
    stage.update(0.05)
    assert dialog.code is None, "nobody has asked for it here"
    press(stage, "seat_code.show")
    assert link.sent == [SeatCode()]
    scene.on_message(told)
    stage.update(0.05)
    assert dialog.facts() == {"shown": True}
    press(stage, "seat_code.copy")
    stage.update(61)
    assert dialog.code is None, "its time is over"
    press(stage, "seat_code.done")
    assert scene.model.affairs.code is None


def test_the_host_gives_out_the_code_of_somebody_away() -> None:
    stage, scene, link = table(host=7, away=True)
    scene.desk.open_host()
    press(stage, "table_host.seat.1.code")
    dialog = stage.scenes.top
    assert isinstance(dialog, SeatCodeDialog)
    press(stage, "seat_code.show")
    assert link.sent == [SeatCode(player=8)]
    scene.on_message(SeatCodeTold(player=7, code="7K3F9QXA", valid_ms=60_000))
    stage.update(0.05)
    assert dialog.code is None, "that is another seat's"


def sits_down(scene: TableScene) -> None:
    """Let a stand-in sit on Leo's seat, where it does not play yet."""
    seated = msgspec.structs.replace(scene.model.seats[1], stand_in=True)
    scene.on_message(Presence(seats=(seated,), spectators=()))


def told(change: str, **more: object) -> TableChanged:
    fields: dict[str, object] = {"by": 7, "player": 8, "paused": False, "pace": "normal"}
    return msgspec.convert({"change": change, **fields, **more}, TableChanged)


def test_the_host_may_hand_over_a_seat_whose_stand_in_only_sits() -> None:
    stage, scene, link = table(host=7, away=True)
    sits_down(scene)
    scene.desk.open_host()
    stage.update(0.05)
    assert state_of(scene.model, scene.model.seats[1]) == "absent"
    press(stage, "table_host.seat.1.act")
    press(stage, "confirm.yes")
    assert link.sent == [TableKick(player=8)]
    scene.on_message(told("kicked"))
    assert state_of(scene.model, scene.model.seats[1]) == "with_bot"
    assert awaited(scene.table) is None, "it plays at once"
    stage.update(0.05)
    press(stage, "table_host.seat.1.act")
    assert link.sent[1:] == [TableUnkick(player=8)]


def test_nothing_is_offered_while_a_stand_in_plays_until_its_person_is_back() -> None:
    stage, scene, _ = table(host=7, away=True)
    sits_down(scene)
    scene.desk.open_host()
    stage.update(0.05)
    top = stage.scenes.top
    assert top is not None
    assert top.controls.find("table_host.seat.1.act") is not None
    scene.on_message(
        GameActionMessage(
            data=ToldAction(type="ActionThrowDices", game=42, player=8, auto="stand_in")
        )
    )
    stage.update(0.05)
    assert state_of(scene.model, scene.model.seats[1]) == "meanwhile"
    assert top.controls.find("table_host.seat.1.act") is None
    assert top.controls.find("table_host.seat.1.code") is not None
    back = msgspec.structs.replace(scene.model.seats[1], connected=True, stand_in=False)
    scene.on_message(Presence(seats=(back,), spectators=()))
    stage.update(0.05)
    assert state_of(scene.model, back) == "here"
    assert top.controls.find("table_host.seat.1.act") is not None


def test_a_vote_may_let_a_bot_play_that_only_sits() -> None:
    _, scene, _ = table(away=True)
    sits_down(scene)
    assert motions_about(scene.model, scene.model.seats[1]) == ["wait", "stand_in", "remove"]
    scene.on_message(told("vote_passed", detail="stand_in"))
    assert motions_about(scene.model, scene.model.seats[1]) == ["wait", "remove"]
    assert awaited(scene.table) is None, "it plays at once"


@pytest.mark.parametrize("name", gallery_together.shows())
def test_pictures_can_be_drawn_in_the_smallest_window(name: str) -> None:
    stage = make_stage(1024, 640, "night", "es")
    gallery_together.shows()[name](stage)
    stage.update(0.05)
    top = stage.scenes.top
    assert top is not None
    size = top.size
    for widget in top.controls.all():
        if widget.parent is None and not widget.id.startswith("table.square"):
            assert widget.box.y >= -1, widget.id
            assert widget.box.bottom <= size.h + 1, widget.id


def test_a_seat_code_is_typed_beside_the_room_code() -> None:
    player = Player()
    player.stage.scenes.reset(Join(player.stage))
    player.wait()
    player.type("014m0p")
    player.click("join.with_seat_code")
    assert player.focus == "join.seat_code"
    player.type("7k3f 9qxa")
    player.key("enter")
    assert player.services.asked[-1] == ("join", ("014m0p", "7k3f 9qxa"))


def test_a_closed_field_sends_no_code() -> None:
    player = Player()
    player.stage.scenes.reset(Join(player.stage))
    player.wait()
    player.type("014m0p")
    player.click("join.with_seat_code")
    player.type("7k3f9qxa")
    player.click("join.with_seat_code")
    player.click("join.go")
    assert player.services.asked[-1] == ("join", "014m0p")


def test_what_is_wrong_with_a_seat_code_stands_at_its_field() -> None:
    player = Player()
    scene = Join(player.stage)
    player.stage.scenes.reset(scene)
    player.wait()
    player.click("join.with_seat_code")
    scene.refused(LinkFailure.SEAT_CODE_WRONG)
    field = player.see("join.seat_code")
    assert isinstance(field, TextField)
    assert "not valid" in field.error
    assert scene.facts()["error"] == ""


def test_a_guest_in_a_lobby_can_go_on_elsewhere_its_host_cannot() -> None:
    player = Player()
    for owner in (True, False):
        link = ShowLink(LinkState.ROOM, lobby_messages(owner))
        lobby = Lobby(player.stage, link)
        player.stage.scenes.reset(lobby)
        player.wait()
        assert player.sees("lobby.seat_code") is not owner
    player.click("lobby.seat_code")
    player.click("seat_code.show")
    assert link.sent[-1] == RoomSeatCode()
    link.tell(SeatCodeTold(player=7, code="7K3F9QXA", valid_ms=60_000))
    player.wait()
    assert player.scene.facts() == {"shown": True}
