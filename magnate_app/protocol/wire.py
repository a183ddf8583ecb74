"""Messages to text and back, one table of names per socket and direction.

The server reads with `decode_client`, strictly; our own client with `decode_server`,
leniently. The key that names a message is the socket's own (PROTOCOL.md 8.1).
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, cast, get_args, overload

import msgspec

from magnate_app.codec import JsonValue, convert, prepare, read_json, write_json
from magnate_app.errors import DecodeError
from magnate_app.protocol import messages_advice as advice
from magnate_app.protocol import messages_common as common
from magnate_app.protocol import messages_door as door
from magnate_app.protocol import messages_game as game
from magnate_app.protocol import messages_queue as queue
from magnate_app.protocol import messages_room as room
from magnate_app.protocol import messages_told as told
from magnate_app.protocol.messages_common import FromClient, Socket
from magnate_app.protocol.reading import MAX_ECHO, read_fields
from magnate_app.protocol.refusals import ErrorCode, RefusedError
from magnate_app.rules.events import AnyEvent
from magnate_app.rules.reasons import Reason

ClientMessage: TypeAlias = queue.QueueClient | room.RoomClient | game.GameClient
ServerMessage: TypeAlias = (
    queue.QueueServer | room.RoomServer | told.GameServer | advice.AdviceServer
)

CLIENT_KEY: Final = {Socket.QUEUE: "action", Socket.ROOM: "command", Socket.GAME: "type"}
SERVER_KEY: Final = {Socket.QUEUE: "action", Socket.ROOM: "action", Socket.GAME: "event_type"}

RESERVED: Final = ("host_", "replica_")

CLIENT_NAMES: Final[dict[Socket, dict[str, type[FromClient]]]] = {
    Socket.QUEUE: {
        "cancel": queue.Cancel,
        "fill": queue.Fill,
        "hello": common.Hello,
        "ping": common.Ping,
    },
    Socket.ROOM: {
        "ready_status": room.ReadyStatus,
        "start_game": room.StartGame,
        "chat_message": room.RoomChat,
        "update_settings": room.UpdateSettings,
        "update_seat": room.UpdateSeat,
        "choose_piece": room.ChoosePiece,
        "move_seat": room.MoveSeat,
        "kick": room.Kick,
        "set_password": door.SetPassword,
        "admit": door.Admit,
        "proof": door.Proof,
        "reaction": room.RoomReaction,
        "seat_code": room.RoomSeatCode,
        "hello": common.Hello,
        "ping": common.Ping,
    },
    Socket.GAME: {
        **{
            kind.__name__: kind
            for kind in (
                game.ActionThrowDices,
                game.ActionMoveTo,
                game.ActionPayBail,
                game.ActionChooseCard,
                game.ActionBuySquare,
                game.ActionDropPurchase,
                game.ActionTakeTram,
                game.ActionBuild,
                game.ActionDemolish,
                game.ActionMortgageSet,
                game.ActionMortgageUnset,
                game.ActionTradeProposal,
                game.ActionTradeAnswer,
                game.ActionBid,
                game.ActionNextPhase,
                game.ActionSurrender,
                game.ChatMessage,
                game.Reaction,
                game.StandIn,
                advice.AskAdvice,
                game.TablePause,
                game.TableResume,
                game.TablePace,
                game.TableKick,
                game.TableUnkick,
                game.VoteStart,
                game.VoteCast,
                game.SeatCode,
            )
        },
        "TableAdmit": door.Admit,
        "proof": door.Proof,
        "hello": common.Hello,
        "ping": common.Ping,
    },
}

_DOOR: Final[dict[str, type[msgspec.Struct]]] = {
    "challenge": door.Challenge,
    "proven": door.Proven,
    "knocking": door.Knocking,
    "knocks": door.Knocks,
}

SERVER_NAMES: Final[dict[Socket, dict[str, type[msgspec.Struct]]]] = {
    Socket.QUEUE: {
        "match_found": queue.MatchFound,
        "queue_status": queue.QueueStatus,
        "error": common.ErrorMessage,
        "welcome": common.Welcome,
        "pong": common.Pong,
    },
    Socket.ROOM: {
        "room_created": room.RoomCreated,
        "joined": room.Joined,
        "player_left": room.PlayerLeft,
        "ready_status": room.ReadyStatusChanged,
        "settings_changed": room.SettingsChanged,
        "chat_message": room.RoomChatMessage,
        "game_start": room.GameStart,
        "seats_changed": room.SeatsChanged,
        **_DOOR,
        "seat_code": common.SeatCodeTold,
        "reaction": common.ReactionShown,
        "error": common.ErrorMessage,
        "welcome": common.Welcome,
        "pong": common.Pong,
    },
    Socket.GAME: {
        "game_state": told.GameStateMessage,
        "game_action": told.GameActionMessage,
        "game_response": told.GameResponse,
        "chat_message": told.ChatLine,
        "reaction": common.ReactionShown,
        "presence": told.Presence,
        "advice": advice.AdviceGiven,
        "remark": advice.Remark,
        "table": told.TableChanged,
        **_DOOR,
        "table_story": told.TableStory,
        "vote": told.VoteTold,
        "seat_code": common.SeatCodeTold,
        "error": common.ErrorMessage,
        "welcome": common.Welcome,
        "pong": common.Pong,
    },
}

EXTENDED_ONLY: Final = frozenset(
    {
        common.Hello,
        common.Ping,
        queue.Fill,
        room.UpdateSeat,
        room.ChoosePiece,
        room.MoveSeat,
        room.Kick,
        door.SetPassword,
        door.Admit,
        door.Proof,
        room.RoomReaction,
        game.Reaction,
        game.StandIn,
        advice.AskAdvice,
        game.VoteStart,
        game.VoteCast,
        game.SeatCode,
        room.RoomSeatCode,
    }
)
"""What a classic connection may not send (`not_extended`)."""

_EVENT_NAMES: Final = frozenset(kind.__name__ for kind in get_args(AnyEvent))

_PREFIX: Final[dict[tuple[Socket, type[msgspec.Struct]], str]] = {
    (socket, kind): f'{{"{keys[socket]}":"{name}"'
    for names, keys in ((CLIENT_NAMES, CLIENT_KEY), (SERVER_NAMES, SERVER_KEY))
    for socket, kinds in names.items()
    for name, kind in kinds.items()
}

prepare(*(kind for _, kind in _PREFIX))


def encode(socket: Socket, message: ClientMessage | ServerMessage) -> str:
    """Write a message of `socket`, of either direction, as the text of one frame.

    Raises `KeyError` for a struct that is no message of that socket.
    """
    prefix = _PREFIX[socket, type(message)]
    fields = write_json(message)[1:]
    return f"{prefix}}}" if fields == "}" else f"{prefix},{fields}"


@overload
def decode_client(
    socket: Literal[Socket.QUEUE], frame: str | bytes, *, extended: bool = True
) -> queue.QueueClient: ...
@overload
def decode_client(
    socket: Literal[Socket.ROOM], frame: str | bytes, *, extended: bool = True
) -> room.RoomClient: ...
@overload
def decode_client(
    socket: Literal[Socket.GAME], frame: str | bytes, *, extended: bool = True
) -> game.GameClient: ...
@overload
def decode_client(
    socket: Socket, frame: str | bytes, *, extended: bool = True
) -> ClientMessage: ...
def decode_client(socket: Socket, frame: str | bytes, *, extended: bool = True) -> ClientMessage:
    """Read what a client sent; bytes are a binary frame.

    Raises `RefusedError` for everything that section 4 answers with an error, its
    `ref` set where one could be read. The message is one of `ClientMessage`.
    """
    if not isinstance(frame, str):
        raise RefusedError(ErrorCode.BINARY_FRAME)
    try:
        source = read_json(frame)
    except DecodeError as error:
        raise RefusedError(ErrorCode.INVALID_JSON) from error
    if not isinstance(source, dict):
        raise RefusedError(ErrorCode.NOT_AN_OBJECT)
    ref = source.get("ref")
    if isinstance(ref, str) and not 0 < len(ref) <= common.MAX_REF:
        ref = None
    try:
        return cast(ClientMessage, _read(socket, source, extended))
    except RefusedError as error:
        error.ref = ref if isinstance(ref, str) and extended else None
        raise


def decode_server(socket: Socket, text: str | bytes) -> ServerMessage | None:
    """Read what a host sent, one of `ServerMessage`; None for a kind we do not know.

    Events of kinds we do not know are left out. Raises `DecodeError` for text that is no
    message, or a known one that is broken.
    """
    source = read_json(text)
    if not isinstance(source, dict):
        raise DecodeError("", "not an object")
    name = source.get(SERVER_KEY[socket])
    kind = SERVER_NAMES[socket].get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    _drop_unknown_events(source)
    return cast(ServerMessage, convert(source, kind))


def _drop_unknown_events(source: dict[str, JsonValue]) -> None:
    update = source.get("update")
    if isinstance(update, dict) and isinstance(events := update.get("events"), list):
        update["events"] = [
            event
            for event in events
            if not isinstance(event, dict) or event.get("type") in _EVENT_NAMES
        ]


def _read(socket: Socket, source: dict[str, JsonValue], extended: bool) -> FromClient:
    name = source.get(CLIENT_KEY[socket])
    named = name[:MAX_ECHO] if isinstance(name, str) else None
    for word in (name, *source):
        if isinstance(word, str) and word.startswith(RESERVED):
            raise RefusedError(ErrorCode.RESERVED, name=word[:MAX_ECHO])
    kind = CLIENT_NAMES[socket].get(name) if isinstance(name, str) else None
    if kind is None:
        if socket is Socket.GAME:
            raise RefusedError(Reason.UNKNOWN_ACTION, type=named)
        raise RefusedError(ErrorCode.UNKNOWN_COMMAND, name=named)
    if kind in EXTENDED_ONLY and not extended:
        raise RefusedError(ErrorCode.NOT_EXTENDED, name=named)
    if not extended:
        source.pop("ref", None)
    message = read_fields(kind, source)
    if message.ref is not None and len(message.ref) > common.MAX_REF:
        raise RefusedError(
            ErrorCode.INVALID_FIELD, field="ref", expected=f"string up to {common.MAX_REF}"
        )
    return message
