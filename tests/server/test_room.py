"""The room socket (PROTOCOL.md section 6, dialogue 12.2)."""

from __future__ import annotations

import pytest

from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.settings import Settings
from magnate_app.server import events as e
from magnate_app.server.config import ServerConfig
from magnate_app.server.setup import Setup
from tests.kit.hub import Client, FakeHost, Message, token

DEFAULTS: Message = {
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
    "name": "Mesa de ana",
    "visibility": "listed",
    "spectators": True,
    "absence": "stand_in",
}


class Rooms:
    """A host with one room, `code`, which ana opened on a classic connection."""

    def __init__(self, *, extended: bool = False, config: ServerConfig | None = None) -> None:
        self.host = FakeHost(config)
        self.ana = self.open("new", "ana", extended=extended)
        self.code = self.host.announced[0].room_code

    def open(self, code: str, name: str, *, extended: bool = False, **query: str) -> Client:
        connect = self.host.extended if extended else self.host.connect
        return connect(f"/ws/room/{code}/", token(name), name=name, **query)

    def enter(self, name: str, *, extended: bool = False, **query: str) -> Client:
        client = self.open(self.code, name, extended=extended, **query)
        self.ana.take()
        client.take()
        return client


def names(message: Message) -> list[str]:
    return [player["username"] for player in message["players"]]


def open_seat(number: int) -> Message:
    return {
        "seat": number,
        "kind": "open",
        "id": None,
        "username": None,
        "ready": False,
        "bot_level": None,
        "piece": None,
        "color": number,
    }


def human(number: int, user: int, name: str, *, ready: bool = False, piece: int = 0) -> Message:
    return {
        "seat": number,
        "kind": "human",
        "id": user,
        "username": name,
        "ready": ready,
        "bot_level": None,
        "piece": piece or number + 1,
        "color": number,
    }


def bot(number: int, name: str, *, level: str = "medium", piece: int = 0) -> Message:
    return {
        "seat": number,
        "kind": "bot",
        "id": None,
        "username": name,
        "ready": True,
        "bot_level": level,
        "piece": piece or number + 1,
        "color": number,
    }


def test_12_2_host_join_start() -> None:
    host = FakeHost()
    ana = host.connect("/ws/room/new/", token("ana"), name="ana")
    created, joined = ana.take()
    code = created["room_code"]
    assert created == {"action": "room_created", "room_code": code}
    assert joined == {
        "action": "joined",
        "user": "ana",
        "owner": "ana",
        "is_owner": True,
        "players": [{"username": "ana", "ready_to_play": False}],
        "bot_level": "medium",
        "target_players": 1,
        "settings": DEFAULTS,
        "seats": [human(0, 1, "ana"), open_seat(1), open_seat(2), open_seat(3)],
    }
    assert ana.send({"command": "update_settings", "bot_level": "hard", "target_players": 3}) == [
        {"action": "settings_changed", "bot_level": "hard", "target_players": 3}
    ]
    typed = code[0] + code[1:3].replace("0", "o").lower() + "-" + code[3:]
    bea = host.connect(f"/ws/room/{typed}/", token("bea"), name="bea")
    (seen,) = bea.take()
    assert seen["seats"] == [
        human(0, 1, "ana"),
        human(1, 2, "bea"),
        bot(2, "Cierzo", level="hard"),
        open_seat(3),
    ]
    assert names(seen) == ["ana", "bea"]
    assert seen["is_owner"] is False
    assert ana.take() == [{**seen, "is_owner": True}]
    mine = {"action": "ready_status", "user": "bea", "is_ready": True, "owner": "ana"}
    assert bea.send({"command": "ready_status", "is_ready": True}) == [{**mine, "is_owner": False}]
    assert ana.take() == [{**mine, "is_owner": True}]
    assert bea.send({"command": "start_game"}) == [
        {
            "action": "error",
            "message": "Solo el host puede iniciar una partida.",
            "code": "not_host_start",
            "params": {},
        }
    ]
    assert ana.send({"command": "start_game"}) == [
        {
            "action": "error",
            "message": "Todos los jugadores deben estar listos para iniciar la partida.",
            "code": "not_all_ready",
            "params": {"waiting": ["ana"]},
        }
    ]
    ana.send({"command": "ready_status", "is_ready": True})
    bea.take()
    assert ana.send({"command": "start_game"}) == [{"action": "game_start", "game_id": 1}]
    assert bea.take() == [{"action": "game_start", "game_id": 1}]
    assert ana.closed == bea.closed == (4001, "moved_on")
    header = host.headers[1]
    assert sorted(seat.name for seat in header.seats) == ["Cierzo", "ana", "bea"]
    assert {seat.name: (seat.piece, seat.color) for seat in header.seats} == {
        "ana": (1, 0),
        "bea": (2, 1),
        "Cierzo": (3, 2),
    }
    assert header.host == 1
    assert header.options.name == "Mesa de ana"


def test_a_code_nobody_made_is_refused_with_the_sentence_twice() -> None:
    host = FakeHost()
    client = host.connect("/ws/room/XXXX/", token("ana"), lang="en")
    assert client.take() == [
        {
            "action": "error",
            "error": "Room not found.",
            "message": "Room not found.",
            "code": "room_not_found",
            "params": {},
        }
    ]
    assert client.closed == (4003, "room_not_found")


def test_new_rooms_need_permission_or_the_same_computer() -> None:
    host = FakeHost(ServerConfig(max_rooms=1))
    client = host.connect("/ws/room/new/", token("ana"))
    assert client.take()[0]["code"] == "rooms_closed"
    assert client.closed == (4003, "rooms_closed")
    local = host.open("/ws/queue/private/new", f"token={token('ana')}", local=True)
    assert local.take()[0]["action"] == "room_created"
    again = host.open("/ws/room/new", f"token={token('bea')}", local=True)
    assert again.closed == (4003, "rooms_closed")


def test_extended_owners_learn_every_code_and_all_of_them_work() -> None:
    rooms = Rooms(extended=True)
    _, created, _ = rooms.ana.take()
    assert created["room_code"] == created["codes"][0] == rooms.code
    bea = rooms.open(created["codes"][1], "bea")
    assert bea.take()[0]["action"] == "joined"


def test_older_codes_stay_valid() -> None:
    rooms = Rooms()
    rooms.host._carry_out(rooms.host.hub.readdress(rooms.code, ["5J08DZ", "80002GM"]))
    assert rooms.host.announced[0].room_code == "5J08DZ"
    assert rooms.code in rooms.host.announced[0].old
    assert rooms.host.hub.has_code("o1 o1-mo")
    assert rooms.open(rooms.code, "bea").still_open()
    assert rooms.open("5jo8dz", "eva").still_open()
    assert not rooms.host.hub.has_code("XXXXXX")
    assert rooms.host.hub.readdress("XXXXXX", ["A"]) == []


def test_a_full_room_and_one_that_has_me() -> None:
    rooms = Rooms()
    rooms.ana.send({"command": "update_settings", "target_players": 2, "settings": {"seats": 2}})
    again = rooms.open(rooms.code, "ana")
    assert again.take()[0]["code"] == "already_in_room"
    assert again.closed == (4003, "already_in_room")
    bea = rooms.enter("bea")
    assert bea.still_open(), "bots make room"
    eva = rooms.open(rooms.code, "eva")
    assert eva.take()[0]["message"] == "Sala llena."
    assert eva.closed == (4003, "room_full")
    assert rooms.open(rooms.code, "bea").closed == (4003, "room_full")
    assert rooms.ana.take() == bea.take() == []


def test_locked_seats_count_as_taken() -> None:
    rooms = Rooms(extended=True)
    rooms.ana.take()
    for seat in (1, 2, 3):
        rooms.ana.send({"command": "update_seat", "seat": seat, "locked": True})
    assert rooms.open(rooms.code, "bea").closed == (4003, "room_full")
    (changed,) = rooms.ana.send({"command": "update_seat", "seat": 2, "locked": False})
    assert [seat["kind"] for seat in changed["seats"]] == ["human", "locked", "open", "locked"]
    assert rooms.open(rooms.code, "bea").still_open()


def test_takeover_keeps_place_readiness_and_ownership() -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    rooms.ana.send({"command": "ready_status", "is_ready": True})
    bea.take()
    newer = rooms.open(rooms.code, "ana", takeover="1")
    assert rooms.ana.closed == (4005, "replaced")
    (joined,) = newer.take()
    assert joined["is_owner"] is True
    assert joined["players"][0] == {"username": "ana", "ready_to_play": True}
    assert bea.take() == []
    rooms.ana.drop()
    assert bea.take() == []
    assert rooms.open(rooms.code, "eva", takeover="1").still_open()


def test_entering_another_room_leaves_the_first() -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    other = rooms.open("new", "bea")
    assert bea.closed == (4005, "replaced")
    assert [m["action"] for m in rooms.ana.take()] == ["player_left"]
    assert [m["action"] for m in other.take()] == ["room_created", "joined"]
    refused = rooms.open("XXXX", "bea")
    assert refused.closed == (4003, "room_not_found")
    assert other.still_open(), "a refusal changes nothing"


def test_the_owner_changes_only_when_the_owner_leaves() -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    eva = rooms.enter("eva")
    bea.take()
    eva.drop()
    (left,) = rooms.ana.take()
    assert (left["user_left"], left["owner"], left["is_owner"]) == ("eva", "ana", True)
    bea.take()
    rooms.ana.drop()
    (left,) = bea.take()
    assert left["action"] == "player_left"
    assert (left["user_left"], left["owner"], left["is_owner"]) == ("ana", "bea", True)
    assert left["settings"]["name"] == "Mesa de bea"
    assert left["seats"][1] == human(1, 2, "bea")
    rooms.ana = rooms.open(rooms.code, "ana")
    assert rooms.ana.take()[0]["owner"] == "bea"
    assert bea.take()[0]["is_owner"] is True


def test_the_last_one_out_ends_the_room() -> None:
    rooms = Rooms()
    rooms.ana.send({"command": "update_settings", "target_players": 4})
    rooms.ana.drop()
    assert rooms.host.announced == ()
    assert rooms.open(rooms.code, "bea").closed == (4003, "room_not_found")


@pytest.mark.parametrize("extended", [False, True])
def test_chat_reaches_everybody(extended: bool) -> None:
    rooms = Rooms(extended=extended)
    bea = rooms.enter("bea")
    rooms.ana.take()
    told = {"action": "chat_message", "user": "ana", "message": "Good luck!"}
    more = {"user_id": 1, "at": round(rooms.host.now)} if extended else {}
    sent = rooms.ana.send({"command": "chat_message", "message": "  Good luck! \n"})
    assert sent == [{**told, **more}]
    assert bea.take() == [told]


@pytest.mark.parametrize(
    ("message", "code", "params"),
    [
        ({"command": "chat_message", "message": "  "}, "text_empty", {}),
        ({"command": "chat_message", "message": "x" * 281}, "text_too_long", {"max": 280}),
        (
            {"command": "chat_message", "message": 3},
            "invalid_field",
            {"field": "message", "expected": "string"},
        ),
        ({"command": "chat_message"}, "invalid_field", {"field": "message", "expected": "string"}),
        (
            {"command": "ready_status", "is_ready": 1},
            "invalid_field",
            {"field": "is_ready", "expected": "boolean"},
        ),
        ({"command": "ping"}, "not_extended", {"name": "ping"}),
        ({"command": "kick", "user": "bea"}, "not_extended", {"name": "kick"}),
        ({"command": "fly"}, "unknown_command", {"name": "fly"}),
        ({"action": "ready_status"}, "unknown_command", {"name": None}),
        ({"command": "replica_push"}, "reserved", {"name": "replica_push"}),
    ],
)
def test_bad_input_in_a_room(message: Message, code: str, params: Message) -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    assert rooms.ana.error(message) == (code, params)
    assert bea.take() == []


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        (
            {"target_players": 5},
            "invalid_setting",
            {"setting": "target_players", "allowed": "2–4"},
        ),
        ({"target_players": -2}, "invalid_setting", None),
        ({"target_players": "many"}, "invalid_field", None),
        ({"target_players": 3, "settings": {"seats": 2}}, "invalid_setting", None),
        ({"bot_level": "godlike"}, "invalid_setting", None),
        ({"bot_level": 3}, "invalid_field", None),
        ({"settings": {"seats": 7}}, "invalid_setting", {"setting": "seats", "allowed": "2–6"}),
        ({"settings": {"colour": 1}}, "invalid_setting", None),
        ({"settings": {"house_rules": ["naps"]}}, "invalid_setting", None),
        ({"settings": {"house_rules": "naps"}}, "invalid_field", None),
        ({"settings": {"pace": "hectic"}}, "invalid_setting", None),
        ({"settings": {"preset": "custom"}}, "invalid_setting", None),
        ({"settings": {"absence": "cry"}}, "invalid_setting", None),
        ({"settings": {"visibility": "hidden"}}, "invalid_setting", None),
        ({"settings": {"name": ""}}, "invalid_setting", None),
        ({"settings": {"name": "x" * 41}}, "invalid_setting", None),
        ({"settings": {"spectators": 1}}, "invalid_field", None),
        ({"settings": {"max_rounds": 5, "bail": -1}}, "invalid_setting", None),
        ({"settings": []}, "invalid_field", None),
        ({"settings": 0}, "invalid_field", None),
        ({"settings": ""}, "invalid_field", None),
    ],
)
def test_a_wrong_setting_refuses_the_whole_message(
    change: Message, code: str, params: Message | None
) -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    found, detail = rooms.ana.error({"command": "update_settings", "bot_level": "hard", **change})
    assert found == code
    assert params is None or detail == params
    assert bea.take() == []
    eva = rooms.open(rooms.code, "eva")
    (joined,) = eva.take()
    assert joined["settings"] == DEFAULTS
    assert joined["bot_level"] == "medium"


@pytest.mark.parametrize("nothing", [None, 0, 0.0, "0", "000", ""])
def test_no_target_leaves_the_target_alone(nothing: object) -> None:
    rooms = Rooms()
    rooms.ana.send({"command": "update_settings", "target_players": 3})
    assert rooms.ana.send({"command": "update_settings", "target_players": nothing}) == [
        {"action": "settings_changed", "bot_level": "medium", "target_players": 3}
    ]


def test_settings_are_effective_and_reach_everybody() -> None:
    rooms = Rooms(extended=True)
    bea = rooms.enter("bea")
    rooms.ana.take()
    (changed,) = rooms.ana.send(
        {
            "command": "update_settings",
            "bot_level": None,
            "target_players": 0,
            "settings": {
                "seats": "6",
                "preset": "rich",
                "pace": "brisk",
                "house_rules": ["open_auction"],
                "name": "Noche de juegos",
                "absence": "wait",
            },
        }
    )
    assert changed["bot_level"] == "medium"
    assert changed["target_players"] == 2
    assert len(changed["seats"]) == 6
    assert changed["settings"] == {
        **DEFAULTS,
        "seats": 6,
        "preset": "rich",
        "start_money": 3000,
        "pace": "brisk",
        "house_rules": ["open_auction"],
        "name": "Noche de juegos",
        "absence": "wait",
    }
    assert bea.take() == [
        {"action": "settings_changed", "bot_level": "medium", "target_players": 2}
    ]
    (changed,) = rooms.ana.send(
        {"command": "update_settings", "settings": {"max_rounds": 7, "house_rules": []}}
    )
    assert changed["settings"]["preset"] == "custom"
    assert changed["settings"]["house_rules"] == []


def test_the_target_is_never_below_the_people() -> None:
    rooms = Rooms()
    for name in ("bea", "eva"):
        rooms.enter(name)
    assert rooms.ana.send({"command": "update_settings", "target_players": 2}) == [
        {"action": "settings_changed", "bot_level": "medium", "target_players": 3}
    ]
    code, params = rooms.ana.error({"command": "update_settings", "settings": {"seats": 2}})
    assert (code, params) == ("invalid_setting", {"setting": "seats", "allowed": "3–6"})


def test_only_the_owner_changes_settings() -> None:
    rooms = Rooms()
    bea = rooms.enter("bea", extended=True)
    assert bea.error({"command": "update_settings", "bot_level": "hard"})[0] == "not_host_settings"
    assert bea.error({"command": "update_seat", "seat": 2})[0] == "not_host"
    assert bea.error({"command": "kick", "user": "ana"})[0] == "not_host"
    assert rooms.ana.take() == []


def test_a_single_bot_has_a_level_of_its_own() -> None:
    rooms = Rooms(extended=True)
    rooms.ana.send({"command": "update_settings", "target_players": 3})
    (changed,) = rooms.ana.send({"command": "update_seat", "seat": 2, "bot_level": "expert"})
    assert [seat["bot_level"] for seat in changed["seats"]] == [None, "medium", "expert", None]
    (changed,) = rooms.ana.send({"command": "update_seat", "seat": 2, "bot_level": None})
    assert changed["seats"][2]["bot_level"] == "medium"
    for seat in (-1, 4):
        assert rooms.ana.error({"command": "update_seat", "seat": seat}) == (
            "invalid_field",
            {"field": "seat", "expected": "integer 0–3"},
        )
    assert rooms.ana.error({"command": "update_seat", "seat": 0, "locked": True}) == (
        "seat_taken",
        {"seat": 0},
    )


def test_figures_and_seats() -> None:
    rooms = Rooms(extended=True)
    bea = rooms.enter("bea", extended=True)
    eva = rooms.enter("eva")
    bea.take()
    (changed,) = rooms.ana.send({"command": "choose_piece", "piece": 4})
    assert changed["action"] == "seats_changed"
    assert changed["seats"][0] == human(0, 1, "ana", piece=4)
    assert bea.take() == [changed]
    assert eva.take() == []
    assert bea.error({"command": "choose_piece", "piece": 4}) == ("piece_taken", {"piece": 4})
    assert bea.error({"command": "choose_piece", "piece": 13})[0] == "invalid_field"
    assert bea.error({"command": "move_seat", "seat": 0}) == ("seat_taken", {"seat": 0})
    assert bea.error({"command": "move_seat", "seat": 9})[0] == "invalid_field"
    (moved,) = bea.send({"command": "move_seat", "seat": 3})
    assert moved["seats"][3] == human(3, 2, "bea", piece=2)
    assert moved["seats"][1] == open_seat(1)


def test_pings_are_told_at_most_every_5_seconds() -> None:
    rooms = Rooms(extended=True)
    bea = rooms.enter("bea")
    rooms.ana.take()
    rooms.host.tell(e.Pinged(rooms.ana.peer, 12))
    rooms.host.tell(e.Pinged(bea.peer, 30))
    rooms.host.tell(e.Pinged(bea.peer, 31))
    assert rooms.ana.take() == []
    rooms.host.wait(5)
    (told,) = rooms.ana.take()
    assert told["pings"] == {"1": 12, "2": 31}
    rooms.host.wait(60)
    assert rooms.ana.take() == bea.take() == []
    rooms.host.tell(e.Pinged(bea.peer, 32))
    bea.drop()
    rooms.ana.drop()
    assert rooms.host.timers == {}


def test_kicking_bans_from_this_room() -> None:
    rooms = Rooms(extended=True)
    bea = rooms.enter("bea")
    assert rooms.ana.error({"command": "kick", "user": "ana"})[0] == "invalid_field"
    assert rooms.ana.error({"command": "kick", "user": "nobody"})[0] == "invalid_field"
    (left,) = rooms.ana.send({"command": "kick", "user": "bea"})
    assert left["user_left"] == "bea"
    assert bea.closed == (4009, "kicked")
    again = rooms.open(rooms.code, "bea", takeover="1")
    assert again.take()[0]["message"] == "El host te ha expulsado de esta sala."
    assert again.closed == (4003, "banned")
    assert rooms.open("new", "bea").still_open()


def test_reactions_are_few() -> None:
    rooms = Rooms(extended=True)
    bea = rooms.enter("bea", extended=True)
    eva = rooms.enter("eva")
    bea.take()
    clap = {"command": "reaction", "emote": "clap"}
    shown = {"action": "reaction", "user": "ana", "user_id": 1, "emote": "clap"}
    assert rooms.ana.send(clap) == bea.take() == [shown]
    assert eva.take() == []
    for _ in range(4):
        assert rooms.ana.send(clap) == [shown]
    code, params = rooms.ana.error(clap)
    assert code == "rate_limited"
    assert 0 < params["retry_ms"] <= 1001
    rooms.host.wait(1)
    assert rooms.ana.send(clap) == [shown]
    assert rooms.ana.error({"command": "reaction", "emote": "boo"}) == (
        "unknown_emote",
        {"emote": "boo"},
    )


def test_starting_needs_two_players_in_that_order_of_checks() -> None:
    rooms = Rooms()
    rooms.ana.take()
    assert rooms.ana.error({"command": "start_game"}) == ("too_few_seats", {"min": 2})
    rooms.ana.send({"command": "update_settings", "target_players": 2})
    assert rooms.ana.error({"command": "start_game"})[0] == "not_all_ready"
    rooms.ana.send({"command": "ready_status", "is_ready": True})
    rooms.ana.send({"command": "ready_status", "is_ready": False})
    assert rooms.ana.error({"command": "start_game"})[0] == "not_all_ready"
    rooms.ana.send({"command": "ready_status", "is_ready": True})
    assert rooms.ana.send({"command": "start_game"}) == [{"action": "game_start", "game_id": 1}]
    assert rooms.ana.send({"command": "start_game"}) == [], "it cannot happen twice"
    assert rooms.host.headers.keys() == {1}


def test_the_code_of_a_running_game() -> None:
    rooms = Rooms()
    bea = rooms.enter("bea")
    for client in (rooms.ana, bea):
        client.send({"command": "ready_status", "is_ready": True})
    rooms.ana.send({"command": "start_game"})
    classic = rooms.open(rooms.code, "ana")
    assert classic.closed == (4003, "room_not_found")
    player = rooms.open(rooms.code, "bea", extended=True)
    assert [m["action"] for m in player.take()] == ["welcome", "game_start"]
    assert player.closed == (4001, "moved_on")
    stranger = rooms.open(rooms.code, "eva", extended=True)
    (refusal,) = stranger.take()
    assert refusal["code"] == "game_running"
    assert refusal["params"] == {"game_id": 1, "watch": True}
    assert stranger.closed == (4003, "game_running")
    assert rooms.host.announced[0].state == "playing"


def test_rooms_of_the_app_and_their_listing() -> None:
    host = FakeHost()
    setup = Setup(
        settings=Settings(seats=5, max_rounds=15),
        options=TableOptions(name="Casa", visibility="code_only", spectators=False),
        target=3,
        levels=("easy", "expert"),
    )
    code = host.make_room(setup)
    listed = host.announced[0]
    assert (listed.name, listed.owner, listed.players, listed.bots) == ("Casa", "", 0, 3)
    ana = host.extended(f"/ws/room/{code}", token("ana"), name="ana")
    joined = ana.take()[-1]
    assert [seat["bot_level"] for seat in joined["seats"]] == [None, "easy", "expert", None, None]
    listed = host.announced[0]
    assert (listed.owner, listed.players, listed.bots, listed.seats) == ("ana", 1, 2, 5)
    assert (listed.state, listed.open, listed.watch) == ("lobby", True, False)
    assert (listed.preset, listed.code_only, listed.game) == ("quick", True, None)


def test_a_solo_table_is_found_by_nobody() -> None:
    host = FakeHost()
    code = host.make_room(Setup(target=2), solo=True)
    assert host.announced == ()
    ana = host.connect(f"/ws/room/{code}", token("ana"), name="ana")
    ana.send({"command": "ready_status", "is_ready": True})
    ana.send({"command": "start_game"})
    assert ana.closed == (4001, "moved_on")
    assert host.headers[1].solo
    assert host.announced == ()


def test_a_rematch_under_the_same_code() -> None:
    host = FakeHost()
    code = host.make_room(codes=["014M0P"])
    assert code == "014M0P"
    assert host.connect("/ws/room/014m0p", token("ana")).still_open()


def test_bot_names_are_free_again_after_the_room() -> None:
    rooms = Rooms()
    rooms.ana.send({"command": "update_settings", "target_players": 4})
    second = rooms.open("new", "bea")
    second.send({"command": "update_settings", "target_players": 2})
    eva = rooms.open(rooms.host.announced[1].room_code, "eva")
    assert eva.take()[0]["seats"][1]["username"] == "eva"
    second.send({"command": "update_settings", "target_players": 3})
    leo = rooms.open(rooms.host.announced[1].room_code, "leo", extended=True)
    assert leo.take()[-1]["seats"][2]["username"] == "leo"
    rooms.ana.drop()
    teo = rooms.open("new", "Cierzo")
    assert teo.take()[1]["user"] == "Cierzo"


@pytest.mark.parametrize("newest", [2, 9])
def test_the_refusal_of_a_hello_brings_its_ref_back(newest: int) -> None:
    host = FakeHost()
    line = host.connect("/ws/room/XXXX/", token("bea"), v="2")
    hello = {"command": "hello", "protocol": newest, "oldest": newest, "ref": "h1"}
    (refused,) = line.send(hello)
    code = "room_not_found" if newest == 2 else "version_mismatch"
    assert (refused["code"], refused["ref"]) == (code, "h1")
