"""Fixed states for pictures and tests: services and links made of real messages.

Nothing here reaches a network or a disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from magnate_app.errors import SaveError
from magnate_app.protocol.diagnosis import (
    Adapter,
    Diagnosis,
    Kind,
    Listening,
    Measured,
    Reach,
    judge,
)
from magnate_app.protocol.gamelog import SavedLog
from magnate_app.protocol.link import Incoming, Link, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ClientMessage,
)
from magnate_app.rules.settings import Settings
from magnate_app.saves.catalog import SavedGame
from magnate_app.saves.last_table import LastTable
from magnate_app.saves.preferences import Preferences
from magnate_app.saves.tally import Tally
from magnate_app.ui.services import Bots, FoundTable

SAVED_AT = 1_795_380_000.0
"""24 November 2026, in the evening."""


class ShowLink:
    """A link whose other end is a list of messages."""

    def __init__(self, state: LinkState, messages: Iterable[Incoming] = ()) -> None:
        self._status = LinkStatus(state=state, room_code="0158A1", address="192.168.1.69")
        self.incoming: list[Incoming] = list(messages)
        self.sent: list[ClientMessage] = []
        self.typed: list[str] = []
        self.closed = False

    @property
    def status(self) -> LinkStatus:
        """The newest status."""
        return self._status

    def tell(self, *messages: Incoming) -> None:
        """Let messages arrive."""
        for message in messages:
            if isinstance(message, LinkStatus):
                self._status = message
            self.incoming.append(message)

    def send(self, message: ClientMessage) -> None:
        """Keep what was sent."""
        self.sent.append(message)

    def poll(self) -> list[Incoming]:
        """Return what has arrived."""
        arrived, self.incoming = self.incoming, []
        return arrived

    def unlock(self, typed: str) -> None:
        """Keep what was typed."""
        self.typed.append(typed)

    def lock(self, typed: str) -> None:
        """Keep what was typed."""
        self.typed.append(typed)

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class ShowBrowser:
    """A search that has found its tables already."""

    def __init__(self, tables: tuple[FoundTable, ...]) -> None:
        self._tables = tables
        self.closed = False

    def tables(self) -> tuple[FoundTable, ...]:
        """Return the tables."""
        return self._tables

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class ShowExamination:
    """A check whose findings are given."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        self.closed = False

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class ShowServices:
    """Services that remember what was asked of them."""

    def __init__(
        self,
        preferences: Preferences | None = None,
        *,
        found: tuple[FoundTable, ...] = (),
        saved: tuple[SavedGame, ...] = (),
        link: ShowLink | None = None,
    ) -> None:
        self._preferences = preferences or Preferences(name="Marta", first_run_done=True)
        self.found = found
        self.saved = list(saved)
        self.trash: list[SavedGame] = []
        self.last: LastTable | None = None
        self.counted = Tally()
        self.logs: dict[Path, SavedLog] = {}
        self.link = link or ShowLink(LinkState.CONNECTING)
        self.asked: list[tuple[str, object]] = []
        self.examination = ShowExamination(judge(measured(), done=True))
        self.updates_from = ""
        self.newer = ""
        self.closed = False

    def play_solo(self, settings: Settings, bots: Bots) -> ShowLink:
        """Remember the wish."""
        return self._answer("play_solo", (settings, bots))

    def host(self, settings: Settings, bots: Bots, name: str) -> ShowLink:
        """Remember the wish."""
        return self._answer("host", (settings, bots, name))

    def join(self, target: str, seat_code: str = "") -> ShowLink:
        """Remember the target, with the seat code if there is one."""
        return self._answer("join", (target, seat_code) if seat_code else target)

    def meet(self) -> ShowLink:
        """Remember the wish."""
        return self._answer("meet", None)

    def quick_match(self, target: str) -> ShowLink:
        """Remember the target."""
        return self._answer("quick_match", target)

    def resume(self, path: Path, absence: str = "") -> ShowLink:
        """Remember the path, with the choice if there is one."""
        return self._answer("resume", (path, absence) if absence else path)

    def rematch(self, link: Link) -> ShowLink:
        """Remember the link."""
        return self._answer("rematch", link)

    def last_table(self) -> LastTable | None:
        """Return the table."""
        return self.last

    def back(self, table: LastTable) -> ShowLink:
        """Remember the table."""
        return self._answer("back", table)

    def forget_last_table(self) -> None:
        """Forget it."""
        self.last = None

    def tally(self) -> Tally:
        """Return what was counted."""
        return self.counted

    def count_game(self, game: str, won: bool) -> None:
        """Count it."""
        self.counted = self.counted.counted(game, won)

    def browse(self) -> ShowBrowser:
        """Return the finished search."""
        return ShowBrowser(self.found)

    def examine(self, target: str) -> ShowExamination:
        """Return a check that is over, or what a test put in its place."""
        self.asked.append(("examine", target))
        self.examination.closed = False
        return self.examination

    def saved_games(self) -> tuple[SavedGame, ...]:
        """Return the games."""
        return tuple(self.saved)

    def read_saved(self, path: Path) -> SavedLog:
        """Return one of the logs."""
        if path not in self.logs:
            raise SaveError("there is no such file", path)
        return self.logs[path]

    def saved_path(self, game: int, players: tuple[str, ...]) -> Path | None:
        """Return the log of that number."""
        return next((p for p, log in self.logs.items() if log.header.game == game), None)

    def delete_saved(self, path: Path) -> None:
        """Take a game off the list."""
        self.trash += [game for game in self.saved if game.path == path]
        self.saved = [game for game in self.saved if game.path != path]

    def restore_saved(self, path: Path) -> None:
        """Put it back."""
        self.saved += [game for game in self.trash if game.path == path]
        self.trash = [game for game in self.trash if game.path != path]

    def invitation(self, room_code: str) -> str:
        """Return a short invitation."""
        return f"magnate://join/{room_code}"

    def update_address(self) -> str:
        """Return the address."""
        return self.updates_from

    def newer_version(self) -> str:
        """Return the version."""
        return self.newer

    def preferences(self) -> Preferences:
        """Return the preferences."""
        return self._preferences

    def store_preferences(self, preferences: Preferences) -> None:
        """Keep the preferences."""
        self._preferences = preferences

    def close(self) -> None:
        """Remember that all was closed."""
        self.closed = True

    def _answer(self, name: str, wish: object) -> ShowLink:
        self.asked.append((name, wish))
        return self.link


def measured() -> Measured:
    """Return what an examination finds where all is well."""
    home = Adapter(name="wlan0", address="192.168.1.37", prefix=24, kind=Kind.HOME)
    vpn = Adapter(name="tun0", address="10.8.0.6", prefix=24, kind=Kind.VIRTUAL)
    own = (home.address, vpn.address)
    return Measured(
        adapters=(home, vpn),
        listening=Listening(wanted=47800, port=47800),
        joined=dict.fromkeys(own, Reach.REACHED),
        multicast=dict.fromkeys(own, True),
        broadcast=dict.fromkeys(own, True),
        tables=2,
    )


def saved_games() -> tuple[SavedGame, ...]:
    """Return three saved games: interrupted, resting, finished."""
    first = SavedGame(
        path=Path("kitchen.json"),
        name="Marta's table",
        saved_at=SAVED_AT,
        players=("Marta", "Leo", "Bot Ana", "Iker"),
        round=14,
        rounds=30,
        finished=False,
        interrupted=True,
        my_turn=True,
    )
    return (
        first,
        msgspec.structs.replace(
            first,
            path=Path("sunday.json"),
            name="Sunday table",
            saved_at=SAVED_AT - 86_400 * 2,
            players=("Marta", "Pilar"),
            round=41,
            rounds=0,
            interrupted=False,
        ),
        msgspec.structs.replace(
            first,
            path=Path("office.json"),
            name="Office league",
            saved_at=SAVED_AT - 86_400 * 9,
            players=("Iker", "Marta", "Leo"),
            round=30,
            finished=True,
            interrupted=False,
        ),
    )


def last_table() -> LastTable:
    """Return a table of Leo's where a game waits for Marta."""
    return LastTable(
        address="192.168.1.37:47800",
        room_code="0158A1",
        game=7,
        name="Sunday table",
        host="Leo",
        players=("Leo", "Marta", "Iker"),
        round=9,
        rounds=30,
        events=412,
        at=SAVED_AT - 600,
    )


def found_tables() -> tuple[FoundTable, ...]:
    """Return four tables: two to join, one to watch, one too old."""
    first = FoundTable(
        room_code="0158A1",
        name="Sunday table",
        host="Leo",
        address="192.168.1.37:47800",
        app="1.0.0",
        protocol=2,
        players=2,
        bots=0,
        seats=4,
        state="waiting",
        open=True,
        preset="standard",
    )
    return (
        first,
        msgspec.structs.replace(
            first,
            room_code="014M0P",
            name="Lunch break",
            host="Pilar",
            players=2,
            bots=1,
            preset="quick",
        ),
        msgspec.structs.replace(
            first,
            room_code="001BRD",
            name="Office league",
            host="Iker",
            players=4,
            state="playing",
            open=False,
            preset="rich",
        ),
        msgspec.structs.replace(
            first,
            room_code="5J08DZ",
            name="Old laptop",
            host="Ana",
            protocol=1,
            players=1,
            preset="marathon",
        ),
    )
