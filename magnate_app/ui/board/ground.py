"""The board as it lies still: the printed map with a tile on every square.

One surface per size, theme and language; a deed that changes repaints its tile only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Protocol

import pygame

from magnate_app.protocol.views import DeedView
from magnate_app.ui.board.art import board_picture
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.geometry import ROAD, BoardGeometry
from magnate_app.ui.board.layout import BoardLayout
from magnate_app.ui.board.tiles import BRIDGE, FANTASY, SERVER, STREET, TileLook, tile_surface
from magnate_app.ui.shapes import rounded
from magnate_app.ui.theme import Theme, theme_of

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

    def surface(
        self,
        side: int,
        theme: Theme,
        deeds: Mapping[int, DeedView],
        colors: Mapping[int, int],
        stock: Stock,
    ) -> pygame.Surface:
        """Return the board `side` pixels wide; `colors` is the colour number by seat."""
        geometry = BoardGeometry(self.layout, 0, 0, side)
        key = (side, theme.name, self.atlas.lang)
        if self._surface is None or self._key != key:
            self._surface = _art(self.layout, theme.name, side).copy()
            self._key = key
            self._looks = {}
        for square in self.atlas.squares:
            look = self.look(square, theme, deeds.get(square), colors, stock)
            if self._looks.get(square) != look:
                self._paint(self._surface, geometry, square, look, theme, side)
                self._looks[square] = look
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
        surface.blit(_art(self.layout, theme.name, side), whole, whole)
        shade = rounded(rect.w, rect.h, geometry.px(7), theme.shadow, None, 0.0, theme.hard_shadow)
        surface.blit(shade, rect.move(0, drop))
        surface.blit(tile_surface(look, rect.size), rect)


@lru_cache(maxsize=4)
def _art(layout: BoardLayout, theme_name: str, side: int) -> pygame.Surface:
    return board_picture(layout, theme_of(theme_name), side)
