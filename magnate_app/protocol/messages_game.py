"""Messages of the game socket from the client (PROTOCOL.md 7.2, 7.3, 8.5–8.8).

The actions are named as on the wire; players are user ids, squares the board's ids.
What the host sends is in `messages_told`.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from magnate_app.protocol.messages_advice import AskAdvice
from magnate_app.protocol.messages_common import (
    Amount,
    Emote,
    FromClient,
    Hello,
    Houses,
    Motion,
    Ping,
    Squares,
    Text,
)
from magnate_app.protocol.messages_door import DoorClient


class GameAction(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all game actions; `decision` ties one to the decision it answers (8.3)."""

    decision: int | None = None


class ActionThrowDices(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Throw the dice."""


class ActionMoveTo(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Go to one of the open targets."""

    square: int


class ActionPayBail(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Pay the bail, or stay."""

    to_pay: bool = True


class ActionChooseCard(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Take the shown card, or the unknown one."""

    chosen_revealed_card: bool = False


class ActionBuySquare(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Buy the square one stands on."""

    square: int


class ActionDropPurchase(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Leave the square one stands on to an auction."""

    square: int


class ActionTakeTram(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Ride to a stop; the one stood on means staying."""

    square: int


class ActionBuild(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Build levels on one street."""

    square: int
    houses: Houses = 1


class ActionDemolish(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Sell levels of one street."""

    square: int
    houses: Houses = 1


class ActionMortgageSet(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Mortgage one deed."""

    square: int


class ActionMortgageUnset(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Lift the mortgage of one deed."""

    square: int


class ActionTradeProposal(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Offer a trade, seen from the sender; from who must answer, a counter-offer."""

    destination_user: int
    offered_money: Amount = 0
    asked_money: Amount = 0
    offered_properties: Squares = ()
    asked_properties: Squares = ()


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """The counter-offer inside an answer (7.6)."""

    offered_money: Amount = 0
    asked_money: Amount = 0
    offered_properties: Squares = ()
    asked_properties: Squares = ()


class ActionTradeAnswer(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Accept, reject or counter the offer on the table."""

    choose: bool = False
    counter: Counter | None = None


class ActionBid(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Bid; 0 is a pass, or a withdrawal from an open auction."""

    amount: Amount = 0


class ActionNextPhase(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Go on."""


class ActionSurrender(GameAction, frozen=True, kw_only=True, omit_defaults=True):
    """Leave the game for good."""


class ChatMessage(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Say something to everybody in the game; trimmed when it comes in."""

    msg: Text


class Reaction(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Show an emote to everybody in the game."""

    emote: Emote


class StandIn(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for a stand-in, or take the seat back from one."""

    on: bool


class TablePause(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Stop clocks and bots (host of the table)."""


class TableResume(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Let clocks and bots go on (host of the table)."""


class TablePace(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Set other clocks (host of the table)."""

    pace: str


class TableKick(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Hand a seat to a bot for good (host of the table)."""

    player: int


class TableUnkick(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Let a person return to the seat (host of the table)."""

    player: int


class VoteStart(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask everybody at the table; `motion` is a `votes.Motion`, `player` whom it is about."""

    motion: Motion
    player: int | None = None


class VoteCast(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Vote for or against; the last word counts."""

    vote: int
    choice: bool


class SeatCode(FromClient, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for a code to come back with from elsewhere; any older one is void.

    `player` is somebody who is away (host of the table); absent means oneself.
    """

    player: int | None = None


AnyGameAction: TypeAlias = (
    ActionThrowDices
    | ActionMoveTo
    | ActionPayBail
    | ActionChooseCard
    | ActionBuySquare
    | ActionDropPurchase
    | ActionTakeTram
    | ActionBuild
    | ActionDemolish
    | ActionMortgageSet
    | ActionMortgageUnset
    | ActionTradeProposal
    | ActionTradeAnswer
    | ActionBid
    | ActionNextPhase
    | ActionSurrender
)
TableControl: TypeAlias = TablePause | TableResume | TablePace | TableKick | TableUnkick
GameClient: TypeAlias = (
    Hello
    | Ping
    | AnyGameAction
    | TableControl
    | DoorClient
    | ChatMessage
    | Reaction
    | StandIn
    | VoteStart
    | VoteCast
    | SeatCode
    | AskAdvice
)
