"""The multicast group tables and quick matches are announced in (PROTOCOL.md 10.1)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Final

from zeroconf import Error as ZeroconfError
from zeroconf import InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncZeroconf

FAULTS: Final = (OSError, RuntimeError, ZeroconfError, asyncio.TimeoutError)
"""What a network without multicast makes of it; never a reason to stop a game."""


def open_net(interfaces: Sequence[str] | None) -> AsyncZeroconf:
    """Join the group on these interfaces, or on all. Raises one of `FAULTS`."""
    return AsyncZeroconf(
        interfaces=list(interfaces) if interfaces else InterfaceChoice.All,
        ip_version=IPVersion.V4Only,
    )


async def close_net(net: AsyncZeroconf) -> None:
    """Leave the group; raises none of `FAULTS`."""
    with contextlib.suppress(*FAULTS):
        await net.async_close()
    # Its sockets are closed by the loop, one round later.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
