"""`magnate gallery OUT`: draw every screen into pictures."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from magnate_app.commands.options import Commands
from magnate_app.errors import SaveError


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("gallery", help="draw every screen into pictures in a folder")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Draw everything, without a screen."""
    try:
        args.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"the folder cannot be made ({error.strerror})", args.out) from error
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ["SDL_AUDIODRIVER"] = "dummy"
    from magnate_app.ui import gallery

    count = gallery.draw_all(args.out)
    print(f"{count} pictures in {args.out}")
    return 0
