from __future__ import annotations

import json

import msgspec
import pytest

from magnate_app import __version__
from magnate_app.net import http
from tests.kit.answering import ROOM, health_answer, raw_server

HIDDEN = msgspec.structs.replace(ROOM, room_code="TNF6Y5", name="Secreta", code_only=True)


def _ask(method: str, target: str, upgrade: bool = False) -> tuple[int, dict[str, str], bytes]:
    response = http.answer(method, target, upgrade, "9f3c", lambda: (ROOM, HIDDEN))
    assert response is not None
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, dict(response.headers.raw_items()), bytes(response.body)


def test_health_says_who_is_there() -> None:
    status, headers, body = _ask("GET", "/health?x=1")
    assert status == 200
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "app": "magnate",
        "version": __version__,
        "protocol": 2,
        "rooms_open": 1,
        "id": "9f3c",
    }


def test_rooms_are_listed_without_the_hidden_ones() -> None:
    _, _, body = _ask("GET", "/api/rooms")
    assert json.loads(body) == {
        "rooms": [
            {
                "room_code": "014M0P",
                "name": "Mesa de ana",
                "owner": "ana",
                "players": 2,
                "bots": 1,
                "seats": 4,
                "state": "lobby",
                "open": True,
                "watch": True,
                "locked": False,
                "preset": "standard",
            }
        ]
    }


def test_the_page_invites_and_has_no_script() -> None:
    status, headers, body = _ask("GET", "/")
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    assert b"magnate://join/014M0P" in body
    assert b"Secreta" not in body
    assert b"<script" not in body


def test_names_on_the_page_are_only_text() -> None:
    rooms = (msgspec.structs.replace(ROOM, name="<script>alert(1)</script>"),)
    assert "<script" not in http.invitation(rooms)
    assert "ninguna mesa" in http.invitation(())


def test_a_head_request_gets_no_body() -> None:
    status, headers, body = _ask("HEAD", "/health")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/ws/", 404),
        ("GET", "/ws/room/a/b/", 404),
        ("POST", "/health", 405),
        ("DELETE", "/ws/queue/", 405),
        ("GET", "/ws/queue/", 426),
        ("GET", "/api/ws/room/014M0P", 426),
    ],
)
def test_other_requests_have_their_status(method: str, target: str, status: int) -> None:
    assert _ask(method, target)[0] == status


def test_an_upgrade_of_a_known_path_goes_on() -> None:
    assert http.answer("GET", "/ws/queue/?token=x", True, "9f3c", lambda: ()) is None
    assert _ask("GET", "/ws/nothing/", upgrade=True)[0] == 404


async def test_a_host_is_asked_for_its_health() -> None:
    async with raw_server(health_answer("9f3c")) as port:
        health = await http.ask_health("127.0.0.1", port)
    assert health is not None
    assert (health.id, health.rooms_open) == ("9f3c", 1)


async def test_rooms_are_asked_for() -> None:
    body = b'{"rooms":[]}'
    async with raw_server(b"HTTP/1.1 200 OK\r\n\r\n" + body) as port:
        assert await http.ask_rooms("127.0.0.1", port) == ()
    async with raw_server(b"HTTP/1.1 200 OK\r\n\r\n[") as port:
        assert await http.ask_rooms("127.0.0.1", port) == ()
    assert await http.ask_rooms("127.0.0.1", port) == ()


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n\xff",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 100_000,
        b"HTTP/1.1 200 OK\r\n\r\n"
        b'{"app":"other","version":"1","protocol":2,"rooms_open":1,"id":"x"}',
        b"x" * 600_000,
    ],
)
async def test_whatever_else_answers_is_no_host(content: bytes | None) -> None:
    async with raw_server(content) as port:
        assert await http.ask_health("127.0.0.1", port, 0.3) is None
