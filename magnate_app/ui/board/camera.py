"""Which part of the board is seen: zoom at the cursor, drag, and back to the whole."""

from __future__ import annotations

from typing import Final

from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.layout import BoardLayout

STEPS: Final = (1.0, 1.35, 1.8, 2.4)


class Camera:
    """A square window onto the board; all measures in real pixels."""

    def __init__(self) -> None:
        self.left = 0
        self.top = 0
        self.side = 100
        self._step = 0
        self._shift = (0.0, 0.0)

    @property
    def zoom(self) -> float:
        """How much larger than the whole the board is drawn."""
        return STEPS[self._step]

    @property
    def fits(self) -> bool:
        """Whether the whole board is seen."""
        return self._step == 0

    def place(self, left: int, top: int, side: int) -> None:
        """Give the window another place."""
        if side != self.side:
            self.home()
        self.left, self.top, self.side = left, top, side

    def geometry(self, layout: BoardLayout) -> BoardGeometry:
        """Return where the board's units fall."""
        x, y = self._shift
        return BoardGeometry(
            layout, self.left + round(x), self.top + round(y), round(self.side * self.zoom)
        )

    def holds(self, px: float, py: float) -> bool:
        """Whether a pixel lies in the window."""
        return self.left <= px < self.left + self.side and self.top <= py < self.top + self.side

    def turn(self, notches: float, px: float, py: float) -> bool:
        """Zoom at a pixel; return whether anything changed."""
        step = min(len(STEPS) - 1, max(0, self._step + (1 if notches > 0 else -1)))
        if step == self._step:
            return False
        ratio = STEPS[step] / self.zoom
        x, y = px - self.left, py - self.top
        self._shift = (x - (x - self._shift[0]) * ratio, y - (y - self._shift[1]) * ratio)
        self._step = step
        self._clamp()
        return True

    def pan(self, dx: float, dy: float) -> bool:
        """Move the board under the window; return whether it moved."""
        before = self._shift
        self._shift = (before[0] + dx, before[1] + dy)
        self._clamp()
        return self._shift != before

    def home(self) -> bool:
        """See the whole board again; return whether anything changed."""
        changed = not self.fits or self._shift != (0.0, 0.0)
        self._step = 0
        self._shift = (0.0, 0.0)
        return changed

    def _clamp(self) -> None:
        room = self.side * self.zoom - self.side
        x, y = self._shift
        self._shift = (min(0.0, max(-room, x)), min(0.0, max(-room, y)))
