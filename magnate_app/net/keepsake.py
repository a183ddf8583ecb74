"""Remembers, while a person plays at somebody else's table, where that table is.

Fed with what a link was told, on the window's thread. Writes only when there is
something new worth keeping: the seat, each round, the end.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from magnate_app.errors import SaveError
from magnate_app.protocol.link import Incoming, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import GameResponse, GameStateMessage
from magnate_app.protocol.views import Update
from magnate_app.saves.last_table import LastTable, forget_last_table, store_last_table

_GONE: Final = frozenset(
    {
        LinkFailure.ROOM_NOT_FOUND,
        LinkFailure.GAME_NOT_FOUND,
        LinkFailure.NOT_A_PARTICIPANT,
        LinkFailure.KICKED,
        LinkFailure.SEAT_MOVED,
        LinkFailure.BANNED,
    }
)
"""Endings after which there is no seat to come back to."""

log = logging.getLogger(__name__)


class Keepsake:
    """What is remembered of one link; `now` is seconds since 1970."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now
        self._status = LinkStatus(LinkState.CONNECTING)
        self._state: GameStateMessage | None = None
        self._events = 0
        self._round = -1
        self._over = False

    def note(self, message: Incoming) -> None:
        """Take in one message."""
        match message:
            case LinkStatus():
                self._status = message
                if message.state is LinkState.CLOSED and message.failure in _GONE:
                    self._forget()
            case GameStateMessage(update=update) if update is not None:
                if update.since == 0:
                    self._events = 0
                self._state = message
                self._round = -1
                self._take(update)
            case GameResponse(update=update) if update is not None:
                self._take(update)
            case _:
                pass

    def _take(self, update: Update) -> None:
        self._events += len(update.events)
        view = update.view
        if view.seat is None:
            return
        if view.outcome is not None or view.players[view.seat].out:
            self._forget()
        elif view.turn.round != self._round:
            self._round = view.turn.round
            self._keep(update)

    def _keep(self, update: Update) -> None:
        status, told = self._status, self._state
        if told is None or status.address is None or status.game_id is None:
            return
        state = told.game_state
        names = {seat.id: seat.username for seat in update.seats}
        table = LastTable(
            address=status.address,
            room_code=status.room_code,
            game=status.game_id,
            name=state.settings.name,
            host=names.get(state.host, "") if state.host is not None else "",
            players=tuple(names.values()),
            round=update.view.turn.round,
            rounds=update.view.turn.rounds,
            events=self._events,
            at=self._now(),
        )
        self._over = False
        try:
            store_last_table(self._folder, table)
        except SaveError as error:
            log.warning("the table is not remembered: %s", error)

    def _forget(self) -> None:
        if self._over:
            return
        self._over = True
        try:
            forget_last_table(self._folder)
        except SaveError as error:
            log.warning("the table is still remembered: %s", error)
