"""The IPv4 addresses of this computer, those friends most likely reach first."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address
from typing import Final

import ifaddr

LOOPBACK: Final = "127.0.0.1"

_HOME: Final = tuple(
    ipaddress.IPv4Network(network) for network in ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")
)
_LINK_LOCAL: Final = ipaddress.IPv4Network("169.254.0.0/16")


def own_addresses() -> tuple[str, ...]:
    """Return the addresses of all interfaces, home networks first, loopback left out."""
    found: list[IPv4Address] = []
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return ()
    for adapter in adapters:
        for ip in adapter.ips:
            if isinstance(ip.ip, str):
                address = IPv4Address(ip.ip)
                if not address.is_loopback and address not in found:
                    found.append(address)
    return tuple(str(address) for address in sorted(found, key=_rank))


def is_own(address: str) -> bool:
    """Tell whether a peer's address is this very computer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or str(parsed) in own_addresses()


def _rank(address: IPv4Address) -> tuple[int, int]:
    for rank, network in enumerate(_HOME):
        if address in network:
            return rank, 0
    return (len(_HOME) + 1, 0) if address in _LINK_LOCAL else (len(_HOME), 0)
