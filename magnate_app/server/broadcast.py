"""Telling everybody at a table what happened, each as much as the seat may know.

Encodes with `protocol`; the same text goes to all who may know the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from magnate_app.protocol.classic import Told
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.extended import update
from magnate_app.protocol.messages import (
    ChatLine,
    GameActionMessage,
    GameStateMessage,
    Socket,
    encode,
)
from magnate_app.protocol.responses import response
from magnate_app.protocol.snapshot import game_state
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.protocol.telling import Telling
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.ids import ANSWER, Seat
from magnate_app.rules.views import view_for
from magnate_app.server.commands import Send
from magnate_app.server.events import Peer
from magnate_app.server.line import Line
from magnate_app.server.seats import SeatHolder
from magnate_app.server.table import Table


def facts(table: Table, now: float, *, clock: bool = True) -> TableFacts:
    """Return what the encoders need beside the state; `clock` only where it is shown."""
    return TableFacts(
        game=table.id,
        seats=table.shown_seats(),
        settings=table.settings,
        started=table.started,
        seq=table.game.seq,
        host=table.host,
        deadline=table.deadline(now) if clock else None,
        paused=table.held,
        why=table.why,
    )


def tell_step(
    table: Table,
    told: Told,
    events: Sequence[AnyEvent],
    now: float,
    why: Why | None = None,
) -> None:
    """Send `game_action` and `game_response` to everybody, the two adjacent for each.

    `why` is kept for newcomers while it belongs to the offer on the table.
    """
    table.why = why
    # Who may know the same: the seat that acted has its own words for a secret bid.
    secret = told.others is not told.own
    alike: dict[tuple[bool, bool, Seat | None], list[Peer]] = {}
    extended = False
    for line, seat in table.audience.lines():
        number = None if seat is None else seat.number
        sees = number if line.extended else None
        extended = extended or line.extended
        hears = (not secret or number == told.seat, line.extended, sees)
        if hears in alike:
            alike[hears].append(line.peer)
        else:
            alike[hears] = [line.peer]
    # Classic connections are told nothing of what changes about people.
    about = facts(table, now) if extended else table.who
    data = response(told, table.state, about, events)
    telling = Telling(table.state, about, data, events, table.memory)
    own = encode(Socket.GAME, GameActionMessage(data=told.own))
    others = encode(Socket.GAME, GameActionMessage(data=told.others)) if secret else own
    for (knows, more, sees), peers in alike.items():
        answer = telling.extended(sees) if more else telling.classic()
        table.out.add(Send(tuple(peers), (own if knows else others, answer), table.id))
    if table.state.phase != ANSWER:
        table.why = None


def tell_state(
    table: Table, line: Line, seat: SeatHolder | None, seq: int | None, now: float
) -> None:
    """Send the whole game to one connection, with the events since `seq` where known."""
    about = facts(table, now)
    number = None if seat is None else seat.number
    view = view_for(table.state, number)
    snapshot = game_state(view, about, line.person.user, number)
    if not line.extended:
        line.send(GameStateMessage(game_state=snapshot))
        return
    events = None if seq is None else table.game.story.since(seq)
    since = about.seq if seq is None or events is None else seq
    line.send(
        GameStateMessage(
            game_state=snapshot, update=update(view, about, number, events or (), since)
        )
    )


def tell_chat(table: Table, sender: Line, role: str, text: str, now: float) -> None:
    """Send a chat message to everybody, the sender too."""
    name, user = sender.person.name, sender.person.user
    classic = ChatLine(game=table.id, user=name, msg=text)
    extended = ChatLine(game=table.id, user=name, msg=text, user_id=user, role=role, at=round(now))
    for line, _ in table.audience.lines():
        line.send(extended if line.extended else classic)
