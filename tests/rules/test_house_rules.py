"""Rules 20.x: the house rules, all off by default and independent."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magnate_app.rules import deeds as deeds_module
from magnate_app.rules import engine, ids
from magnate_app.rules.actions import Bid, Surrender
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AuctionOpened, CardPlayed, DeedChanged
from magnate_app.rules.invariants import problems
from magnate_app.rules.reasons import Reason
from magnate_app.rules.settings import HOUSE_RULES, Settings
from magnate_app.rules.state import GameState
from tests.kit.games import (
    BOARD,
    UNKNOWN,
    A,
    B,
    C,
    D,
    Deed,
    acting,
    build,
    decline,
    end,
    every,
    game_at,
    houses,
    jump,
    money,
    offer,
    only,
    owner,
    phase,
    play,
    plays,
    refused,
    sell,
    show,
    throw,
)
from tests.kit.odds import Path, branches

TABLE = (
    *("open_auction", "full_deck", "double_go", "no_rent_in_jail", "limited_houses"),
    *("estate_auction", "free_gifts_in_trade", "fixed_pot_start", "starting_deal"),
)


def test_r20_1_the_house_rules_are_off_by_default() -> None:
    assert HOUSE_RULES == TABLE
    assert Settings().house_rules == frozenset()


def test_r20_1_open_auction() -> None:
    for rules, mode in ((["open_auction"], "open"), ([], "sealed")):
        state = game_at(house_rules=rules)
        jump(state, A, 6)
        assert only(play(state, A, decline(6)), AuctionOpened).mode == mode


def test_r20_1_full_deck() -> None:
    state = game_at(house_rules=["full_deck"])
    show(state, A, "goToJail")
    with pytest.raises(AssertionError):
        show(game_at(), A, "goToJail")


def test_r20_1_double_go_and_r20_2() -> None:
    state = game_at(at={A: 36}, house_rules=["double_go"], go_money=70)
    assert sum(move[2] for move in money(throw(state, A, 1, 2, 1))) == 140
    state = game_at(at={A: 37}, house_rules=["double_go"])
    assert sum(move[2] for move in money(throw(state, A, 1, 2, 1))) == 200  # past it
    state = game_at(at={A: 37}, house_rules=["double_go"])
    assert money(jump(state, A, 0)) == []


def test_r20_1_no_rent_in_jail() -> None:
    state = game_at(jail={B: 1}, deeds={5: B}, house_rules=["no_rent_in_jail"])
    assert money(jump(state, A, 5)) == []


def test_r20_1_estate_auction() -> None:
    state = game_at(deeds={6: A}, house_rules=["estate_auction"])
    assert only(play(state, A, Surrender()), AuctionOpened).square == 6
    state = game_at(deeds={6: A})
    assert every(play(state, A, Surrender()), AuctionOpened) == []


def test_r20_1_free_gifts_in_trade() -> None:
    state = game_at(deeds={6: A}, house_rules=["free_gifts_in_trade"], phase=ids.BUSINESS)
    play(state, A, offer(B, give=[6]))
    state = game_at(deeds={6: A}, phase=ids.BUSINESS)
    assert refused(state, A, offer(B, give=[6])) == Reason.TRADE_IS_GIFT


def test_r20_1_fixed_pot_start() -> None:
    for rules, pot in ((frozenset({"fixed_pot_start"}), 200), (frozenset[str](), 0)):
        state = engine.new_game(BOARD, Settings(house_rules=rules), [True] * 4, Seeded(1))
        assert (state.pot, state.bank) == (pot, -6000 - pot)


def test_r20_1_each_rule_alone_and_all_together_run_a_game() -> None:
    for rules in (*({name} for name in TABLE), set(TABLE)):
        chance = Seeded(7)
        agreed = Settings(house_rules=frozenset(rules), max_rounds=6)
        state = engine.new_game(BOARD, agreed, [True] * 4, chance)
        while (answer := engine.default_action(state, chance)) is not None:
            engine.check(state, *answer)
            engine.apply(state, *answer, chance)
            assert problems(state) == []


# ------------------------------------------------------------------ limited houses


def stocked(mine: dict[int, tuple[int, int]], fours: int, hotels: int) -> GameState:
    """A's streets, and elsewhere this many streets of 4 houses and hotels (B's)."""
    order = [one for one in map(BOARD.ids.__getitem__, BOARD.streets) if one not in mine]
    deeds: dict[int, Deed] = dict(mine)
    for place in order[:hotels]:
        deeds[place] = (B, 5)
    for place in order[hotels : hotels + fours]:
        deeds[place] = (B, 4)
    rest = {BOARD.group[BOARD.index[place]] for place in deeds}
    for place in order:
        if place not in deeds and BOARD.group[BOARD.index[place]] in rest:
            deeds[place] = (B, 4)
            fours -= 1
    return game_at(deeds=deeds, phase=ids.BUSINESS, cash={A: 9000}, house_rules=["limited_houses"])


def stock(state: GameState) -> tuple[int, int]:
    return deeds_module.houses_left(state), deeds_module.hotels_left(state)


def test_r20_3_the_bank_has_32_houses_and_12_hotels() -> None:
    state = game_at(
        deeds={1: (A, 5), 3: (A, 4), 6: (B, 1), 8: (B, 2), 9: (B, 1)},
        house_rules=["limited_houses"],
    )
    assert stock(state) == (32 - 4 - 4, 11)


def test_r20_3_building_needs_stock_and_selling_never() -> None:
    # 7 streets of 4 houses: 4 left for A
    deeds: dict[int, Deed] = dict.fromkeys((6, 8, 9, 11, 13, 14), (B, 4))
    deeds |= {101: (B, 2), 103: (B, 2), 1: (A, 0), 3: (A, 0)}
    state = game_at(deeds=deeds, house_rules=["limited_houses"], phase=ids.BUSINESS, cash={A: 5000})
    assert stock(state) == (4, 12)
    for place in (1, 3, 1, 3):
        play(state, A, build(place))
    assert stock(state) == (0, 12)
    assert refused(state, A, build(1)) == Reason.NO_HOUSES_LEFT
    assert build(1) not in engine.legal(state, A)
    play(state, A, sell(1))
    assert stock(state) == (1, 12)
    play(state, A, build(1))


def test_r20_3_several_levels_need_stock_for_the_difference() -> None:
    deeds: dict[int, Deed] = dict.fromkeys((6, 8, 9, 11, 13, 14), (B, 4))
    deeds |= {101: (B, 3), 103: (B, 3), 1: (A, 1), 3: (A, 0)}
    state = game_at(deeds=deeds, house_rules=["limited_houses"], phase=ids.BUSINESS, cash={A: 5000})
    assert stock(state) == (1, 12)
    assert refused(state, A, build(3, 2)) == Reason.NO_HOUSES_LEFT
    play(state, A, build(3))


def test_r20_3_buildings_that_vanish_return_to_the_stock() -> None:
    state = game_at(deeds={1: (B, 5), 3: (B, 4)}, house_rules=["limited_houses"])
    assert stock(state) == (28, 11)
    play(state, B, Surrender())
    assert stock(state) == (32, 12)


def test_r20_3_free_house_needs_stock() -> None:
    deeds: dict[int, Deed] = dict.fromkeys((6, 8, 9, 11, 13, 14, 16, 18), (B, 4))
    deeds |= {19: (B, 5), 1: (A, 0), 3: (A, 0)}
    state = game_at(deeds=deeds, house_rules=["limited_houses", "full_deck"])
    assert stock(state) == (0, 11)
    show(state, A, "goToStart")
    assert only(play(state, A, UNKNOWN, plays("freeHouse")), CardPlayed).result is None


def test_r20_3_while_below_0_only_building_that_takes_no_house() -> None:
    state = shrunk()
    assert stock(state)[0] < 0
    assert refused(state, A, build(101)) == Reason.NO_HOUSES_LEFT
    play(state, A, build(1))  # back to the hotel: hands houses back
    assert houses(state, 1) == 5


def shrunk() -> GameState:
    """Stock of 1 house; A sells a hotel on 1, which takes 4 houses: −3."""
    deeds: dict[int, Deed] = dict.fromkeys((6, 8, 9, 11, 13, 14), (B, 4))
    deeds |= {37: (B, 1), 39: (B, 2), 1: (A, 5), 3: (A, 4), 101: (A, 0), 103: (A, 0)}
    state = game_at(deeds=deeds, house_rules=["limited_houses"], phase=ids.BUSINESS, cash={A: 5000})
    assert stock(state) == (1, 11)
    play(state, A, sell(1))
    assert stock(state) == (-3, 12)
    return state


def test_r20_3_without_the_rule_there_is_no_limit() -> None:
    state = no_limit()
    play(state, A, build(1))
    assert houses(state, 1) == 1


def no_limit() -> GameState:
    deeds: dict[int, Deed] = dict.fromkeys((6, 8, 9, 11, 13, 14, 16, 18, 19), (B, 4))
    return game_at(deeds=deeds | {1: (A, 0), 3: (A, 0)}, phase=ids.BUSINESS)


# ------------------------------------------------------------------ starting deal


def test_r20_4_each_player_starts_with_two_deeds() -> None:
    agreed = Settings(house_rules=frozenset({"starting_deal"}), seats=6)
    for seed in range(30):
        events: list[object] = []
        state = engine.new_game(BOARD, agreed, [True] * 6, Seeded(seed), events.append)
        assert problems(state) == []
        for seat in range(6):
            assert list(state.owner).count(seat) == 2
            assert state.cash[seat] == 1500
        dealt = [event for event in events if isinstance(event, DeedChanged)]
        assert len({event.square for event in dealt}) >= 12


def test_r20_4_a_dealt_group_is_complete_at_once() -> None:
    agreed = Settings(house_rules=frozenset({"starting_deal"}), seats=2)
    for seed in range(3000):
        state = engine.new_game(BOARD, agreed, [True] * 2, Seeded(seed))
        pairs = [group for group in (1, 8, 9, 10, 11, 12) if state.group_owner[group] < 2]
        if pairs:
            (seat,) = {state.group_owner[group] for group in pairs[:1]}
            assert all(state.owner[one] == seat for one in BOARD.group_members[pairs[0]])
            return
    raise AssertionError("no pair was dealt")


def test_r20_4_the_first_deed_is_any_of_the_34_r21_1() -> None:
    agreed = Settings(house_rules=frozenset({"starting_deal"}), seats=2)
    found = set()
    for number in range(34):
        path = Path([0, number])  # the shuffle of two takes the first draw
        state = engine.new_game(BOARD, agreed, [True] * 2, path)
        assert path.sides[1] == 34
        dealt = {one for one in BOARD.buyable if state.owner[one] == A}
        found.add(frozenset(dealt))
    assert len(set.union(*map(set, found))) == 34


# ------------------------------------------------------------------ worked examples


def test_e61_r20_3_hotels_take_and_hand_back_houses() -> None:
    # 30 houses elsewhere with group 1 at 4/4: 6 streets of 4 minus 2 here
    deeds: dict[int, Deed] = {1: (A, 4), 3: (A, 4)}
    deeds |= dict.fromkeys((6, 8, 9), (B, 4))
    deeds |= dict.fromkeys((11, 13), (B, 3)) | {14: (B, 4)}
    state = game_at(deeds=deeds, house_rules=["limited_houses"], phase=ids.BUSINESS, cash={A: 5000})
    assert stock(state) == (2, 12)
    play(state, A, build(1))
    assert stock(state) == (6, 11)
    play(state, A, sell(1))
    assert stock(state) == (2, 12)
    shrunk()


def test_e62_r12_16_estates_of_a_bankrupt() -> None:
    state = game_at(
        players=4,
        turn=B,
        cash={B: 0},
        deeds={6: B, 39: B, 112: (A, 2), 113: (A, 2)},
        house_rules=["estate_auction"],
    )
    jump(state, B, 113)
    opened = only(play(state, B, end()), AuctionOpened)
    assert (opened.square, opened.eligible, state.turn_seat) == (6, (A, C, D), C)
    for seat in (A, C):
        play(state, seat, Bid(0))
    opened = only(play(state, D, Bid(4)), AuctionOpened)
    assert opened.square == 39
    for seat in (A, C, D):
        play(state, seat, Bid(0))
    assert (phase(state), acting(state)) == ("roll_the_dices", [C])
    assert (owner(state, 6), owner(state, 39)) == (D, None)


def test_the_odds_of_a_free_house_do_not_depend_on_the_stock() -> None:
    state = game_at(deeds={1: A, 3: A}, house_rules=["limited_houses", "full_deck"])
    show(state, A, "goToStart")
    total = sum(
        (
            branch.chance
            for branch in branches(state, A, UNKNOWN)
            if only(branch.events, CardPlayed).card == "freeHouse"
        ),
        Fraction(0),
    )
    assert total == Fraction(2, 42)
