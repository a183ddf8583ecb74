"""What a classic client knows: the board, and a book kept from what it is told.

Classic responses tell balances, squares and phases. Who owns what follows from the
actions, as on paper; a `game_state` starts the book, and another one can check it.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from tests.conformance.client import Json, ensure, same

TRAMS = (10, 30, 100, 107)
FARE = 30
JAIL = 201
HOTEL = 5

GROUPS: dict[int, dict[int, tuple[int, int]]] = {
    1: {1: (60, 50), 3: (60, 50)},
    2: {6: (100, 50), 8: (100, 50), 9: (120, 50)},
    3: {11: (140, 100), 13: (140, 100), 14: (160, 100)},
    4: {16: (180, 100), 18: (180, 100), 19: (200, 100)},
    5: {21: (220, 150), 23: (220, 150), 24: (240, 150)},
    6: {26: (260, 150), 27: (260, 150), 29: (280, 150)},
    7: {31: (300, 200), 32: (300, 200), 34: (320, 200)},
    8: {37: (350, 200), 39: (400, 200)},
    9: {101: (90, 50), 103: (100, 50)},
    10: {105: (180, 100), 106: (190, 100)},
    11: {108: (270, 150), 110: (280, 150)},
    12: {112: (340, 200), 113: (450, 220)},
}
"""The streets of each group with price and price of a house."""

PRICE = {15: 250, 35: 250, 5: 300, 25: 300} | {
    square: price for group in GROUPS.values() for square, (price, _) in group.items()
}
BUILD_PRICE = {square: build for group in GROUPS.values() for square, (_, build) in group.items()}
GROUP = {square: number for number, group in GROUPS.items() for square in group}


_INNER = (100, 101, 102, 103, 104, 105, 15, 106, 107, 108, 109, 110, 111, 112, 35, 113, 100)

NEXT: dict[int, set[int]] = {square: {(square + 1) % 40} for square in range(40)} | {JAIL: {105}}
"""Where one step can lead from each square."""

for _here, _there in itertools.pairwise(_INNER):
    NEXT.setdefault(_here, set()).add(_there)


class Offer(NamedTuple):
    """A trade on the table, as its sender sees it."""

    sender: int
    to: int
    gives: int
    wants: int
    deeds: tuple[int, ...]
    wanted_deeds: tuple[int, ...]


def offer_of(proposal: Json) -> Offer:
    """Read an offer out of `game_state` or `game_action`."""
    return Offer(
        proposal["player"],
        proposal["destination_user"],
        proposal["offered_money"],
        proposal["asked_money"],
        tuple(proposal["offered_properties"]),
        tuple(proposal["asked_properties"]),
    )


class Book:
    """The game as this client knows it."""

    def __init__(self, state: Json) -> None:
        self.me: int = state["you"]
        self.game: int = state["id"]
        self.bail: int = state["settings"]["bail"]
        self.open_auction = "open_auction" in state["settings"]["house_rules"]
        self.money = {int(user): cash for user, cash in state["money"].items()}
        self.positions = {int(user): square for user, square in state["positions"].items()}
        self.phase: str = state["phase"]
        self.active: int = state["active_phase_player"]
        self.turn: int = state["active_turn_player"]
        self.owner: dict[int, int] = {}
        self.level: dict[int, int] = {}
        self.mortgaged: set[int] = set()
        for deed in state["property_relationships"]:
            self.owner[deed["square"]] = deed["owner"]
            if deed["houses"] > 0:
                self.level[deed["square"]] = deed["houses"]
            if deed["mortgage"]:
                self.mortgaged.add(deed["square"])
        self.destinations: list[int] = state["possible_destinations"]
        pending = state["pending"]
        self.bail_pending = pending is not None and pending["kind"] == "bail"
        self.card: Json | None = state["fantasy_event"]
        self.offer = offer_of(state["proposal"]) if state["proposal"] else None
        self.offers = 0
        self.proposals = 0
        self.bidders: set[int] = set()
        self.least_bid = 0
        self.auctioned = 0
        if state["auction"]:
            auction = state["auction"]
            self.bidders = set(auction["eligible"]) - set(auction["bidders"])
            self.least_bid = auction["minimum"]
            self.auctioned = auction["square"]
        self._action: Json | None = None

    # Questions

    def owned(self, user: int) -> list[int]:
        """Return the deeds of somebody, by square."""
        return sorted(square for square, owner in self.owner.items() if owner == user)

    def complete(self, group: int) -> bool:
        """Whether one player has the whole group."""
        return len({self.owner.get(square, 0) for square in GROUPS[group]} - {0}) == 1 and all(
            square in self.owner for square in GROUPS[group]
        )

    def built(self, square: int) -> bool:
        """Whether there are buildings in the group of this square."""
        return any(self.level.get(other, 0) for other in GROUPS.get(GROUP.get(square, 0), {}))

    def raisable(self) -> int:
        """What I would have after selling and mortgaging everything."""
        mine = self.owned(self.me)
        houses: int = sum(
            self.level.get(square, 0) * (BUILD_PRICE[square] // 2)
            for square in mine
            if square in BUILD_PRICE
        )
        deeds: int = sum(PRICE[square] // 2 for square in mine if square not in self.mortgaged)
        return int(self.money[self.me] + houses + deeds)

    # What the host tells

    def acted(self, action: Json) -> None:
        """Note a `game_action`."""
        ensure(self._action is None, "two actions in a row:", self._action, action)
        same(action.get("game"), self.game, "game of an action:")
        self._action = action

    def answered(self, data: Json) -> None:
        """Note the `game_response` that belongs to the last action."""
        action, self._action = self._action, None
        ensure(action is not None, "a response without an action:", data)
        assert action is not None
        before = set(self.money)
        self._apply(action, data)
        self.money = {int(user): cash for user, cash in data["money"].items()}
        self.positions = {int(user): square for user, square in data["positions"].items()}
        self.phase, self.active = data["phase"], data["active_phase_player"]
        if data["active_turn_player"] != self.turn:
            self.offers = self.proposals = 0
        self.turn = data["active_turn_player"]
        self.level = {square: level for square, level in self.level.items() if level}
        for gone in before - set(self.money):
            self._leave(gone)
        self.destinations = data.get("destinations", [])
        self.bail_pending = (
            data["type"] == "ResponseThrowDices"
            and self.phase == "roll_the_dices"
            and len(self.destinations) == 2
        )
        # A plain `Response` names no card: one may lie there still, or be new after a debt.
        if self.phase != "choose_fantasy":
            self.card = None
        elif "fantasy_event" in data:
            self.card = data["fantasy_event"]

    def check(self, state: Json) -> None:
        """Fail unless a fresh `game_state` says what the book says."""
        fresh = Book(state)
        for name in (
            "money",
            "positions",
            "phase",
            "active",
            "turn",
            "owner",
            "level",
            "mortgaged",
        ):
            same(getattr(fresh, name), getattr(self, name), f"{name} in game_state:")

    def _apply(self, action: Json, data: Json) -> None:
        who, kind = action["player"], action["type"]
        square = action.get("square", 0)
        if kind == "ActionBuySquare":
            self.owner[square] = who
        elif kind == "ActionBuild":
            self.level[square] = self.level.get(square, 0) + action["houses"]
        elif kind == "ActionDemolish":
            self.level[square] -= action["houses"]
        elif kind == "ActionMortgageSet":
            self.mortgaged.add(square)
        elif kind == "ActionMortgageUnset":
            self.mortgaged.discard(square)
        elif kind == "ActionTradeProposal":
            if self.phase == "business":
                self.offers = 1
                self.proposals += 1
            else:
                self.offers += 1
            self.offer = offer_of(action)
        elif kind == "ActionTradeAnswer":
            if action["choose"]:
                assert self.offer is not None
                for deed in self.offer.deeds:
                    self.owner[deed] = self.offer.to
                for deed in self.offer.wanted_deeds:
                    self.owner[deed] = self.offer.sender
            self.offer = None
        elif kind == "ActionBid":
            self.bidders.discard(who)
        if data["phase"] == "auction" and self.phase == "management":
            self.auctioned, self.least_bid = self.positions[who], 0
            self.bidders = {user for user, cash in self.money.items() if cash > 0 and user != who}
        if (run_off := data.get("run_off")) and data["type"] == "Response":
            self.least_bid, self.bidders = run_off["minimum"], set(run_off["players"])
        if data["type"] == "ResponseAuction" and data["winner"] is not None:
            self.owner[data["square"]] = data["winner"]
        if data["type"] == "ResponseChooseFantasy":
            self._card_played(data["fantasy_result"])

    def _card_played(self, played: Json) -> None:
        kind, result = played["fantasy_event"]["fantasy_type"], played["result"]
        if not isinstance(result, dict):
            return
        if kind in ("breakOpponentHouse", "breakOwnHouse") and result["square"] is not None:
            self.level[result["square"]] -= 1
        elif kind == "freeHouse":
            self.level[result["square"]] = self.level.get(result["square"], 0) + 1
        elif kind == "reviveProperty":
            self.mortgaged.discard(result["square"])
        elif kind == "earthquake":
            for square in result["squares"]:
                self.level[square] -= 1
        self.level = {square: level for square, level in self.level.items() if level}

    def _leave(self, user: int) -> None:
        for square in self.owned(user):
            del self.owner[square]
            self.level.pop(square, None)
            self.mortgaged.discard(square)
        self.bidders.discard(user)
        self.offer = None
