"""Pictures of what a table does beside its game: votes, seat codes, a disk that refuses."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from magnate_app.protocol import seat_code
from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    Presence,
    SeatCodeTold,
    TableChanged,
    TableNote,
    TableStory,
    VoteTold,
)
from magnate_app.ui.dialogs.seat_code import SeatCodeDialog
from magnate_app.ui.dialogs.table_host import TableHost
from magnate_app.ui.dialogs.table_vote import TableVote
from magnate_app.ui.gallery_game import business_update, waiting_update
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.failure import Failure
from magnate_app.ui.scenes.join import Join
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.widgets import TextField

ROOM = "0158A1"
ADDRESS = "192.168.1.37:47800"
CODE = "7K3F9QXA"


def shows() -> dict[str, Callable[[Stage], None]]:
    """Return what puts each picture's scene on a stage."""
    return {
        "table-vote": _vote,
        "table-vote-dialog": _vote_dialog,
        "table-unsaved": _unsaved,
        "table-notes": _notes,
        "table-menu-guest": _menu,
        "table-host-away": _host_away,
        "seat-code-hidden": _hidden,
        "seat-code": _shown,
        "join-seat-code": _join,
        "join-seat-code-wrong": _join_wrong,
        "failure-seat-moved": lambda stage: stage.scenes.reset(
            Failure(stage, LinkFailure.SEAT_MOVED)
        ),
    }


def _guest(stage: Stage, *, away: bool = False) -> TableScene:
    """Return a table somebody else runs; with `away` that person has gone."""
    update = waiting_update() if away else business_update()
    people = tuple(
        msgspec.structs.replace(seat, username="Pilar", is_bot=False) if seat.is_bot else seat
        for seat in update.seats
    )
    scene = scene_of(stage, msgspec.structs.replace(update, seats=people))
    stage.scenes.reset(scene)
    model = scene.model
    model.link = LinkStatus(LinkState.GAME, room_code=ROOM, address=ADDRESS)
    model.host = model.seats[1].id
    if away:
        gone = msgspec.structs.replace(model.seats[1], connected=False, is_bot=False)
        scene.on_message(Presence(seats=(gone,), spectators=()))
    stage.update(0.05)
    return scene


def _ask(scene: TableScene, motion: str) -> None:
    users = tuple(seat.id for seat in scene.model.seats)
    scene.on_message(
        VoteTold(
            vote=1,
            motion=motion,
            by=users[2],
            player=users[1],
            state="open",
            yes=(users[2],),
            no=(users[3],),
            voters=(users[0], users[2], users[3]),
            needed=2,
            remaining_ms=21_000,
        )
    )


def _vote(stage: Stage) -> None:
    scene = _guest(stage, away=True)
    _ask(scene, "stand_in")
    stage.update(0.05)


def _vote_dialog(stage: Stage) -> None:
    scene = _guest(stage, away=True)
    scene.model.kicked = {scene.model.seats[3].id}
    stage.scenes.push(TableVote(stage, scene.model, lambda _: None))


def _unsaved(stage: Stage) -> None:
    scene = _guest(stage)
    scene.on_message(
        TableChanged(change="unsaved", by=None, player=None, paused=False, pace="normal")
    )
    stage.update(0.05)


def _notes(stage: Stage) -> None:
    scene = _guest(stage)
    users = [seat.id for seat in scene.model.seats]
    told = (
        ("pace", users[1], None, "brisk", ()),
        ("vote_opened", users[2], users[3], "remove", ()),
        ("vote_passed", users[2], users[3], "remove", (2, 1)),
        ("kicked", users[2], users[3], "", ()),
        ("moved", users[1], users[1], "", ()),
        ("paused", users[1], None, "", ()),
    )
    notes = tuple(
        TableNote(
            change=change,
            by=by,
            player=player,
            detail=detail,
            votes=votes,
            number=number,
            events=99,
        )
        for number, (change, by, player, detail, votes) in enumerate(told, 1)
    )
    scene.on_message(TableStory(notes=notes))
    stage.update(0.05)


def _menu(stage: Stage) -> None:
    scene = _guest(stage)
    scene.table.open_menu()


def _host_away(stage: Stage) -> None:
    scene = _guest(stage, away=True)
    scene.model.host = scene.model.you
    stage.scenes.push(TableHost(stage, scene.model, lambda _: None))


def _hidden(stage: Stage) -> None:
    scene = _guest(stage)
    stage.scenes.push(SeatCodeDialog(stage, scene.model.affairs, lambda: None, room=ROOM))


def _shown(stage: Stage) -> None:
    scene = _guest(stage)
    dialog = SeatCodeDialog(stage, scene.model.affairs, lambda: None, room=ROOM)
    stage.scenes.push(dialog)
    dialog.asked = True
    told = SeatCodeTold(player=scene.model.you or 0, code=CODE, valid_ms=12 * 3_600_000)
    scene.on_message(told)
    stage.update(0.05)


def _join(stage: Stage) -> Join:
    """Show a seat code typed beside a room code."""
    scene = Join(stage)
    stage.scenes.reset(scene)
    stage.update(0.05)
    chip = scene.controls.find("join.with_seat_code")
    assert chip is not None
    chip.activate()
    stage.update(0.05)
    for name, text in (("join.code", "015-8A1"), ("join.seat_code", seat_code.show(CODE))):
        field = scene.controls.find(name)
        assert isinstance(field, TextField)
        field.set_text(text)
    scene.rebuild()
    stage.update(0.05)
    return scene


def _join_wrong(stage: Stage) -> None:
    _join(stage).refused(LinkFailure.SEAT_CODE_WRONG)
    stage.update(0.05)
