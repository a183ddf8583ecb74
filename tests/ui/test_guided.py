from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.link import LinkState, LinkStatus
from magnate_app.protocol.messages import GameResponse, GameStateMessage
from magnate_app.protocol.messages_told import Response
from magnate_app.protocol.views import Auction, End, Throw, Update
from magnate_app.rules.settings import Settings
from magnate_app.ui import gallery_game, routes, strings
from magnate_app.ui.coach import ALL_TOPICS, ICONS, TOPICS, WAIT, Coach, topic_of
from magnate_app.ui.gallery_game import StillLink, snapshot_of
from magnate_app.ui.scenes.guided import ROUNDS, GuidedScene
from magnate_app.ui.services import Bots
from magnate_app.ui.strings import known
from tests.kit.stage import Player


def at_table(update: GameStateMessage, size: tuple[int, int] = (1280, 720)) -> Player:
    person = Player(size=size)
    person.stage.scenes.reset(GuidedScene(person.stage, StillLink([update])))
    person.wait()
    return person


def for_two(update: Update) -> Update:
    """Leave only the two of a guided game at the table."""
    view = msgspec.structs.replace(
        update.view,
        players=update.view.players[:2],
        deeds=tuple(deed for deed in update.view.deeds if deed.seat < 2),
    )
    return msgspec.structs.replace(update, view=view, seats=update.seats[:2], events=())


def tell(person: Player, update: Update) -> None:
    """Let the game go on to `update`, with nothing that moves."""
    link = person.scene.link
    assert isinstance(link, StillLink)
    data = Response(
        money={},
        positions={},
        phase=update.view.phase,
        active_phase_player=7,
        active_turn_player=7,
        parking_money=0,
        current_round=1,
        max_rounds=ROUNDS,
    )
    link.tell(GameResponse(data=data, update=msgspec.structs.replace(update, events=())))
    person.wait()


def test_each_topic_is_explained_once() -> None:
    coach = Coach()
    throw = Throw(1, (0,))
    assert coach.look(throw, True)
    assert coach.speaking
    assert not coach.look(throw, True)
    assert coach.look(throw, False)
    assert coach.topic == WAIT
    assert coach.look(throw, True)
    assert coach.topic == ""
    assert coach.known == {"throw", WAIT}
    coach.understood()
    assert coach.known == {"throw", WAIT}
    assert topic_of(End(9, ()), False) == ""


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_topic_has_its_words(language: str) -> None:
    strings.use(language)
    assert set(TOPICS.values()) | {WAIT} == set(ALL_TOPICS) == set(ICONS)
    for topic in ALL_TOPICS:
        assert known(f"guide.{topic}")
        assert known(f"guide.{topic}.title")


def test_it_begins_from_how_to_play_with_one_bot_and_few_rounds() -> None:
    person = Player()
    routes.begin(person.stage)
    routes.to_help(person.stage)
    person.draw()
    person.click("how_to.try")
    settings = Settings(seats=2, max_rounds=ROUNDS, pace="relaxed")
    assert person.services.asked == [("play_solo", (settings, Bots(("very_easy",))))]
    person.link.tell(LinkStatus(LinkState.ROOM))
    person.wait()
    assert person.scene.name == "connecting"
    person.link.tell(LinkStatus(LinkState.GAME))
    person.wait()
    assert person.scene.name == "guided"


def test_help_during_a_game_offers_no_other_game() -> None:
    person = at_table(snapshot_of(gallery_game.throw_update()))
    person.key("f1")
    assert person.scene.name == "how_to"
    assert not person.sees("how_to.try")


def test_the_coach_speaks_and_makes_room_for_the_log() -> None:
    person = at_table(snapshot_of(gallery_game.throw_update()))
    assert person.scene.facts()["topic"] == "throw"
    assert person.sees("guide.next")
    assert not person.sees("table.chat.field")
    person.key("enter")
    person.wait()
    person.draw()
    assert not person.sees("guide.next")
    assert person.sees("table.chat.field")
    tell(person, gallery_game.buy_update())
    assert person.scene.facts()["topic"] == "purchase"
    tell(person, gallery_game.throw_update())
    assert person.scene.facts()["topic"] == ""
    assert person.scene.facts()["known"] == 2


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_of_the_chat_is_left_under_the_coach(size: tuple[int, int]) -> None:
    person = at_table(snapshot_of(gallery_game.throw_update()), size)
    ids = {widget.id for widget in person.scene.controls.all()}
    assert "guide.next" in ids
    assert not {ident for ident in ids if ident.startswith(("table.chat", "table.react"))}


def test_the_coach_can_be_sent_away() -> None:
    person = at_table(snapshot_of(gallery_game.throw_update()))
    person.click("guide.stop")
    tell(person, gallery_game.auction_update())
    assert isinstance(gallery_game.auction_update().view.decision, Auction)
    assert not person.sees("guide.next")


def test_a_panel_that_fills_the_column_is_not_covered() -> None:
    person = at_table(snapshot_of(gallery_game.debt_update()))
    person.draw()
    assert person.scene.facts()["topic"] == "debt"
    assert not person.sees("guide.next")


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_words_of_the_coach_fit(size: tuple[int, int], language: str) -> None:
    makers = (
        gallery_game.throw_update,
        gallery_game.bus_update,
        gallery_game.buy_update,
        gallery_game.auction_update,
        gallery_game.business_update,
        gallery_game.card_update,
        gallery_game.tram_update,
        gallery_game.bail_update,
        gallery_game.waiting_update,
    )
    for make in makers:
        person = at_table(snapshot_of(for_two(make())), size)
        strings.use(language)
        person.scene.rebuild()
        panel = person.see("guide.panel")
        main = person.see("table.main") if person.sees("table.main") else None
        assert panel.box.bottom <= person.stage.size.bottom
        assert panel.box.h >= 150
        assert main is None or main.box.bottom <= panel.box.y
        person.draw()
