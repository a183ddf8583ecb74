from __future__ import annotations

import subprocess
import sys

import pytest

LIMITS = """
import resource
from magnate_app.net.serving import allow_many_files
resource.setrlimit(resource.RLIMIT_NOFILE, ({few}, {most}))
allow_many_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
@pytest.mark.parametrize(
    ("few", "most", "now"), [(128, 512, 512), (128, 9000, 8192), (8500, 9000, 8500)]
)
def test_a_server_may_open_many_files(few: int, most: int, now: int) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LIMITS.format(few=few, most=most)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.split() == [str(now), str(most)]
