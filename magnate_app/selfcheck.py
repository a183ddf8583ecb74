"""Proves that this installation can draw, host, join, finish, save, load and think.

Runs inside the frozen program too, with neither screen nor sound nor anybody's files:
two programs with homes of their own meet over a real socket and play a short game.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from magnate_app.errors import MagnateError
from magnate_app.protocol.link import Link, LinkState
from magnate_app.protocol.messages import (
    ActionBid,
    ActionBuySquare,
    ActionChooseCard,
    ActionDemolish,
    ActionDropPurchase,
    ActionMortgageSet,
    ActionMoveTo,
    ActionNextPhase,
    ActionPayBail,
    ActionTakeTram,
    ActionThrowDices,
    ActionTradeAnswer,
    ClientMessage,
    GameResponse,
    GameStateMessage,
    ReadyStatus,
    StartGame,
)
from magnate_app.protocol.views import LegalAction, OneOf, Range, Update
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog

PATIENCE: Final = 60.0
PAUSE: Final = 0.005


class SelfCheckError(MagnateError):
    """Something this installation should be able to do did not work."""


def run() -> int:
    """Check everything, print a line for each proof, return 0; raises `SelfCheckError`."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ["SDL_AUDIODRIVER"] = "dummy"
    with tempfile.TemporaryDirectory(prefix="magnate-", ignore_cleanup_errors=True) as folder:
        print(f"drawn: {_draw(Path(folder))} pictures", flush=True)
        print(f"played: {_play(Path(folder))}", flush=True)
        print(f"thought: {_think()}", flush=True)
    print("everything works")
    return 0


def _draw(folder: Path) -> int:
    from magnate_app.ui import gallery

    pictures = folder / "pictures"
    pictures.mkdir()
    return gallery.draw_all(pictures, once=True)


def _play(folder: Path) -> str:
    from magnate_app import app

    began = time.monotonic()
    with _home(folder / "host"):
        host = app.Program()
    with _home(folder / "guest"):
        guest = app.Program()
    try:
        settings = Settings(seats=3, max_rounds=2)
        table = app.HostTable(settings=settings, levels=("medium",), name="selfcheck", port=0)
        own = host.open_table(table)
        _wait(own, LinkState.ROOM)
        code, address = own.status.room_code, own.status.address
        if address is None or code is None:
            raise SelfCheckError("the host does not know its own address")
        other = guest.join(f"{address}/{code}")
        _wait(other, LinkState.ROOM)
        for link in (own, other):
            link.send(ReadyStatus(is_ready=True))
        time.sleep(0.2)
        own.send(StartGame())
        rounds = _finish([own, other])
    finally:
        guest.close()
        host.close()
    [saved] = sorted((folder / "host" / "data" / "saves").glob("*.json"))
    game = gamelog.read_game(saved)
    if game.end is None or not game.records:
        raise SelfCheckError("the saved game has no end")
    return (
        f"{len(game.records)} actions in {rounds} rounds over a socket in "
        f"{time.monotonic() - began:.1f} s, saved and read again"
    )


def _think() -> str:
    """Let an expert decide as at a table: beside us, if this system starts processes for us."""
    from magnate_app.bots import levels
    from magnate_app.content import load_board
    from magnate_app.net import minds, thinking
    from magnate_app.rules import engine
    from magnate_app.rules.chance import Seeded

    board = load_board().board
    state = engine.new_game(board, Settings(), (True,) * 4, Seeded(1))
    bot = levels.make(levels.EXPERT, 1, hurry=thinking.late)
    beside = minds.Minds(board, 1)
    try:
        found = beside.think(thinking.Thought(bot, state, state.actor, False), 1.0)
    finally:
        beside.close()
    return "on a thread, for no process can be started" if found is None else "in a process"


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """Give a program a home of its own, seen by nobody on the network."""
    wanted = {"MAGNATE_HOME": str(folder), "MAGNATE_ADDRESS": "127.0.0.1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _wait(link: Link, state: LinkState) -> None:
    deadline = time.monotonic() + PATIENCE
    while link.status.state is not state:
        if link.status.state is LinkState.CLOSED or time.monotonic() > deadline:
            raise SelfCheckError(f"the link is {link.status}, not {state}")
        time.sleep(PAUSE)


def _finish(links: list[Link]) -> int:
    """Play every link's decisions until the result; return the rounds played."""
    answered: dict[int, int] = {}
    deadline = time.monotonic() + PATIENCE
    over: set[int] = set()
    rounds = 0
    while len(over) < len(links):
        if time.monotonic() > deadline:
            raise SelfCheckError("the game did not end in time")
        for number, link in enumerate(links):
            for message in link.poll():
                if not isinstance(message, (GameStateMessage, GameResponse)):
                    continue
                update = message.update
                if update is None:
                    continue
                rounds = update.view.turn.round
                if update.view.outcome is not None:
                    over.add(number)
                elif answered.get(number) != update.seq and (action := choose(update)):
                    answered[number] = update.seq
                    link.send(action)
        time.sleep(PAUSE)
    return rounds


def choose(update: Update) -> ClientMessage | None:
    """Return a simple choice among what is legal, or None for somebody who waits.

    Buys what it can, passes auctions, accepts nothing, ends turns.
    """
    legal = {entry.type: entry for entry in reversed(update.legal)}
    for kind in _ORDER:
        if kind in legal:
            return _message(legal[kind])
    return None


_ORDER: Final = (
    "ActionThrowDices",
    "ActionPayBail",
    "ActionMoveTo",
    "ActionBuySquare",
    "ActionDropPurchase",
    "ActionTakeTram",
    "ActionChooseCard",
    "ActionTradeAnswer",
    "ActionBid",
    "ActionNextPhase",
    "ActionDemolish",
    "ActionMortgageSet",
)


def _message(entry: LegalAction) -> ClientMessage:
    square = entry.square.choices[0] if isinstance(entry.square, OneOf) else entry.square or 0
    match entry.type:
        case "ActionThrowDices":
            return ActionThrowDices()
        case "ActionPayBail":
            return ActionPayBail(to_pay=False)
        case "ActionMoveTo":
            return ActionMoveTo(square=int(square))
        case "ActionBuySquare":
            return ActionBuySquare(square=int(square))
        case "ActionDropPurchase":
            return ActionDropPurchase(square=int(square))
        case "ActionTakeTram":
            return ActionTakeTram(square=int(square))
        case "ActionChooseCard":
            return ActionChooseCard(chosen_revealed_card=False)
        case "ActionTradeAnswer":
            return ActionTradeAnswer(choose=False)
        case "ActionBid":
            return ActionBid(amount=entry.amount.min if isinstance(entry.amount, Range) else 0)
        case "ActionDemolish":
            return ActionDemolish(square=int(square))
        case "ActionMortgageSet":
            return ActionMortgageSet(square=int(square))
        case _:
            return ActionNextPhase()
