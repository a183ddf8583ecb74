"""In front of a table: its password, the host's consent, and who needs neither."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from magnate_app.protocol import password
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.protocol.password import Claim, Lock
from magnate_app.server import events as e
from magnate_app.server import tries
from magnate_app.server.config import ServerConfig
from magnate_app.server.door import MOST_GUESTS, MOST_OF_ADDRESS
from magnate_app.server.setup import Setup
from tests.kit.hub import Client, FakeHost, Message, token

SECRET = "puente de piedra"
SECRET_NUMBER = 2**255 + 19
LOCK = password.make_lock(SECRET, b"0123456789abcdef")
OTHER = password.make_lock("otra cosa", b"fedcba9876543210")
READY = {"command": "ready_status", "is_ready": True}


def digest(name: str) -> str:
    return hashlib.sha256(token(name).encode()).hexdigest()


def locked(
    host: FakeHost, *, known: tuple[str, ...] = ("ana",), lock: Lock = LOCK, **options: Any
) -> str:
    """Open a table with a password for ana, who needs none."""
    digests = tuple(digest(name) for name in known)
    return host.make_room(Setup(lock=lock, known=digests, options=TableOptions(**options)))


def asking(host: FakeHost) -> str:
    """Open a table whose host is asked about newcomers."""
    return host.make_room(Setup(options=TableOptions(approval=True)))


def join(host: FakeHost, code: str, name: str, **query: Any) -> Client:
    return host.extended(f"/ws/room/{code}", token(name), name=name, **query)


def watch(host: FakeHost, name: str, game: int = 1) -> Client:
    return host.extended(f"/ws/game/{game}", token(name), name=name, spectate="1")


def claim_of(challenge: Message, name: str, place: str) -> Claim:
    return Claim(
        place=place,
        digest=digest(name),
        host_half=challenge["half"],
        guest_half=password.guest_half(SECRET_NUMBER),
    )


def key_of(challenge: Message, claim: Claim, word: str = SECRET) -> bytes:
    salt = bytes.fromhex(challenge["salt"])
    key = password.guest_key(word, salt, SECRET_NUMBER, claim)
    assert key is not None
    return key


def proof(
    challenge: Message,
    name: str,
    place: str,
    *,
    word: str = SECRET,
    key: str = "command",
    lock: Lock | None = None,
) -> Message:
    """Return the message of somebody who thinks that `word` is the password."""
    assert lock is None or challenge["salt"] == lock.salt
    claim = claim_of(challenge, name, place)
    made = password.guest_proof(key_of(challenge, claim, word), claim)
    return {key: "proof", "half": claim.guest_half, "proof": made}


def turned_away(client: Client) -> str:
    """Return the code of a refusal as it was told, and as a reason to close."""
    assert client.closed is not None
    code, reason = client.closed
    assert (code, client.take()[0]["code"]) == (4003, reason)
    return reason


def actions(messages: list[Message]) -> list[str]:
    return [message.get("action") or message["event_type"] for message in messages]


def is_locked(host: FakeHost) -> bool:
    return host.announced[0].locked


def start(*people: Client) -> None:
    for client in people:
        client.send(READY)
    people[0].send({"command": "start_game"})


def test_a_guest_is_challenged_before_the_welcome_and_in_with_the_password() -> None:
    host = FakeHost()
    code = locked(host)
    ana = join(host, code, "ana")
    assert actions(ana.take()) == ["welcome", "joined"]
    bea = join(host, code, "bea")
    [challenge] = bea.take()
    assert challenge == {"action": "challenge", "half": challenge["half"], "salt": LOCK.salt}
    assert ana.take() == [], "nobody inside notices anything yet"
    proven, *rest = bea.send(proof(challenge, "bea", f"room/{code}"))
    assert actions(rest) == ["welcome", "joined"]
    claim = claim_of(challenge, "bea", f"room/{code}")
    answer = password.host_proof(key_of(challenge, claim), claim)
    assert proven == {"action": "proven", "proof": answer}
    assert actions(ana.take()) == ["joined"]


def test_a_wrong_password_is_said_and_may_be_tried_again_with_a_new_half() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code, "bea")
    [first] = bea.take()
    error, again = bea.send(proof(first, "bea", f"room/{code}", word="puente de hierro"))
    assert (error["code"], again["action"]) == ("wrong_password", "challenge")
    assert again["half"] != first["half"]
    error, again = bea.send(proof(first, "bea", f"room/{code}"))
    assert error["code"] == "wrong_password", "an answer to an older challenge is none"
    assert actions(bea.send(proof(again, "bea", f"room/{code}")))[:2] == ["proven", "welcome"]


@pytest.mark.parametrize("part", ["name", "place", "proof"])
def test_a_proof_is_worth_nothing_for_another_identity_or_place(part: str) -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code, "bea")
    [challenge] = bea.take()
    made = proof(
        challenge,
        "cai" if part == "name" else "bea",
        "game/1" if part == "place" else f"room/{code}",
    )
    if part == "proof":
        made["proof"] = "ñ"
    assert bea.send(made)[0]["code"] == "wrong_password"


def test_a_code_typed_in_another_way_names_the_same_place() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code.lower().replace("0", "o"), "bea")
    [challenge] = bea.take()
    assert actions(bea.send(proof(challenge, "bea", f"room/{code}")))[0] == "proven"


def test_a_classic_client_cannot_answer_and_is_refused() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = host.connect(f"/ws/room/{code}", token("bea"), name="bea")
    [error] = bea.take()
    assert error["code"] == "password_needed"
    assert error["error"] == error["message"] == "Esta mesa tiene contraseña."
    assert bea.closed == (4003, "password_needed")


def test_whoever_has_been_inside_needs_no_second_entry() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code, "bea")
    bea.send(proof(bea.take()[0], "bea", f"room/{code}"))
    bea.drop()
    assert actions(join(host, code, "bea").take()) == ["welcome", "joined"]


def test_too_many_wrong_ones_wait_and_the_right_one_is_heard_later() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code, "bea")
    [challenge] = bea.take()
    for _ in range(5):
        error, challenge = bea.send(proof(challenge, "bea", f"room/{code}", word="nope"))
        assert error["code"] == "wrong_password"
    right = proof(challenge, "bea", f"room/{code}")
    refused, params = bea.error(right)
    assert refused == "rate_limited"
    assert 0 < params["retry_ms"] <= 20_001
    host.wait(params["retry_ms"] / 1000)
    assert actions(bea.send(right))[0] == "proven"


def test_new_tokens_from_one_address_do_not_help_and_other_addresses_are_heard() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    host.address = "192.168.1.66"
    heard = 0
    for number in range(12):
        name = f"thief{number}"
        thief = join(host, code, name)
        made = proof(thief.take()[0], name, f"room/{code}", word="guess")
        heard += thief.send(made)[0]["code"] == "wrong_password"
        thief.drop()
    assert heard == 10
    host.address = "192.168.1.30"
    bea = join(host, code, "bea")
    assert actions(bea.send(proof(bea.take()[0], "bea", f"room/{code}")))[0] == "proven"


def test_whoever_does_not_answer_is_sent_away() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    bea = join(host, code, "bea")
    bea.take()
    host.wait(179)
    assert bea.still_open()
    host.wait(2)
    assert turned_away(bea) == "password_needed"


def test_nothing_else_is_heard_in_front_of_the_door() -> None:
    host = FakeHost()
    code = locked(host)
    ana = join(host, code, "ana")
    ana.take()
    bea = join(host, code, "bea")
    bea.take()
    for message in (
        {"command": "chat_message", "message": "hola"},
        READY,
        {"command": "start_game"},
        {"command": "admit", "user_id": 2, "accept": True},
        {"command": "set_password"},
    ):
        assert bea.send(message) == []
    assert ana.take() == []
    assert actions(bea.send({"command": "ping", "t": 1})) == ["pong"]
    assert bea.error({"command": "proof", "half": "x", "proof": "y"})[0] == "invalid_field"


def test_only_the_owner_sets_a_password_and_everybody_learns_that_there_is_one() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    change = {"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier}
    bea.take()
    assert bea.error(change)[0] == "not_host"
    ana.take()
    [told] = ana.send(change)
    assert (told["action"], told["settings"]["locked"]) == ("settings_changed", True)
    assert OTHER.verifier not in json.dumps([told, *bea.take()])
    assert is_locked(host)
    cai = join(host, code, "cai")
    [challenge] = cai.take()
    made = proof(challenge, "cai", f"room/{code}", word="otra cosa", lock=OTHER)
    assert actions(cai.send(made))[0] == "proven"
    ana.take()
    bea.take()
    [told] = ana.send({"command": "set_password"})
    assert "locked" not in told["settings"]
    assert not is_locked(host)
    assert actions(join(host, code, "dario").take())[:1] == ["welcome"]


@pytest.mark.parametrize(
    "fields",
    [
        {"salt": OTHER.salt},
        {"verifier": OTHER.verifier},
        {"salt": OTHER.salt, "verifier": "otra cosa"},
        {"salt": OTHER.salt, "verifier": OTHER.verifier.upper()},
        {"salt": "", "verifier": ""},
    ],
)
def test_what_stands_for_a_password_has_a_form(fields: Message) -> None:
    host = FakeHost()
    ana = join(host, host.make_room(), "ana")
    ana.take()
    assert ana.error({"command": "set_password", **fields})[0] == "invalid_field"


def test_a_new_password_lets_those_inside_stay_and_nobody_else_come_back() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea, cai = (join(host, code, name) for name in ("ana", "bea", "cai"))
    cai.drop()
    ana.send({"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier})
    bea.drop()
    assert actions(join(host, code, "bea").take())[0] == "welcome"
    assert actions(join(host, code, "cai").take()) == ["challenge"]


def test_a_password_taken_away_lets_those_in_who_look_for_it() -> None:
    host = FakeHost()
    code = locked(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    bea.take()
    ana.send({"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier})
    [challenge] = bea.take()
    assert challenge["salt"] == OTHER.salt
    ana.send({"command": "set_password"})
    assert actions(bea.take()) == ["welcome", "joined", "settings_changed"]


def test_spectators_prove_on_the_socket_of_the_game() -> None:
    host = FakeHost()
    code = locked(host, known=("ana", "bea"))
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    start(ana, bea)
    teo = watch(host, "teo")
    [challenge] = teo.take()
    assert challenge["event_type"] == "challenge"
    error, challenge = teo.send(proof(challenge, "teo", f"room/{code}", key="type"))
    assert error["code"] == "wrong_password", "a proof for a room is none for a game"
    told = teo.send(proof(challenge, "teo", "game/1", key="type"))
    assert actions(told) == ["proven", "welcome", "game_state", *actions(told)[3:]]
    teo.drop()
    assert "game_state" in actions(watch(host, "teo").take())
    classic = host.connect("/ws/game/1", token("old"), spectate="1")
    assert (classic.take(), classic.closed) == ([], (4003, "password_needed"))


def test_players_come_back_to_their_game_without_the_password() -> None:
    host = FakeHost()
    code = locked(host, known=("ana", "bea"))
    start(join(host, code, "ana"), join(host, code, "bea"))
    for path in (f"/ws/room/{code}", "/ws/game/1"):
        bea = host.extended(path, token("bea"), name="bea")
        assert "challenge" not in actions(bea.take())
        bea.drop()
    assert host.announced[0].locked


def test_a_rematch_keeps_the_password_and_those_who_know_it() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier})
    start(ana, bea)
    setup = Setup()
    again = host.make_room(setup, codes=[code, "800099M"], again=True)
    assert actions(join(host, again, "bea").take())[0] == "welcome"
    assert actions(join(host, again, "cai").take()) == ["challenge"]
    assert host.announced[0].locked


def test_a_standing_room_has_its_own_password_again_and_knows_who_knew_it() -> None:
    host = FakeHost()
    setup = Setup(lock=LOCK)
    code = host.make_room(setup)
    ana = join(host, code, "ana")
    ana.send(proof(ana.take()[0], "ana", f"room/{code}"))
    ana.drop()
    host.make_room(setup, codes=[code])
    ana = join(host, code, "ana")
    assert actions(ana.take())[0] == "welcome"
    ana.send({"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier})
    ana.drop()
    host.make_room(setup, codes=[code])
    [challenge] = join(host, code, "ana").take()
    assert challenge["salt"] == LOCK.salt, "what a guest had set is gone with the guest"


def test_a_saved_game_lets_its_players_in_and_nobody_else() -> None:
    host = FakeHost()
    code = locked(host, known=("ana", "bea"))
    start(join(host, code, "ana"), join(host, code, "bea"))
    saved = host.saved(1)
    assert LOCK.verifier not in repr(saved)
    assert LOCK.salt not in repr(saved)
    assert saved.header.options.locked
    later = FakeHost(people=host.identities)
    game = later.resume(saved)
    assert later.announced[0].locked
    assert not later.announced[0].watch
    assert later.extended(f"/ws/game/{game}", token("bea")).still_open()
    teo = watch(later, "teo", game)
    assert teo.closed == (4003, "not_a_participant")
    again = later.make_room(codes=[code], again=True)
    ana = join(later, again, "ana")
    assert ana.take()[1]["settings"]["approval"] is True
    assert actions(join(later, again, "teo").take()) == ["knocking"]


# Consent


def test_a_newcomer_waits_and_is_let_in_by_the_host() -> None:
    host = FakeHost()
    code = asking(host)
    ana = join(host, code, "ana")
    assert ana.take()[1]["settings"]["approval"] is True, "nobody is asked about the first"
    bea = join(host, code, "bea")
    assert bea.take() == [{"action": "knocking", "owner": "ana", "remaining_ms": 180_000}]
    [knocks] = ana.take()
    user = knocks["people"][0]["id"]
    assert knocks["people"] == [{"id": user, "username": "bea", "watch": False}]
    told = ana.send({"command": "admit", "user_id": user, "accept": True})
    assert actions(bea.take()) == ["welcome", "joined"]
    assert sorted(actions(told)) == ["joined", "knocks"]
    assert told[-1]["people"] == []
    bea.drop()
    assert actions(join(host, code, "bea").take())[0] == "welcome", "asked once is enough"


@pytest.mark.parametrize(("block", "code"), [(False, "declined"), (True, "banned")])
def test_a_refused_newcomer_is_told_so(block: bool, code: str) -> None:
    host = FakeHost()
    room = asking(host)
    ana, bea = join(host, room, "ana"), join(host, room, "bea")
    bea.take()
    ana.take()
    ana.send({"command": "admit", "user_id": 2, "accept": False, "block": block})
    assert turned_away(bea) == code
    again = join(host, room, "bea")
    assert again.still_open() is not block
    ana.take()
    assert ana.error({"command": "admit", "user_id": 77, "accept": True})[0] == "not_waiting"


def test_only_the_host_answers() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "update_settings", "settings": {"approval": True}})
    join(host, code, "cai")
    bea.take()
    assert bea.error({"command": "admit", "user_id": 3, "accept": True})[0] == "not_host"
    assert "knocks" not in actions(bea.take())


def test_the_host_who_does_not_answer_costs_the_newcomer_three_minutes() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    bea.take()
    ana.take()
    host.wait(181)
    assert turned_away(bea) == "no_answer"
    assert ana.take() == [{"action": "knocks", "people": []}]


def test_whoever_becomes_host_is_told_who_waits() -> None:
    host = FakeHost()
    code = host.make_room()
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "update_settings", "settings": {"approval": True}})
    cai = join(host, code, "cai")
    bea.take()
    ana.drop()
    told = bea.take()
    assert actions(told) == ["player_left", "knocks"]
    bea.send({"command": "admit", "user_id": 3, "accept": True})
    assert actions(cai.take())[:2] == ["knocking", "welcome"]


def test_a_full_room_keeps_the_newcomer_waiting() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea, cai = (join(host, code, name) for name in ("ana", "bea", "cai"))
    for seat in (2, 3):
        ana.send({"command": "update_seat", "seat": seat, "locked": True})
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    assert ana.error({"command": "admit", "user_id": 3, "accept": True})[0] == "room_full"
    assert cai.still_open()
    bea.drop()
    ana.take()
    ana.send({"command": "admit", "user_id": 3, "accept": True})
    assert actions(cai.take())[-1] == "joined"


def test_no_longer_asking_lets_all_in_who_wait() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    bea.take()
    ana.send({"command": "update_settings", "settings": {"approval": False}})
    assert actions(bea.take()) == ["welcome", "joined", "settings_changed"]


def test_the_password_comes_before_the_consent() -> None:
    host = FakeHost()
    code = locked(host, approval=True)
    ana = join(host, code, "ana")
    ana.take()
    bea = join(host, code, "bea")
    [challenge] = bea.take()
    assert ana.take() == []
    told = bea.send(proof(challenge, "bea", f"room/{code}"))
    assert actions(told) == ["proven", "knocking"]
    assert actions(ana.take()) == ["knocks"]
    assert bea.error(proof(challenge, "bea", f"room/{code}"))[0] == "unknown_command"


def test_whoever_has_proven_the_password_knocks_again_without_it() -> None:
    host = FakeHost()
    code = locked(host, approval=True)
    ana = join(host, code, "ana")
    bea = join(host, code, "bea")
    bea.send(proof(bea.take()[0], "bea", f"room/{code}"))
    ana.send({"command": "admit", "user_id": 2, "accept": False})
    assert bea.closed == (4003, "declined")
    assert actions(join(host, code, "bea").take()) == ["knocking"]
    ana.send({"command": "ready_status", "is_ready": True})
    ana.send({"command": "update_settings", "target_players": 2})
    ana.send({"command": "start_game"})
    assert actions(watch(host, "bea").take()) == ["knocking"]
    assert actions(watch(host, "teo").take()) == ["challenge"]


def test_a_new_password_has_to_be_proven_by_those_who_knew_the_old_one() -> None:
    host = FakeHost()
    code = locked(host, approval=True)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    bea.send(proof(bea.take()[0], "bea", f"room/{code}"))
    bea.drop()
    ana.send({"command": "set_password", "salt": OTHER.salt, "verifier": OTHER.verifier})
    assert actions(join(host, code, "bea").take()) == ["challenge"]


def test_a_classic_newcomer_hears_nothing_until_it_is_in_or_out() -> None:
    host = FakeHost()
    code = asking(host)
    ana = join(host, code, "ana")
    bea, cai = (host.connect(f"/ws/room/{code}", token(n), name=n) for n in ("bea", "cai"))
    for said in (READY, "no json", b"", {"command": "nonsense"}, {"command": "admit"}):
        assert bea.send(said) == []
    for _ in range(70):
        assert bea.send(READY) == []
    assert bea.still_open()
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    [joined] = bea.take()
    assert (joined["action"], joined["user"]) == ("joined", "bea")
    ana.send({"command": "admit", "user_id": 3, "accept": False})
    [error] = cai.take()
    assert (error["code"], error["error"]) == ("declined", "El host no te ha dejado entrar.")
    assert cai.closed == (4003, "declined")


def test_spectators_ask_the_host_of_the_running_game() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    start(ana, bea)
    teo = watch(host, "teo")
    assert actions(teo.take()) == ["knocking"]
    playing = host.extended("/ws/game/1", token("ana"), name="ana")
    people = [m["people"] for m in playing.take() if m["event_type"] == "knocks"]
    assert people == [[{"id": 3, "username": "teo", "watch": True}]]
    other = host.extended("/ws/game/1", token("bea"), name="bea")
    other.take()
    assert other.error({"type": "TableAdmit", "user_id": 3, "accept": True})[0] == "not_host"
    playing.send({"type": "TableAdmit", "user_id": 3, "accept": True})
    assert "game_state" in actions(teo.take())


def test_who_waits_when_the_game_begins_may_ask_to_watch() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    cai = join(host, code, "cai")
    cai.take()
    start(ana, bea)
    [error] = cai.take()
    assert (error["code"], error["params"]["watch"]) == ("game_running", True)
    assert cai.closed == (4003, "game_running")


@pytest.mark.parametrize("make", [asking, locked])
def test_who_waits_at_a_room_that_closes_is_told(make: Callable[[FakeHost], str]) -> None:
    host = FakeHost()
    code = make(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    bea.take()
    ana.drop()
    assert turned_away(bea) == "room_not_found"


def test_asking_again_and_again_is_limited() -> None:
    host = FakeHost()
    code = asking(host)
    ana = join(host, code, "ana")
    closes = []
    for _ in range(5):
        bea = join(host, code, "bea")
        ana.send({"command": "admit", "user_id": 2, "accept": False})
        closes.append(bea.closed)
    assert closes == [(4003, "declined")] * 3 + [(4003, "rate_limited")] * 2
    host.wait(20)
    assert actions(join(host, code, "bea").take()) == ["knocking"]


def test_wishes_are_counted_behind_the_password_too() -> None:
    host = FakeHost()
    code = locked(host, approval=True)
    ana = join(host, code, "ana")
    host.address = "192.168.1.66"
    codes = []
    for number in range(8):
        name = f"guest{number}"
        guest = join(host, code, name)
        told = guest.send(proof(guest.take()[0], name, f"room/{code}"))
        codes.append(told[-1].get("code", told[-1]["action"]))
        guest.drop()
    assert codes == ["knocking"] * 6 + ["rate_limited"] * 2
    assert ana.take()[-1] == {"action": "knocks", "people": []}


def test_counters_of_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "MOST", 3)
    host = FakeHost()
    code = asking(host)
    join(host, code, "ana")
    for number in range(4):
        join(host, code, f"guest{number}").drop()
        host.wait(700)
    known = host.hub._lobby.rooms[0].door._around.tries._knocks._known
    assert len(known) <= 4


def test_new_tokens_fill_neither_the_host_s_list_nor_the_counters() -> None:
    host = FakeHost()
    code = asking(host)
    ana = join(host, code, "ana")
    host.address = "192.168.1.66"
    for number in range(40):
        join(host, code, f"thief{number}").drop()
    assert len([m for m in ana.take() if m.get("people")]) == 6
    known = host.hub._lobby.rooms[0].door._around.tries._knocks._known
    assert len(known) == 1 + 6, "once their address has to wait they leave nothing behind"
    assert ana.still_open()


def test_a_crowd_at_the_door_keeps_nobody_out() -> None:
    host = FakeHost()
    code = locked(host)
    join(host, code, "ana")
    crowd = []
    for number in range(3 * MOST_GUESTS):
        host.address = f"192.168.1.{100 + number % 4}"
        crowd.append(join(host, code, f"thief{number}"))
    assert sum(client.still_open() for client in crowd) == MOST_GUESTS
    host.address = "192.168.1.30"
    bea = join(host, code, "bea")
    for number in range(2 * MOST_OF_ADDRESS):
        host.address = "192.168.1.100"
        join(host, code, f"more{number}")
    assert bea.still_open()
    assert actions(bea.send(proof(bea.take()[0], "bea", f"room/{code}")))[0] == "proven"


def test_one_identity_waits_once_and_keeps_its_place() -> None:
    host = FakeHost()
    code = asking(host)
    ana, first = join(host, code, "ana"), join(host, code, "bea")
    second = join(host, code, "bea")
    assert first.closed == (4005, "replaced")
    assert actions(second.take()) == ["knocking"]
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    assert actions(second.take()) == ["welcome", "joined"]


def test_whoever_gives_up_leaves_the_list() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.take()
    bea.drop()
    assert ana.take() == [{"action": "knocks", "people": []}]
    assert not [key for key in host.timers if key.startswith("door/")]


def test_a_game_that_is_tidied_away_lets_nobody_wait_and_its_door_go() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    start(ana, bea)
    playing = host.extended("/ws/game/1", token("ana"), name="ana")
    playing.send({"type": "ActionSurrender"})
    door = host.hub._tables.sessions[1].door
    host.wait(ServerConfig().kept_after_end - 60)
    teo = watch(host, "teo")
    assert actions(teo.take()) == ["knocking"]
    host.wait(61)
    assert teo.closed == (4003, "game_not_found")
    assert door.host() is None
    again = host.make_room(codes=[code], again=True)
    assert actions(join(host, again, "bea").take())[0] == "welcome"
    assert actions(join(host, again, "cai").take()) == ["knocking"]


def test_a_rematch_takes_the_door_over_from_a_game_that_still_stands() -> None:
    host = FakeHost()
    code = asking(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.send({"command": "admit", "user_id": 2, "accept": True})
    start(ana, bea)
    host.extended("/ws/game/1", token("ana"), name="ana").send({"type": "ActionSurrender"})
    again = host.make_room(codes=[code], again=True)
    owner = join(host, again, "bea")
    cai = join(host, again, "cai")
    owner.take()
    host.wait(170)
    assert cai.still_open()
    host.wait(ServerConfig().kept_after_end)
    dario = join(host, again, "dario")
    knocks = owner.take()[-1]
    assert [one["username"] for one in knocks["people"]] == ["dario"]
    owner.send({"command": "admit", "user_id": knocks["people"][0]["id"], "accept": True})
    assert "joined" in actions(dario.take())


def test_the_public_queue_asks_nobody() -> None:
    host = FakeHost()
    waiting = [host.extended("/ws/queue/", token(name), name=name) for name in "abcd"]
    assert all(actions(client.take())[-1] == "match_found" for client in waiting)
    assert host.hub.room_listing() == ()


def test_proofs_inside_are_unknown_and_guests_vanish_with_the_host() -> None:
    host = FakeHost()
    code = locked(host)
    ana, bea = join(host, code, "ana"), join(host, code, "bea")
    ana.take()
    message = {"command": "proof", "half": "00" * 256, "proof": "x"}
    assert ana.error(message)[0] == "unknown_command"
    host.tell(e.Stopping())
    assert bea.closed == (4011, "host_closing")
