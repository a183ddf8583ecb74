"""Section 7: games, as a classic client sees them."""

from __future__ import annotations

import asyncio

from tests.conformance import shape
from tests.conformance.book import Book
from tests.conformance.checks import check
from tests.conformance.client import Host, Json, ensure, new_token, same
from tests.conformance.player import Mind, play_table
from tests.conformance.tables import Table, at_a_purchase, brought_to, play_on


def _minds(table: Table) -> dict[int, Mind]:
    return {user: Mind(f"{table.game}/{user}") for user in table.at}


@check("game")
async def strangers(host: Host) -> None:
    """Only people of the game may connect; unknown games and others close 4003"""
    table = await Table.start(host, 2)
    await (await host.game(table.game)).closed(4003, "not_a_participant")
    for name in ("0", "999999", "-1", "1.5", "abc", "%F0%9F%92%A5"):
        await (await host.game(name)).closed(4003, "game_not_found")


@check("game")
async def first_state(host: Host) -> None:
    """game_state comes first and says who plays, in which order, with what"""
    table = await Table.start(host, 2, start_money=3000, max_rounds=7)
    states = []
    for token, _ in table.people:
        connection = await host.game(table.game, token=token)
        message = await connection.named("game_state")
        same(set(message), {"event_type", "game_state"}, "keys:")
        shape.check_state(message["game_state"])
        states.append(message["game_state"])
    same(states[0]["you"] == states[1]["you"], False)
    same({**states[0], "you": 0}, {**states[1], "you": 0})
    state = states[0]
    same((state["current_turn"], state["current_round"], state["max_rounds"]), (1, 1, 7))
    same(set(state["money"].values()), {3000})
    same(set(state["positions"].values()), {0})
    same((state["has_bots"], state["host"]), (False, table.owner))
    same([seat["seat"] for seat in state["seats"]], [0, 1])
    same(state["active_turn_player"], state["ordered_players"][0])
    same([seat["id"] for seat in state["seats"]], state["ordered_players"])


@check("game")
async def replaced(host: Host) -> None:
    """A newer connection of the same person closes the older one 4005 and plays on"""
    table = await Table.start(host, 2)
    for _ in range(3):
        await table.refresh()
        while table.book.phase != "business":
            user = table.actor
            table.book.me = user
            wanted = Mind(1).decide(table.book)
            assert wanted is not None
            await table.act(user, wanted)
        await table.act(table.actor, {"type": "ActionNextPhase"})


@check("game")
async def full_turns(host: Host) -> str:
    """Every accepted action is two adjacent messages, the same for all, in the right shape"""
    table = await Table.start(host, 3, max_rounds=8)
    await play_on(table, _minds(table), lambda book: False)
    same(table.book.phase, "end_game")
    await table.refresh()
    return f"{table.steps} actions"


@check("game", patience=40)
async def paths(host: Host) -> str:
    """path and destinations of throws and moves belong to what happened"""
    rows: dict[str, int] = {}
    for house_rules in ([], ["full_deck", "double_go"]):
        table = await Table.start(host, 6, max_rounds=12, house_rules=house_rules, bail=0)
        await play_on(table, _minds(table), lambda book: False)
        for row, times in table.rows.items():
            rows[row] = rows.get(row, 0) + times
    rows.pop("", None)
    ensure({"walk", "choice", "chosen"} <= set(rows), rows)
    return ", ".join(f"{row} {times}" for row, times in sorted(rows.items()))


@check("game", patience=40)
async def bots_and_auto(host: Host) -> None:
    """What bots do is told in the same pairs, marked auto, in the explicit form"""
    table = await Table.start(host, 1, 3, max_rounds=4)
    user, connection = next(iter(table.at.items()))
    mind, kinds, pairs = Mind(5), set(), 0
    book = table.book
    while book.phase != "end_game":
        book.me = user
        wanted = mind.decide(book)
        if wanted is not None:
            book.bidders.discard(user)
            await connection.send(wanted)
        action = (await connection.named("game_action"))["data"]
        data = (await connection.named("game_response"))["data"]
        shape.check_action(action)
        shape.check_response(data)
        same("auto" in action, action["player"] != user, action)
        if action["player"] != user:
            same(action["auto"], "bot")
            kinds.add(action["type"])
            ensure(
                action["type"] != "ActionNextPhase" or book.phase in ("business", "liquidation"),
                "ActionNextPhase of a bot in",
                book.phase,
            )
            if action["type"] == "ActionBid" and action["amount"] is not None:
                ensure(False, "a bid of somebody else is shown:", action)
        book.acted(action)
        book.answered(data)
        pairs += 1
    ensure("ActionThrowDices" in kinds, kinds)


@check("game", patience=40)
async def auctions(host: Host) -> str:
    """Auctions: bids hidden, a tie opens a run-off, the result is complete, flat and nested"""

    def for_sale(book: Book) -> bool:
        return at_a_purchase(book) and len(book.money) == 3 and min(book.money.values()) > 100

    options = {"start_money": 20_000, "max_rounds": 40}
    table, minds = await brought_to(host, for_sale, 3, **options)
    ties = 0
    result: tuple[int | None, int, dict[str, int]]
    for number in range(12):
        if not await play_on(table, minds, for_sale):
            table, minds = await brought_to(host, for_sale, 3, **options)
        here = table.book.positions[table.book.active]
        declined = table.book.active
        await table.act(declined, {"type": "ActionDropPurchase", "square": here})
        bidders = sorted(table.book.bidders)
        amounts = (70, 70) if number % 3 == 0 else (0, 0) if number % 3 == 1 else (60, 90)
        data = {}
        for user, amount in zip(bidders, amounts, strict=True):
            data = await table.act(user, {"type": "ActionBid", "amount": amount})
        if number % 3 == 0:
            ties += 1
            wanted = {"square": here, "players": bidders, "minimum": 70}
            same(
                (data["type"], _sorted(data["run_off"]), data["phase"]),
                ("Response", wanted, "auction"),
            )
            snapshot = await host.game(table.game, spectate="1")
            auction = (await snapshot.named("game_state"))["game_state"]["auction"]
            same((auction["kind"], auction["minimum"], auction["my_bid"]), ("run_off", 70, None))
            await table.at[bidders[0]].refused(
                {"type": "ActionBid", "amount": 69}, "bid_too_low", min=70
            )
            await snapshot.leave()
            await table.act(bidders[1], {"type": "ActionBid", "amount": 95})
            data = await table.act(bidders[0], {"type": "ActionBid", "amount": 80})
            same(_sorted(data["run_off"]), wanted)
            result = (bidders[1], 95, {str(bidders[1]): 95, str(bidders[0]): 80})
        elif number % 3 == 1:
            result = (None, 0, {str(user): 0 for user in bidders})
        else:
            result = (bidders[1], 90, {str(bidders[0]): 60, str(bidders[1]): 90})
        same(data["type"], "ResponseAuction")
        same((data["winner"], data["final_amount"], data["bids"]), result)
        for key in ("square", "winner", "final_amount", "is_tie", "bids"):
            same(data["auction"][key], data[key], key)
        same(data["square"], here)
    return f"{ties} run-offs"


def _sorted(run_off: Json) -> Json:
    return {**run_off, "players": sorted(run_off["players"])}


@check("game")
async def trades(host: Host) -> None:
    """Trades: both forms of a counter-offer are told as a proposal; at most three offers"""

    def in_business(book: Book) -> bool:
        return (
            book.phase == "business"
            and min(book.money.values()) > 500
            and all(book.owned(user) for user in book.money)
        )

    for form in (0, 1):
        table, _ = await brought_to(
            host, in_business, 2, start_money=5000, house_rules=["starting_deal"]
        )
        me = table.book.active
        you = table.other
        deed = table.book.owned(you)[0]
        offer = {"destination_user": you, "offered_money": 100, "asked_properties": [deed]}
        data = await table.act(me, {"type": "ActionTradeProposal", **offer})
        same((data["phase"], data["active_phase_player"]), ("proposal_acceptance", you))
        counter = {"offered_properties": [deed], "asked_money": 250}
        if form:
            message = {"type": "ActionTradeProposal", "destination_user": me, **counter}
        else:
            message = {"type": "ActionTradeAnswer", "choose": False, "counter": counter}
        data = await table.act(you, message)
        same((data["phase"], data["active_phase_player"]), ("proposal_acceptance", me))
        offer_ = table.book.offer
        assert offer_ is not None
        same((offer_.sender, offer_.to, offer_.wants, offer_.deeds), (you, me, 250, (deed,)))
        await table.refresh()
        again = {"offered_money": 150, "asked_properties": [deed]}
        await table.act(me, {"type": "ActionTradeAnswer", "counter": again})
        more = {"type": "ActionTradeAnswer", "counter": {"offered_money": 1}}
        await table.at[you].refused(more, "counter_limit_reached", max=3)
        before = dict(table.book.money)
        data = await table.act(you, {"type": "ActionTradeAnswer", "choose": bool(form)})
        same(data["phase"], "business")
        change = 150 if form else 0
        same(data["money"][str(me)], before[me] - change)
        same(table.book.owner[deed], me if form else you)
        if not form:
            await table.act(me, {"type": "ActionNextPhase"})


@check("game")
async def chat(host: Host) -> None:
    """Chat reaches everyone, the sender and spectators too, in every phase"""
    table = await Table.start(host, 2)
    watcher = await host.game(table.game, spectate="1", name="w" + new_token()[:8])
    await watcher.named("game_state")
    everyone = [*table.at.values(), watcher]
    for sender in everyone:
        await sender.send({"type": "ChatMessage", "msg": " hola "})
        for one in everyone:
            line = await one.named("chat_message")
            same(set(line), {"event_type", "game", "user", "msg"})
            same((line["game"], line["user"], line["msg"]), (table.game, sender.name, "hola"))
    await watcher.refused({"type": "ChatMessage", "msg": "  "}, "text_empty")
    await watcher.refused({"type": "ChatMessage", "msg": "x" * 281}, "text_too_long", max=280)
    await watcher.refused({"type": "ChatMessage"}, "invalid_field", field="msg")


@check("game")
async def errors_to_the_sender(host: Host) -> None:
    """A refused action is answered to its sender; nobody else hears or sees anything"""
    table = await Table.start(host, 2)
    watcher = await host.game(table.game, spectate="1")
    await watcher.named("game_state")
    other = table.at[table.other]
    answer = await other.refused(
        {"type": "ActionThrowDices"}, "not_your_turn", active=[table.actor]
    )
    same(answer["message"], "No es tu turno.")
    same(set(answer), {"event_type", "message", "code", "params"})
    answer = await watcher.refused({"type": "ActionThrowDices"}, "not_a_participant")
    same(answer["message"], "No juegas en esta partida.")
    answer = await table.at[table.actor].refused(
        {"type": "ActionNextPhase"}, "wrong_phase", type="ActionNextPhase", phase="roll_the_dices"
    )
    same(answer["message"], "Acción no válida en la fase actual.")
    for one in (*table.at.values(), watcher):
        await one.silent(0.1)
    await table.refresh()


@check("game")
async def own_keys_only(host: Host) -> None:
    """game and player of classic clients are ignored; told are the action's own fields"""
    table = await Table.start(host, 2)
    more = {"game": 1, "player": 99, "auto": "bot", "amount": 3, "x": {"y": [1]}}
    user = table.actor
    await table.at[user].send({"type": "ActionThrowDices", **more})
    for one in table.at.values():
        message = await one.named("game_action")
        same(message["data"], {"type": "ActionThrowDices", "game": table.game, "player": user})
        await one.named("game_response")


@check("game")
async def spectators(host: Host) -> None:
    """Spectators see everything public, if the table lets them"""
    table = await Table.start(host, 2, max_rounds=3)
    watcher = await host.game(table.game, spectate="1")
    state = (await watcher.named("game_state"))["game_state"]
    shape.check_state(state)
    same(state["role"], "spectator")
    table.watchers.append(watcher)
    await play_on(table, _minds(table), lambda book: False)
    closed = await Table.start(host, 2, spectators=False)
    await (await host.game(closed.game, spectate="1")).closed(4003, "not_a_participant")
    token = closed.people[0][0]
    mine = await host.game(closed.game, token=token, spectate="1")
    same((await mine.named("game_state"))["game_state"]["role"], "player")


@check("game")
async def the_end(host: Host) -> None:
    """ResponseBonus ends the game; game_over afterwards; it can still be opened"""
    table = await Table.start(host, 2, max_rounds=2)
    minds = _minds(table)
    data = {}
    while table.book.phase != "end_game":
        user = table.actor
        table.book.me = user
        wanted = minds[user].decide(table.book)
        assert wanted is not None
        data = await table.act(user, wanted)
    same(data["type"], "ResponseBonus")
    same([rank["rank"] for rank in data["ranking"]], [1, 2])
    finals = [rank["final_money"] for rank in data["ranking"]]
    same(finals, sorted(finals, reverse=True))
    for name, bonus in data["bonuses"].items():
        ensure(bonus["winners"], name)
    for user, money in data["final_money"].items():
        won = sum(b["bonus_amount"] for b in data["bonuses"].values() if int(user) in b["winners"])
        same(money, data["last_money"][user] + won)
    await next(iter(table.at.values())).refused({"type": "ActionThrowDices"}, "game_over")
    again = await host.game(table.game, token=table.people[0][0])
    state = (await again.named("game_state"))["game_state"]
    shape.check_state(state)
    for key in ("bonuses", "last_money", "final_money", "ranking"):
        same(state["result"][key], data[key], key)


@check("game")
async def surrender(host: Host) -> None:
    """Who surrenders, out of turn too, is out, still watches, and is refused"""
    table = await Table.start(host, 3)
    gone = table.other
    data = await table.act(gone, {"type": "ActionSurrender"})
    ensure(str(gone) not in data["money"] and str(gone) not in data["positions"], data)
    await table.at[gone].refused({"type": "ActionThrowDices"}, "eliminated")
    await table.act(table.actor, {"type": "ActionThrowDices"})
    token = dict(zip(table.at, table.people, strict=True))[gone][0]
    again = await host.game(table.game, token=token)
    same((await again.named("game_state"))["game_state"]["role"], "eliminated")
    table.at[gone] = again
    users = [user for user in table.at if user != gone]
    data = await table.act(users[0], {"type": "ActionSurrender"})
    same((data["type"], data["phase"]), ("ResponseBonus", "end_game"))
    same(data["ranking"][0]["player"], users[1])


@check("game", patience=40)
async def whole_games(host: Host) -> str:
    """A classic client plays whole games with bots and copies of itself without an error"""
    alone = await play_table(host, 1, 2, "run/bots")
    four = await play_table(host, 4, 0, "run/copies")
    return f"{alone.actions} + {four.actions} actions"


@check("game", patience=42)
async def clocks(host: Host) -> None:
    """What the clock does is told in pairs marked timeout, ended turns by ResponseSkipPhase"""
    table, minds = await brought_to(
        host,
        lambda book: at_a_purchase(book) and len(book.money) == 3 and min(book.money.values()) > 0,
        3,
        pace="brisk",
        absence="clock",
        start_money=20_000,
    )
    state = await host.game(table.game, spectate="1")
    deadline = (await state.named("game_state"))["game_state"]["deadline"]
    await state.leave()
    same((deadline["phase"], deadline["players"]), ("management", [table.book.active]))
    ensure(20_000 < deadline["remaining_ms"] <= 25_000, deadline)
    user, here = table.book.active, table.book.positions[table.book.active]
    await table.act(user, {"type": "ActionDropPurchase", "square": here})
    for _ in range(2):
        data = await table.step()
        same(table.last["type"], "ActionBid")
        same((table.last["auto"], table.last["amount"]), ("timeout", 0))
    same((data["type"], data["winner"]), ("ResponseAuction", None))
    await play_on(table, minds, lambda book: book.phase == "business")
    user = table.book.active
    connection = table.at[user]
    await asyncio.sleep(1)
    await connection.refused({"type": "ActionThrowDices"}, "wrong_phase")
    data = await table.step(28)
    same((table.last["type"], table.last["auto"]), ("ActionNextPhase", "timeout"))
    same((table.last["player"], data["type"]), (user, "ResponseSkipPhase"))
