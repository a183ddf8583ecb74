"""Tells a person what must not be missed: whose turn it is, the last seconds, a digest."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.explaining import Why
from magnate_app.protocol.link import Incoming
from magnate_app.protocol.messages import AdviceGiven, GameResponse
from magnate_app.protocol.views import Answer
from magnate_app.rules.events import TradeRefused
from magnate_app.ui.panels.choice import has_choice
from magnate_app.ui.scene import Stage
from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_log import digest
from magnate_app.ui.whys import line, remark_words, said

LAST_SECONDS: Final = 5
WINS: Final = "wins"


class Herald:
    """Calls once for each decision, with sounds and outside the window."""

    def __init__(self, stage: Stage, table: Table) -> None:
        self._stage = stage
        self._table = table
        self._called = -1
        self._second: int | None = None
        self._parted = False

    def receive(self, message: Incoming) -> None:
        """Tell at once why a bot refused an offer, and read the best advice aloud."""
        if isinstance(message, AdviceGiven) and message.choices and self._table.advising:
            self._stage.say(line(self._table, message.choices[0]))
        update = message.update if isinstance(message, GameResponse) else None
        if update is None or not isinstance(update.why, Why):
            return
        for event in update.events:
            if isinstance(event, TradeRefused) and event.from_ == self._table.model.me:
                who = self._table.seat_name(event.to)
                self._stage.toast(tr("table.refused", who=who), said(self._table, update.why))

    def tell(self) -> None:
        """Say what there is to say now."""
        self._call()
        self._tick()
        self._last_words()

    def _call(self) -> None:
        """Say with a sound, and outside the window, that it is this person's turn."""
        model = self._table.model
        decision = model.view.decision
        if model.busy or not has_choice(self._table) or decision.id == self._called:
            return
        self._called = decision.id
        self._tell_digest()
        self._stage.sound("your_turn")
        key = "table.call.answer" if isinstance(decision, Answer) else "table.call.turn"
        self._stage.call_attention(tr(key))
        self._stage.say(tr(key))

    def _last_words(self) -> None:
        """Let the winner's words outlive the table."""
        model = self._table.model
        if model.view.outcome is None or model.busy or self._parted:
            return
        self._parted = True
        for remark, _ in model.thoughts.bubbles.values():
            if remark.occasion == WINS and (words := remark_words(remark)):
                self._stage.toast(self._table.seat_name(remark.seat), words)

    def _tick(self) -> None:
        """Tick through the last seconds of a decision of one's own."""
        model = self._table.model
        left = model.deadline_left
        second = None if left is None else int(left)
        last = second is not None and second != self._second and 0 < second <= LAST_SECONDS
        if last and has_choice(self._table) and not model.paused:
            self._stage.sound("tick")
        self._second = second

    def _tell_digest(self) -> None:
        """Tell in one message what the bots did whose turns were not shown."""
        words = digest(self._table, self._table.model.folded)
        self._table.model.folded = []
        if words:
            self._stage.toast(tr("table.digest"), words)
