"""Real faults, provoked in network namespaces: the doctor must call each by its name."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from magnate_app.protocol import room_code
from magnate_app.protocol.messages_common import OLDEST_VERSION, PROTOCOL_VERSION
from tests.kit.lan import AVAILABLE, REASON, Lan, line

pytestmark = [
    pytest.mark.netns,
    pytest.mark.skipif(not AVAILABLE, reason=REASON),
]

HOST = "192.168.1.1"
WITHIN = 6.0
"""Seconds an examination may take; starting Python is not part of it."""


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Lan]:
    network = Lan(tmp_path)
    network.computer("host", f"{HOST}/24")
    network.computer("guest", "192.168.1.2/24")
    yield network
    network.close()


def _doctor(lan: Lan, name: str, *words: str, **variables: str) -> dict[str, Any]:
    """Examine on a computer; return what is found."""
    return _told(_begin(lan, name, *words, **variables))


def _begin(lan: Lan, name: str, *words: str, **variables: str) -> subprocess.Popen[str]:
    return lan.start(name, "tests.kit.timed_doctor", *words, **variables)


def _told(examining: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for what an examination finds, and check that it was quick."""
    told = line(examining)
    assert told["seconds"] <= WITHIN
    found = told["diagnosis"]
    assert isinstance(found, dict)
    return found


def _marks(found: dict[str, Any]) -> dict[str, str]:
    return {finding["step"]: finding["mark"] for finding in found["findings"]}


def test_nothing_is_wrong(lan: Lan) -> None:
    found = _doctor(lan, "host")
    assert found["verdict"] == "fine"
    assert set(_marks(found).values()) == {"good"}
    assert found["adapters"][0]["address"] == HOST


def test_the_table_one_wants_can_be_reached(lan: Lan) -> None:
    _, code = lan.serve("host")
    found = _doctor(lan, "guest", code)
    assert found["verdict"] == "fine_there"
    assert _marks(found)["contact"] == "good"
    assert _doctor(lan, "guest", f"magnate://join/{HOST}:47800/{code}")["verdict"] == "fine_there"


def test_port_taken(lan: Lan) -> None:
    lan.ask("host", "tests.kit.impostor", "mute", "47800", "47815")
    found = _doctor(lan, "host")
    assert (found["verdict"], found["params"]["port"]) == ("port_taken", 47800)


def test_one_port_taken_is_only_a_note(lan: Lan) -> None:
    lan.ask("host", "tests.kit.impostor", "mute", "47800", "47800")
    found = _doctor(lan, "host")
    assert (found["verdict"], _marks(found)["listen"]) == ("fine", "note")
    assert _doctor(lan, "host", "", "47800")["verdict"] == "port_taken"


def test_multicast_blocked_by_the_router(tmp_path: Path) -> None:
    lan = Lan(tmp_path, multicast=False)
    try:
        lan.computer("host", f"{HOST}/24")
        lan.computer("guest", "192.168.1.2/24")
        lan.serve("host")
        found = _doctor(lan, "guest")
        assert found["verdict"] == "multicast_blocked"
        assert (_marks(found)["multicast"], _marks(found)["broadcast"]) == ("bad", "good")
    finally:
        lan.close()


def test_multicast_blocked_on_this_computer(lan: Lan) -> None:
    lan.inside("host", "sysctl", "-qw", "net.ipv4.igmp_max_memberships=0")
    assert _doctor(lan, "host")["verdict"] == "multicast_blocked"


def test_broadcast_blocked(lan: Lan) -> None:
    lan.swallow("host", "to", "192.168.1.255/32", own=True)
    assert _doctor(lan, "host")["verdict"] == "broadcast_blocked"


def test_only_codes_work(lan: Lan) -> None:
    lan.inside("host", "sysctl", "-qw", "net.ipv4.igmp_max_memberships=0")
    lan.swallow("host", "to", "192.168.1.255/32", own=True)
    assert _doctor(lan, "host")["verdict"] == "only_by_code"


def test_listening_on_the_wrong_adapter(lan: Lan) -> None:
    lan.second_adapter("host", "tun0", "10.8.0.1/24")
    found = _doctor(lan, "host", MAGNATE_ADDRESS="10.8.0.1")
    assert (found["verdict"], found["params"]["chosen"]) == ("wrong_adapter", "10.8.0.1")
    assert found["params"]["address"] == HOST
    # The same of a host that is already running.
    lan.serve("host", "--host", "10.8.0.1")
    assert _doctor(lan, "host")["verdict"] == "wrong_adapter"


def test_listening_to_oneself_only(lan: Lan) -> None:
    lan.serve("host", "--host", "127.0.0.1")
    both = [_begin(lan, "host"), _begin(lan, "guest", MAGNATE_ADDRESS="127.0.0.1")]
    assert [_told(one)["verdict"] for one in both] == ["only_loopback", "only_loopback"]


def test_an_address_this_computer_does_not_have(lan: Lan) -> None:
    found = _doctor(lan, "host", MAGNATE_ADDRESS="192.168.1.77")
    assert found["verdict"] == "address_gone"


def test_a_firewall_on_the_host_seen_from_the_guest(lan: Lan) -> None:
    _, code = lan.serve("host")
    lan.swallow("host", "ipproto", "tcp", "sport", "47800")
    found = _doctor(lan, "guest", code)
    assert (found["verdict"], found["params"]["address"]) == ("firewall_there", HOST)


def test_a_firewall_on_this_computer(lan: Lan) -> None:
    lan.swallow("host", "ipproto", "tcp", "sport", "47800", own=True)
    assert _doctor(lan, "host")["verdict"] == "firewall_here"


@pytest.mark.parametrize(
    ("protocol", "verdict"),
    [(OLDEST_VERSION - 1, "update_them"), (PROTOCOL_VERSION + 1, "update_us")],
)
def test_version_mismatch(lan: Lan, protocol: int, verdict: str) -> None:
    lan.ask("host", "tests.kit.impostor", "host", str(protocol), "7.8.9")
    found = _doctor(lan, "guest", HOST)
    assert (found["verdict"], found["params"]["app"]) == (verdict, "7.8.9")


def test_no_network(lan: Lan) -> None:
    lan.computer("lonely")
    both = [_begin(lan, "lonely"), _begin(lan, "lonely", "014-M0P")]
    assert [_told(one)["verdict"] for one in both] == ["no_network", "no_network"]


def test_no_address_from_the_router(lan: Lan) -> None:
    lan.computer("early", "169.254.7.8/16")
    assert _doctor(lan, "early")["verdict"] == "no_address"


def test_host_gone(lan: Lan) -> None:
    serving, code = lan.serve("host")
    lan.stop(serving)
    assert _doctor(lan, "guest", code)["verdict"] == "host_gone"


def test_host_switched_off(lan: Lan) -> None:
    _, code = lan.serve("host")
    lan.ip("host", "link", "set", "wire", "down")
    assert _doctor(lan, "guest", code)["verdict"] == "host_away"


def test_wrong_code(lan: Lan) -> None:
    _, code = lan.serve("host")
    mistyped = code[:-1] + next(letter for letter in "2345" if letter != code[-1])
    found = _doctor(lan, "guest", mistyped)
    assert (found["verdict"], found["params"]["failure"]) == ("wrong_code", "bad_check")
    nobodys = room_code.lookup_code(123)
    assert _doctor(lan, "guest", nobodys)["verdict"] == "nobody"


def test_a_code_of_a_table_that_has_closed(lan: Lan) -> None:
    lan.serve("host")
    other = room_code.encode(HOST, 47800, salt=5)
    assert other is not None
    assert _doctor(lan, "guest", other)["verdict"] == "no_such_table"


def test_a_host_on_another_network(lan: Lan) -> None:
    elsewhere = room_code.encode("192.168.200.9", 47800)
    assert elsewhere is not None
    assert _doctor(lan, "guest", elsewhere)["verdict"] == "other_network"


def test_not_a_magnate_host(lan: Lan) -> None:
    lan.ask("host", "tests.kit.impostor", "web")
    assert _doctor(lan, "guest", f"ws://{HOST}:47800/")["verdict"] == "not_magnate"


def test_a_name_nobody_has(lan: Lan) -> None:
    found = _doctor(lan, "guest", "ws://magnate.invalid/")
    assert found["verdict"] in ("no_name", "other_network")


def test_it_is_never_longer_than_six_seconds(lan: Lan) -> None:
    """The slowest case: a code whose address swallows everything, on a loaded computer."""
    lan.serve("host")
    lan.swallow("host", "ipproto", "tcp", "sport", "47800")
    begun = time.monotonic()
    _doctor(lan, "guest", f"{HOST}:47800")
    assert time.monotonic() - begun < 2 * WITHIN
