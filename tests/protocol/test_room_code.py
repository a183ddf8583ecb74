"""Room codes: the vectors of the contract, and what a code promises about typing errors."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magnate_app.errors import LinkError
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.room_code import (
    ALPHABET,
    FIRST_PORT,
    LOOKUP_VALUES,
    RoomCode,
    Target,
    decent,
    encode,
    lookup_code,
    make_code,
    normalise,
    parse,
    parse_target,
    show,
)

MADE = [
    ("192.168.1.37", 47800, 0, "014M0P"),
    ("192.168.0.10", 47815, 0, "001BRD"),
    ("192.168.178.2", 47801, 5, "5J08DZ"),
    ("10.0.0.5", 47800, 0, "80002GM"),
    ("10.255.255.254", 47815, 0, "FZZZZFE"),
    ("172.16.0.2", 47800, 0, "G000G0R"),
    ("172.31.255.254", 47807, 15, "QZZZKZN"),
]
WRONG = [
    ("014N0P", LinkFailure.BAD_CHECK),
    ("041M0P", LinkFailure.BAD_CHECK),
    ("410M0P", LinkFailure.BAD_CHECK),
    ("800-02M", LinkFailure.BAD_CHECK),
    ("U14M0P", LinkFailure.BAD_SYMBOL),
    ("014M0*", LinkFailure.BAD_SYMBOL),
    ("014M0", LinkFailure.BAD_LENGTH),
    ("014M0P00", LinkFailure.BAD_LENGTH),
    ("", LinkFailure.BAD_LENGTH),
    ("828T5P", LinkFailure.BAD_CLASS),
]


@pytest.mark.parametrize(("address", "port", "salt", "code"), MADE)
def test_an_address_makes_a_code_and_comes_out_again(
    address: str, port: int, salt: int, code: str
) -> None:
    assert encode(address, port, salt) == code
    assert parse(code) == RoomCode(code, address, port)
    assert not parse(code).lookup


def test_a_look_up_code_names_no_address() -> None:
    assert lookup_code(0x2ABCDE) == "TNF6Y5"
    assert parse("TNF6Y5") == RoomCode("TNF6Y5")
    assert parse("TNF6Y5").lookup


@pytest.mark.parametrize("typed", [" o14–m op ", "O L4-MOP", "014-m0p", "oi4_mop"])
def test_what_people_type_is_forgiven(typed: str) -> None:
    assert parse(typed).text == "014M0P"


@pytest.mark.parametrize(("typed", "failure"), WRONG)
def test_a_wrong_code_says_what_is_wrong(typed: str, failure: LinkFailure) -> None:
    with pytest.raises(LinkError) as caught:
        parse(typed)
    assert caught.value.failure == failure


@pytest.mark.parametrize(
    ("address", "port"),
    [
        ("8.8.8.8", 47800),
        ("192.169.0.1", 47800),
        ("172.32.0.1", 47800),
        ("172.15.0.1", 47800),
        ("192.168.0.1", 47799),
        ("192.168.0.1", 47816),
        ("fe80::1", 47800),
        ("host", 47800),
    ],
)
def test_other_addresses_and_ports_fit_no_code(address: str, port: int) -> None:
    assert encode(address, port) is None


def test_salts_end_where_their_bits_end() -> None:
    assert encode("192.168.1.37", FIRST_PORT, 7) is not None
    assert encode("192.168.1.37", FIRST_PORT, 8) is None
    assert encode("10.0.0.5", FIRST_PORT, 1) is None
    assert encode("172.16.0.2", FIRST_PORT, 15) is not None
    assert encode("172.16.0.2", FIRST_PORT, 16) is None


def test_codes_are_shown_in_two_groups() -> None:
    assert show("014M0P") == "014-M0P"
    assert show("80002GM") == "800-02GM"
    assert show("CASA") == "CASA"


def test_a_host_takes_the_next_salt_and_then_a_look_up_code() -> None:
    first = make_code("192.168.1.37", 47800, set(), lambda n: 0)
    assert first == "014M0P"
    taken = {str(encode("192.168.1.37", 47800, salt)) for salt in range(8)}
    assert make_code("192.168.1.37", 47800, {first}, lambda n: 0) in taken - {first}
    draws = iter([5, 5, 6])
    full = taken | {lookup_code(5)}
    assert make_code("192.168.1.37", 47800, full, lambda n: next(draws)) == lookup_code(6)
    salts = {str(encode("172.16.0.2", 47800, salt)) for salt in range(16)}
    assert parse(make_code("172.16.0.2", 47800, salts, lambda n: 0)).lookup
    assert parse(make_code("1.2.3.4", 47800, set(), lambda n: n - 1)).lookup


def test_no_salt_spells_a_word_of_the_block_list() -> None:
    assert not decent("0" + normalise("kkk") + "00")
    assert decent("014M0P")
    blocked = {
        code
        for low in range(65536)
        if (code := encode(f"192.168.{low >> 8}.{low & 255}", 47812)) and not decent(code)
    }
    assert blocked
    address = parse(min(blocked)).address
    assert address is not None
    assert decent(make_code(address, 47812, set(), lambda n: 0))


addresses = st.one_of(
    st.tuples(st.just("192.168"), st.integers(0, 255), st.integers(0, 255)),
    st.tuples(
        st.integers(0, 255).map(lambda a: f"10.{a}"), st.integers(0, 255), st.integers(0, 255)
    ),
    st.tuples(
        st.integers(16, 31).map(lambda a: f"172.{a}"), st.integers(0, 255), st.integers(0, 255)
    ),
).map(lambda parts: ".".join(map(str, parts)))


@given(addresses, st.integers(47800, 47815))
def test_every_home_address_comes_back(address: str, port: int) -> None:
    code = encode(address, port)
    assert code is not None
    assert parse(show(code).lower()) == RoomCode(code, address, port)


@given(st.integers(0, LOOKUP_VALUES - 1))
def test_every_single_error_and_swap_is_caught(value: int) -> None:
    code = lookup_code(value)
    for place, right in enumerate(code):
        for wrong in ALPHABET:
            if wrong != right:
                with pytest.raises(LinkError):
                    parse(code[:place] + wrong + code[place + 1 :])
    for one in range(6):
        for two in range(one):
            if code[one] != code[two]:
                letters = list(code)
                letters[one], letters[two] = letters[two], letters[one]
                with pytest.raises(LinkError):
                    parse("".join(letters))


@given(st.text())
def test_any_text_is_a_code_or_a_link_failure(text: str) -> None:
    for read in (parse, parse_target):
        with contextlib.suppress(LinkError):
            read(text)


HOME = "192.168.1.37"


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("014-m0p", Target(code="014M0P")),
        (HOME, Target(address=HOME)),
        (f" {HOME}:47801 ", Target(address=HOME, port=47801)),
        (f"{HOME}/o14-mop", Target(code="014M0P", address=HOME)),
        ("magnate://join/014M0P", Target(code="014M0P")),
        (f"MAGNATE://join/{HOME}:47800/014M0P/", Target(code="014M0P", address=HOME)),
        (f"http://{HOME}:47800/", Target(address=HOME)),
        ("ws://table.local:47805/ws/room/abc1/", Target("ABC1", "table.local", 47805)),
        ("wss://play.example.org/ws/queue/", Target(None, "play.example.org", 443, True)),
        (
            "https://play.example.org/api/ws/queue/private/abc1",
            Target("ABC1", "play.example.org", 443, True),
        ),
        ("http://table.local/join/014-M0P?x=1#y", Target("014M0P", "table.local", 80)),
        ("localhost", Target(address="localhost")),
        ("[::1]:47801", Target(address="::1", port=47801)),
    ],
)
def test_one_field_takes_codes_addresses_and_links(typed: str, target: Target) -> None:
    assert parse_target(typed) == target


@pytest.mark.parametrize(
    "typed",
    [
        "300.1.1.1",
        "1.2.3",
        "a b.c",
        "ws://host:99999",
        "ws://host:0",
        "ftp://host/",
        "magnate://play/014M0P",
        "magnate://join/http://host/",
        "http://user@host/",
        "http://[::1/",
        f"{HOME}/014M0P/more",
        f"{HOME}/¿?",
        "-bad-.org",
        "/",
    ],
)
def test_a_bad_address_is_said_before_anything_is_sent(typed: str) -> None:
    with pytest.raises(LinkError) as caught:
        parse_target(typed)
    assert caught.value.failure == LinkFailure.BAD_ADDRESS
