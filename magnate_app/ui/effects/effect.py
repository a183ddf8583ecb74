"""One movement each: dice that tumble, a token that walks, money that changes hands.

An effect changes only the field. `end` alone must leave the field as if the whole
effect had been seen, so that anything can be skipped.
"""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.views import DeedView
from magnate_app.rules.events import CashMoved, DeedChanged, TokenMoved
from magnate_app.ui.effects.playfield import (
    GAVEL,
    HOTEL,
    HOUSE,
    OUT,
    SEAL,
    SOLD,
    Coins,
    Flight,
    MoneyFloat,
    OpenCard,
    Playfield,
    Stamp,
)

DICE_SECONDS: Final = 0.85
STEP_SECONDS: Final = 0.11
FAST_STEP_SECONDS: Final = 0.06
UNHURRIED_STEPS: Final = 6
JUMP_SECONDS: Final = 0.5
CASH_SECONDS: Final = 0.32
DEED_SECONDS: Final = 0.28
FLASH_SECONDS: Final = 0.8
CARD_SECONDS: Final = 1.15
FLIP_SECONDS: Final = 0.35
PUT_AWAY_SECONDS: Final = 0.18
FADE_SECONDS: Final = 0.2
GAVEL_SECONDS: Final = 0.45
OUT_SECONDS: Final = 0.75

HOTEL_LEVEL: Final = 5
CROWD: Final = 8
"""As many coins or stamps are on the board at once, however much happens."""

_STAMPS: Final = {
    "bought": SEAL,
    "auctioned": SEAL,
    "traded": SEAL,
    "built": HOUSE,
    "sold": SOLD,
}
"""What falls on a tile, by the reason of its change."""


class Effect:
    """Something that takes `seconds`; `sound` is played when it begins."""

    seconds = 0.0
    sound = ""

    def begin(self, field: Playfield) -> None:
        """Set the field for it."""

    def at(self, field: Playfield, share: float) -> None:
        """Show it when `share` of its time is over."""

    def end(self, field: Playfield) -> None:
        """Leave the field as it is afterwards."""


class DiceTumble(Effect):
    """The dice tumble and land on a throw that is already known."""

    sound = "dice"

    def __init__(self, dice: tuple[int, int, int], reduced: bool) -> None:
        self.dice = dice
        self.seconds = FADE_SECONDS if reduced else DICE_SECONDS

    def begin(self, field: Playfield) -> None:
        """Take the dice up."""
        field.dice = self.dice
        field.tumble = 0.0

    def at(self, field: Playfield, share: float) -> None:
        """Tumble."""
        field.tumble = share

    def end(self, field: Playfield) -> None:
        """Lie still."""
        field.dice = self.dice
        field.tumble = None


class TokenMove(Effect):
    """A token walks, jumps, rides or is taken away."""

    def __init__(self, event: TokenMoved, reduced: bool) -> None:
        self.event = event
        steps = max(1, len(event.path) - 1)
        self.sound = {"walk": "step", "tram": "tram", "jail": "jail"}.get(event.by, "step")
        if reduced:
            self.seconds = FADE_SECONDS
        elif event.by == "walk":
            slow = min(steps, UNHURRIED_STEPS)
            self.seconds = slow * STEP_SECONDS + (steps - slow) * FAST_STEP_SECONDS
        else:
            self.seconds = JUMP_SECONDS

    def begin(self, field: Playfield) -> None:
        """Lift the token."""
        path = self.event.path
        if len(path) == 1:
            path = (field.positions[self.event.seat], *path)
        field.flights[self.event.seat] = Flight(path, self.event.by)

    def at(self, field: Playfield, share: float) -> None:
        """Move it."""
        flight = field.flights.get(self.event.seat)
        if flight is not None:
            flight.share = share

    def end(self, field: Playfield) -> None:
        """Put it down."""
        field.flights.pop(self.event.seat, None)
        if self.event.path:
            field.positions[self.event.seat] = self.event.path[-1]


class CashMove(Effect):
    """Money changes its purse and rises as a figure from the tokens."""

    seconds = CASH_SECONDS

    def __init__(self, event: CashMoved, viewer: int | None) -> None:
        self.event = event
        if event.payee == viewer:
            self.sound = "coin_in"
        elif event.payer == viewer:
            self.sound = "coin_out"

    def begin(self, field: Playfield) -> None:
        """Let the figures rise."""
        for purse, amount in (
            (self.event.payer, -self.event.amount),
            (self.event.payee, self.event.amount),
        ):
            if isinstance(purse, int):
                before = sum(1 for f in field.floats if f.seat == purse)
                field.floats.append(MoneyFloat(purse, amount, -0.22 * before))
        ends = [None if p == "pot" else p for p in (self.event.payer, self.event.payee)]
        if all(end is None or isinstance(end, int) for end in ends) and len(field.coins) < CROWD:
            payer, payee = ends
            field.coins.append(
                Coins(
                    payer if isinstance(payer, int) else None,
                    payee if isinstance(payee, int) else None,
                )
            )

    def end(self, field: Playfield) -> None:
        """Count the money."""
        event = self.event
        if isinstance(event.payer, int):
            field.cash[event.payer] -= event.amount
        if isinstance(event.payee, int):
            field.cash[event.payee] += event.amount
        field.pot += (event.payee == "pot") * event.amount - (event.payer == "pot") * event.amount


class DeedChange(Effect):
    """A tile changes its owner, its buildings or its mortgage and flashes."""

    seconds = DEED_SECONDS

    def __init__(self, event: DeedChanged) -> None:
        self.event = event
        self.sound = {
            "bought": "buy",
            "auctioned": "gavel",
            "built": "build",
            "sold": "sell",
        }.get(event.reason, "")
        if event.reason == "group":
            self.seconds = 0.0

    def begin(self, field: Playfield) -> None:
        """Print the new tile."""
        self.end(field)
        event = self.event
        if event.reason == "group":
            return
        field.flashes[event.square] = FLASH_SECONDS
        field.stamps = [stamp for stamp in field.stamps if stamp.kind != GAVEL]
        kind = _STAMPS.get(event.reason, "")
        if kind == HOUSE and event.houses == HOTEL_LEVEL:
            kind = HOTEL
        if kind and len(field.stamps) < CROWD:
            field.stamps.append(Stamp(event.square, kind, event.owner))

    def end(self, field: Playfield) -> None:
        """Keep the new tile."""
        event = self.event
        if event.owner is None:
            field.deeds.pop(event.square, None)
        else:
            field.deeds[event.square] = DeedView(
                event.square, event.owner, event.houses, event.mortgaged
            )


class CardFlip(Effect):
    """A fantasy card is turned over the tray and read."""

    sound = "card"

    def __init__(self, card: str, value: int | None, cost: int, reduced: bool) -> None:
        self.card = card
        self.value = value
        self.cost = cost
        self.reduced = reduced
        self.seconds = CARD_SECONDS

    def begin(self, field: Playfield) -> None:
        """Lay it face down."""
        field.card = OpenCard(self.card, self.value, self.cost, 1.0 if self.reduced else 0.0)

    def at(self, field: Playfield, share: float) -> None:
        """Turn it within the first third, hold it, slip it out of the tray."""
        if field.card is not None and not self.reduced:
            field.card.share = min(1.0, share * CARD_SECONDS / FLIP_SECONDS)
            left = (1 - share) * CARD_SECONDS
            field.card.gone = max(0.0, 1 - left / PUT_AWAY_SECONDS)

    def end(self, field: Playfield) -> None:
        """Put it away."""
        field.card = None


class Sound(Effect):
    """Nothing to see, something to hear."""

    def __init__(self, sound: str) -> None:
        self.sound = sound


class GavelFall(Effect):
    """The gavel falls on the tile an auction is about."""

    sound = "gavel"
    seconds = GAVEL_SECONDS

    def __init__(self, square: int) -> None:
        self.square = square

    def begin(self, field: Playfield) -> None:
        """Raise it."""
        field.stamps.append(Stamp(self.square, GAVEL))


class Elimination(Effect):
    """Somebody is out: the token is crossed out, then taken off."""

    seconds = OUT_SECONDS

    def __init__(self, seat: int, viewer: int | None) -> None:
        self.seat = seat
        self.sound = "lose" if seat == viewer else ""

    def begin(self, field: Playfield) -> None:
        """Cross it out."""
        field.stamps.append(Stamp(field.positions[self.seat], OUT, self.seat))

    def end(self, field: Playfield) -> None:
        """Take it off."""
        field.out[self.seat] = True


class JailChange(Effect):
    """Somebody goes behind bars or comes out."""

    def __init__(self, seat: int, turns: int, sound: str) -> None:
        self.seat = seat
        self.turns = turns
        self.sound = sound

    def end(self, field: Playfield) -> None:
        """Mark the seat."""
        field.jail[self.seat] = self.turns
