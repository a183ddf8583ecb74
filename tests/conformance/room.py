"""Section 6: private rooms."""

from __future__ import annotations

from typing import Any

from tests.conformance import shape
from tests.conformance.checks import check
from tests.conformance.client import Connection, Host, Json, ensure, hello, same
from tests.conformance.tables import drain, new_room

PLAYER = shape.obj({"username": shape.is_text, "ready_to_play": shape.is_bool})
WHOLE = {
    "owner": shape.is_text,
    "is_owner": shape.is_bool,
    "players": shape.each(PLAYER),
    "bot_level": shape.one_of(*shape.LEVELS),
    "target_players": shape.whole(1, 6),
    "settings": shape.obj(shape.SETTINGS),
    "seats": shape.each(shape.obj(shape.ROOM_SEAT)),
}
ACTION = {"action": shape.is_text}


async def _room(host: Host, **options: Any) -> tuple[Connection, str, Json]:
    """Open a room as a classic owner; return code and `joined` too."""
    owner = await host.open("/ws/room/new/", **options)
    created = await owner.named("room_created")
    same(set(created), {"action", "room_code"}, "keys of room_created:")
    joined = await owner.named("joined")
    shape.check(joined, {**ACTION, "user": shape.is_text, **WHOLE}, "joined", None)
    return owner, created["room_code"], joined


async def _member(host: Host, code: str, *members: Connection) -> Connection:
    member = await host.room(code)
    for one in (member, *members):
        joined = await one.named("joined")
        shape.check(joined, {**ACTION, "user": shape.is_text, **WHOLE}, "joined", None)
        same(joined["user"], member.name)
    return member


async def _denied(connection: Connection, code: str, sentence: str) -> None:
    """A refusal at the door: the sentence twice, then 4003."""
    message = await connection.named("error")
    same(message["code"], code)
    same((message["message"], message["error"]), (sentence, sentence))
    await connection.closed(4003, code)


async def _alike(members: list[Connection], name: str, **wanted: object) -> None:
    for member in members:
        message = await member.named(name)
        for key, value in wanted.items():
            same(message[key], value, f"{name}.{key}")


@check("room")
async def making(host: Host) -> None:
    """/ws/room/new/ makes a room: room_created, then joined, alone and owner, not ready"""
    owner, code, joined = await _room(host)
    same((joined["user"], joined["owner"], joined["is_owner"]), (owner.name, owner.name, True))
    same(joined["players"], [{"username": owner.name, "ready_to_play": False}])
    same((joined["bot_level"], joined["target_players"]), ("medium", 1))
    settings = joined["settings"]
    for key, value in {
        "seats": 4,
        "preset": "standard",
        "start_money": 1500,
        "go_money": 200,
        "max_rounds": 30,
        "bail": 40,
        "jail_turns": 3,
        "pace": "normal",
        "end_without_humans": True,
        "house_rules": [],
        "name": f"Mesa de {owner.name}",
        "visibility": "listed",
        "spectators": True,
        "absence": "stand_in",
    }.items():
        same(settings[key], value, key)
    same([seat["kind"] for seat in joined["seats"]], ["human", "open", "open", "open"])
    ensure(6 <= len(code) <= 7, code)
    await owner.leave()
    await _denied(await host.room(code), "room_not_found", "Sala no encontrada.")


@check("room")
async def codes(host: Host) -> None:
    """Codes are compared after normalising; a code nobody made makes no room"""
    owner, code, _ = await _room(host)
    typed = code.lower().replace("0", "o").replace("1", "l")
    for text in (typed, f"{code[:3]}-{code[3:]}", f"{code[:3]}%20{code[3:]}"):
        member = await host.room(text)
        same((await member.named("joined"))["owner"], owner.name)
        await owner.named("joined")
        await member.leave()
        await owner.named("player_left")
    await _denied(await host.room("NOROOM"), "room_not_found", "Sala no encontrada.")
    await _denied(await host.room("NOROOM", lang="en"), "room_not_found", "Room not found.")
    await owner.leave()


@check("room")
async def standing(host: Host) -> str:
    """The room that stands open on this host takes its first person as owner"""
    if host.code is None:
        return "no code given"
    owner = await host.room(host.code)
    joined = await owner.named("joined")
    same((joined["owner"], joined["is_owner"]), (owner.name, True))
    await owner.leave()
    return ""


@check("room")
async def joining(host: Host) -> None:
    """Everybody is told who joins, is_owner for each, people only in the order they came"""
    owner, code, _ = await _room(host)
    member = await host.room(code)
    told = [await one.named("joined") for one in (owner, member)]
    same([one["is_owner"] for one in told], [True, False])
    same([one["username"] for one in told[1]["players"]], [owner.name, member.name])
    same({**told[0], "is_owner": 0}, {**told[1], "is_owner": 0})
    same(told[1]["target_players"], 2, "target follows the people present:")
    await owner.leave()
    await member.leave()


@check("room")
async def full(host: Host) -> None:
    """A full room refuses, a second connection too; nobody notices"""
    owner, code, _ = await _room(host)
    members = [owner]
    for _ in range(3):
        members.append(await _member(host, code, *members))
    await _denied(await host.room(code), "room_full", "Sala llena.")
    await _denied(await host.room(code, lang="en"), "room_full", "The room is full.")
    await _denied(await host.room(code, token=owner.token), "room_full", "Sala llena.")
    for member in members:
        await member.silent(0.05)
    await members[1].leave()
    await _alike([owner, *members[2:]], "player_left", user_left=members[1].name)
    twice = await host.room(code, token=members[2].token)
    await _denied(twice, "already_in_room", "Ya estás en esta sala.")
    await owner.silent(0.05)
    for member in members:
        await member.leave()


@check("room")
async def bots_make_room(host: Host) -> None:
    """Bots make room for people, locked seats do not"""
    owner, code = await new_room(host, seats=3)
    await owner.send({"command": "update_settings", "target_players": 3})
    await owner.named("settings_changed")
    await owner.send({"command": "update_seat", "seat": 2, "locked": True})
    seats = (await owner.named("settings_changed"))["seats"]
    same([seat["kind"] for seat in seats], ["human", "bot", "locked"])
    member = await host.room(code)
    joined = await member.named("joined")
    same([seat["kind"] for seat in joined["seats"]], ["human", "human", "locked"])
    await _denied(await host.room(code), "room_full", "Sala llena.")
    await owner.leave()
    await member.leave()


@check("room")
async def taking_over(host: Host) -> None:
    """takeover=1 replaces the own older connection; place, readiness, ownership stay"""
    owner, code, _ = await _room(host)
    member = await _member(host, code, owner)
    await owner.send({"command": "ready_status", "is_ready": True})
    await _alike([owner, member], "ready_status", user=owner.name, is_ready=True)
    newer = await host.room(code, token=owner.token, name=owner.name, takeover="1")
    await owner.closed(4005, "replaced")
    joined = await newer.named("joined")
    same((joined["owner"], joined["is_owner"]), (owner.name, True))
    same(joined["players"][0], {"username": owner.name, "ready_to_play": True})
    await newer.leave()
    await member.until("player_left")
    await member.leave()


@check("room")
async def owners(host: Host) -> None:
    """The owner changes only when the owner leaves, to the one longest present"""
    owner, code, _ = await _room(host)
    second = await _member(host, code, owner)
    third = await _member(host, code, owner, second)
    await _denied(
        await host.room(code, token=third.token), "already_in_room", "Ya estás en esta sala."
    )
    await third.leave()
    for one, is_owner in ((owner, True), (second, False)):
        left = await one.named("player_left")
        shape.check(left, {**ACTION, "user_left": shape.is_text, **WHOLE}, "player_left", None)
        same(
            (left["user_left"], left["owner"], left["is_owner"]), (third.name, owner.name, is_owner)
        )
    third = await _member(host, code, owner, second)
    await owner.leave()
    for one, is_owner in ((second, True), (third, False)):
        left = await one.named("player_left")
        same((left["owner"], left["is_owner"]), (second.name, is_owner))
        same([p["username"] for p in left["players"]], [second.name, third.name])
    await third.refused({"command": "start_game"}, "not_host_start")
    await second.leave()
    await third.leave()


@check("room")
async def one_room_at_a_time(host: Host) -> None:
    """Entering another room leaves the first: its socket closes 4005, its members hear it"""
    owner, code, _ = await _room(host)
    member = await _member(host, code, owner)
    second = await host.open("/ws/room/new/", token=member.token, name=member.name)
    await second.named("room_created")
    await member.closed(4005, "replaced")
    same((await owner.named("player_left"))["user_left"], member.name)
    await owner.leave()
    await second.leave()


@check("room")
async def readiness(host: Host) -> None:
    """ready_status goes to all, with is_owner for each and no more keys"""
    owner, code, _ = await _room(host)
    member = await _member(host, code, owner)
    for is_ready in (True, False, True):
        await member.send({"command": "ready_status", "is_ready": is_ready})
        for one, is_owner in ((owner, True), (member, False)):
            same(
                await one.named("ready_status"),
                {
                    "action": "ready_status",
                    "user": member.name,
                    "is_ready": is_ready,
                    "owner": owner.name,
                    "is_owner": is_owner,
                },
            )
    for bad in ({}, {"is_ready": 1}, {"is_ready": "true"}, {"is_ready": None}):
        await member.refused({"command": "ready_status", **bad}, "invalid_field", field="is_ready")
    await owner.silent(0.05)
    await owner.leave()
    await member.leave()


@check("room")
async def chat(host: Host) -> None:
    """Chat is trimmed, 1 to 280 characters, and goes to all"""
    owner, code, _ = await _room(host)
    member = await _member(host, code, owner)
    await member.send({"command": "chat_message", "message": "  ¡Hola! 👋 "})
    for one in (owner, member):
        same(
            await one.named("chat_message"),
            {"action": "chat_message", "user": member.name, "message": "¡Hola! 👋"},
        )
    await member.send({"command": "chat_message", "message": "ñ" * 280})
    await owner.named("chat_message")
    await member.named("chat_message")
    answer = await member.refused({"command": "chat_message", "message": " \t"}, "text_empty")
    same(answer["message"], "El mensaje está vacío.")
    answer = await member.refused(
        {"command": "chat_message", "message": "x" * 281}, "text_too_long", max=280
    )
    same(answer["message"], "El mensaje es demasiado largo (máximo 280).")
    await member.refused({"command": "chat_message", "message": 7}, "invalid_field")
    await owner.silent(0.05)
    await owner.leave()
    await member.leave()


@check("room")
async def settings(host: Host) -> None:
    """Level and number of players: the effective values are told, wrong ones refused"""
    owner, code, _ = await _room(host)
    member = await _member(host, code, owner)
    both = [owner, member]

    async def change(**fields: object) -> tuple[str, int]:
        await owner.send({"command": "update_settings", **fields})
        told = [await one.named("settings_changed") for one in both]
        same(set(told[0]), {"action", "bot_level", "target_players"}, "keys:")
        same(told[0], told[1])
        return told[0]["bot_level"], told[0]["target_players"]

    same(await change(bot_level="easy", target_players=4), ("easy", 4))
    same(await change(bot_level="", target_players=0), ("easy", 4))
    same(await change(bot_level=None, target_players=None), ("easy", 4))
    same(await change(bot_level=0, target_players="0"), ("easy", 4))
    same(await change(), ("easy", 4))
    same(await change(target_players="3"), ("easy", 3))
    same(await change(bot_level="expert"), ("expert", 3))
    same(await change(target_players=1), ("expert", 2))
    for bad, code_, key in (
        ({"bot_level": "genius"}, "invalid_setting", "bot_level"),
        ({"bot_level": 3}, "invalid_field", None),
        ({"target_players": 7}, "invalid_setting", "target_players"),
        ({"target_players": True}, "invalid_field", None),
        ({"settings": 0}, "invalid_field", None),
        ({"target_players": 2, "settings": {"start_money": 99}}, "invalid_setting", "start_money"),
        ({"target_players": 4, "settings": {"magic": 1}}, "invalid_setting", "magic"),
        ({"settings": {"pace": "warp"}}, "invalid_setting", "pace"),
        ({"settings": {"house_rules": ["no_such"]}}, "invalid_setting", None),
        ({"settings": {"seats": 1}}, "invalid_setting", "seats"),
        ({"settings": {"seats": 7}}, "invalid_setting", "seats"),
        ({"settings": {"name": ""}}, "invalid_setting", "name"),
        ({"settings": {"name": "x" * 41}}, "invalid_setting", "name"),
        ({"settings": []}, "invalid_field", None),
        ({"settings": {"spectators": 1}}, "invalid_field", None),
    ):
        answer = await owner.refused({"command": "update_settings", **bad}, code_)
        if key:
            same(answer["params"]["setting"], key)
            same(answer["message"], f"Ajuste no válido: {key}.")
    await member.silent(0.05)
    same(await change(), ("expert", 2))
    answer = await member.refused(
        {"command": "update_settings", "bot_level": "easy"}, "not_host_settings"
    )
    same(answer["message"], "Solo el host puede cambiar la configuración.")
    await owner.leave()
    await member.leave()


@check("room")
async def more_settings(host: Host) -> None:
    """The settings object is effective: presets, house rules, seats and the rest"""
    owner, code = await new_room(host)

    async def change(**fields: object) -> Json:
        await owner.send({"command": "update_settings", "settings": fields})
        return dict((await owner.named("settings_changed"))["settings"])

    for preset, rounds, money in (("quick", 15, 1500), ("marathon", 0, 1500), ("rich", 30, 3000)):
        told = await change(preset=preset)
        same((told["preset"], told["max_rounds"], told["start_money"]), (preset, rounds, money))
    same((await change(start_money=100_000))["preset"], "custom")
    told = await change(house_rules=["open_auction", "double_go"], bail=0, jail_turns=10)
    same((sorted(told["house_rules"]), told["bail"]), (["double_go", "open_auction"], 0))
    same((await change(house_rules=[]))["house_rules"], [])
    told = await change(pace="brisk", absence="wait", visibility="code_only", name=" Mi mesa ")
    same((told["pace"], told["absence"], told["visibility"]), ("brisk", "wait", "code_only"))
    told = await change(spectators=False, end_without_humans=False, go_money=0, seats=6)
    same((told["spectators"], told["end_without_humans"], told["seats"]), (False, False, 6))
    members = [await host.room(code) for _ in range(4)]
    await drain(owner, *members)
    await owner.refused(
        {"command": "update_settings", "settings": {"seats": 4}}, "invalid_setting", setting="seats"
    )
    for one in (owner, *members):
        await one.leave()


@check("room")
async def starting(host: Host) -> None:
    """The owner starts, with two players or more, when all people are ready"""
    owner, code, _ = await _room(host)
    answer = await owner.refused({"command": "start_game"}, "too_few_seats", min=2)
    same(answer["message"], "Se necesitan 2 jugadores para iniciar la partida.")
    member = await _member(host, code, owner)
    answer = await member.refused({"command": "start_game"}, "not_host_start")
    same(answer["message"], "Solo el host puede iniciar una partida.")
    await member.send({"command": "ready_status", "is_ready": True})
    await _alike([owner, member], "ready_status")
    answer = await owner.refused({"command": "start_game"}, "not_all_ready", waiting=[owner.name])
    same(answer["message"], "Todos los jugadores deben estar listos para iniciar la partida.")
    await owner.send({"command": "ready_status", "is_ready": True})
    await _alike([owner, member], "ready_status")
    await owner.send({"command": "start_game"})
    await owner.send({"command": "start_game"})
    games = []
    for one in (owner, member):
        message = await one.named("game_start")
        same(set(message), {"action", "game_id"})
        games.append(message["game_id"])
        await one.closed(4001, "moved_on")
    same(games[0], games[1])
    await _denied(await host.room(code), "room_not_found", "Sala no encontrada.")


@check("room")
async def one_and_a_bot(host: Host) -> None:
    """One person and one bot are enough; game numbers grow"""
    games = []
    for _ in range(2):
        owner, _, _ = await _room(host)
        await owner.send({"command": "update_settings", "target_players": 2})
        await owner.named("settings_changed")
        await owner.send({"command": "ready_status", "is_ready": True})
        await owner.named("ready_status")
        await owner.send({"command": "start_game"})
        games.append((await owner.named("game_start"))["game_id"])
        await owner.closed(4001)
    ensure(games[0] < games[1], games)
    await (await host.game(games[0], token=owner.token)).closed(4003, "not_a_participant")


@check("room")
async def extended_commands(host: Host) -> None:
    """Seats, pieces, moves, reactions: done, told to extended members, refused where taken"""
    owner, code = await new_room(host, seats=4)
    member = await host.room(code, extended=True)
    await hello(member, "command", lang="en")
    await member.named("joined")
    await owner.named("joined")
    both = [owner, member]
    await owner.send({"command": "update_settings", "target_players": 3})
    await _alike(both, "settings_changed", target_players=3)
    await owner.send({"command": "update_seat", "seat": 2, "bot_level": "expert"})
    for one in both:
        seats = (await one.named("settings_changed"))["seats"]
        same((seats[2]["kind"], seats[2]["bot_level"], seats[2]["ready"]), ("bot", "expert", True))
    await member.send({"command": "choose_piece", "piece": 9})
    for one in both:
        message = await one.named("seats_changed")
        same(message["seats"][1]["piece"], 9)
        ensure(shape.by_user(shape.whole(0))(message["pings"]), message)
    answer = await owner.refused({"command": "choose_piece", "piece": 9}, "piece_taken", piece=9)
    same(answer["message"], "Ya está ocupado.")
    for bad in (0, 13, "x"):
        await owner.refused({"command": "choose_piece", "piece": bad}, "invalid_field")
    await member.send({"command": "move_seat", "seat": 3})
    for one in both:
        same((await one.named("seats_changed"))["seats"][3]["username"], member.name)
    answer = await member.refused({"command": "move_seat", "seat": 0}, "seat_taken", seat=0)
    same(answer["message"], "That is taken.")
    await member.refused({"command": "move_seat", "seat": 4}, "invalid_field", field="seat")
    answer = await member.refused(
        {"command": "update_seat", "seat": 2, "locked": True, "ref": "a"}, "not_host"
    )
    same((answer["message"], answer["ref"]), ("Only the host can do that.", "a"))
    await member.send({"command": "reaction", "emote": "clap"})
    for one in both:
        message = await one.named("reaction")
        same((message["user"], message["emote"]), (member.name, "clap"))
        same(set(message), {"action", "user", "user_id", "emote"})
    answer = await member.refused({"command": "reaction", "emote": "boo"}, "unknown_emote")
    same((answer["params"], answer["message"]), ({"emote": "boo"}, "Unknown reaction."))
    await member.send({"command": "chat_message", "message": "x"})
    for one in both:
        same(set(await one.named("chat_message")), {"action", "user", "message", "user_id", "at"})
    await owner.leave()
    await member.leave()


@check("room")
async def kicking(host: Host) -> None:
    """The owner kicks: 4009, the others hear player_left, the identity is banned"""
    owner, code = await new_room(host)
    member = await host.room(code)
    third = await host.room(code)
    await drain(owner, member, third)
    await owner.send({"command": "kick", "user": member.name})
    await member.closed(4009, "kicked")
    await _alike([owner, third], "player_left", user_left=member.name)
    await _denied(
        await host.room(code, token=member.token), "banned", "El host te ha expulsado de esta sala."
    )
    await owner.refused({"command": "kick", "user": owner.name}, "invalid_field")
    await owner.refused({"command": "kick", "user": "nobody"}, "invalid_field")
    await third.refused({"command": "kick", "user": owner.name}, "not_extended")
    await owner.leave()
    await third.leave()


@check("room")
async def classic_hears_no_more(host: Host) -> None:
    """A classic member receives none of the extended messages and keys"""
    owner, code = await new_room(host, seats=4)
    member = await host.room(code)
    await member.named("joined")
    await owner.named("joined")
    await owner.send({"command": "choose_piece", "piece": 7})
    await owner.send({"command": "move_seat", "seat": 3})
    await owner.send({"command": "reaction", "emote": "like"})
    await owner.send({"command": "ready_status", "is_ready": True})
    same(
        set(await member.named("ready_status")), {"action", "user", "is_ready", "owner", "is_owner"}
    )
    await owner.send({"command": "update_seat", "seat": 2, "locked": True})
    same(set(await member.named("settings_changed")), {"action", "bot_level", "target_players"})
    await member.silent()
    await owner.leave()
    await member.until("player_left")
    await member.leave()
