"""The small integers the rules count with.

Seats are numbered in turn order, 0 first. Squares are *dense* indices 0…54 in
ascending order of the board's own ids; the board's ids (0…39, 100…113, 201) appear
only in events and at the border (protocol, transcripts).
"""

from __future__ import annotations

from typing import Final, TypeAlias

Seat: TypeAlias = int
Square: TypeAlias = int

NOBODY: Final = 255
"""Value of `GameState.owner` for a deed nobody owns."""

WAITING: Final = 254
"""Value of `GameState.owner` for a deed that waits for its estate auction (R12.16)."""

# Phases (R3.3), in the order of the table there.
ROLL: Final = 0
CHOOSE_SQUARE: Final = 1
CHOOSE_FANTASY: Final = 2
MANAGEMENT: Final = 3
BUSINESS: Final = 4
LIQUIDATION: Final = 5
ANSWER: Final = 6
AUCTION: Final = 7
END: Final = 8

PHASE_NAMES: Final = (
    "roll_the_dices",
    "choose_square",
    "choose_fantasy",
    "management",
    "business",
    "liquidation",
    "proposal_acceptance",
    "auction",
    "end_game",
)

# Kinds of squares (R2.1).
STREET: Final = 0
BRIDGE: Final = 1
SERVER: Final = 2
TRAM: Final = 3
FANTASY: Final = 4
START: Final = 5
GO_TO_JAIL: Final = 6
VISITING: Final = 7
JAIL: Final = 8
PARKING: Final = 9

KIND_NAMES: Final = (
    "street",
    "bridge",
    "server",
    "tram",
    "fantasy",
    "start",
    "go_to_jail",
    "visiting",
    "jail",
    "parking",
)

# Statistics (R18.1), in the order of the table there.
WALKED_SQUARES: Final = 0
WON_MONEY: Final = 1
LOST_MONEY: Final = 2
NUM_FANTASY_EVENTS: Final = 3
BUILT_HOUSES: Final = 4
DEMOLISHED_HOUSES: Final = 5
TIMES_IN_JAIL: Final = 6
TURNS_IN_JAIL: Final = 7
NUM_PAID_RENTS: Final = 8
NUM_TRADES: Final = 9
NUM_MORTGAGES: Final = 10

STATISTICS: Final = (
    "walked_squares",
    "won_money",
    "lost_money",
    "num_fantasy_events",
    "built_houses",
    "demolished_houses",
    "times_in_jail",
    "turns_in_jail",
    "num_paid_rents",
    "num_trades",
    "num_mortgages",
)
