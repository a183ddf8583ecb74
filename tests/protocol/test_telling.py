from __future__ import annotations

from magnate_app.protocol.telling import Memory
from tests.kit.wire_table import WireTable


def test_what_stays_the_same_is_written_once() -> None:
    memory = Memory()
    table = WireTable()
    state, street = table.state, table.state.board.index[6]
    first = memory.deeds(state)
    assert bytes(first) == b"[]"
    assert memory.deeds(state.copy()) is first
    state.owner[street] = 1
    assert bytes(memory.deeds(state)) == (b'[{"square":6,"seat":1,"houses":-1,"mortgaged":false}]')
    state.mortgaged[street] = 1
    assert b'"mortgaged":true' in bytes(memory.deeds(state))
    seats = table.facts.seats
    assert memory.seats(seats) is memory.seats(tuple(seats))
