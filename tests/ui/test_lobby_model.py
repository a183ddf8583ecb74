from __future__ import annotations

import msgspec

from magnate_app.protocol.link import LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ErrorMessage,
    Joined,
    PlayerLeft,
    ReadyStatusChanged,
    RoomCreated,
    RoomPlayer,
    SeatsChanged,
    SettingsChanged,
)
from magnate_app.ui.lobby_model import MOST_LINES, LobbyModel
from magnate_app.ui.showroom_lobby import lobby_messages, lobby_seats, lobby_settings


def model(owner: bool = True, ready: bool = False) -> LobbyModel:
    lobby = LobbyModel()
    for message in lobby_messages(owner, ready):
        lobby.receive(message)
    return lobby


def test_who_is_who() -> None:
    host, guest = model(), model(owner=False)
    assert host.mine == lobby_seats()[0]
    assert guest.mine == lobby_seats()[3]
    assert host.is_owner
    assert not guest.is_owner
    assert host.taken == 4
    assert host.pieces_of_others() == {2, 4}
    assert host.ping(lobby_seats()[1]) == 18
    assert host.ping(lobby_seats()[2]) is None


def test_the_start_waits_for_everybody() -> None:
    assert model().waiting_for == ("Iker",)
    assert not model().can_start
    assert model(ready=True).can_start
    assert not model(owner=False, ready=True).can_start


def test_one_alone_cannot_start() -> None:
    lobby = model(ready=True)
    lobby.receive(SettingsChanged(bot_level="easy", target_players=1, seats=lobby_seats()[:1]))
    assert lobby.taken == 1
    assert not lobby.can_start


def test_the_first_joined_is_me_when_nobody_said_so() -> None:
    lobby = LobbyModel()
    assert not lobby.ready
    joined = Joined(
        user="Marta",
        owner="Marta",
        is_owner=True,
        players=(RoomPlayer(username="Marta", ready_to_play=False),),
        bot_level="medium",
        target_players=1,
        settings=lobby_settings(),
        seats=lobby_seats(),
    )
    lobby.receive(joined)
    assert lobby.me == "Marta"
    assert lobby.lines == []
    lobby.receive(msgspec.structs.replace(joined, user="Leo"))
    assert [(line.text, line.user) for line in lobby.lines] == [("joined", "Leo")]


def test_leaving_and_readiness_are_followed() -> None:
    lobby = model()
    seats = lobby_seats(ready=True)
    lobby.receive(
        ReadyStatusChanged(user="Iker", is_ready=True, owner="Marta", is_owner=True, seats=seats)
    )
    assert lobby.can_start
    left = PlayerLeft(
        user_left="Marta",
        owner="Leo",
        is_owner=True,
        players=(),
        bot_level="hard",
        target_players=2,
        settings=lobby_settings(),
        seats=seats[1:],
    )
    lobby.receive(left)
    assert lobby.owner == "Leo"
    assert lobby.lines[-1].news


def test_code_and_errors() -> None:
    lobby = LobbyModel()
    lobby.receive(LinkStatus(state=LinkState.ROOM, room_code="014M0P", address="192.168.1.37"))
    assert (lobby.code, lobby.address) == ("014M0P", "192.168.1.37")
    lobby.receive(RoomCreated(room_code="014M0P", codes=("014M0P", "80002GM")))
    assert lobby.codes == ("014M0P", "80002GM")
    refused = ErrorMessage(message="", code="room_full", params={})
    lobby.receive(refused)
    assert lobby.error == refused
    lobby.receive(LinkStatus(state=LinkState.ROOM))
    assert lobby.code == "014M0P"


def test_talk_is_kept_to_a_length() -> None:
    lobby = model()
    for _ in range(60):
        for message in lobby_messages()[3:]:
            lobby.receive(message)
    assert len(lobby.lines) == MOST_LINES


def test_who_has_left_keeps_the_look_of_what_was_said() -> None:
    lobby = model()
    leo = next(seat for seat in lobby.humans if seat.username == "Leo")
    seats = tuple(seat for seat in lobby.seats if seat is not leo)
    lobby.receive(SeatsChanged(seats=seats, pings={}))
    assert lobby.looks["Leo"] == (leo.piece, leo.color)
    assert "Nobody" not in lobby.looks
