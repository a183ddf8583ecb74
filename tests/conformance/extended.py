"""Section 8: extended connections."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from tests.conformance import shape
from tests.conformance.checks import check
from tests.conformance.client import ClosedError, Connection, Host, Json, ensure, hello, same
from tests.conformance.player import Mind
from tests.conformance.tables import Table, brought_to, drain, new_room, play_on

EVENTS = tuple(
    """
    GameStarted TurnStarted DiceThrown DestinationsOffered TokenMoved CashMoved DeedChanged
    PlayerJailed BailOffered JailTurnServed PlayerFreed CardShown CardPlayed PurchaseDeclined
    AuctionOpened BidPlaced AuctionTied AuctionEnded TradeProposed TradeAccepted TradeRefused
    DebtIncurred DebtSettled PlayerEliminated BonusAwarded GameEnded
    """.split()  # noqa: SIM905 - a list this long is easier to read as words
)
KINDS = "Throw Bail Destination Card Purchase Tram Business Debt Answer Auction End"
DECISIONS = KINDS.split()

WELCOME = {
    "protocol": shape.one_of(2),
    "app": shape.is_text,
    "you": shape.whole(1),
    "username": shape.is_text,
    "server_time": shape.whole(1, 2**53),
}
UPDATE = {
    "seq": shape.whole(0),
    "since": shape.whole(0),
    "events": shape.each(lambda event: isinstance(event, dict) and event["type"] in EVENTS),
    "view": shape.obj(
        {
            "seat": shape.maybe(shape.whole(0, 5)),
            "phase": shape.phase,
            "decision": lambda value: value["kind"] in DECISIONS,
            "turn": shape.obj(
                {
                    "number": shape.whole(1),
                    "round": shape.whole(1),
                    "rounds": shape.whole(0),
                    "seat": shape.whole(0, 5),
                    "streak": shape.whole(0, 2),
                }
            ),
            "players": shape.each(
                shape.obj(
                    {
                        "cash": shape.whole(),
                        "square": shape.square,
                        "jail": shape.whole(0, 10),
                        "out": shape.is_bool,
                        "worth": shape.whole(),
                    }
                )
            ),
            "deeds": shape.each(
                shape.obj(
                    {
                        "square": shape.square,
                        "seat": shape.whole(0, 5),
                        "houses": shape.whole(-1, 5),
                        "mortgaged": shape.is_bool,
                    }
                )
            ),
            "pot": shape.whole(0),
            "dice": shape.maybe(shape.each(shape.whole(0, 6))),
            "outcome": shape.maybe(lambda value: "ranking" in value),
        }
    ),
    "legal": shape.each(
        lambda entry: entry["type"] in shape.ACTIONS and shape.is_text(entry["type"])
    ),
    "deadline": shape.maybe(shape.DEADLINE),
    "paused": shape.is_bool,
    "seats": shape.each(shape.obj(shape.GAME_SEAT)),
}


WHY = shape.obj(
    {"code": shape.is_text, "params": lambda value: all(map(shape.whole(), value.values()))}
)


def check_update(update: Json) -> None:
    """Check the shape of an `update`, and that the money of its events adds up."""
    shape.check(update, UPDATE, "update", {"why": WHY})
    same(update["view"]["decision"]["id"] >= 0, True)


def choose(entry: Json) -> Json:
    """Turn an entry of `legal` into an action by taking the smallest choices."""

    def one(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return value["min"] if "min" in value else value["in"][0] if "in" in value else []

    return {key: one(value) for key, value in entry.items() if key != "info"}


async def drain_until_closed(connection: Connection, code: int) -> None:
    """Read on to the close, which must have this code."""
    try:
        while True:
            await connection.next(3)
    except ClosedError as closed:
        same(closed.code, code)


async def _enter(host: Host, table: Table, who: int, **more: Any) -> tuple[Connection, Json, Json]:
    token, name = table.people[who]
    connection = await host.game(table.game, token=token, name=name, extended=True)
    welcome = await hello(connection, "type", **more)
    state = await connection.named("game_state")
    check_update(state["update"])
    return connection, welcome, state


@check("extended")
async def welcomes(host: Host) -> None:
    """hello is answered by welcome on all three sockets, before anything else"""
    queue = await host.queue(extended=True)
    await queue.silent(0.1)
    shape.check(await hello(queue, "action"), {"action": shape.is_text, **WELCOME}, "welcome", None)
    room = await host.open("/ws/room/new/", extended=True)
    await room.silent(0.1)
    shape.check(await hello(room, "command"), {"action": shape.is_text, **WELCOME}, "welcome", None)
    created = await room.named("room_created")
    ensure(created["room_code"] == created["codes"][0], created)
    table = await Table.start(host, 2)
    token, name = table.people[0]
    game = await host.game(table.game, token=token, name=name, extended=True)
    await game.silent(0.1)
    await table.at[table.owner].silent(0.05)
    welcome = await hello(game, "type", seq=0)
    role = {"role": shape.one_of("player"), "resumed": shape.is_bool}
    shape.check(welcome, {"event_type": shape.is_text, **WELCOME, **role}, "welcome", None)
    same((welcome["username"], welcome["resumed"]), (name, True))
    await game.named("game_state")
    await queue.leave()
    await room.leave()


@check("extended")
async def mismatch(host: Host) -> None:
    """No common version: version_mismatch with both, then 4010"""
    for path, key in (("/ws/queue/", "action"), ("/ws/room/new/", "command")):
        for asked in ({"protocol": 3, "oldest": 3}, {"protocol": 1}, {"protocol": 9}):
            connection = await host.open(path, extended=True, lang="en")
            message = {key: "hello", "app": "9.9", **asked}
            answer = await connection.refused(message, "version_mismatch", client=asked["protocol"])
            same(set(answer["params"]), {"server", "server_oldest", "client", "app"})
            same(answer["message"], "This version does not match the host's.")
            await connection.closed(4010, "version")
    connection = await host.queue(extended=True)
    await connection.send({"action": "hello", "protocol": 7, "oldest": 2, "app": "9.9"})
    same((await connection.named("welcome"))["protocol"], 2)
    await connection.leave()


@check("extended")
async def updates(host: Host) -> str:
    """Each response carries update: seq rises by one, events, view and legal fit"""
    table = await Table.start(host, 2, extended=True, max_rounds=6)
    steps, moved = 0, 0
    legal: dict[int, list[Json]] = {}
    for who in (0, 1):
        connection, welcome, state = await _enter(host, table, who)
        table.at[welcome["you"]] = connection
        legal[welcome["you"]] = state["update"]["legal"]
    await drain(*table.at.values())
    while True:
        acting = [user for user in table.at if len(legal[user]) > 1]
        if not acting:
            break
        user = acting[steps % len(acting)]
        options = [
            entry
            for entry in legal[user]
            if entry["type"] not in ("ActionSurrender", "ActionTradeProposal", "ActionDemolish")
        ]
        ensure(options, "nothing to do in", legal[user])
        entry = options[-1] if steps % 4 == 0 or len(options) > 6 else options[0]
        await table.at[user].send(choose(entry))
        seqs = set()
        for one, connection in table.at.items():
            await connection.named("game_action")
            response = await connection.named("game_response")
            update = response["update"]
            check_update(update)
            seqs.add(update["seq"])
            same(update["since"], update["seq"] - 1)
            same(update["view"]["phase"], response["data"]["phase"])
            legal[one] = update["legal"]
            cash = {
                s["id"]: p["cash"]
                for s, p in zip(update["seats"], update["view"]["players"], strict=True)
            }
            for player, money in response["data"]["money"].items():
                same(cash[int(player)], money, "cash of the view:")
            moved += sum(event["type"] == "CashMoved" for event in update["events"])
        steps += 1
        same(seqs, {steps}, "seq:")
        if response["data"]["phase"] == "end_game":
            view = update["view"]
            # Who acts without a plan may be bankrupt before the last round.
            alone = any(player["out"] for player in view["players"])
            same(view["outcome"]["cause"], "last_player" if alone else "rounds")
            break
        ensure(steps < 1500, "the game does not end")
    return f"{steps} actions out of legal, {moved} movements of money"


@check("extended")
async def resuming(host: Host) -> None:
    """hello with seq brings the events since then; an unknown seq brings none"""
    table = await Table.start(host, 2, extended=True)
    minds = {user: Mind(user) for user in table.at}
    await play_on(table, minds, lambda book: table.seq >= 12)
    before = table.seq
    for seq, since, resumed in (
        (0, 0, True),
        (5, 5, True),
        (before, before, True),
        (before + 9, before, False),
        (None, before, False),
    ):
        more = {} if seq is None else {"seq": seq}
        _, welcome, state = await _enter(host, table, 0, **more)
        same(welcome["resumed"], resumed, f"resumed for {seq}:")
        update = state["update"]
        same((update["seq"], update["since"]), (before, since), f"seq for {seq}:")
        same(bool(update["events"]), resumed and since < before, f"events for {seq}:")
    await (await host.game(table.game, token=table.people[0][0], extended=True)).refused(
        {"type": "hello", "protocol": 9}, "version_mismatch"
    )


@check("extended")
async def heartbeat(host: Host) -> None:
    """ping is answered by pong on all three sockets"""
    table = await Table.start(host, 2, extended=True)
    room, _ = await new_room(host)
    queue = await host.queue(extended=True)
    await hello(queue, "action")
    for connection, key in (
        (queue, "action"),
        (room, "command"),
        (table.at[table.owner], "type"),
    ):
        await connection.send({key: "ping", "t": 17})
        pong = await connection.until("pong")
        same(pong["t"], 17)
        ensure(pong["server_time"] > 1_700_000_000_000, pong)
    await queue.leave()
    await room.leave()


@check("extended", patience=41)
async def presence(host: Host) -> None:
    """Coming, going, and a stand-in after 20 s are told; the person takes over again"""
    table = await Table.start(host, 2, 1, extended=True)
    classic = await host.game(table.game, spectate="1")
    await classic.named("game_state")
    stays, goes = table.at
    watch = table.at[stays]
    await drain(watch)
    table.at[goes].cut()
    message = await watch.named("presence")
    shape.check(
        message,
        {
            "event_type": shape.is_text,
            "seats": shape.each(shape.obj(shape.GAME_SEAT)),
            "spectators": shape.each(shape.is_text),
        },
        "presence",
        None,
    )
    same(
        [(s["id"], s["connected"], s["stand_in"]) for s in message["seats"]], [(goes, False, False)]
    )
    while True:
        message = await watch.until("presence", 25)
        if message["seats"] and message["seats"][0]["stand_in"]:
            break
    same([(s["id"], s["connected"]) for s in message["seats"]], [(goes, False)])
    who = [name for _, name in table.people].index(next(s["username"] for s in message["seats"]))
    back, _, state = await _enter(host, table, who)
    same([s["stand_in"] for s in state["game_state"]["seats"] if s["id"] == goes], [True])
    await watch.until("presence")
    await back.send({"type": "StandIn", "on": False})
    message = await watch.until("presence")
    same(
        [(s["id"], s["connected"], s["stand_in"]) for s in message["seats"]], [(goes, True, False)]
    )
    await back.send({"type": "StandIn", "on": True})
    message = await watch.until("presence")
    same([(s["id"], s["stand_in"]) for s in message["seats"]], [(goes, True)])
    for frame in await drain(classic):
        ensure(frame["event_type"] in ("game_action", "game_response"), "classic got", frame)


@check("extended")
async def controls(host: Host) -> None:
    """Pause, resume, pace, kick and unkick: by the table's host alone, told to all"""
    table = await Table.start(host, 3, extended=True)
    host_, guest, third = table.owner, *(user for user in table.at if user != table.owner)
    everyone = list(table.at.values())

    async def told(change: str, **wanted: object) -> None:
        for one in everyone:
            message = await one.until("table")
            keys = set(message) - {"number", "events", "at", "detail"}
            same(keys, {"event_type", "change", "by", "player", "paused", "pace"})
            same((message["change"], message["by"]), (change, host_))
            for key, value in wanted.items():
                same(message[key], value, key)

    for kind in ("TablePause", "TableResume", "TablePace", "TableKick", "TableUnkick"):
        more = {"pace": "brisk"} if kind == "TablePace" else {"player": third}
        answer = await table.at[guest].refused({"type": kind, **more}, "not_host")
        same(answer["message"], "Solo el host puede hacer eso.")
    await table.at[host_].send({"type": "TablePause"})
    await told("paused", paused=True)
    answer = await table.at[table.actor].refused({"type": "ActionThrowDices"}, "paused", by=host_)
    same(answer["message"], "La partida está en pausa.")
    await table.at[guest].send({"type": "ChatMessage", "msg": "x"})
    for one in everyone:
        await one.until("chat_message")
    await table.at[host_].send({"type": "TableResume"})
    await told("resumed", paused=False)
    await table.at[host_].send({"type": "TablePace", "pace": "normal"})
    await told("pace", pace="normal")
    await table.at[host_].refused({"type": "TablePace", "pace": "warp"}, "invalid_setting")
    await table.at[host_].refused({"type": "TableKick", "player": 9_999_999}, "unknown_player")
    await table.at[host_].send({"type": "TablePause"})
    await told("paused")
    await table.at[host_].send({"type": "TableKick", "player": third})
    everyone.remove(table.at[third])
    await told("kicked", player=third)
    await drain(*everyone)
    await drain_until_closed(table.at[third], 4009)
    token, name = table.people[list(table.at).index(third)]
    await (await host.game(table.game, token=token, name=name)).closed(4003, "not_a_participant")
    watcher = await host.game(table.game, token=token, name=name, spectate="1")
    same((await watcher.named("game_state"))["game_state"]["role"], "spectator")
    await table.at[host_].send({"type": "TableUnkick", "player": third})
    await told("unkicked", player=third)
    again = await host.game(table.game, token=token, name=name)
    same((await again.named("game_state"))["game_state"]["role"], "player")


@check("extended")
async def reactions(host: Host) -> None:
    """Reactions go to extended connections: five at once, then one a second"""
    table = await Table.start(host, 2, extended=True)
    classic = await host.game(table.game, spectate="1")
    await classic.named("game_state")
    await drain(*table.at.values())
    sender, other = table.at.values()
    emotes = ("like", "love", "laugh", "wow", "sad", "angry", "clap")
    for emote in emotes:
        await sender.send({"type": "Reaction", "emote": emote})
    for emote in emotes[:5]:
        for one in (sender, other):
            message = await one.named("reaction")
            same(set(message), {"event_type", "game", "user", "user_id", "emote"})
            same(message["emote"], emote)
    answer = await sender.named("error")
    same(answer["code"], "rate_limited")
    await drain(sender, other)
    ensure(0 < answer["params"]["retry_ms"] <= 1000, answer)
    await sender.refused({"type": "Reaction", "emote": "boo"}, "unknown_emote", emote="boo")
    await classic.silent(0.1)
    await classic.refused({"type": "Reaction", "emote": "clap"}, "not_extended", name="Reaction")
    await other.silent(0.05)


@check("extended")
async def decisions_and_refs(host: Host) -> None:
    """An action for a decision that is gone is stale; the ref of a message comes back"""
    table = await Table.start(host, 2, extended=True)
    user = table.actor
    mine = table.at[user]
    answer = await mine.refused(
        {"type": "ActionThrowDices", "decision": 999_999, "ref": "a1"}, "stale", decision=999_999
    )
    same((answer["ref"], answer["message"]), ("a1", "Esa decisión ya está tomada."))
    answer = await mine.refused({"type": "Nope", "ref": "b2"}, "unknown_action", type="Nope")
    same(answer["ref"], "b2")
    answer = await mine.refused({"type": "ChatMessage", "msg": "", "ref": "c3"}, "text_empty")
    same(answer["ref"], "c3")
    await mine.refused({"type": "ActionThrowDices", "ref": "x" * 33}, "invalid_field", field="ref")
    _, welcome, state = await _enter(host, table, 0)
    decision = state["update"]["view"]["decision"]["id"]
    table.at[welcome["you"]] = _
    await table.at[user].send({"type": "ActionThrowDices", "decision": decision})
    ensure((await table.at[user].until("game_response"))["update"]["seq"] == 1)


def _tells(text: str) -> bool:
    return re.search(r"(?<!\d)7777(?!\d)", text) is not None


@check("extended")
async def secrets_kept(host: Host) -> None:
    """Nobody's update shows the sealed bid of another, not even after coming back"""
    table, _ = await brought_to(
        host,
        lambda book: (
            book.phase == "auction"
            and len(book.bidders) == 2
            and min(book.money[user] for user in book.bidders) >= 7777
        ),
        3,
        extended=True,
        start_money=60_000,
        max_rounds=50,
    )
    bidder, waiting = sorted(table.book.bidders)
    await table.act(bidder, {"type": "ActionBid", "amount": 7777})
    for who, (user, _) in enumerate(list(table.at.items())):
        connection, _, state = await _enter(host, table, who, seq=0)
        text = json.dumps(state)
        same(_tells(text), user == bidder, f"the bid in the state of {user}:")
        table.at[user] = connection
    watcher = await host.game(table.game, spectate="1", extended=True)
    welcome = await hello(watcher, "type", seq=0)
    same(welcome["role"], "spectator")
    state = await watcher.named("game_state")
    ensure(not _tells(json.dumps(state)), "a spectator sees the bid")
    same((state["update"]["legal"], state["update"]["view"]["seat"]), ([], None))
    await table.at[waiting].send({"type": "ActionBid", "amount": 1})
    await asyncio.sleep(0)
    message = await watcher.until("game_response")
    same(message["data"]["bids"], {str(bidder): 7777, str(waiting): 1})


@check("extended")
async def running_game(host: Host) -> None:
    """The code of a running game sends its players on and tells others game_running"""
    owner, code = await new_room(host, pace="relaxed")
    await owner.send({"command": "update_settings", "target_players": 2})
    await owner.send({"command": "ready_status", "is_ready": True})
    await owner.send({"command": "start_game"})
    game = (await owner.until("game_start"))["game_id"]
    again = await host.room(code, token=owner.token, name=owner.name, extended=True)
    await hello(again, "command")
    same((await again.named("game_start"))["game_id"], game)
    await again.closed(4001, "moved_on")
    other = await host.room(code, extended=True)
    await other.send({"command": "hello", "protocol": 2, "app": "x"})
    answer = await other.named("error")
    same((answer["code"], answer["params"]), ("game_running", {"game_id": game, "watch": True}))
    same(answer["error"], "La partida ya ha empezado.")
    await other.closed(4003, "game_running")
