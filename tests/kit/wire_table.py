"""A table played over the wire: classic JSON in, classic JSON out, chance written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from magnate_app.content import load_board
from magnate_app.errors import IllegalActionError
from magnate_app.protocol import classic, extended, messages_game
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.messages import (
    GameActionMessage,
    GameResponse,
    GameStateMessage,
    RefusedError,
    Socket,
    decode_client,
    encode,
)
from magnate_app.protocol.responses import response
from magnate_app.protocol.room_settings import room_settings
from magnate_app.protocol.snapshot import game_state
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.views import Deadline, SeatInfo, Update
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Scripted
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

BOARD = load_board().board
ANA, BEA, CIERZO = 7, 8, 9
STARTED = "2026-11-22T18:00:00Z"

People = tuple[tuple[int, str, str | None], ...]
"""User id, name, and the level of a bot."""

TRIO: People = ((ANA, "ana", None), (BEA, "bea", None), (CIERZO, "Cierzo", "hard"))


def seats_of(people: People) -> tuple[SeatInfo, ...]:
    """The seats as they are told, in turn order."""
    return tuple(
        SeatInfo(seat, user, name, level is not None, level, True, False, seat + 1, seat, False)
        for seat, (user, name, level) in enumerate(people)
    )


class WireTable:
    """One game; nobody is shuffled, and each action says what chance brings."""

    def __init__(self, people: People = TRIO, settings: Settings | None = None) -> None:
        settings = settings or Settings()
        order = range(len(people) - 1, 0, -1)
        self.first: list[AnyEvent] = []
        self.state: GameState = engine.new_game(
            BOARD,
            settings,
            [level is None for _, _, level in people],
            Scripted([*order, *[0] * 12]),
            self.first.append,
        )
        self.facts = TableFacts(
            game=42,
            seats=seats_of(people),
            settings=room_settings(settings, TableOptions(name="Mesa de ana")),
            started=STARTED,
            host=people[0][0],
        )
        self.events: list[AnyEvent] = []

    def deadline(self, deadline: Deadline) -> None:
        """Set the clock as it is told."""
        self.facts = msgspec.structs.replace(self.facts, deadline=deadline)

    def send(
        self, user: int, text: str, draws: Sequence[int] = ()
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What `user` sends, accepted: the `data` the sender gets told, and the response's."""
        message = decode_client(Socket.GAME, text)
        assert isinstance(message, messages_game.GameAction)
        action = classic.action_from_wire(self.state, self.facts, message)
        own, _, came = self.act(user, action, draws)
        return own, came

    def act(
        self, user: int, action: Action, draws: Sequence[int] = (), auto: str = ""
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Carry out an action: told to its user, told to others, and the response."""
        seat = self.facts.seat_of(user)
        assert seat is not None
        engine.check(self.state, seat, action)
        told = classic.action_to_wire(self.state, self.facts, seat, action, auto)
        self.events = []
        chance = Scripted(draws)
        engine.apply(self.state, seat, action, chance, self.events.append)
        assert chance.finished
        self.facts = msgspec.structs.replace(self.facts, seq=self.facts.seq + 1)
        came = response(told, self.state, self.facts, self.events)
        return (
            _data(GameActionMessage(data=told.own)),
            _data(GameActionMessage(data=told.others)),
            _data(GameResponse(data=came)),
        )

    def refused(self, user: int, text: str, lang: str = "es") -> dict[str, Any]:
        """The error `user` gets for `text`."""
        seat = self.facts.seat_of(user)
        try:
            message = decode_client(Socket.GAME, text)
            assert isinstance(message, messages_game.GameAction)
            action = classic.action_from_wire(self.state, self.facts, message)
            try:
                engine.check(self.state, -1 if seat is None else seat, action)
            except IllegalActionError as error:
                raise classic.refusal(error, self.state, self.facts, message) from error
        except RefusedError as refused:
            error_message = classic.error_message(refused, lang)
            said: dict[str, Any] = json.loads(encode(Socket.GAME, error_message))
            return said
        raise AssertionError(f"{text} is accepted")

    def update(self, user: int | None) -> Update:
        """The update after the last action, for one seat or a spectator."""
        seat = None if user is None else self.facts.seat_of(user)
        return extended.update(self.state, self.facts, seat, self.events, self.facts.seq - 1)

    def snapshot(self, user: int) -> dict[str, Any]:
        """The `game_state` for a user, seated or not."""
        seen = game_state(self.state, self.facts, user, self.facts.seat_of(user))
        text = encode(Socket.GAME, GameStateMessage(game_state=seen))
        state: dict[str, Any] = json.loads(text)["game_state"]
        return state


def faces(*dice: int) -> tuple[int, ...]:
    """The draws of a throw."""
    return tuple(face - 1 for face in dice)


def _data(message: GameActionMessage | GameResponse) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(encode(Socket.GAME, message))["data"]
    return data
