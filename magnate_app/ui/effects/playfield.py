"""What the board shows while effects run: figures and tokens on their way to the view.

The view is the truth; a field only trails behind it and is set to it when the effects
of an update are over.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

from magnate_app.protocol.views import DeedView, GameView

FLOAT_SECONDS: Final = 0.9
COIN_SECONDS: Final = 0.7
STAMP_SECONDS: Final = 0.8

SEAL: Final = "seal"
HOUSE: Final = "house"
HOTEL: Final = "hotel"
SOLD: Final = "sold"
GAVEL: Final = "gavel"
OUT: Final = "out"


@dataclass(slots=True)
class Flight:
    """A token under way: `share` of its `path` is behind it."""

    path: tuple[int, ...]
    by: str
    share: float = 0.0


@dataclass(slots=True)
class MoneyFloat:
    """An amount that rises from a seat's token and fades."""

    seat: int
    amount: int
    age: float = 0.0


@dataclass(slots=True)
class Coins:
    """Coins on their way between two seats; the pot is `None`."""

    payer: int | None
    payee: int | None
    age: float = 0.0


@dataclass(slots=True)
class Stamp:
    """What falls on a tile when something has happened to it; `seat` is whose it is."""

    square: int
    kind: str
    seat: int | None = None
    age: float = 0.0


@dataclass(slots=True)
class OpenCard:
    """A fantasy card over the tray; `share` of its flip is done, `gone` of its way out."""

    card: str
    value: int | None
    cost: int
    share: float = 0.0
    gone: float = 0.0


@dataclass(slots=True)
class Playfield:
    """Positions, money and deeds as the board shows them now."""

    positions: list[int]
    cash: list[int]
    deeds: dict[int, DeedView]
    out: list[bool]
    jail: list[int]
    pot: int
    dice: tuple[int, int, int] | None
    tumble: float | None = None
    flights: dict[int, Flight] = dataclasses.field(default_factory=dict)
    floats: list[MoneyFloat] = dataclasses.field(default_factory=list)
    flashes: dict[int, float] = dataclasses.field(default_factory=dict)
    coins: list[Coins] = dataclasses.field(default_factory=list)
    stamps: list[Stamp] = dataclasses.field(default_factory=list)
    card: OpenCard | None = None

    @property
    def lively(self) -> bool:
        """Whether something still fades, flies or falls beside the effects."""
        return bool(self.floats or self.flashes or self.coins or self.stamps)

    def age(self, dt: float) -> bool:
        """Let floats, flashes, coins and stamps pass; return whether any was there."""
        busy = self.lively
        aging: list[MoneyFloat | Coins | Stamp] = [*self.floats, *self.coins, *self.stamps]
        for item in aging:
            item.age += dt
        self.coins = [coins for coins in self.coins if coins.age < COIN_SECONDS]
        self.stamps = [stamp for stamp in self.stamps if stamp.age < STAMP_SECONDS]
        self.floats = [amount for amount in self.floats if amount.age < FLOAT_SECONDS]
        self.flashes = {s: left - dt for s, left in self.flashes.items() if left > dt}
        return busy

    def settle(self, view: GameView) -> None:
        """Show exactly `view`; amounts that still rise may go on rising."""
        fresh = playfield_of(view)
        self.positions = fresh.positions
        self.cash = fresh.cash
        self.deeds = fresh.deeds
        self.out = fresh.out
        self.jail = fresh.jail
        self.pot = fresh.pot
        self.dice = fresh.dice
        self.tumble = None
        self.flights = {}
        self.card = None


def playfield_of(view: GameView) -> Playfield:
    """Return a field that shows `view` at rest."""
    return Playfield(
        positions=[player.square for player in view.players],
        cash=[player.cash for player in view.players],
        deeds={deed.square: deed for deed in view.deeds},
        out=[player.out for player in view.players],
        jail=[player.jail for player in view.players],
        pot=view.pot,
        dice=view.dice,
    )
