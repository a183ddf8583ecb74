"""The board as a control of the table: what glows on it, what a click or a key means.

Joins the board view with the table's drafts; the host's list of possible actions decides
what a square offers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from magnate_app.protocol.messages_game import ActionMoveTo
from magnate_app.protocol.views import Answer, Auction, Bail, Destination, Purchase
from magnate_app.ui.board.deed_card import (
    PINNED_WIDTH,
    WIDTH,
    KeptCard,
    card_height,
    draw_wedge,
    place_card,
)
from magnate_app.ui.board.ground import Stock
from magnate_app.ui.board.marks import GLOW
from magnate_app.ui.board.view import BoardShow, BoardView, Light, Tag
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import TAP_SLOP, Key, Pos, Wheel
from magnate_app.ui.panels.building import buildable
from magnate_app.ui.panels.speech import draw_bubbles
from magnate_app.ui.panels.targets import target_of
from magnate_app.ui.panels.trade import toggle
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_context import BUILD, TRADE, Table
from magnate_app.ui.table_log import card_figure
from magnate_app.ui.theme import Theme
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.controls import SHADOW_ROOM

HOVER_DELAY: Final = 0.25
FEW_TARGETS: Final = 6
BREATHS: Final = 8
"""Times a second a glow changes."""
CALM: Final = 8.4
"""Seconds after which tiles glow evenly, at the height of a breath, until something happens."""


class BoardWidget(Widget):
    """The board: hover for a deed, click to choose, wheel and drag to look closer."""

    moving = True

    def __init__(self, table: Table, view: BoardView) -> None:
        super().__init__("table.board", label=tr("table.board"))
        self.table = table
        self.view = view
        self.scale = 1.0
        self.hovering: int | None = None
        self.rested = 0.0
        self.pinned: int | None = None
        self.cursor: int | None = None
        self.clock = 0.0
        self._cause: tuple[object, ...] = ()
        self._away: int | None = None
        self._card = KeptCard()
        self.breathed: Box | None = None
        """Where tiles glow differently since it was asked last."""
        self._grip: Pos | None = None
        self._moved = False
        self._shown: BoardShow | None = None

    def hit(self, pos: Pos) -> bool:
        """Whether `pos` lies on the board."""
        return self.box.contains(pos)

    def square_box(self, square: int) -> Box:
        """Return the box of a tile in logical pixels."""
        x, y, w, h = self.view.geometry.tile(square)
        s = self.scale
        return Box(x / s, y / s, w / s, h / s)

    def lay(self, box: Box, scale: float) -> None:
        """Take another place and scale."""
        self.box = box
        self.scale = scale
        self.view.camera.place(round(box.x * scale), round(box.y * scale), round(box.w * scale))

    def point(self, pos: Pos) -> bool:
        """Let the pointer be at `pos`; return whether the square under it changed."""
        square = self.view.square_at(pos[0] * self.scale, pos[1] * self.scale)
        card = self.table.advice_box
        if self.table.advising and card is not None and card.contains(pos):
            square = None
        if square == self.hovering:
            return False
        self.hovering, self.rested, self._away = square, 0.0, None
        return True

    def update(self, dt: float) -> bool:
        """Let the pointer rest on a square until its deed is shown."""
        before = self.rested
        self.rested += dt
        cause = (
            self.table.model.ready and self.table.model.view.decision.id,
            self.table.draft.mode,
        )
        if cause != self._cause:
            self._cause, self.clock, self._away = cause, 0.0, None
        clock = self.clock
        self.clock = min(CALM, clock + dt)
        if not self.table.model.reduced and int(clock * BREATHS) != int(self.clock * BREATHS):
            self.breathed = self.glowing()
        showing = self.hovering is not None and before < HOVER_DELAY <= self.rested
        return showing or self.view.ground.unfinished

    def glowing(self) -> Box | None:
        """Return the part of the board that holds all glowing tiles."""
        boxes = [self.square_box(light.square) for light in self.lights_of()]
        if not boxes:
            return None
        room = (GLOW + 2) * self.view.geometry.k / self.scale
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        return Box(left, top, right - left, bottom - top).inset(-room)

    def on_press(self, pos: Pos, count: int) -> None:
        """Take hold of the board."""
        self._grip, self._moved = pos, False

    def on_drag(self, pos: Pos) -> None:
        """Move the board when it is drawn larger than the window."""
        if self._grip is None:
            return
        dx, dy = pos[0] - self._grip[0], pos[1] - self._grip[1]
        if self._moved or abs(dx) + abs(dy) > TAP_SLOP:
            self._moved = True
            self._grip = pos
            self.view.camera.pan(dx * self.scale, dy * self.scale)

    def on_release(self, pos: Pos, inside: bool) -> None:
        """Click the square under the pointer."""
        if inside and not self._moved:
            square = self.view.square_at(pos[0] * self.scale, pos[1] * self.scale)
            if square is not None:
                self.click(square)
        self._grip = None

    def on_wheel(self, wheel: Wheel) -> bool:
        """Zoom at the pointer."""
        return self.view.camera.turn(wheel.dy, wheel.pos[0] * self.scale, wheel.pos[1] * self.scale)

    def on_key(self, key: Key) -> bool:
        """Walk over the squares with the arrows; Enter clicks."""
        squares = self.table.atlas.squares
        if key.name in ("left", "right", "up", "down") and not (key.ctrl or key.alt):
            at = squares.index(self.cursor) if self.cursor in squares else 0
            step = 1 if key.name in ("right", "up") else -1
            self._away = None
            self.cursor = squares[(at + step) % len(squares)] if self.cursor is not None else 0
            return True
        if key.name == "enter" and self.cursor is not None:
            self.click(self.cursor)
            return True
        return False

    def on_focus(self, focused: bool) -> None:
        """Forget the keyboard's square when the focus goes."""
        if not focused:
            self.cursor = None

    def activate(self) -> None:
        """Click the square the keyboard is on."""
        if self.cursor is not None:
            self.click(self.cursor)

    def click(self, square: int) -> None:
        """Choose a square, put a deed into an offer, or pin its card."""
        table = self.table
        self._away = None
        if table.model.busy:
            table.model.skip()
            table.rebuild()
            return
        targets = table.squares_of("ActionMoveTo")
        if square in targets:
            if table.draft.square == square:
                table.send(ActionMoveTo(square=square))
            else:
                table.draft.square = square
            table.rebuild()
            return
        if square in table.squares_of("ActionTakeTram") and square != self._here():
            table.draft.square = square
            table.rebuild()
            return
        if toggle(table, square):
            return
        self.pinned = None if self.pinned == square else square
        table.rebuild()

    def dismiss(self) -> bool:
        """Put the card that is shown away; return whether there was one.

        It comes back with another square, a click or another decision.
        """
        card = self._card_square()
        had = card is not None or self.pinned is not None
        self._away, self.pinned = card, None
        return had

    def prepare(self, canvas: Canvas) -> Iterator[None]:
        """Paint what a first picture needs, a little with each step."""
        if self.table.model.playfield is not None:
            yield from self.view.prepare(canvas, self.show(canvas.theme))

    def draw(self, canvas: Canvas) -> None:
        """Draw the board."""
        self.breathed = None
        if self.table.model.playfield is not None:
            self._shown = self.show(canvas.theme)
            self.view.draw(canvas, self._shown)

    def draw_over(self, canvas: Canvas) -> None:
        """Draw what bots say over their tokens, and the deed card beside its tile."""
        if self._shown is not None:
            draw_bubbles(canvas, self.table, self.view, self._shown, self.box)
        square = self._card_square()
        if square is None or self.table.model.playfield is None:
            return
        width = max(204.0, min(WIDTH, self.box.w * 0.216))
        if square == self.pinned:
            width = min(PINNED_WIDTH, width * 1.28)
        height = card_height(self.table, square, width)
        avoid = tuple(self._precious(square))
        tile = self.square_box(square)
        place = place_card(tile, self.box, height, avoid, width, self._tray())
        if not canvas.sees(place.inset(-SHADOW_ROOM)):
            return
        self._card.draw(canvas, self.table, square, place)
        draw_wedge(canvas, tile, place)

    def _tray(self) -> Box:
        s = self.scale
        x, y, w, h = self.view.geometry.box(*self.view.layout.tray)
        return Box(x / s, y / s, w / s, h / s)

    def _precious(self, square: int) -> list[Box]:
        """Return what a deed card should not hide: other targets, tokens, the way."""
        s = self.scale
        geometry = self.view.geometry
        boxes = [
            self.square_box(light.square) for light in self.lights_of() if light.square != square
        ]
        model = self.table.model
        if model.playfield is not None:
            boxes += [self.square_box(at) for at in set(model.playfield.positions) if at != square]
        decision = model.view.decision
        here = self._here()
        if isinstance(decision, Destination) and here is not None:
            for option in decision.options:
                if option.square == square and option.steps:
                    stops = geometry.stops(self.table.atlas.walk(here, option.steps))
                    boxes += [Box(px / s - 26, py / s - 26, 52, 52) for px, py in stops]
        return boxes

    def _card_square(self) -> int | None:
        card = self._wanted_card()
        return None if card == self._away else card

    def _wanted_card(self) -> int | None:
        if self.table.model.busy:
            return None
        if self.hovering is not None and self.rested >= HOVER_DELAY:
            return self.hovering
        if self.focused and self.cursor is not None:
            return self.cursor
        if self.pinned is not None:
            return self.pinned
        decision = self.table.model.view.decision
        if self.table.model.my_turn and not self.table.advising:
            if isinstance(decision, Purchase):
                return decision.square
            if isinstance(decision, Auction) and self.table.card_on_board:
                return decision.square
            if isinstance(decision, Destination) and len(decision.options) <= FEW_TARGETS:
                return self.table.draft.square
        return None

    def _here(self) -> int | None:
        me = self.table.model.me
        return None if me is None else self.table.model.view.players[me].square

    # What is on the board

    def lights_of(self) -> list[Light]:
        """Return the tiles that glow now."""
        return self._lights(None)

    def _lights(self, theme: Theme | None) -> list[Light]:
        table, model = self.table, self.table.model
        if model.shown is None or model.busy:
            return []
        accent = theme.accent if theme else (0, 0, 0)
        warn = theme.warn if theme else (0, 0, 0)
        decision = model.view.decision
        hot = {self.hovering, table.draft.square, self.cursor if self.focused else None}
        match decision:
            case Destination():
                crowd = len(decision.options) > FEW_TARGETS
                return [
                    Light(o.square, accent, model.my_turn and o.square in hot, crowd)
                    for o in decision.options
                ]
            case Bail():
                return [Light(decision.target, accent)]
            case Purchase():
                return [Light(decision.square, accent, True)]
            case Auction():
                return [Light(decision.square, warn, True)]
            case _:
                pass
        lights: list[Light] = []
        if table.draft.mode == TRADE and table.draft.trade is not None:
            for seat, squares in (
                (model.me, table.draft.trade.give),
                (table.draft.trade.partner, table.draft.trade.get),
            ):
                color = theme.seat(table.color(seat or 0)) if theme else accent
                lights += [Light(square, color, True) for square in sorted(squares)]
            return lights
        if isinstance(decision, Answer):
            for seat, offered in (
                (decision.from_, decision.offered_properties),
                (decision.to, decision.asked_properties),
            ):
                color = theme.seat(table.color(seat)) if theme else accent
                lights += [Light(square, color, True) for square in offered]
        if table.draft.mode == BUILD:
            lights += [Light(s, accent, s in table.draft.plan) for f in buildable(table) for s in f]
        if table.lit_seat is not None:
            color = theme.seat(table.color(table.lit_seat)) if theme else accent
            owned = [s for s, deed in model.deeds.items() if deed.seat == table.lit_seat]
            lights += [Light(square, color, True) for square in owned]
        stops = [s for s in table.squares_of("ActionTakeTram") if s != self._here()]
        lights += [Light(s, accent, s in hot) for s in stops]
        return lights

    def show(self, theme: Theme) -> BoardShow:
        """Return what is on the board now."""
        table, model = self.table, self.table.model
        playfield = model.playfield
        assert playfield is not None
        settings = model.settings
        stock = Stock(
            go_money=200 if settings is None else settings.go_money,
            fare=table.atlas.board.fare,
            bail=40 if settings is None else settings.bail,
            pot=playfield.pot,
        )
        show = BoardShow(
            field=playfield,
            colors={seat.seat: seat.color for seat in model.seats},
            pieces={seat.seat: seat.piece for seat in model.seats},
            stock=stock,
            lights=self._lights(theme),
            wordmark="MAGNATE",
            turn_seat=model.view.turn.seat if model.view.outcome is None else None,
            clock=self.clock,
            still=model.reduced,
            reactions={seat: emote for seat, (emote, _) in model.reactions.items()},
        )
        show.caption, show.subcaption = caption(table)
        if playfield.card is not None:
            card = playfield.card
            show.card_title = table.atlas.card(card.card)[0]
            show.card_figure = card_figure(table, card.card, card.value)
        if not model.busy:
            self._ways(show, theme)
        return show

    def _ways(self, show: BoardShow, theme: Theme) -> None:
        table, model = self.table, self.table.model
        decision = model.view.decision
        if isinstance(decision, Destination) and model.my_turn:
            few = len(decision.options) <= FEW_TARGETS
            here = self._here()
            for number, option in enumerate(decision.options, 1):
                chosen = table.draft.square == option.square
                target = target_of(table, option.square, option.steps)
                if few or chosen:
                    key = str(number) if few else ""
                    show.tags.append(Tag(option.square, target.short, key, theme.accent, chosen))
                if few and here is not None and option.steps:
                    way = table.atlas.walk(here, option.steps)
                    if chosen:
                        show.route = way
                    elif option.square == self.hovering:
                        show.others = (way,)
        elif isinstance(decision, Bail) and model.my_turn and self._here() is not None:
            show.route = table.atlas.walk(self._here() or 0, decision.steps)
        elif isinstance(decision, Auction):
            show.tags.append(Tag(decision.square, tr("table.tag.auction"), "", theme.warn, True))
        elif table.draft.mode == TRADE and table.draft.trade is not None:
            for square in sorted(table.draft.trade.give):
                show.tags.append(Tag(square, tr("table.tag.give"), "", theme.accent))
            for square in sorted(table.draft.trade.get):
                show.tags.append(Tag(square, tr("table.tag.get"), "", theme.gain))


def caption(table: Table) -> tuple[str, str]:
    """Return the two lines in the tray: what the game waits for."""
    model = table.model
    view = model.view
    who = table.seat_name(view.turn.seat)
    if model.playfield is not None and model.playfield.tumble is not None:
        return tr("table.tray.throws", who=who), ""
    decision = view.decision
    match decision:
        case Destination():
            steps = [option.steps for option in decision.options if option.steps]
            if not steps:
                return tr("table.tray.triple"), tr("table.tray.anywhere")
            words = ", ".join(str(step) for step in steps)
            return tr("table.tray.bus", steps=words), tr("table.tray.parity")
        case Auction():
            return (
                tr("table.tray.auction", square=table.atlas.name(decision.square)),
                code_words("table.tray.auction", decision.mode),
            )
        case Answer():
            return (
                tr("table.tray.offer", who=table.seat_name(decision.from_)),
                tr("table.tray.answers", who=table.seat_name(decision.to)),
            )
        case Purchase():
            return table.atlas.name(decision.square), tr(
                "table.tray.price", amount=table.money(decision.price)
            )
        case _:
            kind = type(decision).__name__.lower()
            return tr("table.tray.turn", who=who), code_words("table.tray.is", kind)
