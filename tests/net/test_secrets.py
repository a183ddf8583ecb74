"""The secret of a device stays on it: not in logs, files, pages, nor on anybody's line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from magnate_app.net import backoff
from magnate_app.net.http import get
from magnate_app.protocol.connection import digest_of
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import (
    ChatLine,
    ChatMessage,
    GameStateMessage,
    ReadyStatus,
    ReadyStatusChanged,
    StartGame,
)
from magnate_app.rules.settings import Settings
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until

ANA, BEA, TEO = person("ana"), person("bea"), person("teo")
SECRETS = [one.token for one in (ANA, BEA, TEO)]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    home = House(tmp_path)
    yield home
    home.close()


def test_secrets_are_in_no_log_no_file_and_no_message(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    options = TableOptions(name="Mesa", spectators=True)
    home = house.network("ana")
    ana = in_room(home.host(ANA, Settings(seats=2, max_rounds=3), (), options, port=0))
    target = address_of(ana.link)
    bea = in_room(house.network("bea").join(BEA, target))
    for player in (ana, bea):
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged) == 2)
    ana.link.send(StartGame())
    until(lambda: all(p.look() is not None and p.update is not None for p in (ana, bea)))
    teo = Player(house.network("teo").join(TEO, target))
    until(lambda: teo.heard(GameStateMessage))
    teo.link.send(ChatMessage(msg="hola"))
    until(lambda: ana.heard(ChatLine))
    play_to_the_end(ana, bea)
    until(lambda: teo.look() is not None and teo.over)

    host, _, port = str(ana.link.status.address).partition(":")
    pages = [
        home._background.call(get(host, int(port), path)).result(5)
        for path in ("/", "/health", "/api/rooms")
    ]
    told = [repr(message) for player in (ana, bea, teo) for message in player.arrived]
    for player in (ana, bea, teo):
        player.link.close()
    until(lambda: all(player.link.over for player in (ana, bea, teo)))
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(path.name.endswith(".magnate.json") for path in files)
    for secret in SECRETS:
        assert secret not in caplog.text
        assert not any(secret in text for text in told)
        assert not any(secret.encode() in content for content in [*pages, *files.values()])


def test_what_stands_for_a_secret_is_told_to_nobody(house: House) -> None:
    link = house.network("ana").host(
        ANA, Settings(seats=2, max_rounds=3), ("easy",), TableOptions(), port=0
    )
    ana = in_room(link)
    link.send(ReadyStatus(is_ready=True))
    until(lambda: ana.heard(ReadyStatusChanged))
    link.send(StartGame())
    until(lambda: link.status.state is LinkState.GAME and ana.heard(GameStateMessage))
    digest = digest_of(ANA.token)
    assert digest
    assert not any(digest in repr(message) for message in ana.arrived)


def test_a_person_is_printed_without_the_secret() -> None:
    assert all(one.token not in f"{one} {one!r}" for one in (ANA, BEA, TEO))
