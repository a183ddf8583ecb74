"""Newer versions: asked once a day where one may, and silent about everything else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from magnate_app.net import updates
from magnate_app.net.updates import DAY, Updates, ask, is_newer

NOW = 1_800_000_000.0


class Page:
    """A web page that counts who asks."""

    def __init__(self) -> None:
        page = self
        self.body = b'{"version": "1.4.0"}'
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page.asked.append(self.headers["User-Agent"])
                self.send_response(200)
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/latest.json"


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    thread = threading.Thread(target=page.server.serve_forever, args=(0.02,))
    thread.start()
    yield page
    page.server.shutdown()
    thread.join()
    page.server.server_close()


def asker(folder: Path, now: float = NOW) -> Updates:
    return Updates(folder, "1.3.0", lambda: now)


def newer(asking: Updates, address: str) -> str:
    asking.newer(address)
    asking.wait()
    return asking.newer(address)


def test_a_newer_version_is_told_once_it_is_known(tmp_path: Path, page: Page) -> None:
    assert newer(asker(tmp_path), page.address) == "1.4.0"
    assert page.asked == ["magnate"], "nothing about this computer is said"


def test_it_is_asked_once_a_day_also_by_a_later_start(tmp_path: Path, page: Page) -> None:
    newer(asker(tmp_path), page.address)
    assert newer(asker(tmp_path, NOW + DAY - 1), page.address) == "1.4.0"
    assert len(page.asked) == 1
    page.body = b'{"tag_name": "v1.5.0"}'
    assert newer(asker(tmp_path, NOW + DAY + 1), page.address) == "1.5.0"
    assert len(page.asked) == 2


def test_whoever_has_it_already_hears_nothing(tmp_path: Path, page: Page) -> None:
    page.body = b'{"version": "1.3.0"}'
    assert newer(asker(tmp_path), page.address) == ""


def test_a_clock_set_back_does_not_silence_it_for_ever(tmp_path: Path, page: Page) -> None:
    newer(asker(tmp_path, NOW + 1000 * DAY), page.address)
    newer(asker(tmp_path), page.address)
    assert len(page.asked) == 2


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b'{"version": "newest"}', b'{"version": "1.4"}', b"[" * 5000]
)
def test_nonsense_is_no_answer(page: Page, body: bytes) -> None:
    page.body = body
    assert ask(page.address) == ""


def test_no_answer_is_silent_and_waits_a_day(tmp_path: Path, page: Page) -> None:
    asking = asker(tmp_path)
    assert newer(asking, "http://127.0.0.1:9/") == ""
    assert newer(asking, page.address) == ""
    assert page.asked == []


def test_without_an_address_nobody_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(address: str) -> str:
        raise AssertionError(address)

    monkeypatch.setattr(updates, "ask", never)
    for address in ("", "file:///etc/passwd", "magnate.example"):
        assert asker(tmp_path).newer(address) == ""
    assert not (tmp_path / updates.FILE).exists()


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("1.10.0", "1.9.9", True),
        ("1.3.0", "1.3.0", False),
        ("1.2.9", "1.3.0", False),
        ("", "1.3.0", False),
        ("2.0.0-beta", "1.3.0", False),
    ],
)
def test_versions_are_compared_by_number(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
