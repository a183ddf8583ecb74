"""Rules 17.x and 18.x: money and statistics. `play` audits every movement of every test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Action, Bid, PayBail, Surrender
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent, CashMoved
from magnate_app.rules.reasons import CashReason
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from tests.kit.audit import MOVEMENTS, audit, purses, statistic
from tests.kit.games import (
    BOARD,
    SHOWN,
    UNKNOWN,
    A,
    B,
    C,
    Deed,
    accept,
    build,
    buy,
    card,
    decline,
    end,
    game_at,
    jump,
    money,
    mortgage,
    offer,
    only,
    phase,
    play,
    plays,
    redeem,
    ride,
    sell,
    show,
    throw,
)
from tests.rules.test_scoring import count, last_turn

Scene = Callable[[], list[AnyEvent]]


def _setup(*rules: str) -> Scene:
    def scene() -> list[AnyEvent]:
        events: list[AnyEvent] = []
        agreed = Settings(house_rules=frozenset(rules))
        engine.new_game(BOARD, agreed, [True] * 4, Seeded(1), events.append)
        return events

    return scene


def _bought() -> list[AnyEvent]:
    state = game_at()
    jump(state, A, 6)
    return play(state, A, buy(6))


def _ridden() -> list[AnyEvent]:
    state = game_at()
    jump(state, A, 10)
    return play(state, A, ride(30))


def _auctioned() -> list[AnyEvent]:
    state = game_at(players=2)
    jump(state, A, 6)
    play(state, A, decline(6))
    return play(state, B, Bid(33))


def _bailed() -> list[AnyEvent]:
    state = game_at(jail={A: 2})
    throw(state, A, 1, 2)
    return play(state, A, PayBail())


def _traded() -> list[AnyEvent]:
    state = game_at(deeds={6: A}, phase=ids.BUSINESS)
    play(state, A, offer(B, give=[6], ask=99))
    return play(state, B, accept())


def _business(deeds: dict[int, Deed], action: Action) -> Scene:
    def scene() -> list[AnyEvent]:
        return play(game_at(deeds=deeds, phase=ids.BUSINESS), A, action)

    return scene


def _lifted() -> list[AnyEvent]:
    return play(game_at(deeds={6: (A, "mortgaged")}, phase=ids.BUSINESS), A, redeem(6))


def _shown() -> list[AnyEvent]:
    state = game_at()
    show(state, A, "earthquake")
    return play(state, A, SHOWN)


def _card(kind: str, value: int | None = None, cash: int = 1500, pot: int = 0) -> Scene:
    def scene() -> list[AnyEvent]:
        state = game_at(cash={A: cash}, pot=pot)
        show(state, A, "goToStart")
        return play(state, A, UNKNOWN, plays(kind, value))

    return scene


def _coin(after: int) -> Scene:
    def scene() -> list[AnyEvent]:
        state = game_at(cash={A: 50})
        show(state, A, "goToStart")
        wish = plays("doubleOrNothing", then=lambda b: b.state.cash[A] == after)
        return play(state, A, UNKNOWN, wish)

    return scene


def _left(cash: int) -> Scene:
    return lambda: play(game_at(cash={A: cash}), A, Surrender())


def _bonus() -> list[AnyEvent]:
    state = last_turn()
    count(state, num_trades=(1, 0, 0))
    return play(state, C, end())


SCENES: dict[CashReason, Scene] = {
    CashReason.START_MONEY: _setup(),
    CashReason.POT_START: _setup("fixed_pot_start"),
    CashReason.GO_MONEY: lambda: throw(game_at(at={A: 36}), A, 1, 2, 1),
    CashReason.RENT: lambda: jump(game_at(cash={A: 10}, deeds={39: B}), A, 39),
    CashReason.PARKING_POT: lambda: jump(game_at(pot=9), A, 111),
    CashReason.PURCHASE: _bought,
    CashReason.TRAM_FARE: _ridden,
    CashReason.AUCTION_PRICE: _auctioned,
    CashReason.BUILD: _business({1: (A, 0), 3: (A, 0)}, build(1)),
    CashReason.SELL_BUILDING: _business({1: (A, 0), 3: (A, 1)}, sell(3)),
    CashReason.MORTGAGE: _business({6: (A, 0)}, mortgage(6)),
    CashReason.MORTGAGE_LIFT: _lifted,
    CashReason.MORTGAGE_INTEREST: _lifted,
    CashReason.BAIL: _bailed,
    CashReason.BAIL_FORCED: lambda: throw(game_at(jail={A: 1}, cash={A: 10}), A, 1, 2),
    CashReason.TRADE: _traded,
    CashReason.CARD_COST: _shown,
    CashReason.CARD_WIN: _card("winPlainMoney", 20),
    CashReason.CARD_WIN_RATIO: _card("winRatioMoney", 5),
    CashReason.CARD_LOSE: _card("losePlainMoney", 40, cash=3),
    CashReason.CARD_LOSE_RATIO: _card("loseRatioMoney", 5),
    CashReason.CARD_SHARE: _card("shareMoneyAll", 20, cash=3),
    CashReason.CARD_COLLECT: _card("everybodySendsYouMoney", 20),
    CashReason.CARD_DOUBLE: _coin(100),
    CashReason.CARD_NOTHING: _coin(0),
    CashReason.CARD_POT: _card("getParkingMoney", pot=501),
    CashReason.CARD_POT_FILL: _card("getParkingMoney", pot=1),
    CashReason.CARD_GO: _card("goToStart"),
    CashReason.ESTATE_CASH: _left(7),
    CashReason.DEBT_WRITTEN_OFF: _left(-7),
    CashReason.END_BONUS: _bonus,
}


@pytest.mark.parametrize("reason", CashReason, ids=str)
def test_r17_4_every_reason_moves_money_between_its_purses(reason: CashReason) -> None:
    found = [e for e in SCENES[reason]() if isinstance(e, CashMoved) and e.reason == reason]
    assert found
    payer, payee, _, _ = MOVEMENTS[reason.value]
    for event in found:
        assert (payer == "player") == isinstance(event.payer, int)
        assert (payee == "player") == isinstance(event.payee, int)
        assert event.amount > 0


def test_r17_4_the_table_is_complete() -> None:
    assert list(MOVEMENTS) == [reason.value for reason in CashReason]


def test_r17_1_movements_of_0_are_not_made() -> None:
    assert money(throw(game_at(at={A: 36}, go_money=0), A, 1, 2, 1)) == []
    state = game_at(jail={A: 2}, bail=0)
    throw(state, A, 1, 2)
    assert money(play(state, A, PayBail())) == []
    state = game_at(cash={A: 1})
    show(state, A, "goToStart")
    assert money(play(state, A, UNKNOWN, plays("winRatioMoney", 5))) == []


def test_r17_2_before_setup_all_purses_are_0_and_movements_explain_the_rest() -> None:
    events: list[AnyEvent] = []
    agreed = Settings(house_rules=frozenset({"fixed_pot_start"}), start_money=777)
    state = engine.new_game(BOARD, agreed, [True] * 4, Seeded(1), events.append)
    held: dict[int | str, int] = dict.fromkeys([0, 1, 2, 3, "bank", "pot"], 0)
    for payer, payee, amount, _ in money(events):
        held[payer] -= amount
        held[payee] += amount
    assert held == purses(state)


def test_r17_3_conservation_through_a_whole_game_r18_1() -> None:
    state = game_at(players=4, max_rounds=12)
    chance = Seeded(11)
    while state.phase != ids.END:
        before = state.copy()
        answer = engine.default_action(state, chance)
        assert answer is not None
        events: list[AnyEvent] = []
        engine.apply(state, *answer, chance, events.append)
        audit(before, state, events)
        assert state.bank + state.pot + sum(state.cash) == 0


def test_r17_1_without_a_listener_the_same_happens() -> None:
    heard, silent = game_at(), game_at()
    heard_events: list[AnyEvent] = []
    engine.apply(heard, A, Surrender(), Seeded(1), heard_events.append)
    engine.apply(silent, A, Surrender(), Seeded(1))
    assert heard.cash == silent.cash


# ------------------------------------------------------------------ statistics


def counters(state: GameState, seat: int = A) -> dict[str, int]:
    """The counters above 0."""
    return {name: value for name in ids.STATISTICS if (value := statistic(state, seat, name))}


def test_r18_1_walked_squares() -> None:
    state = game_at(at={A: 100})
    throw(state, A, 1, 2, 1)
    assert counters(state) == {"walked_squares": 4}
    state = game_at(jail={A: 1})
    throw(state, A, 2, 2)
    assert counters(state)["walked_squares"] == 4


def test_r18_1_won_money_and_lost_money() -> None:
    state = game_at(deeds={39: B})
    jump(state, A, 39)
    assert counters(state) == {"lost_money": 50, "num_paid_rents": 1}
    assert counters(state, B) == {"won_money": 50}


def test_r18_1_num_fantasy_events() -> None:
    state = game_at()
    show(state, A, "goToStart")
    assert counters(state) == {}
    play(state, A, UNKNOWN, plays("earthquake"))
    assert counters(state) == {"num_fantasy_events": 1}


def test_r18_1_built_houses_and_demolished_houses() -> None:
    state = game_at(deeds={1: A, 3: A}, phase=ids.BUSINESS)
    play(state, A, build(1))
    play(state, A, sell(1))
    assert counters(state) == {
        "built_houses": 1,
        "demolished_houses": 1,
        "lost_money": 50,
        "won_money": 25,
    }


def test_r18_1_times_in_jail_and_turns_in_jail() -> None:
    state = game_at(streak=2)
    throw(state, A, 1, 1, 2)
    assert counters(state) == {"times_in_jail": 1}
    state = game_at(jail={A: 1}, bail=0)
    throw(state, A, 1, 3)
    assert statistic(state, A, "turns_in_jail") == 1


def test_r18_1_num_paid_rents_counts_rents_above_0() -> None:
    state = game_at(deeds={39: (B, "mortgaged")})
    jump(state, A, 39)
    assert counters(state) == {}


def test_r18_1_num_trades_and_num_mortgages() -> None:
    state = game_at(deeds={6: A, 8: A}, phase=ids.BUSINESS)
    play(state, A, mortgage(8))
    play(state, A, offer(B, give=[6], ask=10))
    play(state, B, accept())
    assert statistic(state, A, "num_mortgages") == 1
    assert statistic(state, A, "num_trades") == statistic(state, B, "num_trades") == 1


def test_r18_2_eliminations_dealt_deeds_and_bonuses_count_nowhere() -> None:
    state = game_at(deeds={1: (B, 1), 3: (B, 1)})
    play(state, B, Surrender())
    assert counters(state, B) == {}
    agreed = Settings(house_rules=frozenset({"starting_deal"}))
    assert not any(engine.new_game(BOARD, agreed, [True] * 4, Seeded(1)).stats)
    state = last_turn()
    count(state, num_trades=(1, 0, 0))
    play(state, C, end())
    assert counters(state) == {"num_trades": 1}


# ------------------------------------------------------------------ worked example


def test_e60_r17_3_the_ledger() -> None:
    state = game_at(players=2)
    assert (state.bank, list(state.cash)) == (-3000, [1500, 1500])
    jump(state, A, 6)
    play(state, A, buy(6))
    assert (state.bank, state.cash[A]) == (-2900, 1400)
    play(state, A, end())
    jump(state, B, 2, card("breakOwnHouse"))
    events = play(state, B, SHOWN)
    assert only(events, CashMoved).amount == 30
    assert (state.cash[B], state.pot, state.bank) == (1470, 30, -2900)
    assert -2900 + 30 + 1400 + 1470 == 0
    assert phase(state) == "business"
