"""How to play: the rules in a few short pages with pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.ui import backdrop
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, LEFT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.lessons import paint_lesson
from magnate_app.ui.look import header, page
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes import guided
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, HEAD, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Widget

PAGES: Final = (
    ("goal", ("emoji/trophy", "emoji/coin", "emoji/house")),
    ("turn", ("fill/dice-five", "fill/dice-two", "fill/bus")),
    ("board", ("emoji/bridge-at-night", "emoji/tram", "emoji/chequered-flag")),
    ("buy", ("emoji/handshake", "emoji/money-bag", "fill/gavel")),
    ("build", ("emoji/house", "emoji/house", "emoji/hotel")),
    ("cards", ("emoji/magic-wand", "emoji/balloon", "emoji/wrapped-gift")),
    ("jail", ("emoji/police-car", "tabler/prison", "emoji/coin")),
    ("trade", ("fill/swap", "emoji/handshake", "emoji/balance-scale")),
    ("end", ("emoji/1st-place-medal", "emoji/2nd-place-medal", "emoji/3rd-place-medal")),
    ("keys", ("line/keyboard", "fill/play", "fill/question")),
)
_LINES: Final = 4


class HowTo(Scene):
    """A table of contents and one page at a time."""

    name = "how_to"
    composed_for = (1400, 800)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.page = 0

    def facts(self) -> dict[str, object]:
        """Return the page."""
        return {"page": PAGES[self.page][0]}

    def first_focus(self) -> str | None:
        """Begin on the way onwards."""
        return "how_to.next"

    def on_key(self, key: Key) -> bool:
        """Turn pages with Page up and Page down too."""
        if key.name in ("page down", "page up"):
            self._turn(1 if key.name == "page down" else -1)
            return True
        return False

    def paint(self, canvas: Canvas) -> None:
        """Draw the page."""
        backdrop.paint_map(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        name, icons = PAGES[self.page]
        inner = card.inset(44, 32)
        title = inner.top_part(52)
        canvas.text(tr(f"how.{name}"), title, DISPLAY, HEAD, theme.ink, lowest=LARGE)
        body = inner.cut_top(70).cut_bottom(72)
        words, picture = body.split_columns([1, 0.92], 40)
        paint_lesson(canvas, picture, name, icons, self.stage.preferences.piece)
        y = words.y
        for number in range(1, _LINES + 1):
            text = tr(f"how.{name}.{number}")
            canvas.circle((words.x + 9, y + 15), 6, theme.accent)
            line = Box(words.x + 30, y, words.w - 30, words.bottom - y)
            y += canvas.paragraph(text, line, TEXT, LARGE + 2, theme.ink) + 18
        number_box = Box(inner.x, inner.bottom - 48, inner.w, 48)
        count = tr("how.page", page=self.page + 1, pages=len(PAGES))
        canvas.text(count, number_box, BOLD, SMALL, theme.muted, CENTER)

    def build(self, size: Box) -> Iterable[Widget]:
        """Contents at the left, turning below."""
        area = page(size)
        widgets = header("how_to", area, tr("title.help"), self._back)
        card = self._card(size)
        contents = Box(area.x, card.y, card.x - area.x - 20, card.h)
        height = min(54.0, (contents.h - 6 * len(PAGES)) / len(PAGES))
        for index, (name, _) in enumerate(PAGES):
            widgets.append(
                Button(
                    f"how_to.page.{name}",
                    tr(f"how.{name}"),
                    self._open(index),
                    Box(contents.x, contents.y + index * (height + 6), contents.w, height),
                    align=LEFT,
                    selected=index == self.page,
                    size=BODY,
                )
            )
        if all(scene.link is None for scene in self.stage.scenes.all()):
            place = Box(area.right - 250, area.y + 6, 250, 52)
            widgets.append(
                Button(
                    "how_to.try",
                    tr("guide.try"),
                    lambda: guided.begin(self.stage),
                    place,
                    kind=PRIMARY,
                    icon="line/graduation-cap",
                    size=BODY + 1,
                )
            )
        row = card.inset(44, 28).bottom_part(52)
        last = self.page == len(PAGES) - 1
        widgets.append(
            Button(
                "how_to.previous",
                tr("how.previous"),
                lambda: self._turn(-1),
                row.left_part(190),
                icon="line/arrow-left",
                enabled=self.page > 0,
                size=BODY,
            )
        )
        widgets.append(
            Button(
                "how_to.next",
                tr("how.done") if last else tr("how.next"),
                self._back if last else lambda: self._turn(1),
                row.right_part(190),
                kind=PRIMARY,
                key="enter",
                cap="Enter",
                size=BODY,
            )
        )
        return widgets

    def _card(self, size: Box) -> Box:
        area = page(size).cut_top(80)
        contents = min(300.0, area.w * 0.26)
        return area.cut_left(contents, 20)

    def _open(self, index: int) -> Callable[[], None]:
        def go() -> None:
            self.page = index
            self.rebuild()

        return go

    def _turn(self, step: int) -> None:
        self.page = max(0, min(len(PAGES) - 1, self.page + step))
        self.rebuild()

    def _back(self) -> None:
        self.stage.scenes.pop(self)
