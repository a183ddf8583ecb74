"""What messages look like: every key with its type, and which path belongs to a throw."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.conformance.book import JAIL, NEXT, TRAMS, Book
from tests.conformance.client import Json, ensure, same

Test: TypeAlias = Callable[[Any], bool]

PHASES = (
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
LEVELS = ("very_easy", "easy", "medium", "hard", "very_hard", "expert")
SQUARES = frozenset((*range(40), *range(100, 114), JAIL))
CATEGORIES = (
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


def whole(low: int = -(2**31) + 1, high: int = 2**31 - 1) -> Test:
    """An integer of a range."""
    return lambda value: isinstance(value, int) and value is not bool and low <= value <= high


def one_of(*values: object) -> Test:
    """One of some values."""
    return lambda value: value in values


def maybe(test: Test) -> Test:
    """Null, or what `test` says."""
    return lambda value: value is None or test(value)


def each(test: Test) -> Test:
    """A list of such things."""
    return lambda value: isinstance(value, list) and all(test(part) for part in value)


def by_user(test: Test) -> Test:
    """An object keyed by user ids."""
    return lambda value: (
        isinstance(value, dict)
        and all(key.isdecimal() and key == str(int(key)) for key in value)
        and all(test(part) for part in value.values())
    )


def obj(shape: dict[str, Test], optional: dict[str, Test] | None = None) -> Test:
    """An object with exactly these keys, and perhaps some more."""

    def test(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        known = {**shape, **(optional or {})}
        return set(shape) <= set(value) <= set(known) and all(
            known[key](part) for key, part in value.items()
        )

    return test


def check(value: Any, shape: dict[str, Test], what: str, optional: dict[str, Test] | None) -> None:
    """Fail with the first key that is missing, unknown or wrong."""
    ensure(isinstance(value, dict), what, "is no object:", value)
    known = {**shape, **(optional or {})}
    missing, more = set(shape) - set(value), set(value) - set(known)
    ensure(not missing, what, "lacks", sorted(missing), value)
    ensure(not more, what, "has unknown", sorted(more), value)
    for key, part in value.items():
        ensure(known[key](part), f"{what}.{key} is wrong:", repr(part))


def is_bool(value: object) -> bool:
    """Exactly true or false."""
    return value is True or value is False


def is_text(value: object) -> bool:
    """A string with something in it."""
    return isinstance(value, str) and value != ""


user = whole(1)
amount = whole(0)
square = one_of(*sorted(SQUARES))
squares = each(square)
phase = one_of(*PHASES)
card = obj({"fantasy_type": is_text, "value": maybe(whole(1)), "card_cost": whole(1)})
bids = by_user(maybe(amount))
run_off = obj({"square": square, "players": each(user), "minimum": amount})
rank = obj(
    {
        "rank": whole(1, 6),
        "player": user,
        "username": is_text,
        "final_money": whole(),
        "eliminated": is_bool,
    }
)
bonuses = lambda value: (  # noqa: E731 - one more test among the others
    isinstance(value, dict)
    and set(value) <= set(CATEGORIES)
    and all(obj({"bonus_amount": amount, "winners": each(user)})(x) for x in value.values())
)
result = {
    "bonuses": bonuses,
    "last_money": by_user(whole()),
    "final_money": by_user(whole()),
    "ranking": each(rank),
}
auction = {
    "square": square,
    "winner": maybe(user),
    "final_amount": amount,
    "is_tie": one_of(False),
    "bids": bids,
}

ACTIONS: dict[str, dict[str, Test]] = {
    "ActionThrowDices": {},
    "ActionMoveTo": {"square": square},
    "ActionPayBail": {"to_pay": is_bool},
    "ActionChooseCard": {"chosen_revealed_card": is_bool},
    "ActionBuySquare": {"square": square},
    "ActionDropPurchase": {"square": square},
    "ActionTakeTram": {"square": one_of(*TRAMS)},
    "ActionBuild": {"square": square, "houses": whole(1, 5)},
    "ActionDemolish": {"square": square, "houses": whole(1, 5)},
    "ActionMortgageSet": {"square": square},
    "ActionMortgageUnset": {"square": square},
    "ActionTradeProposal": {
        "destination_user": user,
        "offered_money": amount,
        "asked_money": amount,
        "offered_properties": squares,
        "asked_properties": squares,
    },
    "ActionTradeAnswer": {"choose": is_bool},
    "ActionBid": {"amount": maybe(amount)},
    "ActionNextPhase": {},
    "ActionSurrender": {},
}

EVERY_RESPONSE: dict[str, Test] = {
    "type": is_text,
    "money": by_user(whole()),
    "positions": by_user(square),
    "phase": phase,
    "active_phase_player": user,
    "active_turn_player": user,
    "parking_money": amount,
    "current_round": whole(1),
    "max_rounds": amount,
}

RESPONSES: dict[str, dict[str, Test]] = {
    "Response": {},
    "ResponseSkipPhase": {},
    "ResponseThrowDices": {
        "dice1": whole(1, 6),
        "dice2": whole(1, 6),
        "dice_bus": whole(0, 6),
        "triple": is_bool,
        "streak": whole(0, 2),
        "path": squares,
        "destinations": squares,
        "fantasy_event": maybe(card),
    },
    "ResponseChooseSquare": {"path": squares, "fantasy_event": maybe(card)},
    "ResponseChooseFantasy": {
        "fantasy_result": obj({"fantasy_event": card, "result": lambda value: True})
    },
    "ResponseAuction": {
        **auction,
        "auction": obj({"id": amount, "is_active": one_of(False), **auction}),
        "run_off": maybe(run_off),
    },
    "ResponseBonus": result,
}

SETTINGS: dict[str, Test] = {
    "seats": whole(2, 6),
    "preset": one_of("quick", "standard", "marathon", "rich", "custom"),
    "start_money": whole(100, 100_000),
    "go_money": whole(0, 10_000),
    "max_rounds": whole(0, 1000),
    "bail": whole(0, 10_000),
    "jail_turns": whole(1, 10),
    "pace": one_of("relaxed", "normal", "brisk"),
    "end_without_humans": is_bool,
    "house_rules": each(is_text),
    "name": lambda value: isinstance(value, str),
    "visibility": one_of("listed", "code_only"),
    "spectators": is_bool,
    "absence": one_of("stand_in", "clock", "wait"),
}

ROOM_SEAT: dict[str, Test] = {
    "seat": whole(0, 5),
    "kind": one_of("human", "bot", "open", "locked"),
    "id": maybe(user),
    "username": maybe(is_text),
    "ready": is_bool,
    "bot_level": maybe(one_of(*LEVELS)),
    "piece": maybe(whole(1, 12)),
    "color": whole(0, 5),
}

GAME_SEAT: dict[str, Test] = {
    "seat": whole(0, 5),
    "id": user,
    "username": is_text,
    "is_bot": is_bool,
    "bot_level": maybe(one_of(*LEVELS)),
    "connected": is_bool,
    "stand_in": is_bool,
    "piece": whole(1, 12),
    "color": whole(0, 5),
    "eliminated": is_bool,
}

DEADLINE = obj(
    {"phase": phase, "players": each(user), "at": whole(0, 2**53), "remaining_ms": amount}
)

GAME_STATE: dict[str, Test] = {
    "id": user,
    "datetime": lambda value: is_text(value) and value.endswith("Z"),
    "positions": by_user(square),
    "money": by_user(whole()),
    "jail_remaining_turns": by_user(whole(1, 10)),
    "phase": phase,
    "active_phase_player": user,
    "active_turn_player": user,
    "players": each(user),
    "ordered_players": each(user),
    "streak": whole(0, 2),
    "possible_destinations": squares,
    "parking_money": amount,
    "finished": is_bool,
    "auction_task_id": one_of(None),
    "current_turn": whole(1),
    "current_round": whole(1),
    "max_rounds": amount,
    "has_bots": is_bool,
    "fantasy_event": maybe(card),
    "proposal": maybe(
        obj(
            {
                "type": one_of("ActionTradeProposal"),
                "game": user,
                "player": user,
                **ACTIONS["ActionTradeProposal"],
            }
        )
    ),
    "property_relationships": each(
        obj({"owner": user, "square": square, "houses": whole(-1, 5), "mortgage": is_bool})
    ),
    "seq": amount,
    "you": user,
    "role": one_of("player", "eliminated", "spectator"),
    "host": maybe(user),
    "seats": each(obj(GAME_SEAT)),
    "auction": maybe(
        obj(
            {
                "id": amount,
                "square": square,
                "kind": one_of("sealed", "run_off", "open"),
                "declined_by": maybe(user),
                "minimum": amount,
                "eligible": each(user),
                "bidders": each(user),
                "my_bid": maybe(amount),
                "highest": maybe(obj({"player": user, "amount": amount})),
            }
        )
    ),
    "deadline": maybe(DEADLINE),
    "paused": is_bool,
    "settings": obj(SETTINGS),
    "pot": amount,
    "pending": maybe(lambda value: value["kind"] in ("square", "bail")),
    "result": maybe(obj(result)),
}


def check_state(state: Json) -> None:
    """Check a `game_state` of a classic or extended connection."""
    check(state, GAME_STATE, "game_state", None)
    same(state["pot"], state["parking_money"], "pot:")
    same(state["finished"], state["phase"] == "end_game", "finished:")
    same(state["finished"], state["result"] is not None, "result:")
    same(set(map(int, state["money"])), set(state["players"]), "money of players:")
    same(sorted(state["ordered_players"]), sorted(state["players"]), "ordered_players:")


def check_action(data: Json) -> None:
    """Check the data of a `game_action`."""
    ensure(data.get("type") in ACTIONS, "no action:", data)
    shape = {"type": is_text, "game": user, "player": user, **ACTIONS[data["type"]]}
    check(data, shape, data["type"], {"auto": one_of("bot", "stand_in", "timeout")})
    ensure(data["type"] == "ActionBid" or None not in data.values(), "null in", data)


def check_response(data: Json) -> None:
    """Check the data of a `game_response`."""
    ensure(data.get("type") in RESPONSES, "no response:", data)
    more = {"run_off": run_off} if data["type"] == "Response" else None
    check(data, {**EVERY_RESPONSE, **RESPONSES[data["type"]]}, data["type"], more)


def row(book: Book, action: Json, data: Json) -> str:
    """Return which row of the table of paths this step is; the book is the one before it."""
    who = action["player"]
    here, there = book.positions[who], data["positions"].get(str(who))
    path = data.get("path", [])
    if data["type"] == "ResponseThrowDices":
        ends = data["destinations"]
        if here == JAIL:
            same(data["dice_bus"], 0, "bus in jail:")
        if data["phase"] == "choose_square":
            same(path, [here], "path while a choice is pending:")
            ensure(len(ends) > 1 and ends == sorted(set(ends)), "destinations", ends)
            return "triple" if data["triple"] else "choice"
        if not path:
            ensure(here == JAIL and len(ends) == 2 and ends[1] == JAIL, "destinations", data)
            same(data["phase"], "roll_the_dices", "phase with bail pending:")
            return "bail"
        if path == [here, JAIL] and here != 20:
            same(ends, [JAIL], "destinations of a third double:")
            return "third double"
        return _walk(here, there, path, ends, "walk")
    if data["type"] == "ResponseChooseSquare":
        if path == [JAIL]:
            return "stay in jail"
        if action["type"] == "ActionPayBail":
            return _walk(here, there, path, path[-1:], "bail paid")
        target = action["square"]
        if path[:2] == [here, target] and target not in NEXT[here]:
            same(path, [here, 20, JAIL] if target == 20 else [here, target], "jump:")
            return "jump"
        return _walk(here, there, path, [target], "chosen")
    return ""


def _walk(here: int, there: int | None, path: list[int], ends: list[int], name: str) -> str:
    same(path[0], here, "start of the path:")
    if path[-2:] == [20, JAIL]:
        same(ends, [20], "end of the path:")
        path, name = path[:-1], f"{name} to 20"
    else:
        same(ends, path[-1:], "end of the path:")
        ensure(there in (None, path[-1]), "path", path, "but position", there)
    for one, two in itertools.pairwise(path):
        ensure(two in NEXT[one], "no step from", one, "to", two, path)
    return name
