"""The results come up piece by piece, and stand still at once where things may not move."""

from __future__ import annotations

import msgspec

from magnate_app.ui import gallery, gallery_table
from magnate_app.ui.input import Key
from magnate_app.ui.panels import podium
from magnate_app.ui.scenes.results import FLIP_SECONDS, REVEAL_SECONDS, ResultsScene


def results(reduced: bool = False) -> ResultsScene:
    stage = gallery.make_stage(1280, 720, "day", "en")
    if reduced:
        stage.apply(msgspec.structs.replace(stage.preferences, reduced_motion=True))
    shown = gallery_table.results_of(stage)
    scene = ResultsScene(stage, None, shown.table, shown.luck)
    stage.scenes.reset(scene)
    return scene


def test_the_podium_rises_and_rests() -> None:
    scene = results()
    assert scene.animating
    scene.update(podium.RISEN)
    assert not scene.animating


def test_a_bonus_turns_for_a_moment() -> None:
    scene = results()
    scene.update(podium.RISEN)
    scene.update(REVEAL_SECONDS)
    assert scene.shown_bonuses == 1
    assert scene.animating
    scene.update(FLIP_SECONDS)
    assert not scene.animating


def test_enter_shows_everything_at_once() -> None:
    scene = results()
    assert scene.on_key(Key("enter"))
    assert scene.shown_bonuses == len(scene.outcome.bonuses)
    assert not scene.animating


def test_nothing_moves_with_reduced_motion() -> None:
    assert not results(reduced=True).animating


def test_confetti_lies_all_over_and_not_on_one_line() -> None:
    points = [(i * podium.SPREAD[0] % 1, i * podium.SPREAD[1] % 1) for i in range(46)]
    for column in range(4):
        for row in range(3):
            inside = [p for p in points if int(p[0] * 4) == column and int(p[1] * 3) == row]
            assert inside, (column, row)


def test_a_game_is_counted_once_for_who_played_it() -> None:
    scene = results()
    before = scene.stage.services.tally()
    assert before.played == 15
    assert before.won == 6
    scene.stage.scenes.reset(ResultsScene(scene.stage, None, scene.table))
    assert scene.stage.services.tally() == before
    watched = ResultsScene(scene.stage, None, scene.table, watching=True)
    scene.stage.services.count_game("another", won=False)
    scene.stage.scenes.reset(watched)
    assert scene.stage.services.tally().played == 16
