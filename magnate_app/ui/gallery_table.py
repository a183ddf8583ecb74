"""Fixed states of the table for the gallery: every panel with figures that test its room."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from magnate_app.protocol.messages import ChatLine, Presence
from magnate_app.protocol.views import Update
from magnate_app.ui.dialogs.meanwhile import MeanwhileDialog
from magnate_app.ui.dialogs.table_host import TableHost
from magnate_app.ui.gallery_game import (
    StillLink,
    answer_update,
    auction_update,
    bail_update,
    bus_update,
    business_update,
    buy_update,
    card_update,
    debt_update,
    outcome_update,
    snapshot_of,
    throw_update,
    tram_update,
    triple_update,
    waiting_update,
)
from magnate_app.ui.gallery_replay import ACTIONS, replay_of
from magnate_app.ui.meanwhile import Meanwhile, SeatChange
from magnate_app.ui.panels.podium import RISEN
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.guided import GuidedScene
from magnate_app.ui.scenes.results import ResultsScene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.table_context import BUILD, MORTGAGE, TRADE, TradeDraft


def scene_of(stage: Stage, update: Update) -> TableScene:
    """Return a table that shows `update` at rest."""
    link = StillLink(
        [
            snapshot_of(update),
            ChatLine(game=42, user="Leo", msg="Anyone selling Calle Mayor?", user_id=8),
            ChatLine(
                game=42, user="Iker", msg="Ask Marta, she is about to stand on it", user_id=10
            ),
            ChatLine(game=42, user="Marta", msg="Not for sale. Not for a while.", user_id=7),
        ]
    )
    scene = TableScene(stage, link)
    scene.update(0.01)
    scene.update(0.01)
    return scene


def results_of(stage: Stage, seats: int = 4) -> ResultsScene:
    """Return the results of the example game."""
    update = outcome_update(seats)
    scene = scene_of(stage, update)
    scene.model.worths = [
        (
            r,
            tuple(
                max(
                    0,
                    round(
                        1500 + (final - 1500) * (r / 30) ** 1.2 + 180 * ((r * (s + 3)) % 7 - 3) / 3
                    ),
                )
                for s, final in enumerate(update.view.outcome.final if update.view.outcome else ())
            ),
        )
        for r in range(1, 31)
    ]
    luck = dict(enumerate((-38.0, 22.0, 51.0, -64.0, 8.0, 0.0)[:seats]))
    results = ResultsScene(stage, None, scene.table, luck)
    results.shown_bonuses = 2
    results.update(RISEN)
    return results


def _mode(update: Callable[[], Update], mode: str) -> Callable[[Stage], Scene]:
    def make(stage: Stage) -> Scene:
        scene = scene_of(stage, update())
        scene.table.draft.mode = mode
        if mode == BUILD:
            scene.table.draft.plan = {6: 1, 8: 1}
        if mode == TRADE:
            scene.table.draft.trade = TradeDraft(1, {31}, {106}, 0, 180)
        scene.rebuild()
        return scene

    return make


def _still(update: Callable[[], Update]) -> Callable[[Stage], Scene]:
    return lambda stage: scene_of(stage, update())


def _chosen(stage: Stage) -> Scene:
    scene = scene_of(stage, bus_update())
    scene.table.draft.square = 108
    scene.rebuild()
    return scene


def _paused(stage: Stage) -> Scene:
    return scene_of(stage, msgspec.structs.replace(waiting_update(), paused=True))


def states() -> dict[str, Callable[[Stage], Scene]]:
    """Return the makers of all pictures of the table by name."""
    return {
        "table-throw": _still(throw_update),
        "table-bus": _chosen,
        "table-triple": _still(triple_update),
        "table-buy": _still(buy_update),
        "table-auction": _still(auction_update),
        "table-auction-run-off": _still(lambda: auction_update("run_off")),
        "table-auction-open": _still(lambda: auction_update("open", 6)),
        "table-business": _still(business_update),
        "table-build": _mode(business_update, BUILD),
        "table-mortgage": _mode(business_update, MORTGAGE),
        "table-trade": _mode(business_update, TRADE),
        "table-counter": _mode(answer_update, TRADE),
        "table-answer": _still(answer_update),
        "table-debt": _still(debt_update),
        "table-card": _still(card_update),
        "table-bail": _still(bail_update),
        "table-tram": _still(tram_update),
        "table-waiting": _still(waiting_update),
        "table-paused": _paused,
        "table-six": _still(lambda: business_update(6)),
        "table-two": _still(lambda: waiting_update(2)),
        "results": results_of,
        "results-six": lambda stage: results_of(stage, 6),
    }


def shows() -> dict[str, Callable[[Stage], None]]:
    """Return what puts each picture's scene on a stage, as the gallery wants it."""
    pictures = {name: _shower(make) for name, make in states().items()}
    pictures["table-menu"] = _menu
    pictures["table-host"] = _host
    pictures["table-meanwhile"] = _meanwhile
    pictures["table-away"] = _away
    pictures["table-awaited"] = _awaited
    pictures["table-spectator"] = _spectator
    pictures["guided"] = _guided
    pictures["replay"] = replay_of(180)
    pictures["replay-end"] = replay_of(ACTIONS)
    return pictures


def _menu(stage: Stage) -> None:
    scene = scene_of(stage, business_update())
    stage.scenes.reset(scene)
    scene.table.open_menu()


def _meanwhile(stage: Stage) -> None:
    scene = scene_of(stage, business_update())
    stage.scenes.reset(scene)
    changes = (
        SeatChange(0, -210, (26,), False),
        SeatChange(1, 135, (3, 106), False),
        SeatChange(2, 2000, (), False),
        SeatChange(3, -1925, (), True),
    )
    stage.scenes.push(MeanwhileDialog(stage, scene.table, Meanwhile(11, 3, changes), True))


def _away(stage: Stage) -> None:
    scene = scene_of(stage, waiting_update())
    stage.scenes.reset(scene)
    model = scene.model
    seat = model.view.decision.seats[0]
    gone = msgspec.structs.replace(model.seat(seat), is_bot=False, connected=False)
    scene.on_message(Presence(seats=(gone,), spectators=("Pilar",)))
    stage.update(4.0)


def _awaited(stage: Stage) -> None:
    _away(stage)
    scene = stage.scenes.top
    assert isinstance(scene, TableScene)
    model = scene.model
    assert model.settings is not None
    model.settings = msgspec.structs.replace(model.settings, absence="wait")
    model.paused = True
    stage.update(0.1)


def _spectator(stage: Stage) -> None:
    update = business_update()
    view = msgspec.structs.replace(update.view, seat=None)
    scene = scene_of(stage, msgspec.structs.replace(update, view=view, legal=()))
    scene.model.role = "spectator"
    scene.model.spectators = ("Pilar", "Teo")
    scene.rebuild()
    stage.scenes.reset(scene)


def _host(stage: Stage) -> None:
    scene = scene_of(stage, business_update())
    scene.model.kicked = {scene.model.seat(3).id}
    stage.scenes.reset(scene)
    stage.scenes.push(TableHost(stage, scene.model, lambda _: None))


def _guided(stage: Stage) -> None:
    scene = GuidedScene(stage, StillLink([snapshot_of(throw_update())]))
    stage.scenes.reset(scene)
    scene.update(0.01)
    scene.update(0.01)


def _shower(make: Callable[[Stage], Scene]) -> Callable[[Stage], None]:
    return lambda stage: stage.scenes.reset(make(stage))
