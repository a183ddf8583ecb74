"""A busy lobby in a fixed state, for pictures and tests."""

from __future__ import annotations

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.link import Incoming
from magnate_app.protocol.messages import (
    Joined,
    Knock,
    Knocks,
    ReactionShown,
    RoomChatMessage,
    RoomPlayer,
    RoomSeat,
    SeatsChanged,
    Welcome,
)
from magnate_app.protocol.room_settings import RoomSettings, room_settings
from magnate_app.rules.settings import Settings


def lobby_seats(ready: bool = False) -> tuple[RoomSeat, ...]:
    """Return six seats: three people, one bot, two open."""

    def human(seat: int, name: str, is_ready: bool, piece: int) -> RoomSeat:
        return RoomSeat(
            seat=seat,
            kind="human",
            id=seat + 3,
            username=name,
            ready=is_ready,
            bot_level=None,
            piece=piece,
            color=seat,
        )

    return (
        human(0, "Marta", True, 1),
        human(1, "Leo", True, 2),
        RoomSeat(
            seat=2,
            kind="bot",
            id=None,
            username="Huerva",
            ready=True,
            bot_level="hard",
            piece=3,
            color=2,
        ),
        human(3, "Iker", ready, 4),
        RoomSeat(
            seat=4,
            kind="open",
            id=None,
            username=None,
            ready=False,
            bot_level=None,
            piece=None,
            color=4,
        ),
        RoomSeat(
            seat=5,
            kind="locked",
            id=None,
            username=None,
            ready=False,
            bot_level=None,
            piece=None,
            color=5,
        ),
    )


def lobby_settings() -> RoomSettings:
    """Return the settings of the shown lobby."""
    settings = Settings(seats=6, house_rules=frozenset({"full_deck"}))
    return room_settings(settings, TableOptions(name="Marta's game"))


def lobby_messages(owner: bool = True, ready: bool = False) -> list[Incoming]:
    """Return what a client in a busy lobby has been told."""
    seats = lobby_seats(ready)
    me = seats[0] if owner else seats[3]
    people = tuple(
        RoomPlayer(username=s.username or "", ready_to_play=s.ready)
        for s in seats
        if s.kind == "human"
    )
    joined = Joined(
        user=me.username or "",
        owner="Marta",
        is_owner=owner,
        players=people,
        bot_level="medium",
        target_players=4,
        settings=lobby_settings(),
        seats=seats,
    )
    talk = (
        ("Leo", "Hello from the kitchen table"),
        ("Marta", "Welcome! Code is on the fridge too"),
        ("Leo", "Found it on the network, no code needed"),
        ("Marta", "Even better"),
        ("Iker", "Hola, I am in"),
        ("Iker", "Which rules today?"),
        ("Marta", "Standard, thirty rounds, full deck"),
        ("Leo", "Huerva on hard? Brave."),
        ("Marta", "She needs a challenge"),
        ("Iker", "Fetching coffee, one minute"),
    )
    welcome = Welcome(
        protocol=2, app="1.0.0", you=me.id or 0, username=me.username or "", server_time=0
    )
    messages: list[Incoming] = [
        welcome,
        joined,
        SeatsChanged(seats=seats, pings={"4": 18, "6": 64}),
    ]
    messages += [RoomChatMessage(user=user, message=text) for user, text in talk]
    messages.append(ReactionShown(user="Leo", user_id=4, emote="laugh"))
    return messages


def knocks() -> Knocks:
    """Return three people in front of the table, one to watch."""
    return Knocks(
        people=(
            Knock(id=21, username="Pilar", watch=False),
            Knock(id=22, username="Alexandra la Grande", watch=True),
            Knock(id=23, username="Teo", watch=False),
        )
    )
