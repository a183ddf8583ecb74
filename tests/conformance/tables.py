"""Rooms and tables in which every seat is a connection of ours, watched at every step."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.conformance import shape
from tests.conformance.book import TRAMS, Book
from tests.conformance.client import Connection, ContractError, Host, Json, ensure, hello, same
from tests.conformance.player import Mind

EXTENDED_NAMES = ("presence", "table", "reaction", "pong")


async def new_room(host: Host, **settings: Any) -> tuple[Connection, str]:
    """Open a room as its extended owner and give it settings; return its code too."""
    owner = await host.open("/ws/room/new/", extended=True)
    await hello(owner, "command")
    code = (await owner.named("room_created"))["room_code"]
    await owner.named("joined")
    if settings:
        answer = await owner.ask({"command": "update_settings", "settings": settings})
        same(answer.get("action"), "settings_changed", f"answer to settings {settings}:")
    return owner, str(code)


async def drain(*connections: Connection, seconds: float = 0.15) -> list[Json]:
    """Read what is on its way; return what the first one got."""
    got: list[list[Json]] = []
    for connection in connections:
        mine: list[Json] = []
        got.append(mine)
        try:
            while True:
                async with asyncio.timeout(seconds):
                    mine.append(json.loads(await connection.socket.recv()))
        except TimeoutError:
            continue
    return got[0]


class Table:
    """A running game whose people are all ours."""

    def __init__(self, host: Host, game: int, people: list[tuple[str, str]], extended: bool):
        self.host = host
        self.game = game
        self.people = people
        self.extended = extended
        self.at: dict[int, Connection] = {}
        self.watchers: list[Connection] = []
        self.rows: dict[str, int] = {}
        self.steps = 0
        self.book: Book
        self.owner = 0
        self.seq = 0
        self.last: Json = {}

    @classmethod
    async def start(
        cls,
        host: Host,
        people: int = 2,
        bots: int = 0,
        *,
        extended: bool = False,
        **settings: Any,
    ) -> Table:
        """Make a room with these settings, start, and open everybody's game socket."""
        options = {"pace": "relaxed", "visibility": "code_only", **settings}
        owner, code = await new_room(host, seats=max(2, people + bots), **options)
        members = [owner]
        for _ in range(people - 1):
            members.append(await host.room(code))
            await members[-1].until("joined")
        if bots:
            await owner.send({"command": "update_settings", "target_players": people + bots})
        for member in members:
            await member.send({"command": "ready_status", "is_ready": True})
        for _ in members:
            await owner.until("ready_status")
        await owner.send({"command": "start_game"})
        games = [(await member.until("game_start"))["game_id"] for member in members]
        for member in members:
            await member.closed(4001, "moved_on")
        table = cls(host, games[0], [(one.token, one.name) for one in members], extended)
        await table.enter()
        return table

    async def enter(self) -> None:
        """Open the game socket of each person."""
        for token, name in self.people:
            connection = await self.host.game(
                self.game, token=token, name=name, extended=self.extended
            )
            if self.extended:
                await hello(connection, "type")
            message = await connection.named("game_state")
            state = message["game_state"]
            shape.check_state(state)
            if not self.at:
                self.owner = state["you"]
            self.at[state["you"]] = connection
            self.book, self.seq = Book(state), state["seq"]
        if self.extended:
            await drain(*self.at.values())

    @property
    def actor(self) -> int:
        """The user the game waits for; in an auction the first who may bid."""
        if self.book.phase == "auction":
            return min(self.book.bidders & set(self.at))
        return self.book.active

    @property
    def other(self) -> int:
        """Some person still in the game, for whom it does not wait."""
        return next(user for user in self.at if user != self.actor and user in self.book.money)

    async def act(self, user: int, message: Json) -> Json:
        """Do something legal; return the response everybody got."""
        await self.at[user].send(message)
        return await self.step()

    async def step(self, patience: float = 12.0) -> Json:
        """Hear the next accepted action on every connection; return its response."""
        before = self.book
        heard: list[tuple[Json, Json]] = []
        for who, connection in [*self.at.items(), *((0, one) for one in self.watchers)]:
            action = await self._named(connection, "game_action", patience)
            # Nothing comes between the two.
            response = await connection.named("game_response")
            ensure(set(action) == {"event_type", "data"}, "keys of game_action", action)
            shape.check_action(action["data"])
            shape.check_response(response["data"])
            if "update" in response:
                self._check_update(response["update"])
            self._check_hidden(who, action["data"], before)
            heard.append((action["data"], response["data"]))
        first = max(
            (action for action, _ in heard),
            key=lambda action: "amount" in action and action["amount"] is not None,
        )
        for action, data in heard:
            same(data, heard[0][1], "responses differ:")
            same({**action, "amount": 0}, {**first, "amount": 0}, "actions differ:")
        row = shape.row(before, first, heard[0][1])
        self.rows[row] = self.rows.get(row, 0) + 1
        self.last = first
        self.steps += 1
        self.seq += 1
        self.book.acted(first)
        self.book.answered(heard[0][1])
        return heard[0][1]

    async def refresh(self) -> None:
        """Check the book against a fresh snapshot."""
        user = next(iter(self.at))
        token, name = self.people[0]
        newer = await self.host.game(self.game, token=token, name=name, extended=self.extended)
        if self.extended:
            await hello(newer, "type")
        state = (await newer.named("game_state"))["game_state"]
        shape.check_state(state)
        same(state["seq"], self.seq, "seq of the snapshot:")
        self.book.check(state)
        await self.at[user].closed(4005, "replaced")
        self.at[user] = newer

    async def _named(self, connection: Connection, name: str, patience: float) -> Json:
        while True:
            message = await connection.next(patience)
            if message.get("event_type") == name:
                return message
            if message.get("event_type") not in EXTENDED_NAMES or not self.extended:
                raise ContractError(f"found {message} instead of {name}")

    def _check_update(self, update: Json) -> None:
        same(update["seq"], self.seq + 1, "seq:")
        same(update["since"], self.seq, "since:")

    def _check_hidden(self, who: int, action: Json, book: Book) -> None:
        if action["type"] == "ActionBid" and not book.open_auction:
            hidden = action["amount"] is None
            same(hidden, action["player"] != who, "a sealed bid is hidden from the others:")


def at_a_purchase(book: Book) -> bool:
    """Whether somebody may buy or decline a square now."""
    return book.phase == "management" and book.positions[book.active] not in TRAMS


async def play_on(table: Table, minds: dict[int, Any], until: Any, most: int = 4000) -> bool:
    """Let minds play until a condition holds or the game is over; return whether it holds."""
    for _ in range(most):
        if until(table.book):
            return True
        if table.book.phase == "end_game":
            return False
        user = table.actor
        table.book.me = user
        wanted = minds[user].decide(table.book)
        ensure(wanted is not None, "nothing to do in", table.book.phase)
        await table.act(user, wanted)
    return False


async def brought_to(
    host: Host, until: Any, people: int, **options: Any
) -> tuple[Table, dict[int, Mind]]:
    """Start games until one comes to where a condition holds; return it and its minds.

    A card that doubles or takes all of somebody's money spoils one game in some dozens.
    """
    for _ in range(8):
        table = await Table.start(host, people, **options)
        minds = {user: Mind(f"{table.game}/{user}") for user in table.at}
        if await play_on(table, minds, until):
            return table, minds
    raise ContractError("no game in eight came to what is to be looked at")
