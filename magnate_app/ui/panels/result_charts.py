"""Pictures of a result: the curve of worth and the bonuses."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Final

from magnate_app.protocol.views import OutcomeView
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import code_words, number, tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL

FLAT_CARD: Final = 138.0
LOW_CARD: Final = 88.0

_STAT_ICONS: Final = {
    "walked_squares": "emoji/running-shoe",
    "won_money": "emoji/money-bag",
    "lost_money": "emoji/money-with-wings",
    "num_fantasy_events": "emoji/magic-wand",
    "built_houses": "emoji/building-construction",
    "demolished_houses": "emoji/derelict-house",
    "times_in_jail": "emoji/police-car-light",
    "turns_in_jail": "emoji/locked",
    "num_paid_rents": "emoji/house",
    "num_trades": "emoji/handshake",
    "num_mortgages": "emoji/balance-scale",
}


RECORDS: Final = ("walked_squares", "built_houses", "won_money", "num_trades")
RECORDS_HEIGHT: Final = 62.0


def draw_records(canvas: Canvas, table: Table, outcome: OutcomeView, box: Box) -> None:
    """Draw who did most of what, in one row."""
    theme = canvas.theme
    canvas.box(Box(box.x, box.y, box.w, 1.5), theme.line)
    for name, cell in zip(RECORDS, box.cut_top(8).columns(len(RECORDS), 12), strict=True):
        figures = [figures.get(name, 0) for figures in outcome.stats]
        best = max(figures)
        seat = figures.index(best)
        canvas.icon(_STAT_ICONS[name], (cell.x + 16, cell.center[1]), 30)
        words = cell.cut_left(42)
        upper = words.top_part(words.h * 0.46)
        canvas.text(tr(f"results.stat.{name}"), upper, BOLD, CAPTION, theme.muted, lowest=10)
        lower = words.cut_top(words.h * 0.46)
        used = canvas.text(number(best), lower, DISPLAY, 18, theme.ink)
        if best:
            canvas.symbol(table.color(seat), (lower.x + used + 16, lower.center[1]), 6)
            who = lower.cut_left(used + 28)
            canvas.text(table.seat_name(seat), who, BOLD, SMALL, theme.ink, lowest=11)


def draw_curve(canvas: Canvas, table: Table, box: Box, share: float = 1.0) -> None:
    """Draw everybody's worth round by round, the first `share` of it."""
    theme, model = canvas.theme, table.model
    canvas.panel(box)
    inner = box.inset(20, 14)
    canvas.text(tr("results.worth"), inner.top_part(30), DISPLAY, 20, theme.ink, lowest=13)
    legend = Box(inner.x, inner.y + 32, inner.w, 20)
    names = [table.seat_name(seat) for seat in range(len(model.seats))]
    widths = [canvas.text_width(name, BOLD, CAPTION) + 34 for name in names]
    if sum(widths) > legend.w:
        # Short names leave what they do not need to the long ones.
        widest = fair(widths, legend.w)
        widths = [min(width, widest) for width in widths]
    x = legend.x
    for seat, (name, width) in enumerate(zip(names, widths, strict=True)):
        canvas.symbol(table.color(seat), (x + 7, legend.center[1]), 6)
        place = Box(x + 18, legend.y, width - 24, legend.h)
        canvas.text(name, place, BOLD, CAPTION, theme.ink, lowest=10)
        x += width
    plot = Box(inner.x + 46, legend.bottom + 10, inner.w - 62, inner.bottom - legend.bottom - 34)
    history = model.worths
    top = max([1, *(w for _, worth in history for w in worth)])
    step = _nice(top)
    lines = int(top // step) + 1
    high = step * lines
    for i in range(lines + 1):
        y = plot.bottom - plot.h * i / lines
        canvas.line((plot.x, y), (plot.right, y), theme.line, 1)
        canvas.text(
            number(step * i),
            Box(inner.x - 8, y - 9, 46, 18),
            NARROW_BOLD,
            SMALL,
            theme.muted,
            RIGHT,
            lowest=9,
        )
    rounds = [round_now for round_now, _ in history]
    first, last = (rounds[0], rounds[-1]) if rounds else (0, 1)
    span = max(1, last - first)
    for mark in range(5):
        value = first + round(span * mark / 4)
        at = plot.x + plot.w * (value - first) / span
        canvas.label(str(value), (at, plot.bottom + 14), NARROW_BOLD, SMALL, theme.muted, CENTER)
    told = Box(plot.x - 10, box.y, 10 + plot.w * share + (10 if share >= 1 else 0), box.h)
    with canvas.clip(told):
        _curves(canvas, table, plot, first, span, high)


def fair(widths: Sequence[float], room: float) -> float:
    """Return the width to which the widest have to shrink so that all have room."""
    left = len(widths)
    for width in sorted(widths):
        if width * left > room:
            break
        room -= width
        left -= 1
    return room / max(1, left)


def _curves(canvas: Canvas, table: Table, plot: Box, first: int, span: int, high: int) -> None:
    theme, model = canvas.theme, table.model
    for seat in range(len(model.seats)):
        color = table.color(seat)
        points = [
            (
                plot.x + plot.w * (r - first) / span,
                plot.bottom - plot.h * max(0, worth[seat]) / high,
            )
            for r, worth in model.worths
        ]
        width = 3.5 if seat == model.me else 2.5
        for a, b in itertools.pairwise(points):
            canvas.line(a, b, theme.seat(color), width)
        every = max(5, len(points) // 6)
        for point in points[every - 1 : -1 : every]:
            canvas.symbol(color, point, 4.5)
        if points:
            canvas.symbol(color, points[-1], 8)


def draw_bonuses(
    canvas: Canvas, table: Table, outcome: OutcomeView, shown: int, box: Box, turned: float = 1.0
) -> None:
    """Draw the end bonuses, the first `shown` of them open, the last of those `turned` so far."""
    theme = canvas.theme
    canvas.panel(box)
    inner = box.inset(20, 14)
    canvas.text(tr("results.bonuses"), inner.top_part(30), DISPLAY, 20, theme.ink)
    hint = tr("results.bonus_hint") if outcome.bonuses else tr("results.no_bonus")
    canvas.text(hint, inner.top_part(30), BOLD, SMALL, theme.muted, RIGHT, lowest=10)
    cards = inner.cut_top(40).columns(max(1, len(outcome.bonuses)), 14)
    for index, (name, bonus) in enumerate(outcome.bonuses.items()):
        card = cards[index]
        if index == shown - 1 and turned < 1:
            open_now = abs(math.cos(turned * math.pi))
            thin = card.middle(max(8.0, card.w * open_now), card.h)
            opened = turned > 0.5
            fill = theme.raised if opened else theme.soft
            canvas.box(thin, fill, min(14.0, thin.w / 2), theme.accent, 2)
            if not opened or open_now < 0.8:
                continue
        else:
            canvas.box(card, theme.raised, 14, theme.line)
        y = card.y
        low = card.h < LOW_CARD
        if index >= shown and low:
            canvas.icon("line/question", (card.center[0], card.center[1]), 26, theme.ink)
            continue
        if index >= shown:
            y = card.y + (card.h - 88) / 2
            canvas.circle((card.center[0], y + 28), 27, theme.soft)
            canvas.icon("line/question", (card.center[0], y + 28), 30, theme.ink)
            place = Box(card.x + 8, y + 64, card.w - 16, 24)
            canvas.text(tr("results.hidden"), place, BOLD, SMALL, theme.muted, CENTER, lowest=9)
            continue
        flat = card.h < FLAT_CARD
        size = 26.0 if flat else min(56.0, card.h * 0.3)
        title = code_words("results.bonus", name)
        icon = _STAT_ICONS.get(name, "emoji/trophy")
        if flat:
            y = card.y + (card.h - (60 if low else 84)) / 2
            width = min(card.w - 52, canvas.text_width(title, DISPLAY, 18))
            x = card.center[0] - (width + size + 8) / 2
            canvas.icon(icon, (x + size / 2, y + 12), size)
            words = Box(x + size + 8, y, width + 2, 24)
            canvas.text(title, words, DISPLAY, 18, theme.ink, lowest=11)
            words = Box(card.x + 8, y, card.w - 16, 24)
        else:
            y = card.y + (card.h - size - 92) / 2
            canvas.icon(icon, (card.center[0], y + size / 2), size)
            y += size + 8
            words = Box(card.x + 8, y, card.w - 16, 24)
            canvas.text(title, words, DISPLAY, 18, theme.ink, CENTER, lowest=11)
        best = max((stats.get(name, 0) for stats in outcome.stats), default=0)
        value = tr("results.value", n=number(best), what=code_words("results.stat", name))
        if not low:
            canvas.text(value, words.moved(0, 24), BOLD, CAPTION, theme.muted, CENTER, lowest=9)
        line = Box(card.x + 8, y + (30 if low else 54), card.w - 16, 30)
        _winners(canvas, table, line, bonus.winners, bonus.bonus_amount)


def _winners(
    canvas: Canvas, table: Table, line: Box, winners: tuple[int, ...], amount: int
) -> None:
    theme = canvas.theme
    gain = f"+{number(amount)}"
    gain_w = canvas.text_width(gain, DISPLAY, 17)
    names = ", ".join(table.seat_name(seat) for seat in winners)
    room = line.w - gain_w - 44
    name_w = min(room, canvas.text_width(names, DISPLAY, 16))
    x = line.x + (line.w - name_w - gain_w - 40) / 2
    if winners:
        seat = winners[0]
        canvas.token(table.piece(seat), table.color(seat), (x + 14, line.center[1]), 13)
    canvas.text(names, Box(x + 34, line.y, name_w + 2, line.h), DISPLAY, 16, theme.ink, lowest=10)
    canvas.label(gain, (x + 40 + name_w, line.center[1]), DISPLAY, 17, theme.gain)


def draw_luck(canvas: Canvas, table: Table, luck: Mapping[int, float], box: Box) -> None:
    """Draw what the dice brought or cost everybody, against the average throw."""
    theme = canvas.theme
    canvas.panel(box)
    inner = box.inset(20, 10)
    head = inner.top_part(28)
    used = canvas.text(tr("results.luck"), head, DISPLAY, 18, theme.ink, lowest=12)
    note = head.cut_left(used + 20)
    canvas.text(tr("results.luck_hint"), note, BOLD, CAPTION, theme.muted, RIGHT, lowest=9)
    seats = range(len(table.model.seats))
    widest = max([60.0, *(abs(value) for value in luck.values())])
    gap = 16.0 if len(seats) < 5 else 8.0
    for seat, part in zip(seats, inner.cut_top(34).columns(len(seats), gap), strict=True):
        value = round(luck.get(seat, 0.0))
        color = theme.gain if value >= 0 else theme.loss
        line = part.top_part(24)
        canvas.symbol(table.color(seat), (line.x + 7, line.center[1]), 6)
        figure = number(value) if value < 0 else f"+{number(value)}"
        room = canvas.text_width(figure, DISPLAY, 15)
        name = line.cut_left(17).cut_right(room + 2)
        canvas.text(table.seat_name(seat), name, BOLD, CAPTION, theme.ink, lowest=9)
        canvas.text(figure, line, DISPLAY, 15, color, RIGHT, lowest=10)
        bar = Box(part.x, line.bottom + 6, part.w, 8)
        canvas.box(bar, theme.line, 4)
        middle = bar.center[0]
        length = bar.w / 2 * abs(value) / widest
        start = middle if value >= 0 else middle - length
        if length > 2:
            canvas.box(Box(start, bar.y, length, bar.h), color, 4)
        canvas.box(Box(middle - 1, bar.y - 3, 2, 14), theme.ink)


def _nice(top: int) -> int:
    """Return a round step that cuts `top` into four to eight parts."""
    for step in (100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000):
        if top / step <= 6:
            return step
    return 100_000
