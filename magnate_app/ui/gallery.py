"""Renders every screen from fixed states to pictures, to be looked at.

`pictures` names them all; `shows` those of the menus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec
import pygame

from magnate_app.protocol.diagnosis import Contact, Reach, judge
from magnate_app.protocol.link import LinkFailure, LinkState
from magnate_app.protocol.messages import QueueStatus
from magnate_app.saves.preferences import Preferences
from magnate_app.saves.tally import Tally
from magnate_app.ui import (
    assets,
    gallery_bots,
    gallery_door,
    gallery_table,
    gallery_together,
    gallery_widgets,
    shapes,
)
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.dialogs.reopen import Reopen
from magnate_app.ui.dialogs.rules import RulesDialog
from magnate_app.ui.draw import Canvas
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.connecting import Connecting
from magnate_app.ui.scenes.connection import ConnectionHelp
from magnate_app.ui.scenes.failure import Failure
from magnate_app.ui.scenes.first_run import FirstRun
from magnate_app.ui.scenes.how_to import HowTo
from magnate_app.ui.scenes.join import Join
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.scenes.queue import Queue
from magnate_app.ui.scenes.saved import SavedGames
from magnate_app.ui.scenes.settings import SettingsScene
from magnate_app.ui.scenes.solo import Solo
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.showroom import (
    ShowExamination,
    ShowLink,
    ShowServices,
    found_tables,
    last_table,
    measured,
    saved_games,
)
from magnate_app.ui.showroom_lobby import lobby_messages, lobby_settings
from magnate_app.ui.strings import tr

SIZES: Final = ((1280, 720), (1920, 1080))
THEMES: Final = ("day", "night")
LANGUAGES: Final = ("en", "es")

Show = Callable[[Stage], None]
"""Puts a scene in a fixed state on the stage."""


def shows() -> dict[str, Show]:
    """Return every picture of the menus by name."""
    return {
        "title": lambda stage: stage.scenes.reset(Title(stage)),
        "title-new": _new_title,
        "title-away": _away_title,
        "first-run": lambda stage: stage.scenes.reset(FirstRun(stage)),
        "solo": lambda stage: stage.scenes.reset(Solo(stage)),
        "rules": _rules,
        "lobby-host": lambda stage: _lobby(stage, owner=True),
        "lobby-guest": lambda stage: _lobby(stage, owner=False),
        "join": lambda stage: stage.scenes.reset(Join(stage)),
        "join-empty": _join_empty,
        "queue": _queue,
        "saved": lambda stage: stage.scenes.reset(SavedGames(stage)),
        "saved-empty": _saved_empty,
        "reopen": _reopen,
        "settings": lambda stage: stage.scenes.reset(SettingsScene(stage)),
        "how-to": lambda stage: stage.scenes.reset(HowTo(stage)),
        "connection-fine": lambda stage: stage.scenes.reset(ConnectionHelp(stage)),
        "connection-running": _connection_running,
        "connection-firewall": _connection_firewall,
        "connecting": lambda stage: stage.scenes.reset(
            Connecting(stage, ShowLink(LinkState.CONNECTING))
        ),
        "failure": lambda stage: stage.scenes.reset(Failure(stage, LinkFailure.UNREACHABLE)),
        "failure-seat": lambda stage: stage.scenes.reset(
            Failure(stage, LinkFailure.UNREACHABLE, last_table())
        ),
        "confirm": _confirm,
        **gallery_door.shows(),
    }


def pictures() -> dict[str, Show]:
    """Return every picture of the program by name."""
    return {
        **shows(),
        **gallery_table.shows(),
        **gallery_together.shows(),
        **gallery_door.table_shows(),
        **gallery_bots.shows(),
        "widgets": gallery_widgets.sheet,
    }


def draw_all(folder: Path, *, once: bool = False) -> int:
    """Write every picture of the program; return how many.

    `once` draws each in the first size, theme and language only.
    """
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZES[-1])
    if once:
        written = gallery(
            folder, pictures(), sizes=SIZES[:1], themes=THEMES[:1], languages=LANGUAGES[:1]
        )
    else:
        written = gallery(folder, pictures())
    return len(written)


def make_stage(width: int, height: int, theme: str, language: str) -> Stage:
    """Return a stage with the fixed services."""
    preferences = Preferences(
        name="Marta", theme=theme, language=language, first_run_done=True, sound=0
    )
    services = ShowServices(preferences, found=found_tables(), saved=saved_games())
    services.counted = Tally(played=14, won=6)
    return Stage(services, width, height)


def render(show: Show, width: int, height: int, theme: str, language: str) -> pygame.Surface:
    """Return one picture."""
    stage = make_stage(width, height, theme, language)
    show(stage)
    for _ in range(3):
        stage.update(0.02)
    surface = pygame.Surface((width, height)).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    stage.scenes.close()
    return surface


def gallery(
    folder: Path,
    pictures: dict[str, Show],
    *,
    sizes: Iterable[tuple[int, int]] = SIZES,
    themes: Iterable[str] = THEMES,
    languages: Iterable[str] = LANGUAGES,
) -> list[Path]:
    """Write the pictures and return their paths; a display must be open."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for width, height in sizes:
        assets.clear()
        shapes.clear()
        for name, show in pictures.items():
            for theme in themes:
                for language in languages:
                    path = folder / f"{name}-{width}-{theme}-{language}.png"
                    pygame.image.save(render(show, width, height, theme, language), path)
                    written.append(path)
    return written


def _lobby(stage: Stage, owner: bool) -> None:
    link = ShowLink(LinkState.ROOM, lobby_messages(owner))
    stage.scenes.reset(Lobby(stage, link))


def _new_title(stage: Stage) -> None:
    _services(stage).saved = []
    stage.scenes.reset(Title(stage))


def _away_title(stage: Stage) -> None:
    _services(stage).last = last_table()
    stage.scenes.reset(Title(stage))


def _join_empty(stage: Stage) -> None:
    services = _services(stage)
    services.saved, services.found = [], ()
    scene = Join(stage)
    stage.scenes.reset(scene)
    stage.update(0.1)
    for _ in range(70):
        stage.update(0.1)


def _saved_empty(stage: Stage) -> None:
    _services(stage).saved = []
    stage.scenes.reset(SavedGames(stage))


def _reopen(stage: Stage) -> None:
    stage.scenes.reset(SavedGames(stage))
    stage.scenes.push(Reopen(stage, saved_games()[0], lambda _: None))


def _queue(stage: Stage) -> None:
    link = ShowLink(LinkState.QUEUE, [QueueStatus(waiting=2, needed=4, fill=1)])
    stage.scenes.reset(Queue(stage, link))


def _connection_running(stage: Stage) -> None:
    found = msgspec.structs.replace(measured(), broadcast=None, tables=None)
    _services(stage).examination = ShowExamination(judge(found, done=False))
    stage.scenes.reset(ConnectionHelp(stage))


def _connection_firewall(stage: Stage) -> None:
    contact = Contact(text="014-M0P", address="192.168.1.20", port=47800, reach=Reach.SILENT)
    found = msgspec.structs.replace(measured(), tables=0, asked=True, contact=contact)
    _services(stage).examination = ShowExamination(judge(found, done=True))
    stage.scenes.reset(ConnectionHelp(stage, "014-M0P"))


def _rules(stage: Stage) -> None:
    stage.scenes.reset(Solo(stage))
    stage.scenes.push(RulesDialog(stage, lobby_settings(), lambda _: None, shared=True))


def _confirm(stage: Stage) -> None:
    _lobby(stage, owner=True)
    question = tr("lobby.kick_question", name="Iker")
    scene: Scene = Confirm(
        stage, question, tr("lobby.kick_detail"), tr("lobby.kick"), lambda _: None
    )
    stage.update(0.02)
    stage.scenes.push(scene)


def _services(stage: Stage) -> ShowServices:
    services = stage.services
    assert isinstance(services, ShowServices)
    return services
