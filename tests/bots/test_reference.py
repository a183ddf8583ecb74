"""The Reference bot, rule by rule (RULES appendix C)."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from magnate_app.bots.reference import MOST_ACTIONS, Reference
from magnate_app.rules import engine
from magnate_app.rules.actions import (
    Action,
    AnswerTrade,
    Bid,
    Build,
    EndPhase,
    Mortgage,
    PayBail,
    ProposeTrade,
    Redeem,
    Roll,
    SellHouse,
    StayInJail,
)
from magnate_app.rules.chance import Seeded
from magnate_app.rules.ids import ANSWER, LIQUIDATION, MANAGEMENT
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for
from tests.kit.games import (
    SHOWN,
    UNKNOWN,
    B,
    C,
    D,
    accept,
    build,
    buy,
    card,
    decline,
    end,
    go,
    mortgage,
    offer,
    play,
    redeem,
    reject,
    ride,
    sell,
    square,
    throw,
)
from tests.kit.positions import position, rest_of

A = 0


def decide(state: GameState, seat: int = A, *, seed: int = 1, slip: float = 0.0) -> Action:
    return Reference(seed, slip).decide(view_for(state, seat), seat)


def spread(state: GameState, seat: int, slip: float, games: int = 600) -> Counter[Action]:
    """Count what bots with different luck do."""
    return Counter(decide(state, seat, seed=seed, slip=slip) for seed in range(games))


# ------------------------------------------------------------------ RC.1


def test_rc_1_the_best_candidate_wins() -> None:
    good = position(deeds={A: [37]}, at=39, phase=MANAGEMENT)
    assert decide(good) == buy(39)
    bad = position(at=39, phase=MANAGEMENT)
    assert decide(bad) == decline(39)


def test_rc_1_ties_go_to_the_first() -> None:
    drawn = position(phase=0, at=1)
    throw(drawn, A, 1, 2, 3, card("winPlainMoney", 20))
    assert decide(drawn) == SHOWN


@pytest.mark.parametrize(("slip", "low", "high"), [(1.0, 0.43, 0.57), (0.6, 0.23, 0.37)])
def test_rc_1_slips_are_uniform(slip: float, low: float, high: float) -> None:
    state = position(deeds={A: [37]}, at=39, phase=MANAGEMENT)
    counted = spread(state, A, slip)
    assert set(counted) == {buy(39), decline(39)}
    assert low < counted[decline(39)] / 600 < high


def test_rc_1_the_same_seed_decides_the_same() -> None:
    state = position(deeds={A: [37, 6], B: [39]})
    for seed in range(20):
        assert decide(state, seed=seed, slip=0.6) == decide(state, seed=seed, slip=0.6)


# ------------------------------------------------------------------ RC.4


def test_rc_4_it_throws() -> None:
    assert decide(position(phase=0)) == Roll()


def test_rc_4_bail_is_paid_where_the_end_square_is_worth_it() -> None:
    # From 201, 7 steps end on 110: Buy(110) = 23 × 3 − 140 = −71, so paying is worth −111.
    state = position(phase=0, jail={A: 3})
    throw(state, A, 2, 5)
    # All deeds are free: most are not worth their price at this time of the game.
    assert decide(state) == StayInJail()
    rich = position(phase=0, jail={A: 3}, deeds={A: rest_of(110, 15), B: [15]})
    throw(rich, A, 2, 5)
    # Buy(110) = 46 × 3 − 140 = −2, − 40 = −42; staying is −(−2 − 3 × 50) = 152.
    assert decide(rich) == StayInJail()
    early = position(phase=0, jail={A: 3}, deeds={A: rest_of(110)}, turn_number=1)
    throw(early, A, 2, 5)
    # V is 27.7: Buy(110) = 46 V − 140 = 1135; staying loses as much, paying only the bail.
    assert decide(early) == PayBail()


def test_rc_4_bail_that_cannot_be_paid() -> None:
    state = position(phase=0, jail={A: 3}, deeds={A: rest_of(110)}, turn_number=1, cash=30)
    throw(state, A, 2, 5)
    assert decide(state) == StayInJail()


def test_rc_4_the_best_target() -> None:
    # Targets 16, 107, 109 (E4). 16 completes a group: 42 V − 90 > 0.
    state = position(phase=0, at=14, deeds={A: [18, 19]})
    throw(state, A, 2, 3, 4)
    assert decide(state) == go(16)
    # A rival's built 16 costs; tram and card are worth nothing: the first of the two.
    state = position(phase=0, at=14, deeds={B: [16, 18, 19]}, levels={16: 1, 18: 1, 19: 1})
    throw(state, A, 2, 3, 4)
    assert decide(state) == go(107)


def test_rc_4_the_shown_card_if_affordable() -> None:
    state = position(phase=0, at=1)
    throw(state, A, 1, 2, 3, card("getParkingMoney"))
    assert decide(state) == SHOWN
    poor = position(phase=0, at=1, cash=100)
    throw(poor, A, 1, 2, 3, card("getParkingMoney"))
    assert decide(poor) == UNKNOWN


def test_rc_4_trams() -> None:
    everything = {A: rest_of()}
    # Next12 of 10 is 240 ÷ 12 = 20, of 30 it is 0: the fare of 30 is too much.
    assert decide(position(deeds=everything, at=30, phase=MANAGEMENT, pot=240)) == ride(30)
    # 480 ÷ 12 − 30 = 10: ride, to the first of 10, 100 and 107.
    assert decide(position(deeds=everything, at=30, phase=MANAGEMENT, pot=480)) == ride(10)
    poor = position(deeds=everything, at=30, phase=MANAGEMENT, pot=480, cash=29)
    assert decide(poor) == ride(30)


def test_rc_4_business_builds_where_it_pays() -> None:
    # 39: (200 − 50) × 3 − 200 = 250; 37: (175 − 35) × 3 − 200 = 220.
    assert decide(position(deeds={A: [37, 39]})) == build(39)
    # (500 − 175) × 3 − 200 = 775 on 37, (600 − 200) × 3 − 200 = 1000 on 39.
    assert decide(position(deeds={A: [37, 39]}, levels={37: 1, 39: 1})) == build(39)
    assert decide(position(deeds={A: [37, 39]}, levels={37: 5, 39: 5})) == end()


def test_rc_4_business_mortgages_late_in_the_game() -> None:
    # On turn 900 V is 1 ÷ 18: 200 − 50 ÷ 18 for 39.
    state = position(deeds={A: [39]}, turn_number=900)
    assert decide(state) == mortgage(39)
    assert decide(position(deeds={A: [39]}, mortgaged=[39], turn_number=900)) == end()


def test_rc_4_business_lifts() -> None:
    # RC.3: alone in a group of two, 100 × 3 − 220 = 80.
    assert decide(position(deeds={A: [39]}, mortgaged=[39])) == redeem(39)


def test_rc_4_business_ends_the_turn_on_a_tram_that_is_worth_it() -> None:
    # Mortgaging 39 is worth 200 − 150 = 50; Next12 of 10 with 600 in the pot is 50 as well,
    # with 612 it is 51.
    bot = Reference(1, stand_in=True)
    deeds = {A: [39], B: rest_of(39)}
    state = position(deeds=deeds, mortgaged=rest_of(39), at=10, pot=600)
    assert bot.decide(state, A) == mortgage(39)
    state = position(deeds=deeds, mortgaged=rest_of(39), at=10, pot=612)
    assert bot.decide(state, A) == end()


def test_rc_4_liquidation_takes_the_cheapest_way() -> None:
    state = position(deeds={A: [1, 37, 39]}, levels={37: 1, 39: 1}, at=5)
    state.phase = LIQUIDATION
    state.cash[A] = -50
    state.bank += 1550
    # Selling on 39 costs (200 − 50) × 3 − 100 = 350, on 37 (175 − 35) × 3 − 100 = 320;
    # mortgaging 1 brings 30 − 2 × 3 = 24.
    assert decide(state) == mortgage(1)
    state.mortgaged[square(1)] = 1
    assert decide(state) == sell(37)


def test_rc_4_hopeless_debt_ends() -> None:
    state = position(deeds={A: [1]}, mortgaged=[1])
    state.phase = LIQUIDATION
    state.cash[A] = -50
    state.bank += 1550
    assert decide(state) == end()


def asked(state: GameState, proposal: ProposeTrade) -> GameState:
    """Let seat 0 propose."""
    play(state, A, proposal)
    return state


def test_rc_4_offers_are_accepted_where_the_bot_gains_more() -> None:
    # B owns 1, A owns 3. B's gain of getting 3 for 20 coins: −20 + 8 × 3 + 30 = 34;
    # A's: 20 − 4 × 3 − 30 = −22; 34 + 22 ÷ 3 > 0.
    state = asked(position(deeds={A: [3], B: [1]}), offer(B, give=[3], ask=20))
    assert decide(state, B) == accept()
    # For 70: −16, and A's 28 ÷ 3 against it.
    state = asked(position(deeds={A: [3], B: [1]}), offer(B, give=[3], ask=70))
    assert decide(state, B) == reject()


def test_rc_4_answers_are_never_random_nor_counters() -> None:
    state = asked(position(deeds={A: [3], B: [1]}), offer(B, give=[3], ask=20))
    assert set(spread(state, B, 1.0, 100)) == {AnswerTrade(True)}


def test_rc_4_an_offer_that_broke_its_buyer_is_rejected() -> None:
    state = asked(position(deeds={A: [3], B: [1]}), offer(B, give=[3], ask=20))
    state.bank += state.cash[B]
    state.cash[B] = 0
    assert decide(state, B) == reject()


def auctioned(place: int, **more: object) -> GameState:
    state = position(at=place, phase=MANAGEMENT, **more)  # type: ignore[arg-type]
    play(state, A, decline(place))
    return state


def test_rc_4_sealed_bids() -> None:
    # Buy(39) + 400 = 500 for B, who owns 37; 0.75 of it is 375.
    state = auctioned(39, deeds={B: [37]}, cash=1000)
    assert decide(state, B) == Bid(375)
    # C: 50 × 3 + Block 100 − 200 = 50; 0.75 × 450 = 337.5.
    assert decide(state, C) == Bid(337)
    assert set(spread(state, B, 1.0, 100)) == {Bid(0), Bid(375)}


def test_rc_4_prisoners_pass() -> None:
    state = auctioned(39, deeds={B: [37]}, jail={B: 2})
    assert set(spread(state, B, 1.0, 50)) == {Bid(0)}


def test_rc_4_nothing_to_bid_passes() -> None:
    state = auctioned(39, deeds={A: [15, 35]}, cash=200)
    assert decide(state, B) == Bid(0)


def test_rc_4_run_offs_stand_at_the_tied_amount() -> None:
    state = auctioned(39)
    play(state, B, Bid(200))
    play(state, C, Bid(200))
    play(state, D, Bid(0))
    assert decide(state, B) == Bid(200)
    assert set(spread(state, C, 1.0, 20)) == {Bid(200)}


def test_rc_4_open_auctions_go_step_by_step() -> None:
    state = auctioned(39, deeds={B: [37]}, house_rules=["open_auction"])
    assert decide(state, B) == Bid(10)
    play(state, C, Bid(360))
    assert decide(state, B) == Bid(370)
    play(state, D, Bid(370))
    assert decide(state, B) == Bid(0)


# ------------------------------------------------------------------ RC.6


def business(bot: Reference, state: GameState) -> list[Action]:
    """Let seat 0 play its whole business phase, answering all its offers with no."""
    done: list[Action] = []
    chance = Seeded(1)
    while not done or not isinstance(done[-1], EndPhase):
        action = bot.decide(view_for(state, A), A)
        engine.check(state, A, action)
        engine.apply(state, A, action, chance)
        done.append(action)
        if state.phase == ANSWER:
            engine.apply(state, state.actor, reject(), chance)
    return done


def busy_turns() -> list[list[Action]]:
    """Return turns of a bot that always slips, with plenty to do."""
    places = (6, 8, 9, 31, 32, 34, 37, 39, 11, 13, 16, 21, 23, 5, 15)
    return [
        business(
            Reference(seed, 1.0),
            position(
                deeds={A: places, B: rest_of(*places)},
                levels={6: 2, 8: 2, 9: 2},
                mortgaged=[11, 16],
            ),
        )
        for seed in range(60)
    ]


Deed = Mortgage | Redeem | Build | SellHouse

OPPOSITES: dict[type[Deed], type[Deed]] = {
    Mortgage: Redeem,
    Redeem: Mortgage,
    SellHouse: Build,
    Build: SellHouse,
}


def test_rc_6_restraint_within_a_turn() -> None:
    kinds: Counter[type] = Counter()
    for turn in busy_turns():
        done: set[tuple[type[Deed], int]] = set()
        for action in turn:
            if isinstance(action, Deed):
                kinds[type(action)] += 1
                assert (OPPOSITES[type(action)], action.square) not in done
                done.add((type(action), action.square))
    assert min(kinds[kind] for kind in OPPOSITES) > 5


def test_rc_6_one_offer_a_turn() -> None:
    offers = [sum(isinstance(a, ProposeTrade) for a in turn) for turn in busy_turns()]
    assert max(offers) == 1


def test_rc_6_twenty_actions_then_the_end() -> None:
    lengths = [len(turn) for turn in busy_turns()]
    assert max(lengths) == MOST_ACTIONS + 1


def test_rc_6_the_next_turn_begins_afresh() -> None:
    bot = Reference(1)
    late = position(deeds={A: [39]}, turn_number=900)
    assert bot.decide(late, A) == mortgage(39)
    again = position(deeds={A: [39]}, mortgaged=[39], turn_number=200)
    assert bot.decide(again, A) == redeem(39)


# ------------------------------------------------------------------ RC.7


def offers(state: GameState, games: int = 300) -> list[ProposeTrade]:
    """Return the offers that bots which always slip happen to choose."""
    return [a for a in spread(state, A, 1.0, games) if isinstance(a, ProposeTrade)]


def test_rc_7_money_offers_stay_between_half_and_cap() -> None:
    # Without deeds of its own the bot can only offer money. Buy(39) = 150 + 100 − 200 = 50
    # for B's 39 while C owns nothing of the group: Block counts B alone, as owner.
    state = position(deeds={B: [39]})
    made = offers(state)
    assert {(o.to, o.offered, o.asked) for o in made} == {(B, (), (square(39),))}
    amounts = {o.offered_money for o in made}
    # cap = 0.8 × (150 + Block 100 − 200) = 40.
    assert min(amounts) == 20
    assert max(amounts) == 40
    assert all(o.asked_money == 0 for o in made)


def test_rc_7_swaps_have_no_money() -> None:
    made = offers(position(deeds={A: [1], B: [39], C: [37]}))
    swaps = [o for o in made if o.offered]
    assert swaps
    assert {o.offered for o in swaps} == {(square(1),)}
    assert all(o.offered_money == o.asked_money == 0 for o in swaps)
    assert all(len(o.asked) == 1 for o in made)


def test_rc_7_built_groups_are_left_alone() -> None:
    state = position(deeds={A: [1, 3], B: [37, 39], C: [5]}, levels={1: 1, 3: 1, 37: 1, 39: 1})
    for made in offers(state):
        assert made.offered == ()
        assert made.asked == (square(5),)


def test_rc_7_nothing_is_offered_without_a_cap() -> None:
    # Buy(1) = 6 + Block 4 − 30: below 0.
    assert offers(position(deeds={B: [1]})) == []


def test_rc_7_the_best_try_is_taken() -> None:
    # n = 1, V = 3. Swapping 37 for 39 is worth (500 − 280) − (385 − 350) = 185; p coins for 39,
    # half of the cap of 320 at least, are worth (500 − p) − (p − 350): 210 to 530.
    state = position(players=2, deeds={A: [37], B: [39]}, turn_number=338)
    made = list(spread(state, A, 0.0, 400).elements())
    assert all(isinstance(action, ProposeTrade) for action in made)
    bought = [o.offered_money for o in made if isinstance(o, ProposeTrade) and not o.offered]
    # Half of the tries are swaps: all five of them once in 32.
    assert 360 < len(bought) < 400
    assert min(bought) >= 160
    assert max(bought) <= 320
    assert sum(bought) / len(bought) < 220


# ------------------------------------------------------------------ R15.6, R21.2


def test_r15_6_a_stand_in_neither_offers_nor_accepts() -> None:
    state = position(deeds={A: [37], B: [39]}, turn_number=392)
    for seed in range(50):
        action = Reference(seed, 1.0, stand_in=True).decide(state, A)
        assert not isinstance(action, ProposeTrade)
    state = asked(position(deeds={A: [3], B: [1]}), offer(B, give=[3], ask=20))
    assert Reference(1, stand_in=True).decide(state, B) == reject()


def test_r1_1_secret_bids_change_nothing() -> None:
    decisions = set()
    for secret in (0, 1, 400, 1500):
        state = auctioned(39, deeds={B: [37]})
        play(state, C, Bid(secret))
        decisions.add(decide(state, B))
    assert len(decisions) == 1


def test_r1_1_deciding_changes_nothing() -> None:
    state = position(deeds={A: [37, 39, 6], B: [8, 9], C: [5]})
    before = [getattr(state, name) for name in ("cash", "owner", "level", "phase", "offers_made")]
    copies = [value[:] if hasattr(value, "__getitem__") else value for value in before]
    decide(state, slip=1.0)
    after = [getattr(state, name) for name in ("cash", "owner", "level", "phase", "offers_made")]
    assert after == copies


def test_r21_2_what_chance_holds_changes_nothing() -> None:
    state = position(deeds={A: [37, 39, 6, 8], B: [9, 1], C: [5, 3]})
    decided = set()
    for seed in range(8):
        view = view_for(state, A)
        future, chance = state.copy(), Seeded(seed)
        for _ in range(12):
            action = engine.default_action(future, chance)
            assert action is not None
            engine.apply(future, *action, chance)
        decided.add(decide(view, slip=0.5))
    assert len(decided) == 1


# ------------------------------------------------------------------ RC.8


def test_rc_8_thinking_stays_far_below_every_clock() -> None:
    state = position(deeds={A: rest_of(39), B: [39]})
    began = time.perf_counter()
    for seed in range(100):
        decide(state, seed=seed)
    # The shortest clock is four seconds (R15.1); this is a hundred decisions.
    assert time.perf_counter() - began < 4
