from __future__ import annotations

import pytest

from magnate_app.server.commands import KeepCounters, KeepIdentity
from magnate_app.server.identities import Identities, clean
from magnate_app.server.outbox import Outbox


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("ana", "ana"),
        ("  ana \t  maria ", "ana maria"),
        ("a\u200bn\u202ea\x07", "ana"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("x" * 30, "x" * 20),
        ("nineteen characters a", "nineteen characters"),
        ("\u3164\u2800\ufe0f\u00ad", ""),
        ("", ""),
        ("ünï 👋", "ünï 👋"),
    ],
)
def test_names_are_cleaned(wanted: str, shown: str) -> None:
    assert clean(wanted) == shown


def test_user_ids_are_small_and_kept() -> None:
    out = Outbox()
    identities = Identities({"d1": 4}, next_user=7)
    assert identities.enter("d1", "ana", "es", out).user == 4
    assert out.take() == []
    assert identities.enter("d2", "bea", "es", out).user == 7
    assert out.take() == [KeepCounters(8, 1), KeepIdentity("d2", 7)]


def test_a_counter_behind_the_known_ids_is_corrected() -> None:
    assert Identities({"d1": 9}, next_user=1).enter("d2", "", "es", Outbox()).user == 10


def test_without_a_name_the_id_is_the_name() -> None:
    identities = Identities(next_user=7)
    assert identities.enter("d1", "\u200b", "es", Outbox()).name == "Jugador 7"
    assert identities.enter("d2", "", "en", Outbox()).name == "Player 8"


def test_taken_names_get_a_number_and_stay_within_20() -> None:
    identities = Identities()
    out = Outbox()
    assert identities.enter("d1", "Ana", "es", out).name == "Ana"
    assert identities.enter("d2", "ANA", "es", out).name == "ANA 2"
    assert identities.enter("d3", "ana", "es", out).name == "ana 3"
    assert identities.claim("x" * 20) == "x" * 20
    assert identities.claim("x" * 20) == "x" * 18 + " 2"


def test_a_name_lasts_as_long_as_anything_holds_it() -> None:
    identities = Identities()
    out = Outbox()
    ana = identities.enter("d1", "ana", "es", out)
    assert identities.enter("d1", "other", "es", out) is ana
    identities.leave(ana)
    assert identities.claim("ana") == "ana 2"
    identities.leave(ana)
    assert identities.claim("ana") == "ana"


def test_a_seat_of_a_saved_game_keeps_its_id_where_it_is_free() -> None:
    out = Outbox()
    identities = Identities({"d1": 3}, next_user=5)
    assert identities.restore("d1", 9, "ana", out).user == 3
    assert identities.restore("d2", 8, "bea", out).user == 8
    assert identities.restore("d3", 4, "eva", out).user == 9
    assert identities.restore("d3", 4, "eva", out).holds == 2
    assert identities.new_user(out) == 10


def test_ids_from_elsewhere_are_never_given_again() -> None:
    out = Outbox()
    identities = Identities()
    identities.reserve(user=5, game=42, out=out)
    assert out.take() == [KeepCounters(6, 43)]
    identities.reserve(user=5, game=42, out=out)
    assert out.take() == []
    assert identities.new_game(out) == 43
