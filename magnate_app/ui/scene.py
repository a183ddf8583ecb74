"""Scenes, dialogs, the stack they lie on, and the stage they share.

The stage is what a scene sees of the world: services, theme, scale, time, sound, toasts.
It knows neither the window nor what any scene shows.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

import pygame

from magnate_app.protocol.link import Incoming, Link
from magnate_app.saves.preferences import Preferences
from magnate_app.ui import assets, shapes, strings
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box, logical_size, scale_for
from magnate_app.ui.gradual import Ahead
from magnate_app.ui.input import Input, Key, Press, Text
from magnate_app.ui.scene_stack import SceneStack
from magnate_app.ui.services import Services
from magnate_app.ui.still import UNLIMITED, Paint, Ration, StillLayer
from magnate_app.ui.theme import Theme, theme_of
from magnate_app.ui.widgets import Controls, Toasts, Widget

T = TypeVar("T")

SCRIM: Final = 0.45

LARGEST_ZOOM: Final = 1.4
ZOOM_STEPS: Final = 40


class Stage:
    """What all scenes share."""

    def __init__(self, services: Services, width: int = 1280, height: int = 720) -> None:
        self.services = services
        self.preferences: Preferences = services.preferences()
        self.theme: Theme = theme_of(self.preferences.theme, self.preferences.colour_aids)
        self.scenes = SceneStack(self)
        self.toasts = Toasts()
        self.now = 0.0
        self.pointer = (-1.0, -1.0)
        self.dirty = True
        self.redraws = 0
        self.stirred = False
        self.running = True
        self.play_sound: Callable[[str], None] = _silent
        self.music = ""
        self.play_music: Callable[[str], None] = self._remember_music
        self.on_preferences: Callable[[Preferences], None] = _ignore
        self.call_attention: Callable[[str], None] = _silent
        self.speak: Callable[[str], None] | None = None
        """Reads aloud; None where the system has no voice."""
        self._opening_key = ""
        self.window_size = (width, height)
        self.scale = scale_for(width, height, self.preferences.scale)
        strings.use(self.preferences.language)

    @property
    def size(self) -> Box:
        """The whole window in logical pixels."""
        return Box(0, 0, self.window_size[0] / self.scale, self.window_size[1] / self.scale)

    @property
    def moving(self) -> bool:
        """Whether things may move; false with reduced motion."""
        return not self.preferences.reduced_motion

    def redraw(self) -> None:
        """Draw again at the next tick."""
        self.dirty = True
        self.redraws += 1

    def stir(self, scene: Scene, *, alone: bool = True) -> None:
        """Draw `scene` again; only what changes by itself if that is `alone` and lies bare."""
        bare = scene is self.scenes.top and scene.controls.bare and not self.toasts.shown
        if alone and bare:
            self.stirred = True
        elif not self.scenes.covers(scene):
            self.redraw()

    def resize(self, width: int, height: int) -> None:
        """Take another window size; everything is laid out again."""
        self.window_size = (width, height)
        self._rescale()

    def apply(self, preferences: Preferences) -> None:
        """Use and keep other preferences."""
        self.preferences = preferences
        self.theme = theme_of(preferences.theme, preferences.colour_aids)
        strings.use(preferences.language)
        self.services.store_preferences(preferences)
        self.on_preferences(preferences)
        self._rescale()

    def toast(self, text: str, detail: str = "", kind: str = "info", topic: str = "") -> None:
        """Show a short message; it takes the place of one about the same topic."""
        self.toasts.show(text, detail, kind, topic)
        self.say(f"{text}. {detail}" if detail else text)
        self.redraw()

    def sound(self, name: str) -> None:
        """Play a sound; silence if there is no device."""
        self.play_sound(name)

    def say(self, words: str) -> None:
        """Read something aloud, if that is wished and there is a voice."""
        if self.speak is not None and self.preferences.speech:
            self.speak(words)

    def quit(self) -> None:
        """End the program after this tick."""
        self.running = False

    def draw(self, canvas: Canvas, ration: Ration = UNLIMITED) -> bool:
        """Draw the scenes and the messages over them; return whether the picture is whole.

        Within a `ration` of time it may not be yet: then ask again for the next frame.
        """
        whole = self.scenes.draw(canvas, ration)
        self.toasts.draw(canvas)
        return whole

    def on_input(self, given: Input) -> None:
        """Send an input to the messages or the top scene."""
        if isinstance(given, Press) and self.toasts.take_press(given.pos):
            self.redraw()
            return
        if isinstance(given, Text) and given.text.lower() == self._opening_key:
            self._opening_key = ""
            return
        before = self._typing_into()
        focused = self._focused()
        self.scenes.on_input(given)
        if isinstance(given, Key):
            self._say_focus(focused)
            # The letter of a key that opened a text field is not meant for the field.
            now = self._typing_into()
            self._opening_key = given.name if now is not None and now != before else ""

    def update(self, dt: float) -> None:
        """Let time pass for everything."""
        self.now += dt
        self._opening_key = ""
        if self.toasts.update(dt, self.pointer):
            self.redraw()
        self.scenes.update(dt)

    def _remember_music(self, name: str) -> None:
        self.music = name

    def _focused(self) -> Widget | None:
        top = self.scenes.top
        return top.controls.focus if top is not None else None

    def _typing_into(self) -> str | None:
        focus = self._focused()
        return focus.id if focus is not None and focus.takes_text else None

    def _say_focus(self, before: Widget | None) -> None:
        """Read what the keyboard has just gone to."""
        focus = self._focused()
        if focus is not None and (before is None or focus.id != before.id):
            self.say(", ".join(part for part in (focus.label, focus.value_text()) if part))

    def _rescale(self) -> None:
        scale = scale_for(*self.window_size, self.preferences.scale)
        if scale != self.scale:
            self.scale = scale
            assets.clear()
            shapes.clear()
        self.scenes.layout()
        self.redraw()


class Scene:
    """One screen. Subclasses `build` their widgets and paint behind them."""

    name = "scene"
    opaque = True
    composed_for: tuple[float, float] | None = None
    """The logical size its layout fills well; in a larger window everything is drawn larger."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.controls = Controls(stage.sound)
        self.link: Link | None = None
        self.inbox: deque[Incoming] = deque()
        self.ahead = Ahead()
        self._stale = True
        self._still = StillLayer()
        self._reached: tuple[list[Widget], int] = ([], 0)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self.stage.theme

    @property
    def zoom(self) -> float:
        """How much larger it is drawn than the table; a chosen text size is left alone."""
        if self.composed_for is None or self.stage.preferences.scale:
            return 1.0
        window, (width, height) = self.stage.size, self.composed_for
        room = min(LARGEST_ZOOM, window.w / width, window.h / height)
        return max(1.0, math.floor(room * ZOOM_STEPS) / ZOOM_STEPS)

    @property
    def scale(self) -> float:
        """Real pixels of one of its logical ones."""
        return self.stage.scale * self.zoom

    @property
    def size(self) -> Box:
        """The whole window in its logical pixels."""
        return logical_size(*self.stage.window_size, self.scale)

    @property
    def animating(self) -> bool:
        """Whether it wants sixty pictures a second now."""
        return False

    @property
    def stirring(self) -> bool:
        """Whether something moves so slowly that fewer pictures a second do."""
        return False

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Make ready what takes long to draw, a little with each step."""
        return iter(())

    def build(self, size: Box) -> Iterable[Widget]:
        """Return the widgets for the present state and a window of this size."""
        return ()

    def paint(self, canvas: Canvas) -> None:
        """Draw what lies behind the widgets."""
        canvas.fill(canvas.theme.table)

    def still_key(self) -> tuple[object, ...]:
        """Return what the look of the widgets that do not move depends on besides inputs."""
        return ()

    def first_focus(self) -> str | None:
        """Return the id of the widget that is focused at the start."""
        return None

    def targets(self) -> dict[str, Box]:
        """Return places that can be clicked beside the widgets, as squares of a board."""
        return {}

    def facts(self) -> dict[str, object]:
        """Return what a test may want to know beside the widgets."""
        return {}

    def on_start(self) -> None:
        """React to being put on the stack."""

    def on_pause(self) -> None:
        """React to another scene lying above."""

    def on_resume(self) -> None:
        """React to being on top again."""

    def on_stop(self) -> None:
        """React to being taken off; whoever still holds a link leaves it."""
        if self.link is not None:
            self.link.close()
            self.link = None

    def hand_over(self, scene: Scene) -> None:
        """Give link and unread messages to `scene` and let it take this one's place."""
        scene.inbox.extend(self.inbox)
        self.inbox.clear()
        self.link = None
        self.stage.scenes.replace(scene)

    def on_key(self, key: Key) -> bool:
        """React to a key no widget used."""
        return False

    def on_message(self, message: Incoming) -> None:
        """React to what the scene's own link brought."""

    def on_input(self, given: Input) -> bool:
        """React to an input: widgets first, then `on_key`."""
        self.refresh()
        used = self.controls.on_input(given)
        if not used and isinstance(given, Key):
            used = self.on_key(given)
        if used:
            self.stage.redraw()
        return used

    def update(self, dt: float) -> None:
        """Let time pass and read the link."""
        link = self.link
        if link is not None:
            self.inbox.extend(link.poll())
        while self.inbox and self.link is link:
            self.on_message(self.inbox.popleft())
            self.rebuild()
        self.refresh()
        if self.controls.update(dt):
            self.stage.redraw()

    def draw(self, canvas: Canvas, ration: Ration = UNLIMITED) -> bool:
        """Draw everything; return whether that was possible within the time given."""
        self.refresh()
        controls = self.controls
        still, moving = controls.layers()
        if not moving and not (ration.limited and self.opaque):
            return self._draw_directly(canvas, ration)

        paint = self._painting(still)
        if moving:
            key = (controls.version, *self.still_key())
            hole, looks = moving[0].box, controls.looks(still)
        else:
            key, hole, looks = (controls.version, self.stage.redraws), None, ()
        if not self._still.draw(canvas, hole, key, looks, paint, ration):
            return False
        if self._still.behind:
            self.stage.dirty = True
        controls.draw_widgets(canvas, moving)
        controls.draw_over(canvas)
        return True

    def draw_stirred(self, canvas: Canvas) -> list[pygame.Rect] | None:
        """Draw what changes by itself over the picture that is there, and return where.

        None when that is not enough.
        """
        controls = self.controls
        still, moving = controls.layers()
        if self._stale or not moving:
            return None
        key = (controls.version, *self.still_key())
        looks, hole = controls.looks(still), moving[0].box
        rects = self._still.patch(canvas, hole, key, looks, self._painting(still))
        part = self.stirred_part(hole)
        if rects is not None and part is not None:
            with canvas.clip(part):
                controls.draw_widgets(canvas, moving)
                controls.draw_over(canvas)
            rects.append(canvas.rect(part).clip(canvas.surface.get_rect()))
        return rects

    def stirred_part(self, moving: Box) -> Box | None:
        """Return the part of what moves that has changed by itself."""
        return moving if self.stirring else None

    def _painting(self, still: list[Widget]) -> Paint:
        def paint(picture: Canvas) -> Iterator[None]:
            yield from self.prepare(picture)
            self.paint(picture)
            yield
            yield from self.controls.drawing(picture, still)

        return paint

    def _draw_directly(self, canvas: Canvas, ration: Ration) -> bool:
        """Draw over what lies below, with no picture of its own kept.

        What takes too long is begun again in the next frame, when letters and shapes of
        this one are at hand, and gets further each time.
        """
        controls = self.controls
        if self._reached[0] is not controls.widgets:
            self._reached = (controls.widgets, -1)
        self.paint(canvas)
        if self._reached[1] < 0:
            self._reached = (controls.widgets, 0)
            if ration.spent:
                return False
        for count, _ in enumerate(controls.drawing(canvas, controls.widgets), 1):
            if count > self._reached[1]:
                self._reached = (controls.widgets, count)
                if ration.spent:
                    return False
        controls.draw_over(canvas)
        return True

    def forget_picture(self) -> None:
        """Give back what is kept of its picture while nobody sees it."""
        self._still.forget()

    def rebuild(self) -> None:
        """Build the widgets again before they are next needed."""
        self._stale = True
        self.stage.redraw()

    def refresh(self) -> None:
        """Build the widgets now if they are out of date."""
        while self._stale:
            self._stale = False
            self.controls.replace(self.build(self.size))


class Dialog(Scene, Generic[T]):
    """A scene over another that ends with a result; Escape gives none."""

    opaque = False
    composed_for = (1300, 780)

    def __init__(self, stage: Stage, on_result: Callable[[T | None], None]) -> None:
        super().__init__(stage)
        self._on_result = on_result
        self._watched: object = None

    def watched(self) -> object:
        """Return what is shown of things that change; the dialog is built anew when it does."""
        return None

    def update(self, dt: float) -> None:
        """Follow what is watched."""
        super().update(dt)
        watched = self.watched()
        if watched != self._watched:
            self._watched = watched
            self.rebuild()

    def dismiss(self, result: T | None) -> None:
        """Close, then tell the result."""
        self.stage.scenes.pop(self)
        self._on_result(result)

    def paint(self, canvas: Canvas) -> None:
        """Darken what lies below."""
        canvas.box(canvas.size, canvas.theme.dark, alpha=SCRIM)

    def on_key(self, key: Key) -> bool:
        """Close without a result on Escape."""
        if key.name == "escape":
            self.dismiss(None)
        return True


def _silent(_: str) -> None:
    return None


def _ignore(_: Preferences) -> None:
    return None
