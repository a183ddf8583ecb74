"""The composition root: the only place that knows every package.

Puts the window, the network and the files together, and turns a crash into a report.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from magnate_app import __version__, paths
from magnate_app.content import load_board
from magnate_app.errors import MagnateError, SaveError
from magnate_app.net import handover, updates
from magnate_app.net.client import TableLink
from magnate_app.net.discovery import Found
from magnate_app.net.doctor import Examination
from magnate_app.net.goal import Person
from magnate_app.net.handover import Doorbell
from magnate_app.net.host import EVERYWHERE
from magnate_app.net.network import Browsing, Folders, Network
from magnate_app.protocol import connection, room_code
from magnate_app.protocol.gamelog import SavedLog, TableOptions
from magnate_app.protocol.link import Link
from magnate_app.rules.settings import Settings
from magnate_app.saves import catalog, crash_report, gamelog
from magnate_app.saves.catalog import SavedGame
from magnate_app.saves.last_table import LastTable, forget_last_table, load_last_table
from magnate_app.saves.preferences import Preferences, load_preferences, store_preferences
from magnate_app.saves.profile import load_profile
from magnate_app.saves.tally import Tally, load_tally, store_tally
from magnate_app.server.config import ServerConfig
from magnate_app.ui import arrival, routes, strings
from magnate_app.ui import pilot as ui_pilot
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.crash import Crash
from magnate_app.ui.services import Bots, FoundTable
from magnate_app.ui.window import Window, open_screen, sdl_version

BOT_DELAYS: Final = {"0.5x": 1.6, "1x": 0.9, "2x": 0.45, "4x": 0.2, "off": 0.0}
"""Speed of the app → the least time a bot takes, in seconds."""

ADDRESS_VARIABLE: Final = "MAGNATE_ADDRESS"
"""Name of the variable that limits hosting and searching to one of our addresses."""

UPDATES_VARIABLE: Final = "MAGNATE_UPDATES"
"""Name of the variable that says where to ask for newer versions."""

LOG_FILE: Final = "magnate.log"
LOG_BYTES: Final = 1_000_000

log = logging.getLogger(__name__)


class HostTable(msgspec.Struct, frozen=True, kw_only=True):
    """Open in the lobby of a new table."""

    settings: Settings
    levels: tuple[str, ...] = ()
    name: str = ""
    port: int | None = None
    password: str = ""
    approval: bool = False
    code_only: bool = False

    def __repr__(self) -> str:
        return f"HostTable(name={self.name!r})"


class JoinTable(msgspec.Struct, frozen=True, kw_only=True):
    """Open at somebody's table, with `seat_code` on a seat one has there already."""

    target: str
    seat_code: str = ""

    def __repr__(self) -> str:
        return f"JoinTable(target={self.target!r})"


class Arrive(msgspec.Struct, frozen=True, kw_only=True):
    """Open with a link or a saved game somebody clicked."""

    target: str


Opening: TypeAlias = HostTable | JoinTable | Arrive | None
"""What the window begins with; None is the title."""


class Search:
    """A running search for tables, in the words of the screens."""

    def __init__(self, browsing: Browsing) -> None:
        self._browsing = browsing

    def tables(self) -> tuple[FoundTable, ...]:
        """Return the tables that answer now."""
        return tuple(_found_table(found) for found in self._browsing.tables())

    def close(self) -> None:
        """Stop searching."""
        self._browsing.close()


class Program:
    """The rest of the program, as the screens see it (`ui.services.Services`)."""

    def __init__(self) -> None:
        self._config = paths.config_dir()
        self._saves = paths.saves_dir()
        data = paths.data_dir()
        self._token = load_profile(data).token
        self._preferences = load_preferences(self._config)
        catalog.empty_trash(self._saves)
        self._folders = Folders(data=data, saves=self._saves)
        self._tally = load_tally(data)
        self._updates = updates.Updates(data, __version__)
        address = os.environ.get(ADDRESS_VARIABLE)
        self._network = Network(
            load_board(),
            self._folders,
            config=ServerConfig(app=__version__),
            interfaces=[address] if address else None,
            address=address or EVERYWHERE,
        )

    # Tables

    def play_solo(self, settings: Settings, bots: Bots) -> Link:
        """Open a private table in this process and start it at once."""
        self._pace_bots()
        return self._network.solo(
            self._person(),
            settings,
            bots.levels,
            advice=bots.advice,
            characters=bots.characters,
        )

    def host(self, settings: Settings, bots: Bots, name: str) -> Link:
        """Open a table others can join; the link leads into its lobby."""
        port = self._preferences.port
        chosen = None if port in _USUAL else port
        return self.open_table(
            HostTable(settings=settings, levels=bots.levels, name=name, port=chosen)
        )

    def open_table(self, table: HostTable) -> Link:
        """Open a table with everything of one's choice."""
        self._pace_bots()
        listed = self._preferences.listed and not table.code_only
        visibility = "listed" if listed else "code_only"
        options = TableOptions(name=table.name, visibility=visibility, approval=table.approval)
        return self._network.host(
            self._person(),
            table.settings,
            table.levels,
            options,
            port=table.port,
            password=table.password,
        )

    def join(self, target: str, seat_code: str = "") -> Link:
        """Join as the person typed it; with `seat_code` on a seat one has there already."""
        return self._network.join(self._person(), target, seat_code)

    def meet(self) -> Link:
        """Enter the one public queue of this network, opened here when there is none."""
        self._pace_bots()
        return self._network.meet(self._person())

    def quick_match(self, target: str) -> Link:
        """Enter the public queue of a server; `target` as for `join`."""
        return self._network.quick_match(self._person(), target)

    def resume(self, path: Path, absence: str = "") -> Link:
        """Reopen a saved game and take one's seat; `absence` is for those not back yet."""
        self._pace_bots()
        return self._network.resume(self._person(), path, absence=absence)

    def rematch(self, link: Link) -> Link:
        """Sit down again with those of a game that is over; the old link closes."""
        if not isinstance(link, TableLink):
            raise TypeError("only a link of this program leads to a rematch")
        self._pace_bots()
        return self._network.again(link)

    def last_table(self) -> LastTable | None:
        """Return somebody else's table where a game of this person may still run."""
        return load_last_table(self._folders.data)

    def back(self, table: LastTable) -> Link:
        """Go back to the seat at that table."""
        return self._network.back(self._person(), table)

    def forget_last_table(self) -> None:
        """Give that seat up."""
        try:
            forget_last_table(self._folders.data)
        except SaveError as error:
            log.warning("the table is still remembered: %s", error)

    def tally(self) -> Tally:
        """Return how many games this person has finished here, and won."""
        return self._tally

    def count_game(self, game: str, won: bool) -> None:
        """Count a finished game once; a full disk only means it is forgotten."""
        tally = self._tally.counted(game, won)
        if tally is self._tally:
            return
        self._tally = tally
        try:
            store_tally(self._folders.data, tally)
        except SaveError as error:
            log.warning("the finished game is not counted: %s", error)

    def browse(self) -> Search:
        """Look for tables on this network."""
        return Search(self._network.browse())

    def examine(self, target: str) -> Examination:
        """Find out why friends do not find each other, or why `target` cannot be joined."""
        port = self._preferences.port
        return self._network.examine(target, port=None if port in _USUAL else port)

    def invitation(self, room_code: str) -> str:
        """Return a text to send to friends."""
        return strings.tr("lobby.invitation", code=room_code)

    # Files

    def saved_games(self) -> tuple[SavedGame, ...]:
        """Return all saved games, newest first."""
        return catalog.saved_games(self._saves, connection.digest_of(self._token) or "")

    def read_saved(self, path: Path) -> SavedLog:
        """Return a saved game. Raises `SaveError`."""
        return gamelog.read_game(path)

    def saved_path(self, game: int, players: tuple[str, ...]) -> Path | None:
        """Return the file of the game of that number and these seats, if it lies here."""
        return catalog.find(self._saves, game, players)

    def delete_saved(self, path: Path) -> None:
        """Move a saved game out of sight; `restore_saved` brings it back."""
        catalog.delete(path)

    def restore_saved(self, path: Path) -> None:
        """Bring a deleted game back."""
        catalog.restore(path)

    def update_address(self) -> str:
        """Return where one asks for newer versions; empty when nowhere."""
        given = os.environ.get(UPDATES_VARIABLE)
        return given or self._preferences.update_address or updates.ADDRESS

    def newer_version(self) -> str:
        """Return a newer version there is, if the person lets us ask; never waits."""
        return self._updates.newer(self.update_address()) if self._preferences.updates else ""

    def preferences(self) -> Preferences:
        """Return the person's preferences."""
        return self._preferences

    def store_preferences(self, preferences: Preferences) -> None:
        """Use and keep other preferences; a full disk only means they are not kept."""
        self._preferences = preferences
        try:
            store_preferences(self._config, preferences)
        except SaveError as error:
            log.warning("the preferences are not kept: %s", error)

    def report(self, error: BaseException, folder: Path) -> tuple[Path, str]:
        """Write a report of a crash into the log's folder; return its path and text."""
        place = crash_report.Place(folder=folder, log=folder / LOG_FILE, saves=self._saves)
        versions = {"Magnate": __version__, "SDL": sdl_version()}
        return crash_report.write_report(place, error, versions, self._token)

    def close(self) -> None:
        """Close every link and table; running games are saved."""
        self._network.close()

    def _person(self) -> Person:
        preferences = self._preferences
        return Person(
            token=self._token,
            name=preferences.name,
            lang=preferences.language or strings.preferred(),
            piece=preferences.piece,
        )

    def _pace_bots(self) -> None:
        delay = BOT_DELAYS.get(self._preferences.speed, ServerConfig().bot_delay)
        self._network.config = ServerConfig(app=__version__, bot_delay=delay)


_USUAL: Final = range(room_code.FIRST_PORT, room_code.LAST_PORT + 1)


def run(opening: Opening = None, *, pilot: bool = False) -> int:
    """Open the window and stay until it closes; return the exit status.

    Raises `MagnateError` when there is no display or no place for files. Anything
    unforeseen is written into a report and told in one sentence.
    """
    folder = paths.log_dir()
    _log_to(folder)
    program = Program()
    doorbell = _doorbell()
    try:
        kept = program.preferences()
        screen = open_screen(
            *kept.window, kept.fullscreen, kept.place, first=not kept.first_run_done
        )
        stage = Stage(program, *screen.get_size())
        _begin(stage, program, opening)
        window = Window(stage, screen)
        if pilot:
            ui_pilot.attach(window)
        if doorbell is not None:
            _answer_door(window, doorbell)
        window.run()
    except MagnateError:
        raise
    except Exception as error:
        log.exception("the window crashed")
        # First of all: every table of ours is saved and its friends are told.
        program.close()
        _tell_crash(program, error, folder, window=not pilot)
        return 1
    finally:
        if doorbell is not None:
            doorbell.close()
        program.close()
    return 0


def hand_over(target: str) -> bool:
    """Give a link or a saved game to the window that is open; False when there is none."""
    return handover.hand_over(paths.data_dir(), target)


def _doorbell() -> Doorbell | None:
    """Listen for later starts; without that the program only cannot be handed anything."""
    try:
        return Doorbell(paths.data_dir())
    except (OSError, SaveError) as error:
        log.warning("later starts are not heard: %s", error)
        return None


def _answer_door(window: Window, doorbell: Doorbell) -> None:
    before = window.before_tick

    def tick() -> None:
        before()
        for target in doorbell.taken():
            window.show()
            arrival.arrive(window.stage, target)

    window.before_tick = tick


def _begin(stage: Stage, program: Program, opening: Opening) -> None:
    if opening is None:
        routes.begin(stage)
        return
    routes.to_title(stage)
    match opening:
        case HostTable():
            name = opening.name or strings.tr("lobby.default_name", name=_name(stage))
            link = program.open_table(msgspec.structs.replace(opening, name=name[:40]))
        case JoinTable(target=target, seat_code=seat_code):
            link = program.join(target, seat_code)
        case Arrive(target=target):
            arrival.go(stage, target)
            return
    routes.to_connecting(stage, link)


def _name(stage: Stage) -> str:
    return stage.preferences.name or strings.tr("title.no_name")


def _found_table(found: Found) -> FoundTable:
    told = found.announcement
    return FoundTable(
        room_code=told.room_code,
        name=told.name,
        host=told.host,
        address=f"{found.address}:{found.port}",
        app=told.app,
        protocol=told.protocol,
        players=told.players,
        bots=told.bots,
        seats=told.seats,
        state=told.state,
        open=told.open,
        preset=told.preset,
        locked=told.locked,
    )


def _log_to(folder: Path) -> None:
    """Keep the program's log in files; secrets are never logged anywhere."""
    handler = logging.handlers.RotatingFileHandler(
        folder / LOG_FILE, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("magnate_app")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False


def _tell_crash(program: Program, error: BaseException, folder: Path, *, window: bool) -> None:
    """Write a report, say where it is, and show it if a window can still be opened."""
    try:
        path, text = program.report(error, folder)
    except SaveError as refused:
        print(f"Magnate had to stop. Running games are saved. {refused}")  # noqa: T201
        return
    print(f"Magnate had to stop. Running games are saved. Report: {path}")  # noqa: T201
    if not window:
        return
    try:
        screen = open_screen(*program.preferences().window)
        stage = Stage(program, *screen.get_size())
        stage.scenes.reset(Crash(stage, text, path))
        Window(stage, screen).run()
    except Exception:
        # What broke the first window may break this one; the report is written and told.
        log.exception("the report cannot be shown")
