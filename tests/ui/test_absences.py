"""People who are away from a table, and what somebody who comes back is told."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.link import LinkState, LinkStatus
from magnate_app.protocol.messages import (
    GameActionMessage,
    GameStateMessage,
    Presence,
    StandIn,
    ToldAction,
)
from magnate_app.protocol.views import SeatInfo, Update
from magnate_app.rules.events import (
    AnyEvent,
    CashMoved,
    DeedChanged,
    GameEnded,
    PlayerEliminated,
    TurnStarted,
)
from magnate_app.ui.absences import PLAYS_AFTER, Absences
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_game import StillLink, business_update, snapshot_of, waiting_update
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.meanwhile import meanwhile
from magnate_app.ui.panels.strip import awaited, missing_names
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.table_desk import BLIP

HERE = SeatInfo(1, 8, "Leo", False, None, True, False, 2, 1, False)
AWAY = msgspec.structs.replace(HERE, connected=False)
SEATED = msgspec.structs.replace(AWAY, stand_in=True)
MISSED: tuple[AnyEvent, ...] = (
    TurnStarted(1, 20, 7),
    CashMoved(1, 0, 50, "rent", 3),
    TurnStarted(0, 21, 7),
    CashMoved(0, "bank", 180, "purchase", 19),
    DeedChanged(19, 0, -1, False, "bought"),
    TurnStarted(2, 22, 7),
    DeedChanged(26, 2, -1, False, "auctioned"),
    PlayerEliminated(3, "surrender", 4),
)


def table(update: Update) -> tuple[Stage, TableScene, StillLink]:
    stage = make_stage(1280, 720, "day", "en")
    scene = scene_of(stage, update)
    stage.scenes.reset(scene)
    assert isinstance(scene.link, StillLink)
    return stage, scene, scene.link


def told_again(update: Update, events: tuple[AnyEvent, ...], *, stand_in: bool) -> GameStateMessage:
    seats = tuple(
        msgspec.structs.replace(seat, stand_in=stand_in and seat.seat == 0) for seat in update.seats
    )
    return snapshot_of(
        msgspec.structs.replace(
            update, seq=update.seq + 9, since=update.seq, events=events, seats=seats
        )
    )


def test_seconds_run_from_the_lost_line_to_the_stand_in() -> None:
    absences = Absences()
    absences.note([AWAY], "stand_in")
    assert absences.left(1) == PLAYS_AFTER
    assert absences.age(1.5)
    absences.note([AWAY], "stand_in")
    assert absences.left(1) == PLAYS_AFTER - 2
    absences.note([SEATED], "stand_in")
    assert absences.left(1) == PLAYS_AFTER - 2, "it sits there and does not play yet"
    absences.end(1)
    absences.note([SEATED], "stand_in")
    assert absences.left(1) is None, "it plays"


def test_nobody_knows_since_when_a_stand_in_sits_that_was_there_before() -> None:
    absences = Absences()
    absences.note([SEATED], "stand_in")
    assert absences.left(1) is None


@pytest.mark.parametrize(
    ("seat", "policy"),
    [
        (HERE, "stand_in"),
        (AWAY, "wait"),
        (AWAY, "clock"),
        (msgspec.structs.replace(AWAY, is_bot=True), "stand_in"),
        (msgspec.structs.replace(AWAY, eliminated=True), "stand_in"),
    ],
)
def test_nobody_sits_in_for_these(seat: SeatInfo, policy: str) -> None:
    absences = Absences()
    absences.note([seat], policy)
    assert absences.left(1) is None
    assert not absences.age(30)


def test_what_was_missed_is_summed_up() -> None:
    told = meanwhile(MISSED, 4, 0)
    assert told is not None
    assert (told.turns, told.own_turns, told.matters) == (3, 1, True)
    assert [change.cash for change in told.changes] == [-130, -50, 0, 0]
    assert [change.gained for change in told.changes] == [(19,), (), (26,), ()]
    assert [change.out for change in told.changes] == [False, False, False, True]


def test_little_is_not_worth_telling() -> None:
    blip = meanwhile(MISSED[:2], 4, 0)
    assert blip is not None
    assert not blip.matters
    assert meanwhile((*MISSED, GameEnded("rounds", (0, 1, 2, 3))), 4, 0) is None


def test_the_seat_is_taken_back_at_once_and_the_digest_is_shown() -> None:
    update = waiting_update()
    stage, scene, link = table(update)
    link.tell(LinkStatus(LinkState.RECONNECTING, attempt=3))
    stage.update(BLIP + 1)
    link.tell(told_again(update, MISSED, stand_in=True))
    stage.update(0.05)
    assert link.sent == [StandIn(on=False)]
    top = stage.scenes.top
    assert top is not None
    assert top.name == "meanwhile"
    assert top.facts()["own_turns"] == 1
    button = top.controls.find("meanwhile.go_on")
    assert button is not None
    button.activate()
    assert stage.scenes.top is scene


def test_half_a_minute_without_a_line_is_told_in_passing() -> None:
    update = waiting_update()
    stage, scene, link = table(update)
    for attempt in (1, 2):
        link.tell(LinkStatus(LinkState.RECONNECTING, attempt=attempt))
        stage.update(BLIP / 2 - 1)
        strip = scene.controls.find("table.strip")
        assert strip is not None
    link.tell(told_again(update, MISSED, stand_in=True))
    stage.update(0.05)
    assert stage.scenes.top is scene, "nothing stands between the person and the table"
    assert link.sent == [StandIn(on=False)], "and the seat is the person's again"
    assert stage.toasts.shown


def test_a_blip_changes_nothing() -> None:
    update = waiting_update()
    stage, scene, link = table(update)
    link.tell(told_again(update, MISSED[:2], stand_in=False))
    stage.update(0.05)
    assert link.sent == []
    assert stage.scenes.top is scene


def test_after_a_restart_only_the_unseen_events_are_told() -> None:
    update = business_update()
    events = (*MISSED, *MISSED)
    message = snapshot_of(msgspec.structs.replace(update, since=0, events=events))
    stage = make_stage(1280, 720, "day", "en")
    link = StillLink([LinkStatus(LinkState.GAME, seen=len(MISSED)), message])
    scene = TableScene(stage, link)
    stage.scenes.reset(scene)
    stage.update(0.05)
    top = stage.scenes.top
    assert top is not None
    assert top.facts()["turns"] == 3


def test_the_table_says_for_whom_it_waits() -> None:
    update = waiting_update()
    stage, scene, link = table(update)
    (seat,) = update.view.decision.seats
    gone = msgspec.structs.replace(scene.model.seat(seat), is_bot=False, connected=False)
    link.tell(Presence(seats=(gone,), spectators=("Pilar",)))
    stage.update(0.05)
    assert awaited(scene.table) == seat
    assert scene.model.absences.left(seat) == PLAYS_AFTER
    strip = scene.controls.find("table.strip")
    assert strip is not None
    assert gone.username in strip.label
    seated = msgspec.structs.replace(gone, stand_in=True)
    link.tell(Presence(seats=(seated,), spectators=()))
    stage.update(0.05)
    assert awaited(scene.table) == seat, "it does not play yet"
    link.tell(
        GameActionMessage(
            data=ToldAction(type="ActionThrowDices", game=42, player=gone.id, auto="stand_in")
        )
    )
    stage.update(0.05)
    assert awaited(scene.table) is None
    link.tell(Presence(seats=(gone,), spectators=()))
    stage.update(0.05)
    assert missing_names(scene.table) == ""
    assert scene.model.settings is not None
    scene.model.settings = msgspec.structs.replace(scene.model.settings, absence="wait")
    assert missing_names(scene.table) == gone.username


def test_a_spectator_is_told_so_and_can_do_nothing() -> None:
    update = business_update()
    view = msgspec.structs.replace(update.view, seat=None)
    stage, scene, link = table(msgspec.structs.replace(update, view=view, legal=()))
    assert scene.model.me is None
    assert [toast.text for toast in stage.toasts.shown] == ["You are watching"]
    for ident in ("table.main", "table.build", "table.trade"):
        widget = scene.controls.find(ident)
        assert widget is None or not widget.enabled
    assert link.sent == []
