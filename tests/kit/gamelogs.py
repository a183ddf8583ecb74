"""Short saved games, really played, and their files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from magnate_app.bots.levels import make
from magnate_app.content import load_board
from magnate_app.protocol.gamelog import (
    GameHeader,
    LogEnd,
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
from magnate_app.rules.views import view_for
from magnate_app.saves import gamelog
from magnate_app.saves.gamelog import GameLog

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


@cache
def between_bots(rounds: int = 12, seats: int = 4) -> SavedLog:
    """Return a finished game of one person and bots, all played by the reference player."""
    board = load_board("zaragoza").board
    settings = Settings(seats=seats, max_rounds=rounds)
    chance = Recorder(Seeded("a replay"))
    humans = (True,) + (False,) * (seats - 1)
    state = engine.new_game(board, settings, humans, chance)
    names = ("Marta", "Bot Ana", "Bot Cierzo", "Bot Leo", "Bot Pilar", "Bot Jota")
    header = GameHeader(
        game=12,
        board="zaragoza",
        settings=settings,
        options=TableOptions(name="Sunday table"),
        humans=humans,
        seats=tuple(
            SeatHeader(
                user=who + 1,
                name=names[who],
                digest="" if who else DIGEST,
                bot_level="medium" if who else "",
                piece=who + 1,
                color=seat,
            )
            for seat, who in enumerate(state.order)
        ),
        draws=chance.take(),
        hash=state_hash(state),
        host=1,
        room_codes=("014M0P",),
        started_at=STARTED,
    )
    bots = [make("medium", seat) for seat in range(seats)]
    records: list[LogRecord] = []
    while (outcome := engine.outcome(state)) is None:
        seat = engine.acting(state)[0]
        action = bots[seat].decide(view_for(state, seat), seat)
        engine.apply(state, seat, action, chance)
        record = LogRecord(
            seq=len(records) + 1,
            seat=seat,
            action=format_action(board, action),
            draws=chance.take(),
            hash=state_hash(state),
            auto="" if header.seats[seat].digest else "bot",
            at=STARTED + (len(records) + 1) * 4000,
        )
        records.append(record)
    end = LogEnd(
        cause=outcome.cause,
        ranking=outcome.ranking,
        final=outcome.final,
        at=STARTED + len(records) * 4000,
    )
    return SavedLog(header=header, records=tuple(records), end=end)


def begun(folder: Path, header: GameHeader) -> GameLog:
    """Return the log of a new game, as the host begins it."""
    log = GameLog(folder / (gamelog.file_name(header) + gamelog.RUNNING), gamelog.line(header))
    log.write()
    return log


def rested(log: GameLog, end: LogEnd | None = None) -> Path:
    """End a log, put its game to rest as the host does, and return its file."""
    log.shut(end)
    return gamelog.put_to_rest(log.path)
