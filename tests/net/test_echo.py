"""Hearing oneself, on the loopback interface."""

from __future__ import annotations

import socket

import pytest

from magnate_app.net import echo
from magnate_app.protocol.diagnosis import Adapter, Kind

HERE = Adapter(name="lo", address="127.0.0.1", prefix=8, kind=Kind.OTHER)
NOWHERE = Adapter(name="gone", address="192.0.2.77", prefix=24, kind=Kind.OTHER)


async def test_one_hears_oneself() -> None:
    assert await echo.by_multicast([HERE]) == {"127.0.0.1": True}
    assert await echo.by_broadcast([(HERE, "127.255.255.255")]) == {"127.0.0.1": True}
    assert await echo.by_multicast([]) == {}


async def test_an_adapter_that_is_gone_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(echo, "ROUND", 0.01)
    assert await echo.by_multicast([NOWHERE]) == {"192.0.2.77": False}
    assert await echo.by_broadcast([(NOWHERE, "127.0.0.1")]) == {"192.0.2.77": False}


async def test_without_a_socket_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: socket.socket, address: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(socket.socket, "bind", fail)
    assert await echo.by_multicast([HERE]) == {"127.0.0.1": False}
    assert await echo.by_broadcast([(HERE, "127.255.255.255")]) == {"127.0.0.1": False}
