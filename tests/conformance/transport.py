"""Sections 1 to 4: paths, plain HTTP, limits, identity, close codes, errors of form."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import struct

from tests.conformance import shape
from tests.conformance.checks import check
from tests.conformance.client import (
    ClosedError,
    Connection,
    ContractError,
    Host,
    StatusError,
    ensure,
    hello,
    new_token,
    same,
)
from tests.conformance.tables import Table, drain, new_room

HEALTH = {
    "app": shape.one_of("magnate"),
    "version": shape.is_text,
    "protocol": shape.whole(2),
    "rooms_open": shape.whole(0),
    "id": shape.is_text,
}
LISTED = {
    "room_code": shape.is_text,
    "name": shape.is_text,
    "owner": lambda value: isinstance(value, str),
    "players": shape.whole(0, 6),
    "bots": shape.whole(0, 6),
    "seats": shape.whole(2, 6),
    "state": shape.one_of("lobby", "playing", "paused"),
    "open": shape.is_bool,
    "watch": shape.is_bool,
    "preset": shape.is_text,
}


@check("transport")
async def socket_paths(host: Host) -> None:
    """Every path and alias leads to its socket, with and without /api and the last /"""
    for path in ("/ws/queue/", "/ws/queue", "/ws/queue/public/", "/api/ws/queue/public"):
        connection = await host.open(path, extended=True)
        await hello(connection, "action")
        await connection.named("queue_status")
        await connection.leave()
    for path in ("/ws/room/new/", "/ws/queue/private/new", "/api/ws/room/new"):
        connection = await host.open(path)
        await connection.named("room_created")
        await connection.leave()
    owner, code = await new_room(host)
    for path in (f"/ws/room/{code}/", f"/ws/queue/private/{code}", f"/api/ws/room/{code}"):
        member = await host.open(path)
        await member.named("joined")
        await member.leave()
    for path in ("/ws/game/999999999/", "/api/ws/game/abc"):
        await (await host.open(path)).closed(4003, "game_not_found")
    await owner.leave()


@check("transport")
async def other_paths(host: Host) -> None:
    """Any other path is a 404, WebSocket or not"""
    for path in ("/ws/", "/ws/room/", "/ws/room/a/b/", f"/ws/game/{'x' * 65}/", "/wss/queue/"):
        same((await host.http("GET", path))[0], 404, path)
        try:
            await host.open(path)
        except StatusError as refused:
            same(refused.status, 404, path)
        else:
            raise ContractError(f"{path} was upgraded")


@check("transport")
async def plain_http(host: Host) -> None:
    """Socket paths answer 426 without an upgrade; other methods than GET and HEAD 405"""
    for path in ("/ws/queue/", "/ws/room/new/", "/api/ws/game/1"):
        same((await host.http("GET", path))[0], 426, path)
    for path in ("/", "/health", "/api/rooms"):
        status, headers, body = await host.http("HEAD", path)
        same((status, body), (200, b""), f"HEAD {path}")
        same(headers.get("cache-control"), "no-store", "Cache-Control:")
        same((await host.http("POST", path))[0], 405, f"POST {path}")
        same((await host.http("POST", path, "a=1"))[0], 405, f"POST {path} with a body")
        same((await host.http("DELETE", path))[0], 405, f"DELETE {path}")


@check("transport")
async def health(host: Host) -> None:
    """/health says what is here, with one id as long as the host runs"""
    ids = set()
    for _ in range(2):
        status, headers, body = await host.http("GET", "/health")
        same(status, 200)
        ensure(headers["content-type"].startswith("application/json"), headers)
        answer = json.loads(body)
        shape.check(answer, HEALTH, "/health", None)
        ids.add(answer["id"])
    same(len(ids), 1, "ids:")


@check("transport")
async def rooms(host: Host) -> None:
    """/api/rooms lists open rooms and leaves out those that are code_only"""
    shown, code = await new_room(host, name="Mesa & <b>", seats=3)
    hidden, secret = await new_room(host, visibility="code_only")
    listed = json.loads((await host.http("GET", "/api/rooms"))[2])
    same(set(listed), {"rooms"})
    by_code = {room["room_code"]: room for room in listed["rooms"]}
    for room in by_code.values():
        shape.check(room, LISTED, "listed room", {"locked": shape.is_bool})
    ensure(secret not in by_code, "a code_only room is listed")
    wanted = {"name": "Mesa & <b>", "players": 1, "bots": 0, "seats": 3, "state": "lobby"}
    for key, value in wanted.items():
        same(by_code[code][key], value, key)
    page = (await host.http("GET", "/"))[2].decode()
    ensure(f"magnate://join/{code}" in page, "no link on the page")
    ensure("<b>" not in page.replace("<b>Join</b>", "").replace("<b>Unirse</b>", ""), "unescaped")
    ensure("<script" not in page, "a script on the page")
    for room in (shown, hidden):
        await room.leave()


@check("transport")
async def subprotocol(host: Host) -> None:
    """magnate.v2 is echoed and asks for the extended form, others are ignored"""
    connection = await host.queue(subprotocols=["other", "magnate.v2"])
    same(connection.subprotocol, "magnate.v2")
    await hello(connection, "action")
    await connection.leave()
    connection = await host.queue(subprotocols=["other"])
    same(connection.subprotocol, None)
    await connection.refused({"action": "x"}, "unknown_command")
    await connection.leave()


@check("transport")
async def big_frame(host: Host) -> None:
    """A frame of 64 KiB is read, a larger one closes 1009"""
    connection = await host.queue()
    await connection.refused("x" * 65536, "invalid_json")
    await connection.send_text("x" * 65537)
    await connection.closed(1009)


@check("transport")
async def flood(host: Host) -> None:
    """60 messages at once are heard; then rate_limited once a second, and 4008"""
    connection = await host.queue(lang="en")
    for _ in range(60):
        await connection.send_text("{}")
    for _ in range(60):
        same((await connection.named("error"))["code"], "unknown_command")
    limited = 0
    try:
        for _ in range(400):
            await connection.send_text("{}")
        while True:
            answer = await connection.named("error")
            if answer["code"] == "rate_limited":
                same(answer["message"], "Too many messages. Wait a moment.")
                ensure(0 < answer["params"]["retry_ms"] <= 1000, answer)
                limited += 1
    except ClosedError as closed:
        same((closed.code, closed.reason), (4008, "rate_limited"))
    ensure(1 <= limited <= 3, "rate_limited came", limited, "times")


async def _hush(host: Host, table: Table) -> None:
    """Pause a table whose bots would play on for long."""
    token, name = table.people[0]
    owner = await host.game(table.game, token=token, name=name)
    await owner.send({"type": "TablePause"})
    await owner.leave()


async def _busy(host: Host) -> tuple[Table, Connection, Connection, int]:
    """A table where bots play on without their people: one takes little, one listens."""
    table = await Table.start(
        host, 2, 4, extended=True, max_rounds=1000, end_without_humans=False, start_money=100_000
    )
    (user, _), (_, reader) = table.at.items()
    token, name = table.people[0]
    sleeper = await host.game(table.game, token=token, name=name, extended=True, small=True)
    await hello(sleeper, "type")
    await sleeper.named("game_state")
    for connection in (reader, sleeper):
        await connection.send({"type": "ActionSurrender"})
    return table, sleeper, reader, user


async def _dropped(sleeper: Connection) -> int:
    try:
        while True:
            await sleeper.text()
    except ClosedError as closed:
        return closed.code


@check("transport", patience=40)
async def frozen(host: Host) -> str:
    """A client that reads nothing is dropped within seconds and delays nobody"""
    table, sleeper, reader, user = await _busy(host)
    sleeper.socket.transport.pause_reading()
    heard, longest = 0, 0.0
    clock = asyncio.get_running_loop().time
    begun = last = clock()
    while clock() - begun < 12:
        message = await reader.next()
        longest, last = max(longest, clock() - last), clock()
        heard += message.get("event_type") == "game_response"
        gone = [s for s in message.get("seats", []) if s["id"] == user and not s["connected"]]
        if message.get("event_type") == "presence" and gone:
            break
    else:
        raise ContractError("not dropped within 12 s")
    ensure(longest < 2, "the others waited", longest, "s")
    sleeper.socket.transport.resume_reading()
    same(await _dropped(sleeper), 1006, "code:")
    await reader.leave()
    await _hush(host, table)
    return f"after {heard} actions, longest wait of the others {longest * 1000:.0f} ms"


@check("transport", patience=40)
async def slow(host: Host) -> str:
    """A client that falls behind and reads again in time sees 4006"""
    table, sleeper, reader, _ = await _busy(host)
    sleeper.socket.transport.pause_reading()
    clock = asyncio.get_running_loop().time
    heard, begun = 0, clock()
    while clock() - begun < 6 and heard < 1200:
        heard += (await reader.next()).get("event_type") == "game_response"
    sleeper.socket.transport.resume_reading()
    try:
        async with asyncio.timeout(6):
            code = await _dropped(sleeper)
    except TimeoutError:
        return f"not provoked: the system buffers {heard} actions"
    finally:
        await reader.leave()
        sleeper.cut()
        await _hush(host, table)
    ensure(code in (4006, 1006, 1011), "code", code)
    return f"{code} after {heard} actions"


@check("transport", patience=30)
async def half_open(host: Host) -> None:
    """A line that answers no ping is noticed within 11 s"""
    table = await Table.start(host, 2, extended=True)
    silent, watching = table.at
    # Reading no more means answering no ping.
    table.at[silent].socket.transport.pause_reading()
    message = await table.at[watching].until("presence", 11.5)
    same([(s["id"], s["connected"]) for s in message["seats"]], [(silent, False)])
    await table.at[watching].leave()
    table.at[silent].cut()


@check("transport")
async def storm(host: Host) -> None:
    """Forty reconnections at once leave one connection, the newest; the rest see 4005"""
    token = new_token()
    table = await Table.start(host, 2)
    token = table.people[0][0]
    opened = await asyncio.gather(*(host.game(table.game, token=token) for _ in range(40)))
    codes = await asyncio.gather(*(_left(connection) for connection in opened))
    same(sorted(codes), [0] + [4005] * 39, "closed with:")


async def _left(connection: Connection) -> int:
    """Return the code a connection was closed with after its first message, or 0."""
    await connection.named("game_state")
    try:
        await connection.silent(2)
    except ClosedError as closed:
        return closed.code
    return 0


@check("transport")
async def raw_bytes(host: Host) -> None:
    """Broken frames close with the codes of WebSocket itself and disturb nobody"""
    other = await host.queue(extended=True)
    await hello(other, "action")
    await other.named("queue_status")
    for raw, wanted in (
        (b"\x81\xff" + b"\xff" * 8 + b"\0" * 4, (1002, 1009)),
        (_masked(0x81, b"\xff\xfe"), (1007,)),
        (_masked(0x83, b"??"), (1002,)),
        (b"\x81\x02ab", (1002,)),
    ):
        reader, writer = await _upgrade(host, "/ws/room/new/")
        writer.write(raw)
        data = await asyncio.wait_for(reader.read(), 5)
        at = data.rfind(b"\x88")
        code = struct.unpack(">H", data[at + 2 : at + 4])[0] if at >= 0 else 0
        ensure(code in wanted, "code", code, "for", raw)
        writer.close()
    for raw in (b"\0" * 50, b"GET / HTTP/9\r\n\r\n", b"\x16\x03\x01\x02\0", b"A" * 70000):
        reader, writer = await asyncio.open_connection(host.address, host.port)
        writer.write(raw)
        writer.write_eof()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 8)
        writer.close()
    await other.ask({"action": "ping", "t": 1})
    await other.leave()


async def _upgrade(host: Host, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(host.address, host.port)
    lines = (
        f"GET {path}?token={new_token()} HTTP/1.1",
        f"Host: {host.address}:{host.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "",
        "",
    )
    writer.write("\r\n".join(lines).encode())
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


def _masked(first: int, payload: bytes) -> bytes:
    return bytes((first, 0x80 | len(payload))) + b"\0" * 4 + payload


# Identity


@check("identity")
async def no_token(host: Host) -> None:
    """A missing, short, long or strange token is accepted, then closed 4002"""
    bad = ["", "a" * 15, "a" * 129, "a" * 15 + "é", "a b" * 8, "a" * 2000]
    for path in ("/ws/queue/", "/ws/room/new/", "/ws/game/1/"):
        for token in bad:
            await (await host.open(path, token=token)).closed(4002, "unauthorized")


@check("identity")
async def good_tokens(host: Host) -> None:
    """Tokens of 16 to 128 characters, and three parts up to 2,048, are taken"""
    fresh = secrets.token_hex(8)
    tokens = [fresh, fresh * 8, f"{fresh}-_.~", f"{fresh}.{'b' * 1000}.{'c' * 1000}"]
    for token in tokens:
        connection = await host.open("/ws/room/new/", token=token)
        await connection.named("room_created")
        await connection.leave()
    await (await host.queue(token=f"{fresh}.{'b' * 2048}.c")).closed(4002)


@check("identity")
async def header_token(host: Host) -> None:
    """The token may come as a header, which wins over the query"""
    table = await Table.start(host, 2)
    token = table.people[0][0]
    for query in ("", new_token(), "short"):
        connection = await host.game(table.game, token=query, header=f"Bearer {token}")
        same((await connection.named("game_state"))["game_state"]["role"], "player")
    await (await host.game(table.game, token=token, header="Bearer x")).closed(4002)


@check("identity")
async def names(host: Host) -> None:
    """Names are cleaned, cut to 20 and unique whatever their case"""
    stem = "Ñ" + secrets.token_hex(3)
    for wanted, shown in (
        (f"  {stem}\u200b \t x  ", f"{stem} x"),
        (f"{stem}-long" + "y" * 40, f"{stem}-long" + "y" * 8),
        (f"{stem.lower()} X", f"{stem.lower()} X 2"),
        ("n\u0303".upper() + stem[1:], "Ñ" + stem[1:]),
    ):
        connection = await host.open("/ws/room/new/", name=wanted)
        await connection.named("room_created")
        same((await connection.named("joined"))["user"], shown, repr(wanted))
        if wanted != f"  {stem}\u200b \t x  ":
            await connection.leave()
    for lang, word in (("es", "Jugador"), ("en", "Player")):
        connection = await host.open("/ws/room/new/", name="", lang=lang)
        await connection.named("room_created")
        joined = await connection.named("joined")
        same(joined["user"], f"{word} {joined['seats'][0]['id']}")
        await connection.leave()


@check("identity")
async def versions(host: Host) -> None:
    """Another version than 2 closes 4010, after the token is looked at"""
    for path in ("/ws/queue/", "/ws/room/new/", "/ws/room/NOROOM/", "/ws/game/1/"):
        await (await host.open(path, v="1")).closed(4010, "version")
        await (await host.open(path, v="")).closed(4010, "version")
        await (await host.open(path, v="3", token="")).closed(4002)


@check("identity", patience=15)
async def no_hello(host: Host) -> None:
    """An extended connection without hello receives nothing and closes 4010 within 5 s"""
    late = [await host.open(p, extended=True) for p in ("/ws/queue/", "/ws/room/new/")]
    for connection in late:
        await connection.send({"action": "ping", "t": 1})
        await connection.send_text("no json")
    await asyncio.gather(*(one.closed(4010, "no_hello", 6.5) for one in late))


# Errors of form

FORM = [
    ("nope", "invalid_json"),
    ('{"a":NaN}', "invalid_json"),
    ('{"a":' * 40 + "1" + "}" * 40, "invalid_json"),
    ("[]", "not_an_object"),
    ("3", "not_an_object"),
    ("null", "not_an_object"),
    (b"{}", "binary_frame"),
]


async def _form(connection: Connection, key: str, lang: str) -> None:
    invalid = {"es": "Datos invalidos.", "en": "Invalid data."}[lang]
    unknown = {"es": "Comando invalido.", "en": "Unknown command."}[lang]
    for frame, code in FORM:
        same((await connection.refused(frame, code))["message"], invalid)
    for name in ("host_offer", "replica_x"):
        answer = await connection.refused({key: name}, "reserved", name=name)
        same(answer["message"], unknown)
    await connection.refused({key: "x", "host_key": 1}, "reserved", name="host_key")
    await connection.refused({key: "ping", "t": 1}, "not_extended", name="ping")
    if key != "type":
        same((await connection.refused({}, "unknown_command", name=None))["message"], unknown)
        await connection.refused({key: "x"}, "unknown_command", name="x")
        await connection.refused({key: 7}, "unknown_command", name=None)
    else:
        await connection.refused({}, "unknown_action", type=None)
        await connection.refused({key: "ActionFly"}, "unknown_action", type="ActionFly")


@check("errors")
async def queue_errors(host: Host) -> None:
    """Queue: every error of form, in both languages, leaves the socket open"""
    for lang in ("es", "en"):
        connection = await host.queue(lang=lang)
        await _form(connection, "action", lang)
        await connection.send({"action": "cancel", "unknown": [1]})
        await connection.closed(4000, "cancelled")


@check("errors")
async def room_errors(host: Host) -> None:
    """Room: every error of form, in both languages, leaves the socket open"""
    for lang in ("es", "en"):
        connection = await host.open("/ws/room/new/", lang=lang)
        await connection.named("room_created")
        await connection.named("joined")
        await _form(connection, "command", lang)
        await connection.refused({"command": "chat_message"}, "invalid_field", field="message")
        await connection.send({"command": "chat_message", "message": " hi "})
        same((await connection.named("chat_message"))["message"], "hi")
        await connection.leave()


@check("errors")
async def game_errors(host: Host) -> None:
    """Game: every error of form, in both languages, to the sender alone"""
    table = await Table.start(host, 2)
    for (token, _), lang in zip(table.people, ("es", "en"), strict=True):
        connection = await host.game(table.game, token=token, lang=lang)
        await connection.named("game_state")
        await _form(connection, "type", lang)
    await drain(connection)
    state = await host.game(table.game, token=table.people[0][0])
    same((await state.named("game_state"))["game_state"]["seq"], 0)


@check("errors")
async def integers(host: Host) -> None:
    """6, 6.0, "6" and "006" are one integer; true, 6.5 and "" are none"""
    table = await Table.start(host, 2)
    mine = table.at[table.actor]
    for value in (6, 6.0, "6", "006"):
        await mine.refused({"type": "ActionMoveTo", "square": value}, "wrong_phase")
    wrong: tuple[object, ...] = (True, 6.5, "", "six", [6], {}, 2**31, -(2**40))
    for bad in wrong:
        await mine.refused({"type": "ActionMoveTo", "square": bad}, "invalid_field", field="square")
    for message in ({"type": "ActionMoveTo"}, {"type": "ActionMoveTo", "square": None}):
        await mine.refused(message, "invalid_field", field="square")
    await mine.refused({"type": "ActionPayBail", "to_pay": 1}, "invalid_field", field="to_pay")
    await mine.refused(
        {"type": "ActionBuild", "square": 6, "houses": 0}, "invalid_field", field="houses"
    )
    await mine.refused({"type": "ActionMoveTo", "square": 99}, "unknown_square", square=99)


@check("limits", alone=True, patience=40)
async def too_many_rooms(host: Host) -> str:
    """A host that takes no more rooms says rooms_closed and closes 4003"""
    opened = []
    try:
        for _ in range(70):
            connection = await host.open("/ws/room/new/")
            opened.append(connection)
            message = await connection.next()
            if message["action"] == "error":
                same(message["code"], "rooms_closed")
                same(message["error"], message["message"], "the sentence twice:")
                await connection.closed(4003, "rooms_closed")
                return f"after {len(opened) - 1} rooms"
    finally:
        await asyncio.gather(*(connection.leave() for connection in opened))
    return "not reached: this host takes more than 70 rooms"


@check("limits", alone=True, patience=60)
async def too_many_connections(host: Host) -> str:
    """A host full of connections accepts and closes 1013"""
    table = await Table.start(host, 2)
    opened = []
    try:
        for number in range(300):
            opened.append(await host.game(table.game, spectate="1"))
            try:
                await opened[-1].named("game_state")
            except ClosedError as closed:
                same((closed.code, closed.reason), (1013, "try_again_later"))
                return f"after {number + 2} connections"
    finally:
        await asyncio.gather(*(connection.leave() for connection in opened))
    return "not reached: this host takes more than 300 connections"
