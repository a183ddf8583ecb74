from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.link import LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ChatLine,
    ErrorMessage,
    GameResponse,
    GameStateMessage,
    Presence,
    ReactionShown,
    TableChanged,
)
from magnate_app.protocol.views import Throw
from magnate_app.rules.settings import Settings
from magnate_app.ui.effects.playfield import Playfield, playfield_of
from magnate_app.ui.effects.timeline import Timeline, effects_of
from magnate_app.ui.gallery_game import snapshot_of, update_of
from magnate_app.ui.table_model import REACTION_SECONDS, TableModel
from tests.kit.engine_link import EngineLink


def same(field: Playfield, other: Playfield) -> bool:
    return (
        field.positions == other.positions
        and field.cash == other.cash
        and field.deeds == other.deeds
        and field.pot == other.pot
        and field.jail == other.jail
    )


def updates(rounds: int = 6, seed: int = 3) -> list[GameStateMessage | GameResponse]:
    """The messages of a game whose person is played by defaults of the clock."""
    from magnate_app.rules import engine

    link = EngineLink(Settings(seats=4, max_rounds=rounds), seed)
    while engine.outcome(link.state) is None:
        step = engine.default_action(link.state, link.chance)
        assert step is not None
        link._apply(*step)
        link._run()
    return [m for m in link.poll() if isinstance(m, GameStateMessage | GameResponse)]


@pytest.mark.parametrize("seed", [1, 2])
def test_effects_lead_from_one_view_to_the_next(seed: int) -> None:
    told = updates(seed=seed)
    assert isinstance(told[0], GameStateMessage)
    assert told[0].update is not None
    field = playfield_of(told[0].update.view)
    timeline = Timeline(field)
    for message in told[1:]:
        assert message.update is not None
        timeline.play(effects_of(message.update.events))
        while timeline.busy:
            timeline.update(0.2)
        fresh = playfield_of(message.update.view)
        fresh.jail = field.jail
        assert field.cash == fresh.cash
        assert field.positions == fresh.positions or message.update.view.outcome is not None
        assert field.pot == fresh.pot
        field.settle(message.update.view)
        assert same(field, playfield_of(message.update.view))


@pytest.mark.parametrize("speed", [0.0, 1.0, 4.0])
def test_skipping_and_watching_end_alike(speed: float) -> None:
    told = updates()
    watched, skipped = TableModel(), TableModel()
    watched.speed = speed
    for message in told:
        watched.receive(message)
        skipped.receive(message)
        skipped.skip()
        for _ in range(400):
            if not watched.busy:
                break
            watched.update(0.25)
    assert not watched.busy
    assert watched.view == skipped.view
    assert watched.playfield is not None
    assert skipped.playfield is not None
    assert same(watched.playfield, skipped.playfield)
    assert len(watched.told) == len(skipped.told)
    assert watched.worths == skipped.worths


def test_the_truth_is_there_before_anything_moves() -> None:
    told = updates()
    model = TableModel()
    for message in told[:12]:
        model.receive(message)
    assert model.busy
    assert model.latest is told[11].update
    assert model.legal == ()
    model.skip()
    assert model.shown is told[11].update


def test_many_waiting_updates_are_hurried() -> None:
    told = updates()
    model = TableModel()
    for message in told[:40]:
        model.receive(message)
    seconds = 0.0
    while model.busy:
        model.update(0.1)
        seconds += 0.1
    assert seconds < 40


def test_reduced_motion_is_shorter() -> None:
    told = updates()
    assert told[1].update is not None
    events = [event for m in told[1:10] if m.update is not None for event in m.update.events]
    full = sum(max(e.seconds for e in group) for group in effects_of(events))
    calm = sum(max(e.seconds for e in group) for group in effects_of(events, reduced=True))
    assert calm < full


def test_what_is_not_a_game_step() -> None:
    assert not TableModel().ready
    model = TableModel()
    update = update_of(Throw(5, (0,)), "roll_the_dices", ())
    model.receive(LinkStatus(LinkState.RECONNECTING, attempt=2))
    assert model.link.attempt == 2
    model.receive(snapshot_of(update))
    assert model.ready
    assert model.is_host
    assert model.my_turn
    assert model.seat(9).username == ""
    model.receive(ChatLine(game=42, user="Leo", msg="hello", user_id=8))
    model.receive(ReactionShown(game=42, user="Leo", user_id=8, emote="clap"))
    said = model.chat[-1]
    assert isinstance(said, ChatLine)
    assert said.msg == "hello"
    assert list(model.reactions) == [1]
    model.update(REACTION_SECONDS + 0.1)
    assert list(model.reactions) == []
    away = msgspec.structs.replace(model.seats[1], connected=False)
    model.receive(Presence(seats=(away,), spectators=("teo",)))
    assert not model.seat(1).connected
    model.receive(TableChanged(change="paused", by=7, player=None, paused=True, pace="normal"))
    assert model.paused
    assert model.legal == ()
    left = model.deadline_left
    model.update(1.0)
    assert model.deadline_left == left
    model.receive(ErrorMessage(message="no", code="stale", params={}))
    assert len(model.refusals) == 1
