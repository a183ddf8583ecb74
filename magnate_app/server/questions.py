"""Bots and stand-ins: when they are asked, and what becomes of their answers.

Every question has a number of its own. An answer to a question that is no longer the
seat's newest is dropped; an answer that is not legal is replaced by a safe default.
"""

from __future__ import annotations

import logging

from magnate_app.errors import IllegalActionError
from magnate_app.protocol.classic import explicit
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, AnswerTrade, Bid, EndPhase, ProposeTrade
from magnate_app.rules.ids import ANSWER, AUCTION
from magnate_app.rules.state import RUN_OFF
from magnate_app.rules.views import view_for
from magnate_app.server.commands import AskBot
from magnate_app.server.seats import Question, SeatHolder
from magnate_app.server.table import Table

_log = logging.getLogger(__name__)


class Questions:
    """The questions of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._asked = 0

    def ask(self) -> None:
        """Ask every bot the game waits for and that is not thinking already."""
        table = self._table
        if table.still:
            return
        for seat in table.acting():
            question = seat.question
            thinking = question is not None and question.decision == table.state.decision
            if seat.automatic and not (thinking or seat.holds_back):
                self._ask(seat)

    def answer(self, seat: SeatHolder, number: int, action: Action | None) -> Action | None:
        """Return what a bot's answer amounts to, None for nothing (yet)."""
        table = self._table
        question = seat.question
        if question is None or question.number != number:
            return None
        seat.question = None
        if table.still or not seat.automatic or seat not in table.acting():
            return None
        if action is not None and seat.stand_in:
            action = self._modest(action)
        if action is not None:
            action = explicit(table.state, seat.number, action)
            try:
                engine.check(table.state, seat.number, action)
            except IllegalActionError as error:
                if question.seq != table.game.seq:
                    # The game moved on meanwhile; the same decision is a new question.
                    self._ask(seat)
                    return None
                _log.warning(
                    "game %d: the bot on seat %d wants %r: %s",
                    table.id,
                    seat.number,
                    action,
                    error.reason,
                )
            else:
                return action
        else:
            _log.warning("game %d: the bot on seat %d has no answer", table.id, seat.number)
        return self._fallback()

    def _ask(self, seat: SeatHolder) -> None:
        table = self._table
        self._asked += 1
        seat.question = Question(self._asked, table.state.decision, table.game.seq)
        table.out.add(
            AskBot(
                game=table.id,
                seat=seat.number,
                question=self._asked,
                view=view_for(table.state, seat.number),
                level=seat.header.bot_level or table.header.options.bot_level,
                stand_in=seat.stand_in,
                delay=table.around.config.bot_delay,
                character=table.character(seat),
            )
        )

    def _modest(self, action: Action) -> Action:
        """Return what a stand-in may do: no proposals, all offers rejected (R15.6)."""
        if self._table.state.phase == ANSWER:
            return AnswerTrade(accept=False)
        return EndPhase() if isinstance(action, ProposeTrade) else action

    def _fallback(self) -> Action:
        state = self._table.state
        if state.phase == AUCTION:
            # The clock's default may speak for another bidder first.
            return Bid(state.minimum if state.auction_kind == RUN_OFF else 0)
        return self._table.game.default()[1]
