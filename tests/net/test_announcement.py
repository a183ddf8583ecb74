from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from magnate_app import __version__
from magnate_app.net import announcement
from magnate_app.net.announcement import Announcement
from tests.kit.answering import ROOM


def _bytes(record: dict[str, str]) -> dict[bytes, bytes | None]:
    return {key.encode(): text.encode() for key, text in record.items()}


def test_a_table_reads_as_it_was_announced() -> None:
    record = announcement.properties(ROOM, "9f3c")
    assert record["players"] == "2/4"
    assert "game" not in record
    assert announcement.read(_bytes(record)) == Announcement(
        room_code="014M0P",
        old=("5J08DZ",),
        name="Mesa de ana",
        host="ana",
        app=__version__,
        protocol=2,
        players=2,
        seats=4,
        bots=1,
        state="lobby",
        open=True,
        watch=True,
        preset="standard",
        host_id="9f3c",
    )


def test_a_running_game_tells_its_number() -> None:
    record = announcement.properties(msgspec.structs.replace(ROOM, game=42), "9f3c")
    said = announcement.read(_bytes(record))
    assert said is not None
    assert said.game == 42


def test_long_names_are_cut_between_letters() -> None:
    assert announcement.cut("ñ" * 40) == "ñ" * 30
    assert announcement.cut("a" + "ñ" * 40) == "a" + "ñ" * 29


@given(
    st.dictionaries(
        st.sampled_from([b"v", b"room", b"old", b"players", b"bots", b"game", b"open", b"x"]),
        st.none() | st.binary(max_size=60),
    )
)
def test_anything_at_all_is_read(record: dict[bytes, bytes | None]) -> None:
    said = announcement.read(record)
    assert said is None or said.room_code
