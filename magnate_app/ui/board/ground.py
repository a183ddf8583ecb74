"""The board as it lies still: the printed map with a tile on every square.

One surface per size, theme and language; a deed that changes repaints its tile only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, Protocol

import pygame

from magnate_app.protocol.views import DeedView
from magnate_app.ui.board.art import board_bands
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.geometry import ROAD, BoardGeometry
from magnate_app.ui.board.layout import BoardLayout
from magnate_app.ui.board.tiles import BRIDGE, FANTASY, SERVER, STREET, TileLook, tile_surface
from magnate_app.ui.gradual import Gradual, Steps
from magnate_app.ui.shapes import rounded
from magnate_app.ui.theme import Theme, theme_of

PATIENCE: Final = 6
"""Pictures a new size must last before it is painted."""

ARTS_KEPT: Final = 4

_DEEDS: Final = (STREET, SERVER, BRIDGE)


class Say(Protocol):
    """Turns a catalog key into a sentence."""

    def __call__(self, key: str, /, **values: str | int) -> str:
        """Return the sentence of `key`."""
        ...


class Stock:
    """Figures printed on squares nobody owns."""

    def __init__(self, go_money: int = 200, fare: int = 30, bail: int = 40, pot: int = 0) -> None:
        self.go_money = go_money
        self.fare = fare
        self.bail = bail
        self.pot = pot


class Printed(NamedTuple):
    """What a board shows, `side` pixels wide; `colors` is the colour number by seat."""

    side: int
    theme: Theme
    deeds: Mapping[int, DeedView]
    colors: Mapping[int, int]
    stock: Stock


class Ground:
    """Keeps the still board of one size and repaints what changed."""

    def __init__(self, atlas: Atlas, layout: BoardLayout, say: Say, tram: bool = True) -> None:
        self.atlas = atlas
        self.layout = layout
        self.say = say
        self._tram = tram
        self._art: pygame.Surface | None = None
        self._surface: pygame.Surface | None = None
        self._key: tuple[int, str, str] | None = None
        self._looks: dict[int, TileLook] = {}
        self._known: tuple[object, ...] = ()
        self._waiting = 0
        self._wished = 0
        self._preview: pygame.Surface | None = None
        self._next: Iterator[None] | None = None

    @property
    def unfinished(self) -> bool:
        """Whether a stand-in of another size is shown while the real picture is painted."""
        return self._preview is not None

    def prepare(self, printed: Printed) -> Iterator[None]:
        """Paint the first picture in a theme and language, a little with each step."""
        if self._key is None or self._key[1:] != (printed.theme.name, self.atlas.lang):
            yield from self._painting(printed)

    def surface(self, printed: Printed) -> pygame.Surface:
        """Return the board.

        After a change of size alone the old picture is stretched at once, and the real
        one is painted a little with each call.
        """
        for _ in self.prepare(printed):
            pass
        assert self._key is not None
        assert self._surface is not None
        if self._key[0] != printed.side and not self._grown(printed):
            assert self._preview is not None
            return self._preview
        self._preview = self._next = None
        self._renew(printed)
        return self._surface

    def _painting(self, printed: Printed) -> Iterator[None]:
        """Paint the whole board and use it from then on."""
        theme, side = printed.theme, printed.side
        yield from _ARTS.steps(self.layout, theme.name, side, self._tram)
        art = _ARTS.get(self.layout, theme.name, side, self._tram)
        surface = art.copy()
        yield
        looks: dict[int, TileLook] = {}
        for square in self.atlas.squares:
            looks[square] = self.look(square, printed)
            self._paint(surface, art, square, looks[square], theme)
            yield
        self._art, self._surface, self._looks, self._known = art, surface, looks, ()
        self._key = (side, theme.name, self.atlas.lang)

    def _renew(self, printed: Printed) -> None:
        """Paint the tiles that look different now."""
        stock = printed.stock
        figures = (stock.go_money, stock.fare, stock.bail, stock.pot)
        known = (tuple(printed.deeds.values()), tuple(printed.colors.items()), figures)
        if known == self._known:
            return
        assert self._art is not None
        assert self._surface is not None
        for square in self.atlas.squares:
            look = self.look(square, printed)
            if self._looks.get(square) != look:
                self._paint(self._surface, self._art, square, look, printed.theme)
                self._looks[square] = look
        self._known = known

    def _grown(self, printed: Printed) -> bool:
        """Stretch the picture; paint the real one once its size stays, and tell when it is done."""
        side = printed.side
        if self._preview is None or self._wished != side:
            assert self._surface is not None
            self._preview = pygame.transform.smoothscale(self._surface, (side, side))
            self._wished, self._waiting, self._next = side, PATIENCE, None
        elif self._waiting > 0:
            self._waiting -= 1
        else:
            if self._next is None:
                self._next = self._painting(printed)
            return next(self._next, self) is self
        return False

    def look(self, square: int, printed: Printed) -> TileLook:
        """Return what the tile of `square` shows."""
        deed, stock = printed.deeds.get(square), printed.stock
        box = self.layout.box(square)
        kind = self.atlas.kind(square)
        name, price, note = self.atlas.short_name(square), "", ""
        if kind in _DEEDS:
            price = str(self.atlas.price(square))
        elif kind == FANTASY:
            name = self.say("table.tile.fantasy")
        elif kind == "start":
            name = self.say("table.tile.start")
            note = self.say("table.tile.start_note", amount=stock.go_money)
        elif kind == "tram":
            note = self.say("table.tile.tram_note", fare=stock.fare)
        elif kind == "go_to_jail":
            note = self.say("table.tile.go_to_jail_note")
        elif kind == "visiting":
            note = self.say("table.tile.visiting_note")
        elif kind == "parking":
            note = self.say("table.tile.pot", amount=stock.pot)
        elif kind == "jail":
            note = self.say("table.tile.jail", bail=stock.bail)
        bridge = kind == BRIDGE
        return TileLook(
            kind=kind,
            side=box.side,
            w=box.w - 2 * ROAD,
            h=box.h - 2 * ROAD,
            name=name,
            price=price,
            note=note,
            even=self.say("table.tile.even") if bridge else "",
            odd=self.say("table.tile.odd") if bridge else "",
            mortgaged_word=self.say("table.tile.mortgaged"),
            group=self.atlas.group(square),
            owner=None if deed is None else printed.colors.get(deed.seat, deed.seat),
            level=0 if deed is None else max(0, deed.houses),
            mortgaged=deed is not None and deed.mortgaged,
            theme=printed.theme.name,
        )

    def _paint(
        self,
        surface: pygame.Surface,
        art: pygame.Surface,
        square: int,
        look: TileLook,
        theme: Theme,
    ) -> None:
        geometry = BoardGeometry(self.layout, 0, 0, surface.get_width())
        rect = pygame.Rect(geometry.tile(square))
        drop = geometry.px(2.6)
        whole = rect.union(rect.move(0, drop))
        surface.blit(art, whole, whole)
        shade = rounded(rect.w, rect.h, geometry.px(7), theme.shadow, None, 0.0, theme.hard_shadow)
        surface.blit(shade, rect.move(0, drop))
        surface.blit(tile_surface(look, rect.size), rect)


def _art(layout: BoardLayout, theme_name: str, side: int, tram: bool) -> Steps:
    return board_bands(layout, theme_of(theme_name), side, tram)


_ARTS: Final = Gradual(_art, ARTS_KEPT)
