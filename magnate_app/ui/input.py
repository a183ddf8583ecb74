"""pygame's events as the values scenes and widgets understand.

The only module that knows pygame's event numbers. Positions are logical pixels.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec
import pygame

Pos: TypeAlias = tuple[float, float]

LEFT_BUTTON: Final = 1
RIGHT_BUTTON: Final = 3

TAP_SLOP: Final = 6.0
"""A press that moved less than this many logical pixels is a tap."""

_NAMES: Final = {
    "return": "enter",
    "enter": "enter",
    "keypad enter": "enter",
    "escape": "escape",
    "left ctrl": "ctrl",
    "right ctrl": "ctrl",
}


class Move(msgspec.Struct, frozen=True):
    """The pointer moved; `held` while the left button is down."""

    pos: Pos
    held: bool = False


class Press(msgspec.Struct, frozen=True):
    """A mouse button went down; `count` 2 is a double click."""

    pos: Pos
    button: int = LEFT_BUTTON
    count: int = 1


class Release(msgspec.Struct, frozen=True):
    """A mouse button went up."""

    pos: Pos
    button: int = LEFT_BUTTON


class Tap(msgspec.Struct, frozen=True):
    """The left button went down and up on one spot; comes after its `Release`."""

    pos: Pos


class Wheel(msgspec.Struct, frozen=True):
    """The wheel turned; `dy` above 0 is away from the person."""

    pos: Pos
    dx: float
    dy: float


class Key(msgspec.Struct, frozen=True):
    """A key went down, by its name: `a`, `space`, `enter`, `escape`, `tab`, `left`, `f1`."""

    name: str
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    repeat: bool = False


class Text(msgspec.Struct, frozen=True):
    """Text was typed."""

    text: str


class Edit(msgspec.Struct, frozen=True):
    """An input method shows unfinished text."""

    text: str
    start: int = 0


class Leave(msgspec.Struct, frozen=True):
    """The pointer left the window."""


Input: TypeAlias = Move | Press | Release | Tap | Wheel | Key | Text | Edit | Leave


def nearer(given: Input, zoom: float) -> Input:
    """Return an input as a scene sees it that is drawn `zoom` times as large."""
    if zoom == 1 or not isinstance(given, Move | Press | Release | Tap | Wheel):
        return given
    x, y = given.pos
    return msgspec.structs.replace(given, pos=(x / zoom, y / zoom))


class Reader:
    """Turns events into inputs; remembers where the button went down and which keys are."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.pos: Pos = (0.0, 0.0)
        self._down: Pos | None = None
        self._held: set[int] = set()
        self._last_press: tuple[Pos, int] | None = None

    def read(self, event: pygame.event.Event) -> list[Input]:
        """Return the inputs of one event; none if nobody cares about it."""
        kind = event.type
        if kind == pygame.MOUSEMOTION:
            self.pos = self._logical(event.pos)
            return [Move(self.pos, bool(event.buttons[0]))]
        if kind == pygame.MOUSEBUTTONDOWN and event.button <= RIGHT_BUTTON:
            return [self._press(event)]
        if kind == pygame.MOUSEBUTTONUP and event.button <= RIGHT_BUTTON:
            return self._release(event)
        if kind == pygame.MOUSEWHEEL:
            x = getattr(event, "precise_x", float(event.x))
            y = getattr(event, "precise_y", float(event.y))
            return [Wheel(self.pos, x, y)]
        if kind == pygame.KEYDOWN:
            repeat = event.key in self._held
            self._held.add(event.key)
            return [key_of(event.key, event.mod, repeat)]
        if kind == pygame.KEYUP:
            self._held.discard(event.key)
            return []
        if kind == pygame.WINDOWFOCUSLOST:
            self._held.clear()
            return []
        if kind == pygame.TEXTINPUT and event.text:
            return [Text(event.text)]
        if kind == pygame.TEXTEDITING:
            return [Edit(event.text, event.start)]
        if kind == pygame.WINDOWLEAVE:
            return [Leave()]
        return []

    def _logical(self, pos: tuple[int, int]) -> Pos:
        return pos[0] / self.scale, pos[1] / self.scale

    def _press(self, event: pygame.event.Event) -> Press:
        self.pos = self._logical(event.pos)
        if event.button == LEFT_BUTTON:
            self._down = self.pos
        now = pygame.time.get_ticks()
        count = 1
        if self._last_press is not None:
            before, when = self._last_press
            if now - when < 400 and _near(before, self.pos):
                count = 2
        self._last_press = None if count == 2 else (self.pos, now)
        return Press(self.pos, event.button, count)

    def _release(self, event: pygame.event.Event) -> list[Input]:
        self.pos = self._logical(event.pos)
        inputs: list[Input] = [Release(self.pos, event.button)]
        if event.button == LEFT_BUTTON:
            if self._down is not None and _near(self._down, self.pos):
                inputs.append(Tap(self.pos))
            self._down = None
        return inputs


def key_of(code: int, mod: int, repeat: bool = False) -> Key:
    """Return the `Key` of a key code and the modifiers held."""
    name = pygame.key.name(code).lower()
    if name.startswith("[") and name.endswith("]") and len(name) == 3:
        name = name[1]
    return Key(
        _NAMES.get(name, name),
        shift=bool(mod & pygame.KMOD_SHIFT),
        ctrl=bool(mod & (pygame.KMOD_CTRL | pygame.KMOD_META)),
        alt=bool(mod & pygame.KMOD_ALT),
        repeat=repeat,
    )


def _near(a: Pos, b: Pos) -> bool:
    return abs(a[0] - b[0]) < TAP_SLOP and abs(a[1] - b[1]) < TAP_SLOP
