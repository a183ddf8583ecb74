"""The whole truth about one running game, flat and mutable (DESIGN 4).

Mutated only inside `rules`; everybody else reads. Seats are numbered in turn order,
squares are dense indices. No names, chat, clocks or chance in here.
"""

from __future__ import annotations

from copy import copy
from typing import Final, NamedTuple

import msgspec

from magnate_app.rules.board import Board
from magnate_app.rules.ids import NOBODY, ROLL, STATISTICS, Seat, Square
from magnate_app.rules.settings import Settings

COUNTERS: Final = len(STATISTICS)

NO_SEAT: Final = -1
NO_SQUARE: Final = -1
NO_CARD: Final = -1

NO_BID: Final = -1
"""In `bids`: this seat has not bid."""

HIDDEN_BID: Final = -2
"""In `bids` of a view: this seat has bid, the amount is secret (R12.4)."""

# Where a debt interrupted the game (R10.4).
RESUME_NOWHERE: Final = 0
RESUME_TURN: Final = 1
RESUME_ARRIVAL: Final = 2
RESUME_CONTINUE: Final = 3

# Kinds of auctions.
SEALED: Final = 0
RUN_OFF: Final = 1
OPEN: Final = 2

AUCTION_NAMES: Final = ("sealed", "run_off", "open")


class Terms(NamedTuple):
    """The settings as the engine reads them: house rules taken apart, nothing to look up."""

    go_money: int
    max_rounds: int
    bail: int
    jail_turns: int
    end_without_humans: bool
    open_auction: bool
    full_deck: bool
    double_go: bool
    no_rent_in_jail: bool
    limited_houses: bool
    estate_auction: bool
    free_gifts_in_trade: bool
    fixed_pot_start: bool
    starting_deal: bool

    @classmethod
    def of(cls, settings: Settings) -> Terms:
        """Take `settings` apart."""
        house = settings.house_rules
        return cls(
            go_money=settings.go_money,
            max_rounds=settings.max_rounds,
            bail=settings.bail,
            jail_turns=settings.jail_turns,
            end_without_humans=settings.end_without_humans,
            open_auction="open_auction" in house,
            full_deck="full_deck" in house,
            double_go="double_go" in house,
            no_rent_in_jail="no_rent_in_jail" in house,
            limited_houses="limited_houses" in house,
            estate_auction="estate_auction" in house,
            free_gifts_in_trade="free_gifts_in_trade" in house,
            fixed_pot_start="fixed_pot_start" in house,
            starting_deal="starting_deal" in house,
        )


class Offer(NamedTuple):
    """A trade on the table, seen from `sender`."""

    sender: Seat
    to: Seat
    offered_money: int
    asked_money: int
    offered: tuple[Square, ...]
    asked: tuple[Square, ...]


OfferKey = tuple[Seat, Seat, tuple[Square, ...], tuple[Square, ...], int]
"""Content of an offer whoever made it: both seats ascending, deeds each way, net money (R13.7)."""


class Outcome(NamedTuple):
    """How the game ended; tuples by seat, `ranking` best first."""

    cause: str
    ranking: tuple[Seat, ...]
    final: tuple[int, ...]
    last: tuple[int, ...]
    bonuses: dict[str, tuple[int, tuple[Seat, ...]]]
    stats: tuple[tuple[int, ...], ...]


class GameState(msgspec.Struct, eq=False):
    """One game.

    Setup, shared by all copies: `board`, `settings`, `terms`, `seats` (how many), `humans`
    by seat, `order` (seat → index in the list given to `new_game`).

    By seat: `cash`, `position`, `jail_turns` (above 0 exactly for prisoners), `out`, and
    `stats` (flat: seat × 11 + counter). By square: `owner` (seat, `NOBODY` or `WAITING`),
    `level` (0 where none), `mortgaged` (0 or 1). By group number: `group_owner` (who has it
    complete, else `NOBODY`), `built` (levels in the group).

    Purses: `bank`, `pot`. Turn: `turn_seat`, `turn_number`, `round`, `streak`, `dice` (of
    this turn, bus 0 in jail). `alive` survivors; `left` lists the eliminated, first out first.

    `phase` and `actor` (the acting seat, -1 in auctions and at the end); `decision` grows
    with each new decision. `targets` are the open targets, ascending, `steps` beside them
    (0 = jump); `bail_total` is the throw behind an open bail decision, else 0. `card` (index
    into `cards.CARDS`, -1) and `card_value` (0 = none) lie open. `debt` is what was owed when
    the liquidation began and `resume` where it goes on.

    Auction: `auction_id` (counts auctions), `auction_square` (-1 = none), `auction_kind`,
    `auction_by` (decliner, or the leaver of an estate), `auction_estate`, `bids` by seat (-1
    none yet; open: the last bid), `first_bids` (those before a run-off), `eligible` by seat,
    `withdrawn` by seat (open), `minimum` (run-off: tied amount; open: next minimum),
    `highest` (open: seat or -1). `estates`: (square, leaver) still to be auctioned.

    Trade: `offer` on the table, `offer_number` 1–3 in the negotiation, `proposals` of this
    turn, `offers_made` in this turn. `outcome` after the end.
    """

    board: Board
    settings: Settings
    terms: Terms
    seats: int
    humans: tuple[bool, ...]
    order: tuple[int, ...]
    cash: list[int]
    position: list[int]
    jail_turns: list[int]
    out: list[bool]
    stats: list[int]
    owner: bytearray
    level: bytearray
    mortgaged: bytearray
    group_owner: bytearray
    built: bytearray
    alive: int
    bank: int = 0
    pot: int = 0
    turn_seat: int = 0
    turn_number: int = 1
    round: int = 1
    streak: int = 0
    dice: tuple[int, int, int] | None = None
    left: tuple[int, ...] = ()
    phase: int = ROLL
    actor: int = 0
    decision: int = 1
    targets: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    bail_total: int = 0
    card: int = NO_CARD
    card_value: int = 0
    debt: int = 0
    resume: int = RESUME_NOWHERE
    auction_id: int = 0
    auction_square: int = NO_SQUARE
    auction_kind: int = SEALED
    auction_by: int = NO_SEAT
    auction_estate: bool = False
    bids: tuple[int, ...] = ()
    first_bids: tuple[int, ...] = ()
    eligible: tuple[bool, ...] = ()
    withdrawn: tuple[bool, ...] = ()
    minimum: int = 0
    highest: int = NO_SEAT
    estates: tuple[tuple[int, int], ...] = ()
    offer: Offer | None = None
    offer_number: int = 0
    proposals: int = 0
    offers_made: tuple[OfferKey, ...] = ()
    outcome: Outcome | None = None

    def copy(self) -> GameState:
        """Return a state that shares nothing mutable with this one."""
        twin = copy(self)
        twin.cash = self.cash[:]
        twin.position = self.position[:]
        twin.jail_turns = self.jail_turns[:]
        twin.out = self.out[:]
        twin.stats = self.stats[:]
        twin.owner = self.owner[:]
        twin.level = self.level[:]
        twin.mortgaged = self.mortgaged[:]
        twin.group_owner = self.group_owner[:]
        twin.built = self.built[:]
        return twin

    def stat(self, seat: Seat, counter: int) -> int:
        """Return one of the 11 counters of a seat (R18.1)."""
        return self.stats[seat * COUNTERS + counter]


def blank(board: Board, settings: Settings, humans: tuple[bool, ...]) -> GameState:
    """Return a state before setup: no cash anywhere, all tokens on the start (R1.6)."""
    seats = len(humans)
    return GameState(
        board=board,
        settings=settings,
        terms=Terms.of(settings),
        seats=seats,
        humans=humans,
        order=tuple(range(seats)),
        cash=[0] * seats,
        position=[board.start] * seats,
        jail_turns=[0] * seats,
        out=[False] * seats,
        stats=[0] * (seats * COUNTERS),
        owner=bytearray([NOBODY]) * board.size,
        level=bytearray(board.size),
        mortgaged=bytearray(board.size),
        group_owner=bytearray([NOBODY]) * len(board.group_members),
        built=bytearray(len(board.group_members)),
        alive=seats,
    )
