from __future__ import annotations

import socket

import ifaddr
import pytest

from magnate_app.net import addresses
from magnate_app.protocol.diagnosis import Kind


class _Ip:
    def __init__(self, ip: str | tuple[str, int, int]) -> None:
        self.ip = ip
        self.network_prefix = 24


class _Adapter:
    def __init__(self, nice_name: str, *ips: str | tuple[str, int, int]) -> None:
        self.nice_name = nice_name
        self.ips = [_Ip(ip) for ip in ips]


def _computer(
    monkeypatch: pytest.MonkeyPatch, *adapters: _Adapter, outward: str | None = None
) -> tuple[str, ...]:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters)
    monkeypatch.setattr(addresses, "_outward", lambda: outward)
    return addresses.own_addresses()


def test_home_networks_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _computer(
        monkeypatch,
        _Adapter("lo", "127.0.0.1", ("::1", 0, 0)),
        _Adapter("eth0", "169.254.3.4", "100.64.1.2", ("fe80::1", 0, 2)),
        _Adapter("wlan0", "172.17.0.1", "10.0.0.5", "192.168.1.37", "192.168.1.37"),
    )
    assert found == ("192.168.1.37", "10.0.0.5", "172.17.0.1", "100.64.1.2", "169.254.3.4")
    assert addresses.is_own("10.0.0.5")
    assert addresses.is_own("127.0.0.9")
    assert addresses.is_own("::1")
    assert not addresses.is_own("10.0.0.6")
    assert not addresses.is_own("nonsense")


@pytest.mark.parametrize(
    "name",
    [
        "docker0",
        "br-2f1c",
        "tun0",
        "utun3",
        "wg0",
        "vboxnet0",
        "VirtualBox Host-Only Ethernet Adapter",
        "VMware Network Adapter VMnet8",
        "Hyper-V Virtual Ethernet Adapter",
        "TAP-Windows Adapter V9",
    ],
)
def test_virtual_adapters_come_last(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    virtual = _Adapter(name, "192.168.56.1")
    wire = _Adapter("Intel(R) Ethernet Connection", "10.0.0.5")
    for adapters in ((virtual, wire), (wire, virtual)):
        assert _computer(monkeypatch, *adapters) == ("10.0.0.5", "192.168.56.1")


def test_the_way_to_the_router_comes_first_among_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    wire, air = _Adapter("eth0", "192.168.1.37"), _Adapter("wlan0", "192.168.1.38")
    for outward in ("192.168.1.37", "192.168.1.38"):
        assert _computer(monkeypatch, wire, air, outward=outward)[0] == outward


def test_a_decoy_does_not_come_before_the_way_to_the_router(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wire, decoy = _Adapter("eth0", "10.77.0.1"), _Adapter("eth1", "192.168.99.1")
    assert _computer(monkeypatch, decoy, wire, outward="10.77.0.1")[0] == "10.77.0.1"
    assert _computer(monkeypatch, decoy, wire)[0] == "192.168.99.1"
    public = _Adapter("eth0", "198.51.100.7")
    assert _computer(monkeypatch, public, decoy, outward="198.51.100.7")[0] == "192.168.99.1"


def test_adapters_say_what_they_lead_to(monkeypatch: pytest.MonkeyPatch) -> None:
    _computer(
        monkeypatch,
        _Adapter("wlan0", "192.168.1.37", "100.64.1.2", "169.254.3.4"),
        _Adapter("tun0", "10.8.0.2"),
    )
    kinds = [(adapter.address, adapter.kind) for adapter in addresses.adapters()]
    assert kinds == [
        ("192.168.1.37", Kind.HOME),
        ("100.64.1.2", Kind.OTHER),
        ("169.254.3.4", Kind.UNASSIGNED),
        ("10.8.0.2", Kind.VIRTUAL),
    ]


def test_no_list_of_interfaces_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no interfaces")

    monkeypatch.setattr(ifaddr, "get_adapters", fail)
    assert addresses.own_addresses() == ()


def test_without_a_network_there_is_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: socket.socket, address: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", fail)
    assert addresses._outward() is None


def test_the_real_list_holds_addresses() -> None:
    assert all(address.count(".") == 3 for address in addresses.own_addresses())
    assert addresses._outward() is None or addresses.is_own(addresses._outward() or "")
