"""Each place knows exactly the messages of its socket."""

from __future__ import annotations

import pytest

from magnate_app.protocol.messages import Cancel, StartGame
from tests.kit.hub import start, token


def test_a_message_of_another_socket_is_a_programming_error() -> None:
    table = start(("ana", "bea"))
    host = table.host
    host.connect("/ws/queue/", token("eva"))
    host.connect("/ws/room/new/", token("leo"))
    messages = {"/ws/queue/": StartGame(), "/ws/room/": Cancel(), "/ws/game/": Cancel()}
    places = 0
    for line in host.hub._lines.values():
        assert line.place is not None
        message = messages[f"/ws/{line.route.socket}/"]
        is_host = line.person.name != "bea"
        if is_host:
            with pytest.raises(AssertionError):
                line.place.handle(line, message, host.now)
            places += 1
    assert places == 3
