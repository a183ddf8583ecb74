"""The board as it lies still: the printed map with a tile on every square.

One surface per size, theme and language; a deed that changes repaints its tile only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

import pygame

from magnate_app.protocol.views import DeedView
from magnate_app.ui.board.art import board_layers, board_picture
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.geometry import ROAD, BoardGeometry
from magnate_app.ui.board.layout import BoardLayout
from magnate_app.ui.board.tiles import BRIDGE, FANTASY, SERVER, STREET, TileLook, tile_surface
from magnate_app.ui.shapes import rounded
from magnate_app.ui.theme import Theme, theme_of

PATIENCE: Final = 6
"""Pictures a new size must last before it is painted."""

TILES_AT_ONCE: Final = 2
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


class Ground:
    """Keeps the still board of one size and repaints what changed."""

    def __init__(self, atlas: Atlas, layout: BoardLayout, say: Say) -> None:
        self.atlas = atlas
        self.layout = layout
        self.say = say
        self._surface: pygame.Surface | None = None
        self._key: tuple[int, str, str] | None = None
        self._looks: dict[int, TileLook] = {}
        self._known: tuple[object, ...] = ()
        self._waiting = 0
        self._wished = 0
        self._preview: pygame.Surface | None = None
        self._next: Painting | None = None

    @property
    def unfinished(self) -> bool:
        """Whether a stand-in of another size is shown while the real picture is painted."""
        return self._preview is not None

    def surface(
        self,
        side: int,
        theme: Theme,
        deeds: Mapping[int, DeedView],
        colors: Mapping[int, int],
        stock: Stock,
    ) -> pygame.Surface:
        """Return the board `side` pixels wide; `colors` is the colour number by seat.

        After a change of size alone the old picture is stretched at once, and the real
        one is painted a little with each call.
        """
        key = (side, theme.name, self.atlas.lang)
        before = self._key
        if self._surface is not None and before is not None and before[1:] == key[1:]:
            if before[0] != side:
                return self._between(self._surface, side, theme, deeds, colors, stock)
        elif self._surface is None or before != key:
            self._surface = whole_art(self.layout, theme.name, side).copy()
            self._key, self._looks, self._known = key, {}, ()
        self._preview = self._next = None
        self._renew(self._surface, self._looks, side, theme, deeds, colors, stock)
        return self._surface

    def _renew(
        self,
        surface: pygame.Surface,
        looks: dict[int, TileLook],
        side: int,
        theme: Theme,
        deeds: Mapping[int, DeedView],
        colors: Mapping[int, int],
        stock: Stock,
        most: int = 1000,
    ) -> bool:
        """Paint up to `most` tiles that look different now; return whether that was all."""
        figures = (stock.go_money, stock.fare, stock.bail, stock.pot)
        known = (tuple(deeds.values()), tuple(colors.items()), figures, side)
        if known == self._known:
            return True
        geometry = BoardGeometry(self.layout, 0, 0, side)
        for square in self.atlas.squares:
            look = self.look(square, theme, deeds.get(square), colors, stock)
            if looks.get(square) != look:
                if most == 0:
                    return False
                most -= 1
                self._paint(surface, geometry, square, look, theme, side)
                looks[square] = look
        self._known = known
        return True

    def _between(
        self,
        old: pygame.Surface,
        side: int,
        theme: Theme,
        deeds: Mapping[int, DeedView],
        colors: Mapping[int, int],
        stock: Stock,
    ) -> pygame.Surface:
        """Return a stretched picture; once the size stays, paint the real one bit by bit."""
        if self._preview is None or self._wished != side:
            self._preview = pygame.transform.smoothscale(old, (side, side))
            self._wished, self._waiting, self._next = side, PATIENCE, None
            return self._preview
        if self._waiting > 0:
            self._waiting -= 1
            return self._preview
        if self._next is None:
            self._next = Painting(self.layout, theme, side)
        painting = self._next
        if not painting.go_on():
            return self._preview
        done = self._renew(
            painting.surface, painting.looks, side, theme, deeds, colors, stock, TILES_AT_ONCE
        )
        if not done:
            return self._preview
        self._surface, self._looks = painting.surface, painting.looks
        self._key = (side, theme.name, self.atlas.lang)
        self._preview = self._next = None
        return self._surface

    def look(
        self,
        square: int,
        theme: Theme,
        deed: DeedView | None,
        colors: Mapping[int, int],
        stock: Stock,
    ) -> TileLook:
        """Return what the tile of `square` shows."""
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
            owner=None if deed is None else colors.get(deed.seat, deed.seat),
            level=0 if deed is None else max(0, deed.houses),
            mortgaged=deed is not None and deed.mortgaged,
            theme=theme.name,
        )

    def _paint(
        self,
        surface: pygame.Surface,
        geometry: BoardGeometry,
        square: int,
        look: TileLook,
        theme: Theme,
        side: int,
    ) -> None:
        rect = pygame.Rect(geometry.tile(square))
        drop = geometry.px(2.6)
        whole = rect.union(rect.move(0, drop))
        surface.blit(whole_art(self.layout, theme.name, side), whole, whole)
        shade = rounded(rect.w, rect.h, geometry.px(7), theme.shadow, None, 0.0, theme.hard_shadow)
        surface.blit(shade, rect.move(0, drop))
        surface.blit(tile_surface(look, rect.size), rect)


class Painting:
    """The still board of a new size while it is painted in layers."""

    def __init__(self, layout: BoardLayout, theme: Theme, side: int) -> None:
        self.looks: dict[int, TileLook] = {}
        self._key = (layout, theme.name, side)
        self._steps: Iterator[pygame.Surface | None] = iter(board_layers(layout, theme, side))
        self._surface: pygame.Surface | None = None

    @property
    def surface(self) -> pygame.Surface:
        """The picture, once its ground is whole."""
        assert self._surface is not None
        return self._surface

    def go_on(self) -> bool:
        """Paint another layer; return whether the ground is whole."""
        if self._surface is None:
            whole = _ARTS.get(self._key) or next(self._steps)
            if whole is not None:
                _keep(self._key, whole)
                self._surface = whole.copy()
        return self._surface is not None


def whole_art(layout: BoardLayout, theme_name: str, side: int) -> pygame.Surface:
    """Return the map of a size, painted at once if it is not kept."""
    key = (layout, theme_name, side)
    found = _ARTS.get(key)
    if found is None:
        found = board_picture(layout, theme_of(theme_name), side)
        _keep(key, found)
    return found


def _keep(key: tuple[BoardLayout, str, int], picture: pygame.Surface) -> None:
    _ARTS[key] = picture
    while len(_ARTS) > ARTS_KEPT:
        del _ARTS[next(iter(_ARTS))]


_ARTS: dict[tuple[BoardLayout, str, int], pygame.Surface] = {}
