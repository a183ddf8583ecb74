from __future__ import annotations

import ifaddr
import pytest

from magnate_app.net import addresses


class _Ip:
    def __init__(self, ip: str | tuple[str, int, int]) -> None:
        self.ip = ip


class _Adapter:
    def __init__(self, *ips: str | tuple[str, int, int]) -> None:
        self.ips = [_Ip(ip) for ip in ips]


def test_home_networks_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ifaddr,
        "get_adapters",
        lambda: [
            _Adapter("127.0.0.1", ("::1", 0, 0)),
            _Adapter("169.254.3.4", "100.64.1.2", ("fe80::1", 0, 2)),
            _Adapter("172.17.0.1", "10.0.0.5", "192.168.1.37", "192.168.1.37"),
        ],
    )
    assert addresses.own_addresses() == (
        "192.168.1.37",
        "10.0.0.5",
        "172.17.0.1",
        "100.64.1.2",
        "169.254.3.4",
    )
    assert addresses.is_own("10.0.0.5")
    assert addresses.is_own("127.0.0.9")
    assert addresses.is_own("::1")
    assert not addresses.is_own("10.0.0.6")
    assert not addresses.is_own("nonsense")


def test_no_list_of_interfaces_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no interfaces")

    monkeypatch.setattr(ifaddr, "get_adapters", fail)
    assert addresses.own_addresses() == ()


def test_the_real_list_holds_addresses() -> None:
    assert all(address.count(".") == 3 for address in addresses.own_addresses())
