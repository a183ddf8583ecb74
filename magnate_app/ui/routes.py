"""How one gets from screen to screen. Imports each screen when it is gone to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from magnate_app.errors import MagnateError
from magnate_app.protocol.link import Link, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.room_settings import MAX_ROOM_NAME
from magnate_app.rules.settings import Settings
from magnate_app.saves.last_table import LastTable
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.services import Bots
from magnate_app.ui.strings import tr


def begin(stage: Stage) -> None:
    """Show the first screen: first run, or the title."""
    if stage.preferences.first_run_done:
        to_title(stage)
    else:
        from magnate_app.ui.scenes.first_run import FirstRun

        stage.scenes.reset(FirstRun(stage))


def to_title(stage: Stage) -> None:
    """Leave everything and show the title."""
    from magnate_app.ui.scenes.title import Title

    stage.scenes.reset(Title(stage))


def to_solo(stage: Stage) -> None:
    """Set up a game against bots, above the present screen."""
    from magnate_app.ui.scenes.solo import Solo

    stage.scenes.push(Solo(stage))


def to_join(stage: Stage, *, quick: bool = False) -> None:
    """Look for a table, or with `quick` for a server's queue, above the present screen."""
    from magnate_app.ui.scenes.join import Join

    stage.scenes.push(Join(stage, quick))


def to_quick_match(stage: Stage) -> None:
    """Wait for others who want to play on this network."""
    to_connecting(stage, stage.services.meet())


def to_connection_help(stage: Stage, target: str = "") -> None:
    """Find out why `target`, or anybody, cannot be reached, above the present screen."""
    from magnate_app.ui.scenes.connection import ConnectionHelp

    stage.scenes.push(ConnectionHelp(stage, target))


def to_saved(stage: Stage) -> None:
    """Show the saved games above the present screen."""
    from magnate_app.ui.scenes.saved import SavedGames

    stage.scenes.push(SavedGames(stage))


def to_replay(stage: Stage, path: Path) -> None:
    """Watch a saved game above the present screen; a broken file is told in a sentence."""
    from magnate_app.ui.scenes.failure import Failure
    from magnate_app.ui.scenes.replay import ReplayScene

    try:
        scene: Scene = ReplayScene(stage, stage.services.read_saved(path))
    except MagnateError:
        scene = Failure(stage, LinkFailure.BROKEN_SAVE)
    stage.scenes.push(scene)


def host(stage: Stage) -> None:
    """Open a table with the usual rules and go into its lobby."""
    name = stage.preferences.name or tr("title.no_name")
    table = tr("lobby.default_name", name=name)[:MAX_ROOM_NAME]
    to_connecting(stage, stage.services.host(Settings(), Bots(), table))


def to_connecting(
    stage: Stage,
    link: Link,
    on_failure: Callable[[LinkFailure], None] | None = None,
    *,
    past_room: bool = False,
    words: str = "",
) -> None:
    """Wait until a link leads somewhere, then go there; `on_failure` takes a refusal.

    `words` say what is waited for.
    """
    from magnate_app.ui.scenes.connecting import Connecting

    stage.scenes.push(Connecting(stage, link, on_failure, past_room=past_room, words=words))


def follow(scene: Scene, status: LinkStatus) -> bool:
    """Go where the link of `scene` has gone; return whether it went."""
    link = scene.link
    if link is None:
        return False
    if status.state is LinkState.GAME:
        from magnate_app.ui.scenes.table import TableScene

        scene.hand_over(TableScene(scene.stage, link))
    elif status.state is LinkState.ROOM:
        from magnate_app.ui.scenes.lobby import Lobby

        scene.hand_over(Lobby(scene.stage, link))
    elif status.state is LinkState.QUEUE:
        from magnate_app.ui.scenes.queue import Queue

        scene.hand_over(Queue(scene.stage, link))
    else:
        return False
    return True


def back_to_door(scene: Scene) -> None:
    """Wait in front of the table again: meanwhile it has asked for a password, or its host."""
    from magnate_app.ui.scenes.connecting import Connecting

    if scene.link is not None:
        scene.hand_over(Connecting(scene.stage, scene.link))


def to_failure(scene: Scene, failure: LinkFailure) -> None:
    """Say why the link of `scene` ended, in its place."""
    from magnate_app.ui.scenes.failure import Failure

    status = None if scene.link is None else scene.link.status
    target = "" if status is None else status.address or status.room_code or ""
    scene.stage.scenes.replace(Failure(scene.stage, failure, target=target))


def back_to_table(stage: Stage, table: LastTable) -> None:
    """Go back to the seat at somebody else's table; a failure can be tried again."""
    from magnate_app.ui.scenes.failure import Failure

    def failed(failure: LinkFailure) -> None:
        stage.scenes.push(Failure(stage, failure, table))

    to_connecting(stage, stage.services.back(table), failed)


def to_settings(stage: Stage) -> None:
    """Show the settings above the present screen."""
    from magnate_app.ui.scenes.settings import SettingsScene

    stage.scenes.push(SettingsScene(stage))


def to_help(stage: Stage) -> None:
    """Show how to play above the present screen."""
    from magnate_app.ui.scenes.how_to import HowTo

    stage.scenes.push(HowTo(stage))
