"""Set up what is missing, then run every check: `python3 build/check.py [pytest options]`.

Format, lint, types, import contracts and all tests, each with its time. `--slow` and
other options go to pytest. Exit status 0 only if everything passed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before the import that needs 3.11
    sys.exit("Magnate needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

import os
import subprocess
import time

import bootstrap


def steps(python: str, options: list[str]) -> list[tuple[str, list[str]]]:
    """Return the checks in the order they run: name, command."""
    module = [python, "-m"]
    workers = ["-n", str(min(4, os.cpu_count() or 1))]
    return [
        ("format", [*module, "ruff", "format", "--check", "."]),
        ("lint", [*module, "ruff", "check", "."]),
        ("types", [*module, "mypy"]),
        ("imports", [python, "-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("tests", [*module, "pytest", "-q", *workers, *options]),
    ]


def main() -> int:
    """Run every step, also after a failure, and say how each went."""
    python = str(bootstrap.prepare("dev", "cluster"))
    results: list[tuple[str, bool, float]] = []
    for name, command in steps(python, sys.argv[1:]):
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(command, cwd=bootstrap.ROOT, env=bootstrap.environment(), check=False)
        results.append((name, done.returncode == 0, time.monotonic() - began))
    print("\n== summary")
    for name, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED':7} {name:8} {seconds:6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
