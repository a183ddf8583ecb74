"""Room codes for the addresses of this computer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Final

from magnate_app.errors import LinkError
from magnate_app.protocol import room_code

MOST: Final = 4


def fresh(addresses: Sequence[str], port: int | None, has_code: Callable[[str], bool]) -> list[str]:
    """Return codes for a new room, best first: one for each address worth trying.

    `has_code` tells which are taken.
    """
    taken = _Taken(has_code)
    for address in addresses[:MOST]:
        if port is not None and room_code.encode(address, port) is not None:
            taken.new.append(room_code.make_code(address, port, taken, secrets.randbelow))
    if not taken.new:
        taken.new.append(room_code.make_code("", 0, taken, secrets.randbelow))
    return taken.new


def lead_to(code: str, addresses: Sequence[str], port: int | None) -> bool:
    """Whether a code names one of these addresses and this port."""
    try:
        known = room_code.parse(code)
    except LinkError:
        return False
    return known.port == port and known.address in addresses


class _Taken:
    """Codes that cannot be given to a new room."""

    def __init__(self, has_code: Callable[[str], bool]) -> None:
        self._has_code = has_code
        self.new: list[str] = []

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and (code in self.new or self._has_code(code))
