"""Why something is offered, refused or advised: codes with figures, never sentences.

Bots give the reasons, the host passes them on, the reader's own program has the words:
`why.CODE` in its catalogs. Squares are the board's ids, players seat numbers; a family of
deeds is its group's number, `BRIDGES` or `SERVERS`.
"""

from __future__ import annotations

from typing import Final

import msgspec

BRIDGES: Final = 13
SERVERS: Final = 14


class Why(msgspec.Struct, frozen=True):
    """One reason; every figure of `params` belongs into its sentence."""

    code: str
    params: dict[str, int] = msgspec.field(default_factory=dict)


SAID: Final[dict[str, tuple[str, ...]]] = {
    "swap_completes_both": ("group", "other", "seat"),
    "completes_mine": ("group",),
    "pays_for_group": ("group", "amount"),
    "completes_theirs": ("other", "seat", "amount"),
    "closer": ("group",),
    "sells_for_cash": ("amount",),
    "both_gain": ("amount", "seat"),
    "for_me": (),
    "counter_completes": ("other", "seat"),
    "counter_price": ("amount",),
    "accepts_group": ("group",),
    "accepts": (),
    "would_complete": ("group", "seat"),
    "would_break": ("group",),
    "needs_cash": ("rent",),
    "too_little": ("amount",),
    "enough_deals": (),
    "stand_in": (),
}
"""What a bot says with an offer or an answer: code and figures. The speaker says "I"."""

ADVISED: Final[dict[str, tuple[str, ...]]] = {
    "only_choice": (),
    "completes": ("group",),
    "toward": ("n", "size", "group"),
    "income": ("income", "rounds"),
    "income_built": ("houses", "income", "rounds"),
    "little_income": ("income",),
    "worth": ("worth", "price"),
    "blocks": ("seat", "group"),
    "over": ("worth", "price"),
    "no_cash": ("amount",),
    "risk": ("cash", "rent"),
    "limit": ("worth",),
    "declines": (),
    "free_deed": ("square", "price", "worth"),
    "pays_rent": ("amount", "seat"),
    "passes_go": ("amount",),
    "takes_pot": ("amount",),
    "to_jail": (),
    "safe_square": (),
    "next_turn": ("amount",),
    "fare": ("amount",),
    "card_shown": ("amount", "price"),
    "card_unknown": ("amount",),
    "bail_early": ("n",),
    "bail_out": ("price",),
    "bail_rents": ("amount",),
    "build": ("houses", "price", "income", "rounds"),
    "build_last": ("houses", "price"),
    "raises": ("amount", "income"),
    "last_mortgage": ("amount",),
    "lifts": ("price", "income"),
    "lifts_group": ("group",),
    "deal": ("amount",),
    "deal_theirs": ("seat", "amount"),
    "deal_doubtful": ("seat",),
    "deal_completes": ("seat", "group"),
    "deal_loses": ("amount",),
    "breaks": ("group",),
    "counters": ("amount",),
    "sells": ("amount", "worth"),
    "gives_up": (),
    "nothing_better": (),
    "stays": (),
}
"""What speaks for an advised action, or against one: code and figures."""
