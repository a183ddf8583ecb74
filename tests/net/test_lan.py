"""A host and two guests on networks as one meets them, made of network namespaces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kit.lan import AVAILABLE, REASON, Lan, line

pytestmark = [
    pytest.mark.netns,
    pytest.mark.skipif(not AVAILABLE, reason=REASON),
]

BY_CODE = 2.0
BY_LIST = 3.0
"""Seconds until one sits in the lobby."""

Make = Callable[..., Lan]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make networks: a host, two guests, and the start of their addresses."""
    made: list[Lan] = []

    def network(start: str = "10.77.0", *, multicast: bool = True) -> Lan:
        lan = Lan(tmp_path, multicast=multicast)
        made.append(lan)
        for number, name in enumerate(("host", "bea", "leo"), 1):
            lan.computer(name, f"{start}.{number}/24")
        return lan

    yield network
    for lan in made:
        lan.close()


def _guests(lan: Lan, code: str, ways: tuple[str, str] = ("browse", "code")) -> list[Any]:
    """Let both guests join at once; return what each of them tells."""
    joining = [
        lan.start(name, "tests.kit.lan_guest", code, way, name)
        for name, way in zip(("bea", "leo"), ways, strict=True)
    ]
    return [line(guest) for guest in joining]


def _both_sit(lan: Lan, host: str, *words: str) -> None:
    _, code = lan.serve("host", *words)
    by_list, by_code = _guests(lan, code)
    where = f"{host}:47800"
    assert (by_list["state"], by_list["address"]) == ("room", where)
    assert (by_list["found"], by_list["name"]) == (host, "Magnate")
    assert (by_code["state"], by_code["address"]) == ("room", where)
    assert by_list["seconds"] <= BY_LIST
    assert by_code["seconds"] <= BY_CODE


@pytest.mark.parametrize("start", ["192.168.1", "10.77.0", "172.16.5"])
def test_a_switch_is_all_it_takes(make: Make, start: str) -> None:
    _both_sit(make(start), f"{start}.1")


def test_a_router_that_drops_multicast_hides_nothing(make: Make) -> None:
    _both_sit(make("192.168.1", multicast=False), "192.168.1.1")


def test_a_decoy_adapter_of_the_host_leads_nobody_astray(make: Make) -> None:
    lan = make("10.77.0")
    # Without a way to the world the decoy even sorts first: its code is the one shown.
    lan.second_adapter("host", "far", "192.168.99.1/24")
    _both_sit(lan, "10.77.0.1")


def test_a_decoy_adapter_and_dropped_multicast_together(make: Make) -> None:
    lan = make("10.77.0", multicast=False)
    lan.second_adapter("host", "far", "192.168.99.1/24")
    _both_sit(lan, "10.77.0.1")


def test_decoy_adapters_of_the_guests_lead_nobody_astray(make: Make) -> None:
    lan = make("10.77.0")
    for name in ("bea", "leo"):
        lan.second_adapter(name, "far", "192.168.99.7/24")
    _both_sit(lan, "10.77.0.1")


@pytest.mark.parametrize("names", [("host",), ("bea", "leo"), ("host", "bea", "leo")])
def test_a_vpn_that_swallows_everything_else_stays_out_of_it(
    make: Make, names: tuple[str, ...]
) -> None:
    lan = make("192.168.1")
    for number, name in enumerate(names, 2):
        lan.second_adapter(name, "tun0", f"10.8.0.{number}/24")
        lan.default_route(name, "tun0")
    _both_sit(lan, "192.168.1.1")


def test_a_code_that_leads_into_a_silent_tunnel_costs_no_time(make: Make) -> None:
    lan = make("10.77.0", multicast=False)
    lan.second_adapter("host", "far", "192.168.99.1/24")
    for number, name in enumerate(("bea", "leo"), 2):
        lan.second_adapter(name, "tun0", f"10.8.0.{number}/24")
        lan.default_route(name, "tun0")
    _both_sit(lan, "10.77.0.1")


def test_a_code_works_across_a_router_where_no_list_can(make: Make) -> None:
    lan = make("10.77.0")
    lan.computer("router", "10.77.0.254/24", "10.78.0.254/24")
    lan.inside("router", "sysctl", "-qw", "net.ipv4.ip_forward=1")
    lan.computer("tom", "10.78.0.2/24")
    lan.default_route("tom", "wire", "10.78.0.254")
    lan.default_route("host", "wire", "10.77.0.254")
    _, code = lan.serve("host")
    told = lan.ask("tom", "tests.kit.lan_guest", code, "code", "tom")
    assert (told["state"], told["address"]) == ("room", "10.77.0.1:47800")
    assert told["seconds"] <= BY_CODE


def test_a_host_that_changed_its_address_is_found_under_its_old_code(make: Make) -> None:
    lan = make("192.168.1")
    _, code = lan.serve("host")
    lan.ip("host", "addr", "del", "192.168.1.1/24", "dev", "wire")
    lan.ip("host", "addr", "add", "192.168.1.50/24", "brd", "+", "dev", "wire")
    told = lan.ask("bea", "tests.kit.lan_guest", code, "code")
    assert (told["state"], told["address"]) == ("room", "192.168.1.50:47800")


@pytest.mark.parametrize("multicast", [True, False])
def test_a_table_by_code_only_is_on_no_list_and_its_code_still_works(
    make: Make, multicast: bool
) -> None:
    """The list is looked at for longer than everybody is asked: at once, after 1 s and 3 s."""
    lan = make("192.168.1", multicast=multicast)
    _, hidden = lan.serve("host", "--code-only")
    _, shown = lan.serve("leo")
    assert lan.ask("bea", "tests.kit.lan_list", shown, "4") == {"codes": [shown]}
    told = lan.ask("bea", "tests.kit.lan_guest", hidden, "code")
    assert (told["state"], told["address"]) == ("room", "192.168.1.1:47800")


def test_a_table_that_vanishes_leaves_the_list_within_seconds(make: Make) -> None:
    lan = make("192.168.1", multicast=False)
    serving, code = lan.serve("host")
    watching = lan.start("bea", "tests.kit.lan_watcher", code)
    assert watching.stdout is not None
    assert watching.stdout.readline().strip() == "there"
    serving.kill()
    assert line(watching)["seconds"] <= 6.0


def test_networks_that_come_up_late_are_searched_and_announced_too(make: Make) -> None:
    lan = make("192.168.1")
    for name in ("host", "bea"):
        # Only multicast is left, and the wire is not plugged in yet.
        lan.swallow(name, "to", "192.168.1.255/32", own=True)
        lan.ip(name, "link", "set", "wire", "down")
        lan.ip(name, "addr", "flush", "dev", "wire")
    lan.serve("host", "--port", "47801")
    watching = lan.start("bea", "tests.kit.lan_watcher")
    time.sleep(1.5)
    for number, name in enumerate(("host", "bea"), 1):
        lan.ip(name, "addr", "add", f"192.168.1.{number}/24", "brd", "+", "dev", "wire")
        lan.ip(name, "link", "set", "wire", "up")
    assert watching.stdout is not None
    assert watching.stdout.readline().strip() == "there"


def _matched(lan: Lan, *names: str) -> list[dict[str, Any]]:
    """Let people press Quick match at once; return what each tells when all wait together."""
    everybody = str(len(names))
    searching = [lan.start(name, "tests.kit.lan_matcher", name, "6", everybody) for name in names]
    return [line(one) for one in searching]


@pytest.mark.parametrize("multicast", [True, False])
def test_quick_match_needs_no_multicast(make: Make, multicast: bool) -> None:
    lan = make("192.168.1", multicast=multicast)
    told = _matched(lan, "host", "bea", "leo")
    assert {one["waiting"] for one in told} == {3}
    assert len({one["address"] for one in told}) == 1


def test_quick_match_finds_a_server_where_multicast_is_dropped(make: Make) -> None:
    lan = make("192.168.1", multicast=False)
    lan.serve("host", "--queue-size", "4")
    told = _matched(lan, "bea", "leo")
    assert [one["address"] for one in told] == ["192.168.1.1:47800"] * 2


def test_a_match_that_is_made_draws_nobody_in_any_more(make: Make) -> None:
    lan = make("192.168.1", multicast=False)
    first = [lan.start(name, "tests.kit.lan_matcher", name, "2", "9") for name in ("host", "bea")]
    # Two are a match: the queue that has made it takes its sign down.
    time.sleep(6)
    assert all(one.poll() is None for one in first)
    told = line(lan.start("leo", "tests.kit.lan_matcher", "leo", "2", "1"))
    assert told["address"] == "192.168.1.3:47800"
