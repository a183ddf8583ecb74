"""`magnate watch`: a game between bots, told as text; no window is needed."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from magnate_app.commands import options, seating
from magnate_app.commands.options import Commands


def add_parser(commands: Commands) -> None:
    """Add the options of `watch`."""
    parser = commands.add_parser(
        "watch",
        help="read a game between bots as text",
        description="Play one game between bots and tell it as text, to its ranking.",
    )
    seating.add_seats(parser, ("medium", "medium", "hard", "expert"))
    parser.add_argument("--seed", metavar="S", help="tell this game again; otherwise a new one")
    options.add_preset(parser)
    parser.add_argument(
        "--transcript", type=Path, metavar="FILE", help="keep the game in FILE for `replay`"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell one game, line by line as it is played. Raises `SaveError` for the transcript."""
    from magnate_app.bots import levels
    from magnate_app.bots.arena import Match
    from magnate_app.commands.narration import Narrator
    from magnate_app.content import load_board
    from magnate_app.protocol.characters import cast
    from magnate_app.rules.chance import Recorder, Seeded
    from magnate_app.rules.events import AnyEvent
    from magnate_app.rules.hashing import state_hash
    from magnate_app.rules.settings import Settings, with_preset
    from magnate_app.rules.transcript import Record, Transcript, write
    from magnate_app.saves import store

    seed = arguments.seed if arguments.seed is not None else f"{secrets.randbelow(1_000_000)}"
    names: tuple[str, ...] = arguments.seats
    settings = with_preset(Settings(seats=len(names)), arguments.preset)
    content = load_board()
    characters = [who.name for who in cast(seed)[: len(names)]]
    bots = [levels.make(name, f"{seed}/bot/{place}") for place, name in enumerate(names)]
    chance = Recorder(Seeded(seed))
    happened: list[AnyEvent] = []
    match = Match(content.board, settings, bots, chance, happened.append)
    kept = Transcript(
        board=content.board.name,
        settings=settings,
        humans=match.state.humans,
        draws=chance.take(),
        hash=state_hash(match.state),
        records=(),
    )
    order = match.state.order
    players = [characters[place] for place in order]
    narrator = Narrator(content, players)
    print(f"Seed {seed}, preset {arguments.preset}.")
    for player, place in zip(players, order, strict=True):
        print(f"{player} plays {names[place]}.")
    records: list[Record] = []
    while True:
        for event in happened:
            print(narrator.tell(event))
        happened.clear()
        if match.over:
            break
        seat, action = match.step()
        records.append(Record(seat, action, chance.take(), state_hash(match.state)))
    print("\n".join(narrator.ranking(match.state)))
    if arguments.transcript is not None:
        text = write(kept._replace(records=tuple(records)), content.board)
        store.write(arguments.transcript, text.encode())
    return 0
