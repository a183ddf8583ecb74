"""A link with the real rules behind it: one person and bots, no server, no socket."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from magnate_app.bots import levels
from magnate_app.content import load_board
from magnate_app.errors import IllegalActionError
from magnate_app.protocol import classic, extended, messages_game
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ChatLine,
    ChatMessage,
    ClientMessage,
    ErrorMessage,
    GameActionMessage,
    GameResponse,
    GameStateMessage,
    RefusedError,
)
from magnate_app.protocol.responses import response
from magnate_app.protocol.room_settings import room_settings
from magnate_app.protocol.snapshot import game_state
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import SeatInfo
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState
from magnate_app.rules.views import view_for

NAMES = ("Marta", "Leo", "Bot Ana", "Iker", "Cierzo", "Maximiliano")


class EngineLink:
    """Plays a game for user 7; the other seats are bots that answer at once."""

    def __init__(
        self,
        settings: Settings,
        seed: int = 1,
        level: str = "random",
        on_state: Callable[[GameState], None] | None = None,
    ) -> None:
        self.chance = Seeded(seed)
        board = load_board().board
        humans = [index == 0 for index in range(settings.seats)]
        self.events: list[AnyEvent] = []
        self.state = engine.new_game(board, settings, humans, self.chance, self.events.append)
        infos = tuple(
            SeatInfo(
                seat,
                7 + index,
                NAMES[index],
                index > 0,
                "easy" if index else None,
                True,
                False,
                index + 1,
                index,
                False,
            )
            for seat, index in enumerate(self.state.order)
        )
        self.facts = TableFacts(
            game=42,
            seats=infos,
            settings=room_settings(settings, TableOptions()),
            started="2026-11-24T20:00:00Z",
            host=7,
        )
        self.me = self.state.order.index(0)
        self.bots = {
            seat: levels.make(level, f"{seed}/{seat}")
            for seat in range(settings.seats)
            if seat != self.me
        }
        self.sent: list[ClientMessage] = []
        self.refused: list[str] = []
        self.inbox: list[Incoming] = [LinkStatus(LinkState.GAME)]
        self.on_state = on_state
        self.inbox.append(
            GameStateMessage(
                game_state=game_state(self.state, self.facts, 7, self.me),
                update=extended.update(self.state, self.facts, self.me, self.events, 0),
            )
        )
        self._run()

    @property
    def status(self) -> LinkStatus:
        return LinkStatus(LinkState.GAME)

    def poll(self) -> list[Incoming]:
        come, self.inbox = self.inbox, []
        return come

    def unlock(self, typed: str) -> None:
        """Nothing is locked here."""

    def lock(self, typed: str) -> None:
        """Nothing can be locked here."""

    def close(self) -> None:
        self.inbox = []

    def send(self, message: ClientMessage) -> None:
        self.sent.append(message)
        if isinstance(message, ChatMessage):
            self.inbox.append(ChatLine(game=42, user="Marta", msg=message.msg, user_id=7))
        if not isinstance(message, messages_game.GameAction):
            return
        try:
            action = classic.action_from_wire(self.state, self.facts, message)
            engine.check(self.state, self.me, action)
        except (IllegalActionError, RefusedError) as error:
            self.refused.append(f"{message}: {error}")
            self.inbox.append(ErrorMessage(message=str(error), code="stale", params={}))
            return
        self._apply(self.me, action)
        self._run()

    def _run(self) -> None:
        """Let the bots decide until the person must."""
        while engine.outcome(self.state) is None:
            waiting = [seat for seat in engine.acting(self.state) if seat != self.me]
            if not waiting:
                return
            seat = waiting[0]
            self._apply(seat, self.bots[seat].decide(view_for(self.state, seat), seat))

    def _apply(self, seat: int, action: Action) -> None:
        told = classic.action_to_wire(
            self.state, self.facts, seat, action, "" if seat == self.me else "bot"
        )
        events: list[AnyEvent] = []
        engine.check(self.state, seat, action)
        engine.apply(self.state, seat, action, self.chance, events.append)
        since = self.facts.seq
        self.facts = msgspec.structs.replace(self.facts, seq=since + 1)
        self.inbox.append(GameActionMessage(data=told.own))
        self.inbox.append(
            GameResponse(
                data=response(told, self.state, self.facts, events),
                update=extended.update(self.state, self.facts, self.me, events, since),
            )
        )
        if self.on_state is not None:
            self.on_state(self.state)
