"""The network as the app sees it: tables opened, joined, resumed and searched for.

Every call returns at once; the work happens on the network's own thread. Each table
this process hosts belongs to one link and closes with it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec

from magnate_app.content import BoardContent
from magnate_app.errors import LinkError
from magnate_app.net import joining, reopening
from magnate_app.net.background import Background
from magnate_app.net.channel import Channel
from magnate_app.net.client import TableLink
from magnate_app.net.discovery import Found, Search
from magnate_app.net.doctor import Examination, Place
from magnate_app.net.goal import Goal, Person, Route
from magnate_app.net.host import EVERYWHERE, Host
from magnate_app.net.keepsake import Keepsake
from magnate_app.net.meeting import Meeting
from magnate_app.protocol import connection, password, room_code
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import Incoming, LinkFailure
from magnate_app.protocol.messages import ClientMessage, ReadyStatus, Socket, StartGame
from magnate_app.protocol.room_code import Target
from magnate_app.rules.chance import Chance, Unpredictable
from magnate_app.rules.settings import Settings
from magnate_app.saves.last_table import LastTable
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup

T = TypeVar("T")

CASTS: Final = 2**31
"""So many ways the characters of a table may be shuffled."""

PATIENCE: Final = 120.0
"""Seconds one waits for the host to open the table again."""

_START: Final[tuple[ClientMessage, ...]] = (ReadyStatus(is_ready=True), StartGame())


class Folders(msgspec.Struct, frozen=True):
    """Where hosts of this process keep their files."""

    data: Path
    saves: Path


class OwnHost:
    """The host in this process, as a dialer; it closes with the last link to it."""

    def __init__(self, host: Host, setup: Setup, *, solo: bool) -> None:
        self._host = host
        self._setup = setup
        self._solo = solo
        self._links = 1

    @property
    def address(self) -> str | None:
        """Where friends find this host; None for a table nobody else can join."""
        if self._host.port is None or not self._host.addresses:
            return None
        return f"{self._host.addresses[0]}:{self._host.port}"

    @property
    def at_home(self) -> bool:
        """Whether the host is in this process: always."""
        return True

    async def dial(self, path: str, query: dict[str, str], token: str) -> Channel:
        """Open a line without a socket."""
        return self._host.connect(path, urlencode(query), f"Bearer {token}")

    async def look_elsewhere(self) -> None:
        """Do nothing: our own host does not move."""

    async def close(self) -> None:
        """Close the host: everybody is told, running games are saved."""
        self._links -= 1
        if self._links == 0:
            await self._host.close()

    def open_again(self, code: str | None) -> str:
        """Let one more link in, into a new room under the code of the last one.

        Raises `LinkError` when the host has closed meanwhile.
        """
        if self._links == 0:
            raise LinkError(LinkFailure.HOST_CLOSING)
        self._links += 1
        if code is not None and self._host.has_code(code):
            return code
        codes = None if code is None else [code]
        return self._host.make_room(self._setup, codes=codes, solo=self._solo, again=True)


class Browsing:
    """A running search for tables, seen from the window's thread."""

    def __init__(self, background: Background, interfaces: Sequence[str] | None) -> None:
        self._background = background
        self._search: Search | None = None
        self._closed = False
        background.post(self._start, interfaces)

    def tables(self) -> tuple[Found, ...]:
        """Return the tables that answer now, open ones first."""
        search = self._search
        return () if search is None else search.found

    def close(self) -> None:
        """Stop searching."""
        self._background.call(self.closed())

    async def closed(self) -> None:
        """Stop searching, on the loop."""
        self._closed = True
        search, self._search = self._search, None
        if search is not None:
            await search.close()

    def _start(self, interfaces: Sequence[str] | None) -> None:
        if not self._closed:
            self._search = Search(interfaces)
            self._search.start()


class Network:
    """All tables of one running app, and the thread they live on.

    `interfaces` restricts discovery, `address` what a host listens on; both are for
    tests and odd networks. `config` may be replaced: it counts for later hosts.
    """

    def __init__(
        self,
        content: BoardContent,
        folders: Folders,
        *,
        config: ServerConfig | None = None,
        interfaces: Sequence[str] | None = None,
        address: str = EVERYWHERE,
        chance_factory: Callable[[], Chance] = Unpredictable,
    ) -> None:
        self._content = content
        self._folders = folders
        self.config = config or ServerConfig()
        self._interfaces = interfaces
        self._address = address
        self._chance = chance_factory
        self._background = Background()
        self._links: list[TableLink] = []
        self._browsers: list[Browsing] = []
        self._examinations: list[Examination] = []

    def solo(
        self,
        person: Person,
        settings: Settings,
        levels: Sequence[str],
        *,
        advice: bool = False,
        characters: bool = True,
    ) -> TableLink:
        """Open a private table against bots of these levels and start it at once."""
        options = TableOptions(
            visibility="code_only", spectators=False, advice=advice, characters=characters
        )
        setup = _setup(settings, levels, options)

        async def open_room(host: Host) -> Goal:
            return Goal(socket=Socket.ROOM, name=host.make_room(setup, solo=True))

        return self._own(person, setup, open_room, solo=True)

    def host(
        self,
        person: Person,
        settings: Settings,
        levels: Sequence[str],
        options: TableOptions,
        *,
        port: int | None = None,
        password: str = "",
    ) -> TableLink:
        """Open a table others can join; the link leads into its lobby.

        Without `port` the first free one of 47800–47815 is taken; without `password`
        everybody may come in.
        """
        setup = _setup(settings, levels, options)

        async def open_room(host: Host) -> Goal:
            await host.listen(port, self._address)
            return Goal(
                socket=Socket.ROOM, name=host.make_room(await _locked(setup, person, password))
            )

        return self._own(person, setup, open_room)

    def resume(
        self, person: Person, path: Path, *, port: int | None = None, absence: str = ""
    ) -> TableLink:
        """Reopen a saved game and take one's seat; a table of friends listens again.

        Whoever reopens it runs the table, on whatever computer. `absence` says what
        becomes of those who are not back; empty leaves it as it was agreed.
        """

        async def find() -> Route:
            saved = await reopening.read(path, person, absence)
            header = saved.header

            async def reopen(host: Host) -> Goal:
                if not header.solo:
                    await host.listen(port, self._address)
                game = reopening.reopen(host, saved)
                return Goal(socket=Socket.GAME, name=str(game), code=host.code_of(game))

            levels = tuple(seat.bot_level for seat in header.seats if seat.is_bot)
            setup = _setup(header.settings, levels, header.options)
            return await self._open(setup, reopen, solo=header.solo)

        return self._link(person, find)

    def again(self, link: TableLink) -> TableLink:
        """Sit down for a rematch with those of a game that is over.

        Who hosts opens a new lobby under the same code; everybody else waits for it.
        The link of the old game closes.
        """
        own = isinstance(link.dialer, OwnHost)

        async def find() -> Route:
            dialer, code = link.dialer, link.status.room_code
            if isinstance(dialer, OwnHost):
                code = dialer.open_again(code)
            link.close()
            if dialer is None or code is None:
                raise LinkError(LinkFailure.ROOM_NOT_FOUND)
            return dialer, Goal(socket=Socket.ROOM, name=code)

        greet = _START if own and link.alone else ()
        witness = None if own else self._witness()
        return self._link(
            link.person, find, greet, patience=0.0 if own else PATIENCE, witness=witness
        )

    def join(self, person: Person, target: str, seat_code: str = "") -> TableLink:
        """Join by code, address or link; a mistyped code closes the link at once.

        With `seat_code` it is the seat one has there already, on another device.
        """
        if not seat_code:
            return self._remote(person, target, joining.find_table)

        async def find(where: Target, interfaces: Sequence[str] | None) -> Route:
            return await joining.find_seat(where, seat_code, interfaces)

        return self._remote(person, target, find)

    def back(self, person: Person, last: LastTable) -> TableLink:
        """Go back to the seat at somebody else's table."""

        async def find() -> Route:
            return await joining.find_again(last, self._interfaces)

        return self._link(person, find, seen=last.events, witness=self._witness())

    def quick_match(self, person: Person, target: str) -> TableLink:
        """Enter the queue of a host."""
        return self._remote(person, target, joining.find_queue)

    def meet(self, person: Person) -> TableLink:
        """Enter the one queue of this network, opened here when there is none."""

        async def open_host() -> Host:
            host, _ = await self._prepared(
                lambda host: host.listen(None, self._address, announce=False)
            )
            return host

        meeting = Meeting(open_host, self._interfaces)
        remember = self._witness()

        async def find() -> Route:
            return meeting, Goal(socket=Socket.QUEUE)

        def witness(message: Incoming) -> None:
            # A game of our own host lies among the saved games.
            if not meeting.at_home:
                remember(message)

        return self._link(person, find, witness=witness)

    def new_room(self, person: Person, target: str) -> TableLink:
        """Open a room on a headless host."""
        return self._remote(person, target, joining.find_new_room)

    def browse(self) -> Browsing:
        """Look for tables on this network."""
        browsing = Browsing(self._background, self._interfaces)
        self._browsers.append(browsing)
        return browsing

    def examine(self, target: str, *, port: int | None = None) -> Examination:
        """Find out what stands in the way of hosting, or of reaching `target`."""
        chosen = "" if self._address == EVERYWHERE else self._address
        place = Place(chosen=chosen, port=port)
        examination = Examination(self._background, self._content, target, place)
        self._examinations.append(examination)
        return examination

    def close(self) -> None:
        """Close every link, table and search; running games are saved. Takes a moment."""
        self._background.stop(self._close())

    async def _close(self) -> None:
        for link in self._links:
            link.close()
        ends: list[Awaitable[None]] = [browser.closed() for browser in self._browsers]
        ends += [examination.closed() for examination in self._examinations]
        ends += [link.finished() for link in self._links]
        await asyncio.gather(*ends)

    def _own(
        self,
        person: Person,
        setup: Setup,
        prepare: Callable[[Host], Awaitable[Goal]],
        *,
        solo: bool = False,
    ) -> TableLink:
        async def find() -> Route:
            return await self._open(setup, prepare, solo=solo)

        return self._link(person, find, _START if solo else ())

    async def _open(
        self, setup: Setup, prepare: Callable[[Host], Awaitable[Goal]], *, solo: bool
    ) -> Route:
        host, goal = await self._prepared(prepare)
        return OwnHost(host, setup, solo=solo), goal

    async def _prepared(self, prepare: Callable[[Host], Awaitable[T]]) -> tuple[Host, T]:
        """Open a host; one that cannot be prepared is closed again."""
        host = self._host()
        ready = False
        try:
            result = await prepare(host)
            ready = True
        finally:
            if not ready:
                await host.close()
        return host, result

    def _host(self) -> Host:
        return Host(
            self.config,
            self._content,
            data=self._folders.data,
            saves=self._folders.saves,
            chance_factory=self._chance,
            interfaces=self._interfaces,
        )

    def _remote(
        self,
        person: Person,
        target: str,
        find: Callable[[Target, Sequence[str] | None], Awaitable[Route]],
    ) -> TableLink:
        async def found() -> Route:
            return await find(room_code.parse_target(target), self._interfaces)

        return self._link(person, found, witness=self._witness())

    def _witness(self) -> Callable[[Incoming], None]:
        """Return what remembers the table of a new link."""
        return Keepsake(self._folders.data).note

    def _link(
        self,
        person: Person,
        find: Callable[[], Awaitable[Route]],
        greet: tuple[ClientMessage, ...] = (),
        patience: float = 0.0,
        seen: int = 0,
        witness: Callable[[Incoming], None] | None = None,
    ) -> TableLink:
        self._links = [link for link in self._links if not link.over]
        link = TableLink(self._background, person, find, greet, patience, seen, witness)
        self._links.append(link)
        return link


async def _locked(setup: Setup, person: Person, typed: str) -> Setup:
    """Return a setup with a password, which the host of the table need not enter."""
    if not typed:
        return setup
    salt = secrets.token_bytes(password.SALT_BYTES)
    lock = await asyncio.to_thread(password.make_lock, typed, salt)
    digest = connection.digest_of(person.token) or ""
    return msgspec.structs.replace(setup, lock=lock, known=(digest,))


def _setup(settings: Settings, levels: Sequence[str], options: TableOptions) -> Setup:
    seats = max(settings.seats, min(6, 1 + len(levels)))
    return Setup(
        settings=msgspec.structs.replace(settings, seats=seats),
        options=options,
        target=1 + len(levels) if levels else 0,
        levels=tuple(levels),
        cast=secrets.randbelow(CASTS) + 1,
    )
