"""`magnate replay`: a recorded game, told or checked.

Reads transcripts and saved games, running ones too. Every action is judged by the rules
again and every hash compared.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from magnate_app.commands.options import Commands

if TYPE_CHECKING:
    from magnate_app.content import BoardContent
    from magnate_app.rules.transcript import Transcript

    Recording = tuple[BoardContent, Transcript, tuple[str, ...]]


def add_parser(commands: Commands) -> None:
    """Add the options of `replay`."""
    parser = commands.add_parser(
        "replay",
        help="read or check a recorded game",
        description="Play a transcript or a saved game again. Every hash is compared on the way.",
    )
    parser.add_argument("file", type=_file, metavar="FILE", help="a transcript or a saved game")
    parser.add_argument("--check", action="store_true", help="tell nothing but whether it fits")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell the game, or what was compared.

    Raises `DecodeError` where the game does not come out as recorded, `SaveError` for a
    file that cannot be read.
    """
    from magnate_app.commands.narration import Narrator
    from magnate_app.rules import transcript
    from magnate_app.rules.events import AnyEvent

    content, recorded, players = read(arguments.file)
    if arguments.check:
        state = transcript.replay(recorded, content.board)
        actions = len(recorded.records)
        print(f"{actions} actions, {actions + 1} hashes compared: all as recorded.")
        print("The game is over." if state.outcome else f"The game rests in round {state.round}.")
        return 0
    narrator = Narrator(content, players)
    happened: list[AnyEvent] = []
    closing: list[str] = []
    for state in transcript.steps(recorded, content.board, happened.append):
        for event in happened:
            print(narrator.tell(event))
        happened.clear()
        closing = (
            narrator.ranking(state)
            if state.outcome
            else ["", f"The game rests here, in round {state.round}."]
        )
    print("\n".join(closing))
    return 0


def read(path: Path) -> Recording:
    """Return the board, the game and the players' names of a recording.

    Raises `DecodeError` or `SaveError`.
    """
    from magnate_app.saves import store

    text = store.read(path)
    return _saved(path) if text.lstrip().startswith(b"{") else _transcript(text)


def _transcript(content: bytes) -> Recording:
    from magnate_app.content import load_board
    from magnate_app.errors import DecodeError
    from magnate_app.rules import transcript

    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise DecodeError("", "This file is neither a transcript nor a saved game.") from error
    name = next((line[6:] for line in text.splitlines() if line.startswith("board ")), None)
    if not text.startswith(transcript.HEADING) or name is None:
        raise DecodeError("", "This file is neither a transcript nor a saved game.")
    board = load_board(name)
    recorded = transcript.read(text, board.board)
    return board, recorded, tuple(f"Player {seat + 1}" for seat in range(len(recorded.humans)))


def _saved(path: Path) -> Recording:
    from magnate_app.content import load_board
    from magnate_app.rules.transcript import Record, Transcript, parse_action
    from magnate_app.saves.gamelog import read_game

    saved = read_game(path)
    header = saved.header
    content = load_board(header.board)
    records = tuple(
        Record(record.seat, parse_action(content.board, record.action), record.draws, record.hash)
        for record in saved.records
    )
    recorded = Transcript(
        header.board, header.settings, header.humans, header.draws, header.hash, records
    )
    return content, recorded, tuple(seat.name for seat in header.seats)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return path
