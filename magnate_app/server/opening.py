"""How a game comes to be on this host: out of a room or the queue, or out of a saved log."""

from __future__ import annotations

import msgspec

from magnate_app.errors import DecodeError
from magnate_app.protocol.gamelog import GameHeader, SavedLog, SeatHeader, seats_now
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Chance
from magnate_app.rules.hashing import state_hash
from magnate_app.server.commands import OpenLog
from magnate_app.server.game import Game
from magnate_app.server.session import Session
from magnate_app.server.setup import Plan
from magnate_app.server.table import Surroundings


def begin(
    number: int,
    plan: Plan,
    board: Board,
    chance: Chance,
    around: Surroundings,
    now: float,
) -> Session:
    """Shuffle the players of `plan` and start their game."""
    humans = tuple(chair.person is not None for chair in plan.chairs)
    game, draws = Game.begin(board, plan.settings, humans, chance)
    users: list[int] = []
    seats: list[SeatHeader] = []
    for place in game.state.order:
        chair = plan.chairs[place]
        person = chair.person
        if person is not None:
            around.identities.hold(person)
        users.append(around.identities.new_user(around.out) if person is None else person.user)
        seats.append(
            SeatHeader(
                user=users[-1],
                name=chair.name,
                digest="" if person is None else person.digest,
                bot_level=chair.level,
                piece=chair.piece,
                color=chair.color,
            )
        )
    header = GameHeader(
        game=number,
        board=around.config.board,
        settings=plan.settings,
        options=plan.options,
        humans=humans,
        seats=tuple(seats),
        draws=draws,
        hash=state_hash(game.state),
        host=plan.host,
        room_codes=plan.codes,
        started_at=round(now),
        solo=plan.solo,
    )
    people = [chair.person for chair in plan.chairs if chair.person is not None]
    bot_names = [chair.name for chair in plan.chairs if chair.person is None]
    session = Session(header, users, game, around, people, bot_names)
    for seat, place in zip(session.table.seats, game.state.order, strict=True):
        seat.returns = plan.chairs[place].returns
    around.out.add(OpenLog(number, header))
    session.start(now)
    return session


def resume(
    saved: SavedLog, board: Board, chance: Chance, around: Surroundings, now: float
) -> Session:
    """Open a game again where its log ends; it goes on when somebody is back.

    Raises `DecodeError` when the log does not fit.
    """
    game = Game.replay(saved, board, chance)
    header = msgspec.structs.replace(saved.header, seats=seats_now(saved.header.seats, saved.notes))
    bots = [not header.humans[place] for place in game.state.order]
    if bots != [seat.is_bot for seat in header.seats]:
        raise DecodeError("header.seats", "not the seats of this game")
    identities = around.identities
    people = {
        seat.digest: identities.restore(seat.digest, seat.user, seat.name, around.out)
        for seat in header.seats
        if not seat.is_bot
    }
    bot_names = [identities.claim(seat.name) for seat in header.seats if seat.is_bot]
    users = [
        identities.restore_bot(seat.user, around.out) if seat.is_bot else people[seat.digest].user
        for seat in header.seats
    ]
    identities.reserve(game=header.game, out=around.out)
    session = Session(header, users, game, around, [*people.values()], bot_names)
    session.wait(saved, now)
    return session
