"""What a client may send: leniencies, refusals with their parameters, and no surprises."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from magnate_app.protocol import wire
from magnate_app.protocol.messages import (
    ActionBid,
    ActionBuild,
    ActionPayBail,
    ActionTradeAnswer,
    ActionTradeProposal,
    ChatMessage,
    Counter,
    ErrorCode,
    Hello,
    Ping,
    RefusedError,
    RoomChat,
    SettingsChange,
    Socket,
    UpdateSettings,
    decode_client,
)
from magnate_app.protocol.refusals import Params

G, R, Q = Socket.GAME, Socket.ROOM, Socket.QUEUE


def refused(socket: Socket, frame: str | bytes, *, extended: bool = True) -> tuple[str, Params]:
    with pytest.raises(RefusedError) as caught:
        decode_client(socket, frame, extended=extended)
    return caught.value.code.value, caught.value.params


@pytest.mark.parametrize("six", ["6", "6.0", '"6"', '"006"', "6e0"])
def test_six_may_be_written_in_many_ways(six: str) -> None:
    frame = f'{{"type":"ActionBuild","square":{six},"houses":{six}}}'
    assert decode_client(G, frame) == ActionBuild(square=6, houses=6)


@pytest.mark.parametrize(
    "wrong",
    [
        "true",
        "6.5",
        '""',
        '" 6"',
        '"6.0"',
        '"+6"',
        "[6]",
        "{}",
        "2147483648",
        '"x"',
        '"٦"',
        "1e300",
    ],
)
def test_what_is_no_integer(wrong: str) -> None:
    code, params = refused(G, f'{{"type":"ActionBuild","square":{wrong}}}')
    assert (code, params) == ("invalid_field", {"field": "square", "expected": "integer"})


@pytest.mark.parametrize("extreme", [2**31 - 1, -(2**31) + 1])
def test_the_largest_integers(extreme: int) -> None:
    frame = json.dumps({"type": "ActionBuild", "square": str(extreme)})
    assert decode_client(G, frame) == ActionBuild(square=extreme)


def test_defaults_null_and_unknown_keys() -> None:
    frame = '{"type":"ActionBid","amount":null,"game":42,"player":"x","extra":{"a":[1]}}'
    assert decode_client(G, frame) == ActionBid(amount=0)
    assert decode_client(G, '{"type":"ActionPayBail"}') == ActionPayBail(to_pay=True)
    assert decode_client(G, '{"type":"ActionTradeProposal","destination_user":8}') == (
        ActionTradeProposal(destination_user=8)
    )


@pytest.mark.parametrize(
    ("frame", "field", "expected"),
    [
        ('{"type":"ActionBuild"}', "square", "integer"),
        ('{"type":"ActionBuild","square":null}', "square", "integer"),
        ('{"type":"ActionBuild","square":1,"houses":0}', "houses", "integer >= 1"),
        ('{"type":"ActionBid","amount":-1}', "amount", "integer >= 0"),
        ('{"type":"ActionPayBail","to_pay":1}', "to_pay", "boolean"),
        ('{"type":"ActionPayBail","to_pay":"true"}', "to_pay", "boolean"),
        ('{"type":"ChatMessage"}', "msg", "string"),
        ('{"type":"ChatMessage","msg":5}', "msg", "string"),
        (
            '{"type":"ActionTradeProposal","destination_user":1,"offered_properties":[1,true]}',
            "offered_properties",
            "list of integers",
        ),
        (
            '{"type":"ActionTradeProposal","destination_user":1,"asked_properties":3}',
            "asked_properties",
            "list of integers",
        ),
        ('{"type":"ActionTradeAnswer","counter":[]}', "counter", "object"),
        (
            '{"type":"ActionTradeAnswer","counter":{"asked_money":-2}}',
            "counter.asked_money",
            "integer >= 0",
        ),
        ('{"type":"hello"}', "protocol", "integer"),
        ('{"type":"hello","protocol":2,"lang":"fr"}', "lang", "one of es, en"),
        ('{"type":"hello","protocol":2,"seq":-1}', "seq", "integer >= 0"),
        ('{"type":"ping","t":"x"}', "t", "integer"),
        ('{"type":"ActionNextPhase","ref":"%s"}' % ("r" * 33), "ref", "string up to 32"),
        ('{"type":"ActionNextPhase","ref":5}', "ref", "string"),
    ],
)
def test_the_first_faulty_field_is_named(frame: str, field: str, expected: str) -> None:
    assert refused(G, frame) == ("invalid_field", {"field": field, "expected": expected})


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "invalid_json"),
        ("{", "invalid_json"),
        ('{"type":NaN}', "invalid_json"),
        ('{"type":-Infinity}', "invalid_json"),
        ('{"type":"\\ud800"}', "invalid_json"),
        ("\ud800", "invalid_json"),
        ("[" * 100_000, "invalid_json"),
        ("[" * 33 + "]" * 33, "invalid_json"),
        ('{"type":' + "9" * 5000 + "}", "invalid_json"),
        ("[" * 32 + "]" * 32, "not_an_object"),
        ("null", "not_an_object"),
        ('"ActionNextPhase"', "not_an_object"),
        (b'{"type":"ActionNextPhase"}', "binary_frame"),
    ],
)
def test_what_is_no_message(frame: str | bytes, code: str) -> None:
    assert refused(G, frame) == (code, {})


def test_unknown_names_differ_by_socket() -> None:
    assert refused(G, '{"type":"ActionFly"}') == ("unknown_action", {"type": "ActionFly"})
    assert refused(G, '{"command":"start_game"}') == ("unknown_action", {"type": None})
    assert refused(R, '{"command":"fly"}') == ("unknown_command", {"name": "fly"})
    assert refused(Q, '{"action":5}') == ("unknown_command", {"name": None})
    assert refused(Q, json.dumps({"action": "x" * 999})) == ("unknown_command", {"name": "x" * 64})


def test_reserved_names_and_keys() -> None:
    assert refused(R, '{"command":"host_offer"}') == ("reserved", {"name": "host_offer"})
    assert refused(G, '{"type":"ActionNextPhase","replica_x":1}') == (
        "reserved",
        {"name": "replica_x"},
    )


@pytest.mark.parametrize(
    ("socket", "frame"),
    [
        (G, '{"type":"hello","protocol":2}'),
        (G, '{"type":"Reaction","emote":"clap"}'),
        (G, '{"type":"StandIn","on":false}'),
        (R, '{"command":"kick","user":"bea"}'),
        (Q, '{"action":"fill","fill":true}'),
    ],
)
def test_extended_messages_on_a_classic_connection(socket: Socket, frame: str) -> None:
    assert refused(socket, frame, extended=False)[0] == "not_extended"
    decode_client(socket, frame)


def test_a_ref_comes_back_with_the_error() -> None:
    with pytest.raises(RefusedError) as caught:
        decode_client(G, '{"type":"ActionFly","ref":"a1"}')
    assert caught.value.ref == "a1"
    with pytest.raises(RefusedError) as caught:
        decode_client(G, '{"type":"ActionFly","ref":"a1"}', extended=False)
    assert caught.value.ref is None
    assert decode_client(G, '{"type":"ActionBid","ref":7}', extended=False) == ActionBid()


def test_texts_are_trimmed_and_measured() -> None:
    assert decode_client(G, '{"type":"ChatMessage","msg":"  hola \\n"}') == ChatMessage(msg="hola")
    longest = "ñ" * 280
    assert decode_client(R, json.dumps({"command": "chat_message", "message": longest})) == (
        RoomChat(message=longest)
    )
    assert refused(G, '{"type":"ChatMessage","msg":" \\t "}') == ("text_empty", {})
    assert refused(G, json.dumps({"type": "ChatMessage", "msg": "x" * 281})) == (
        "text_too_long",
        {"max": 280},
    )


def test_unknown_emotes_and_pieces() -> None:
    assert refused(G, '{"type":"Reaction","emote":"yawn"}') == (
        "unknown_emote",
        {"emote": "yawn"},
    )
    for piece in (0, 13):
        assert refused(R, f'{{"command":"choose_piece","piece":{piece}}}') == (
            "invalid_field",
            {"field": "piece", "expected": "integer 1–12"},
        )


def test_a_counter_offer_is_read_whole() -> None:
    frame = (
        '{"type":"ActionTradeAnswer","counter":{"asked_money":"250","offered_properties":[8.0]}}'
    )
    assert decode_client(G, frame) == ActionTradeAnswer(
        counter=Counter(asked_money=250, offered_properties=(8,))
    )


@pytest.mark.parametrize("nothing", ["null", "0", '""', "0.0"])
def test_empty_settings_are_left_alone(nothing: str) -> None:
    frame = f'{{"command":"update_settings","bot_level":{nothing},"target_players":{nothing}}}'
    assert decode_client(R, frame) == UpdateSettings()


def test_settings_are_read_with_their_types() -> None:
    frame = json.dumps(
        {
            "command": "update_settings",
            "settings": {"seats": "3", "house_rules": ["full_deck"], "spectators": False},
        }
    )
    assert decode_client(R, frame) == UpdateSettings(
        settings=SettingsChange(seats=3, house_rules=("full_deck",), spectators=False)
    )


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"bot_level": "god"}, "invalid_setting", {"setting": "bot_level"}),
        ({"bot_level": False}, "invalid_field", {"field": "bot_level"}),
        ({"target_players": "x"}, "invalid_field", {"field": "target_players"}),
        ({"settings": []}, "invalid_field", {"field": "settings"}),
        ({"settings": {"color": 1}}, "invalid_setting", {"setting": "color"}),
        ({"settings": {"seats": "many"}}, "invalid_field", {"field": "settings.seats"}),
        ({"settings": {"spectators": 1}}, "invalid_field", {"field": "settings.spectators"}),
        ({"settings": {"house_rules": [1]}}, "invalid_field", {"field": "settings.house_rules"}),
        ({"settings": {"name": 5}}, "invalid_field", {"field": "settings.name"}),
    ],
)
def test_wrong_settings(change: dict[str, object], code: str, params: Params) -> None:
    got, said = refused(R, json.dumps({"command": "update_settings", **change}))
    assert got == code
    assert {key: said[key] for key in params} == params


def test_the_same_greeting_on_all_sockets() -> None:
    for socket, key in wire.CLIENT_KEY.items():
        assert decode_client(socket, f'{{"{key}":"hello","protocol":2}}') == Hello(protocol=2)
        clock = f'{{"{key}":"ping","t":1795370400000}}'
        assert decode_client(socket, clock) == Ping(t=1795370400000)


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("6") | st.just(6)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def near_messages(draw: st.DrawFn) -> tuple[Socket, str]:
    """Objects that look like a message: a true name, true keys, any values."""
    socket = draw(st.sampled_from(list(Socket)))
    name = draw(st.sampled_from(list(wire.CLIENT_NAMES[socket])))
    kind = wire.CLIENT_NAMES[socket][name]
    source: dict[str, object] = {
        field: draw(values) for field in kind.__struct_fields__ if draw(st.booleans())
    }
    source[wire.CLIENT_KEY[socket]] = name
    return socket, json.dumps(source)


def decodes_or_refuses(socket: Socket, frame: str | bytes) -> None:
    try:
        message = decode_client(socket, frame)
    except RefusedError as error:
        json.dumps(error.params)
    else:
        assert decode_client(socket, wire.encode(socket, message)) == message


@given(near_messages())
def test_any_fields_are_read_or_refused(near: tuple[Socket, str]) -> None:
    decodes_or_refuses(*near)


@given(st.sampled_from(list(Socket)), st.text() | st.binary())
@example(Socket.GAME, "[" * 1_000_000)
@example(Socket.GAME, '{"type":' * 50_000)
@example(Socket.ROOM, b"\xff\xfe")
def test_any_frame_is_read_or_refused(socket: Socket, frame: str | bytes) -> None:
    decodes_or_refuses(socket, frame)


def test_the_codes_are_those_of_the_contract() -> None:
    assert {code.value for code in ErrorCode} & {"invalid_json", "stale", "paused"}
    assert {code.value for code in ErrorCode} >= {"password_needed", "wrong_password", "declined"}
