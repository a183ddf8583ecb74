"""Every JSON line of PROTOCOL.md is read and written; every message, decision and event has one."""

from __future__ import annotations

import json
import re
import typing
from pathlib import Path

import msgspec
import pytest

from magnate_app.codec import to_plain
from magnate_app.errors import DecodeError
from magnate_app.protocol import messages, messages_told, views, wire
from magnate_app.protocol.explaining import ADVISED, SAID
from magnate_app.protocol.messages import (
    ActionNextPhase,
    ErrorCode,
    Pong,
    Socket,
    decode_client,
    decode_server,
    encode,
)
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.reasons import Reason
from magnate_app.server.closing import CloseCode

PAGE = Path(wire.__file__).with_name("PROTOCOL.md").read_text(encoding="utf-8")
DIALOGUES = re.findall(r"```dialogue (\w+)\n(.*?)```", PAGE, re.DOTALL)
SPOKEN = [
    (Socket(name), *re.fullmatch(r"\w+ ([→←]) (.*)", line).groups())  # type: ignore[union-attr]
    for name, block in DIALOGUES
    for line in block.splitlines()
]
BLOCKS = re.findall(r"```json ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


def lines(label: str) -> list[str]:
    return [line for name, block in BLOCKS if name == label for line in block.splitlines()]


SENT = [(socket, line) for socket in Socket for line in lines(f"client {socket}")]
TOLD = [(socket, line) for socket in Socket for line in lines(f"server {socket}")]
PARTS: list[tuple[object, str]] = [
    *((views.Decision, line) for line in lines("decision")),
    *((AnyEvent, line) for line in lines("event")),
    *((views.LegalAction, line) for line in lines("legal")),
    *((messages_told.AuctionState, line) for line in lines("auction")),
    *((messages_told.PendingSquare | messages_told.PendingBail, line) for line in lines("pending")),
]


@pytest.mark.parametrize(("socket", "line"), SENT)
def test_a_client_message_is_read_and_written(socket: Socket, line: str) -> None:
    message = decode_client(socket, line)
    assert decode_client(socket, encode(socket, message)) == message
    named = {"type", "command", "action"} & set(json.loads(line))
    assert set(json.loads(encode(socket, message))) >= named


@pytest.mark.parametrize(("socket", "line"), TOLD)
def test_a_host_message_is_read_and_written_to_the_letter(socket: Socket, line: str) -> None:
    message = decode_server(socket, line)
    assert message is not None
    assert json.loads(encode(socket, message)) == json.loads(line)


@pytest.mark.parametrize(("kind", "line"), PARTS)
def test_a_part_is_read_and_written_to_the_letter(kind: object, line: str) -> None:
    part = msgspec.json.decode(line, type=kind)
    assert to_plain(part) == json.loads(line)


def test_the_page_has_every_client_message() -> None:
    for socket, names in wire.CLIENT_NAMES.items():
        shown = {type(decode_client(socket, line)) for where, line in SENT if where == socket}
        assert shown == set(names.values())


def test_the_page_has_every_host_message() -> None:
    for socket, names in wire.SERVER_NAMES.items():
        shown = {type(decode_server(socket, line)) for where, line in TOLD if where == socket}
        assert shown == set(names.values())


def test_the_page_has_every_response_decision_and_event() -> None:
    said = {json.loads(line).get("data", {}).get("type") for _, line in TOLD}
    assert {kind.__name__ for kind in typing.get_args(messages_told.AnyResponse)} <= said
    kinds = {json.loads(line)["kind"] for line in lines("decision")}
    assert kinds == {kind.__name__ for kind in typing.get_args(views.Decision)}
    types = {json.loads(line)["type"] for line in lines("event")}
    assert types == {kind.__name__ for kind in typing.get_args(AnyEvent)}


def test_a_host_message_of_another_version_is_left_alone() -> None:
    assert decode_server(Socket.GAME, '{"event_type":"host_offer","x":1}') is None
    assert decode_server(Socket.GAME, '{"no":"name"}') is None
    known = '{"event_type":"pong","t":1,"server_time":2,"later":{"a":[1]}}'
    assert decode_server(Socket.GAME, known) == Pong(t=1, server_time=2)


def test_events_of_another_version_are_left_out() -> None:
    line = next(line for _, line in TOLD if "DiceThrown" in line)
    source = json.loads(line)
    source["update"]["events"].insert(1, {"type": "MeteorFell", "square": 3})
    assert decode_server(Socket.GAME, json.dumps(source)) == decode_server(Socket.GAME, line)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "NaN", '{"event_type":"pong"}', '{"event_type":"pong","t":1,"server_time":"now"}'],
)
def test_a_broken_host_message_is_a_decode_error(text: str) -> None:
    with pytest.raises(DecodeError):
        decode_server(Socket.GAME, text)


def test_a_message_belongs_to_its_socket() -> None:
    with pytest.raises(KeyError):
        encode(Socket.QUEUE, ActionNextPhase())


def test_the_page_has_every_code() -> None:
    table = PAGE.partition("## 10. Refusals")[2]
    codes = {code for line in table.splitlines()[1:] for code in re.findall("`([a-z_]+)`", line)}
    assert {code.value for code in (*ErrorCode, *Reason)} <= codes


def test_the_page_has_every_reason_with_its_figures() -> None:
    part = PAGE.partition("### What bots think")[2].partition("### Fields")[0]
    rows = [line.split("|")[1:3] for line in part.splitlines() if line.startswith("| `")]
    listed: dict[str, tuple[str, ...]] = {}
    for codes, params in rows:
        sides = params.split("·")
        for number, some in enumerate(codes.split("·")):
            figures = tuple(re.findall("`([a-z_]+)`", sides[min(number, len(sides) - 1)]))
            listed |= dict.fromkeys(re.findall("`([a-z_]+)`", some), figures)
    assert listed == {**SAID, **ADVISED}


def test_one_module_gives_all_messages() -> None:
    for tables in (wire.CLIENT_NAMES, wire.SERVER_NAMES):
        for names in tables.values():
            for kind in names.values():
                assert getattr(messages, kind.__name__) is kind


@pytest.mark.parametrize(("socket", "way", "line"), SPOKEN)
def test_dialogues_are_read_to_the_letter(socket: Socket, way: str, line: str) -> None:
    if way == "→":
        assert json.loads(encode(socket, decode_client(socket, line))) == json.loads(line)
        return
    message = decode_server(socket, line)
    assert message is not None
    assert json.loads(encode(socket, message)) == json.loads(line)


def fields_of(kind: object, found: dict[str, set[str]], seen: set[object]) -> None:
    """Collect the fields of a struct and of everything inside it."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in seen:
        seen.add(kind)
        for field in msgspec.structs.fields(kind):
            found.setdefault(field.encode_name, set()).add(kind.__name__)
            fields_of(field.type, found, seen)
    for part in typing.get_args(kind):
        fields_of(part, found, seen)


def test_the_page_has_every_field_with_its_type() -> None:
    found: dict[str, set[str]] = {}
    for tables in (wire.CLIENT_NAMES, wire.SERVER_NAMES):
        for names in tables.values():
            for kind in names.values():
                fields_of(kind, found, set())
    table = PAGE.partition("### Fields")[2].partition("## 9.")[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| `")]
    listed = {name for first, *_ in rows for name in re.findall("`(\\w+)`", first)}
    assert set(found) - listed == set()
    assert listed - set(found) == set()
    assert all(kind.strip() and meaning.strip() for _, kind, meaning in rows)


def test_the_page_has_every_close_code() -> None:
    table = PAGE.partition("## 2. Connecting")[2].partition("### Order")[0]
    codes = {int(code) for code in re.findall(r"^\| (\d{4}) \|", table, re.MULTILINE)}
    assert codes == {*map(int, CloseCode), 1009, 4006}
