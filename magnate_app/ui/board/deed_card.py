"""The deed card: everything about one square, beside its tile or in a panel."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pygame

from magnate_app.protocol.views import DeedView
from magnate_app.rules import ids
from magnate_app.ui.assets import BOLD, DISPLAY, NARROW_BOLD, TEXT
from magnate_app.ui.board.buildings import draw_building
from magnate_app.ui.draw import CENTER, RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import number, tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.theme import CAPTION, SMALL, Color, mix

WIDTH: Final = 226.0
PINNED_WIDTH: Final = 290.0
HOUSE: Final = "house"
HOTEL: Final = "hotel"
_ROW: Final = 21.0
_SHADOW: Final = 48
"""Logical pixels its shadow reaches."""
_HEAD: Final = 58.0
_STREET: Final = ids.KIND_NAMES[ids.STREET]


def card_height(table: Table, square: int, width: float = WIDTH) -> float:
    """Return how high the card of `square` is."""
    f = width / WIDTH
    if not table.atlas.ownable(square):
        return 108 * f
    rows = len(_ladder(table, square))
    return (_HEAD + rows * _ROW + 24 + 8 + 30 + 32) * f


def draw_card(canvas: Canvas, table: Table, square: int, box: Box) -> None:
    """Draw the card of `square` into `box`, as wide as it is."""
    for _ in card_steps(canvas, table, square, box):
        pass


def card_steps(canvas: Canvas, table: Table, square: int, box: Box) -> Iterator[None]:
    """Draw the card of `square`, a little with each step."""
    theme = canvas.theme
    f = box.w / WIDTH
    canvas.shadow(box, 12 * f, "card")
    canvas.box(box, theme.raised, 12 * f, theme.line)
    yield
    if not table.atlas.ownable(square):
        _plain(canvas, table, square, box, f)
        return
    deed = table.model.deeds.get(square)
    _head(canvas, table, square, box, f)
    yield
    y = box.y + (_HEAD + 4) * f
    now = _step(table, square, deed)
    for index, (icon, count, words, figure) in enumerate(_ladder(table, square)):
        row = Box(box.x + 8 * f, y, box.w - 16 * f, _ROW * f)
        if index == now:
            canvas.box(row, mix(theme.soft, theme.accent, 0.12), 5)
        inside = row.inset(7 * f, 0)
        if icon is None:
            canvas.text(words, inside.cut_right(54 * f), TEXT, 14 * f, theme.ink, lowest=9)
        else:
            for i in range(count):
                at = (inside.x + (8 + i * 17) * f, inside.center[1])
                draw_building(canvas, icon == HOTEL, at, 17 * f)
        canvas.text(number(figure), inside, NARROW_BOLD, 17 * f, theme.ink, RIGHT)
        y += _ROW * f
        yield
    line = Box(box.x + 14 * f, y + 3 * f, box.w - 28 * f, 22 * f)
    build = table.atlas.build_price(square)
    if table.atlas.kind(square) == _STREET:
        words = tr("table.deed.house", amount=number(build))
        used = canvas.text(
            words, line.left_part(line.w * 0.46), BOLD, CAPTION * f, theme.muted, lowest=8
        )
        line = line.cut_left(used + 6)
    words = tr("table.deed.mortgage", amount=number(table.atlas.mortgage_value(square)))
    align = RIGHT if table.atlas.kind(square) == _STREET else 0.0
    canvas.text(words, line, BOLD, CAPTION * f, theme.muted, align, lowest=8)
    yield
    _notice(canvas, table, square, deed, Box(box.x, box.bottom - 62 * f, box.w, 30 * f), f)
    yield
    _foot(canvas, table, square, deed, Box(box.x, box.bottom - 32 * f, box.w, 32 * f), f)


def draw_wedge(canvas: Canvas, tile: Box, card: Box) -> None:
    """Draw the point of a card that looks at its tile."""
    y = min(max(tile.center[1], card.y + 74), card.bottom - 44)
    x = min(max(tile.center[0], card.x + 24), card.right - 24)
    if card.x >= tile.right:
        points = [(card.x + 1, y - 11), (card.x - 11, y), (card.x + 1, y + 11)]
    elif card.right <= tile.x:
        points = [(card.right - 1, y - 11), (card.right + 11, y), (card.right - 1, y + 11)]
    elif card.bottom <= tile.y:
        points = [(x - 11, card.bottom - 1), (x, card.bottom + 11), (x + 11, card.bottom - 1)]
        canvas.polygon(points, canvas.theme.ink)
        return
    else:
        return
    canvas.polygon(points, canvas.theme.raised)


def head_color(canvas: Canvas, table: Table, square: int) -> tuple[Color, Color]:
    """Return fill and ink of a deed's head."""
    theme = canvas.theme
    group = table.atlas.group(square)
    if table.atlas.kind(square) == _STREET and group:
        color = theme.group(group)
        return color.fill, color.text
    return mix(theme.dark, theme.muted, 0.2), theme.white


def _head(canvas: Canvas, table: Table, square: int, box: Box, f: float) -> None:
    fill, ink = head_color(canvas, table, square)
    head = box.top_part(_HEAD * f)
    canvas.box(head, fill, 12 * f)
    canvas.box(head.bottom_part(12 * f), fill)
    top = Box(box.x + 12 * f, box.y + 7 * f, box.w - 24 * f, 19 * f)
    family = table.atlas.family(square)
    mark_w = 0.0
    group = table.atlas.group(square)
    if table.atlas.kind(square) == _STREET and group:
        mark = Box(top.x, top.y, 25 * f, 19 * f)
        canvas.box(mark, mix(fill, canvas.theme.white, 0.25), 4 * f)
        text = canvas.theme.group(group).mark
        canvas.text(text, mark, NARROW_BOLD, 14 * f, ink, CENTER)
        mark_w = 32 * f
    caption = tr(
        "table.deed.of", name=family_name(table, square), n=family.index(square) + 1, m=len(family)
    )
    price = number(table.atlas.price(square))
    room = canvas.text_width(price, NARROW_BOLD, 18 * f) + 8
    canvas.text(caption, top.cut_left(mark_w).cut_right(room), NARROW_BOLD, 15 * f, ink, lowest=9)
    canvas.text(price, top, NARROW_BOLD, 18 * f, ink, RIGHT)
    name = Box(top.x, box.y + 28 * f, top.w, 26 * f)
    canvas.text(table.atlas.name(square), name, DISPLAY, 18 * f, ink, lowest=11 * f)


def family_name(table: Table, square: int) -> str:
    """Return the name of the group, of the bridges or of the servers."""
    kind = table.atlas.kind(square)
    if kind == _STREET:
        return table.atlas.group_name(table.atlas.group(square))
    return tr(f"table.family.{kind}")


def _ladder(table: Table, square: int) -> list[tuple[str | None, int, str, int]]:
    """Return the rows of the rent ladder: icon, how many, words, figure."""
    rents = table.atlas.rents(square)
    if table.atlas.kind(square) != _STREET:
        words = (tr("table.deed.one"), tr("table.deed.both"))
        return [(None, 0, word, rent) for word, rent in zip(words, rents, strict=False)]
    rows: list[tuple[str | None, int, str, int]] = [
        (None, 0, tr("table.deed.rent"), rents[0]),
        (None, 0, tr("table.deed.with_set"), rents[0] * 2),
    ]
    rows += [(HOUSE, n, "", rents[n]) for n in range(1, 5)]
    rows.append((HOTEL, 1, "", rents[5]))
    return rows


def _step(table: Table, square: int, deed: DeedView | None) -> int | None:
    if deed is None or deed.mortgaged:
        return None
    if table.atlas.kind(square) == _STREET:
        return max(0, deed.houses + 1) if deed.houses >= 0 else 0
    rent = table.atlas.rent(square, table.model.deeds)
    rents = table.atlas.rents(square)
    return rents.index(rent) if rent in rents else None


def _notice(
    canvas: Canvas, table: Table, square: int, deed: DeedView | None, box: Box, f: float
) -> None:
    theme, me = canvas.theme, table.model.me
    family = table.atlas.family(square)
    deeds = table.model.deeds
    fill, ink, icon, words = theme.soft, theme.muted, "fill/info", ""
    if deed is None and me is not None:
        missing = [s for s in family if s != square and (s not in deeds or deeds[s].seat != me)]
        if not missing:
            fill, ink = theme.good_tint, theme.gain
            icon, words = "fill/seal-check", tr("table.deed.completes")
        else:
            words = tr_n("table.deed.missing", len(missing))
    elif deed is not None and deed.mortgaged:
        words = tr("table.deed.mortgaged", amount=number(table.atlas.lift_cost(square)))
    elif deed is not None and deed.seat == me:
        words = tr("table.deed.earns", amount=number(table.atlas.rent(square, deeds)))
        fill, ink, icon = theme.good_tint, theme.gain, "fill/coins"
    elif deed is not None:
        words = tr("table.deed.rent_for_you", amount=number(table.atlas.rent(square, deeds)))
        fill, ink, icon = theme.bad_tint, theme.loss, "fill/warning-circle"
    canvas.box(box, fill)
    canvas.icon(icon, (box.x + 18 * f, box.center[1]), 17 * f, ink)
    canvas.text(words, box.inset(10 * f, 0).cut_left(22 * f), BOLD, 14 * f, ink, lowest=9)


def _foot(
    canvas: Canvas, table: Table, square: int, deed: DeedView | None, box: Box, f: float
) -> None:
    theme = canvas.theme
    # A light strip under a dark card would be the brightest thing of the night.
    fill, ink = (theme.table, theme.ink) if theme.night else (theme.ink, theme.on_ink)
    canvas.box(box, fill, 12 * f)
    canvas.box(box.top_part(14 * f), fill)
    inside = box.inset(12 * f, 0)
    if deed is None:
        canvas.text(tr("table.deed.for_sale"), inside, BOLD, SMALL * f, ink)
        return
    color = table.color(deed.seat)
    canvas.circle((inside.x + 9 * f, box.center[1]), 10 * f, theme.seat(color))
    canvas.symbol(color, (inside.x + 9 * f, box.center[1]), 6 * f, theme.seat_symbol_color(color))
    owner = tr("table.deed.owner", who=table.seat_name(deed.seat))
    canvas.text(owner, inside.cut_left(26 * f), BOLD, SMALL * f, ink, lowest=9)


def _plain(canvas: Canvas, table: Table, square: int, box: Box, f: float) -> None:
    theme = canvas.theme
    kind = table.atlas.kind(square)
    inside = box.inset(14 * f, 10 * f)
    canvas.text(
        table.atlas.name(square), inside.top_part(26 * f), DISPLAY, 18 * f, theme.ink, lowest=11
    )
    canvas.paragraph(tr(f"table.square.{kind}"), inside.cut_top(28 * f), TEXT, 14 * f, theme.muted)


class KeptCard:
    """The card drawn last, as a picture: while it only lies there it is not drawn anew."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture: pygame.Surface | None = None

    def draw(self, canvas: Canvas, table: Table, square: int, box: Box) -> None:
        """Draw the card of `square` into `box`."""
        model, margin = table.model, canvas.px(_SHADOW)
        rect = canvas.rect(box).inflate(2 * margin, 2 * margin)
        own = box.moved(-rect.x / canvas.scale, -rect.y / canvas.scale)
        seats = tuple((seat.username, seat.color) for seat in model.seats)
        look = (table.atlas.lang, canvas.theme.name, canvas.scale, own)
        key = (square, look, model.view.deeds, model.me, seats)
        picture = self._picture
        if picture is None or key != self._key:
            picture = pygame.Surface(rect.size, pygame.SRCALPHA)
            draw_card(Canvas(picture, canvas.theme, canvas.scale), table, square, own)
            self._picture, self._key = picture, key
        canvas.surface.blit(picture, rect)


@lru_cache(maxsize=64)
def place_card(
    tile: Box,
    board: Box,
    height: float,
    avoid: tuple[Box, ...],
    width: float = WIDTH,
    never: Box | None = None,
) -> Box:
    """Return where a card fits beside a tile: inside the board, off what it should not hide.

    `never` is what it must not hide as long as there is any other place.
    """
    gap = 14.0
    left, right = tile.x - gap - width, tile.right + gap
    middle = tile.center[1] - height / 2
    choices = [
        Box(x, y, width, height)
        for y in (middle, tile.bottom - height, tile.y)
        for x in (right, left)
    ]
    choices += [
        Box(x, y, width, height)
        for x in (tile.center[0] - width / 2, tile.right - width, tile.x)
        for y in (tile.bottom + gap, tile.y - gap - height)
    ]
    best, cost = choices[0], float("inf")
    for rank, choice in enumerate(choices):
        x = min(max(choice.x, board.x + 6), board.right - width - 6)
        y = min(max(choice.y, board.y - 8), board.bottom - height + 8)
        moved = Box(x, y, width, height)
        price = rank * 0.1 + _shared(moved, tile) * 50
        price += sum(_shared(moved, other) for other in avoid)
        if never is not None:
            price += _shared(moved, never) * 200
        if price < cost:
            best, cost = moved, price
    return best


def _shared(a: Box, b: Box) -> float:
    w = min(a.right, b.right) - max(a.x, b.x)
    h = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(0.0, w) * max(0.0, h) / 1000
