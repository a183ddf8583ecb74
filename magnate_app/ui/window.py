"""pygame's window and clock: the only reader of the event queue.

Draws when something changed, sleeps in between, and never waits for anything else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import msgspec
import pygame

from magnate_app.errors import MagnateError
from magnate_app.saves.preferences import Preferences
from magnate_app.ui import arrival, assets, desktop, shapes, strings, voice
from magnate_app.ui.draw import Canvas
from magnate_app.ui.input import Key, Reader
from magnate_app.ui.loudspeaker import Loudspeaker
from magnate_app.ui.passage import Passage
from magnate_app.ui.placing import SMALLEST, opening_place, opening_size
from magnate_app.ui.scene import Stage
from magnate_app.ui.still import AS_SEEN, UNLIMITED, Ration
from magnate_app.ui.voice import Speaker, Voice
from magnate_app.ui.widgets.base import ARROW, HAND, IBEAM

FAST, IDLE, AWAY, HIDDEN, PILOTED = 60, 20, 10, 4, 250
"""Times a second events are read: while things move, at rest, unfocused, minimised, tested."""

RESTING: Final = 0.09
"""Seconds between two looks at the world while nothing moves and nobody does anything."""

AT_ONCE: Final = 0.004
"""Seconds after the beginning of a frame in which what keeps still may be painted."""

QUIET: Final = 0.12
"""Seconds a window must keep its new size before everything is laid out for it."""
TITLE: Final = "Magnate"
UNSEEN: Final = ("dummy", "offscreen")
"""Drivers that draw for nobody."""

_LONGEST_STEP: Final = 0.2
_CURSORS: Final = {
    ARROW: pygame.SYSTEM_CURSOR_ARROW,
    HAND: pygame.SYSTEM_CURSOR_HAND,
    IBEAM: pygame.SYSTEM_CURSOR_IBEAM,
}


class WindowError(MagnateError):
    """No window can be opened here."""


def prepare() -> None:
    """Set what SDL reads before it starts; call before anything of pygame."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    # pygame has put the script's name there when it was imported
    os.environ["SDL_VIDEO_X11_WMCLASS"] = "magnate"
    os.environ.setdefault("SDL_APP_NAME", TITLE)
    os.environ.setdefault("SDL_IME_SHOW_UI", "1")
    os.environ.setdefault("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1")
    if sys.platform.startswith("linux"):
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")


def open_screen(
    width: int,
    height: int,
    fullscreen: bool = False,
    place: tuple[int, int] | None = None,
    first: bool = False,
) -> pygame.Surface:
    """Start pygame and open the window; raises `WindowError` where there is no display.

    It opens at `place`, where it was closed, if that can still be seen; the `first` window
    ever is as large as the desktop's own scale asks.
    """
    prepare()
    if not getattr(pygame, "IS_CE", False):
        raise WindowError("Magnate needs pygame-ce; uninstall pygame and install pygame-ce.")
    try:
        pygame.display.init()
        pygame.font.init()
        pygame.key.set_repeat(400, 40)
        seen = pygame.display.get_driver() not in UNSEEN
        desktops = pygame.display.get_desktop_sizes() if seen else []
        largest = max(desktops, default=(0, 0))
        size = opening_size((width, height), largest, desktop.scale(), first)
        at = opening_place(place, size, desktops)
        if at is not None:
            os.environ["SDL_VIDEO_WINDOW_POS"] = f"{at[0]},{at[1]}"
        flags = pygame.FULLSCREEN if fullscreen else pygame.RESIZABLE
        screen = pygame.display.set_mode((0, 0) if fullscreen else size, flags)
    except pygame.error as error:
        raise WindowError(
            f"Magnate needs a display to open its window, and there is none ({error})."
        ) from error
    pygame.display.set_caption(TITLE)
    return screen


def sdl_version() -> str:
    """Return the versions of what draws, for reports."""
    sdl = ".".join(map(str, pygame.get_sdl_version()))
    return f"{sdl}, pygame-ce {pygame.version.ver}"


class Window:
    """The open window; `run` plays until the person quits."""

    def __init__(self, stage: Stage, screen: pygame.Surface) -> None:
        self.stage = stage
        self.screen = screen
        self.reader = Reader()
        self.before_tick: Callable[[], None] = _nothing
        self.piloted = False
        self._clock = pygame.time.Clock()
        self._focused = True
        self._hidden = False
        self._place: tuple[int, int] | None = None
        self._call = ""
        self._lit = True
        self._rested = 0.0
        self._last_move = -10.0
        self._sizing: pygame.Surface | None = None
        self._sized = 0.0
        self._passage = Passage(pygame.display.get_driver() not in UNSEEN)
        self._fullscreen = stage.preferences.fullscreen
        self._loudspeaker = Loudspeaker(lambda: stage.preferences)
        self._voice: Voice | None = None
        self._cursor = pygame.SYSTEM_CURSOR_ARROW
        stage.on_preferences = self._on_preferences
        stage.call_attention = self._on_attention
        self._resized()

    def run(self) -> None:
        """Play until the stage stops running."""
        self._set_icon()
        self.start_sound()
        self.lend_voice(voice.find())
        try:
            while self.stage.running:
                self.tick()
        finally:
            self.close()

    def tick(self) -> None:
        """Read, let time pass, draw if needed, then sleep."""
        self.before_tick()
        self.reader.scale = self.stage.scale
        events = pygame.event.get()
        for event in events:
            self._on_event(event)
        stage = self.stage
        self._rested += self._clock.tick(self._rate()) / 1000
        calm = not (events or self._lively or self.stage.scenes.stirring)
        if calm and self._rested < RESTING:
            return
        self._point()
        longest = 1.0 if self._hidden else _LONGEST_STEP
        dt, self._rested = min(longest, self._rested), 0.0
        ration = UNLIMITED if self.piloted else Ration(AT_ONCE)
        stage.update(dt)
        self._flash()
        if self._sizing is not None:
            self._grow(dt)
            return
        if self._passage.running:
            stage.dirty = self._passage.go_on(self.screen, dt) or stage.dirty
            pygame.display.flip()
            return
        if stage.scenes.animating:
            stage.redraw()
        if stage.dirty and not self._hidden:
            self.draw(ration)
        elif stage.stirred and not self._hidden:
            self._draw_stirred()

    def draw(self, ration: Ration = UNLIMITED) -> None:
        """Draw everything now; what is not whole within a `ration` is not shown yet."""
        stage = self.stage
        stage.dirty = stage.stirred = False
        self._passage.before(stage.scenes.top, self.screen, ration.limited and stage.moving)
        if stage.draw(Canvas(self.screen, stage.theme, stage.scale), ration):
            self._passage.after(self.screen)
            pygame.display.flip()
        else:
            stage.dirty = True

    def _draw_stirred(self) -> None:
        """Draw anew only what moves slowly on a screen that keeps still."""
        self.stage.stirred = False
        top = self.stage.scenes.top
        if top is None:
            return
        parts = top.draw_stirred(Canvas(self.screen, self.stage.theme, top.scale))
        if parts is None:
            self.stage.redraw()
        elif parts:
            pygame.display.update(parts)

    def start_sound(self) -> None:
        """Open the sound device; without one the game is silent."""
        self.stage.play_sound = self._loudspeaker.play
        self.stage.play_music = self._loudspeaker.play_music
        self._loudspeaker.play_music(self.stage.music)
        self._loudspeaker.heed()

    def lend_voice(self, speaker: Speaker | None) -> None:
        """Let the stage read aloud with what the system has for that."""
        if speaker is not None:
            self._voice = Voice(speaker)
            self.stage.speak = self._speak

    def _speak(self, words: str) -> None:
        if self._voice is not None:
            self._voice.say(words, strings.language())

    def close(self) -> None:
        """Stop the scenes, remember the window's size and close it."""
        self._keep_size()
        self.stage.scenes.close()
        if self._voice is not None:
            self._voice.close()
        assets.clear()
        shapes.clear()
        self._loudspeaker.close()
        pygame.quit()

    def _keep_size(self) -> None:
        preferences, size = self.stage.preferences, self.screen.get_size()
        place = self._place or preferences.place
        if not self._fullscreen and (size, place) != (preferences.window, preferences.place):
            kept = msgspec.structs.replace(preferences, window=size, place=place)
            self.stage.services.store_preferences(kept)

    def show(self) -> None:
        """Bring the window before the others, as far as the desktop lets us."""
        try:
            window = pygame.Window.from_display_module()
            if not pygame.display.get_active():
                window.restore()
            window.focus()
        except pygame.error:
            return

    def screenshot(self, path: str) -> None:
        """Draw and write the picture to a file."""
        self.draw()
        pygame.image.save(self.screen, path)

    def _rate(self) -> int:
        if self.piloted:
            return PILOTED
        if self._hidden:
            return HIDDEN
        if not self._focused:
            return AWAY
        return FAST if self._lively else IDLE

    @property
    def _lively(self) -> bool:
        """Whether anything moves, waits to be drawn, or was moved by a hand just now."""
        stage = self.stage
        waits = stage.dirty or self._sizing is not None or self._passage.running or self.piloted
        moves = stage.scenes.animating or stage.scenes.preparing
        return waits or moves or stage.now - self._last_move < 1

    def _on_event(self, event: pygame.event.Event) -> None:
        kind = event.type
        if kind == pygame.QUIT:
            self.stage.quit()
        elif kind in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._on_size()
        elif kind in (pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN):
            self._hidden = True
        elif kind in (pygame.WINDOWRESTORED, pygame.WINDOWSHOWN, pygame.WINDOWMAXIMIZED):
            self._hidden = False
            self.stage.redraw()
        elif kind == pygame.WINDOWMOVED:
            if not self._fullscreen:
                self._place = (event.x, event.y)
        elif kind == pygame.WINDOWFOCUSLOST:
            self._focused = False
        elif kind == pygame.WINDOWFOCUSGAINED:
            self._focused = True
            self._call = ""
            pygame.display.set_caption(TITLE)
        elif kind == pygame.WINDOWEXPOSED:
            self.stage.redraw()
        elif kind == pygame.DROPFILE:
            # macOS also sends links and opened files to a running program this way
            arrival.arrive(self.stage, event.file)
        elif kind == pygame.MOUSEMOTION:
            self._last_move = self.stage.now
        for given in self.reader.read(event):
            self.stage.pointer = self.reader.pos
            if isinstance(given, Key) and given.name == "f11":
                self._toggle_fullscreen()
            else:
                self.stage.on_input(given)
        if kind == pygame.KEYDOWN:
            self._place_input_method()

    def _point(self) -> None:
        """Show with the cursor what a click would do."""
        top = self.stage.scenes.top
        hover = top.controls.hover if top is not None else None
        cursor = _CURSORS[hover.pointer if hover is not None and hover.enabled else ARROW]
        if cursor != self._cursor:
            self._cursor = cursor
            try:
                pygame.mouse.set_cursor(cursor)
            except pygame.error:
                return

    def _place_input_method(self) -> None:
        top = self.stage.scenes.top
        focus = top.controls.focus if top is not None else None
        if top is not None and focus is not None and focus.takes_text:
            scale, box = top.scale, focus.box
            pygame.key.set_text_input_rect(
                pygame.Rect(
                    round(box.x * scale),
                    round(box.y * scale),
                    round(box.w * scale),
                    round(box.h * scale),
                )
            )

    def _on_size(self) -> None:
        """Show the last picture stretched until the window keeps its size."""
        screen = pygame.display.get_surface()
        stage = self.stage
        if screen is None or screen.get_size() == stage.window_size:
            return
        if self.piloted:
            self._resized()
            return
        if self._sizing is None:
            self._sizing = pygame.Surface(stage.window_size, 0, screen)
            stage.draw(Canvas(self._sizing, stage.theme, stage.scale), AS_SEEN)
        self.screen, self._sized = screen, 0.0
        pygame.transform.scale(self._sizing, screen.get_size(), screen)
        pygame.display.flip()

    def _grow(self, dt: float) -> None:
        """Lay everything out once the window has kept its size for a moment."""
        self._sized += dt
        if self._sized >= QUIET:
            self._sizing = None
            self._resized()

    def _resized(self) -> None:
        screen = pygame.display.get_surface()
        if screen is None:
            return
        width, height = screen.get_size()
        small = width < SMALLEST[0] or height < SMALLEST[1]
        if small and not self._fullscreen:
            width, height = max(SMALLEST[0], width), max(SMALLEST[1], height)
            screen = pygame.display.set_mode((width, height), pygame.RESIZABLE)
        self.screen = screen
        self.stage.resize(width, height)

    def _toggle_fullscreen(self) -> None:
        wanted = not self._fullscreen
        preferences = self.stage.preferences
        self.stage.apply(msgspec.structs.replace(preferences, fullscreen=wanted))

    def _set_fullscreen(self, wanted: bool) -> None:
        if wanted == self._fullscreen:
            return
        self._fullscreen = wanted
        if wanted:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            pygame.display.set_mode(self.stage.preferences.window, pygame.RESIZABLE)
        self._resized()

    def _on_preferences(self, preferences: Preferences) -> None:
        self._set_fullscreen(preferences.fullscreen)
        if self._voice is not None and not preferences.speech:
            self._voice.stop()
        if self.stage.play_sound == self._loudspeaker.play:
            self._loudspeaker.heed()

    def _on_attention(self, text: str) -> None:
        if not self._focused:
            self._call = text
            pygame.display.set_caption(f"● {text} · {TITLE}")

    def _flash(self) -> None:
        """Change the title once a second while somebody is called who looks elsewhere."""
        lit = int(self.stage.now) % 2 == 0
        if self._call and lit != self._lit:
            self._lit = lit
            sign = "●" if lit else "○"
            pygame.display.set_caption(f"{sign} {self._call} · {TITLE}")

    def _set_icon(self) -> None:
        pygame.display.set_icon(assets.picture("magnate"))


def _nothing() -> None:
    return None
