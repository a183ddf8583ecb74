"""A classic client that plays whole games: legal by its own book, never told an error.

    python tests/conformance/player.py ws://host:port --games 6 --tables 2

plays games of one person against bots, then tables of four such clients.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.conformance.book import (
    BUILD_PRICE,
    FARE,
    GROUP,
    GROUPS,
    HOTEL,
    PRICE,
    TRAMS,
    Book,
    Offer,
)
from tests.conformance.client import ContractError, Host, Json, ensure, same

LONGEST = 120.0
"""Seconds without any message before a game counts as stuck."""

LOOK_AGAIN = 400
"""Actions between two openings of the socket, which check the book against the host."""


class Mind:
    """Decides what to do out of a book."""

    def __init__(self, seed: object) -> None:
        self._luck = random.Random(str(seed))
        self._traded = -1
        self._turns = 0

    def decide(self, book: Book) -> Json | None:
        """Return an action if the game waits for me."""
        if book.me not in book.money:
            return None
        if book.phase == "auction":
            return self._bid(book) if book.me in book.bidders else None
        if book.active != book.me:
            return None
        choose = {
            "roll_the_dices": self._throw,
            "choose_square": self._square,
            "choose_fantasy": self._card,
            "management": self._management,
            "business": self._business,
            "liquidation": self._debt,
            "proposal_acceptance": self._answer,
        }.get(book.phase)
        return None if choose is None else choose(book)

    def _throw(self, book: Book) -> Json:
        if not book.bail_pending:
            return {"type": "ActionThrowDices"}
        if book.money[book.me] < book.bail or self._luck.random() < 0.3:
            return {"type": "ActionPayBail", "to_pay": False}
        return {"type": "ActionPayBail"}

    def _square(self, book: Book) -> Json:
        return {"type": "ActionMoveTo", "square": self._luck.choice(book.destinations)}

    def _card(self, book: Book) -> Json:
        card = book.card  # None after a debt: a classic client is not told that card
        affordable = card is not None and card["card_cost"] <= book.money[book.me]
        shown = affordable and self._luck.random() < 0.4
        return {"type": "ActionChooseCard", "chosen_revealed_card": shown}

    def _management(self, book: Book) -> Json:
        here, cash = book.positions[book.me], book.money[book.me]
        if self._luck.random() < 0.1:
            return {"type": "ActionNextPhase"}
        if here in TRAMS:
            stop = self._luck.choice(TRAMS) if cash >= FARE else here
            return {"type": "ActionTakeTram", "square": stop}
        kind = "ActionBuySquare" if cash >= PRICE[here] + 40 else "ActionDropPurchase"
        return {"type": kind, "square": here}

    def _business(self, book: Book) -> Json:
        cash = book.money[book.me]
        for square in book.owned(book.me):
            if square in book.mortgaged and cash > 600 + PRICE[square]:
                return {"type": "ActionMortgageUnset", "square": square}
            group = GROUPS.get(GROUP.get(square, 0), {})
            ready = (
                group
                and all(book.owner.get(other) == book.me for other in group)
                and not any(other in book.mortgaged for other in group)
            )
            if not ready or cash < BUILD_PRICE[square] + 200:
                continue
            level = book.level.get(square, 0)
            if level < HOTEL and level == min(book.level.get(other, 0) for other in group):
                return {"type": "ActionBuild", "square": square, "houses": 1}
        if book.offers == 0 and self._luck.random() < 0.15:
            wish = self._wish(book)
            if wish is not None:
                return wish
        return {"type": "ActionNextPhase"}

    def _wish(self, book: Book) -> Json | None:
        """Offer money for a deed of somebody else, or one of mine for money."""
        deeds = [
            square
            for square in book.owner
            if not book.built(square) and book.money[book.owner[square]] >= 0
        ]
        if not deeds:
            return None
        deed = self._luck.choice(sorted(deeds))
        owner = book.owner[deed]
        if owner != book.me:
            money = self._luck.randint(PRICE[deed] // 2, PRICE[deed] * 2)
            if money > book.money[book.me]:
                return None
            return _proposal(owner, money, 0, (), (deed,))
        rich = [who for who, cash in book.money.items() if who != book.me and cash >= PRICE[deed]]
        if not rich:
            return None
        return _proposal(self._luck.choice(sorted(rich)), 0, PRICE[deed], (deed,), ())

    def _debt(self, book: Book) -> Json:
        if book.raisable() < 0:
            return {"type": "ActionNextPhase"}
        mine = book.owned(book.me)
        for square in mine:
            if square not in book.mortgaged and not book.built(square):
                return {"type": "ActionMortgageSet", "square": square}
        highest = max(
            (square for square in mine if book.level.get(square, 0)),
            key=lambda square: book.level[square],
        )
        return {"type": "ActionDemolish", "square": highest}

    def _answer(self, book: Book) -> Json:
        offer = book.offer
        assert offer is not None
        if self._luck.random() < 0.3 and book.offers == 1:
            counter = self._counter(book, offer)
            if counter is not None:
                return counter
        mine = book.money[book.me] + offer.gives - offer.wants
        theirs = book.money[offer.sender] - offer.gives + offer.wants
        accept = min(mine, theirs) >= 0 and self._luck.random() < 0.5
        return {"type": "ActionTradeAnswer", "choose": accept}

    def _counter(self, book: Book, offer: Offer) -> Json | None:
        """Ask for ten more, or give ten less, than the offer on the table says."""
        gives, wants = offer.wants, offer.gives
        if wants:
            wants += 10
        elif gives > 20:
            gives -= 10
        else:
            return None
        if wants > book.money[offer.sender] or gives > book.money[book.me]:
            return None
        body = _proposal(offer.sender, gives, wants, offer.wanted_deeds, offer.deeds)
        if self._luck.random() < 0.5:
            return body
        counter = {key: body[key] for key in body if key not in ("type", "destination_user")}
        return {"type": "ActionTradeAnswer", "choose": False, "counter": counter}

    def _bid(self, book: Book) -> Json:
        most = book.money[book.me]
        worth = PRICE[book.auctioned]
        amount = self._luck.choice((0, worth // 2, worth // 2, worth))
        return {"type": "ActionBid", "amount": max(book.least_bid, min(amount, most))}


def _proposal(
    to: int, gives: int, wants: int, deeds: tuple[int, ...], wanted: tuple[int, ...]
) -> Json:
    return {
        "type": "ActionTradeProposal",
        "destination_user": to,
        "offered_money": gives,
        "asked_money": wants,
        "offered_properties": list(deeds),
        "asked_properties": list(wanted),
    }


class Story:
    """What happened in one game, for the one who asks."""

    def __init__(self) -> None:
        self.actions = 0
        self.kinds: set[str] = set()
        self.responses: set[str] = set()


async def play(host: Host, game: int, token: str, seed: object) -> Story:
    """Play a game to its end; raise `ContractError` at the first thing that is not in order."""
    story, mind = Story(), Mind(seed)
    connection = await host.game(game, token=token)
    book: Book | None = None
    while True:
        message = await connection.next(LONGEST)
        match message["event_type"]:
            case "game_state":
                if book is None:
                    book = Book(message["game_state"])
                else:
                    book.check(message["game_state"])
            case "game_action":
                assert book is not None
                book.acted(message["data"])
                story.kinds.add(message["data"]["type"])
                continue
            case "game_response":
                assert book is not None
                book.answered(message["data"])
                story.actions += 1
                story.responses.add(message["data"]["type"])
            case other:
                raise ContractError(f"{other}: {message}")
        if book.phase == "end_game":
            await connection.leave()
            return story
        wanted = mind.decide(book)
        if wanted is not None:
            if book.phase == "auction":
                book.bidders.discard(book.me)
            elif story.actions and story.actions % LOOK_AGAIN == 0:
                # Nothing happens meanwhile: the game waits for me alone.
                newer = await host.game(game, token=token)
                await connection.closed(4005, "replaced")
                connection = newer
                book.check((await newer.named("game_state"))["game_state"])
            await connection.send(wanted)


async def make_table(host: Host, people: int, bots: int, level: str) -> tuple[int, list[str]]:
    """Meet in a new room and start; return the game and the tokens of its people."""
    owner = await host.open("/ws/room/new/")
    code = (await owner.named("room_created"))["room_code"]
    await owner.named("joined")
    members = [owner]
    for _ in range(people - 1):
        members.append(await host.room(code))
        for member in members:
            await member.named("joined")
    if bots:
        settings = {"bot_level": level, "target_players": people + bots}
        await owner.send({"command": "update_settings", **settings})
        for member in members:
            same((await member.named("settings_changed"))["target_players"], people + bots)
    for member in members:
        await member.send({"command": "ready_status", "is_ready": True})
        for other in members:
            await other.named("ready_status")
    await owner.send({"command": "start_game"})
    games = {(await member.named("game_start"))["game_id"] for member in members}
    for member in members:
        await member.closed(4001, "moved_on")
    same(len(games), 1, "games of one room:")
    return games.pop(), [member.token for member in members]


async def play_table(host: Host, people: int, bots: int, seed: object) -> Story:
    """Play one game of so many clients and bots to its end."""
    levels = ("very_easy", "easy", "medium", "hard", "very_hard", "expert")
    level = random.Random(str(seed)).choice(levels)
    game, tokens = await make_table(host, people, bots, level)
    told = await asyncio.gather(
        *(play(host, game, token, f"{seed}/{place}") for place, token in enumerate(tokens))
    )
    ensure(len({len(story.kinds) for story in told}) == 1, "people saw different games")
    return told[0]


async def _series(host: Host, people: int, games: int, at_once: int) -> list[Story]:
    """Play many games, some at a time."""
    doors = asyncio.Semaphore(at_once)

    async def one(number: int) -> Story:
        async with doors:
            seats = 2 + number % 3
            bots = 0 if people > 1 else seats - people
            return await play_table(host, people, bots, f"{people}/{number}")

    return list(await asyncio.gather(*(one(number) for number in range(games))))


def _say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


async def _main(url: str, games: int, tables: int) -> int:
    host, begun = Host(url), time.monotonic()
    for people, count, title in ((1, games, "against bots"), (4, tables, "with three copies")):
        try:
            told = await _series(host, people, count, 6)
        except ContractError as failure:
            _say(f"{title}: {failure}")
            return 1
        actions = sum(story.actions for story in told)
        kinds = sorted({kind for story in told for kind in story.kinds})
        _say(f"{count} games {title}: {actions} actions, no error; {', '.join(kinds)}")
        _say("  answered by", ", ".join(sorted({r for s in told for r in s.responses})))
    _say(f"{time.monotonic() - begun:.1f} s")
    return 0


def main() -> int:
    """Read the command line and play."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--games", type=int, default=6)
    parser.add_argument("--tables", type=int, default=2)
    args = parser.parse_args()
    return asyncio.run(_main(args.url, args.games, args.tables))


if __name__ == "__main__":
    sys.exit(main())
