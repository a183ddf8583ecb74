"""Rules 14.x: the fantasy cards."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magnate_app.rules import ids
from magnate_app.rules.card_effects import FORTUNE
from magnate_app.rules.events import (
    CardPlayed,
    CardShown,
    DeedChanged,
    PlayerJailed,
    TokenMoved,
)
from magnate_app.rules.reasons import Reason
from magnate_app.rules.state import GameState
from tests.kit.audit import statistic
from tests.kit.games import (
    BOARD,
    SHOWN,
    UNKNOWN,
    A,
    B,
    C,
    D,
    Deed,
    acting,
    card,
    every,
    game_at,
    go,
    houses,
    is_mortgaged,
    jump,
    money,
    mortgage,
    only,
    phase,
    place,
    play,
    plays,
    refused,
    show,
    square,
    throw,
)
from tests.kit.odds import Branch, branches

CARDS: dict[str, tuple[int, tuple[int | None, ...], int, int]] = {
    # kind: cost, values, chance of 42, chance of 42 with `full_deck`
    "winPlainMoney": (130, (20, 60, 120, 150, 200), 5, 2),
    "winRatioMoney": (200, (5, 10, 25, 50), 2, 2),
    "losePlainMoney": (80, (40, 80, 120, 150, 200), 5, 2),
    "loseRatioMoney": (30, (5, 10, 25, 50), 2, 2),
    "breakOpponentHouse": (150, (None,), 2, 2),
    "breakOwnHouse": (30, (None,), 2, 2),
    "shufflePositions": (50, (None,), 2, 2),
    "moveAnywhereRandom": (50, (None,), 2, 2),
    "moveOpponentAnywhereRandom": (60, (None,), 2, 2),
    "shareMoneyAll": (5, (20, 30, 50), 2, 2),
    "freeHouse": (80, (None,), 0, 2),
    "goToJail": (25, (None,), 0, 2),
    "sendToJail": (80, (None,), 0, 2),
    "everybodyToJail": (50, (None,), 0, 2),
    "doubleOrNothing": (50, (None,), 3, 2),
    "getParkingMoney": (500, (None,), 3, 2),
    "reviveProperty": (100, (None,), 2, 2),
    "earthquake": (200, (None,), 2, 2),
    "everybodySendsYouMoney": (120, (20, 30, 50), 2, 2),
    "magnetism": (100, (None,), 2, 2),
    "goToStart": (90, (None,), 2, 2),
}
FULL = ("full_deck",)


def unknown(state: GameState, kind: str, value: int | None = None, **then: object) -> CardPlayed:
    """A takes the unknown card and it is this one; return how it was played."""
    show(state, A, "goToStart")
    wish = then.get("then", lambda branch: True)
    events = play(state, A, UNKNOWN, plays(kind, value, wish))  # type: ignore[arg-type]
    return only(events, CardPlayed)


def chances(state: GameState) -> dict[tuple[str, int | None], Fraction]:
    """How likely each card is to be shown."""
    throw(state, A, 1, 1, 1)
    found: dict[tuple[str, int | None], Fraction] = {}
    for branch in branches(state, A, go(2)):
        shown = only(branch.events, CardShown)
        key = (shown.card, shown.value)
        found[key] = found.get(key, Fraction(0)) + branch.chance
    return found


def test_r14_1_a_card_is_drawn_and_shown_to_everybody() -> None:
    state = game_at()
    events = jump(state, A, 109, card("losePlainMoney", 120))
    assert only(events, CardShown) == CardShown(
        seat=A, square=109, card="losePlainMoney", value=120, cost=80
    )
    assert (phase(state), acting(state)) == ("choose_fantasy", [A])


def test_r14_2_the_shown_card_costs_and_must_be_affordable() -> None:
    state = game_at(cash={A: 129})
    show(state, A, "winPlainMoney", 200)
    assert refused(state, A, SHOWN) == Reason.CANNOT_AFFORD
    state = game_at(cash={A: 130})
    show(state, A, "winPlainMoney", 200)
    events = play(state, A, SHOWN)
    assert money(events) == [
        (A, "pot", 130, "card_cost"),
        ("bank", A, 200, "card_win"),
    ]
    played = only(events, CardPlayed)
    assert (played.shown, played.cost, played.value) == (True, 130, 200)


def test_r14_2_the_unknown_card_is_free_new_and_may_be_of_the_same_kind() -> None:
    state = game_at(cash={A: 0})
    show(state, A, "winPlainMoney", 200)
    found: dict[tuple[str, int | None], Fraction] = {}
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        assert (played.shown, played.cost) == (False, 0)
        key = (played.card, played.value)
        found[key] = found.get(key, Fraction(0)) + branch.chance
        if len(found) > 15:
            break
    assert ("winPlainMoney", 200) in found


def test_r14_3_published_counted_and_the_turn_continues() -> None:
    for streak, after in ((0, "business"), (1, "roll_the_dices")):
        state = game_at(at={A: 100}, streak=0)
        dice = (1, 2, 2) if not streak else (1, 1, 3)
        if not streak:
            jump(state, A, 2, card("goToStart"))
        else:
            state.position[A] = square(28)
            throw(state, A, *dice, card("goToStart"))
        events = play(state, A, SHOWN)
        assert len(every(events, CardPlayed)) == 1
        assert statistic(state, A, "num_fantasy_events") == 1
        assert phase(state) == after


def test_r14_3_a_card_that_jails_ends_in_business_even_after_a_double() -> None:
    state = game_at(at={A: 28}, house_rules=FULL)
    throw(state, A, 1, 1, 3, card("goToJail"))
    assert state.streak == 1
    play(state, A, SHOWN)
    assert (phase(state), state.streak, place(state, A)) == ("business", 0, 201)


def test_r14_3_the_debt_check_follows() -> None:
    state = game_at(cash={A: 0})
    unknown(state, "losePlainMoney", 40)
    assert phase(state) == "liquidation"


@pytest.mark.parametrize("full", [False, True])
def test_r14_4_the_chance_of_every_kind_and_value(full: bool) -> None:
    found = chances(game_at(house_rules=FULL if full else ()))
    wanted = {}
    for kind, (_, values, plain, with_full) in CARDS.items():
        share = Fraction(with_full if full else plain, 42)
        for value in values:
            if share:
                wanted[kind, value] = share / len(values)
    assert found == wanted
    assert sum(found.values()) == 1


@pytest.mark.parametrize("kind", CARDS)
def test_r14_4_the_costs(kind: str) -> None:
    cost, values, _, _ = CARDS[kind]
    state = game_at(house_rules=FULL)
    shown = only(show(state, A, kind, values[0]), CardShown)
    assert shown.cost == cost
    events = play(state, A, SHOWN)
    assert money(events)[0] == (A, "pot", cost, "card_cost")


def test_r14_5_win_plain_money() -> None:
    state = game_at(cash={A: 5})
    played = unknown(state, "winPlainMoney", 60)
    assert (played.result, state.cash[A], state.bank) == (None, 65, -65 - 3000)


def test_r14_5_win_ratio_money_rounds_down() -> None:
    state = game_at(cash={A: 19})
    assert unknown(state, "winRatioMoney", 10).result is None
    assert state.cash[A] == 20
    state = game_at(cash={A: 1})
    unknown(state, "winRatioMoney", 50)
    assert state.cash[A] == 1


@pytest.mark.parametrize("rich", [FORTUNE - 5, FORTUNE, FORTUNE + 5])
def test_r14_5_no_card_multiplies_a_fortune_without_end(rich: int) -> None:
    most = max(rich, FORTUNE)
    state = game_at(cash={A: rich})
    unknown(state, "winRatioMoney", 50)
    assert state.cash[A] == most
    state = game_at(cash={A: rich})
    unknown(state, "doubleOrNothing", then=lambda b: b.state.cash[A] != 0)
    assert state.cash[A] == most


def test_r14_5_lose_plain_money() -> None:
    state = game_at(cash={A: 5}, pot=7)
    assert unknown(state, "losePlainMoney", 80).result is None
    assert (state.cash[A], state.pot) == (-75, 87)


def test_r14_5_lose_ratio_money_rounds_down() -> None:
    state = game_at(cash={A: 19})
    assert unknown(state, "loseRatioMoney", 5).result is None
    assert (state.cash[A], state.pot) == (18, 1)


def test_r14_5_break_opponent_house() -> None:
    deeds = {1: (B, 2), 3: (B, 1), 6: (C, 5), 8: (C, 5), 9: (C, 4), 37: (A, 3), 39: (A, 3)}
    state = game_at(deeds=deeds, players=3)
    show(state, A, "goToStart")
    hit: dict[int, Fraction] = {}
    total = Fraction(0)
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        if played.card == "breakOpponentHouse":
            assert isinstance(played.result, dict)
            at = played.result["square"]
            assert isinstance(at, int)
            hit[at] = hit.get(at, Fraction(0)) + branch.chance
            total += branch.chance
    assert {at: chance / total for at, chance in hit.items()} == {
        1: Fraction(1, 3),
        6: Fraction(1, 3),
        8: Fraction(1, 3),
    }
    play(state, A, UNKNOWN, plays("breakOpponentHouse", then=lambda b: houses(b.state, 6) == 4))
    assert statistic(state, C, "demolished_houses") == 1
    assert statistic(state, A, "demolished_houses") == 0


def test_r14_5_break_own_house() -> None:
    state = game_at(deeds={1: (B, 2), 3: (B, 1), 6: (A, 1), 8: (A, 1), 9: (A, 0)})
    assert unknown(state, "breakOwnHouse", then=lambda b: houses(b.state, 8) == 0).result == {
        "square": 8
    }
    assert statistic(state, A, "demolished_houses") == 1
    assert money([]) == []


@pytest.mark.parametrize("kind", ["breakOpponentHouse", "breakOwnHouse", "reviveProperty"])
def test_r14_5_without_a_candidate_nothing_happens(kind: str) -> None:
    state = game_at(deeds={1: B, 3: B, 6: A, 8: A, 9: A})
    assert unknown(state, kind).result is None
    assert statistic(state, A, "num_fantasy_events") == 1


def test_r14_5_shuffle_positions() -> None:
    state = game_at(players=3, jail={C: 2}, deeds={39: C})
    state.position[B] = square(6)
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("shufflePositions"))
    moved = every(events, TokenMoved)
    assert sorted(move.seat for move in moved) == [A, B]
    assert all(move.by == "card" for move in moved)
    assert place(state, C) == 201


def test_r14_5_move_anywhere_random_to_53_squares() -> None:
    state = game_at()
    show(state, A, "goToStart")
    found: dict[int, Fraction] = {}
    for branch in branches(state, A, UNKNOWN):
        if only(branch.events, CardPlayed).card == "moveAnywhereRandom":
            assert only(branch.events, CardPlayed).result is None
            at = place(branch.state, A)
            found[at] = found.get(at, Fraction(0)) + branch.chance
    assert set(found) == set(BOARD.ids) - {201, 2}
    assert set(found.values()) == {Fraction(2, 42) / 53}


def test_r14_5_move_opponent_anywhere_random() -> None:
    state = game_at(players=3, jail={C: 1})
    show(state, A, "goToStart")
    target: dict[int, Fraction] = {}
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        if played.card == "moveOpponentAnywhereRandom":
            assert isinstance(played.result, dict)
            seat = played.result["target_player"]
            assert isinstance(seat, int)
            target[seat] = target.get(seat, Fraction(0)) + branch.chance
            assert place(branch.state, A) == 2
            assert place(branch.state, C) == 201
            assert (place(branch.state, B) != 0) == (seat == B)
    assert target == {B: Fraction(1, 42), C: Fraction(1, 42)}


def test_r14_5_share_money_all() -> None:
    state = game_at(players=4, cash={A: 70})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("shareMoneyAll", 50))
    assert money(events) == [(A, seat, 50, "card_share") for seat in (B, C, D)]
    assert (state.cash[A], phase(state)) == (-80, "liquidation")
    assert statistic(state, A, "lost_money") == 150
    assert statistic(state, B, "won_money") == 50


def test_r14_5_free_house() -> None:
    deeds: dict[int, Deed] = {1: A, 3: A, 6: (A, 1), 8: (A, 2), 9: (A, 2), 37: A, 39: A}
    deeds |= {101: (A, "mortgaged"), 103: A}
    state = game_at(deeds=deeds, house_rules=FULL)
    show(state, A, "goToStart")
    found = set()
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        if played.card == "freeHouse":
            assert isinstance(played.result, dict)
            found.add(played.result["square"])
            assert money(branch.events) == []
    assert found == {1, 3, 6, 37, 39}
    play(state, A, UNKNOWN, plays("freeHouse", then=lambda b: houses(b.state, 6) == 2))
    assert statistic(state, A, "built_houses") == 1


def test_r14_5_free_house_without_candidate() -> None:
    state = game_at(
        deeds={1: (A, 5), 3: (A, 5), 6: A, 101: (A, "mortgaged"), 103: A}, house_rules=FULL
    )
    assert unknown(state, "freeHouse").result is None


def test_r14_5_go_to_jail_and_send_to_jail_and_everybody() -> None:
    state = game_at(house_rules=FULL)
    assert unknown(state, "goToJail").result is None
    assert (state.jail_turns[A], phase(state)) == (3, "business")
    state = game_at(players=3, house_rules=FULL)
    played = unknown(state, "sendToJail", then=lambda b: b.state.jail_turns[C])
    assert played.result == {"target_player": C}
    assert (list(state.jail_turns), place(state, C)) == ([0, 0, 3], 201)
    state = game_at(players=4, out=[D], house_rules=FULL)
    assert unknown(state, "everybodyToJail").result is None
    assert list(state.jail_turns)[:3] == [3, 3, 3]
    assert state.jail_turns[D] == 0


def test_r14_5_double_or_nothing() -> None:
    state = game_at(cash={A: 77}, pot=3)
    assert unknown(state, "doubleOrNothing", then=lambda b: b.state.cash[A] == 154).result == {
        "doubled": True
    }
    state = game_at(cash={A: 77}, pot=3)
    assert unknown(state, "doubleOrNothing", then=lambda b: b.state.cash[A] == 0).result == {
        "doubled": False
    }
    assert state.pot == 80


def test_r14_5_double_or_nothing_is_even() -> None:
    state = game_at(cash={A: 77})
    show(state, A, "goToStart")
    count = {154: Fraction(0), 0: Fraction(0)}
    for branch in branches(state, A, UNKNOWN):
        if only(branch.events, CardPlayed).card == "doubleOrNothing":
            count[branch.state.cash[A]] += branch.chance
    assert count == {154: Fraction(3, 84), 0: Fraction(3, 84)}


@pytest.mark.parametrize(("pot", "taken", "filled"), [(130, 0, 370), (500, 0, 0), (620, 120, 0)])
def test_r14_5_get_parking_money(pot: int, taken: int, filled: int) -> None:
    state = game_at(pot=pot)
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("getParkingMoney"))
    assert only(events, CardPlayed).result == taken
    wanted = [("pot", A, taken, "card_pot"), ("bank", "pot", filled, "card_pot_fill")]
    assert money(events) == [move for move in wanted if move[2]]
    assert state.pot == 500


def test_r14_5_revive_property() -> None:
    state = game_at(deeds={6: (A, "mortgaged"), 39: (A, "mortgaged"), 5: (B, "mortgaged"), 8: A})
    show(state, A, "goToStart")
    found = set()
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        if played.card == "reviveProperty":
            assert isinstance(played.result, dict)
            found.add(played.result["square"])
            assert money(branch.events) == []
    assert found == {6, 39}
    events = play(
        state, A, UNKNOWN, plays("reviveProperty", then=lambda b: not is_mortgaged(b.state, 39))
    )
    assert [e.square for e in every(events, DeedChanged)] == [39]
    assert is_mortgaged(state, 6)


def test_r14_5_earthquake() -> None:
    deeds = {1: (A, 2), 3: (A, 1), 37: (B, 4), 39: (B, 5), 6: (C, 1), 8: (C, 0), 9: (C, 0)}
    state = game_at(players=3, deeds=deeds)
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("earthquake"))
    result = only(events, CardPlayed).result
    assert isinstance(result, dict)
    hit = result["squares"]
    assert isinstance(hit, list)
    assert sorted(hit) == [1, 3, 6, 37, 39]
    assert [houses(state, one) for one in (1, 3, 37, 39, 6, 8, 9)] == [1, 0, 3, 4, 0, 0, 0]
    assert [statistic(state, seat, "demolished_houses") for seat in (A, B, C)] == [2, 2, 1]
    assert money(events) == []


def test_r14_5_earthquake_without_houses() -> None:
    assert unknown(game_at(deeds={1: A, 3: A}), "earthquake").result is None


def test_r14_5_everybody_sends_you_money() -> None:
    state = game_at(players=4, cash={C: 10})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("everybodySendsYouMoney", 30))
    assert money(events) == [(seat, A, 30, "card_collect") for seat in (B, C, D)]
    assert (state.cash[A], state.cash[C], phase(state)) == (1590, -20, "business")


def test_r14_5_magnetism() -> None:
    state = game_at(players=4, at={B: 39, C: 20}, jail={D: 1}, deeds={39: D})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("magnetism"))
    assert [place(state, seat) for seat in (A, B, C, D)] == [2, 2, 2, 201]
    assert {move.seat for move in every(events, TokenMoved)} <= {B, C}


@pytest.mark.parametrize("rules", [(), ("double_go",)])
def test_r14_5_go_to_start_and_r20_2(rules: tuple[str, ...]) -> None:
    state = game_at(go_money=150, house_rules=rules)
    show(state, A, "winPlainMoney", 20)
    events = play(state, A, UNKNOWN, plays("goToStart"))
    assert money(events) == [("bank", A, 150, "card_go")]
    assert (place(state, A), phase(state)) == (0, "business")


def test_r14_6_groups_stay_complete_and_levels_are_not_refunded() -> None:
    state = game_at(deeds={1: (A, 1), 3: (A, 1)})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("breakOwnHouse"))
    assert money(events) == []
    assert state.group_owner[1] == A


@pytest.mark.parametrize(
    ("kind", "value"), [("winRatioMoney", 50), ("loseRatioMoney", 50), ("doubleOrNothing", None)]
)
def test_r14_7_they_do_nothing_at_a_negative_or_empty_balance(kind: str, value: int | None) -> None:
    for balance in (-100, 0):
        state = game_at()
        show(state, A, "goToStart")
        state.bank += state.cash[A] - balance
        state.cash[A] = balance
        events = play(state, A, UNKNOWN, plays(kind, value))
        assert money(events) == []
        assert state.cash[A] == balance


def test_r14_8_payments_go_in_turn_order_after_the_drawer() -> None:
    state = game_at(players=4, turn=C)
    show(state, C, "goToStart")
    paid = money(play(state, C, UNKNOWN, plays("shareMoneyAll", 20)))
    assert [payee for _, payee, _, _ in paid] == [D, A, B]
    state = game_at(players=4, turn=C)
    show(state, C, "goToStart")
    paid = money(play(state, C, UNKNOWN, plays("everybodySendsYouMoney", 20)))
    assert [payer for payer, _, _, _ in paid] == [D, A, B]


def test_r14_5_cards_pass_the_eliminated_by() -> None:
    for kind, value in (("shareMoneyAll", 20), ("everybodySendsYouMoney", 20)):
        state = game_at(players=4, out=[C])
        show(state, A, "goToStart")
        paid = money(play(state, A, UNKNOWN, plays(kind, value)))
        assert {seat for move in paid for seat in move[:2]} == {A, B, D}
    for kind in ("magnetism", "shufflePositions"):
        state = game_at(players=4, out=[C])
        show(state, A, "goToStart")
        moved = every(play(state, A, UNKNOWN, plays(kind)), TokenMoved)
        assert C not in {move.seat for move in moved}
    state = game_at(players=3, out=[C], house_rules=FULL)
    show(state, A, "goToStart")
    targets = set()
    for branch in branches(state, A, UNKNOWN):
        played = only(branch.events, CardPlayed)
        if played.card in ("sendToJail", "moveOpponentAnywhereRandom"):
            assert isinstance(played.result, dict)
            targets.add(played.result["target_player"])
    assert targets == {B}


def test_r14_9_card_moves_are_teleports() -> None:
    state = game_at(players=2)
    show(state, A, "goToStart")
    events = play(
        state,
        A,
        UNKNOWN,
        plays("moveOpponentAnywhereRandom", then=lambda b: place(b.state, B) == 20),
    )
    assert every(events, PlayerJailed) == []
    assert state.jail_turns[B] == 0


def test_r14_10_the_cost_is_in_the_pot_before_the_effect() -> None:
    state = game_at(pot=333)
    show(state, A, "getParkingMoney")
    events = play(state, A, SHOWN)
    assert only(events, CardPlayed).result == 333
    assert state.pot == 500


# ------------------------------------------------------------------ worked examples


def test_e47_r14_2_r14_5_ratio_up() -> None:
    state = game_at(cash={A: 1003})
    show(state, A, "winRatioMoney", 25)
    events = play(state, A, SHOWN)
    assert money(events) == [
        (A, "pot", 200, "card_cost"),
        ("bank", A, 200, "card_win_ratio"),
    ]
    assert (state.cash[A], state.pot) == (1003, 200)


def test_e48_ratio_down() -> None:
    state = game_at(cash={A: 1003})
    show(state, A, "goToStart")
    events = play(state, A, UNKNOWN, plays("loseRatioMoney", 10))
    assert money(events) == [(A, "pot", 101, "card_lose_ratio")]
    assert state.cash[A] == 902


def test_e49_r14_2_too_dear() -> None:
    state = game_at(cash={A: 450})
    show(state, A, "getParkingMoney")
    assert refused(state, A, SHOWN) == Reason.CANNOT_AFFORD


def test_e50_r14_5_r14_10_parking_money() -> None:
    state = game_at(pot=130, cash={A: 700})
    show(state, A, "getParkingMoney")
    play(state, A, SHOWN)
    assert (state.cash[A], state.pot) == (330, 500)
    for pot, taken in ((130, 0), (620, 120)):
        state = game_at(pot=pot, cash={A: 700})
        unknown(state, "getParkingMoney")
        assert (state.cash[A], state.pot) == (700 + taken, 500)


@pytest.mark.parametrize(("after", "pot"), [(600, 50), (0, 350)])
def test_e51_double_or_nothing(after: int, pot: int) -> None:
    def wish(branch: Branch) -> bool:
        return branch.state.cash[A] == after

    state = game_at(cash={A: 350})
    show(state, A, "doubleOrNothing")
    play(state, A, SHOWN, wish)
    assert (state.cash[A], state.pot) == (after, pot)


def test_e52_earthquake() -> None:
    state = game_at(players=3, deeds={1: (B, 2), 3: (B, 1), 37: (C, 4), 39: (C, 5)})
    show(state, A, "earthquake")
    play(state, A, SHOWN)
    assert [houses(state, one) for one in (1, 3, 37, 39)] == [1, 0, 3, 4]
    assert statistic(state, B, "demolished_houses") == 2
    assert statistic(state, C, "demolished_houses") == 2
    state.phase = ids.ROLL
    assert money(jump(state, A, 3)) == [(A, B, 8, "rent")]


def test_e53_r10_4_debt_by_a_card_and_a_double() -> None:
    state = game_at(at={A: 28}, cash={A: 60}, deeds={25: A})
    throw(state, A, 1, 1, 3, card("goToStart"))
    assert state.streak == 1
    play(state, A, UNKNOWN, plays("losePlainMoney", 150))
    assert (state.cash[A], state.pot, phase(state)) == (-90, 150, "liquidation")
    play(state, A, mortgage(25))
    assert (state.cash[A], phase(state)) == (60, "roll_the_dices")


def test_e54_r14_9_shuffled_onto_20_and_a_hotel() -> None:
    state = game_at(players=3, jail={C: 3}, deeds={37: (C, 5), 39: (C, 5)})
    show(state, A, "goToStart")
    events = play(
        state,
        A,
        UNKNOWN,
        plays(
            "shufflePositions",
            then=lambda b: (place(b.state, A), place(b.state, B)) == (20, 37),
        ),
        whole=True,
    )
    assert money(events) == []
    assert list(state.jail_turns) == [0, 0, 3]
    state.phase = ids.ROLL
    moved = every(throw(state, A, 1, 2, 1), TokenMoved)
    assert moved[0].path == (20, 21, 22, 23, 24)


def test_e55_full_deck_r14_3_everybody_to_jail() -> None:
    state = game_at(at={A: 28}, jail={C: 1}, house_rules=FULL)
    throw(state, A, 1, 1, 3, card("everybodyToJail"))
    assert state.streak == 1
    play(state, A, SHOWN)
    assert [place(state, seat) for seat in (A, B, C)] == [201] * 3
    assert list(state.jail_turns) == [3, 3, 3]
    assert [statistic(state, seat, "times_in_jail") for seat in (A, B, C)] == [1, 1, 1]
    assert (state.streak, phase(state)) == (0, "business")
