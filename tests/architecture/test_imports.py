"""Modules do nothing when imported, and the pure ones need nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import importlib, pkgutil, sys, threading
import magnate_app
names = ["magnate_app"] + [
    m.name for m in pkgutil.walk_packages(magnate_app.__path__, "magnate_app.")
    if not m.name.endswith("__main__")
]
for name in names:
    importlib.import_module(name)
assert threading.active_count() == 1, threading.enumerate()
assert "pygame" not in sys.modules or not sys.modules["pygame"].get_init()
print(len(names))
"""

PURE = """
import sys
import {module}
heavy = {{"pygame", "websockets", "zeroconf", "asyncio"}} & set(sys.modules)
assert not heavy, heavy
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_importing_everything_starts_nothing_and_says_nothing() -> None:
    done = run(PROBE)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert int(done.stdout) > 50


def test_the_engine_the_bots_and_the_command_line_load_nothing_heavy() -> None:
    for module in (
        "magnate_app.rules.engine",
        "magnate_app.bots.levels",
        "magnate_app.server.hub",
        "magnate_app.cli",
    ):
        done = run(PURE.format(module=module))
        assert done.returncode == 0, (module, done.stderr)
