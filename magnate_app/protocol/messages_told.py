"""What the host tells on the game socket (PROTOCOL.md 7.1, 7.3–7.5, 8.5, 8.7, 8.8).

Keys of objects by player are user ids as text.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from magnate_app.protocol.messages_common import (
    ErrorMessage,
    Pong,
    ReactionShown,
    SeatCodeTold,
    Welcome,
)
from magnate_app.protocol.messages_door import DoorServer
from magnate_app.protocol.room_settings import RoomSettings
from magnate_app.protocol.views import Bonus, Deadline, SeatInfo, Update


class ToldAction(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted action; fields that do not belong to `type` are unset.

    `amount` is null while a sealed bid is somebody else's; `auto` is bot, stand_in or
    timeout, unset when the person sent it.
    """

    type: str
    game: int
    player: int
    square: int | UnsetType = UNSET
    houses: int | UnsetType = UNSET
    to_pay: bool | UnsetType = UNSET
    chosen_revealed_card: bool | UnsetType = UNSET
    amount: int | UnsetType | None = UNSET
    destination_user: int | UnsetType = UNSET
    offered_money: int | UnsetType = UNSET
    asked_money: int | UnsetType = UNSET
    offered_properties: tuple[int, ...] | UnsetType = UNSET
    asked_properties: tuple[int, ...] | UnsetType = UNSET
    choose: bool | UnsetType = UNSET
    auto: str | UnsetType = UNSET


class FantasyEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A fantasy card."""

    fantasy_type: str
    value: int | None
    card_cost: int


class FantasyResult(msgspec.Struct, frozen=True, kw_only=True):
    """The card that took effect and what it did; players are user ids."""

    fantasy_event: FantasyEvent
    result: dict[str, int | bool | list[int]] | int | None


class RunOff(msgspec.Struct, frozen=True, kw_only=True):
    """A tied auction goes on among `players`, from `minimum` upwards."""

    square: int
    players: tuple[int, ...]
    minimum: int


class AuctionResult(msgspec.Struct, frozen=True, kw_only=True):
    """How an auction ended."""

    id: int
    square: int
    winner: int | None
    final_amount: int
    is_active: bool
    is_tie: bool
    bids: dict[str, int]


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the final ranking."""

    rank: int
    player: int
    username: str
    final_money: int
    eliminated: bool


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """How the game ended; `bonuses` by statistic, winners are user ids."""

    bonuses: dict[str, Bonus]
    last_money: dict[str, int]
    final_money: dict[str, int]
    ranking: tuple[Ranked, ...]


class ResponseBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """The keys of every response, read from the state after the action."""

    money: dict[str, int]
    positions: dict[str, int]
    phase: str
    active_phase_player: int
    active_turn_player: int
    parking_money: int
    current_round: int
    max_rounds: int


class Response(ResponseBase, frozen=True, kw_only=True):
    """The plain answer; `run_off` only if the action opens one."""

    run_off: RunOff | UnsetType = UNSET


class ResponseSkipPhase(ResponseBase, frozen=True, kw_only=True):
    """The clock ended a turn."""


class ResponseThrowDices(ResponseBase, frozen=True, kw_only=True):
    """A throw and where it led; `dice_bus` 4–6 is the bus, 0 in jail."""

    dice1: int
    dice2: int
    dice_bus: int
    triple: bool
    streak: int
    path: tuple[int, ...]
    destinations: tuple[int, ...]
    fantasy_event: FantasyEvent | None


class ResponseChooseSquare(ResponseBase, frozen=True, kw_only=True):
    """A chosen square, or the answer to the bail question."""

    path: tuple[int, ...]
    fantasy_event: FantasyEvent | None


class ResponseChooseFantasy(ResponseBase, frozen=True, kw_only=True):
    """A card took effect."""

    fantasy_result: FantasyResult


class ResponseAuction(ResponseBase, frozen=True, kw_only=True):
    """An auction ended, nested and flat."""

    auction: AuctionResult
    square: int
    winner: int | None
    final_amount: int
    is_tie: bool
    bids: dict[str, int]
    run_off: RunOff | None


class ResponseBonus(ResponseBase, frozen=True, kw_only=True):
    """The game ended."""

    bonuses: dict[str, Bonus]
    last_money: dict[str, int]
    final_money: dict[str, int]
    ranking: tuple[Ranked, ...]


AnyResponse: TypeAlias = (
    Response
    | ResponseSkipPhase
    | ResponseThrowDices
    | ResponseChooseSquare
    | ResponseChooseFantasy
    | ResponseAuction
    | ResponseBonus
)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """The offer on the table; `player` made it."""

    type: str
    game: int
    player: int
    destination_user: int
    offered_money: int
    asked_money: int
    offered_properties: tuple[int, ...]
    asked_properties: tuple[int, ...]


class Relationship(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns a square; `houses` −1 group incomplete, 0–5."""

    owner: int
    square: int
    houses: int
    mortgage: bool


class HighestBid(msgspec.Struct, frozen=True, kw_only=True):
    """The bid to beat in an open auction."""

    player: int
    amount: int


class AuctionState(msgspec.Struct, frozen=True, kw_only=True):
    """The auction that runs; `kind` is sealed, run_off or open."""

    id: int
    square: int
    kind: str
    declined_by: int | None
    minimum: int
    eligible: tuple[int, ...]
    bidders: tuple[int, ...]
    my_bid: int | None
    highest: HighestBid | None


class PendingSquare(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="square"):
    """A throw that waits for a square."""

    player: int
    dice: tuple[int, int, int]


class PendingBail(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="bail"):
    """A throw that waits for paying or staying."""

    player: int
    dice: tuple[int, int]
    steps: int
    target: int
    price: int
    turns_left: int


class GameSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The whole game, classic keys first (7.5)."""

    id: int
    datetime: str
    positions: dict[str, int]
    money: dict[str, int]
    phase: str
    active_phase_player: int
    active_turn_player: int
    players: tuple[int, ...]
    ordered_players: tuple[int, ...]
    streak: int
    possible_destinations: tuple[int, ...]
    parking_money: int
    jail_remaining_turns: dict[str, int]
    finished: bool
    auction_task_id: None
    current_turn: int
    current_round: int
    max_rounds: int
    has_bots: bool
    fantasy_event: FantasyEvent | None
    proposal: Proposal | None
    property_relationships: tuple[Relationship, ...]
    seq: int
    you: int
    role: str
    host: int | None
    seats: tuple[SeatInfo, ...]
    auction: AuctionState | None
    deadline: Deadline | None
    paused: bool
    settings: RoomSettings
    pot: int
    pending: PendingSquare | PendingBail | None
    result: Result | None


class GameStateMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """First message of every game connection; `update` (ext)."""

    game_state: GameSnapshot
    update: Update | None = None


class GameActionMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody did something; its `GameResponse` follows at once."""

    data: ToldAction


class GameResponse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of it; `update` (ext)."""

    data: AnyResponse
    update: Update | None = None


class ChatLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody said something in a game; `user_id`, `role` and `at` (ext)."""

    game: int
    user: str
    msg: str
    user_id: int | None = None
    role: str | None = None
    at: int | None = None


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """Who came, went or is stood in for: the changed seats, and all spectators (ext)."""

    seats: tuple[SeatInfo, ...]
    spectators: tuple[str, ...]


class TableNote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line about the table itself (ext); `change` is a `gamelog.Change`.

    `number` counts the notes of a game, 0 is no lasting one; `events` is how many of the
    game's events came before. `detail` is a pace or a motion, `votes` for and against.
    """

    change: str
    by: int | None
    player: int | None
    detail: str = ""
    votes: tuple[int, ...] = ()
    number: int = 0
    events: int = 0
    at: int = 0


class TableChanged(TableNote, frozen=True, kw_only=True, omit_defaults=True):
    """Something happened to the table, and how it stands now (ext)."""

    paused: bool
    pace: str


class TableStory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that has happened to the table so far, after `GameStateMessage` (ext)."""

    notes: tuple[TableNote, ...]


class VoteTold(msgspec.Struct, frozen=True, kw_only=True):
    """A vote and how it stands (ext); people are user ids, `voters` all who may vote.

    `state` is open, passed, failed or ended; it passes with `needed` in favor.
    """

    vote: int
    motion: str
    by: int
    player: int | None
    state: str
    yes: tuple[int, ...]
    no: tuple[int, ...]
    voters: tuple[int, ...]
    needed: int
    remaining_ms: int


GameServer: TypeAlias = (
    Welcome
    | Pong
    | ErrorMessage
    | GameStateMessage
    | GameActionMessage
    | GameResponse
    | DoorServer
    | ChatLine
    | ReactionShown
    | Presence
    | TableChanged
    | TableStory
    | VoteTold
    | SeatCodeTold
)
