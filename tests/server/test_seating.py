from __future__ import annotations

from magnate_app.server.seating import Seating


def seats(seating: Seating) -> dict[int, str]:
    found = {place.seat: f"p{user}" for user, place in seating.places.items()}
    found.update({bot.seat: f"b{bot.number}" for bot in seating.bots()})
    found.update(dict.fromkeys(seating.locked, "x"))
    return dict(sorted(found.items()))


def test_people_sit_from_seat_0_upwards_and_bots_fill_up() -> None:
    seating = Seating(4, 3)
    seating.sit(7)
    assert seats(seating) == {0: "p7", 1: "b0", 2: "b1"}
    seating.sit(8)
    assert seats(seating) == {0: "p7", 1: "p8", 2: "b0"}
    assert [bot.piece for bot in seating.bots()] == [3]
    seating.sit(9)
    seating.sit(10)
    assert seating.full
    assert seating.target == 4
    seating.stand(7)
    assert seats(seating) == {1: "p8", 2: "p9", 3: "p10"}
    assert seating.target == 3


def test_without_a_target_the_people_are_the_target() -> None:
    seating = Seating(4)
    seating.sit(1)
    assert seating.target == 1
    seating.sit(2)
    assert seating.target == 2
    assert seating.bots() == []


def test_locked_seats_stay_empty() -> None:
    seating = Seating(4, 4)
    seating.sit(1)
    seating.locked = {1, 3}
    assert seats(seating) == {0: "p1", 1: "x", 2: "b0", 3: "x"}
    assert seating.target == 2
    seating.sit(2)
    assert seating.full


def test_people_move_when_their_seat_goes() -> None:
    seating = Seating(4)
    seating.sit(1)
    seating.sit(2)
    seating.places[1].seat = 3
    seating.locked = {0, 2}
    seating.levels = {3: "hard"}
    seating.resize(2)
    assert seats(seating) == {0: "p1", 1: "p2"}
    assert seating.levels == {}


def test_who_may_move_where() -> None:
    seating = Seating(4, 3)
    seating.sit(1)
    seating.sit(2)
    seating.locked = {3}
    assert seating.is_open_to(1, 0)
    assert not seating.is_open_to(1, 1)
    assert not seating.is_open_to(1, 2), "a bot sits there"
    assert not seating.is_open_to(1, 3)
    seating.wanted = 0
    assert seating.is_open_to(1, 2)


def test_bots_give_their_figures_up() -> None:
    seating = Seating(4, 3)
    seating.sit(1)
    assert [bot.piece for bot in seating.bots()] == [2, 3]
    assert seating.piece_is_free(1, 2)
    seating.places[1].piece = 2
    assert [bot.piece for bot in seating.bots()] == [1, 3]
    seating.sit(2)
    assert not seating.piece_is_free(2, 2)
    assert seating.piece_is_free(1, 2)
