"""What comes from outside: a link, or a saved game somebody opened by its file.

Somebody who sits at a table is asked before they leave it; everybody else goes straight
there. Knows scenes and services; `app` and `window` bring the targets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from magnate_app.errors import SaveError
from magnate_app.ui import routes
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.scene import Stage
from magnate_app.ui.strings import tr

LINK: Final = "magnate://"
FILE: Final = "file://"


def is_link(target: str) -> bool:
    """Whether a target leads to a table rather than to a file."""
    return target.lower().startswith(LINK)


def file_of(target: str) -> Path:
    """Return the path of a file's address or name."""
    if not target.lower().startswith(FILE):
        return Path(target)
    return Path(url2pathname(urlsplit(target).path))


def arrive(stage: Stage, target: str) -> None:
    """Go where `target` leads; an empty one only asks for attention."""
    stage.call_attention(tr("arrival.attention"))
    if not target:
        return
    if not stage.scenes.linked:
        go(stage, target)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            go(stage, target)

    key = "arrival.link" if is_link(target) else "arrival.file"
    detail = tr("arrival.leaving")
    stage.scenes.push(Confirm(stage, tr(key), detail, tr("arrival.go"), answered, danger=False))


def go(stage: Stage, target: str) -> None:
    """Leave everything and go there: a table, a game to continue, or one to watch."""
    routes.to_title(stage)
    if is_link(target):
        routes.to_connecting(stage, stage.services.join(target))
        return
    path = file_of(target)
    try:
        to_continue = stage.services.read_saved(path).end is None
    except SaveError:
        to_continue = False
    if to_continue:
        routes.to_connecting(stage, stage.services.resume(path))
    else:
        routes.to_replay(stage, path)
