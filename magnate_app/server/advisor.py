"""Advice for people who ask for it: the question to a bot, and its answer to one alone.

A person has one question out at a time. An answer to a decision that is over, or that has
moved on meanwhile as business does, is dropped.
The bot is given the view of the seat, no more.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from magnate_app.protocol.classic import action_to_wire
from magnate_app.protocol.connection import Bucket
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.messages import AdviceChoice, AdviceGiven, ErrorCode, RefusedError
from magnate_app.rules.actions import Action
from magnate_app.rules.ids import AUCTION, Seat
from magnate_app.rules.reasons import Reason
from magnate_app.rules.views import view_for
from magnate_app.server import broadcast
from magnate_app.server.commands import AskAdviser
from magnate_app.server.line import Line
from magnate_app.server.seats import SeatHolder
from magnate_app.server.table import Table

Choices: TypeAlias = tuple[tuple[tuple[Action, ...], int, tuple[Why, ...]], ...]
"""Best first: actions in their order, worth in coins, reasons."""

_Moment: TypeAlias = tuple[int, int]

AT_ONCE: Final = 3
EVERY: Final = 2.0


class Adviser:
    """The advice of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._buckets: dict[Seat, Bucket] = {}
        self._out: dict[Seat, tuple[_Moment, Line]] = {}

    def ask(self, seat: SeatHolder, line: Line, now: float) -> None:
        """Let a bot think about the decision of a person. Raises `RefusedError`."""
        table = self._table
        if not table.header.options.advice:
            raise RefusedError(ErrorCode.ADVICE_OFF)
        acting = table.acting()
        if seat not in acting:
            raise RefusedError(Reason.NOT_YOUR_TURN, active=[one.user for one in acting])
        bucket = self._buckets.setdefault(seat.number, Bucket(AT_ONCE, 1 / EVERY))
        if not bucket.take(now / 1000):
            raise RefusedError(ErrorCode.RATE_LIMITED, retry_ms=bucket.wait_ms())
        moment = self._moment()
        if self._out.get(seat.number) == (moment, line):
            return
        self._out[seat.number] = moment, line
        view = view_for(table.state, seat.number)
        table.out.add(
            AskAdviser(game=table.id, seat=seat.number, decision=table.state.decision, view=view)
        )

    def answered(self, number: Seat, decision: int, choices: Choices, now: float) -> None:
        """Pass on what the bot thinks, if the person still wants to know."""
        table = self._table
        if number not in self._out:
            return
        asked, line = self._out.pop(number)
        seat = table.seats[number]
        holds = asked == self._moment() and decision == table.state.decision
        if not holds or line is not seat.line or seat not in table.acting():
            return
        about = broadcast.facts(table, now, clock=False)
        told = tuple(
            AdviceChoice(
                actions=tuple(
                    action_to_wire(table.state, about, number, action).own for action in actions
                ),
                value=value,
                whys=whys,
            )
            for actions, value, whys in choices
        )
        line.send(AdviceGiven(game=table.id, decision=decision, choices=told))

    def _moment(self) -> _Moment:
        """Return what advice is tied to: bids of others do not spoil it, other actions do."""
        state = self._table.state
        return state.decision, 0 if state.phase == AUCTION else self._table.game.seq
