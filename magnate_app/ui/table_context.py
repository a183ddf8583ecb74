"""What every panel of the table is given: the model, the board, words, and doors out.

Also keeps what a person has begun but not sent: a chosen square, a bid, a plan, an offer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from magnate_app.protocol.messages import Admit, AdviceGiven, ClientMessage
from magnate_app.protocol.messages_game import AnyGameAction
from magnate_app.protocol.views import Auction, LegalAction, OneOf, Range
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.draw import measuring
from magnate_app.ui.geometry import Box
from magnate_app.ui.strings import number, tr
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.theme import DAY

BUSINESS: Final = ""
BUILD: Final = "build"
MORTGAGE: Final = "mortgage"
TRADE: Final = "trade"


@dataclass(slots=True)
class TradeDraft:
    """An offer being put together, seen from this person."""

    partner: int
    give: set[int] = dataclasses.field(default_factory=set)
    get: set[int] = dataclasses.field(default_factory=set)
    give_money: int = 0
    get_money: int = 0


@dataclass(slots=True)
class Draft:
    """What a person has begun for one decision."""

    decision: int = -1
    mode: str = BUSINESS
    square: int | None = None
    bid: int | None = None
    typed: str | None = None
    plan: dict[int, int] = dataclasses.field(default_factory=dict)
    trade: TradeDraft | None = None


class Table:
    """The one thing panels know."""

    def __init__(
        self,
        model: TableModel,
        atlas: Atlas,
        send: Callable[[ClientMessage], None],
        rebuild: Callable[[], None],
    ) -> None:
        self.model = model
        self.atlas = atlas
        self.send_message = send
        self.rebuild = rebuild
        self.draft = Draft()
        self.series: list[AnyGameAction] = []
        self.raising = False
        self.next_step: Callable[[], AnyGameAction | None] = lambda: None
        self.log_filter = "all"
        self.log_seat: int | None = None
        self.lit_seat: int | None = None
        self.chat_text = ""
        self.chat_open = False
        self.chat_read = 0
        self.card_on_board = False
        self.pending: int | None = None
        self.open_menu: Callable[[], None] = rebuild
        self.open_votes: Callable[[], None] = rebuild
        self.answer_knock: Callable[[Admit], None] = send
        self.ask_surrender: Callable[[], None] = rebuild
        self.show_help: Callable[[], None] = rebuild
        self.go_home: Callable[[], None] = rebuild
        self.toggle_sound: Callable[[], None] = rebuild
        self.next_speed: Callable[[], None] = rebuild
        self.focus_square: Callable[[int], None] = lambda _: None
        self.speed_word = "1×"
        self.advising = False
        self.advice_box: Box | None = None
        self.lamp: Box | None = None
        self.measure = measuring(DAY, 1.0)
        self._advised = (-1, -1)
        self.muted = False

    def renew(self) -> None:
        """Forget drafts and advice when the decision they belong to is over."""
        decision = self.model.view.decision.id
        bidding = isinstance(self.model.view.decision, Auction)
        now = decision, 0 if bidding else self._seq()
        if now != self._advised:
            self._advised, self.advising = now, False
        if self.draft.decision != decision:
            mode = self.draft.mode if self.model.view.phase == "business" else BUSINESS
            self.draft = Draft(decision=decision, mode=mode)

    def send(self, action: AnyGameAction) -> None:
        """Send a game action for the open decision; nothing more until an answer comes."""
        if self.waiting():
            return
        self.pending = self._seq()
        decision = self.model.view.decision.id
        self.send_message(msgspec.structs.replace(action, decision=decision))
        self.rebuild()

    def play(self, actions: list[AnyGameAction]) -> None:
        """Send several actions, each once the one before is answered."""
        self.series = list(actions)
        self.go_on()

    def go_on(self) -> None:
        """Send the next action of a series, if it is still possible."""
        if self.model.busy or self.waiting():
            return
        if self.raising:
            step = self.next_step() if self.model.view.phase == "liquidation" else None
            self.raising = step is not None
            if step is not None:
                self.send(step)
            return
        if not self.series:
            return
        action = self.series.pop(0)
        if not any(entry.type == type(action).__name__ for entry in self.model.legal):
            self.series = []
            return
        self.send(action)

    def waiting(self) -> bool:
        """Whether an action was sent and is not answered yet."""
        return self.pending is not None and self.pending == self._seq()

    @property
    def has_advice(self) -> bool:
        """Whether this person may ask for advice now."""
        model = self.model
        agreed = model.settings is not None and model.settings.advice
        choices = [entry for entry in model.legal if entry.type != "ActionSurrender"]
        several = len(choices) > 1 or any(
            isinstance(entry.square, OneOf)
            or isinstance(entry.amount, Range)
            or isinstance(entry.choose, OneOf)
            for entry in choices
        )
        return agreed and several

    def advice(self) -> AdviceGiven | None:
        """Return the advice that holds for the shown decision, if it has come."""
        return self.model.thoughts.advice_for(self.model.shown)

    def state(self) -> tuple[object, ...]:
        """Return what the widgets of a table are built from; they are built anew with it."""
        model = self.model
        return (
            None if model.shown is None else model.shown.seq,
            model.busy,
            model.paused,
            model.link.state,
            len(model.told),
            len(model.chat),
            self.advice(),
            model.spectators,
            model.affairs.figures(),
            self.waiting(),
            tuple((seat.connected, seat.stand_in) for seat in model.seats),
        )

    def refused(self) -> None:
        """Take the last action as answered by a refusal."""
        self.pending = None
        self.series = []
        self.raising = False
        if self.advice() is None:
            self.advising = False

    def offered(self, kind: str) -> list[LegalAction]:
        """Return what may be done now of one kind of action."""
        return [entry for entry in self.model.legal if entry.type == kind]

    def one(self, kind: str) -> LegalAction | None:
        """Return the first entry of one kind of action."""
        return next(iter(self.offered(kind)), None)

    def squares_of(self, kind: str) -> list[int]:
        """Return the squares the entries of one kind name."""
        squares: list[int] = []
        for entry in self.offered(kind):
            if isinstance(entry.square, int):
                squares.append(entry.square)
            elif entry.square is not None:
                squares.extend(int(choice) for choice in entry.square.choices)
        return squares

    def seat_name(self, seat: int) -> str:
        """Return the name of who sits there."""
        return self.model.seat(seat).username

    def purse(self, purse: int | str) -> str:
        """Return the name of a purse."""
        if isinstance(purse, int):
            return self.seat_name(purse)
        return tr(f"table.purse.{purse}")

    def color(self, seat: int) -> int:
        """Return the colour number of a seat."""
        return self.model.seat(seat).color

    def piece(self, seat: int) -> int:
        """Return the piece of a seat."""
        return self.model.seat(seat).piece

    def money(self, amount: int) -> str:
        """Write an amount."""
        return number(amount)

    def bundle(self, squares: tuple[int, ...], money: int) -> str:
        """Write deeds and money of one side of an offer, names between asterisks."""
        parts = [f"*{self.atlas.name(square)}*" for square in squares]
        if money:
            parts.append(self.money(money))
        return " + ".join(parts) if parts else tr("table.trade.nothing")

    def _seq(self) -> int:
        latest = self.model.latest
        return -1 if latest is None else latest.seq
