"""What somebody says, beside a face: a bot's reason in a panel, a remark on the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from magnate_app.protocol.characters import character_of
from magnate_app.protocol.views import SeatInfo, Throw
from magnate_app.ui import whys
from magnate_app.ui.assets import BOLD
from magnate_app.ui.board.view import BoardShow, BoardView
from magnate_app.ui.draw import LINE_HEIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.portraits import draw_portrait
from magnate_app.ui.table_context import BUSINESS, Table
from magnate_app.ui.theme import SMALL

FACE: Final = 34.0
WIDEST: Final = 250.0
PAD: Final = 10.0
TAIL: Final = 9.0


def face_of(table: Table, who: SeatInfo) -> str:
    """Return the character to show for a seat, empty where there is none to be shown."""
    settings = table.model.settings
    wanted = settings is not None and settings.characters and not table.model.thoughts.silent
    return character_of(who.username) if who.is_bot and wanted else ""


def speech_height(table: Table, measure: Canvas, width: float) -> float:
    """Return how high the reason of the offer on the table is, 0 where none was given."""
    words = whys.said(table, table.model.thoughts.offer)
    if not words:
        return 0.0
    lines = len(measure.lines(words, width - FACE - 34, BOLD, SMALL))
    return max(FACE + 4, lines * SMALL * LINE_HEIGHT + 14)


def paint_speech(table: Table, seat: int) -> Callable[[Canvas, Box], None]:
    """Return what paints the reason of the offer on the table, as said by `seat`."""

    def paint(canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        who = table.model.seat(seat)
        at = (box.x + FACE / 2, box.center[1])
        if not draw_portrait(canvas, face_of(table, who), at, FACE):
            canvas.token(who.piece, who.color, at, FACE / 2 - 2)
        bubble = box.cut_left(FACE + 12)
        middle = bubble.center[1]
        canvas.polygon(
            [(bubble.x + 1, middle - 6), (bubble.x - TAIL, middle), (bubble.x + 1, middle + 6)],
            theme.soft,
        )
        canvas.box(bubble, theme.soft, 12)
        words = whys.said(table, table.model.thoughts.offer)
        canvas.paragraph(words, bubble.inset(11, 6), BOLD, SMALL, theme.ink, valign=0.5)

    return paint


def draw_bubbles(
    canvas: Canvas, table: Table, view: BoardView, show: BoardShow, board: Box
) -> None:
    """Draw the remarks that float, unless this person has something to think about."""
    if not at_leisure(table):
        return
    for seat, (remark, _) in table.model.thoughts.bubbles.items():
        words = whys.remark_words(remark)
        if words and seat < len(show.field.positions):
            x, y = view.token_point(show, seat)
            point = (x / canvas.scale, y / canvas.scale)
            _bubble(canvas, board, point, words, remark.character)


def at_leisure(table: Table) -> bool:
    """Whether this person decides nothing a bubble could stand in the way of."""
    model = table.model
    if not model.my_turn:
        return table.draft.mode == BUSINESS
    return isinstance(model.view.decision, Throw) or (
        model.view.phase == "business" and table.draft.mode == BUSINESS
    )


def _bubble(
    canvas: Canvas, board: Box, point: tuple[float, float], words: str, character: str
) -> None:
    """Draw words above a token, or below it near the upper edge, inside the board."""
    theme = canvas.theme
    lines = canvas.lines(words, WIDEST - FACE - 3 * PAD, BOLD, SMALL)
    wide = max(canvas.text_width(text, BOLD, SMALL) for text in lines)
    tall = max(FACE, len(lines) * SMALL * LINE_HEIGHT) + 2 * PAD - 4
    width = FACE + wide + 3 * PAD
    above = point[1] - tall - 40 >= board.y
    top = point[1] - tall - 36 if above else point[1] + 36
    left = min(max(point[0] - width / 2, board.x + 6), board.right - width - 6)
    box = Box(left, top, width, tall)
    tip = min(max(point[0], box.x + 20), box.right - 20)
    edge = box.bottom - 1 if above else box.y + 1
    end = edge + (TAIL if above else -TAIL)
    canvas.shadow(box, 14, "card")
    canvas.box(box, theme.raised, 14, theme.line, 1.5)
    canvas.polygon([(tip - 8, edge), (tip + 8, edge), (tip, end)], theme.raised)
    draw_portrait(canvas, character, (box.x + PAD + FACE / 2, box.center[1]), FACE)
    text = box.cut_left(FACE + 2 * PAD).cut_right(PAD)
    canvas.paragraph(words, text, BOLD, SMALL, theme.ink, valign=0.5)
