"""Every reason of a refusal in a game, reached by playing until it can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from tests.conformance.book import BUILD_PRICE, GROUP, GROUPS, JAIL, PRICE, TRAMS, Book
from tests.conformance.checks import check
from tests.conformance.client import Host, Json, ensure, same
from tests.conformance.player import Mind
from tests.conformance.tables import Table, at_a_purchase, brought_to

Probe: TypeAlias = tuple[str, Json, Json]
"""Code, message, some of the parameters."""

SENTENCES = {
    "not_your_turn": ("No es tu turno.", "You are not the active player."),
    "wrong_phase": (
        "Acción no válida en la fase actual.",
        "You cannot do that in the current phase.",
    ),
}


def probes(book: Book) -> Iterator[Probe]:
    """Illegal actions of the one who must act, each with the answer it must get."""
    me, cash = book.active, book.money[book.active]
    here, phase = book.positions[me], book.phase
    yield "unknown_action", {"type": "ActionFly"}, {"type": "ActionFly"}
    yield "unknown_square", {"type": "ActionMoveTo", "square": 77}, {"square": 77}
    trade = {"type": "ActionTradeProposal", "destination_user": 9_999_999}
    yield "unknown_player", trade, {"player": 9_999_999}
    if phase == "roll_the_dices":
        wrong = {"type": "ActionNextPhase", "phase": phase}
        yield "wrong_phase", {"type": "ActionNextPhase"}, wrong
        if book.bail_pending:
            yield "bail_decision_pending", {"type": "ActionThrowDices"}, {}
            if cash < book.bail:
                yield "cannot_afford", {"type": "ActionPayBail"}, {"price": book.bail}
        elif here == JAIL:
            yield "no_bail_decision", {"type": "ActionPayBail"}, {}
        else:
            yield "not_in_jail", {"type": "ActionPayBail", "to_pay": False}, {}
    elif phase == "choose_square":
        for square in {0, 1} - set(book.destinations):
            yield "illegal_target", {"type": "ActionMoveTo", "square": square}, {"square": square}
    elif phase == "choose_fantasy" and book.card is not None and book.card["card_cost"] > cash:
        price = book.card["card_cost"]
        pick = {"type": "ActionChooseCard", "chosen_revealed_card": True}
        yield "cannot_afford", pick, {"price": price, "short": price - cash}
    elif phase == "management":
        yield from _management(book, here, cash)
    elif phase == "business":
        yield from _business(book, me)
    elif phase == "liquidation" and book.me == me and book.raisable() >= 0:
        yield "debt_not_cleared", {"type": "ActionNextPhase"}, {"debt": -cash}


def _management(book: Book, here: int, cash: int) -> Iterator[Probe]:
    for kind in ("ActionBuySquare", "ActionDropPurchase"):
        yield "not_buyable", {"type": kind, "square": 0}, {"square": 0}
        for square, owner in list(book.owner.items())[:1]:
            wanted = {"square": square, "owner": owner}
            yield "already_owned", {"type": kind, "square": square}, wanted
        free = next((s for s in PRICE if s not in book.owner and s != here), 0)
        if free:
            yield "not_current_square", {"type": kind, "square": free}, {"current": here}
    if here in TRAMS:
        yield "not_a_tram", {"type": "ActionTakeTram", "square": 6}, {"square": 6}
        if cash < 30:
            stop = next(stop for stop in TRAMS if stop != here)
            ride = {"type": "ActionTakeTram", "square": stop}
            yield "cannot_afford", ride, {"price": 30, "short": 30 - cash}
        return
    yield "not_on_tram", {"type": "ActionTakeTram", "square": 10}, {}
    if cash < PRICE[here]:
        buy = {"type": "ActionBuySquare", "square": here}
        yield "cannot_afford", buy, {"price": PRICE[here], "short": PRICE[here] - cash}


def _business(book: Book, me: int) -> Iterator[Probe]:
    mine = book.owned(me)
    for kind in ("ActionBuild", "ActionDemolish"):
        yield "not_a_street", {"type": kind, "square": 15}, {"square": 15}
    strange = next((s for s in BUILD_PRICE if book.owner.get(s) != me), 0)
    if strange:
        for kind in ("ActionBuild", "ActionDemolish", "ActionMortgageSet", "ActionMortgageUnset"):
            yield "not_owner", {"type": kind, "square": strange}, {"square": strange}
    for kind in ("ActionMortgageSet", "ActionMortgageUnset"):
        yield "not_buyable", {"type": kind, "square": 0}, {"square": 0}
    for square in mine:
        if square in book.mortgaged:
            mortgage = {"type": "ActionMortgageSet", "square": square}
            yield "already_mortgaged", mortgage, {"square": square}
        else:
            lift = {"type": "ActionMortgageUnset", "square": square}
            yield "not_mortgaged", lift, {"square": square}
        if square in BUILD_PRICE:
            yield from _building(book, me, square)
    if book.proposals < 3:
        yield from _trading(book, me, mine)


def _building(book: Book, me: int, square: int) -> Iterator[Probe]:
    group = GROUP[square]
    build = {"type": "ActionBuild", "square": square, "houses": 1}
    level = book.level.get(square, 0)
    sell = {"type": "ActionDemolish", "square": square, "houses": level + 1}
    yield "not_enough_buildings", sell, {"square": square, "level": level}
    if any(book.owner.get(other) != me for other in GROUPS[group]):
        yield "group_incomplete", build, {"group": group}
        return
    if any(other in book.mortgaged for other in GROUPS[group]):
        yield "group_mortgaged", build, {"group": group}
        return
    yield "level_limit", {**build, "houses": 6 - level}, {"square": square, "level": level}
    if level <= min(book.level.get(other, 0) for other in GROUPS[group]) and level < 4:
        yield "uneven_building", {**build, "houses": 2}, {"group": group}
    if book.built(square):
        mortgage = {"type": "ActionMortgageSet", "square": square}
        yield "group_has_buildings", mortgage, {"group": group}


def _trading(book: Book, me: int, mine: list[int]) -> Iterator[Probe]:
    you = next(user for user in book.money if user != me)
    offer = {"type": "ActionTradeProposal", "destination_user": you}
    theirs = [square for square in book.owned(you) if not book.built(square)]
    yield "invalid_trade_partner", {**offer, "destination_user": me}, {"player": me}
    yield "trade_empty", offer, {}
    yield "trade_is_gift", {**offer, "offered_money": 1}, {}
    if theirs:
        deed = theirs[0]
        twice = {**offer, "offered_money": 1, "asked_properties": [deed, deed]}
        yield "duplicate_deed", twice, {"square": deed}
        stolen = {**offer, "asked_money": 1, "offered_properties": [deed]}
        yield "not_owner", stolen, {"square": deed}
        money = book.money[me] + 1
        dear = {**offer, "offered_money": money, "asked_properties": [deed]}
        yield "trade_unaffordable", dear, {"player": me, "short": 1}
    for deed in mine:
        if book.built(deed):
            sold = {**offer, "asked_money": 1, "offered_properties": [deed]}
            yield "group_has_buildings", sold, {"group": GROUP[deed]}
            break


async def ask(table: Table, seen: dict[str, int], most: int = 2) -> None:
    """Try what is illegal now and has not been tried often enough."""
    book = table.book
    if book.phase == "auction":
        user = min(book.bidders)
        high = {"type": "ActionBid", "amount": book.money[user] + 1}
        await _try(table, user, ("bid_too_high", high, {"max": book.money[user]}), seen, most)
        for other in table.at:
            if other in set(book.money) - book.bidders:
                code = "not_eligible" if other == book.active else "already_bid"
                probe: Probe = (code, {"type": "ActionBid", "amount": 1}, {})
                await _try(table, other, probe, seen, most)
        return
    for probe in list(probes(book)):
        await _try(table, book.active, probe, seen, most)
    waiting = (
        "not_your_turn",
        {"type": "ActionThrowDices"},
        {"active": [book.active]},
    )
    await _try(table, table.other, waiting, seen, most)


async def _try(table: Table, user: int, probe: Probe, seen: dict[str, int], most: int) -> None:
    code, message, params = probe
    key = f"{code}/{message['type']}"
    if seen.get(key, 0) < most:
        seen[key] = seen.get(key, 0) + 1
        await table.at[user].refused(message, code, **params)


def codes(seen: dict[str, int]) -> set[str]:
    """Return the codes that have been seen."""
    return {key.partition("/")[0] for key in seen}


async def _play(table: Table, seen: dict[str, int], most_steps: int = 2000) -> None:
    minds = {user: Mind(f"refusals/{user}") for user in table.at}
    for _ in range(most_steps):
        if table.book.phase == "end_game":
            return
        user = table.actor
        table.book.me = user
        await ask(table, seen)
        wanted = minds[user].decide(table.book)
        assert wanted is not None
        await table.act(user, wanted)


EVERYDAY = {
    "unknown_action",
    "unknown_square",
    "unknown_player",
    "not_your_turn",
    "wrong_phase",
    "not_in_jail",
    "illegal_target",
    "cannot_afford",
    "not_buyable",
    "already_owned",
    "not_current_square",
    "not_on_tram",
    "not_a_tram",
    "not_a_street",
    "not_owner",
    "group_incomplete",
    "not_enough_buildings",
    "not_mortgaged",
    "not_eligible",
    "bid_too_high",
    "invalid_trade_partner",
    "duplicate_deed",
    "trade_empty",
    "trade_is_gift",
    "trade_unaffordable",
}


@check("refusals", patience=42)
async def in_play(host: Host) -> str:
    """Refusals of everyday play, with their parameters; the game goes on untouched"""
    seen: dict[str, int] = {}
    for money in (100, 600, 1500):
        table = await Table.start(
            host, 3, max_rounds=10, start_money=money, house_rules=["starting_deal"]
        )
        await _play(table, seen)
        await table.refresh()
    missing = EVERYDAY - codes(seen)
    ensure(not missing, "not reached:", sorted(missing))
    return f"{len(codes(seen))} codes, {sum(seen.values())} refusals"


@check("refusals", patience=42)
async def jail(host: Host) -> str:
    """Refusals around jail and debts"""
    wanted = {"bail_decision_pending", "no_bail_decision", "debt_not_cleared"}
    seen: dict[str, int] = {}
    for _ in range(4):
        table = await Table.start(
            host,
            3,
            max_rounds=25,
            start_money=200,
            bail=300,
            jail_turns=6,
            go_money=0,
            house_rules=["full_deck", "starting_deal"],
        )
        await _play(table, seen)
        if wanted <= codes(seen):
            return f"{sum(seen.values())} refusals"
    raise_missing = sorted(wanted - codes(seen))
    return f"chance did not bring {raise_missing}"


@check("refusals", patience=42)
async def building(host: Host) -> str:
    """Refusals of building and of trades, up to the last house and the last hotel"""
    seen: dict[str, int] = {}
    for _ in range(4):
        table = await Table.start(
            host,
            2,
            start_money=100_000,
            max_rounds=1000,
            bail=0,
            house_rules=["limited_houses", "starting_deal"],
        )
        collected = await _collect(table, seen)
        me = table.book.active
        if collected and table.book.money[me] > 30_000:
            break
        # A card has taken the money away, perhaps all of it.
    table.book.me = me
    for square in table.book.owned(me):
        if square in table.book.mortgaged:
            await table.act(me, {"type": "ActionMortgageUnset", "square": square})
    groups = [g for g in GROUPS if all(table.book.owner.get(s) == me for s in GROUPS[g])]
    ensure(len(groups) >= 6, "only", len(groups), "groups were collected")
    street = min(GROUPS[groups[0]])
    await table.act(me, {"type": "ActionMortgageSet", "square": street})
    await ask(table, seen)
    await table.act(me, {"type": "ActionMortgageUnset", "square": street})
    houses, hotels = 32, 12
    for level in range(1, 6):
        for group in groups:
            for square in GROUPS[group]:
                need = 1 if level < 5 else -4
                build = {"type": "ActionBuild", "square": square, "houses": 1}
                if any(table.book.level.get(other, 0) < level - 1 for other in GROUPS[group]):
                    continue
                if level == 5 and hotels == 0:
                    seen["no_hotels_left/"] = 1
                    await table.at[me].refused(build, "no_hotels_left", left=0)
                    break
                if houses < need:
                    seen["no_houses_left/"] = 1
                    await table.at[me].refused(build, "no_houses_left", left=houses)
                    continue
                await table.act(me, build)
                houses -= need
                hotels -= level == 5
                await ask(table, seen, 1)
    await table.refresh()
    wanted = {
        "group_mortgaged",
        "level_limit",
        "uneven_building",
        "group_has_buildings",
        "already_mortgaged",
        "no_houses_left",
        "duplicate_proposal",
        "trade_limit_reached",
    }
    missing = wanted - codes(seen)
    ensure(not missing, "not reached:", sorted(missing))
    return f"{len(codes(seen))} codes"


async def _collect(table: Table, seen: dict[str, int]) -> bool:
    """Play until many deeds are owned, then let the turn player buy them all by trade.

    Tell whether it came to that.
    """
    mind = Mind("collect")
    while len(table.book.owner) < 31 or table.book.phase != "business":
        if table.book.phase == "end_game":
            return False
        user = table.actor
        table.book.me = user
        book = table.book
        if book.phase == "business":
            await table.act(user, {"type": "ActionNextPhase"})
            continue
        wanted = mind.decide(book)
        assert wanted is not None
        await table.act(user, wanted)
        if len(table.book.owner) >= 31 and table.book.phase == "business":
            break
    me, you = table.book.active, table.other
    deeds = table.book.owned(you)
    table.book.me = me
    offer = {"type": "ActionTradeProposal", "destination_user": you, "offered_money": 1}
    for number, deed in enumerate(deeds[:2]):
        await table.act(me, {**offer, "asked_properties": [deed]})
        await table.act(you, {"type": "ActionTradeAnswer", "choose": number > 0})
        if number == 0:
            seen["duplicate_proposal/"] = 1
            again = {**offer, "asked_properties": [deed]}
            await table.at[me].refused(again, "duplicate_proposal")
    deeds = table.book.owned(you)
    await table.act(me, {**offer, "asked_properties": deeds})
    await table.act(you, {"type": "ActionTradeAnswer", "choose": True})
    seen["trade_limit_reached/"] = 1
    await table.at[me].refused({**offer, "asked_money": 5}, "trade_limit_reached", max=3)
    return True


@check("refusals", patience=30)
async def open_auction(host: Host) -> None:
    """House rule open_auction: bids are public, rise by ten, and withdrawing is final"""
    table, _ = await brought_to(
        host,
        lambda book: (
            at_a_purchase(book) and len(book.money) == 3 and min(book.money.values()) > 500
        ),
        3,
        house_rules=["open_auction"],
        start_money=5000,
    )
    first, second, third = table.at
    most = table.book.money[second]
    here = table.book.positions[table.book.active]
    data = await table.act(table.book.active, {"type": "ActionDropPurchase", "square": here})
    same(data["phase"], "auction")
    await table.at[first].refused({"type": "ActionBid", "amount": 9}, "bid_too_low", min=10)
    await table.act(first, {"type": "ActionBid", "amount": 50})
    await table.at[first].refused({"type": "ActionBid", "amount": 90}, "already_highest")
    await table.at[second].refused({"type": "ActionBid", "amount": 59}, "bid_too_low", min=60)
    await table.at[second].refused(
        {"type": "ActionBid", "amount": most + 1}, "bid_too_high", max=most
    )
    await table.act(second, {"type": "ActionBid", "amount": 60})
    watcher = await host.game(table.game, spectate="1")
    auction = (await watcher.named("game_state"))["game_state"]["auction"]
    same((auction["kind"], auction["highest"]), ("open", {"player": second, "amount": 60}))
    await watcher.leave()
    await table.act(third, {"type": "ActionBid", "amount": 0})
    await table.at[third].refused({"type": "ActionBid", "amount": 100}, "already_bid")
    data = await table.act(first, {"type": "ActionBid", "amount": 0})
    same((data["type"], data["winner"], data["final_amount"]), ("ResponseAuction", second, 60))


@check("refusals")
async def sentences(host: Host) -> None:
    """Sentences of the game come in the connection's language"""
    for lang in (0, 1):
        table = await Table.start(host, 2)
        for (token, name), user in zip(table.people, list(table.at), strict=True):
            connection = await host.game(
                table.game, token=token, name=name, lang=("es", "en")[lang]
            )
            await connection.named("game_state")
            mine = user == table.actor
            message = {"type": "ActionNextPhase"}
            code = "wrong_phase" if mine else "not_your_turn"
            same((await connection.refused(message, code))["message"], SENTENCES[code][lang])
