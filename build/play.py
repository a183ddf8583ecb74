"""Set up what is missing, then open Magnate: `python3 build/play.py [options]`.

Options are those of `magnate`: `--help` lists them.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before the import that needs 3.11
    sys.exit("Magnate needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import subprocess

import bootstrap


def main() -> int:
    """Prepare, run the game, return its exit status."""
    python = bootstrap.prepare()
    command = [str(python), "-m", "magnate_app", *sys.argv[1:]]
    try:
        return subprocess.run(command, env=bootstrap.environment(), check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
