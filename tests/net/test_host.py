"""A real host on the loopback interface, met by a plain classic client."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from magnate_app.errors import LinkError
from magnate_app.net import host as hosts
from magnate_app.net import http, websocket
from magnate_app.net.host import Host
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.room_code import encode
from magnate_app.saves import gamelog
from magnate_app.server import room
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup
from tests.kit.networks import LOCAL, Classic, classic, content, hosting, made, token, until


async def _start(ana: Classic, bea: Classic) -> int:
    """Start a game for two who are in one room; return its id."""
    for person in (ana, bea):
        await person.say(command="ready_status", is_ready=True)
        await person.hear_until("action", "ready_status")
    await ana.say(command="start_game")
    game = (await ana.hear_until("action", "game_start"))["game_id"]
    assert await ana.closed() == (4001, "moved_on")
    assert await bea.closed() == (4001, "moved_on")
    assert isinstance(game, int)
    return game


async def _act(person: Classic, action: dict[str, object]) -> dict[str, object]:
    await person.say(**action)
    told = await person.hear_until("event_type", "game_action")
    assert told["data"]["type"] == action["type"]
    response = await person.hear()
    assert response["event_type"] == "game_response"
    data = response["data"]
    assert isinstance(data, dict)
    return data


async def test_two_classic_clients_meet_and_play(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        port = host.port or 0
        async with classic(port, "/ws/room/new/", "ana") as ana:
            code = (await ana.hear())["room_code"]
            joined = await ana.hear()
            assert (joined["action"], joined["user"], joined["is_owner"]) == ("joined", "ana", True)
            async with classic(port, f"/api/ws/queue/private/{code}", "bea") as bea:
                assert (await bea.hear())["players"][1]["username"] == "bea"
                await ana.hear_until("user", "bea")
                await bea.say(command="start_game")
                assert (await bea.hear())["code"] == "not_host_start"
                game = await _start(ana, bea)
        async with (
            classic(port, f"/ws/game/{game}/", "ana") as ana,
            classic(port, f"/ws/game/{game}", "bea") as bea,
        ):
            state = (await ana.hear())["game_state"]
            assert (await bea.hear())["game_state"]["ordered_players"] == state["ordered_players"]
            first = ana if state["active_phase_player"] == state["you"] else bea
            second = bea if first is ana else ana
            await second.say(type="ActionThrowDices")
            assert (await second.hear())["code"] == "not_your_turn"
            thrown = await _act(first, {"type": "ActionThrowDices"})
            assert thrown["type"] == "ResponseThrowDices"
            assert (await second.hear())["event_type"] == "game_action"
            assert (await second.hear())["data"] == thrown
        async with classic(port, f"/ws/game/{game}/", "teo") as teo:
            assert await teo.closed() == (4003, "not_a_participant")
        log = next((tmp_path / "saves").glob("*.jsonl"))
        await until(lambda: len(gamelog.read_game(log).records) == 1)
    rest = next((tmp_path / "saves").iterdir())
    assert rest.name.endswith(".magnate.json")
    assert len(gamelog.read_game(rest).records) == 1


async def test_plain_http_and_sockets_share_the_port(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        port = host.port or 0
        code = host.make_room(Setup())
        health = await http.probe(LOCAL, port)
        assert health.id == host.id
        assert [listed.room_code for listed in await http.ask_rooms(LOCAL, port)] == [code]
        assert code.encode() in await http.get(LOCAL, port, "/")
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://{LOCAL}:{port}/ws/nothing/", proxy=None)
        assert refused.value.response.status_code == 404
        for path in ("/ws/queue/", "/nothing"):
            with pytest.raises(LinkError):
                await http.get(LOCAL, port, path)


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 5\r\nX-Last: 1\r\n\r\nhello",
        b"content-length:200000\r\n\r\n" + b"x" * 200000,
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
)
async def test_other_methods_are_answered_whatever_they_send(tmp_path: Path, body: bytes) -> None:
    async with hosting(tmp_path) as host:
        for path, status in (("/health", 405), ("/ws/queue/", 405), ("/nothing", 404)):
            begin = f"POST {path} HTTP/1.1\r\nHost: x\r\n".encode()
            reader, writer = await asyncio.open_connection(LOCAL, host.port)
            try:
                writer.write(begin[:7])
                await asyncio.sleep(0.01)
                writer.write(begin[7:] + body)
                answer = await reader.read()
                assert answer.startswith(b"HTTP/1.1 %d " % status)
                assert answer.count(b"HTTP/1.1") == 1
            finally:
                writer.transport.abort()


async def test_a_request_without_end_is_no_request(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        reader, writer = await asyncio.open_connection(LOCAL, host.port)
        try:
            writer.write(b"POST /health HTTP/1.1\r\n" + b"X: y\r\n" * 20_000)
            assert b" 405 " not in await reader.read()
        finally:
            writer.transport.abort()


@pytest.mark.parametrize(
    ("path", "query", "code", "reason"),
    [
        ("/ws/queue/", "", 4002, "unauthorized"),
        ("/ws/queue/", "?token=short", 4002, "unauthorized"),
        ("/ws/room/014M0P/", f"?token={token('ana')}&v=3", 4010, "version"),
        ("/ws/room/014M0P/", f"?token={token('ana')}", 4003, "room_not_found"),
        ("/ws/game/77/", f"?token={token('ana')}", 4003, "game_not_found"),
        ("/ws/game/x/", f"?token={token('ana')}&v=2", None, None),
    ],
)
async def test_rejections_come_after_the_upgrade(
    tmp_path: Path, path: str, query: str, code: int | None, reason: str | None
) -> None:
    async with (
        hosting(tmp_path, ServerConfig(hello_within=0.05)) as host,
        connect(f"ws://{LOCAL}:{host.port}{path}{query}", proxy=None) as socket,
    ):
        ended = await Classic(socket).closed()
        assert ended == ((code, reason) if code else (4010, "no_hello"))


async def test_a_token_may_come_in_a_header_and_the_subprotocol_is_echoed(tmp_path: Path) -> None:
    async with (
        hosting(tmp_path) as host,
        connect(
            f"ws://{LOCAL}:{host.port}/ws/queue/",
            proxy=None,
            additional_headers={"Authorization": f"Bearer {token('ana')}"},
            subprotocols=["other", "magnate.v2"],  # type: ignore[list-item]  # plain strings do
        ) as socket,
    ):
        assert socket.subprotocol == "magnate.v2"
        await socket.send('{"action":"hello","protocol":2}')
        assert (await Classic(socket).hear())["action"] == "welcome"


async def test_a_subprotocol_nobody_knows_is_no_obstacle(tmp_path: Path) -> None:
    async with (
        hosting(tmp_path) as host,
        connect(
            f"ws://{LOCAL}:{host.port}/ws/queue/?token={token('ana')}",
            proxy=None,
            subprotocols=["other"],  # type: ignore[list-item]  # plain strings do
        ) as socket,
    ):
        assert socket.subprotocol is None
        await socket.send('{"action":"cancel"}')
        assert await Classic(socket).closed() == (4000, "cancelled")


async def test_a_frame_too_long_closes_1009(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host, classic(host.port or 0, "/ws/queue/", "ana") as ana:
        await ana.say(action="x" * 70_000)
        assert (await ana.closed())[0] == 1009


async def test_more_lines_than_fit_are_told_so(tmp_path: Path) -> None:
    async with hosting(tmp_path, ServerConfig(max_peers=1)) as host:
        port = host.port or 0
        async with classic(port, "/ws/queue/", "ana"), classic(port, "/ws/queue/", "bea") as bea:
            assert await bea.closed() == (1013, "try_again_later")


async def test_closing_tells_everybody(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host, classic(host.port or 0, "/ws/queue/", "ana") as ana:
        await ana.say(action="?")
        await ana.hear()
        await host.close()
        assert await ana.closed() == (4011, "host_closing")


async def test_the_second_host_takes_the_next_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosting(tmp_path / "a") as first:
        port = first.port or 0
        monkeypatch.setattr(hosts, "PORTS", range(port, port + 16))
        async with hosting(tmp_path / "b", port=None) as second:
            assert port < (second.port or 0) < port + 16
            one, two = await http.probe(LOCAL, port), await http.probe(LOCAL, second.port or 0)
            assert one.id != two.id


async def test_a_busy_port_is_told(tmp_path: Path) -> None:
    async with hosting(tmp_path / "a") as first:
        other = Host(
            ServerConfig(), content(), data=made(tmp_path / "b"), saves=made(tmp_path / "b")
        )
        with pytest.raises(LinkError) as refused:
            await other.listen(first.port, LOCAL)
        assert refused.value.failure is LinkFailure.PORT_BUSY
        await other.close()


async def test_ids_outlive_the_host(tmp_path: Path) -> None:
    users = []
    for _ in range(2):
        async with (
            hosting(tmp_path) as host,
            classic(host.port or 0, "/ws/queue/", "ana", "&v=2") as ana,
        ):
            await ana.say(action="hello", protocol=2)
            users.append((await ana.hear())["you"])
        assert "ana-secret" not in (tmp_path / "data" / "identities.json").read_text()
    assert users[0] == users[1]


@pytest.mark.parametrize("frames", [40, 400])
async def test_a_reader_that_stops_is_dropped_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frames: int
) -> None:
    monkeypatch.setattr(websocket, "LONGEST_SEND", 0.3)
    async with hosting(tmp_path) as host, classic(host.port or 0, "/ws/room/new/", "ana") as ana:
        code = (await ana.hear())["room_code"]
        await ana.hear()
        # This reader takes a few kilobytes and then lets everything pile up.
        reader, writer = await asyncio.open_connection(LOCAL, host.port, limit=1024)
        writer.write(
            f"GET /ws/room/{code}/?token={token('bea')}&name=bea HTTP/1.1\r\n"
            "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b"101" in await reader.readline()
        await ana.hear_until("user", "bea")
        slow = host._outboxes[max(host._outboxes)]
        for _ in range(frames):
            slow.put(["x" * 500_000])
        loop = asyncio.get_running_loop()
        told: set[object] = set()
        while "player_left" not in told:
            begun = loop.time()
            await ana.say(command="chat_message", message="hola")
            while (heard := await ana.hear())["action"] != "chat_message":
                told.add(heard["action"])
            assert loop.time() - begun < 1
            await asyncio.sleep(0.06)
        assert len(host._outboxes) == 1
        writer.transport.abort()


@pytest.mark.parametrize("path", ["/ws/queue/", "/ws/room/new/", "/ws/game/1/"])
async def test_any_bytes_are_survived(tmp_path: Path, path: str) -> None:
    frames: list[str | bytes] = [
        b"\x00\xff",
        b"",
        "",
        "{",
        "null",
        "[]",
        "1e999",
        '"' + "\ud7ff" * 9 + '"',
        "[" * 5000,
        '{"action":' * 500,
        json.dumps({"command": ["x"], "action": {"a": 1}, "type": None}),
        json.dumps({"type": "ActionBid", "amount": 10**30}),
        json.dumps({"command": "update_settings", "settings": {"seats": "many"}}),
        json.dumps({"command": "chat_message", "message": "\x00" * 100}),
        json.dumps({"action": "fill", "fill": "yes"}),
    ]
    async with hosting(tmp_path) as host:
        port = host.port or 0
        async with classic(port, path, "ana") as ana:
            try:
                for frame in frames:
                    await ana.socket.send(frame)
                await ana.say(action="cancel", command="ready_status")
            except OSError:
                pass
        reader, writer = await asyncio.open_connection(LOCAL, port)
        writer.write(b"\x16\x03\x01\x00\xa5" * 50 + b"\r\n\r\n")
        await writer.drain()
        await reader.read()
        writer.close()
        await writer.wait_closed()
        assert (await http.probe(LOCAL, port)).id == host.id


async def test_pings_reach_the_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(websocket, "PING_EVERY", 0.05)
    monkeypatch.setattr(room, "PINGS_EVERY", 0.05)
    async with (
        hosting(tmp_path) as host,
        classic(host.port or 0, "/ws/room/new/", "ana", "&v=2") as ana,
    ):
        await ana.say(command="hello", protocol=2)
        told = await ana.hear_until("action", "seats_changed", 10)
        assert all(ping >= 1 for ping in told["pings"].values())


async def test_a_new_address_is_a_new_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "LOOK_EVERY", 0.02)
    addresses = ["192.168.1.37", "10.0.0.5"]
    monkeypatch.setattr(hosts, "own_addresses", lambda: tuple(addresses))
    host = Host(
        ServerConfig(),
        content(),
        data=made(tmp_path / "data"),
        saves=made(tmp_path / "saves"),
        interfaces=[LOCAL],
    )
    try:
        port = await host.listen(0, announce=False)
        monkeypatch.setattr(host, "port", 47800)
        code = host.make_room(Setup())
        assert code == "014M0P"
        assert host.has_code("80002GM")
        addresses[:] = ["192.168.1.38"]
        await until(lambda: host.addresses == ("192.168.1.38",))
        rooms = await http.ask_rooms(LOCAL, port)
        assert [listed.room_code for listed in rooms] == [encode("192.168.1.38", 47800)]
        assert host.has_code(code)
    finally:
        await host.close()


async def test_a_game_of_friends_listens_again_under_its_code(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        port = host.port or 0
        async with classic(port, "/ws/room/new/", "ana") as ana:
            code = (await ana.hear())["room_code"]
            await ana.hear()
            async with classic(port, f"/ws/room/{code}/", "bea") as bea:
                await bea.hear()
                await ana.hear()
                game = await _start(ana, bea)
    (rest,) = (tmp_path / "saves").iterdir()
    saved = gamelog.read_game(rest)
    async with hosting(tmp_path) as host:
        assert host.resume(saved) == game
        assert host.resume(saved) == game
        assert host.has_code(code)
        assert host.code_of(game) is not None
        assert host.code_of(game + 1) is None
        async with classic(host.port or 0, f"/ws/game/{game}/", "bea") as bea:
            assert (await bea.hear())["game_state"]["id"] == game
