from __future__ import annotations

import pygame

from magnate_app.ui.passage import SECONDS, Passage

TITLE, TABLE = object(), object()


def screen(color: tuple[int, int, int]) -> pygame.Surface:
    surface = pygame.Surface((40, 30))
    surface.fill(color)
    return surface


def tone(surface: pygame.Surface) -> int:
    return surface.get_at((5, 5))[0]


def change(passage: Passage, shown: pygame.Surface, *, moving: bool = True) -> None:
    """Draw the title black, then the table bright."""
    passage.before(TITLE, shown, moving)
    passage.after(shown)
    passage.before(TABLE, shown, moving)
    shown.fill((200, 200, 200))
    passage.after(shown)


def test_the_old_picture_fades_over_the_new_one() -> None:
    shown, passage = screen((0, 0, 0)), Passage()
    change(passage, shown)
    seen = [tone(shown)]
    while not passage.go_on(shown, SECONDS / 5):
        seen.append(tone(shown))
    seen.append(tone(shown))
    assert seen[0] < 10
    assert seen == sorted(seen)
    assert seen[-1] == 200
    assert not passage.running


def test_a_picture_that_takes_long_is_waited_for() -> None:
    shown, passage = screen((0, 0, 0)), Passage()
    passage.before(TITLE, shown, True)
    passage.before(TABLE, shown, True)
    shown.fill((90, 90, 90))
    passage.before(TABLE, shown, True)
    assert tone(shown) == 90
    shown.fill((200, 200, 200))
    passage.after(shown)
    assert passage.running
    assert tone(shown) < 10


def test_the_first_screen_and_a_drawn_again_one_do_not_fade() -> None:
    shown, passage = screen((120, 0, 0)), Passage()
    for _ in range(3):
        passage.before(TITLE, shown, True)
        passage.after(shown)
        assert not passage.running
    assert tone(shown) == 120


def test_nothing_fades_where_nothing_may_move() -> None:
    shown, passage = screen((0, 0, 0)), Passage()
    change(passage, shown, moving=False)
    assert not passage.running
    change(Passage(allowed=False), shown)
    assert tone(shown) == 200


def test_another_size_ends_it_at_once() -> None:
    shown, passage = screen((0, 0, 0)), Passage()
    change(passage, shown)
    assert passage.go_on(pygame.Surface((50, 30)), 0.01)
    assert not passage.running


def test_it_can_be_ended_at_once() -> None:
    shown, passage = screen((0, 0, 0)), Passage()
    change(passage, shown)
    passage.finish(shown)
    assert tone(shown) == 200
    assert not passage.running
