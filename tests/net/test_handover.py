"""A later start gives what it was started with to the program that runs already."""

from __future__ import annotations

import json
import os
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.net import handover
from magnate_app.net.handover import Doorbell, hand_over


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Doorbell]:
    bell = Doorbell(tmp_path)
    yield bell
    bell.close()


def door(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / handover.FILE).read_bytes())
    return found


def say(folder: Path, text: bytes) -> bytes:
    port = door(folder)["port"]
    with socket.create_connection(("127.0.0.1", int(str(port))), 2) as knocking:
        knocking.settimeout(2)
        knocking.sendall(text)
        return knocking.recv(100)


def test_nobody_runs(tmp_path: Path) -> None:
    assert not hand_over(tmp_path, "magnate://join/014M0P")


def test_targets_arrive_in_order(tmp_path: Path, bell: Doorbell) -> None:
    for target in ("magnate://join/014M0P", "/home/ana/ñandú.magnate.json", ""):
        assert hand_over(tmp_path, target)
    assert bell.taken() == ["magnate://join/014M0P", "/home/ana/ñandú.magnate.json", ""]
    assert bell.taken() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_only_its_person_may_read_the_note(tmp_path: Path, bell: Doorbell) -> None:
    assert stat.S_IMODE((tmp_path / handover.FILE).stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    [
        b"\n",
        b"POST / HTTP/1.1\r\n",
        b'{"secret": "wrong", "target": "magnate://join/014M0P"}\n',
        b'{"secret": "\xc3\xb1", "target": "x"}\n',
        b"[" * 5000 + b"\n",
        b"x" * 9000,
    ],
)
def test_strangers_are_not_heard(tmp_path: Path, bell: Doorbell, text: bytes) -> None:
    try:
        answer = say(tmp_path, text)
    except ConnectionResetError:
        answer = b""
    assert answer == b""
    assert bell.taken() == []
    assert hand_over(tmp_path, "after")
    assert bell.taken() == ["after"]


def test_closing_takes_the_note_away(tmp_path: Path) -> None:
    bell = Doorbell(tmp_path)
    bell.close()
    assert list(tmp_path.glob("running*")) == []
    assert not hand_over(tmp_path, "x")


def test_the_note_of_a_killed_program_does_not_matter(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / handover.FILE).write_text(json.dumps({"port": port, "secret": "s"}))
    assert not hand_over(tmp_path, "x")
    bell = Doorbell(tmp_path)
    assert hand_over(tmp_path, "x")
    bell.close()
    assert list(tmp_path.glob("running*")) == []


def test_a_newer_program_keeps_its_note(tmp_path: Path) -> None:
    older, newer = Doorbell(tmp_path), Doorbell(tmp_path)
    older.close()
    assert hand_over(tmp_path, "x")
    assert newer.taken() == ["x"]
    newer.close()


def test_a_program_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        note = {"port": deaf.getsockname()[1], "secret": "s"}
        (tmp_path / handover.FILE).write_text(json.dumps(note))
        began = time.monotonic()
        assert not hand_over(tmp_path, "x")
        assert time.monotonic() - began < 2


def test_a_broken_note_is_no_note(tmp_path: Path) -> None:
    (tmp_path / handover.FILE).write_bytes(b"\xff")
    assert not hand_over(tmp_path, "x")
