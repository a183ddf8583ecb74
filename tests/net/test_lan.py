"""Two computers on one network, made of network namespaces.

The host has a second network nobody else can reach, which sorts before the real one:
its codes lead there first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

pytestmark = [
    pytest.mark.netns,
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("ip") is None,
        reason="needs root and iproute2",
    ),
]

HOST, GUEST = "10.77.0.1", "10.77.0.2"
ELSEWHERE = "192.168.99.1"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def lan() -> Iterator[tuple[str, str]]:
    """Two namespaces on one wire; their names."""
    host, guest = (f"magnate{os.getpid()}{end}" for end in "hg")
    try:
        for name in (host, guest):
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network namespaces here: {error.stderr!r}")
    try:
        _ip("-n", host, "link", "add", "wire", "type", "veth", "peer", "name", "wire1")
        _ip("-n", host, "link", "set", "wire1", "netns", guest, "name", "wire")
        _ip("-n", host, "link", "add", "far", "type", "veth", "peer", "name", "far1")
        for name, device, address in (
            (host, "wire", f"{HOST}/24"),
            (guest, "wire", f"{GUEST}/24"),
            (host, "far", f"{ELSEWHERE}/24"),
        ):
            _ip("-n", name, "addr", "add", address, "brd", "+", "dev", device)
            _ip("-n", name, "link", "set", device, "up")
        _ip("-n", host, "link", "set", "far1", "up")
        yield host, guest
    finally:
        for name in (host, guest):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@pytest.fixture
def table(lan: tuple[str, str]) -> Iterator[str]:
    """A headless host in the first namespace; its code."""
    serve = subprocess.Popen(
        ["ip", "netns", "exec", lan[0], sys.executable, "-m", "magnate_app", "serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert serve.stdout is not None
        said = re.search(r"code (\w+)", serve.stdout.readline())
        assert said is not None
        yield said[1]
    finally:
        serve.terminate()
        serve.communicate(timeout=20)


def _guest(lan: tuple[str, str], code: str, way: str) -> dict[str, object]:
    run = subprocess.run(
        ["ip", "netns", "exec", lan[1], sys.executable, "-m", "tests.kit.lan_guest", code, way],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    told = json.loads(run.stdout)
    assert isinstance(told, dict)
    return told


def test_a_table_is_found_joined_and_reached_past_a_wrong_address(
    lan: tuple[str, str], table: str
) -> None:
    found = _guest(lan, table, "browse")
    assert found["found"] == HOST
    assert found["name"] == "Magnate"
    assert (found["state"], found["address"]) == ("room", f"{HOST}:47800")
    by_code = _guest(lan, table, "code")
    assert (by_code["state"], by_code["address"]) == ("room", f"{HOST}:47800")
