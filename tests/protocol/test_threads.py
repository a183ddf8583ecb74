"""Several threads may meet a message for the first time at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MEET = """
import sys, threading
from magnate_app.codec import convert
from magnate_app.errors import DecodeError
from magnate_app.protocol.messages import Socket
from magnate_app.protocol.wire import SERVER_NAMES

sys.setswitchinterval(1e-6)
together = threading.Barrier(4)
view = {"seq": 1, "view": {"turn": {}}, "legal": [{"type": "x"}], "events": []}

def read():
    together.wait()
    for kind in SERVER_NAMES[Socket.GAME].values():
        try:
            convert({"game_state": {}, "data": {}, "update": view}, kind)
        except DecodeError:
            pass

threads = [threading.Thread(target=read) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("attempt", range(3))
def test_threads_that_read_for_the_first_time_do_not_end_the_process(attempt: int) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", MEET],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
