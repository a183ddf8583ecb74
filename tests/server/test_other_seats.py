"""Nobody acts for another seat: authority comes from the token of the connection alone."""

from __future__ import annotations

from typing import Any

import pytest

from magnate_app.protocol.messages import Socket
from magnate_app.protocol.wire import CLIENT_NAMES
from magnate_app.rules.hashing import state_hash
from tests.kit.hub import FakeHost, Player, Table, start, token

OWN = {"ActionSurrender", "ChatMessage", "Reaction", "StandIn", "hello", "ping"}
"""What anybody may do at any time, for themselves."""

FIELDS: dict[str, Any] = {
    "square": 6,
    "houses": 1,
    "amount": 10,
    "choose": True,
    "to_pay": True,
    "chosen_revealed_card": True,
    "offered_money": 10,
    "asked_properties": [],
    "vote": 1,
    "choice": True,
    "motion": "remove",
    "pace": "brisk",
    "accept": True,
    "half": "00" * 256,
    "proof": "00" * 32,
}


def table() -> Table:
    """A game in which it is ana's turn: bea plays, too, and teo watches."""
    for seed in range(1, 20):
        made = start(("ana", "bea"), seed=seed)
        if made.names[0] == "ana":
            return made
    raise AssertionError("ana never begins")


def claims(made: Table, name: str) -> dict[str, Any]:
    """Return everything with which a message could pretend to be from `name`."""
    user, seat = made.user(name), made.seat(name)
    who = {"player": user, "user": name, "user_id": user, "username": name, "seat": seat}
    return {**FIELDS, **who, "destination_user": user, "token": token(name), "you": user}


@pytest.mark.parametrize("kind", sorted(set(CLIENT_NAMES[Socket.GAME]) - OWN))
@pytest.mark.parametrize("who", ["bea", "teo"])
def test_a_message_is_always_from_whoever_sends_it(kind: str, who: str) -> None:
    made = table()
    host = made.host
    teo = Player(host.extended("/ws/game/1/", token("teo"), name="teo", spectate="1"))
    for player in made.players.values():
        player.look()
    before, pace = state_hash(host.state()), made.of("ana").state["settings"]["pace"]
    sender = teo if who == "teo" else made.of("bea")
    sender.look()
    sender.act(kind, **claims(made, "ana"))
    assert state_hash(host.state()) == before
    session = host.hub._tables.sessions[1]
    seat = session.table.seats[made.seat("ana")]
    assert not seat.kicked
    assert not seat.stand_in
    assert session.table.pace == pace
    assert not session.table.paused
    assert made.of("ana").client.still_open()


@pytest.mark.parametrize("kind", ["ActionSurrender", "StandIn"])
def test_what_one_may_do_for_oneself_is_not_done_to_others(kind: str) -> None:
    made = table()
    made.of("bea").act(kind, on=True, **claims(made, "ana"))
    state, seats = made.host.state(), made.host.hub._tables.sessions[1].table.seats
    assert not state.out[made.seat("ana")]
    assert not seats[made.seat("ana")].stand_in


def test_in_a_room_too() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea = (
        host.extended(f"/ws/room/{code}/", token(name), name=name) for name in ("ana", "bea")
    )
    pretence = {"user": "ana", "user_id": 1, "token": token("ana"), "owner": "bea"}
    for name in sorted(set(CLIENT_NAMES[Socket.ROOM]) - {"hello", "ping"}):
        fields = {"is_ready": True, "message": "hola", "seat": 0, "piece": 3, "emote": "clap"}
        more = {"accept": True, "half": "00" * 256, "proof": "x", "settings": {"name": "x"}}
        bea.send({"command": name, **fields, **more, **pretence})
    room = host.hub._lobby.rooms[0]
    mine, other = room.members
    assert (mine.person.name, mine.ready, other.ready) == ("ana", False, True)
    assert room.seating.places[mine.user].piece != 3
    assert room.options.name != "x"
    assert room.door.lock is None
    assert ana.still_open()
