"""The IPv4 addresses of this computer, those friends most likely reach first.

The home network's way to the router comes first; adapters of virtual machines,
containers and tunnels come last, whatever their address looks like.
"""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address
from typing import Final

import ifaddr

from magnate_app.protocol.diagnosis import Adapter, Kind

LOOPBACK: Final = "127.0.0.1"

_HOME: Final = tuple(
    ipaddress.IPv4Network(network) for network in ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")
)
_VIRTUAL: Final = (
    "docker",
    "hyper-v",
    "tailscale",
    "tunnel",
    "veth",
    "virbr",
    "virtual",
    "vbox",
    "vmnet",
    "vmware",
    "vpn",
    "wireguard",
    "wsl",
    "zerotier",
)
_VIRTUAL_STARTS: Final = ("br-", "lxc", "ppp", "tap", "tun", "utun", "wg", "zt")
_SOMEWHERE: Final = ("203.0.113.1", 9)
"""An address of the documentation: no packet is ever sent there."""


def own_addresses() -> tuple[str, ...]:
    """Return the addresses of all interfaces, best first, loopback left out."""
    return tuple(adapter.address for adapter in adapters())


def adapters() -> tuple[Adapter, ...]:
    """Return where this computer is on a network, best first, loopback left out."""
    ranked: dict[IPv4Address, tuple[tuple[bool, bool, int], Adapter]] = {}
    try:
        found = list(ifaddr.get_adapters())
    except OSError:
        return ()
    outward = _outward()
    for adapter in found:
        for ip in adapter.ips:
            if isinstance(ip.ip, str):
                address = IPv4Address(ip.ip)
                if not address.is_loopback:
                    virtual = _is_virtual(adapter.nice_name)
                    kind = _kind(address)
                    # A public address may lead to the world, but friends are at home.
                    way_out = ip.ip == outward and kind < len(_HOME)
                    rank = (virtual, not way_out, kind)
                    known = Adapter(
                        name=adapter.nice_name,
                        address=ip.ip,
                        prefix=ip.network_prefix,
                        kind=_sort(address, virtual),
                    )
                    ranked.setdefault(address, (rank, known))
    order = sorted(ranked, key=lambda address: ranked[address][0])
    return tuple(ranked[address][1] for address in order)


def is_own(address: str) -> bool:
    """Tell whether a peer's address is this very computer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or str(parsed) in own_addresses()


def _kind(address: IPv4Address) -> int:
    for rank, network in enumerate(_HOME):
        if address in network:
            return rank
    return len(_HOME) + address.is_link_local


def _sort(address: IPv4Address, virtual: bool) -> Kind:
    if address.is_link_local:
        return Kind.UNASSIGNED
    if virtual:
        return Kind.VIRTUAL
    return Kind.HOME if _kind(address) < len(_HOME) else Kind.OTHER


def _is_virtual(adapter: str) -> bool:
    name = adapter.lower()
    return name.startswith(_VIRTUAL_STARTS) or any(word in name for word in _VIRTUAL)


def _outward() -> str | None:
    """Return the address from which this computer would speak to the world."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_SOMEWHERE)
            return str(probe.getsockname()[0])
    except OSError:
        return None
