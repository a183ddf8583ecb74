from __future__ import annotations

from magnate_app.protocol.telling import Memory
from magnate_app.protocol.views import DeedView
from tests.kit.wire_table import WireTable


def test_what_stays_the_same_is_written_once() -> None:
    memory = Memory()
    deeds = (DeedView(6, 0, -1, False),)
    first = memory.deeds(deeds)
    assert memory.deeds((DeedView(6, 0, -1, False),)) is first
    other = memory.deeds((DeedView(6, 1, -1, False),))
    assert bytes(other) == b'[{"square":6,"seat":1,"houses":-1,"mortgaged":false}]'
    seats = WireTable().facts.seats
    assert memory.seats(seats) is memory.seats(tuple(seats))
