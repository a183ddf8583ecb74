"""Who plays for somebody that is not there, as the others are told it."""

from __future__ import annotations

from tests.conformance.checks import check
from tests.conformance.client import Host, ensure, same
from tests.conformance.player import Mind
from tests.conformance.tables import Table

ENOUGH = 12


@check("game", patience=40)
async def stand_ins(host: Host) -> str:
    """A stand-in is told in the same pairs, marked stand_in, until its person acts again"""
    table = await Table.start(host, 2, max_rounds=0, start_money=3000)
    stays, goes = table.owner, next(user for user in table.at if user != table.owner)
    minds = {user: Mind(f"absent/{user}") for user in table.at}
    watcher = await host.game(table.game, spectate="1")
    await watcher.named("game_state")
    table.watchers.append(watcher)
    await table.at[stays].send({"type": "TableKick", "player": goes})
    gone = table.at.pop(goes)
    await gone.closed(4009, "kicked")
    kinds: list[str] = []
    while len(kinds) < ENOUGH or not _at_rest(table, stays):
        phase = table.book.phase
        ensure(phase != "end_game", "the game was over too soon")
        await _pair(table, minds)
        if table.last["player"] == stays:
            ensure("auto" not in table.last, table.last)
            continue
        same((table.last["player"], table.last.get("auto")), (goes, "stand_in"))
        kinds.append(table.last["type"])
        spelled = table.last["type"] != "ActionNextPhase" or phase != "management"
        ensure(spelled, "ActionNextPhase in management is told", table.last)
        ensure(table.last["type"] != "ActionTradeProposal", "a stand-in proposes a trade")
    await table.at[stays].send({"type": "TableUnkick", "player": goes})
    back = await host.game(table.game, token=gone.token, name=gone.name)
    seats = (await back.named("game_state"))["game_state"]["seats"]
    same([seat["stand_in"] for seat in seats if seat["id"] == goes], [True])
    # Any action shows that the person is here, a refused one too.
    await back.refused({"type": "ActionThrowDices"}, "not_your_turn", active=[stays])
    table.at[goes] = back
    acted = 0
    while acted < 3 and table.book.phase != "end_game":
        await _pair(table, minds)
        ensure("auto" not in table.last, "somebody plays for a person who is back", table.last)
        acted += table.last["player"] == goes
    return f"{len(kinds)} actions of {len(set(kinds))} kinds"


def _at_rest(table: Table, user: int) -> bool:
    return table.book.phase == "roll_the_dices" and table.book.active == user


async def _pair(table: Table, minds: dict[int, Mind]) -> None:
    """Let those who are here do what they must, and hear the next action."""
    book = table.book
    for user, connection in table.at.items():
        book.me = user
        wanted = minds[user].decide(book)
        if wanted is not None:
            book.bidders.discard(user)
            await connection.send(wanted)
    await table.step()
