"""What a square would cost or bring to the person who might end there."""

from __future__ import annotations

import msgspec

from magnate_app.ui.strings import tr
from magnate_app.ui.table_context import Table


class Target(msgspec.Struct, frozen=True):
    """One square to choose: words and icon of its effect, `mood` good, bad or plain."""

    square: int
    steps: int
    name: str
    words: str
    short: str
    icon: str
    mood: str
    appeal: int


def target_of(table: Table, square: int, steps: int) -> Target:
    """Return what ending on `square` would mean."""
    kind = table.atlas.kind(square)
    name = tr("table.tile.fantasy") if kind == "fantasy" else table.atlas.name(square)
    words, short, icon, mood, appeal = _effect(table, square, kind)
    return Target(square, steps, name, words, short, icon, mood, appeal)


def _effect(table: Table, square: int, kind: str) -> tuple[str, str, str, str, int]:
    atlas, model = table.atlas, table.model
    if atlas.ownable(square):
        deed = model.deeds.get(square)
        if deed is None:
            amount = table.money(atlas.price(square))
            return (
                tr("table.target.buy", amount=amount),
                tr("table.target.buy_short", amount=amount),
                "fill/tag",
                "plain",
                60,
            )
        if deed.seat == model.me:
            own = tr("table.target.own")
            return own, own, "fill/house", "good", 40
        rent = atlas.rent(square, model.deeds)
        if rent == 0:
            free = tr("table.target.free")
            return free, free, "fill/check-circle", "plain", 30
        amount = table.money(rent)
        return (
            tr("table.target.rent", amount=amount, who=table.seat_name(deed.seat)),
            tr("table.target.rent_short", amount=amount),
            "fill/hand-coins",
            "bad",
            -rent,
        )
    pot = table.money(model.view.pot)
    effects = {
        "fantasy": ("fill/lightning", "plain", 50),
        "tram": ("fill/tram", "plain", 45),
        "parking": ("fill/coins", "good", 55 + model.view.pot),
        "go_to_jail": ("fill/lock-key", "bad", -2000),
        "start": ("fill/flag", "plain", 20),
        "visiting": ("fill/hand-palm", "plain", 10),
    }
    icon, mood, appeal = effects.get(kind, ("fill/map-pin", "plain", 0))
    words = tr(f"table.target.{kind}", amount=pot)
    return words, words, icon, mood, appeal
