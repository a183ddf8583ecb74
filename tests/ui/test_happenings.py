"""What moves beside the effects: dice in the air, coins, stamps, a card put away."""

from __future__ import annotations

import itertools
import math

import pygame
import pytest

from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    CardShown,
    CashMoved,
    DeedChanged,
    PlayerEliminated,
)
from magnate_app.ui.board.motion import DIE, PITCH, thrown
from magnate_app.ui.board.view import apart
from magnate_app.ui.effects.effect import CROWD
from magnate_app.ui.effects.playfield import COIN_SECONDS, STAMP_SECONDS, Playfield
from magnate_app.ui.effects.timeline import Timeline, effects_of


def field() -> Playfield:
    return Playfield([0, 3], [500, 500], {}, [False, False], [0, 0], 0, None)


def begun(*events: AnyEvent) -> Playfield:
    """Play events to their first moment."""
    shown = field()
    timeline = Timeline(shown)
    timeline.play(effects_of(events))
    timeline.update(0.01)
    return shown


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_die_comes_in_from_outside_and_rests(index: int) -> None:
    start, end = thrown(index, 0.0), thrown(index, 1.0)
    assert start.dx < -100
    assert not start.landed
    assert (end.dx, end.dy, end.lift, end.turn, end.landed) == (0, 0, 0, 0, True)
    way = [thrown(index, n / 50).dx for n in range(51)]
    assert way == sorted(way)


def test_dice_keep_apart_once_they_have_landed() -> None:
    for share in (0.85, 0.9, 1.0):
        places = [
            (index * PITCH + throw.dx, throw.dy)
            for index, throw in enumerate(thrown(i, share) for i in range(3))
        ]
        for (x0, y0), (x1, y1) in itertools.pairwise(places):
            assert math.hypot(x1 - x0, y1 - y0) > DIE * 0.85, share


def test_coins_go_from_purse_to_purse_and_not_to_the_bank() -> None:
    assert begun(CashMoved(0, "bank", 60, "deed")).coins == []
    shown = begun(CashMoved(0, 1, 60, "rent"), CashMoved(1, "pot", 20, "fine"))
    assert [(c.payer, c.payee) for c in shown.coins] == [(0, 1), (1, None)]
    assert shown.lively
    shown.age(COIN_SECONDS)
    assert shown.coins == []


@pytest.mark.parametrize(
    ("reason", "houses", "kind"),
    [
        ("bought", -1, "seal"),
        ("auctioned", -1, "seal"),
        ("built", 3, "house"),
        ("built", 5, "hotel"),
        ("sold", 2, "sold"),
    ],
)
def test_a_tile_is_stamped_by_what_happened(reason: str, houses: int, kind: str) -> None:
    shown = begun(DeedChanged(6, 0, houses, False, reason))
    assert [(s.square, s.kind, s.seat) for s in shown.stamps] == [(6, kind, 0)]
    shown.age(STAMP_SECONDS)
    assert shown.stamps == []


def test_a_mortgage_and_a_whole_group_leave_no_stamp() -> None:
    assert begun(DeedChanged(6, 0, -1, True, "mortgaged")).stamps == []
    assert begun(DeedChanged(6, 0, 0, False, "group")).stamps == []


def test_much_at_once_does_not_cover_the_board() -> None:
    squares = (1, 3, 6, 8, 9, 11, 13, 14, 16, 18, 19, 21)
    shown = begun(*(DeedChanged(s, 1, -1, False, "bought") for s in squares))
    assert len(shown.stamps) == CROWD


def test_the_gavel_falls_where_the_auction_was() -> None:
    shown = begun(AuctionEnded(square=108, winner=0, amount=90, run_off=False, bids={}))
    assert [(s.square, s.kind) for s in shown.stamps] == [(108, "gavel")]


def test_whoever_is_out_is_crossed_out_and_taken_off() -> None:
    shown = field()
    timeline = Timeline(shown)
    timeline.play(effects_of([PlayerEliminated(seat=1, cause="bankrupt", rank=2)]))
    timeline.update(0.05)
    assert [(s.square, s.kind, s.seat) for s in shown.stamps] == [(3, "out", 1)]
    assert not shown.out[1]
    timeline.skip()
    assert shown.out[1]


def test_a_card_turns_is_read_and_slips_away() -> None:
    shown = field()
    timeline = Timeline(shown)
    timeline.play(effects_of([CardShown(0, 12, "winPlainMoney", 90, 50)]))
    seen = []
    for _ in range(30):
        timeline.update(0.04)
        if shown.card is not None:
            seen.append((shown.card.share, shown.card.gone))
    assert seen[0][1] == 0
    assert (1.0, 0.0) in seen
    assert 0 < seen[-1][1] <= 1
    assert shown.card is None


def test_amounts_at_one_token_stand_above_one_another() -> None:
    window = pygame.Rect(0, 0, 600, 600)
    for top in (4, 300, 570):
        placed: list[pygame.Rect] = []
        for _ in range(5):
            rect = pygame.Rect(100, top, 60, 24)
            apart(rect, placed, window)
            assert window.contains(rect)
            assert rect.collidelist(placed) < 0
            placed.append(rect)
