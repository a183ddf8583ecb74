"""Panels of an arrival: buy or decline, and the two fantasy cards."""

from __future__ import annotations

from magnate_app.protocol.messages_game import (
    ActionBuySquare,
    ActionChooseCard,
    ActionDropPurchase,
    ActionNextPhase,
)
from magnate_app.protocol.views import Card, Purchase
from magnate_app.ui import pictures
from magnate_app.ui.assets import BOLD, DISPLAY, TEXT
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.panels.common import fact_row, facts, frame, main_button, main_row, plain_button
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.table_context import Table
from magnate_app.ui.table_log import card_title
from magnate_app.ui.theme import CAPTION, SMALL, mix
from magnate_app.ui.widgets.base import Widget
from magnate_app.ui.widgets.button import Button


def purchase(table: Table, box: Box) -> list[Widget]:
    """Offer to buy the square one stands on, or to leave it to an auction."""
    decision = table.model.view.decision
    assert isinstance(decision, Purchase)
    square, price = decision.square, decision.price
    me = table.model.me
    cash = table.model.view.players[me].cash if me is not None else 0
    can = table.one("ActionBuySquare") is not None
    name = table.atlas.name(square)
    hint = _set_words(table, square)
    if not can:
        hint = tr("table.buy.short", amount=table.money(price - cash))
    back, inner = frame(
        table, box, "fill/tag", tr("table.buy.title", square=name), hint, clock=True
    )
    row, (side,) = main_row(inner, 1)
    entries = [
        ("fill/tag", tr("table.fact.price"), table.money(price)),
        ("fill/coins", tr("table.fact.after"), table.money(cash - price)),
        ("fill/hand-coins", tr("table.fact.rent"), table.money(table.atlas.rents(square)[0])),
    ]
    widgets: list[Widget] = [
        back,
        facts("table.facts", fact_row(inner.cut_bottom(row.h, 12)), entries),
    ]
    drop = table.one("ActionDropPurchase")
    decline = ActionDropPurchase(square=square) if drop is not None else ActionNextPhase()
    if can:
        widgets.append(
            main_button(
                table,
                row,
                tr("table.buy.button", amount=table.money(price)),
                "fill/shopping-cart",
                lambda: table.send(ActionBuySquare(square=square)),
            )
        )
        widgets.append(
            plain_button(
                table,
                "table.buy.decline",
                side,
                tr("table.buy.decline"),
                lambda: table.send(decline),
                icon="fill/gavel",
                key="n",
            )
        )
    else:
        widgets.append(
            main_button(
                table,
                row,
                tr("table.buy.auction"),
                "fill/gavel",
                lambda: table.send(decline),
                enabled=drop is not None or table.one("ActionNextPhase") is not None,
            )
        )
        widgets.append(
            plain_button(
                table,
                "table.buy.short",
                side,
                tr("table.target.buy_short", amount=table.money(price)),
                table.rebuild,
                enabled=False,
            )
        )
    return widgets


def _set_words(table: Table, square: int) -> str:
    """Say how far the person is from the whole set."""
    family = table.atlas.family(square)
    deeds, me = table.model.deeds, table.model.me
    mine = sum(1 for other in family if other in deeds and deeds[other].seat == me)
    if mine == len(family) - 1:
        return tr("table.buy.completes")
    rival = {deeds[other].seat for other in family if other in deeds and deeds[other].seat != me}
    if len(rival) == 1:
        seat = next(iter(rival))
        held = sum(1 for other in family if other in deeds and deeds[other].seat == seat)
        if held == len(family) - 1:
            return tr("table.buy.blocks", who=table.seat_name(seat))
    return tr_n("table.buy.set", mine, m=len(family))


def card(table: Table, box: Box) -> list[Widget]:
    """Offer the shown card against its cost, or the unknown one for nothing."""
    decision = table.model.view.decision
    assert isinstance(decision, Card)
    offers = {entry.chosen_revealed_card for entry in table.offered("ActionChooseCard")}
    back, inner = frame(
        table, box, "fill/lightning", tr("table.card.title"), tr("table.card.hint"), clock=True
    )
    left, right = inner.columns(2, 14)
    tall = 56.0
    title = card_title(table, decision.card, decision.value)
    story = table.atlas.card(decision.card)[1]
    shown = CardButton(
        table,
        "table.card.shown",
        left.cut_bottom(tall, 10),
        title,
        story,
        pictures.CARDS.get(decision.card, pictures.FANTASY),
        True,
        True in offers,
    )
    unknown = CardButton(
        table,
        "table.card.unknown",
        right.cut_bottom(tall, 10),
        tr("table.card.unknown"),
        tr("table.card.unknown_story"),
        pictures.FANTASY,
        False,
        False in offers,
    )
    take = tr("table.card.take", amount=table.money(decision.cost))
    main_shown = True in offers
    main = main_button(
        table,
        left.bottom_part(tall) if main_shown else right.bottom_part(tall),
        take if main_shown else tr("table.card.free"),
        "fill/coins" if main_shown else "fill/question",
        lambda: table.send(ActionChooseCard(chosen_revealed_card=main_shown)),
        enabled=bool(offers),
    )
    main.size = 20
    other = plain_button(
        table,
        "table.card.other",
        right.bottom_part(tall) if main_shown else left.bottom_part(tall),
        tr("table.card.free") if main_shown else take,
        lambda: table.send(ActionChooseCard(chosen_revealed_card=not main_shown)),
        key="2" if main_shown else "1",
        enabled=(not main_shown) in offers,
    )
    return [back, shown, unknown, main, other]


CARD_EDGE = 7.0
"""The coloured edge of a card that lies open."""


class CardButton(Button):
    """A fantasy card to take by clicking it."""

    def __init__(
        self,
        table: Table,
        ident: str,
        box: Box,
        title: str,
        story: str,
        picture: str,
        face_up: bool,
        offered: bool,
    ) -> None:
        super().__init__(
            ident,
            title,
            lambda: table.send(ActionChooseCard(chosen_revealed_card=face_up)),
            box,
            enabled=offered and not table.waiting(),
            key="1" if face_up else "2",
        )
        self.story = story
        self.picture = picture
        self.face_up = face_up

    def draw(self, canvas: Canvas) -> None:
        """Draw the card's face or its back."""
        theme, box = canvas.theme, self.box
        canvas.shadow(box, 14)
        if self.face_up:
            canvas.box(box, theme.fantasy_ink, 14)
            with canvas.clip(box.cut_top(CARD_EDGE)):
                edge = theme.fantasy_ink if self.hovered else theme.line
                canvas.box(box, theme.raised, 14, edge, 2)
            ink, soft = theme.ink, theme.muted
        else:
            back = mix(theme.groups[2].fill, theme.dark, 0.12 if not theme.night else 0.35)
            canvas.box(box, back, 14)
            line = mix(back, theme.white, 0.55)
            canvas.dashed(box.inset(7), 10, line, 1.6)
            ink, soft = theme.white, mix(theme.white, back, 0.12)
        inner = box.inset(14, 10)
        if inner.h < 150:
            size = min(56.0, inner.h * 0.62)
            canvas.icon(self.picture, (inner.x + size / 2 + 2, inner.center[1]), size)
            words = inner.cut_left(size + 14)
            canvas.text(self.label, words.top_part(26), DISPLAY, 17, ink, lowest=12)
            canvas.paragraph(self.story, words.cut_top(27), TEXT, CAPTION, soft)
        else:
            size = min(112.0, inner.h * 0.42)
            spare = inner.h - size - 36 - 2 * SMALL * 1.35
            inner = inner.cut_top(max(0.0, spare * 0.4))
            middle = (inner.center[0], inner.y + size / 2)
            if self.face_up:
                canvas.circle(middle, size * 0.6, theme.fantasy)
            canvas.icon(self.picture, middle, size)
            name = Box(inner.x, inner.y + size + 8, inner.w, 26)
            canvas.text(self.label, name, DISPLAY, 19, ink, CENTER, lowest=12)
            canvas.paragraph(
                self.story,
                inner.cut_top(size + 36),
                BOLD if not self.face_up else TEXT,
                SMALL,
                soft,
                CENTER,
            )
        if self.focused and self.ring:
            canvas.focus(box, 14)
