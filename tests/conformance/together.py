"""What a table does beside its game: its story, votes, seat codes (the page's section 7)."""

from __future__ import annotations

import re

from tests.conformance.checks import check
from tests.conformance.client import Connection, Host, Json, ensure, hello, same
from tests.conformance.tables import Table, drain

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
NOTE = {"change", "by", "player"}
MORE = {"detail", "votes", "number", "events", "at"}


async def _vote(people: list[Connection]) -> Json:
    """Return the vote as everybody is told it."""
    told = [await one.until("vote") for one in people]
    for one in told:
        same(one, told[0], "votes differ:")
    return told[0]


@check("together")
async def story(host: Host) -> None:
    """What happens to a table is numbered, and told to whoever comes later"""
    table = await Table.start(host, 2, extended=True)
    owner = table.at[table.owner]
    await owner.send({"type": "TablePace", "pace": "brisk"})
    await owner.send({"type": "TablePause"})
    numbers = []
    for change in ("pace", "paused"):
        told = await owner.until("table")
        ensure(NOTE <= set(told) <= NOTE | MORE | {"event_type", "paused", "pace"}, told)
        same((told["change"], told["by"]), (change, table.owner))
        numbers.append(told["number"])
    same(numbers, [1, 2])
    late = await host.game(table.game, extended=True, spectate="1")
    await hello(late, "type", seq=0)
    await late.named("game_state")
    notes = (await late.named("table_story"))["notes"]
    same([note["change"] for note in notes], ["pace", "paused"])
    same(notes[0]["detail"], "brisk")
    classic = await host.game(table.game, spectate="1")
    await classic.named("game_state")
    await owner.send({"type": "TableResume"})
    await owner.send({"type": "ChatMessage", "msg": "x"})
    await classic.named("chat_message")


@check("together")
async def votes(host: Host) -> None:
    """A vote needs no host, one at a time; more than half of those present decide"""
    table = await Table.start(host, 3, extended=True)
    one, other = (user for user in table.at if user != table.owner)
    everybody = list(table.at.values())
    await table.at[one].send({"type": "VoteStart", "motion": "pause"})
    vote = await _vote(everybody)
    same((vote["state"], vote["by"], vote["yes"], vote["no"]), ("open", one, [one], []))
    same((sorted(vote["voters"]), vote["needed"]), (sorted(table.at), 2))
    ensure(0 < vote["remaining_ms"] <= 30_000, vote)
    await drain(*everybody)
    await table.at[other].refused({"type": "VoteStart", "motion": "pause"}, "vote_running")
    await table.at[other].send({"type": "VoteCast", "vote": vote["vote"], "choice": True})
    passed = await _vote(everybody)
    same(
        (passed["state"], passed["yes"]), ("passed", sorted([one, other], key=vote["voters"].index))
    )
    told = await table.at[table.owner].until("table")
    if told["change"] == "vote_passed":
        told = await table.at[table.owner].until("table")
    same((told["change"], told["paused"]), ("paused", True))
    await drain(*everybody)
    await table.at[one].refused({"type": "VoteStart", "motion": "resume"}, "vote_too_soon")
    await table.at[other].refused({"type": "VoteStart", "motion": "pause"}, "vote_pointless")
    await table.at[other].refused({"type": "VoteStart", "motion": "party"}, "invalid_field")
    await table.at[other].refused({"type": "VoteCast", "vote": 1, "choice": True}, "no_vote")
    classic = await Table.start(host, 2)
    await classic.at[classic.owner].refused(
        {"type": "VoteStart", "motion": "pause"}, "not_extended"
    )


@check("together")
async def seat_code(host: Host) -> None:
    """A seat code hands a seat to another device once; the older one is closed 4005 seat_moved"""
    table = await Table.start(host, 2, extended=True)
    user = next(user for user in table.at if user != table.owner)
    older, owner = table.at[user], table.at[table.owner]
    await older.send({"type": "SeatCode"})
    told = await older.named("seat_code")
    same(told["player"], user)
    ensure(CODE.fullmatch(told["code"]), told["code"])
    ensure(told["valid_ms"] > 0, told)
    newer = await host.room("seat", extended=True)
    welcome = await hello(newer, "command", seat_code=told["code"].lower())
    same(welcome["you"], user)
    same((await newer.named("game_start"))["game_id"], table.game)
    await newer.closed(4001, "moved_on")
    await older.closed(4005, "seat_moved")
    same((await owner.until("table"))["change"], "moved")
    back = await host.game(table.game, token=newer.token, extended=True)
    same((await hello(back, "type"))["you"], user)
    same((await back.named("game_state"))["game_state"]["role"], "player")
    await (await host.game(table.game, token=older.token)).closed(4003, "not_a_participant")
    thief = await host.room("seat", extended=True)
    await thief.send({"command": "hello", "protocol": 2, "seat_code": told["code"]})
    same((await thief.named("error"))["code"], "seat_code_wrong")
    await thief.closed(4003, "seat_code_wrong")
