"""One short text that tells two states apart, equal on every machine and Python version."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from magnate_app.rules.state import GameState

_LENGTH: Final = 16


def state_hash(state: GameState) -> str:
    """Return 32 hexadecimal digits over everything a state holds."""
    text = msgspec.json.encode(canonical(state))
    return hashlib.blake2b(text, digest_size=_LENGTH).hexdigest()


def canonical(state: GameState) -> list[object]:
    """Return everything in a fixed order, made of lists, numbers, truths and texts only."""
    settings = state.settings
    outcome = state.outcome
    return [
        state.board.name,
        [
            settings.start_money,
            settings.go_money,
            settings.max_rounds,
            settings.bail,
            settings.jail_turns,
            settings.end_without_humans,
            sorted(settings.house_rules),
        ],
        [state.humans, state.order],
        [state.cash, state.bank, state.pot],
        [state.position, state.jail_turns, state.out, state.left, state.stats],
        [list(state.owner), list(state.level), list(state.mortgaged)],
        [state.turn_seat, state.turn_number, state.round, state.streak, state.dice],
        [state.phase, state.actor, state.decision],
        [state.targets, state.steps, state.bail_total],
        [state.card, state.card_value, state.debt, state.resume],
        [
            state.auction_id,
            state.auction_square,
            state.auction_kind,
            state.auction_by,
            state.auction_estate,
            state.bids,
            state.first_bids,
            state.eligible,
            state.withdrawn,
            state.minimum,
            state.highest,
            state.estates,
        ],
        [state.offer, state.offer_number, state.proposals, state.offers_made],
        None
        if outcome is None
        else [
            outcome.cause,
            outcome.ranking,
            outcome.final,
            outcome.last,
            [[name, *bonus] for name, bonus in sorted(outcome.bonuses.items())],
        ],
    ]
