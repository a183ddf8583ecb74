"""How to play: the rules in a few short pages with pictures, and a search in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from magnate_app.ui import backdrop
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, LEFT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.lessons import lesson_steps, paint_lesson
from magnate_app.ui.look import header, page
from magnate_app.ui.lookup import LINES, Entry, entries, marked, search
from magnate_app.ui.panels.common import rich, rich_lines
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes import guided
from magnate_app.ui.strings import language, tr, tr_n
from magnate_app.ui.theme import BODY, HEAD, LARGE, SMALL
from magnate_app.ui.widgets import PRIMARY, Button, Drawn, ScrollArea, TextField, Widget

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
_FIELD: Final = 48
_FOUND: Final = 64
_MOST_LETTERS: Final = 40


class HowTo(Scene):
    """A table of contents and one page at a time, or what was searched for."""

    name = "how_to"
    composed_for = (1400, 800)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.page = 0
        self._field = TextField(
            "how_to.search",
            limit=_MOST_LETTERS,
            size=BODY,
            icon="line/magnifying-glass",
            on_change=lambda _: self._searched(),
            on_enter=lambda _: self._first_hit(),
        )
        self._hits = ScrollArea("how_to.hits")

    @property
    def found(self) -> list[Entry]:
        """What the search finds now."""
        pages = tuple((name, icons[0]) for name, icons in PAGES)
        return search(self._field.text, entries(language(), pages))

    @property
    def searching(self) -> bool:
        """Whether something is searched for."""
        return bool(self._field.text.strip())

    def facts(self) -> dict[str, object]:
        """Return the page, and what was found."""
        return {"page": PAGES[self.page][0], "found": [entry.title for entry in self.found]}

    def first_focus(self) -> str | None:
        """Begin on the way onwards."""
        return "how_to.next"

    def on_key(self, key: Key) -> bool:
        """Turn pages with Page up and Page down too; Ctrl+F or / searches."""
        if (key.ctrl and key.name == "f") or key.name == "/":
            self.controls.set_focus("how_to.search", ring=True)
            return True
        if key.name in ("page down", "page up"):
            self._turn(1 if key.name == "page down" else -1)
            return True
        return False

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Paint the board of the page."""
        name, _ = PAGES[self.page]
        piece = self.stage.preferences.piece
        return lesson_steps(canvas, self._columns(canvas.size)[1], name, piece)

    def paint(self, canvas: Canvas) -> None:
        """Draw the page."""
        backdrop.paint_map(canvas)
        theme = canvas.theme
        card = self._card(canvas.size)
        canvas.panel(card)
        inner = card.inset(44, 32)
        if self.searching:
            self._paint_found(canvas, inner)
            return
        name, _ = PAGES[self.page]
        title = inner.top_part(52)
        canvas.text(tr(f"how.{name}"), title, DISPLAY, HEAD, theme.ink, lowest=LARGE)
        number_box = Box(inner.x, inner.bottom - 48, inner.w, 48)
        count = tr("how.page", page=self.page + 1, pages=len(PAGES))
        canvas.text(count, number_box, BOLD, SMALL, theme.muted, CENTER)

    def _paint_found(self, canvas: Canvas, inner: Box) -> None:
        theme, count = canvas.theme, len(self.found)
        title = tr_n("how.found", count) if count else tr("how.found.none")
        canvas.text(title, inner.top_part(52), DISPLAY, HEAD, theme.ink, lowest=LARGE)
        if not count:
            words = inner.cut_top(70)
            canvas.paragraph(tr("how.found.try"), words, TEXT, LARGE + 2, theme.muted)

    def build(self, size: Box) -> Iterable[Widget]:
        """Search and contents at the left, turning below."""
        area = page(size)
        widgets = header("how_to", area, tr("title.help"), self._back)
        card = self._card(size)
        column = Box(area.x, card.y, card.x - area.x - 20, card.h)
        self._field.hint = self._field.label = tr("how.search")
        self._field.place(column.top_part(_FIELD))
        widgets.append(self._field)
        contents = column.cut_top(_FIELD, 10)
        height = min(54.0, (contents.h - 6 * len(PAGES)) / len(PAGES))
        for index, (name, _) in enumerate(PAGES):
            widgets.append(
                Button(
                    f"how_to.page.{name}",
                    tr(f"how.{name}"),
                    self._open(index),
                    Box(contents.x, contents.y + index * (height + 6), contents.w, height),
                    align=LEFT,
                    selected=index == self.page and not self.searching,
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
        if self.searching:
            self._fill(card.inset(44, 32).cut_top(66))
            return [*widgets, self._hits]
        words, picture = self._columns(size)
        widgets += [
            Drawn("how_to.words", words, self._paint_words),
            Drawn("how_to.picture", picture, self._paint_picture),
        ]
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

    def _paint_words(self, canvas: Canvas, words: Box) -> None:
        name, _ = PAGES[self.page]
        y = words.y
        for number in range(1, LINES + 1):
            text = tr(f"how.{name}.{number}")
            canvas.circle((words.x + 9, y + 15), 6, canvas.theme.accent)
            line = Box(words.x + 30, y, words.w - 30, words.bottom - y)
            y += canvas.paragraph(text, line, TEXT, LARGE + 2, canvas.theme.ink) + 18

    def _paint_picture(self, canvas: Canvas, picture: Box) -> None:
        name, icons = PAGES[self.page]
        paint_lesson(canvas, picture, name, icons, self.stage.preferences.piece)

    def _columns(self, size: Box) -> list[Box]:
        """Return the places of words and picture."""
        body = self._card(size).inset(44, 32).cut_top(70).cut_bottom(72)
        return body.split_columns([1, 0.92], 40)

    def _card(self, size: Box) -> Box:
        area = page(size).cut_top(80)
        contents = min(300.0, area.w * 0.26)
        return area.cut_left(contents, 20)

    def _fill(self, place: Box) -> None:
        """List what was found."""
        found, query = self.found, self._field.text
        self._hits.place(place)
        rows: list[Widget] = [
            HitRow(
                f"how_to.hit.{number}",
                entry,
                query,
                Box(place.x, place.y + number * (_FOUND + 8), place.w - 14, _FOUND),
                self._opening(entry),
            )
            for number, entry in enumerate(found)
        ]
        self._hits.fill(rows, max(1.0, len(rows) * (_FOUND + 8.0)))

    def _searched(self) -> None:
        self._hits.offset = 0.0
        self.rebuild()

    def _first_hit(self) -> None:
        for entry in self.found:
            if entry.page:
                self._opening(entry)()
                return

    def _opening(self, entry: Entry) -> Callable[[], None]:
        """Return what leads to the page of a hit; house rules have none."""
        names = [name for name, _ in PAGES]
        if entry.page not in names:
            return lambda: None
        return self._open(names.index(entry.page))

    def _open(self, index: int) -> Callable[[], None]:
        def go() -> None:
            self.page = index
            self._field.set_text("")
            self.controls.set_focus("how_to.next")
            self.rebuild()

        return go

    def _turn(self, step: int) -> None:
        self.page = max(0, min(len(PAGES) - 1, self.page + step))
        self.rebuild()

    def _back(self) -> None:
        self.stage.scenes.pop(self)


class HitRow(Button):
    """One thing that was found: icon, title, and its sentence with the words in bold."""

    def __init__(
        self, ident: str, entry: Entry, query: str, box: Box, on_click: Callable[[], None]
    ) -> None:
        super().__init__(ident, entry.title, on_click, box)
        self.label = f"{entry.title}: {entry.text}"
        self.focusable = bool(entry.page)
        self.entry = entry
        self.query = query

    def draw(self, canvas: Canvas) -> None:
        """Draw the row."""
        theme, box, entry = canvas.theme, self.box, self.entry
        face = theme.soft if self.hovered and self.focusable else theme.raised
        canvas.box(box, face, 12, theme.line)
        canvas.icon(entry.icon, (box.x + 32, box.center[1]), 32, theme.muted)
        words = box.cut_left(62).cut_right(34)
        canvas.text(entry.title, words.top_part(28), DISPLAY, BODY, theme.ink, 0, 0.8)
        text = marked(entry.text, self.query)
        lines = rich_lines(canvas, text, words.w, SMALL)
        under = Box(words.x, words.y + 29, words.w, 26)
        rich(canvas, lines[0] + ("…" if len(lines) > 1 else ""), under, SMALL, theme.ink)
        if self.focusable:
            canvas.icon("line/caret-right", (box.right - 20, box.center[1]), 18, theme.accent)
        if self.focused and self.ring:
            canvas.focus(box, 12)
