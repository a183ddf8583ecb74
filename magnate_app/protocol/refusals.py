"""Why a message is refused: codes and parameters (PROTOCOL.md section 4).

The codes of the rules are `rules.reasons.Reason`; these are the ones before them:
form, room and table. The sentences are in `sentences`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from magnate_app.errors import MagnateError

Param: TypeAlias = "int | bool | str | list[int | str] | None"
Params: TypeAlias = dict[str, Param]


class ErrorCode(StrEnum):
    """Form, room and table, in the order of the contract's table."""

    INVALID_JSON = "invalid_json"
    NOT_AN_OBJECT = "not_an_object"
    BINARY_FRAME = "binary_frame"
    INVALID_FIELD = "invalid_field"
    INVALID_SETTING = "invalid_setting"
    UNKNOWN_COMMAND = "unknown_command"
    NOT_EXTENDED = "not_extended"
    RESERVED = "reserved"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    UNKNOWN_EMOTE = "unknown_emote"
    RATE_LIMITED = "rate_limited"
    VERSION_MISMATCH = "version_mismatch"
    ROOM_NOT_FOUND = "room_not_found"
    ROOM_FULL = "room_full"
    ALREADY_IN_ROOM = "already_in_room"
    BANNED = "banned"
    ROOMS_CLOSED = "rooms_closed"
    GAME_RUNNING = "game_running"
    PASSWORD_NEEDED = "password_needed"  # noqa: S105 - a code
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    NOT_WAITING = "not_waiting"
    NOT_HOST_START = "not_host_start"
    NOT_HOST_SETTINGS = "not_host_settings"
    NOT_HOST = "not_host"
    TOO_FEW_SEATS = "too_few_seats"
    NOT_ALL_READY = "not_all_ready"
    ALREADY_STARTED = "already_started"
    SEAT_TAKEN = "seat_taken"
    PIECE_TAKEN = "piece_taken"
    PAUSED = "paused"
    STALE = "stale"
    ADVICE_OFF = "advice_off"
    VOTE_RUNNING = "vote_running"
    VOTE_TOO_SOON = "vote_too_soon"
    VOTE_POINTLESS = "vote_pointless"
    NO_VOTE = "no_vote"
    SEAT_CODE_WRONG = "seat_code_wrong"
    SEAT_CODE_BUSY = "seat_code_busy"


class RefusedError(MagnateError):
    """A message that is answered with an error and changes nothing.

    `code` is an `ErrorCode` or a `rules.reasons.Reason`; `params` are the figures of
    its sentence; `ref` is echoed where the message could still be read.
    """

    def __init__(self, code: StrEnum, ref: str | None = None, **params: Param) -> None:
        super().__init__(f"{code.value} {params}" if params else code.value)
        self.code = code
        self.ref = ref
        self.params: Params = params
