"""Fixed states with what bots think: their faces, remarks, advice, a reason with an offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from magnate_app.protocol.characters import CHARACTERS, OCCASIONS
from magnate_app.protocol.explaining import Why
from magnate_app.protocol.messages import AdviceChoice, AdviceGiven, Remark, ToldAction
from magnate_app.protocol.views import Answer, SeatInfo, Update
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.draw import CENTER, Canvas
from magnate_app.ui.gallery_game import (
    answer_update,
    auction_update,
    business_update,
    buy_update,
    throw_update,
)
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.geometry import Box
from magnate_app.ui.portraits import draw_portrait
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY, CAPTION, LARGE
from magnate_app.ui.whys import remark_words
from magnate_app.ui.widgets import Widget

_PLAYERS: Final = ("", "trader", "gambler", "gardener")


class Faces(Scene):
    """All characters beside each other, large and small."""

    name = "faces"

    def build(self, size: Box) -> Iterable[Widget]:
        """Nothing is to be pressed."""
        return []

    def paint(self, canvas: Canvas) -> None:
        """Draw every face in three sizes, with name, kind and a remark."""
        theme = canvas.theme
        canvas.fill(theme.table)
        area = canvas.size.inset(28, 24)
        rows = area.rows(2, 20)
        for index, who in enumerate(CHARACTERS):
            box = rows[index // 5].columns(5, 16)[index % 5]
            canvas.panel(box)
            middle = box.center[0]
            draw_portrait(canvas, who.code, (middle, box.y + 68), 96)
            draw_portrait(canvas, who.code, (box.x + 28, box.y + 34), 36)
            draw_portrait(canvas, who.code, (box.x + 28, box.y + 74), 24)
            line = Box(box.x + 8, box.y + 122, box.w - 16, 28)
            canvas.text(who.name, line, DISPLAY, LARGE + 4, theme.ink, CENTER)
            kind = tr(f"character.{who.code}")
            canvas.text(kind, line.moved(0, 28), BOLD, CAPTION, theme.muted, CENTER, lowest=10)
            rest = Box(box.x + 14, line.bottom + 38, box.w - 28, box.bottom - line.bottom - 44)
            for number, occasion in enumerate(OCCASIONS[:: len(OCCASIONS) // 4]):
                remark = Remark(
                    game=1, seat=1, character=who.code, occasion=occasion, variant=number
                )
                used = canvas.paragraph(
                    remark_words(remark), rest, BOLD, BODY - 1, theme.ink, CENTER
                )
                rest = rest.cut_top(used + 6)


def shows() -> dict[str, Callable[[Stage], None]]:
    """Return what puts each picture's scene on a stage."""
    return {
        "faces": lambda stage: stage.scenes.reset(Faces(stage)),
        "table-remark": _remark,
        "table-remarks": _remarks,
        "table-advice": _advice,
        "table-advice-bid": _bid,
        "table-advice-build": _build,
        "table-advice-thinking": _thinking,
        "table-reason": _reason,
        "table-reason-long": _long_reason,
    }


def _peopled(update: Update) -> Update:
    """Return the example game with bots that have characters."""
    seats: list[SeatInfo] = []
    for seat in update.seats:
        code = _PLAYERS[seat.seat % len(_PLAYERS)]
        names = {who.code: who.name for who in CHARACTERS}
        seats.append(
            msgspec.structs.replace(seat, username=names[code], is_bot=True, bot_level="hard")
            if code
            else seat
        )
    return msgspec.structs.replace(update, seats=tuple(seats))


def table_with_bots(stage: Stage, update: Update) -> TableScene:
    """Return a table against three characters where advice may be asked for."""
    scene = scene_of(stage, _peopled(update))
    stage.scenes.reset(scene)
    settings = scene.model.settings
    assert settings is not None
    scene.model.settings = msgspec.structs.replace(settings, advice=True)
    scene.rebuild()
    return scene


def _say(scene: TableScene, seat: int, occasion: str, variant: int) -> None:
    code = _PLAYERS[seat]
    remark = Remark(game=42, seat=seat, character=code, occasion=occasion, variant=variant)
    scene.on_message(remark)
    scene.rebuild()


def _remark(stage: Stage) -> None:
    _say(table_with_bots(stage, throw_update()), 2, "pays", 1)


def _remarks(stage: Stage) -> None:
    scene = table_with_bots(stage, throw_update())
    _say(scene, 1, "wins_auction", 0)
    _say(scene, 3, "loses_auction", 0)


def _action(kind: str, **fields: int | bool | tuple[int, ...]) -> ToldAction:
    return ToldAction(type=kind, game=42, player=7, **fields)  # type: ignore[arg-type] # as told


def _choice(value: int, whys: tuple[Why, ...], *actions: ToldAction) -> AdviceChoice:
    return AdviceChoice(actions=actions, value=value, whys=whys)


def _ask(stage: Stage, update: Update, *choices: AdviceChoice) -> None:
    scene = table_with_bots(stage, update)
    decision = update.view.decision.id
    if choices:
        scene.on_message(AdviceGiven(game=42, decision=decision, choices=choices))
    scene.update(0.01)
    scene.table.advising = True
    scene.rebuild()


def _advice(stage: Stage) -> None:
    _ask(
        stage,
        buy_update(),
        _choice(
            465,
            (
                Why("completes", {"group": 11}),
                Why("income_built", {"houses": 3, "income": 94, "rounds": 13}),
                Why("worth", {"worth": 616, "price": 270}),
            ),
            _action("ActionBuySquare", square=108),
        ),
        _choice(0, (Why("declines"),), _action("ActionDropPurchase", square=108)),
    )


def _thinking(stage: Stage) -> None:
    _ask(stage, buy_update())


def _bid(stage: Stage) -> None:
    _ask(
        stage,
        auction_update(),
        _choice(
            212,
            (
                Why("limit", {"worth": 318}),
                Why("little_income", {"income": 3}),
                Why("blocks", {"seat": 2, "group": 8}),
            ),
            _action("ActionBid", amount=215),
        ),
        _choice(0, (Why("declines"),), _action("ActionBid", amount=0)),
    )


def _build(stage: Stage) -> None:
    figures = {"houses": 3, "price": 150, "income": 41, "rounds": 4}
    _ask(
        stage,
        business_update(),
        _choice(
            431,
            (Why("build", figures), Why("risk", {"cash": 492, "rent": 900})),
            *(_action("ActionBuild", square=square, houses=1) for square in (6, 8, 9)),
        ),
        _choice(
            120,
            (
                Why("completes", {"group": 7}),
                Why("deal", {"amount": 120}),
                Why("deal_theirs", {"seat": 3, "amount": 85}),
            ),
            _action(
                "ActionTradeProposal",
                destination_user=10,
                offered_money=250,
                asked_money=0,
                offered_properties=(110,),
                asked_properties=(32,),
            ),
        ),
        _choice(0, (Why("stays"),), _action("ActionNextPhase")),
    )


def _offer(stage: Stage, why: Why) -> None:
    update = answer_update()
    decision = update.view.decision
    assert isinstance(decision, Answer)
    params = {**why.params, "seat": decision.to} if "seat" in why.params else why.params
    table_with_bots(stage, msgspec.structs.replace(update, why=Why(why.code, params)))


def _reason(stage: Stage) -> None:
    _offer(stage, Why("closer", {"group": 7}))


def _long_reason(stage: Stage) -> None:
    _offer(stage, Why("swap_completes_both", {"group": 6, "other": 2, "seat": 0}))
