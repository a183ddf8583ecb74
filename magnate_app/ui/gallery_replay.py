"""A short game played by a simple rule, for pictures of the replay."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from magnate_app.content import load_board
from magnate_app.protocol.gamelog import GameHeader, LogRecord, SavedLog, SeatHeader, TableOptions
from magnate_app.rules import engine
from magnate_app.rules.actions import Action, Buy, EndPhase, Surrender
from magnate_app.rules.chance import Recorder, Seeded
from magnate_app.rules.settings import Settings
from magnate_app.rules.transcript import format_action
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.replay import READ_AT_ONCE, ReplayScene

ACTIONS: Final = 420
_NAMES: Final = ("Marta", "Leo", "Bot Ana", "Iker")
_STARTED: Final = 1_795_380_000_000


@cache
def example(actions: int = ACTIONS) -> SavedLog:
    """Return a game of four of whom everybody buys what they can."""
    board = load_board().board
    settings = Settings(seats=len(_NAMES))
    chance = Recorder(Seeded("a picture"))
    humans = tuple(not name.startswith("Bot") for name in _NAMES)
    state = engine.new_game(board, settings, humans, chance)
    header = GameHeader(
        game=42,
        board="zaragoza",
        settings=settings,
        options=TableOptions(name="Marta's table"),
        humans=humans,
        seats=tuple(
            SeatHeader(
                user=who + 1,
                name=_NAMES[who],
                digest="" if not humans[who] else f"{who:064d}",
                bot_level="" if humans[who] else "hard",
                piece=who + 1,
                color=seat,
            )
            for seat, who in enumerate(state.order)
        ),
        draws=chance.take(),
        hash=engine.state_hash(state),
        host=1,
        room_codes=("0158A1",),
        started_at=_STARTED,
    )
    records: list[LogRecord] = []
    while len(records) < actions and engine.outcome(state) is None:
        seat = engine.acting(state)[0]
        action = _choice(engine.legal(state, seat))
        engine.apply(state, seat, action, chance)
        records.append(
            LogRecord(
                seq=len(records) + 1,
                seat=seat,
                action=format_action(board, action),
                draws=chance.take(),
                hash=engine.state_hash(state),
                auto="" if humans[state.order[seat]] else "bot",
                at=_STARTED + len(records) * 6000,
            )
        )
    return SavedLog(header=header, records=tuple(records))


def replay_of(moment: int) -> Callable[[Stage], None]:
    """Return what shows the example at a moment, at rest."""

    def show(stage: Stage) -> None:
        scene = ReplayScene(stage, example())
        stage.scenes.reset(scene)
        for _ in range(ACTIONS // READ_AT_ONCE + 2):
            scene.update(0.01)
        scene.playing = False
        scene.seek(moment)

    return show


def _choice(legal: list[Action]) -> Action:
    for wished in (Buy, EndPhase):
        for action in legal:
            if isinstance(action, wished):
                return action
    return next(action for action in legal if not isinstance(action, Surrender))
