"""Rules 1.x: terms, settings and setup."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.errors import SettingError
from magnate_app.rules import engine, ids, settings
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent, CashMoved, GameStarted, TurnStarted
from magnate_app.rules.invariants import problems
from magnate_app.rules.settings import Settings, with_preset
from magnate_app.rules.state import GameState
from tests.kit.games import BOARD, A, B, game_at, legal_kinds, money, only, phase, place
from tests.kit.odds import Path, paths


def started(seats: int, seed: int = 1, **agreed: object) -> tuple[GameState, list[AnyEvent]]:
    events: list[AnyEvent] = []
    values = msgspec.convert({"seats": seats, **agreed}, Settings)
    state = engine.new_game(BOARD, values, [True] * seats, Seeded(seed), events.append)
    return state, events


@pytest.mark.parametrize("seats", [2, 3, 4, 5, 6])
def test_r1_1_two_to_six_play_and_bots_count(seats: int) -> None:
    for humans in ([True] * seats, [False] * seats, [True] + [False] * (seats - 1)):
        state = engine.new_game(BOARD, Settings(seats=seats), humans, Seeded(3))
        assert state.seats == seats
        assert sum(state.humans) == sum(humans)
        assert problems(state) == []
        assert legal_kinds(state, A) == {"Roll", "Surrender"}


@pytest.mark.parametrize("seats", [1, 7])
def test_r1_1_one_or_seven_are_refused(seats: int) -> None:
    with pytest.raises(SettingError):
        Settings(seats=seats)


def test_r1_2_the_defaults() -> None:
    assert msgspec.to_builtins(Settings()) == {
        "seats": 4,
        "start_money": 1500,
        "go_money": 200,
        "max_rounds": 30,
        "bail": 40,
        "jail_turns": 3,
        "pace": "normal",
        "end_without_humans": True,
        "house_rules": [],
    }


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("seats", 2, 6),
        ("start_money", 100, 100_000),
        ("go_money", 0, 10_000),
        ("max_rounds", 0, 1000),
        ("bail", 0, 10_000),
        ("jail_turns", 1, 10),
    ],
)
def test_r1_2_the_ranges_and_r19_2_invalid_setting(key: str, low: int, high: int) -> None:
    for value in (low, high):
        assert getattr(msgspec.convert({key: value}, Settings), key) == value
    for value in (low - 1, high + 1):
        with pytest.raises(SettingError) as refusal:
            Settings(**{key: value})  # type: ignore[arg-type]  # the name varies on purpose
        assert refusal.value.setting == key


def test_r1_2_unknown_paces_and_house_rules_are_refused() -> None:
    for pace in ("relaxed", "normal", "brisk"):
        assert Settings(pace=pace).pace == pace
    with pytest.raises(SettingError):
        Settings(pace="hasty")
    with pytest.raises(SettingError):
        Settings(house_rules=frozenset({"free_beer"}))


@pytest.mark.parametrize(
    ("preset", "rounds", "start"),
    [("quick", 15, 1500), ("standard", 30, 1500), ("marathon", 0, 1500), ("rich", 30, 3000)],
)
def test_r1_3_presets_set_two_figures(preset: str, rounds: int, start: int) -> None:
    changed = with_preset(Settings(seats=3, bail=99), preset)
    assert changed == Settings(seats=3, bail=99, max_rounds=rounds, start_money=start)
    assert changed.preset == preset


def test_r1_3_standard_is_the_default_and_others_are_custom() -> None:
    assert Settings().preset == "standard"
    assert Settings(max_rounds=17).preset == "custom"
    with pytest.raises(SettingError):
        with_preset(Settings(), "huge")


def test_r1_4_settings_cannot_change() -> None:
    agreed = Settings()
    with pytest.raises(AttributeError):
        agreed.bail = 50  # type: ignore[misc]  # frozen: that is the test


def test_r1_5_setup_in_its_order() -> None:
    state, events = started(3, house_rules=["fixed_pot_start", "starting_deal"])
    assert only(events, GameStarted) == GameStarted(seats=3, first=A)
    reasons = [event.reason for event in events if isinstance(event, CashMoved)]
    assert reasons == ["start_money"] * 3 + ["pot_start"]
    names = [type(event).__name__ for event in events]
    assert names[0] == "GameStarted"
    assert max(i for i, n in enumerate(names) if n == "CashMoved") < names.index("DeedChanged")
    assert names[-1] == "TurnStarted"
    assert only(events, TurnStarted) == TurnStarted(seat=A, turn=1, round=1)
    assert [place(state, seat) for seat in range(3)] == [0, 0, 0]
    assert (state.turn_seat, state.turn_number, state.round) == (A, 1, 1)
    assert phase(state) == "roll_the_dices"
    assert list(engine.acting(state)) == [A]


def test_r1_5_every_turn_order_is_equally_likely_r21_1() -> None:
    orders: list[tuple[int, ...]] = []

    def run(path: Path) -> None:
        state = engine.new_game(BOARD, Settings(seats=4), [True] * 4, path)
        assert sorted(state.order) == [0, 1, 2, 3]
        orders.append(tuple(state.order))

    for _ in paths(run):
        pass
    assert len(set(orders)) == 24
    assert {orders.count(order) for order in set(orders)} == {len(orders) // 24}


def test_r1_5_the_shuffle_carries_humans_to_their_seats() -> None:
    for seed in range(20):
        state = engine.new_game(BOARD, Settings(), [True, False, False, True], Seeded(seed))
        assert [state.humans[s] for s in range(4)] == [state.order[s] in (0, 3) for s in range(4)]


def test_r1_6_at_setup_nothing_is_owned_jailed_or_in_the_pot() -> None:
    state, events = started(4)
    assert all(owner == ids.NOBODY for owner in state.owner)
    assert not any(state.mortgaged)
    assert state.pot == 0
    assert state.streak == 0
    assert list(state.jail_turns) == [0] * 4
    assert list(state.cash) == [1500] * 4
    assert money(events) == [("bank", seat, 1500, "start_money") for seat in range(4)]
    assert not any(state.stats)


def test_r1_7_every_figure_is_a_whole_number() -> None:
    state = game_at(cash={A: 803})
    for seat in range(state.seats):
        assert type(engine.net_worth(state, seat)) is int
        assert type(engine.raisable(state, seat)) is int
    for figures in (BOARD.price, BOARD.build_price, BOARD.mortgage_value, BOARD.lift_cost):
        assert all(type(figure) is int for figure in figures)


def test_the_settings_tables_agree_with_each_other() -> None:
    assert set(settings.RANGES) <= set(Settings.__struct_fields__)
    assert B == 1
