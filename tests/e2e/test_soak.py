"""Many games at once on a host of their own: nothing is lost, reordered or kept for ever.

A small run by default; `MAGNATE_SOAK=200,180` plays that many games for so many seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GAMES, SECONDS = os.environ.get("MAGNATE_SOAK", "8,8").split(",")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
@pytest.mark.timeout(900)
def test_many_games_for_a_while(tmp_path: Path) -> None:
    script = ROOT / "build" / "bench" / "soak.py"
    more = ["--games", GAMES, "--seconds", SECONDS, "--pace", "0.05", "--saves", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(script), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=float(SECONDS) + 120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "0 faults" in done.stdout
