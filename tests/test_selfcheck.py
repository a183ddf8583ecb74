"""The self-check proves what it says, in a process of its own as on a player's machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.kit.apps import ROOT, environment


def test_the_self_check_passes_without_screen_sound_or_home(tmp_path: Path) -> None:
    without = environment(tmp_path / "mine")
    del without["SDL_VIDEODRIVER"], without["SDL_AUDIODRIVER"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "magnate_app", "selfcheck"],
        env=without,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "drawn:" in done.stdout
    assert "played:" in done.stdout
    assert "thought: in a process" in done.stdout
    assert done.stdout.endswith("everything works\n")
    assert done.stderr == ""
    assert not (tmp_path / "mine").exists(), "the self-check touches nobody's files"
