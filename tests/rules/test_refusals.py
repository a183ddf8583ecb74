"""Rules 19.x: every reason, and the order in which they are looked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from magnate_app.errors import IllegalActionError
from magnate_app.rules import actions as act
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import (
    Action,
    Bid,
    Build,
    EndPhase,
    PayBail,
    ProposeTrade,
    Roll,
    SellHouse,
    StayInJail,
    Surrender,
)
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState
from tests.kit.games import (
    BUS,
    SHOWN,
    A,
    B,
    C,
    D,
    accept,
    build,
    buy,
    decline,
    end,
    game_at,
    go,
    jump,
    mortgage,
    offer,
    play,
    redeem,
    refused,
    reject,
    ride,
    sell,
    show,
    square,
    throw,
)

Case = tuple[GameState, int, Action]


def business(**more: object) -> GameState:
    return game_at(phase=ids.BUSINESS, **more)  # type: ignore[arg-type]  # passed through


def on(place: int, **more: object) -> GameState:
    state = game_at(**more)  # type: ignore[arg-type]  # passed through
    jump(state, A, place)
    return state


def auction(*rules: str, **more: object) -> GameState:
    state = game_at(players=4, house_rules=rules, **more)  # type: ignore[arg-type]
    jump(state, A, 6)
    play(state, A, decline(6))
    return state


def bail(**more: object) -> GameState:
    state = game_at(jail={A: 2}, **more)  # type: ignore[arg-type]  # passed through
    throw(state, A, 1, 2)
    return state


def offered(*steps: tuple[int, Action], **more: object) -> GameState:
    state = business(deeds={37: A, 3: A, 39: B, 1: B}, **more)
    for seat, action in steps:
        play(state, seat, action)
    return state


def over() -> GameState:
    state = game_at(players=2)
    play(state, A, Surrender())
    return state


def debt() -> GameState:
    return on(39, cash={A: 0}, deeds={39: B, 5: A})


def limited(hotels: int = 0, streets: int = 0) -> GameState:
    """A owns group 1 (empty), B this many hotels, or streets of 4 houses (in whole groups)."""
    order = (6, 8, 9, 11, 13, 14, 16, 18, 19, 21, 23, 24)
    deeds: dict[int, int | tuple[int, int] | tuple[int, str] | tuple[int, int, str]]
    deeds = {1: (A, 0), 3: (A, 0)}
    for place in order[:hotels]:
        deeds[place] = (B, 5)
    for place in (6, 8, 9, 11, 13, 14, 101, 103)[:streets]:
        deeds[place] = (B, 4)
    return business(deeds=deeds, house_rules=["limited_houses"], cash={A: 5000})


def no_hotels() -> GameState:
    state = limited(hotels=12)
    for place in (1, 3):
        state.level[square(place)] = 4
    state.built[1] = 8
    return state


CASES: dict[Reason, Callable[[], Case]] = {
    Reason.INVALID_FIELD: lambda: (business(deeds={1: A, 3: A}), A, Build(square(1), 0)),
    Reason.UNKNOWN_PLAYER: lambda: (business(deeds={1: A}), A, offer(7, give=[1], ask=1)),
    Reason.NOT_A_PARTICIPANT: lambda: (game_at(), 7, Roll()),
    Reason.GAME_OVER: lambda: (over(), B, Roll()),
    Reason.ELIMINATED: lambda: (game_at(out=[C]), C, Roll()),
    Reason.NOT_YOUR_TURN: lambda: (game_at(), B, Roll()),
    Reason.WRONG_PHASE: lambda: (game_at(), A, EndPhase()),
    Reason.BAIL_DECISION_PENDING: lambda: (bail(), A, Roll()),
    Reason.NOT_IN_JAIL: lambda: (game_at(), A, PayBail()),
    Reason.NO_BAIL_DECISION: lambda: (game_at(jail={A: 2}), A, StayInJail()),
    Reason.ILLEGAL_TARGET: lambda: (_bus(), A, go(5)),
    Reason.CANNOT_AFFORD: lambda: (on(6, cash={A: 99}), A, buy(6)),
    Reason.NOT_BUYABLE: lambda: (on(6), A, buy(7)),
    Reason.ALREADY_OWNED: lambda: (on(6, deeds={8: B}), A, decline(8)),
    Reason.NOT_CURRENT_SQUARE: lambda: (on(6), A, decline(8)),
    Reason.NOT_ON_TRAM: lambda: (on(6), A, ride(10)),
    Reason.NOT_A_TRAM: lambda: (on(10), A, ride(11)),
    Reason.NOT_A_STREET: lambda: (business(deeds={15: A}), A, build(15)),
    Reason.NOT_OWNER: lambda: (business(deeds={6: B}), A, mortgage(6)),
    Reason.GROUP_INCOMPLETE: lambda: (business(deeds={6: A}), A, build(6)),
    Reason.GROUP_MORTGAGED: lambda: (business(deeds={1: A, 3: (A, "mortgaged")}), A, build(1)),
    Reason.LEVEL_LIMIT: lambda: (business(deeds={1: (A, 5), 3: (A, 5)}), A, build(1)),
    Reason.NOT_ENOUGH_BUILDINGS: lambda: (business(deeds={1: A, 3: A}), A, sell(1)),
    Reason.UNEVEN_BUILDING: lambda: (business(deeds={1: A, 3: A}), A, build(1, 2)),
    Reason.NO_HOUSES_LEFT: lambda: (limited(streets=8), A, build(1)),
    Reason.NO_HOTELS_LEFT: lambda: (no_hotels(), A, build(1)),
    Reason.ALREADY_MORTGAGED: lambda: (business(deeds={1: (A, "mortgaged")}), A, mortgage(1)),
    Reason.GROUP_HAS_BUILDINGS: lambda: (business(deeds={1: A, 3: (A, 1)}), A, mortgage(1)),
    Reason.NOT_MORTGAGED: lambda: (business(deeds={1: A}), A, redeem(1)),
    Reason.DEBT_NOT_CLEARED: lambda: (debt(), A, end()),
    Reason.NOT_ELIGIBLE: lambda: (auction(), A, Bid(5)),
    Reason.ALREADY_BID: lambda: (_after(auction(), B, Bid(5)), B, Bid(6)),
    Reason.ALREADY_HIGHEST: lambda: (_after(auction("open_auction"), B, Bid(10)), B, Bid(30)),
    Reason.BID_TOO_HIGH: lambda: (auction(), B, Bid(1501)),
    Reason.BID_TOO_LOW: lambda: (auction("open_auction"), B, Bid(9)),
    Reason.TRADE_LIMIT_REACHED: lambda: (
        offered(
            (A, offer(B, give=[3], ask=1)),
            (B, reject()),
            (A, offer(B, give=[3], ask=2)),
            (B, reject()),
            (A, offer(B, give=[3], ask=3)),
            (B, reject()),
        ),
        A,
        offer(B, give=[3], ask=4),
    ),
    Reason.COUNTER_LIMIT_REACHED: lambda: (
        offered(
            (A, offer(B, give=[3], ask=1)),
            (B, offer(A, get=[3], pay=2)),
            (A, offer(B, give=[3], ask=3)),
        ),
        B,
        offer(A, get=[3], pay=4),
    ),
    Reason.INVALID_TRADE_PARTNER: lambda: (offered(), A, offer(A, give=[3], ask=1)),
    Reason.DUPLICATE_DEED: lambda: (offered(), A, offer(B, give=[3, 3], ask=1)),
    Reason.TRADE_EMPTY: lambda: (offered(), A, offer(B)),
    Reason.TRADE_IS_GIFT: lambda: (offered(), A, offer(B, give=[3])),
    Reason.TRADE_UNAFFORDABLE: lambda: (offered(), A, offer(B, pay=1501, get=[1])),
    Reason.DUPLICATE_PROPOSAL: lambda: (
        offered((A, offer(B, give=[3], ask=1)), (B, reject())),
        A,
        offer(B, give=[3], ask=1),
    ),
}

ELSEWHERE = {
    # the types of the actions leave no room for these: they are judged where text becomes actions
    Reason.INVALID_SETTING,
    Reason.UNKNOWN_ACTION,
    Reason.UNKNOWN_SQUARE,
}


def _bus() -> GameState:
    state = game_at()
    throw(state, A, 1, 3, BUS)
    return state


def _after(state: GameState, seat: int, action: Action) -> GameState:
    play(state, seat, action)
    return state


@pytest.mark.parametrize("reason", CASES, ids=str)
def test_r19_2_every_reason_is_reached(reason: Reason) -> None:
    state, seat, action = CASES[reason]()
    assert refused(state, seat, action) == reason


def test_r19_2_no_reason_is_left_out() -> None:
    assert set(CASES) | ELSEWHERE == set(Reason)


def test_r19_1_a_refusal_carries_one_reason_and_its_figures() -> None:
    with pytest.raises(IllegalActionError) as caught:
        engine.check(on(6, cash={A: 70}), A, buy(6))
    assert caught.value.reason == Reason.CANNOT_AFFORD
    assert caught.value.detail == {"price": 100, "short": 30}


@pytest.mark.parametrize(
    ("reason", "detail"),
    [
        (Reason.NOT_YOUR_TURN, {"active": [A]}),
        (Reason.ALREADY_OWNED, {"square": square(8), "owner": B}),
        (Reason.NOT_CURRENT_SQUARE, {"square": square(8), "current": square(6)}),
        (Reason.GROUP_INCOMPLETE, {"group": 2}),
        (Reason.LEVEL_LIMIT, {"square": square(1), "level": 5}),
        (Reason.NOT_ENOUGH_BUILDINGS, {"square": square(1), "level": 0}),
        (Reason.DEBT_NOT_CLEARED, {"debt": 50, "raisable": 100}),
        (Reason.BID_TOO_HIGH, {"max": 1500}),
        (Reason.BID_TOO_LOW, {"min": 10}),
        (Reason.TRADE_LIMIT_REACHED, {"max": 3}),
        (Reason.COUNTER_LIMIT_REACHED, {"max": 3}),
        (Reason.TRADE_UNAFFORDABLE, {"player": A, "short": 1}),
        (Reason.NO_HOUSES_LEFT, {"left": 0}),
        (Reason.NO_HOTELS_LEFT, {"left": 0}),
        (Reason.NOT_OWNER, {"square": square(6)}),
        (Reason.ILLEGAL_TARGET, {"square": square(5)}),
        (Reason.INVALID_TRADE_PARTNER, {"player": A}),
        (Reason.UNKNOWN_PLAYER, {"player": 7}),
    ],
    ids=lambda value: str(value) if isinstance(value, Reason) else "",
)
def test_r19_1_the_figures_of_refusals(reason: Reason, detail: dict[str, object]) -> None:
    state, seat, action = CASES[reason]()
    with pytest.raises(IllegalActionError) as caught:
        engine.check(state, seat, action)
    assert caught.value.detail == detail


# ------------------------------------------------------------------ the order of the checks


def test_r19_2_form_comes_before_participation_turn_and_phase() -> None:
    bad = (Bid(-1), Build(square(1), 0), SellHouse(square(1), -3), ProposeTrade(B, -1, 0))
    for action in bad:
        for state, seat in ((over(), A), (game_at(out=[C]), C), (game_at(), B), (game_at(), 9)):
            assert refused(state, seat, action) == Reason.INVALID_FIELD
    assert refused(over(), A, offer(9, pay=1)) == Reason.UNKNOWN_PLAYER


def test_r19_2_participation_comes_before_turn_and_phase() -> None:
    ended = over()
    assert refused(ended, 9, Roll()) == Reason.NOT_A_PARTICIPANT
    assert refused(ended, A, Roll()) == Reason.GAME_OVER  # A is out, too
    state = game_at(players=4, out=[C])
    assert refused(state, C, end()) == Reason.ELIMINATED
    assert refused(state, C, Surrender()) == Reason.ELIMINATED


def test_r19_2_turn_comes_before_phase_except_for_bids_and_auctions() -> None:
    state = game_at()
    assert refused(state, B, end()) == Reason.NOT_YOUR_TURN
    assert refused(state, B, Bid(5)) == Reason.WRONG_PHASE
    state = auction()
    assert refused(state, B, Roll()) == Reason.WRONG_PHASE
    assert refused(state, A, end()) == Reason.WRONG_PHASE


def all_kinds() -> list[Action]:
    """One of each action that can be refused for its phase."""
    return [
        *(Roll(), PayBail(), StayInJail(), go(3), SHOWN, buy(6), decline(6), ride(10)),
        *(build(1), sell(1), mortgage(1), redeem(1), offer(B, give=[1], ask=1)),
        *(accept(), Bid(5), end()),
    ]


ACCEPTED: dict[str, set[int]] = {
    "roll_the_dices": {act.K_ROLL, act.K_PAY_BAIL, act.K_STAY_IN_JAIL},
    "choose_square": {act.K_CHOOSE_SQUARE},
    "choose_fantasy": {act.K_PICK_CARD},
    "management": {act.K_BUY, act.K_DECLINE, act.K_RIDE_TRAM, act.K_END_PHASE},
    "business": {
        *(act.K_BUILD, act.K_SELL_HOUSE, act.K_MORTGAGE, act.K_REDEEM),
        *(act.K_PROPOSE_TRADE, act.K_END_PHASE),
    },
    "liquidation": {act.K_SELL_HOUSE, act.K_MORTGAGE, act.K_END_PHASE},
    "proposal_acceptance": {act.K_ANSWER_TRADE, act.K_PROPOSE_TRADE},
    "auction": {act.K_BID},
}


def in_phase(name: str) -> tuple[GameState, int]:
    if name == "roll_the_dices":
        return game_at(), A
    if name == "choose_square":
        return _bus(), A
    if name == "choose_fantasy":
        state = game_at()
        show(state, A, "goToStart")
        return state, A
    if name == "management":
        return on(6), A
    if name == "business":
        return business(), A
    if name == "liquidation":
        return debt(), A
    if name == "proposal_acceptance":
        return offered((A, offer(B, give=[3], ask=1))), B
    return auction(), B


@pytest.mark.parametrize("name", ACCEPTED)
def test_r3_3_and_r19_2_wrong_phase_for_everything_a_phase_does_not_accept(name: str) -> None:
    state, seat = in_phase(name)
    assert ids.PHASE_NAMES[state.phase] == name
    for action in all_kinds():
        try:
            engine.check(state, seat, action)
        except IllegalActionError as error:
            wrong = error.reason == Reason.WRONG_PHASE
        else:
            wrong = False
        assert wrong == (action.kind not in ACCEPTED[name]), action


def test_r19_2_buying_in_the_order_of_its_checks() -> None:
    state = on(6, deeds={39: B}, cash={A: 0})
    assert refused(state, A, buy(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, buy(39)) == Reason.ALREADY_OWNED
    assert refused(state, A, buy(8)) == Reason.NOT_CURRENT_SQUARE
    assert refused(state, A, buy(6)) == Reason.CANNOT_AFFORD


def test_r19_2_riding_in_the_order_of_its_checks() -> None:
    state = on(6, cash={A: 0})
    assert refused(state, A, ride(11)) == Reason.NOT_ON_TRAM
    state = on(10, cash={A: 0})
    assert refused(state, A, ride(11)) == Reason.NOT_A_TRAM
    assert refused(state, A, ride(30)) == Reason.CANNOT_AFFORD


def test_r19_2_building_in_the_order_of_its_checks() -> None:
    state = limited(streets=8)
    state.cash[A], state.bank = 0, state.bank + 5000
    assert refused(state, A, build(5, 9)) == Reason.NOT_A_STREET
    assert refused(state, A, build(6, 9)) == Reason.NOT_OWNER
    assert refused(state, A, build(1, 6)) == Reason.LEVEL_LIMIT
    assert refused(state, A, build(1, 2)) == Reason.UNEVEN_BUILDING
    assert refused(state, A, build(1)) == Reason.NO_HOUSES_LEFT
    state = business(deeds={1: (A, "mortgaged"), 6: (A, "mortgaged")}, cash={A: 0})
    assert refused(state, A, build(6, 9)) == Reason.GROUP_INCOMPLETE
    state = business(deeds={1: (A, "mortgaged"), 3: A}, cash={A: 0})
    assert refused(state, A, build(1, 9)) == Reason.GROUP_MORTGAGED
    state = no_hotels()
    state.cash[A], state.bank = 0, state.bank + 5000
    assert refused(state, A, build(1)) == Reason.NO_HOTELS_LEFT


def test_r19_2_selling_in_the_order_of_its_checks() -> None:
    state = business(deeds={1: (A, 1), 3: (A, 2), 6: B})
    assert refused(state, A, sell(5, 9)) == Reason.NOT_A_STREET
    assert refused(state, A, sell(6, 9)) == Reason.NOT_OWNER
    assert refused(state, A, sell(1, 2)) == Reason.NOT_ENOUGH_BUILDINGS
    assert refused(state, A, sell(1)) == Reason.UNEVEN_BUILDING


def test_r19_2_mortgaging_and_lifting_in_the_order_of_their_checks() -> None:
    state = business(
        deeds={1: (A, 1), 3: (A, 1), 6: (B, "mortgaged"), 8: (A, "mortgaged"), 9: A}, cash={A: 0}
    )
    assert refused(state, A, mortgage(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, mortgage(6)) == Reason.NOT_OWNER
    assert refused(state, A, mortgage(8)) == Reason.ALREADY_MORTGAGED
    assert refused(state, A, mortgage(1)) == Reason.GROUP_HAS_BUILDINGS
    assert refused(state, A, redeem(7)) == Reason.NOT_BUYABLE
    assert refused(state, A, redeem(6)) == Reason.NOT_OWNER
    assert refused(state, A, redeem(9)) == Reason.NOT_MORTGAGED
    assert refused(state, A, redeem(8)) == Reason.CANNOT_AFFORD


def test_r19_2_bail_in_the_order_of_its_checks() -> None:
    assert refused(game_at(cash={A: 0}), A, PayBail()) == Reason.NOT_IN_JAIL
    assert refused(game_at(cash={A: 0}), A, StayInJail()) == Reason.NOT_IN_JAIL
    assert refused(game_at(cash={A: 0}, jail={A: 2}), A, PayBail()) == Reason.NO_BAIL_DECISION
    assert refused(bail(cash={A: 0}), A, PayBail()) == Reason.CANNOT_AFFORD


def test_r19_2_bidding_in_the_order_of_its_checks() -> None:
    state = auction()
    assert refused(state, A, Bid(9999)) == Reason.NOT_ELIGIBLE
    play(state, B, Bid(100))
    assert refused(state, B, Bid(9999)) == Reason.ALREADY_BID
    play(state, C, Bid(100))
    assert refused(state, D, Bid(9999)) == Reason.BID_TOO_HIGH
    play(state, D, Bid(0))
    assert refused(state, B, Bid(99)) == Reason.BID_TOO_LOW
    state = auction("open_auction", cash={B: 25})
    play(state, B, Bid(20))
    assert refused(state, B, Bid(9999)) == Reason.ALREADY_HIGHEST
    assert refused(state, C, Bid(29)) == Reason.BID_TOO_LOW


def test_r19_2_offering_in_the_order_of_its_checks() -> None:
    state = offered()
    state.level[square(37)] = 0
    assert refused(state, A, offer(A, give=[3, 3])) == Reason.INVALID_TRADE_PARTNER
    assert refused(state, A, offer(B, give=[6, 6])) == Reason.DUPLICATE_DEED
    assert refused(state, A, offer(B, give=[6])) == Reason.NOT_OWNER
    built = business(deeds={1: (A, 1), 3: A, 39: B})
    assert refused(built, A, offer(B, give=[3, 39])) == Reason.NOT_OWNER
    assert refused(built, A, offer(B, give=[3])) == Reason.GROUP_HAS_BUILDINGS
    assert refused(state, A, offer(B, pay=9999, ask=9999)) == Reason.TRADE_EMPTY
    assert refused(state, A, offer(B, pay=9999)) == Reason.TRADE_IS_GIFT
    assert refused(state, A, offer(B, pay=9999, get=[1])) == Reason.TRADE_UNAFFORDABLE


def test_r19_2_limits_come_before_the_content_of_an_offer() -> None:
    state, seat, _ = CASES[Reason.TRADE_LIMIT_REACHED]()
    assert refused(state, seat, offer(A)) == Reason.TRADE_LIMIT_REACHED
    state, seat, _ = CASES[Reason.COUNTER_LIMIT_REACHED]()
    assert refused(state, seat, offer(C)) == Reason.COUNTER_LIMIT_REACHED


def test_r19_2_duplicates_come_last() -> None:
    state, seat, same = CASES[Reason.DUPLICATE_PROPOSAL]()
    assert refused(state, seat, same) == Reason.DUPLICATE_PROPOSAL
    state.bank += state.cash[B]
    state.cash[B] = 0
    assert refused(state, seat, same) == Reason.TRADE_UNAFFORDABLE
