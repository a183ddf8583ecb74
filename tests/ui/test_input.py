from __future__ import annotations

import pygame

from magnate_app.ui.input import (
    Edit,
    Key,
    Leave,
    Move,
    Press,
    Reader,
    Release,
    Tap,
    Text,
    Wheel,
    key_of,
    nearer,
)

Event = pygame.event.Event


def test_positions_are_logical() -> None:
    reader = Reader()
    reader.scale = 2.0
    moved = reader.read(Event(pygame.MOUSEMOTION, pos=(100, 60), rel=(0, 0), buttons=(1, 0, 0)))
    assert moved == [Move((50, 30), held=True)]
    assert reader.read(Event(pygame.MOUSEWHEEL, x=0, y=-1, flipped=False)) == [
        Wheel((50, 30), 0, -1)
    ]


def test_a_tap_is_a_press_and_release_in_one_spot() -> None:
    reader = Reader()
    down = Event(pygame.MOUSEBUTTONDOWN, pos=(10, 10), button=1)
    assert reader.read(down) == [Press((10, 10))]
    up = Event(pygame.MOUSEBUTTONUP, pos=(12, 11), button=1)
    assert reader.read(up) == [Release((12, 11)), Tap((12, 11))]
    assert reader.read(down) == [Press((10, 10), count=2)]
    far = Event(pygame.MOUSEBUTTONUP, pos=(90, 11), button=1)
    assert reader.read(far) == [Release((90, 11))]
    right = Event(pygame.MOUSEBUTTONDOWN, pos=(10, 10), button=3)
    assert reader.read(right)[0].button == 3  # type: ignore[union-attr]
    assert reader.read(Event(pygame.MOUSEBUTTONDOWN, pos=(10, 10), button=4)) == []


def test_keys_have_names() -> None:
    assert key_of(pygame.K_RETURN, 0) == Key("enter")
    assert key_of(pygame.K_KP_ENTER, 0) == Key("enter")
    assert key_of(pygame.K_KP5, 0) == Key("5")
    assert key_of(pygame.K_a, pygame.KMOD_CTRL) == Key("a", ctrl=True)
    assert key_of(pygame.K_TAB, pygame.KMOD_LSHIFT, True) == Key("tab", shift=True, repeat=True)
    assert key_of(pygame.K_PAGEUP, pygame.KMOD_ALT) == Key("page up", alt=True)


def test_text_editing_and_the_rest() -> None:
    reader = Reader()
    assert reader.read(Event(pygame.TEXTINPUT, text="ñ")) == [Text("ñ")]
    assert reader.read(Event(pygame.TEXTINPUT, text="")) == []
    assert reader.read(Event(pygame.TEXTEDITING, text="´", start=1, length=0)) == [Edit("´", 1)]
    assert reader.read(Event(pygame.WINDOWLEAVE)) == [Leave()]
    assert reader.read(Event(pygame.KEYDOWN, key=pygame.K_F1, mod=0)) == [Key("f1")]
    assert reader.read(Event(pygame.USEREVENT)) == []


def test_a_held_key_repeats() -> None:
    reader = Reader()
    down = Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0)
    up = Event(pygame.KEYUP, key=pygame.K_SPACE, mod=0)
    assert reader.read(down) == [Key("space")]
    assert reader.read(down) == [Key("space", repeat=True)]
    assert reader.read(up) == []
    assert reader.read(down) == [Key("space")]
    reader.read(Event(pygame.WINDOWFOCUSLOST))
    assert reader.read(down) == [Key("space")]


def test_a_scene_drawn_larger_sees_places_nearer() -> None:
    assert nearer(Press((200.0, 100.0)), 2.0) == Press((100.0, 50.0))
    assert nearer(Key("a"), 2.0) == Key("a")
    assert nearer(Tap((3.0, 4.0)), 1.0) == Tap((3.0, 4.0))
