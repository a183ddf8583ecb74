"""A stored sample of each message, written by hand; `socket_direction_name[-variant].json`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from magnate_app.protocol.messages import Socket, decode_client, decode_server, encode
from magnate_app.protocol.messages_game import GameAction
from magnate_app.protocol.messages_told import AnyResponse
from magnate_app.protocol.wire import CLIENT_KEY, CLIENT_NAMES, SERVER_KEY, SERVER_NAMES

FOLDER = Path(__file__).parent / "samples"
FILES = sorted(FOLDER.glob("*.json"))
CLIENT = [path for path in FILES if "_client_" in path.name]
SERVER = [path for path in FILES if "_server_" in path.name]
NAMES: Mapping[str, Mapping[Socket, Mapping[str, type[msgspec.Struct]]]] = {
    "client": CLIENT_NAMES,
    "server": SERVER_NAMES,
}
KEYS = {"client": CLIENT_KEY, "server": SERVER_KEY}

Sample = dict[str, Any]


def _read(path: Path) -> tuple[Socket, str, str, Sample]:
    """The socket, the direction, the name of the message and the message itself."""
    socket, direction, name = path.stem.split("_", 2)
    sample = json.loads(path.read_text("utf-8"))
    return Socket(socket), direction, name.partition("-")[0], sample


def test_each_message_has_a_sample_and_each_sample_a_message() -> None:
    wanted = {
        (socket, direction, name)
        for direction, sockets in NAMES.items()
        for socket, names in sockets.items()
        for name in names
    }
    found = set()
    for path in FILES:
        socket, direction, name, sample = _read(path)
        assert sample[KEYS[direction][socket]] == name, path.name
        found.add((socket, direction, name))
    assert found == wanted


def test_each_field_is_in_a_sample() -> None:
    seen: defaultdict[tuple[str, type[msgspec.Struct]], set[str]] = defaultdict(set)
    for path in FILES:
        socket, direction, name, sample = _read(path)
        seen[direction, NAMES[direction][socket][name]] |= sample.keys()
    missing = {
        f"{direction} {kind.__name__}": fields
        for (direction, kind), there in seen.items()
        if (fields := {f.encode_name for f in msgspec.structs.fields(kind)} - there - _COMMON)
    }
    assert missing == {}


def test_each_kind_of_response_has_a_sample() -> None:
    kinds = {kind.__name__ for kind in get_args(AnyResponse)}
    samples = [_read(path)[3] for path in SERVER if "game_response" in path.name]
    assert {sample["data"]["type"] for sample in samples} == kinds
    assert {sample["data"]["type"] for sample in samples if "update" in sample}


@pytest.mark.parametrize("path", SERVER, ids=lambda path: path.stem)
def test_what_a_host_says_is_read_and_written_as_it_is(path: Path) -> None:
    socket, _, name, sample = _read(path)
    message = decode_server(socket, json.dumps(sample))
    assert type(message) is SERVER_NAMES[socket][name]
    assert message is not None
    assert json.loads(encode(socket, message)) == sample
    unknown = {"zzz": 1, **sample, "later": [{"x": None}]}
    assert decode_server(socket, json.dumps(unknown)) == message


@pytest.mark.parametrize("path", CLIENT, ids=lambda path: path.stem)
def test_what_a_client_says_is_read_and_written_without_what_goes_without_saying(
    path: Path,
) -> None:
    socket, _, name, sample = _read(path)
    message = decode_client(socket, json.dumps(sample))
    assert type(message) is CLIENT_NAMES[socket][name]
    written = json.loads(encode(socket, message))
    assert written.items() <= sample.items()
    assert decode_client(socket, json.dumps(written)) == message
    with_ref = decode_client(socket, json.dumps({**sample, "ref": "a1"}))
    assert with_ref == msgspec.structs.replace(message, ref="a1")
    if isinstance(message, GameAction):
        decided = decode_client(socket, json.dumps({**sample, "decision": 19}))
        assert decided == msgspec.structs.replace(message, decision=19)


_COMMON = {"ref", "decision"}
"""Every client may add them to every message, or to every action; errors repeat a `ref`."""
