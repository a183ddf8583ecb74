"""Every reason of a refusal, heard over a real socket in both languages."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import connect

from magnate_app.net.host import Host
from magnate_app.protocol.classic import action_to_wire
from magnate_app.protocol.refusals import ErrorCode
from magnate_app.protocol.sentences import sentence
from magnate_app.protocol.table_facts import TableFacts
from magnate_app.rules.reasons import Reason
from magnate_app.server import broadcast
from magnate_app.server.config import ServerConfig
from magnate_app.server.session import Session
from tests.kit.networks import LOCAL, Classic, Message, hosting, token
from tests.rules.test_refusals import CASES

NAMES = ("ana", "bea", "eva", "ivo")

UNREACHABLE = {ErrorCode.ALREADY_STARTED}
"""A start is one step: whoever could ask again has moved on by then (see the last test)."""

FALSE_HALF = "02" * 256
SALT, VERIFIER = "00112233445566778899aabbccddeeff", "05" * 256


class Person(Classic):
    """Somebody at a socket; what they are refused is judged and counted."""

    lang: str
    seen: set[str]

    async def refused(self, message: Message | str | bytes, code: str) -> Message:
        """Say something and hear exactly this refusal, whatever else comes before."""
        if isinstance(message, dict):
            await self.say(**message)
        else:
            await self.socket.send(message)
        return await self.told(code)

    async def told(self, code: str) -> Message:
        """Hear a refusal; its sentence is that of its code in this person's language."""
        while True:
            answer = await self.hear()
            if "error" in (answer.get("action"), answer.get("event_type")):
                break
        assert answer["code"] == code, answer
        words = [sentence(_code(code), lang, answer["params"]) for lang in ("es", "en")]
        assert answer["message"] == words[self.lang == "en"]
        assert words[0] != words[1]
        self.seen.add(code)
        return answer


class Street:
    """A host and the people who come to it, all of one language."""

    def __init__(self, host: Host, lang: str) -> None:
        self.host = host
        self.lang = lang
        self.seen: set[str] = set()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Street:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def open(
        self, path: str, name: str, *, extended: bool = False, more: str = "", **hello: Any
    ) -> Person:
        """Open a socket; an extended one says hello."""
        uri = f"ws://{LOCAL}:{self.host.port}{path}?token={token(name)}&name={name}"
        uri += f"&lang={self.lang}{more}{'&v=2' if extended else ''}"
        socket = await self._stack.enter_async_context(connect(uri, proxy=None, close_timeout=1))
        person = Person(socket)
        person.lang, person.seen = self.lang, self.seen
        if extended:
            key = "type" if "/game/" in path else "command"
            await person.say(**{key: "hello", "protocol": 2, "app": "1.0.0", **hello})
        return person

    async def room(
        self, name: str, *, extended: bool = True, **settings: Any
    ) -> tuple[Person, str]:
        """Open a room; return its owner and its code."""
        owner = await self.open("/ws/room/new/", name, extended=extended)
        code = (await owner.hear_until("action", "room_created"))["room_code"]
        await owner.hear_until("action", "joined")
        if settings:
            await owner.say(command="update_settings", settings=settings)
            await owner.hear_until("action", "settings_changed")
        return owner, code

    async def game(self, *names: str, **settings: Any) -> Session:
        """Start a game of these people; the first is its host."""
        owner, code = await self.room(names[0], seats=max(2, len(names)), **settings)
        people = [owner]
        for name in names[1:]:
            people.append(await self.open(f"/ws/room/{code}/", name))
            await people[-1].hear_until("action", "joined")
        for person in people:
            await person.say(command="ready_status", is_ready=True)
        for _ in people:
            await owner.hear_until("action", "ready_status")
        await owner.say(command="start_game")
        game = (await owner.hear_until("action", "game_start"))["game_id"]
        for person in people:
            await person.closed()
        return self.host._hub._tables.sessions[game]


def _code(code: str) -> ErrorCode | Reason:
    known = {one.value: one for one in ErrorCode}
    return known[code] if code in known else Reason(code)


async def _form(street: Street) -> None:
    owner, _ = await street.room("ana")
    await owner.refused("nonsense", "invalid_json")
    await owner.refused("[]", "not_an_object")
    await owner.refused(b"{}", "binary_frame")
    await owner.refused({"command": "ready_status"}, "invalid_field")
    await owner.refused({"command": "update_settings", "settings": {"bail": -5}}, "invalid_setting")
    await owner.refused({"command": "fly"}, "unknown_command")
    await owner.refused({"command": "host_offer"}, "reserved")
    await owner.refused({"command": "chat_message", "message": " "}, "text_empty")
    await owner.refused({"command": "chat_message", "message": "x" * 281}, "text_too_long")
    await owner.refused({"command": "reaction", "emote": "kick"}, "unknown_emote")
    for _ in range(5):
        await owner.say(command="reaction", emote="clap")
    await owner.refused({"command": "reaction", "emote": "clap"}, "rate_limited")
    await (await street.open("/ws/queue/", "old")).refused({"action": "ping"}, "not_extended")
    old = await street.open("/ws/room/new/", "old", more="&v=2")
    await old.refused({"command": "hello", "protocol": 1}, "version_mismatch")
    assert (await old.closed())[0] == 4010
    await owner.socket.close()


async def _doors(street: Street) -> None:
    await _turned_away(await street.open("/ws/room/NOROOM/", "eva"), "room_not_found")
    owner, code = await street.room("ana", seats=2)
    bea = await street.open(f"/ws/room/{code}/", "bea")
    await owner.hear_until("user", "bea")
    await _turned_away(await street.open(f"/ws/room/{code}/", "eva"), "room_full")
    await owner.say(command="update_settings", settings={"seats": 3})
    await owner.hear_until("action", "settings_changed")
    await _turned_away(await street.open(f"/ws/room/{code}/", "bea"), "already_in_room")
    await bea.refused({"command": "start_game"}, "not_host_start")
    await bea.refused({"command": "update_settings", "target_players": 3}, "not_host_settings")
    await owner.refused({"command": "start_game"}, "not_all_ready")
    await owner.refused({"command": "move_seat", "seat": 1}, "seat_taken")
    await owner.refused({"command": "choose_piece", "piece": 2}, "piece_taken")
    await owner.refused({"command": "admit", "user_id": 999, "accept": True}, "not_waiting")
    await owner.say(command="kick", user="bea")
    assert await bea.closed() == (4009, "kicked")
    await _turned_away(await street.open(f"/ws/room/{code}/", "bea"), "banned")
    await owner.refused({"command": "start_game"}, "too_few_seats")
    eva = await street.open(f"/ws/room/{code}/", "eva", extended=True)
    await eva.refused({"command": "kick", "user": "ana"}, "not_host")
    await owner.say(command="set_password", salt=SALT, verifier=VERIFIER)
    await owner.hear_until("action", "settings_changed")
    await _turned_away(await street.open(f"/ws/room/{code}/", "ivo"), "password_needed")
    ivo = await street.open(f"/ws/room/{code}/", "ivo", extended=True)
    await ivo.hear_until("action", "challenge")
    await ivo.refused({"command": "proof", "half": FALSE_HALF, "proof": "0" * 64}, "wrong_password")
    await ivo.socket.close()
    await owner.say(command="set_password")
    await owner.hear_until("action", "settings_changed")
    await owner.say(command="update_settings", settings={"approval": True})
    await owner.hear_until("action", "settings_changed")
    ivo = await street.open(f"/ws/room/{code}/", "ivo", extended=True)
    knocks = await owner.hear_until("action", "knocks")
    while not knocks["people"]:
        knocks = await owner.hear_until("action", "knocks")
    await owner.say(command="admit", user_id=knocks["people"][0]["id"], accept=False)
    await _turned_away(ivo, "declined")
    for person in (owner, eva):
        await person.socket.close()


async def _turned_away(person: Person, code: str) -> None:
    answer = await person.told(code)
    assert answer["error"] == answer["message"]
    assert await person.closed() == (4003, code)


async def _at_table(street: Street) -> None:
    session = await street.game("ana", "bea", "eva")
    people = [
        await street.open(f"/ws/game/{session.id}/", name, extended=True) for name in NAMES[:3]
    ]
    for person in people:
        await person.hear_until("event_type", "game_state")
    ana, bea, eva = people
    about = {"code": session.codes[0]}
    away = await street.open(f"/ws/room/{about['code']}/", "ivo", extended=True)
    await _turned_away(away, "game_running")
    await bea.refused({"type": "TablePause"}, "not_host")
    await ana.refused({"type": "ActionFly"}, "unknown_action")
    await ana.refused({"type": "ActionMoveTo", "square": 77}, "unknown_square")
    await ana.refused({"type": "AskAdvice"}, "advice_off")
    seat = session.table.seats[session.table.state.actor]
    actor = people[NAMES.index(seat.name)]
    await actor.refused({"type": "ActionThrowDices", "decision": 999}, "stale")
    await ana.refused({"type": "VoteStart", "motion": "resume"}, "vote_pointless")
    await bea.refused({"type": "VoteCast", "vote": 9, "choice": True}, "no_vote")
    await bea.say(type="VoteStart", motion="pause")
    vote = (await eva.hear_until("event_type", "vote"))["vote"]
    await eva.refused({"type": "VoteStart", "motion": "pause"}, "vote_running")
    for person in (eva, ana):
        await person.say(type="VoteCast", vote=vote, choice=False)
    await eva.hear_until("state", "failed")
    await bea.refused({"type": "VoteStart", "motion": "pause"}, "vote_too_soon")
    await ana.say(type="TablePause")
    await ana.hear_until("event_type", "table")
    await actor.refused({"type": "ActionThrowDices"}, "paused")
    code = about["code"]
    wrong = await street.open(f"/ws/room/{code}/", "teo", extended=True, seat_code="7K3F9QX1")
    await _turned_away(wrong, "seat_code_wrong")
    await eva.say(type="SeatCode")
    given = (await eva.hear_until("event_type", "seat_code"))["code"]
    busy = await street.open(f"/ws/room/{code}/", "bea", extended=True, seat_code=given)
    await _turned_away(busy, "seat_code_busy")
    for person in people:
        await person.socket.close()


async def _by_the_rules(street: Street) -> None:
    """Put a running game into every position in which the rules refuse something."""
    tables: dict[int, tuple[Session, list[Person]]] = {}
    for size in (2, 3, 4):
        session = await street.game(*NAMES[:size])
        people = [await street.open(f"/ws/game/{session.id}/", name) for name in NAMES[:size]]
        for person in people:
            await person.hear_until("event_type", "game_state")
        tables[size] = (session, people)
    watching = await street.open(f"/ws/game/{tables[2][0].id}/", "teo", more="&spectate=1")
    await watching.refused({"type": "ActionThrowDices"}, "not_a_participant")
    for reason, case in CASES.items():
        state, seat, action = case()
        session, people = tables[state.seats]
        if reason is Reason.NOT_A_PARTICIPANT:
            continue
        game = session.table.game
        before, game.state = game.state, state
        about = broadcast.facts(session.table, 0.0, clock=False)
        person = people[NAMES.index(session.table.seats[seat].name)]
        await person.refused(_message(about, session, seat, reason, action), reason)
        game.state = before
    for _, people in tables.values():
        for person in people:
            await person.socket.close()


def _message(
    about: TableFacts, session: Session, seat: int, reason: Reason, action: Any
) -> Message:
    if reason is Reason.UNKNOWN_PLAYER:
        return {"type": "ActionTradeProposal", "destination_user": 9999, "offered_money": 1}
    told = action_to_wire(session.table.state, about, seat, action)
    message: Message = json.loads(msgspec.json.encode(told.own))
    return message


async def _no_time(street: Street) -> None:
    """Wait for a host that does not answer."""
    owner, code = await street.room("ana", approval=True)
    await _turned_away(await street.open(f"/ws/room/{code}/", "ivo", extended=True), "no_answer")
    await owner.socket.close()


async def _no_room(street: Street) -> None:
    """Come to a host that has as many tables as it wants."""
    await _turned_away(await street.open("/ws/room/new/", "ana"), "rooms_closed")


@contextlib.asynccontextmanager
async def _street(
    folder: Path, name: str, lang: str, seen: set[str], **config: Any
) -> AsyncIterator[Street]:
    settings = ServerConfig(remote_rooms=True, **config)
    async with hosting(folder / name, settings) as host, Street(host, lang) as street:
        yield street
    seen |= street.seen


@pytest.mark.parametrize("lang", ["es", "en"])
async def test_every_refusal_is_heard(tmp_path: Path, lang: str) -> None:
    seen: set[str] = set()
    scenes: tuple[tuple[Callable[[Street], Any], dict[str, Any]], ...] = (
        (_form, {}),
        (_doors, {}),
        (_at_table, {}),
        (_by_the_rules, {}),
        (_no_time, {"guests_wait": 0.2}),
        (_no_room, {"max_rooms": 0}),
    )
    for scene, config in scenes:
        async with _street(tmp_path, scene.__name__, lang, seen, **config) as street:
            await scene(street)
    every = {code.value for code in (*ErrorCode, *Reason)}
    assert seen == every - UNREACHABLE


async def test_a_start_cannot_be_asked_for_twice(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host, Street(host, "es") as street:
        owner, _ = await street.room("ana")
        await owner.say(command="update_settings", target_players=2)
        await owner.say(command="ready_status", is_ready=True)
        starts = [owner.say(command="start_game") for _ in range(5)]
        await asyncio.gather(*starts, return_exceptions=True)
        games = []
        async for text in owner.socket_to_end():
            told = json.loads(text)
            assert told["action"] != "error", told
            games += [told["game_id"]] if told["action"] == "game_start" else []
        assert len(games) == 1
        assert (owner.socket.close_code, owner.socket.close_reason) == (4001, "moved_on")


async def test_a_game_that_is_tidied_away_closes_its_lines(tmp_path: Path) -> None:
    config = ServerConfig(kept_after_end=0.05, remote_rooms=True)
    async with hosting(tmp_path, config) as host, Street(host, "es") as street:
        session = await street.game("ana", "bea")
        people = [await street.open(f"/ws/game/{session.id}/", name) for name in NAMES[:2]]
        for person in people:
            await person.hear_until("event_type", "game_state")
        await people[0].say(type="ActionSurrender")
        for person in people:
            assert (await person.hear_until("event_type", "game_response"))["data"]["ranking"]
            assert await person.closed() == (1000, "")
        late = await street.open(f"/ws/game/{session.id}/", "ana")
        assert await late.closed() == (4003, "game_not_found")
