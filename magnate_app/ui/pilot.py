"""Drives the real interface from lines of JSON, for tests of the whole program.

One command a line on standard input, one line of answer each on standard output:

`{"do": "click", "id": "title.play"}` · `{"do": "key", "key": "space", "shift": true}` ·
`{"do": "type", "text": "Ana"}` · `{"do": "state"}` · `{"do": "screenshot", "path": "a.png"}` ·
`{"do": "resize", "size": [1280, 720]}` · `{"do": "quit"}`

Clicks and keys go through pygame's event queue, as a person's do.
"""

from __future__ import annotations

import os
import sys
from typing import Final, TextIO

import msgspec
import pygame

from magnate_app.ui.geometry import Box
from magnate_app.ui.window import Window

_CHUNK: Final = 65536


class PilotCommand(msgspec.Struct, frozen=True):
    """One line of a pilot."""

    do: str
    id: str = ""
    key: str = ""
    text: str = ""
    path: str = ""
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    size: tuple[int, int] = (1280, 720)
    wheel: int = 0


class Pilot:
    """Reads commands between two ticks of a window and answers after the next."""

    def __init__(self, window: Window, source: int, answers: TextIO) -> None:
        self._window = window
        self._source = source
        self._answers = answers
        self._buffer = b""
        self._waiting: dict[str, object] | None = None
        os.set_blocking(source, False)
        window.before_tick = self.step
        window.piloted = True

    def step(self) -> None:
        """Answer the last command and begin the next, if one has come."""
        if self._waiting is not None:
            self._answer(self._waiting)
            self._waiting = None
        line = self._next_line()
        if line is None:
            return
        try:
            command = msgspec.json.decode(line, type=PilotCommand)
            self._waiting = self._begin(command)
        except (msgspec.MsgspecError, LookupError, ValueError) as error:
            self._answer({"error": str(error)})

    def state(self) -> dict[str, object]:
        """Return what is on the screen."""
        stage = self._window.stage
        top = stage.scenes.top
        if top is None:
            return {"scene": None, "focus": None, "widgets": []}
        top.refresh()
        focus = top.controls.focus
        return {
            "scene": top.name,
            "focus": focus.id if focus is not None else None,
            "animating": top.animating,
            "toasts": [f"{t.text} {t.detail}".strip() for t in stage.toasts.shown],
            "widgets": [
                {
                    "id": widget.id,
                    "label": widget.label,
                    "enabled": widget.enabled,
                    "value": widget.value_text(),
                }
                for widget in top.controls.all()
            ],
            "targets": sorted(top.targets()),
            "facts": top.facts(),
        }

    def _begin(self, command: PilotCommand) -> dict[str, object]:
        match command.do:
            case "click":
                self._click(command.id)
            case "wheel":
                self._point_at(command.id)
                pygame.event.post(
                    pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=command.wheel, flipped=False)
                )
            case "hover":
                self._point_at(command.id)
            case "key":
                self._key(command)
            case "type":
                for letter in command.text:
                    pygame.event.post(pygame.event.Event(pygame.TEXTINPUT, text=letter))
            case "state":
                return self.state()
            case "screenshot":
                self._window.screenshot(command.path)
            case "resize":
                pygame.display.set_mode(command.size, pygame.RESIZABLE)
                pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=command.size))
            case "quit":
                self._window.stage.quit()
                self._answer({"ok": True})
            case other:
                raise LookupError(f"unknown command {other}")
        return {"ok": True}

    def _box(self, ident: str) -> Box:
        top = self._window.stage.scenes.top
        if top is None:
            raise LookupError("no scene")
        top.refresh()
        widget = top.controls.find(ident)
        if widget is None:
            targets = top.targets()
            if ident in targets:
                return targets[ident]
            raise LookupError(f"{ident} is not on the screen {top.name}")
        if not widget.enabled:
            raise LookupError(f"{ident} is disabled")
        if widget.parent is not None:
            widget.parent.reveal(widget)
        return widget.box

    def _point_at(self, ident: str) -> tuple[int, int]:
        x, y = self._box(ident).center
        top = self._window.stage.scenes.top
        assert top is not None
        scale = top.scale
        pos = round(x * scale), round(y * scale)
        pygame.event.post(
            pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(0, 0, 0))
        )
        return pos

    def _click(self, ident: str) -> None:
        pos = self._point_at(ident)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, pos=pos, button=1))

    def _key(self, command: PilotCommand) -> None:
        names = {"enter": "return"}
        code = pygame.key.key_code(names.get(command.key, command.key))
        mod = pygame.KMOD_NONE
        mod |= pygame.KMOD_SHIFT if command.shift else 0
        mod |= pygame.KMOD_CTRL if command.ctrl else 0
        mod |= pygame.KMOD_ALT if command.alt else 0
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=""))
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=code, mod=mod))

    def _next_line(self) -> bytes | None:
        if b"\n" not in self._buffer:
            try:
                chunk = os.read(self._source, _CHUNK)
            except BlockingIOError:
                return None
            if not chunk:
                self._window.stage.quit()
                return None
            self._buffer += chunk
        line, separator, rest = self._buffer.partition(b"\n")
        if not separator:
            return None
        self._buffer = rest
        return line if line.strip() else None

    def _answer(self, answer: dict[str, object]) -> None:
        self._answers.write(msgspec.json.encode(answer).decode() + "\n")
        self._answers.flush()


def attach(window: Window) -> Pilot:
    """Let the program's own standard input drive `window`."""
    return Pilot(window, sys.stdin.fileno(), sys.stdout)
