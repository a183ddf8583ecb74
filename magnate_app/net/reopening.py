"""A saved game that somebody wants to go on with on this computer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import msgspec

from magnate_app.errors import DecodeError, GameInUseError, LinkError, SaveError
from magnate_app.net.goal import Person
from magnate_app.net.host import Host
from magnate_app.protocol import connection
from magnate_app.protocol.gamelog import SavedLog, seats_now
from magnate_app.protocol.link import LinkFailure
from magnate_app.saves import gamelog

PUT_TO_REST: Final = 3.0
"""Seconds given to whoever plays a game, to put it to rest."""

ASK_AGAIN: Final = 0.1


async def read(path: Path, person: Person, absence: str) -> SavedLog:
    """Return the game of `path` as `person` goes on with it. Raises `LinkError`."""
    await _no_longer_played(path)
    try:
        saved = await asyncio.to_thread(gamelog.read_game, gamelog.present(path))
    except SaveError as error:
        raise LinkError(LinkFailure.BROKEN_SAVE, str(error)) from error
    if saved.end is not None:
        raise LinkError(LinkFailure.BROKEN_SAVE, f"{path}: the game is over")
    return _of(saved, person, absence)


def reopen(host: Host, saved: SavedLog) -> int:
    """Open a saved game on `host` and return its id. Raises `LinkError`."""
    try:
        return host.resume(saved)
    except GameInUseError as error:
        raise LinkError(LinkFailure.GAME_IN_USE, str(error)) from error
    except (SaveError, DecodeError) as error:
        raise LinkError(LinkFailure.BROKEN_SAVE, str(error)) from error


async def _no_longer_played(path: Path) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + PUT_TO_REST
    while await asyncio.to_thread(gamelog.in_use, path):
        if loop.time() > end:
            raise LinkError(LinkFailure.GAME_IN_USE, str(path))
        await asyncio.sleep(ASK_AGAIN)


def _of(saved: SavedLog, person: Person, absence: str) -> SavedLog:
    """Return `saved` with `person` as host where there is a seat for them."""
    header = saved.header
    digest = connection.digest_of(person.token)
    seats = seats_now(header.seats, saved.notes)
    mine = [seat.user for seat in seats if seat.digest and seat.digest == digest]
    options = header.options
    if absence:
        options = msgspec.structs.replace(options, absence=absence)
    host = mine[0] if mine else header.host
    return msgspec.structs.replace(
        saved, header=msgspec.structs.replace(header, host=host, options=options)
    )
