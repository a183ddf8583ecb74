from __future__ import annotations

import pytest

from magnate_app.protocol.messages import Socket
from magnate_app.server.routes import Route, parse


@pytest.mark.parametrize("prefix", ["", "/api"])
@pytest.mark.parametrize("tail", ["", "/"])
@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/ws/queue", Route(Socket.QUEUE)),
        ("/ws/queue/public", Route(Socket.QUEUE)),
        ("/ws/room/014M0P", Route(Socket.ROOM, "014M0P")),
        ("/ws/queue/private/o14-mop", Route(Socket.ROOM, "o14-mop")),
        ("/ws/room/new", Route(Socket.ROOM)),
        ("/ws/queue/private/new", Route(Socket.ROOM)),
        ("/ws/game/42", Route(Socket.GAME, "42")),
        ("/ws/game/x", Route(Socket.GAME, "x")),
        ("/ws/room/a%20b", Route(Socket.ROOM, "a b")),
        ("/ws/room/" + "a" * 64, Route(Socket.ROOM, "a" * 64)),
    ],
)
def test_paths_and_their_aliases(path: str, route: Route, prefix: str, tail: str) -> None:
    assert parse(prefix + path + tail) == route


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api",
        "/ws",
        "/ws/",
        "/ws/room",
        "/ws/room/",
        "/ws/game/",
        "/ws/game/1/2",
        "/ws/room/a%2Fb",
        "/ws/room/" + "a" * 65,
        "/api/api/ws/queue",
        "/ws/queue//",
        "/ws/queue/other",
        "/health",
        "ws/queue",
        "",
    ],
)
def test_everything_else_is_a_404(path: str) -> None:
    assert parse(path) is None
