"""`magnate selfcheck`: prove that this installation works."""

from __future__ import annotations

import argparse

from magnate_app.commands.options import Commands


def add_parser(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "selfcheck", help="draw every screen, host, join, play a game to its end, save and load"
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Run the check; print what was proved."""
    from magnate_app import selfcheck

    return selfcheck.run()
