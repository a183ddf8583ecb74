"""Section 5: the public queue."""

from __future__ import annotations

import asyncio

from tests.conformance import shape
from tests.conformance.checks import check
from tests.conformance.client import Connection, Host, ensure, hello, new_token, same

STATUS = {
    "action": shape.one_of("queue_status"),
    "waiting": shape.whole(1),
    "needed": shape.whole(0),
    "fill": shape.whole(0),
}


async def _size(host: Host) -> int:
    """How many make a game: as many wait in vain, plus one."""
    connection = await host.queue(extended=True)
    await hello(connection, "action")
    status = await connection.named("queue_status")
    shape.check(status, STATUS, "queue_status", None)
    same(status["waiting"], 1)
    await connection.leave()
    return int(status["needed"])


@check("queue", alone=True)
async def match(host: Host) -> None:
    """The oldest who wait are matched in one step and closed 4001; a later one waits on"""
    size = await _size(host)
    people = [await host.queue() for _ in range(size - 1)]
    for one in people:
        await one.silent(0.05)
    people.append(await host.queue())
    games = []
    for one in people:
        message = await one.named("match_found")
        same(set(message), {"action", "game_id"})
        games.append(message["game_id"])
        await one.closed(4001, "moved_on")
    same(len(set(games)), 1, "games:")
    late = await host.queue()
    await late.silent()
    await late.leave()
    first = await host.game(games[0], token=people[0].token)
    state = (await first.named("game_state"))["game_state"]
    shape.check_state(state)
    same(len(state["players"]), size)
    same((state["host"], state["has_bots"], state["seq"]), (None, False, 0))
    same(state["settings"]["preset"], "standard")
    same(state["active_turn_player"], state["ordered_players"][0], "first player:")


@check("queue", alone=True)
async def leaving(host: Host) -> None:
    """Cancelling closes 4000; cancelling and closing leave the line"""
    size = await _size(host)
    gone = await host.queue()
    await gone.send({"action": "cancel"})
    await gone.closed(4000, "cancelled")
    for _ in range(size):
        one = await host.queue()
        await one.leave()
    cut = await host.queue()
    cut.cut()
    await asyncio.sleep(0.2)
    rest = [await host.queue() for _ in range(size - 1)]
    for one in rest:
        await one.silent(0.05)
        await one.leave()


@check("queue", alone=True)
async def same_person(host: Host) -> None:
    """A second connection takes over the place in line; the first is closed 4005"""
    size = await _size(host)
    token = new_token()
    first = await host.queue(token=token)
    others = [await host.queue() for _ in range(size - 2)]
    second = await host.queue(token=token)
    await first.closed(4005, "replaced")
    await second.silent()
    last = await host.queue()
    for one in (second, *others, last):
        await one.named("match_found")
        await one.closed(4001)


@check("queue", alone=True)
async def statuses(host: Host) -> None:
    """Extended connections are told who waits, and start early when all ask for bots"""
    size = await _size(host)
    one = await _enter(host)
    same(await _status(one), (1, size, 0))
    two = await _enter(host)
    same([await _status(one), await _status(two)], [(2, size, 0)] * 2)
    await one.send({"action": "fill", "fill": True})
    same([await _status(one), await _status(two)], [(2, size, 1)] * 2)
    await one.send({"action": "fill", "fill": False})
    same([await _status(one), await _status(two)], [(2, size, 0)] * 2)
    await two.leave()
    same(await _status(one), (1, size, 0))
    await one.refused({"action": "fill", "fill": 1, "ref": "r1"}, "invalid_field", field="fill")
    answer = await one.ask({"action": "ping", "t": 17})
    same((answer["action"], answer["t"]), ("pong", 17))
    await one.send({"action": "fill", "fill": True})
    message = await one.until("match_found")
    await one.closed(4001)
    game = await host.game(message["game_id"], token=one.token)
    state = (await game.named("game_state"))["game_state"]
    same((len(state["players"]), state["has_bots"]), (size, True))
    ensure(sum(not seat["is_bot"] for seat in state["seats"]) == 1, state["seats"])


async def _enter(host: Host) -> Connection:
    connection = await host.queue(extended=True)
    await hello(connection, "action")
    return connection


async def _status(connection: Connection) -> tuple[int, int, int]:
    message = await connection.named("queue_status")
    shape.check(message, STATUS, "queue_status", None)
    return message["waiting"], message["needed"], message["fill"]
