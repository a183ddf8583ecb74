"""What happened at a table while one was away, in figures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from magnate_app.rules.events import (
    AnyEvent,
    CashMoved,
    DeedChanged,
    GameEnded,
    PlayerEliminated,
    TurnStarted,
)

_GAINED: Final = ("bought", "auctioned", "traded", "card")


class SeatChange(msgspec.Struct, frozen=True):
    """What became of one seat: money won or lost, deeds that are its own now."""

    seat: int
    cash: int
    gained: tuple[int, ...]
    out: bool


class Meanwhile(msgspec.Struct, frozen=True):
    """What was missed: turns, one's own among them, and the change of every seat."""

    turns: int
    own_turns: int
    changes: tuple[SeatChange, ...]

    @property
    def matters(self) -> bool:
        """Whether it is worth stopping somebody who just came back."""
        return self.own_turns > 0 or self.turns >= len(self.changes)


def meanwhile(events: Sequence[AnyEvent], seats: int, me: int | None) -> Meanwhile | None:
    """Sum the missed events up; None when the game has ended, which has a screen of its own."""
    cash = [0] * seats
    owner: dict[int, int] = {}
    out: set[int] = set()
    turns = own = 0
    for event in events:
        match event:
            case TurnStarted():
                turns += 1
                own += event.seat == me
            case CashMoved():
                if isinstance(event.payer, int):
                    cash[event.payer] -= event.amount
                if isinstance(event.payee, int):
                    cash[event.payee] += event.amount
            case DeedChanged(owner=None):
                owner.pop(event.square, None)
            case DeedChanged(owner=int(new)) if event.reason in _GAINED:
                owner[event.square] = new
            case PlayerEliminated():
                out.add(event.seat)
            case GameEnded():
                return None
            case _:
                pass
    changes = tuple(
        SeatChange(
            seat,
            cash[seat],
            tuple(sorted(square for square, who in owner.items() if who == seat)),
            seat in out,
        )
        for seat in range(seats)
    )
    return Meanwhile(turns, own, changes)
