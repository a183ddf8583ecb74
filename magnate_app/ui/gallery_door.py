"""Pictures in front of a table: its password, waiting for its host, and the host's list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import (
    Challenge,
    ErrorCode,
    ErrorMessage,
    Knocking,
    Knocks,
)
from magnate_app.ui.dialogs.password import AskPassword, SetPassword
from magnate_app.ui.dialogs.rules import RulesDialog
from magnate_app.ui.gallery_game import business_update
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.input import Text
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.connecting import Connecting
from magnate_app.ui.scenes.join import Join
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.showroom import ShowLink, ShowServices, found_tables
from magnate_app.ui.showroom_lobby import knocks, lobby_messages, lobby_settings

_TYPED: Final = "puente de hierro"


def shows() -> dict[str, Callable[[Stage], None]]:
    """Return every picture of the menus by name."""
    return {
        "password": _password,
        "password-wrong": lambda stage: _refused(stage, ErrorCode.WRONG_PASSWORD),
        "password-wait": lambda stage: _refused(stage, ErrorCode.RATE_LIMITED, retry_ms=17_000),
        "password-seen": _seen,
        "password-set": _set_password,
        "knocking": _knocking,
        "lobby-door": _lobby,
        "rules-door": _rules,
        "join-locked": _join,
    }


def table_shows() -> dict[str, Callable[[Stage], None]]:
    """Return the pictures over a board."""
    return {"table-door": _table}


def _password(stage: Stage) -> None:
    link = ShowLink(LinkState.PASSWORD, [Challenge(salt="11" * 16, half="22" * 256)])
    stage.scenes.reset(Connecting(stage, link))
    stage.update(0.02)


def _typed(stage: Stage) -> AskPassword:
    _password(stage)
    dialog = stage.scenes.top
    assert isinstance(dialog, AskPassword)
    stage.on_input(Text(_TYPED))
    return dialog


def _refused(stage: Stage, code: ErrorCode, **params: int) -> None:
    _typed(stage)
    connecting = stage.scenes.all()[0]
    assert isinstance(connecting.link, ShowLink)
    connecting.link.tell(ErrorMessage(message="", code=code.value, params={**params}))
    stage.update(0.02)


def _seen(stage: Stage) -> None:
    dialog = _typed(stage)
    eye = dialog.controls.find("password.eye")
    assert eye is not None
    eye.activate()


def _set_password(stage: Stage) -> None:
    link = ShowLink(LinkState.ROOM, lobby_messages(owner=True))
    stage.scenes.reset(Lobby(stage, link))
    stage.update(0.02)
    stage.scenes.push(SetPassword(stage, lambda _: None, locked=True))
    stage.on_input(Text(_TYPED[:3]))


def _knocking(stage: Stage) -> None:
    link = ShowLink(LinkState.KNOCKING, [Knocking(owner="Marta", remaining_ms=166_000)])
    stage.scenes.reset(Connecting(stage, link))


def _lobby(stage: Stage) -> None:
    settings = msgspec.structs.replace(lobby_settings(), locked=True, approval=True)
    told = [
        msgspec.structs.replace(message, settings=settings)
        if hasattr(message, "settings")
        else message
        for message in lobby_messages(owner=True)
    ]
    stage.scenes.reset(Lobby(stage, ShowLink(LinkState.ROOM, [*told, knocks()])))


def _join(stage: Stage) -> None:
    first, *others = found_tables()
    services = stage.services
    assert isinstance(services, ShowServices)
    services.found = (first, msgspec.structs.replace(others[0], locked=True), *others[1:])
    stage.scenes.reset(Join(stage))


def _table(stage: Stage) -> None:
    scene = scene_of(stage, business_update())
    stage.scenes.reset(scene)
    scene.model.host = scene.model.you
    people = tuple(msgspec.structs.replace(knock, watch=True) for knock in knocks().people)
    scene.on_message(Knocks(people=people))
    stage.update(0.05)


def _rules(stage: Stage) -> None:
    settings = msgspec.structs.replace(lobby_settings(), locked=True, approval=True)
    stage.scenes.reset(Lobby(stage, ShowLink(LinkState.ROOM, lobby_messages(owner=True))))
    stage.update(0.02)
    dialog = RulesDialog(stage, settings, lambda _: None, shared=True, on_password=lambda _: None)
    stage.scenes.push(dialog)
    button = dialog.controls.find("rules.password")
    assert button is not None
    assert button.parent is not None
    button.parent.reveal(button)
