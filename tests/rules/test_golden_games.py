"""Golden whole games: they replay to the last hash and together meet everything there is."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.errors import IllegalActionError
from magnate_app.rules import cards, engine, events, ids, transcript
from magnate_app.rules.actions import Action
from magnate_app.rules.events import AnyEvent, CardPlayed, CashMoved, GameEnded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.invariants import problems
from magnate_app.rules.reasons import CashReason, Reason
from magnate_app.rules.settings import HOUSE_RULES
from magnate_app.rules.state import GameState
from magnate_app.rules.transcript import Transcript
from tests.kit.audit import audit
from tests.rules import make_transcripts
from tests.rules.make_transcripts import BOARD, FOLDER, GAMES

FILES = sorted(FOLDER.glob("*.txt"))

BEFORE_ACTIONS = {Reason.INVALID_SETTING, Reason.UNKNOWN_ACTION, Reason.UNKNOWN_SQUARE}
"""Text that means these never becomes an action."""


def read(path: Path) -> Transcript:
    return transcript.read(path.read_text("utf-8"), BOARD)


def refusals(path: Path) -> Iterator[tuple[int, int, Action, str]]:
    """What was refused: after how many actions, to whom, what, why."""
    for line in path.with_suffix(".refused").read_text("utf-8").splitlines():
        played, seat, action, reason = (part.strip() for part in line.split("|"))
        yield int(played), int(seat), transcript.parse_action(BOARD, action), reason


def watch(path: Path) -> Iterator[tuple[GameState, list[AnyEvent]]]:
    """Replay, and yield the state and the events of each step."""
    heard: list[AnyEvent] = []
    for state in transcript.steps(read(path), BOARD, heard.append):
        yield state, heard
        heard.clear()


def test_every_game_has_its_file_and_the_reverse() -> None:
    assert [path.stem for path in FILES] == sorted(game.name for game in GAMES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_game_replays_to_the_last_hash_r21_3(path: Path) -> None:
    before: GameState | None = None
    for state, heard in watch(path):
        if before is not None:
            audit(before, state, heard)
        assert problems(state) == []
        before = state.copy()
    assert before is not None
    assert before.phase == ids.END
    assert state_hash(before) == read(path).records[-1].hash


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reading_and_writing_gives_the_same_text(path: Path) -> None:
    assert transcript.write(read(path), BOARD) == path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_refused_is_refused_again_r19_1(path: Path) -> None:
    wanted = list(refusals(path))
    for played, (state, _) in enumerate(watch(path)):
        for _, seat, action, reason in (one for one in wanted if one[0] == played):
            with pytest.raises(IllegalActionError) as caught:
                engine.check(state, seat, action)
            assert caught.value.reason.value == reason


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_the_files_are_what_the_generator_writes(game: make_transcripts.Game) -> None:
    played, refused = make_transcripts.make(game)
    path = FOLDER / f"{game.name}.txt"
    assert played == path.read_text("utf-8")
    assert refused == path.with_suffix(".refused").read_text("utf-8")


class Seen(typing.NamedTuple):
    """Names met in all golden games together."""

    phases: set[str]
    actions: set[str]
    events: set[str]
    cards: set[str]
    shown: set[str]
    cash: set[str]
    endings: set[str]
    reasons: set[str]
    seats: set[int]
    house_rules: set[str]


@pytest.fixture(scope="module")
def seen() -> Seen:
    found = Seen(*(set() for _ in Seen._fields))
    for path in FILES:
        game = read(path)
        found.seats.add(len(game.humans))
        found.house_rules.update(game.settings.house_rules)
        found.actions.update(type(record.action).__name__ for record in game.records)
        found.reasons.update(reason for *_, reason in refusals(path))
        for state, heard in watch(path):
            found.phases.add(ids.PHASE_NAMES[state.phase])
            for event in heard:
                found.events.add(type(event).__name__)
                if isinstance(event, CardPlayed):
                    (found.shown if event.shown else found.cards).add(event.card)
                elif isinstance(event, CashMoved):
                    found.cash.add(str(event.reason))
                elif isinstance(event, GameEnded):
                    found.endings.add(event.cause)
    return found


def test_games_of_2_3_4_and_6_seats(seen: Seen) -> None:
    assert seen.seats == {2, 3, 4, 6}


def test_every_phase_is_met(seen: Seen) -> None:
    assert seen.phases == set(ids.PHASE_NAMES)


def test_every_action_is_played(seen: Seen) -> None:
    assert seen.actions == {kind.__name__ for kind in typing.get_args(Action)}


def test_every_event_happens(seen: Seen) -> None:
    assert seen.events == {kind.__name__ for kind in typing.get_args(events.AnyEvent)}


def test_every_card_takes_effect(seen: Seen) -> None:
    assert seen.cards | seen.shown == set(cards.CARD_NAMES)


def test_every_reason_of_a_cash_movement_occurs(seen: Seen) -> None:
    assert seen.cash == {reason.value for reason in CashReason}


def test_every_ending_occurs(seen: Seen) -> None:
    assert seen.endings == {"last_player", "rounds", "no_humans"}


def test_every_refusal_occurs(seen: Seen) -> None:
    assert seen.reasons == {reason.value for reason in set(Reason) - BEFORE_ACTIONS}


def test_every_house_rule_is_played(seen: Seen) -> None:
    assert seen.house_rules == set(HOUSE_RULES)
