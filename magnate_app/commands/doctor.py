"""`magnate doctor`: what stands in the way of hosting and joining, in plain words."""

from __future__ import annotations

import argparse
import os
import sys

import msgspec

from magnate_app.commands.options import Commands, whole


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="find out why friends do not find each other")
    parser.add_argument(
        "target", nargs="?", default="", metavar="CODE|ADDRESS", help="table one cannot join"
    )
    parser.add_argument(
        "--port", type=whole(1, 65535), help="port one hosts on; by default 47800 to 47815"
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine, tell each step and the verdict; 0 when nothing is in the way."""
    from magnate_app.app import ADDRESS_VARIABLE
    from magnate_app.content import load_board
    from magnate_app.net.doctor import Place, examine
    from magnate_app.protocol.diagnosis import HARMLESS
    from magnate_app.ui import connection_words, strings

    strings.use("")
    place = Place(chosen=os.environ.get(ADDRESS_VARIABLE, ""), port=args.port)
    if not args.json:
        print(strings.tr("doctor.working"), flush=True)
    result = examine(load_board(), args.target, place)
    if args.json:
        print(msgspec.json.encode(result).decode())
    else:
        print("\n".join(connection_words.report(result, sys.platform)))
    return 0 if result.verdict in HARMLESS else 1
