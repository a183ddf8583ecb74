"""What bots think as a person meets it: faces, remarks, reasons, advice."""

from __future__ import annotations

import msgspec
import pygame
import pytest

from magnate_app.protocol import characters
from magnate_app.protocol.explaining import ADVISED, SAID, Why
from magnate_app.protocol.messages import (
    AdviceChoice,
    AdviceGiven,
    AskAdvice,
    ErrorMessage,
    GameResponse,
    Remark,
    ToldAction,
)
from magnate_app.protocol.messages_told import Response
from magnate_app.protocol.views import End, Update
from magnate_app.rules.events import TradeProposed, TradeRefused
from magnate_app.saves.preferences import Preferences
from magnate_app.ui import gallery_bots, portraits, strings, whys
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_bots import table_with_bots
from magnate_app.ui.gallery_game import (
    StillLink,
    auction_update,
    bus_update,
    business_update,
    buy_update,
    outcome_update,
    throw_update,
    update_of,
    waiting_update,
)
from magnate_app.ui.input import Key
from magnate_app.ui.panels.speech import at_leisure
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.thoughts import REMARK_SECONDS
from magnate_app.ui.widgets import Widget
from magnate_app.ui.widgets.nearness import overlap

SIZES = ((1024, 640), (1280, 720), (1920, 1080))


def table(update: Update, *, language: str = "en") -> tuple[Stage, TableScene]:
    stage = make_stage(1280, 720, "day", language)
    return stage, table_with_bots(stage, update)


def find(scene: TableScene, ident: str) -> Widget | None:
    scene.refresh()
    return scene.controls.find(ident)


def sent(scene: TableScene) -> list[object]:
    assert isinstance(scene.link, StillLink)
    return [*scene.link.sent]


def advice(update: Update) -> AdviceGiven:
    def act(kind: str) -> tuple[ToldAction, ...]:
        return (ToldAction(type=kind, game=42, player=7, square=108),)

    whys_ = (Why("completes", {"group": 11}), Why("income", {"income": 34, "rounds": 8}))
    return AdviceGiven(
        game=42,
        decision=update.view.decision.id,
        choices=(
            AdviceChoice(actions=act("ActionBuySquare"), value=465, whys=whys_),
            AdviceChoice(actions=act("ActionDropPurchase"), value=0, whys=(Why("declines"),)),
        ),
    )


def remark(seat: int = 2, occasion: str = "pays", variant: int = 0) -> Remark:
    return Remark(game=42, seat=seat, character="gambler", occasion=occasion, variant=variant)


# ------------------------------------------------------------------ faces


def test_every_character_has_a_face() -> None:
    assert set(portraits.CODES) == set(characters.CODES)
    assert portraits.portrait("nobody", 24) is None


def test_faces_differ_without_their_colors_and_small() -> None:
    pictures = {}
    for code in characters.CODES:
        face = portraits.portrait(code, 24)
        assert face is not None
        grey = pygame.transform.grayscale(face)
        pictures[code] = pygame.image.tobytes(pygame.transform.smoothscale(grey, (12, 12)), "RGB")
    for one, first in pictures.items():
        for other, second in pictures.items():
            if one < other:
                apart = sum(abs(a - b) > 24 for a, b in zip(first, second, strict=True)) / 3
                assert apart >= 12, (one, other, apart)


@pytest.mark.parametrize("name", gallery_bots.shows())
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_picture_can_be_drawn_at_every_size(name: str, size: tuple[int, int]) -> None:
    stage = make_stage(*size, "night", "es")
    gallery_bots.shows()[name](stage)
    stage.update(0.05)
    scene = stage.scenes.top
    assert scene is not None
    scene.refresh()
    stage.draw(Canvas(pygame.Surface(size).convert(), stage.theme, stage.scale))
    for widget in scene.controls.widgets:
        assert widget.box.right <= scene.size.right + 1, widget.id
        assert widget.box.bottom <= scene.size.bottom + 1, widget.id


# ------------------------------------------------------------------ remarks


def test_a_remark_floats_and_stays_in_the_chat() -> None:
    _, scene = table(throw_update())
    scene.on_message(remark())
    scene.update(0.01)
    row = find(scene, "table.chat.3")
    assert row is not None
    assert row.label == "Cierzo: Easy come, easy blown away."
    assert list(scene.model.thoughts.bubbles) == [2]
    for _ in range(int(REMARK_SECONDS / 0.5) + 1):
        scene.update(0.5)
    assert scene.model.thoughts.bubbles == {}
    assert find(scene, "table.chat.3") is not None


def test_the_winner_s_words_are_heard_beside_the_results() -> None:
    stage, scene = table(throw_update())
    seats = scene.model.seats
    scene.on_message(refused(msgspec.structs.replace(outcome_update(), seats=seats), None))
    scene.on_message(remark(occasion="wins"))
    scene.model.skip()
    scene.update(0.01)
    (toast,) = stage.toasts.shown
    assert (toast.text, toast.detail) == ("Cierzo", "I knew the wind was mine!")


def test_a_remark_is_said_in_the_reader_s_language() -> None:
    assert whys.remark_words(remark(variant=3)) == "Easy come, easy blown away."
    strings.use("es")
    assert whys.remark_words(remark(variant=1)) == "¿Doble o nada la próxima vez?"
    assert whys.remark_words(remark(occasion="sneezes")) == ""


def test_nobody_is_spoken_to_while_thinking_hard() -> None:
    for update, free in (
        (throw_update(), True),
        (waiting_update(), True),
        (business_update(), True),
        (buy_update(), False),
        (auction_update(), False),
    ):
        assert at_leisure(table(update)[1].table) is free
    _, scene = table(business_update())
    scene.table.draft.mode = "trade"
    assert not at_leisure(scene.table)


def test_one_setting_silences_and_hides_characters() -> None:
    stage, scene = table(throw_update())
    before = stage_picture(stage)
    stage.apply(_without_characters(stage))
    scene.on_resume()
    scene.on_message(remark())
    assert scene.model.thoughts.bubbles == {}
    assert len(scene.model.chat) == 3
    assert stage_picture(stage) != before


def _without_characters(stage: Stage) -> Preferences:
    return msgspec.structs.replace(stage.preferences, characters=False)


def stage_picture(stage: Stage) -> bytes:
    surface = pygame.Surface((1280, 720)).convert()
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    return pygame.image.tobytes(surface, "RGB")


# ------------------------------------------------------------------ reasons


def refused(update: Update, why: Why | None, to: int = 1) -> GameResponse:
    event = TradeRefused(0, to, "answer")
    changed = msgspec.structs.replace(update, seq=update.seq + 1, events=(event,))
    if why is not None:
        changed = msgspec.structs.replace(changed, why=why)
    data = Response(
        money={},
        positions={},
        phase="business",
        active_phase_player=7,
        active_turn_player=7,
        parking_money=0,
        current_round=1,
        max_rounds=30,
    )
    return GameResponse(data=data, update=changed)


def test_a_refusal_of_my_offer_is_told_with_its_reason() -> None:
    stage, scene = table(business_update())
    update = scene.model.shown
    assert update is not None
    scene.on_message(refused(update, Why("would_complete", {"group": 3, "seat": 0})))
    scene.model.skip()
    scene.update(0.01)
    (toast,) = stage.toasts.shown
    assert (toast.text, toast.detail) == ("Huerva refuses", "You would complete Delicias.")
    assert scene.lines[-1].text.endswith("– You would complete Delicias.")


def test_a_reason_we_have_no_words_for_is_left_out() -> None:
    update = business_update()
    _, scene = table(update)
    before = refused(update, None)
    scene.on_message(before)
    scene.model.skip()
    scene.update(0.01)
    plain = scene.lines[-1].text
    assert "–" not in plain
    assert "newer" in whys.said(scene.table, Why("because_of_the_moon", {"seat": 0}))
    assert whys.said(scene.table, None) == ""


def test_the_offer_on_the_table_shows_its_reason_and_forgets_it() -> None:
    stage = make_stage(1280, 720, "day", "en")
    gallery_bots.shows()["table-reason"](stage)
    scene = stage.scenes.top
    assert isinstance(scene, TableScene)
    shown = find(scene, "table.trade.reason")
    assert shown is not None
    assert shown.label == "It brings me closer to Sagasta."
    scene.model.thoughts.note(business_update())
    assert scene.model.thoughts.offer is None


def test_a_new_offer_without_a_reason_has_none() -> None:
    stage = make_stage(1280, 720, "day", "en")
    gallery_bots.shows()["table-reason"](stage)
    scene = stage.scenes.top
    assert isinstance(scene, TableScene)
    decision = scene.model.view.decision
    proposed = TradeProposed(0, 1, 10, 0, (), (3,), 1)
    scene.model.thoughts.note(update_of(decision, "proposal_acceptance", (), events=(proposed,)))
    assert scene.model.thoughts.offer is None


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_sentence_is_filled_in_completely(language: str) -> None:
    _, scene = table(throw_update(), language=language)
    for code, params in {**SAID, **ADVISED}.items():
        for seat in (0, 1):
            figures = dict.fromkeys(params, 3) | ({"seat": seat} if "seat" in params else {})
            sentence = whys.said(scene.table, Why(code, figures))
            assert sentence
            assert "{" not in sentence
    bridges = whys.said(scene.table, Why("completes_mine", {"group": 13}))
    assert ("bridges" if language == "en" else "puentes") in bridges


# ------------------------------------------------------------------ advice


def test_the_lamp_asks_and_the_card_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    update = buy_update()
    stage, scene = table(update)
    stage.on_input(Key("h"))
    assert isinstance(sent(scene)[-1], AskAdvice)
    card = find(scene, "table.advice.card")
    assert card is not None
    assert "Thinking" in card.label
    spoken: list[str] = []
    monkeypatch.setattr(stage, "say", spoken.append)
    scene.on_message(advice(update))
    scene.update(0.01)
    best = find(scene, "table.advice.0")
    assert best is not None
    assert best.label == (
        "Buy Calle Mayor: completes El Tubo; earns about 34 a round, pays back in 8."
    )
    assert spoken == [best.label]
    assert find(scene, "table.advice.1") is not None
    stage.on_input(Key("h"))
    assert find(scene, "table.advice.card") is None
    before = len(sent(scene))
    stage.on_input(Key("h"))
    assert find(scene, "table.advice.0") is not None
    assert len(sent(scene)) == before, "what is known is not asked again"


def test_a_refused_question_closes_the_card() -> None:
    stage, scene = table(buy_update())
    stage.on_input(Key("h"))
    refusal = ErrorMessage(message="", code="rate_limited", params={"retry_ms": 900})
    scene.on_message(refusal)
    assert find(scene, "table.advice.card") is None


def test_no_deed_lies_over_the_card() -> None:
    update = buy_update()
    stage, scene = table(update)
    assert scene.board._card_square() is not None
    stage.on_input(Key("h"))
    scene.on_message(advice(update))
    scene.update(0.01)
    card = find(scene, "table.advice.card")
    assert card is not None
    assert scene.board._card_square() is None
    scene.board.point(card.box.center)
    assert scene.board.hovering is None


def test_escape_puts_the_card_away_and_decides_nothing() -> None:
    update = buy_update()
    stage, scene = table(update)
    stage.on_input(Key("h"))
    stage.on_input(Key("escape"))
    assert find(scene, "table.advice.card") is None
    assert [type(one) for one in sent(scene)] == [AskAdvice]


def test_there_is_no_lamp_where_the_table_has_no_advice_or_no_choice() -> None:
    _, scene = table(buy_update())
    assert find(scene, "table.advice") is not None
    settings = scene.model.settings
    assert settings is not None
    scene.model.settings = msgspec.structs.replace(settings, advice=False)
    scene.rebuild()
    scene.refresh()
    assert find(scene, "table.advice") is None
    for update in (throw_update(), waiting_update()):
        assert find(table(update)[1], "table.advice") is None


@pytest.mark.parametrize("mode", ["", "build", "mortgage", "trade"])
def test_the_lamp_covers_nothing(mode: str) -> None:
    _, scene = table(business_update())
    scene.table.draft.mode = mode
    scene.rebuild()
    scene.refresh()
    lamp = find(scene, "table.advice")
    assert lamp is not None
    for other in scene.controls.all():
        if other.id not in ("table.advice", "table.panel") and other.focusable:
            assert not overlap(other.box, lamp.box), other.id


def test_advice_for_another_decision_or_an_older_moment_is_not_shown() -> None:
    update = business_update()
    _, scene = table(update)
    thoughts = scene.model.thoughts
    given = advice(update)
    thoughts.advise(given, update.seq)
    assert thoughts.advice_for(update) is given
    assert thoughts.advice_for(msgspec.structs.replace(update, seq=update.seq + 1)) is None
    end = msgspec.structs.replace(update.view, decision=End(99, ()))
    assert thoughts.advice_for(msgspec.structs.replace(update, view=end)) is None
    assert thoughts.advice_for(None) is None
    bidding = auction_update()
    thoughts.advise(advice(bidding), bidding.seq)
    later = msgspec.structs.replace(bidding, seq=bidding.seq + 1)
    assert thoughts.advice_for(later) is not None


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (ToldAction(type="ActionPayBail", game=1, player=7, to_pay=True), "Pay the bail"),
        (ToldAction(type="ActionPayBail", game=1, player=7, to_pay=False), "Stay in jail"),
        (
            ToldAction(type="ActionChooseCard", game=1, player=7, chosen_revealed_card=False),
            "Take the unknown card",
        ),
        (ToldAction(type="ActionTradeAnswer", game=1, player=7, choose=True), "Accept the offer"),
        (ToldAction(type="ActionBid", game=1, player=7, amount=0), "Pass"),
        (ToldAction(type="ActionBid", game=1, player=7, amount=1200), "Bid 1,200"),
        (ToldAction(type="ActionTakeTram", game=1, player=7, square=30), None),
        (ToldAction(type="ActionMortgageSet", game=1, player=7, square=6), None),
        (ToldAction(type="ActionNextPhase", game=1, player=7), "End the turn"),
    ],
)
def test_every_action_has_words(action: ToldAction, words: str | None) -> None:
    _, scene = table(business_update())
    told = whys.deed(scene.table, AdviceChoice(actions=(action,), value=0, whys=()))
    assert told
    assert "{" not in told
    assert words in (told, None)


# ------------------------------------------------------------------ preparing


def advised(scene: TableScene, *actions: ToldAction) -> AdviceChoice:
    choice = AdviceChoice(actions=actions, value=9, whys=(Why("stays"),))
    update = scene.model.shown
    assert update is not None
    decision = update.view.decision.id
    scene.on_message(AdviceGiven(game=42, decision=decision, choices=(choice,)))
    scene.update(0.01)
    scene.table.advising = True
    scene.rebuild()
    return choice


def press_first(scene: TableScene) -> None:
    card = find(scene, "table.advice.0")
    assert card is not None
    card.activate()
    scene.refresh()


def test_a_bid_and_a_square_are_prepared_and_not_sent() -> None:
    _, scene = table(auction_update())
    advised(scene, ToldAction(type="ActionBid", game=42, player=7, amount=215))
    press_first(scene)
    assert scene.table.draft.bid == 215
    _, other = table(bus_update())
    chosen = other.table.draft.square
    target = next(s for s in other.table.squares_of("ActionMoveTo") if s != chosen)
    advised(other, ToldAction(type="ActionMoveTo", game=42, player=7, square=target))
    press_first(other)
    assert other.table.draft.square == target
    assert sent(scene) == sent(other) == []


def test_a_plan_of_buildings_is_laid_out() -> None:
    _, scene = table(business_update())
    build = [ToldAction(type="ActionBuild", game=42, player=7, square=s, houses=1) for s in (6, 8)]
    advised(scene, *build, build[0])
    press_first(scene)
    assert (scene.table.draft.mode, scene.table.draft.plan) == ("build", {6: 2, 8: 1})
    assert sent(scene) == []


def test_an_offer_is_put_together() -> None:
    _, scene = table(business_update())
    offer = ToldAction(
        type="ActionTradeProposal",
        game=42,
        player=7,
        destination_user=10,
        offered_money=250,
        asked_money=0,
        offered_properties=(110,),
        asked_properties=(32,),
    )
    advised(scene, offer)
    press_first(scene)
    draft = scene.table.draft.trade
    assert draft is not None
    assert (draft.partner, draft.give, draft.get, draft.give_money) == (3, {110}, {32}, 250)
    advised(scene, msgspec.structs.replace(offer, destination_user=99))
    scene.table.draft.mode = ""
    press_first(scene)
    assert scene.table.draft.mode == ""


def test_a_mortgage_opens_its_panel_and_plain_answers_are_not_pressed() -> None:
    _, scene = table(business_update())
    advised(scene, ToldAction(type="ActionMortgageSet", game=42, player=7, square=31))
    press_first(scene)
    assert scene.table.draft.mode == "mortgage"
    _, other = table(buy_update())
    advised(other, ToldAction(type="ActionBuySquare", game=42, player=7, square=108))
    card = find(other, "table.advice.0")
    assert card is not None
    assert not card.enabled
    assert "Buy" in card.label
