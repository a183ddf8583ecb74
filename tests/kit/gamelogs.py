"""Short saved games, really played."""

from __future__ import annotations

from functools import cache

from magnate_app.content import load_board
from magnate_app.protocol.gamelog import (
    GameHeader,
    LogRecord,
    SavedLog,
    SeatHeader,
    TableOptions,
)
from magnate_app.rules import engine
from magnate_app.rules.actions import Surrender
from magnate_app.rules.chance import Recorder, Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.settings import Settings
from magnate_app.rules.transcript import format_action

DIGEST = "ab" * 32
STARTED = 1_795_370_400_000


@cache
def played(actions: int) -> SavedLog:
    """Return a game of one person and one bot after so many actions."""
    board = load_board("zaragoza").board
    settings = Settings(house_rules=frozenset({"open_auction"}))
    chance = Recorder(Seeded("a saved game"))
    humans = (True, False)
    state = engine.new_game(board, settings, humans, chance)
    ana = SeatHeader(user=1, name="Ana", digest=DIGEST)
    bot = SeatHeader(user=2, name="Cierzo", bot_level="hard", piece=2, color=1)
    header = GameHeader(
        game=12,
        board="zaragoza",
        settings=settings,
        options=TableOptions(name="Mesa de Ana"),
        humans=humans,
        seats=tuple((ana, bot)[index] for index in state.order),
        draws=chance.take(),
        hash=state_hash(state),
        host=1,
        room_codes=("014M0P",),
        started_at=STARTED,
    )
    records = []
    for seq in range(1, actions + 1):
        seat = engine.acting(state)[0]
        action = engine.legal(state, seat)[0]
        assert not isinstance(action, Surrender)
        engine.apply(state, seat, action, chance)
        record = LogRecord(
            seq=seq,
            seat=seat,
            action=format_action(board, action),
            draws=chance.take(),
            hash=state_hash(state),
            at=STARTED + seq * 1000,
        )
        records.append(record)
    return SavedLog(header=header, records=tuple(records))
