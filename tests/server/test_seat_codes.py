"""Coming back to a seat from another computer with a code (PROTOCOL.md 2, 3, 7)."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol import seat_code
from magnate_app.protocol.gamelog import Change, TableOptions
from magnate_app.protocol.messages import RefusedError
from magnate_app.server.closing import SEAT_MOVED
from magnate_app.server.identities import Person
from magnate_app.server.seat_codes import GUESSES, MOST_ADDRESSES, VALID, SeatCodes
from tests.kit.hub import Client, FakeHost, Player, Table, start, token

WRONG = "00000000"


def code_of(player: Player) -> str:
    (told,) = [m for m in player.act("SeatCode") if m["event_type"] == "seat_code"]
    return str(told["code"])


def claim(host: FakeHost, code: str, name: str = "laptop", room: str = "seat") -> Client:
    return host.extended(f"/ws/room/{room}/", token(name), name=name, seat_code=code)


def in_room(host: FakeHost, *names: str) -> tuple[str, list[Client]]:
    """Let people into a new room; return its code and their lines."""
    room = host.make_room()
    return room, [host.extended(f"/ws/room/{room}", token(n), name=n) for n in names]


def begin(ana: Client, *others: Client) -> None:
    """Let everybody be ready and the first of them start the game."""
    for person in (ana, *others):
        person.send({"command": "ready_status", "is_ready": True})
    ana.send({"command": "start_game"})


def test_a_code_is_read_as_people_type_it() -> None:
    numbers = iter([7, 1, 0, 18, 9, 24, 31])
    code = seat_code.make(lambda n: next(numbers))
    assert len(code) == seat_code.LENGTH
    shown = seat_code.show(code)
    assert shown[4] == "-"
    assert seat_code.parse(f" {shown.lower().replace('0', 'o').replace('1', 'l')} ") == code
    for place in range(len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or seat_code.parse(swapped) is None
    assert seat_code.parse(code[:-1]) is None
    assert seat_code.parse("U" + code[1:]) is None


def test_a_code_that_spells_a_word_is_not_given_out() -> None:
    first = [20, 20, 20, 0, 0, 0, 0]
    numbers = iter([19, 19, 19, 0, 0, 0, 0, *first])
    assert "KKK" not in seat_code.make(lambda n: next(numbers))


def test_the_seat_moves_to_the_other_device() -> None:
    table = start(("ana", "bea"))
    bea = table.of("bea")
    user, old = table.user("bea"), bea.client
    code = code_of(bea)
    room = table.host.headers[1].room_codes[0]
    laptop = claim(table.host, code, room=room)
    kinds = [(m["action"], m.get("you"), m.get("username")) for m in laptop.take()]
    assert kinds == [("welcome", user, "bea"), ("game_start", None, None)]
    assert laptop.closed == (4001, "moved_on")
    assert old.closed == (4005, SEAT_MOVED)
    back = Player(table.host.extended("/ws/game/1/", token("laptop"), seq=0))
    assert (back.state["you"], back.state["role"]) == (user, "player")
    table.of("ana").look()
    assert [note["change"] for note in table.of("ana").seen if "change" in note] == ["moved"]
    assert table.host.connect("/ws/game/1", token("bea")).closed == (4003, "not_a_participant")
    stranger = table.host.extended("/ws/queue/", token("bea"))
    assert stranger.take()[0]["you"] != user
    back.act("ChatMessage", msg="¡ya estoy!")
    assert table.of("ana").look()[-1]["user"] == "bea"


def test_a_code_is_good_once_but_a_broken_line_does_no_harm() -> None:
    table = start(("ana", "bea"))
    code = code_of(table.of("bea"))
    claim(table.host, code)
    assert claim(table.host, code).closed == (4001, "moved_on"), "the same device again"
    thief = claim(table.host, code, "thief")
    assert thief.closed == (4003, "seat_code_wrong")
    assert thief.take()[0]["code"] == "seat_code_wrong"


def test_a_newer_code_voids_the_older_and_time_does_both() -> None:
    table = start(("ana", "bea"))
    old, new = code_of(table.of("bea")), code_of(table.of("bea"))
    assert claim(table.host, old).closed == (4003, "seat_code_wrong")
    assert claim(table.host, new).closed == (4001, "moved_on")
    late = code_of(table.of("ana"))
    table.host.wait(VALID)
    assert claim(table.host, late, "phone").closed == (4003, "seat_code_wrong")


def test_guessing_is_slow_for_an_address_whatever_the_token() -> None:
    table = start(("ana", "bea"))
    code = code_of(table.of("bea"))
    for number in range(GUESSES):
        assert claim(table.host, WRONG, f"thief{number}").closed == (4003, "seat_code_wrong")
    guess = claim(table.host, code, "thief")
    assert guess.closed == (4003, "rate_limited")
    assert guess.take()[0]["params"]["retry_ms"] > 0
    table.host.wait(30)
    assert claim(table.host, code).closed == (4001, "moved_on")


def test_all_addresses_together_are_slow_too() -> None:
    table = start(("ana", "bea"))
    closed = []
    for number in range(60):
        peer = table.host.open(
            "/ws/room/seat/", f"token={token('thief')}&v=2", address=f"10.0.0.{number}"
        )
        peer.send({"command": "hello", "protocol": 2, "seat_code": WRONG})
        closed.append(peer.closed)
    assert closed[0] == (4003, "seat_code_wrong")
    assert closed[-1] == (4003, "rate_limited")


def test_a_device_that_plays_here_keeps_its_own_seat() -> None:
    table = start(("ana", "bea"))
    code = code_of(table.of("bea"))
    assert claim(table.host, code, "ana").closed == (4003, "seat_code_busy")
    assert table.of("bea").client.still_open()
    assert claim(table.host, code, "laptop").closed == (4001, "moved_on"), "nothing was used up"


def test_a_seat_in_a_room_moves_with_all_it_has() -> None:
    host = FakeHost()
    _, (ana, bea) = in_room(host, "ana", "bea")
    bea.send({"command": "ready_status", "is_ready": True})
    (told,) = bea.send({"command": "seat_code"})
    laptop = claim(host, told["code"], "laptop")
    assert bea.closed == (4005, SEAT_MOVED)
    joined = laptop.take()[-1]
    assert joined["players"][1] == {"username": "bea", "ready_to_play": True}
    assert ana.still_open()


def test_a_code_of_the_room_is_good_in_its_game() -> None:
    host = FakeHost()
    _, (ana, bea) = in_room(host, "ana", "bea")
    *_, told = bea.send({"command": "seat_code"})
    begin(ana, bea)
    assert claim(host, told["code"]).closed == (4001, "moved_on")


def test_a_code_without_a_seat_is_worth_nothing() -> None:
    host = FakeHost()
    _, (ana, bea) = in_room(host, "ana", "bea")
    *_, told = bea.send({"command": "seat_code"})
    bea.drop()
    assert claim(host, told["code"]).closed == (4003, "seat_code_wrong")
    assert ana.still_open()


def test_the_host_gives_a_code_for_somebody_who_is_away() -> None:
    table = start(("ana", "bea", "eva"))
    ana, user = table.of("ana"), table.user("bea")
    assert ana.error("SeatCode", player=user)[0] == "invalid_field", "bea is here"
    assert ana.error("SeatCode", player=99)[0] == "unknown_player"
    table.of("bea").client.drop()
    table.look()
    assert table.of("eva").error("SeatCode", player=user)[0] == "not_host"
    told = ana.act("SeatCode", player=user)
    assert [m.get("change") for m in told] == [None, "code_given"]
    assert told[0]["player"] == user
    assert table.of("eva").look()[-1]["change"] == "code_given"
    assert claim(table.host, told[0]["code"]).closed == (4001, "moved_on")


def test_who_watches_has_no_seat_code() -> None:
    table = start(("ana", "bea"))
    teo = table.connect("teo", spectate="1")
    assert teo.error("SeatCode")[0] == "not_a_participant"


def test_no_code_is_kept_in_clear() -> None:
    table = start(("ana", "bea"))
    code = code_of(table.of("bea"))
    claim(table.host, code)
    kept = msgspec.json.encode(table.host.saved(1)).decode()
    assert code not in kept
    codes = table.host.hub._moving._around.seat_codes
    assert code not in repr(codes._given)


def test_a_seat_that_has_moved_stays_so_when_the_game_is_opened_again() -> None:
    table = start(("ana", "bea"), options=TableOptions(absence="wait"))
    claim(table.host, code_of(table.of("bea")))
    saved = table.host.saved(1)
    assert [note.change for note in saved.notes if note.digest] == [Change.MOVED]
    host = FakeHost(seed=5)
    host.resume(saved)
    assert host.resume(saved) == 1, "the same game is not opened twice"
    assert host.connect("/ws/game/1", token("bea")).closed == (4003, "not_a_participant")
    back = Table(host).host.extended("/ws/game/1", token("laptop"))
    assert back.take()[0]["you"] == table.user("bea")


def test_the_host_of_a_table_moves_as_well() -> None:
    table = start(("ana", "bea"))
    claim(table.host, code_of(table.of("ana")), "phone")
    back = Player(table.host.extended("/ws/game/1/", token("phone")))
    assert back.state["host"] == back.state["you"]
    assert back.act("TablePause")[-1]["change"] == "paused"


def test_other_games_of_the_host_are_left_alone() -> None:
    table = start(("ana", "bea"))
    host = table.host
    for name in ("eva", "leo", "teo", "pia"):
        host.connect("/ws/queue/", token(name), name=name)
    claim(host, code_of(table.of("bea")))
    assert host.saved(2).notes == ()


def test_a_game_that_is_over_goes_along_without_a_word() -> None:
    table = start(("ana", "bea"))
    table.of("ana").act("ActionSurrender")
    host = table.host
    room = host.make_room()
    bea = host.extended(f"/ws/room/{room}", token("bea"), name="bea")
    *_, told = bea.send({"command": "seat_code"})
    claim(host, told["code"])
    assert host.saved(1).notes == ()
    back = Player(host.extended("/ws/game/1/", token("laptop")))
    assert back.state["you"] == table.user("bea")


def test_ones_own_code_on_ones_own_device_changes_nothing() -> None:
    table = start(("ana", "bea"))
    back = claim(table.host, code_of(table.of("bea")), "bea")
    assert back.closed == (4001, "moved_on")
    assert table.of("bea").client.still_open()


def test_many_addresses_are_forgotten_in_time() -> None:
    codes = SeatCodes(lambda n: 0)
    person = Person(1, "ab" * 32, "ana")
    for number in range(MOST_ADDRESSES + 1):
        with pytest.raises(RefusedError):
            codes.owner(WRONG, f"10.0.{number // 256}.{number % 256}", person, number * 60_000.0)
    assert len(codes._each) == 1


def test_every_line_of_the_older_device_is_closed() -> None:
    table = start(("ana", "bea"))
    host = table.host
    room, other = host.make_room(), host.make_room()
    eva = host.extended(f"/ws/room/{other}", token("eva"), name="eva")
    waiting = host.extended("/ws/queue/", token("bea"))
    in_room = host.extended(f"/ws/room/{other}", token("bea"), name="bea")
    eva.take()
    claim(host, code_of(table.of("bea")))
    for line in (table.of("bea").client, waiting, in_room):
        assert line.closed == (4005, SEAT_MOVED)
    assert eva.take()[-1]["user_left"] == "bea"
    assert room != other


def test_a_code_outlives_the_connection_it_was_asked_on() -> None:
    host = FakeHost()
    room, (ana, bea) = in_room(host, "ana", "bea")
    *_, told = bea.send({"command": "seat_code"})
    bea.drop()
    bea = host.extended(f"/ws/room/{room}", token("bea"), name="bea")
    begin(ana, bea)
    players = [Player(host.extended("/ws/game/1/", token(name))) for name in ("ana", "bea")]
    assert claim(host, told["code"]).closed == (4001, "moved_on")
    assert players[1].client.closed == (4005, SEAT_MOVED)
    back = Player(host.extended("/ws/game/1/", token("laptop")))
    assert back.state["you"] == players[1].state["you"]
    players[0].act("ActionSurrender")
    assert host.ends[1].cause


def test_who_was_kicked_here_takes_no_seat_with_a_code() -> None:
    host = FakeHost()
    room, (ana, bea, eva) = in_room(host, "ana", "bea", "eva")
    *_, told = bea.send({"command": "seat_code"})
    ana.send({"command": "kick", "user": "eva"})
    assert eva.closed == (4009, "kicked")
    ana.take()
    bea.take()
    refused = claim(host, told["code"], "eva")
    assert (refused.closed, refused.take()[0]["code"]) == ((4003, "banned"), "banned")
    assert (ana.take(), bea.take(), bea.closed) == ([], [], None), "nobody has noticed"
    again = host.extended(f"/ws/room/{room}", token("bea"), takeover="1")
    assert again.take()[0]["username"] == "bea"
    assert claim(host, told["code"]).closed is None, "nothing was used up"


def test_a_game_that_is_over_gives_no_code() -> None:
    table = start(("ana", "bea"))
    ana, bea, user = table.of("ana"), table.of("bea"), table.user("bea")
    bea.act("ActionSurrender")
    bea.client.drop()
    ana.look()
    assert ana.error("SeatCode", player=user)[0] == "game_over"
    assert ana.error("SeatCode")[0] == "game_over"
