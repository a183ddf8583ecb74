"""A table's password and the host's consent over real sockets, and where tables are listed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import msgspec
import pytest

from magnate_app.errors import LinkError
from magnate_app.net import announcement, backoff, beacon
from magnate_app.net.goal import Person
from magnate_app.net.http import get
from magnate_app.net.keyhole import Keyhole
from magnate_app.net.network import Network
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    Admit,
    Challenge,
    ErrorMessage,
    GameStateMessage,
    Joined,
    Knocking,
    Knocks,
    Proven,
    ReadyStatus,
    ReadyStatusChanged,
    SettingsChange,
    SettingsChanged,
    Socket,
    StartGame,
    UpdateSettings,
)
from magnate_app.protocol.password import PRIME
from magnate_app.rules.settings import Settings
from tests.kit.answering import ROOM, announcement_of
from tests.kit.house import House, address_of, in_room, person
from tests.kit.players import Player, play_to_the_end, until

ANA, BEA, TEO = person("ana"), person("bea"), person("teo")
SECRET, WRONG = "puente de piedra", "puente de hierro"
GOOD = "ab" * 256


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(backoff, "WAITS", (0.02, 0.05))
    home = House(tmp_path)
    yield home
    home.close()


def host(home: Network, *, password: str = SECRET, **options: object) -> Player:
    chosen = TableOptions(name="Mesa", **options)  # type: ignore[arg-type]  # of one test each
    settings = Settings(seats=2, max_rounds=3)
    return in_room(home.host(ANA, settings, (), chosen, port=0, password=password))


def at_door(home: Network, player: Player, who: Person = BEA) -> Player:
    guest = Player(home.join(who, address_of(player.link)), forgiving=True)
    until(lambda: guest.look() is not None and guest.link.status.state is not LinkState.CONNECTING)
    return guest


def reaches(player: Player, state: LinkState) -> LinkFailure | None:
    """Wait until the link of `player` stands there; return why it ended, if it did."""
    until(lambda: player.look() is not None and player.link.status.state is state)
    return player.link.status.failure


def refusals(player: Player) -> list[str]:
    player.look()
    return [message.code for message in player.arrived if isinstance(message, ErrorMessage)]


def begin(*players: Player) -> None:
    for player in players:
        player.link.send(ReadyStatus(is_ready=True))
    until(lambda: players[0].heard(ReadyStatusChanged) == len(players))
    players[0].link.send(StartGame())
    until(lambda: all(player.heard(GameStateMessage) for player in players))


def test_a_wrong_and_then_the_right_password(house: House) -> None:
    ana = host(house.network("ana"))
    bea = at_door(house.network("bea"), ana)
    reaches(bea, LinkState.PASSWORD)
    bea.link.unlock(WRONG)
    until(lambda: refusals(bea) == ["wrong_password"])
    bea.link.unlock(f"  {SECRET} ")
    until(lambda: bea.heard(Joined))
    reaches(bea, LinkState.ROOM)
    states = [m.state for m in bea.arrived if isinstance(m, LinkStatus)]
    assert states == [LinkState.PASSWORD, LinkState.PASSWORD, LinkState.ROOM]


def test_an_answer_nobody_asks_for_is_dropped(house: House) -> None:
    ana = host(house.network("ana"), password="")
    bea = in_room(house.network("bea").join(BEA, address_of(ana.link)))
    bea.link.unlock(SECRET)
    bea.link.send(ReadyStatus(is_ready=True))
    until(lambda: bea.heard(ReadyStatusChanged))
    assert refusals(bea) == []


def test_a_password_set_in_the_lobby_and_taken_away(house: House) -> None:
    ana = host(house.network("ana"), password="")
    ana.link.lock(SECRET)
    until(lambda: ana.heard(SettingsChanged))
    bea = at_door(house.network("bea"), ana)
    assert bea.link.status.state is LinkState.PASSWORD
    ana.link.lock("")
    until(lambda: bea.heard(Joined))


def test_a_host_that_does_not_know_the_password_is_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = host(house.network("ana"))
    monkeypatch.setattr("magnate_app.server.door.Proven", lambda proof: Proven(proof="00" * 32))
    bea = at_door(house.network("bea"), ana)
    bea.link.unlock(SECRET)
    assert reaches(bea, LinkState.CLOSED) is LinkFailure.WRONG_HOST


def test_the_seat_of_a_game_needs_no_second_entry_and_a_spectator_one(house: House) -> None:
    ana = host(house.network("ana"))
    bea = at_door(house.network("bea"), ana)
    bea.link.unlock(SECRET)
    until(lambda: bea.heard(Joined))
    begin(ana, bea)
    target = address_of(ana.link)
    again = Player(house.network("bea-again").join(BEA, target))
    until(lambda: again.heard(GameStateMessage))
    teo = at_door(house.network("teo"), ana, TEO)
    reaches(teo, LinkState.PASSWORD)
    teo.link.unlock(SECRET)
    until(lambda: teo.heard(GameStateMessage))


def test_a_rematch_keeps_the_password_set_in_the_lobby(house: House) -> None:
    home, away = house.network("ana"), house.network("bea")
    ana = host(home, password="")
    ana.link.lock(SECRET)
    until(lambda: ana.heard(SettingsChanged))
    bea = at_door(away, ana)
    bea.link.unlock(SECRET)
    until(lambda: bea.heard(Joined))
    bea.forgiving = ana.forgiving = True
    begin(ana, bea)
    play_to_the_end(ana, bea)
    second = in_room(home.again(ana.link))
    teo = at_door(house.network("teo"), second, TEO)
    reaches(teo, LinkState.PASSWORD)
    third = in_room(away.again(bea.link))
    assert all(m.settings.locked for p in (second, third) for m in p.arrived if is_joined(m))


def is_joined(message: object) -> TypeGuard[Joined]:
    return isinstance(message, Joined)


def test_a_newcomer_is_let_in_or_not(house: House) -> None:
    ana = host(house.network("ana"), password="", approval=True)
    bea = at_door(house.network("bea"), ana)
    assert bea.link.status.state is LinkState.KNOCKING
    [told] = [message for message in bea.arrived if isinstance(message, Knocking)]
    assert told.owner == "ana"
    until(lambda: ana.heard(Knocks))
    ana.link.send(Admit(user_id=2, accept=False))
    assert reaches(bea, LinkState.CLOSED) is LinkFailure.DECLINED
    later = at_door(house.network("later"), ana)
    until(lambda: ana.heard(Knocks) == 3)
    ana.link.send(Admit(user_id=2, accept=True))
    until(lambda: later.heard(Joined))


def test_whoever_gives_up_while_waiting_is_gone_from_the_list(house: House) -> None:
    ana = host(house.network("ana"), password="", approval=True)
    bea = at_door(house.network("bea"), ana)
    until(lambda: ana.heard(Knocks))
    bea.link.close()
    until(lambda: ana.heard(Knocks) == 2)
    assert [m.people for m in ana.arrived if isinstance(m, Knocks)][-1] == ()


def test_listings_say_that_there_is_a_password(house: House) -> None:
    home = house.network("ana")
    ana = host(home)
    search = house.network("teo").browse()
    code = ana.link.status.room_code
    try:
        until(lambda: [t for t in search.tables() if t.announcement.room_code == code])
        [found] = [t for t in search.tables() if t.announcement.room_code == code]
    finally:
        search.close()
    assert found.announcement.locked
    [room] = json.loads(page(home, ana, "/api/rooms"))["rooms"]
    assert room["locked"] is True


@pytest.mark.parametrize("locked", [True, False])
def test_a_beacon_always_tells_it_and_mdns_where_it_is_so(locked: bool) -> None:
    room = msgspec.structs.replace(ROOM, locked=locked)
    assert ("locked" in announcement.properties(room, "id")) is locked
    assert announcement_of(room, "id").locked is locked
    datagram = beacon.write_answer(room, 47800, "id", "00" * 4)
    assert json.loads(datagram)["locked"] is locked
    answer = beacon.read_answer(datagram)
    assert answer is not None
    assert answer.locked is locked


def test_a_room_by_code_only_is_named_nowhere(house: House) -> None:
    """It is in no page and no search, before its game and during it; its code still works."""
    home = house.network("ana")
    ana = host(home, password="", visibility="code_only")
    code = ana.link.status.room_code or ""
    search = house.network("teo").browse()
    try:

        def hidden() -> None:
            pages = [page(home, ana, path) for path in ("/", "/health", "/api/rooms")]
            assert not any(code in text or "Mesa" in text or "ana" in text for text in pages)
            assert json.loads(pages[1])["rooms_open"] == 0
            assert [t for t in search.tables() if t.announcement.room_code == code] == []

        hidden()
        bea = in_room(house.network("bea").join(BEA, address_of(ana.link)))
        begin(ana, bea)
        hidden()
        shown = host(house.network("ana-too"), password="")
        other = shown.link.status.room_code
        until(lambda: [t for t in search.tables() if t.announcement.room_code == other])
        hidden()
    finally:
        search.close()


def test_a_room_that_hides_is_no_longer_listed(house: House) -> None:
    home = house.network("ana")
    ana = host(home, password="")
    assert "Mesa" in page(home, ana, "/api/rooms")
    ana.link.send(UpdateSettings(settings=SettingsChange(visibility="code_only")))
    until(lambda: ana.heard(SettingsChanged))
    assert "Mesa" not in page(home, ana, "/api/rooms")


def test_no_password_is_logged_or_printed(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ana = host(house.network("ana"))
    bea = at_door(house.network("bea"), ana)
    for typed in (WRONG, SECRET):
        bea.link.unlock(typed)
        until(lambda typed=typed: bea.heard(Joined if typed == SECRET else ErrorMessage))  # type: ignore[misc]  # bound now
    told = repr([*ana.arrived, *bea.arrived])
    for secret in (SECRET, WRONG):
        assert secret not in caplog.text
        assert secret not in told


@pytest.mark.parametrize(
    ("salt", "half"),
    [
        ("", GOOD),
        ("xyz", GOOD),
        ("00" * 15, GOOD),
        ("AA" * 16, GOOD),
        ("00" * 16, ""),
        ("00" * 16, "00" * 256),
        ("00" * 16, f"{PRIME:0512x}"),
        ("00" * 16, GOOD.upper()),
    ],
)
async def test_a_host_cannot_ask_for_something_else(salt: str, half: str) -> None:
    keyhole = Keyhole(ANA.token)
    keyhole.approach(Socket.ROOM, "014M0P")
    with pytest.raises(LinkError):
        keyhole.hear(Challenge(salt=salt, half=half))
    assert await keyhole.answer(SECRET) is None


def page(home: Network, player: Player, path: str) -> str:
    address, _, port = str(player.link.status.address).partition(":")
    return home._background.call(get(address, int(port), path)).result(5).decode()
