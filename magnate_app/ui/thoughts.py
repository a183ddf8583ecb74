"""What bots have said to this table: advice for this person, remarks, reasons with offers.

Part of the table's model; knows codes and figures, `whys` has the words.
"""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.explaining import Why
from magnate_app.protocol.messages import AdviceGiven, Remark
from magnate_app.protocol.views import Answer, Auction, Update
from magnate_app.rules.events import TradeProposed

REMARK_SECONDS: Final = 5.0


class Thoughts:
    """Newest thoughts of bots; `silent` lets remarks pass unheard."""

    def __init__(self) -> None:
        self.silent = False
        self.advice: AdviceGiven | None = None
        self.bubbles: dict[int, tuple[Remark, float]] = {}
        self.offer: Why | None = None
        self._seq = -1

    def advise(self, advice: AdviceGiven, seq: int) -> None:
        """Take an answer to a question of this person, after action `seq`."""
        self.advice, self._seq = advice, seq

    def note(self, update: Update) -> None:
        """Keep the reason of the offer on the table, as long as it lies there."""
        if isinstance(update.view.decision, Answer):
            if isinstance(update.why, Why):
                self.offer = update.why
            elif any(isinstance(event, TradeProposed) for event in update.events):
                self.offer = None
        else:
            self.offer = None

    def advice_for(self, update: Update | None) -> AdviceGiven | None:
        """Return the advice that still holds for what is shown."""
        advice = self.advice
        if advice is None or update is None or advice.decision != update.view.decision.id:
            return None
        bidding = isinstance(update.view.decision, Auction)
        return advice if bidding or self._seq == update.seq else None

    def say(self, remark: Remark) -> bool:
        """Let a remark float for a while; return whether anybody hears it."""
        if self.silent:
            return False
        self.bubbles[remark.seat] = remark, REMARK_SECONDS
        return True

    def age(self, dt: float) -> bool:
        """Let time pass; return whether a bubble is gone."""
        before = len(self.bubbles)
        self.bubbles = {
            seat: (remark, left - dt) for seat, (remark, left) in self.bubbles.items() if left > dt
        }
        return len(self.bubbles) != before
