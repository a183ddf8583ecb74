"""The scenes that lie on one another: who is drawn, who is asked, who goes.

Knows the order and the life of scenes, and nothing of what any of them shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magnate_app.ui.draw import Canvas
from magnate_app.ui.input import Input, nearer
from magnate_app.ui.still import UNLIMITED, Ration

if TYPE_CHECKING:
    from magnate_app.ui.scene import Scene, Stage


class SceneStack:
    """The scenes that lie on one another; the top one gets the inputs."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._scenes: list[Scene] = []

    def __len__(self) -> int:
        return len(self._scenes)

    @property
    def top(self) -> Scene | None:
        """The scene that gets the inputs."""
        return self._scenes[-1] if self._scenes else None

    @property
    def linked(self) -> bool:
        """Whether any scene holds a link, as at a table."""
        return any(scene.link is not None for scene in self._scenes)

    @property
    def animating(self) -> bool:
        """Whether any visible scene moves."""
        return any(scene.animating for scene in self._visible())

    @property
    def stirring(self) -> bool:
        """Whether something moves slowly on the top scene."""
        return self.top is not None and self.top.stirring

    @property
    def preparing(self) -> bool:
        """Whether a scene makes something ready that takes long."""
        return any(scene.ahead.busy for scene in self._scenes)

    def covers(self, scene: Scene) -> bool:
        """Whether nothing of a scene is seen."""
        return scene not in self._visible()

    def all(self) -> tuple[Scene, ...]:
        """Return all scenes, the lowest first."""
        return tuple(self._scenes)

    def push(self, scene: Scene) -> None:
        """Put a scene on top."""
        if self.top is not None:
            self.top.on_pause()
        if scene.opaque:
            for below in self._scenes:
                below.forget_picture()
        self._scenes.append(scene)
        self._begin(scene)

    def replace(self, scene: Scene) -> None:
        """Put a scene in the place of the top one."""
        if self._scenes:
            self._scenes.pop().on_stop()
        self._scenes.append(scene)
        self._begin(scene)

    def reset(self, scene: Scene) -> None:
        """Take all scenes off and begin with another."""
        while self._scenes:
            self._scenes.pop().on_stop()
        self._scenes.append(scene)
        self._begin(scene)

    def pop(self, scene: Scene | None = None) -> None:
        """Take the top scene off, or `scene` and all above it."""
        if not self._scenes or (scene is not None and scene not in self._scenes):
            return
        last = scene or self._scenes[-1]
        while self._scenes:
            gone = self._scenes.pop()
            gone.on_stop()
            if gone is last:
                break
        self._stage.toasts.place = None
        if self.top is not None:
            self.top.rebuild()
            self.top.on_resume()
        self._stage.redraw()

    def layout(self) -> None:
        """Lay all scenes out again."""
        for scene in self._scenes:
            scene.rebuild()

    def on_input(self, given: Input) -> None:
        """Send an input to the top scene."""
        if self.top is not None:
            self.top.on_input(nearer(given, self.top.zoom))

    def update(self, dt: float) -> None:
        """Let time pass for every scene, from the lowest."""
        for scene in list(self._scenes):
            if scene in self._scenes:
                scene.update(dt)

    def draw(self, canvas: Canvas, ration: Ration = UNLIMITED) -> bool:
        """Draw from the topmost opaque scene upwards; return whether the picture is whole."""
        whole = True
        for scene in self._visible():
            own = Canvas(canvas.surface, canvas.theme, canvas.scale * scene.zoom)
            whole = scene.draw(own, ration) and whole
        return whole

    def close(self) -> None:
        """Stop all scenes."""
        while self._scenes:
            self._scenes.pop().on_stop()

    def _visible(self) -> list[Scene]:
        first = 0
        for index, scene in enumerate(self._scenes):
            if scene.opaque:
                first = index
        return self._scenes[first:]

    def _begin(self, scene: Scene) -> None:
        self._stage.toasts.place = None
        scene.on_start()
        scene.refresh()
        target = scene.first_focus()
        scene.controls.home = target
        if target is not None:
            scene.controls.set_focus(target)
        self._stage.redraw()
