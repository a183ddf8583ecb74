"""Who goes where on which way: what a link (`client`) is given to begin with."""

from __future__ import annotations

from typing import Final, Protocol, TypeAlias

import msgspec

from magnate_app.net.channel import Channel
from magnate_app.protocol.messages import Socket

NEW: Final = "new"
ANY_ROOM: Final = "seat"
"""What stands for the code of a room where a seat code says which it is."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits down: the device's secret, and how to be called and spoken to.

    `piece` is the figure wished for in a lobby, 0 for any; a wish is no claim.
    """

    token: str
    name: str = ""
    lang: str = "es"
    piece: int = 0

    def __repr__(self) -> str:
        return f"Person(name={self.name!r})"


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """Where to go first: the queue, a room by its code (`new` makes one), or a game.

    `code` is that of a game's room, for people; `spectate` asks to watch a game;
    `seat_code` claims the seat one had on another device.
    """

    socket: Socket
    name: str = ""
    code: str | None = None
    spectate: bool = False
    seat_code: str = ""

    @property
    def path(self) -> str:
        """The path of its socket."""
        return f"/ws/{self.socket}/{self.name}/" if self.name else f"/ws/{self.socket}/"


class Dialer(Protocol):
    """Opens lines to one host."""

    @property
    def address(self) -> str | None:
        """Where the host is, for people; None in this process."""
        ...

    @property
    def at_home(self) -> bool:
        """Whether the host is in this process and closes with the link."""
        ...

    async def dial(self, path: str, query: dict[str, str], token: str) -> Channel:
        """Open a line. Raises `LinkError`."""
        ...

    async def look_elsewhere(self) -> None:
        """Find out whether the table has moved: somebody else answers in its place."""
        ...

    async def close(self) -> None:
        """Let go of the host; the last thing a link does."""
        ...


Route: TypeAlias = tuple[Dialer, Goal]
