"""A host that is killed at full speed has lost nothing that anybody saw."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")
@pytest.mark.timeout(120)
def test_what_a_killed_host_has_shown_is_in_its_files() -> None:
    script = ROOT / "build" / "bench" / "killed.py"
    done = subprocess.run(
        [sys.executable, str(script), "--games", "8", "--seconds", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert ", 0 lack some" in done.stdout
