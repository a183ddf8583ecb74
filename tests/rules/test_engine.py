"""The triad over whole games: `legal` is exactly what `check` lets pass, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from magnate_app.errors import IllegalActionError
from magnate_app.rules import actions as act
from magnate_app.rules import engine, ids, transcript
from magnate_app.rules.actions import Action, Bid, EndPhase, ProposeTrade, Surrender
from magnate_app.rules.chance import Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.state import OPEN, RUN_OFF, GameState
from tests.kit.games import A, B, C, D, acting, decline, defaults, game_at, jump, phase, play
from tests.rules.make_transcripts import BOARD, FOLDER

GAMES = sorted(FOLDER.glob("*.txt"))
STEP = 7
"""Every so many actions of a golden game everything is tried."""


def everything() -> list[Action]:
    """Every action without bounds of its own."""
    found: list[Action] = [
        *(act.Roll(), act.PayBail(), act.StayInJail(), act.EndPhase(), Surrender()),
        *(act.PickCard(True), act.PickCard(False), act.AnswerTrade(True), act.AnswerTrade(False)),
    ]
    for dense in range(BOARD.size):
        found += [
            *(act.ChooseSquare(dense), act.Buy(dense), act.Decline(dense), act.RideTram(dense)),
            *(act.Mortgage(dense), act.Redeem(dense)),
        ]
        for houses in range(1, 7):
            found += [act.Build(dense, houses), act.SellHouse(dense, houses)]
    return found


EVERYTHING = everything()


def sampled(path: object) -> Iterator[GameState]:
    text = next(one for one in GAMES if one == path).read_text("utf-8")
    for number, state in enumerate(transcript.steps(transcript.read(text, BOARD), BOARD)):
        if number % STEP == 0:
            yield state


def accepted(state: GameState, seat: int, action: Action) -> bool:
    try:
        engine.check(state, seat, action)
    except IllegalActionError:
        return False
    return True


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_legal_lists_exactly_what_is_accepted(path: object) -> None:
    for state in sampled(path):
        for seat in range(state.seats):
            legal = engine.legal(state, seat)
            assert len(set(legal)) == len(legal)
            listed = {action for action in legal if not isinstance(action, Bid)}
            passing = {action for action in EVERYTHING if accepted(state, seat, action)}
            if state.phase == ids.MANAGEMENT:
                passing.discard(EndPhase())  # says in another word what is listed (R7.4)
            assert listed == passing
            if legal:
                assert legal[-1] == Surrender()


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_nobody_acts_but_those_who_may(path: object) -> None:
    for state in sampled(path):
        waiting = engine.acting(state)
        assert (state.phase == ids.END) == (waiting == ())
        for seat in range(state.seats):
            more_than_leaving = len(engine.legal(state, seat)) > 1
            assert more_than_leaving == (seat in waiting)


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_bid_range_holds_exactly_the_bids_accepted(path: object) -> None:
    for state in sampled(path):
        for seat in range(state.seats):
            bounds = engine.bid_range(state, seat)
            if state.phase != ids.AUCTION:
                assert bounds is None
                continue
            cash = state.cash[seat]
            tried = {1, 2, 9, 10, 11, 5000, cash - 1, cash, cash + 1}
            tried |= {state.minimum - 1, state.minimum, state.minimum + 1}
            for amount in (one for one in tried if one > 0):
                inside = bounds is not None and bounds[0] <= amount <= bounds[1]
                assert accepted(state, seat, Bid(amount)) == inside
            passing = bounds is not None and state.auction_kind != RUN_OFF
            assert accepted(state, seat, Bid(0)) == passing


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_offers_accepted_lie_within_their_spaces(path: object) -> None:
    for state in sampled(path):
        for seat in range(state.seats):
            spaces = {space.to: space for space in engine.trade_offers(state, seat)}
            for to in range(state.seats):
                for deed in BOARD.buyable[::3]:
                    for other in BOARD.buyable[1::4]:
                        action = ProposeTrade(to, 3, 0, (deed,), (other,))
                        if not accepted(state, seat, action):
                            continue
                        space = spaces[to]
                        assert deed in space.offered
                        assert other in space.asked
                        assert space.money_max_offered >= 3


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_asking_changes_nothing(path: object) -> None:
    for state in sampled(path):
        before = state_hash(state)
        for seat in range(state.seats):
            engine.legal(state, seat)
            engine.trade_offers(state, seat)
            engine.net_worth(state, seat)
            engine.raisable(state, seat)
        engine.default_action(state, Seeded(1))
        engine.outcome(state)
        assert state_hash(state) == before


@pytest.mark.parametrize("path", GAMES, ids=lambda path: path.stem)
def test_r15_3_the_default_is_always_accepted(path: object) -> None:
    for state in sampled(path):
        if state.phase == ids.END:
            continue
        for seat, action in defaults(state):
            assert seat in engine.acting(state)
            assert accepted(state, seat, action)


def test_r12_13_an_open_auction_nobody_can_afford_ends_at_once() -> None:
    poor = {A: 9, B: 0, C: 5, D: 9}
    state = game_at(players=4, cash=poor, house_rules=["open_auction"])
    jump(state, A, 6)
    play(state, A, decline(6))
    assert (phase(state), acting(state)) == ("business", [A])


def test_an_open_auction_is_marked_as_one() -> None:
    state = game_at(players=4, house_rules=["open_auction"])
    jump(state, A, 6)
    play(state, A, decline(6))
    assert state.auction_kind == OPEN
