from __future__ import annotations

import msgspec
import pygame
import pytest

from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ClientMessage,
    ErrorMessage,
    GameResponse,
    TableChanged,
)
from magnate_app.protocol.messages_game import (
    ActionBid,
    ActionBuild,
    ActionBuySquare,
    ActionChooseCard,
    ActionDemolish,
    ActionDropPurchase,
    ActionMortgageSet,
    ActionMoveTo,
    ActionNextPhase,
    ActionPayBail,
    ActionSurrender,
    ActionTakeTram,
    ActionThrowDices,
    ActionTradeAnswer,
    ActionTradeProposal,
    ChatMessage,
    Reaction,
    TableKick,
    TablePace,
    TablePause,
    TableResume,
    TableUnkick,
)
from magnate_app.protocol.messages_told import Response
from magnate_app.protocol.views import DeedView, LegalAction, Purchase, Update
from magnate_app.ui import gallery_game, gallery_table, strings
from magnate_app.ui.dialogs.table_host import TableHost
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_game import StillLink, update_of
from magnate_app.ui.gallery_table import states
from magnate_app.ui.input import Key, Move, Press, Release, Tap, Text, Wheel
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.results import ResultsScene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.widgets import Segments

SIZES = ((1024, 640), (1280, 720), (1920, 1080))
ODD_SIZES = (
    ((1280, 720), 200),
    ((1920, 1080), 150),
    ((1920, 1080), 200),
    ((2560, 1080), 100),
    ((3840, 2160), 0),
)


def table(name: str, size: tuple[int, int] = (1280, 720)) -> tuple[Stage, TableScene]:
    stage = make_stage(*size, "day", strings.language())
    scene = states()[name](stage)
    assert isinstance(scene, TableScene)
    stage.scenes.reset(scene)
    stage.update(0.02)
    return stage, scene


def sent(scene: TableScene) -> list[ClientMessage]:
    assert isinstance(scene.link, StillLink)
    return scene.link.sent


def click(stage: Stage, ident: str) -> None:
    top = stage.scenes.top
    assert top is not None
    top.refresh()
    widget = top.controls.find(ident)
    assert widget is not None, ident
    assert widget.enabled, ident
    if widget.parent is not None:
        widget.parent.reveal(widget)
    x, y = widget.box.center
    click_at(stage, (x * top.zoom, y * top.zoom))


def click_at(stage: Stage, pos: tuple[float, float]) -> None:
    for given in (Move(pos), Press(pos), Release(pos), Tap(pos)):
        stage.on_input(given)


def test_throw() -> None:
    stage, scene = table("table-throw")
    click(stage, "table.main")
    assert sent(scene) == [ActionThrowDices(decision=5)]


@pytest.mark.parametrize("key", ["space", "r"])
def test_throw_by_key(key: str) -> None:
    stage, scene = table("table-throw")
    stage.on_input(Key(key))
    assert sent(scene) == [ActionThrowDices(decision=5)]


def test_nothing_is_sent_twice_before_an_answer() -> None:
    stage, scene = table("table-throw")
    stage.on_input(Key("space"))
    stage.update(0.02)
    stage.on_input(Key("space"))
    stage.on_input(Key("r"))
    assert len(sent(scene)) == 1
    assert isinstance(scene.link, StillLink)
    scene.link.tell(ErrorMessage(message="gone", code="stale", params={}))
    stage.update(0.02)
    assert stage.toasts.shown
    stage.on_input(Key("space"))
    assert len(sent(scene)) == 2


def test_a_square_is_chosen_in_the_panel_on_the_board_and_by_key() -> None:
    stage, scene = table("table-bus")
    assert scene.controls.find("table.choose.106") is not None
    click(stage, "table.choose.21")
    assert sent(scene) == []
    click(stage, "table.main")
    assert sent(scene) == [ActionMoveTo(square=21, decision=5)]
    stage, scene = table("table-bus")
    stage.on_input(Key("1"))
    stage.on_input(Key("space"))
    assert sent(scene) == [ActionMoveTo(square=106, decision=5)]
    stage, scene = table("table-bus")
    spot = scene.targets()["table.square.21"].center
    click_at(stage, spot)
    click_at(stage, spot)
    assert sent(scene) == [ActionMoveTo(square=21, decision=5)]


def test_every_square_of_a_triple_is_in_the_list() -> None:
    _, scene = table("table-triple")
    offered = {w.id for w in scene.controls.all() if w.id.startswith("table.choose.")}
    assert {f"table.choose.{square}" for square in (0, 20, 39, 100, 113)} <= offered
    assert len(offered) == 55


def test_buy_and_decline() -> None:
    stage, scene = table("table-buy")
    stage.on_input(Key("y"))
    assert sent(scene) == [ActionBuySquare(square=108, decision=5)]
    stage, scene = table("table-buy")
    stage.on_input(Key("n"))
    assert sent(scene) == [ActionDropPurchase(square=108, decision=5)]


def test_who_cannot_pay_can_only_decline() -> None:
    stage = make_stage(1280, 720, "day", "en")
    update = update_of(
        Purchase(5, (0,), 108, 270),
        "management",
        (LegalAction(type="ActionDropPurchase", square=108),),
        players={0: gallery_game.PLAYERS[5]},
    )
    scene = gallery_table.scene_of(stage, update)
    stage.scenes.reset(scene)
    short = scene.controls.find("table.buy.short")
    assert short is not None
    assert not short.enabled
    click(stage, "table.main")
    assert sent(scene) == [ActionDropPurchase(square=108, decision=5)]


@pytest.mark.parametrize(
    ("ident", "shown"),
    [
        ("table.main", True),
        ("table.card.shown", True),
        ("table.card.unknown", False),
        ("table.card.other", False),
    ],
)
def test_cards(ident: str, shown: bool) -> None:
    stage, scene = table("table-card")
    click(stage, ident)
    assert sent(scene) == [ActionChooseCard(chosen_revealed_card=shown, decision=5)]


def test_bail() -> None:
    stage, scene = table("table-bail")
    click(stage, "table.main")
    assert sent(scene) == [ActionPayBail(to_pay=True, decision=5)]
    stage, scene = table("table-bail")
    stage.on_input(Key("n"))
    assert sent(scene) == [ActionPayBail(to_pay=False, decision=5)]


def test_tram() -> None:
    stage, scene = table("table-tram")
    click(stage, "table.main")
    assert sent(scene) == [ActionTakeTram(square=10, decision=5)]
    stage, scene = table("table-tram")
    stage.on_input(Key("2"))
    click(stage, "table.main")
    assert sent(scene) == [ActionTakeTram(square=100, decision=5)]


def test_bids_are_stepped_typed_and_passed() -> None:
    stage, scene = table("table-auction")
    click(stage, "table.auction.plus")
    click(stage, "table.main")
    assert sent(scene) == [ActionBid(amount=145, decision=5)]
    stage, scene = table("table-auction")
    click(stage, "table.auction.amount")
    stage.on_input(Key("a", ctrl=True))
    for letter in "312":
        stage.on_input(Text(letter))
    stage.on_input(Key("enter"))
    assert sent(scene) == [ActionBid(amount=312, decision=5)]
    stage, scene = table("table-auction")
    click(stage, "table.auction.max")
    click(stage, "table.main")
    assert sent(scene) == [ActionBid(amount=842, decision=5)]
    stage, scene = table("table-auction")
    stage.on_input(Key("n"))
    assert sent(scene) == [ActionBid(amount=0, decision=5)]


def test_a_run_off_cannot_be_passed() -> None:
    stage, scene = table("table-auction-run-off")
    assert scene.controls.find("table.auction.pass") is None
    click(stage, "table.auction.min")
    click(stage, "table.main")
    assert sent(scene) == [ActionBid(amount=260, decision=5)]


def answer(scene: TableScene, update: Update) -> None:
    assert isinstance(scene.link, StillLink)
    base = Response(
        money={},
        positions={},
        phase=update.view.phase,
        active_phase_player=7,
        active_turn_player=7,
        parking_money=0,
        current_round=1,
        max_rounds=30,
    )
    scene.link.tell(GameResponse(data=base, update=update))


def test_a_plan_is_built_level_by_level() -> None:
    stage, scene = table("table-build")
    assert scene.model.latest is not None
    plus = scene.controls.find("table.build.plus.9")
    assert plus is not None
    assert plus.enabled
    again = scene.controls.find("table.build.plus.6")
    assert again is not None
    assert again.enabled
    click(stage, "table.main")
    assert sent(scene) == [ActionBuild(square=6, houses=1, decision=5)]
    deeds = tuple((s, o, 3 if s == 6 else h, m) for s, o, h, m in gallery_game.DEEDS)
    nxt = msgspec.structs.replace(gallery_game.business_update(), seq=119, events=())
    view = msgspec.structs.replace(
        nxt.view,
        deeds=tuple(DeedView(*deed) for deed in deeds if deed[1] < 4),
    )
    answer(scene, msgspec.structs.replace(nxt, view=view))
    for _ in range(3):
        stage.update(0.02)
    assert sent(scene)[-1] == ActionBuild(square=8, houses=1, decision=5)


def test_selling_is_planned_with_minus() -> None:
    stage, scene = table("table-build")
    for square in (6, 8):
        click(stage, f"table.build.minus.{square}")
    click(stage, "table.build.minus.9")
    click(stage, "table.main")
    assert sent(scene) == [ActionDemolish(square=9, houses=1, decision=5)]


def test_end_of_turn_and_tools_by_key() -> None:
    stage, scene = table("table-business")
    stage.on_input(Key("space"))
    assert sent(scene) == [ActionNextPhase(decision=5)]
    for key, ident in (("b", "table.build.list"), ("t", "table.trade.send"), ("m", "table.deeds")):
        stage, scene = table("table-business")
        stage.on_input(Key(key))
        stage.update(0.02)
        assert scene.controls.find(ident) is not None
        stage.on_input(Key("escape"))
        stage.update(0.02)
        assert scene.controls.find(ident) is None
        assert sent(scene) == []


def test_mortgage() -> None:
    stage, scene = table("table-mortgage")
    click(stage, "table.mortgage.set.31")
    assert sent(scene) == [ActionMortgageSet(square=31, decision=5)]


def test_debt_is_raised_in_the_order_of_the_rules() -> None:
    stage, scene = table("table-debt")
    click(stage, "table.main")
    assert sent(scene) == [ActionMortgageSet(square=1, decision=5)]
    stage, scene = table("table-debt")
    click(stage, "table.mortgage.sell.9")
    assert sent(scene) == [ActionDemolish(square=9, houses=1, decision=5)]


def test_an_offer_is_put_together_from_list_board_and_fields() -> None:
    stage, scene = table("table-business")
    click(stage, "table.action.trade")
    stage.update(0.02)
    send = scene.controls.find("table.trade.send")
    assert send is not None
    assert not send.enabled
    click(stage, "table.trade.deed.31")
    click_at(stage, scene.targets()["table.square.106"].center)
    scene.refresh()
    click(stage, "table.trade.get.money")
    stage.on_input(Key("a", ctrl=True))
    for letter in "150":
        stage.on_input(Text(letter))
    click(stage, "table.trade.send")
    assert sent(scene) == [
        ActionTradeProposal(
            destination_user=8,
            asked_money=150,
            offered_properties=(31,),
            asked_properties=(106,),
            decision=5,
        )
    ]


def test_another_partner() -> None:
    stage, scene = table("table-trade")
    click(stage, "table.trade.partner.3")
    scene.refresh()
    assert scene.controls.find("table.trade.deed.112") is not None
    assert scene.controls.find("table.trade.deed.106") is None


@pytest.mark.parametrize(("key", "choose"), [("y", True), ("space", True), ("n", False)])
def test_an_offer_is_answered(key: str, choose: bool) -> None:
    stage, scene = table("table-answer")
    stage.on_input(Key(key))
    assert sent(scene) == [ActionTradeAnswer(choose=choose, decision=5)]


def test_a_counter_offer_begins_with_the_offer() -> None:
    stage, scene = table("table-answer")
    stage.on_input(Key("t"))
    stage.update(0.02)
    click(stage, "table.trade.send")
    assert sent(scene) == [
        ActionTradeProposal(
            destination_user=8,
            asked_money=100,
            offered_properties=(31,),
            asked_properties=(106,),
            decision=5,
        )
    ]


def test_who_waits_is_offered_nothing() -> None:
    stage, scene = table("table-waiting")
    assert scene.controls.find("table.main") is None
    for key in ("space", "r", "y", "n", "b", "t", "m", "1"):
        stage.on_input(Key(key))
    assert sent(scene) == []


def test_escape_never_decides() -> None:
    for name in states():
        if name.startswith("results"):
            continue
        stage, scene = table(name)
        for _ in range(3):
            stage.on_input(Key("escape"))
            stage.update(0.02)
        assert sent(scene) == [], name


def test_menu_pause_and_surrender() -> None:
    stage, scene = table("table-business")
    click(stage, "table.menu")
    click(stage, "table_menu.pause")
    assert sent(scene) == [TablePause()]
    click(stage, "table.menu")
    click(stage, "table_menu.surrender")
    click(stage, "confirm.no")
    assert len(sent(scene)) == 1
    click(stage, "table.menu")
    click(stage, "table_menu.surrender")
    click(stage, "confirm.yes")
    assert sent(scene)[-1] == ActionSurrender()
    stage, scene = table("table-paused")
    click(stage, "table.resume")
    assert sent(scene) == [TableResume()]


def test_the_host_sets_the_pace_and_hands_seats_to_bots() -> None:
    stage, scene = table("table-business")
    click(stage, "table.menu")
    click(stage, "table_menu.host")
    dialog = stage.scenes.top
    assert isinstance(dialog, TableHost)
    pace = dialog.controls.find("table_host.pace")
    assert isinstance(pace, Segments)
    pace.choose("brisk")
    click(stage, "table_host.seat.1.act")
    click(stage, "confirm.no")
    assert sent(scene) == [TablePace(pace="brisk")]
    click(stage, "table_host.seat.1.act")
    click(stage, "confirm.yes")
    player = scene.model.seat(1).id
    assert sent(scene)[-1] == TableKick(player=player)
    assert isinstance(scene.link, StillLink)
    you = scene.model.you or 0
    for change, word in (("kicked", "handed to a bot"), ("unkicked", "come back")):
        scene.link.tell(
            TableChanged(change=change, by=you, player=player, paused=False, pace="brisk")
        )
        stage.update(0.02)
        stage.update(0.02)
        assert any(word in toast.text for toast in stage.toasts.shown)
        if change == "kicked":
            click(stage, "table_host.seat.1.act")
            assert sent(scene)[-1] == TableUnkick(player=player)
    scene.link.tell(TableChanged(change="pace", by=you, player=None, paused=False, pace="relaxed"))
    stage.update(0.02)
    assert scene.model.pace == "relaxed"
    click(stage, "table_host.done")
    assert stage.scenes.top is scene


def test_chat_and_reactions() -> None:
    stage, scene = table("table-waiting")
    stage.on_input(Key("c"))
    stage.on_input(Text("c"))
    for letter in "hola b":
        stage.on_input(Text(letter))
    stage.on_input(Key("enter"))
    assert sent(scene) == [ChatMessage(msg="hola b")]
    click(stage, "table.react.clap")
    assert sent(scene)[-1] == Reaction(emote="clap")


def test_log_filter_and_flash() -> None:
    stage, scene = table("table-waiting")
    everything = [w for w in scene.controls.all() if w.id.startswith("table.log.")]
    click(stage, "table.log.filter.money")
    scene.refresh()
    money = [w for w in scene.controls.all() if w.id.startswith("table.log.")]
    assert 4 < len(money) < len(everything)
    row = next(w for w in money if w.focusable and w.id.rsplit(".", 1)[-1].isdigit())
    click(stage, row.id)
    assert scene.model.playfield is not None
    assert scene.model.playfield.flashes


def test_wheel_drag_and_home() -> None:
    stage, scene = table("table-waiting")
    middle = scene.board.box.center
    stage.on_input(Wheel(middle, 0, 1))
    assert not scene.board.view.camera.fits
    stage.on_input(Press(middle))
    stage.on_input(Move((middle[0] - 80, middle[1] - 40), held=True))
    stage.on_input(Release((middle[0] - 80, middle[1] - 40)))
    stage.on_input(Key("home"))
    assert scene.board.view.camera.fits


def test_hover_shows_a_deed_and_a_click_pins_it() -> None:
    stage, scene = table("table-waiting")
    spot = scene.targets()["table.square.39"].center
    stage.on_input(Move(spot))
    assert scene.board._card_square() is None
    stage.update(0.3)
    assert scene.board._card_square() == 39
    click_at(stage, spot)
    stage.on_input(Move((2.0, 2.0)))
    assert scene.board._card_square() == 39
    stage.on_input(Key("escape"))
    assert scene.board._card_square() is None


def test_the_board_is_walked_with_arrows() -> None:
    stage, scene = table("table-waiting")
    scene.controls.set_focus("table.board", ring=True)
    for _ in range(3):
        stage.on_input(Key("right"))
    assert scene.board._card_square() == 2


def test_a_lost_line_is_said() -> None:
    stage, scene = table("table-waiting")
    assert isinstance(scene.link, StillLink)
    scene.link.tell(LinkStatus(LinkState.RECONNECTING, attempt=3))
    stage.update(0.02)
    strip = scene.controls.find("table.strip")
    assert strip is not None
    assert "3" in strip.label


def test_an_old_status_does_not_lead_away() -> None:
    stage, scene = table("table-waiting")
    assert isinstance(scene.link, StillLink)
    scene.link.tell(LinkStatus(LinkState.ROOM))
    stage.update(0.02)
    assert stage.scenes.top is scene


def test_a_line_that_is_gone_for_good_is_explained() -> None:
    stage, scene = table("table-waiting")
    assert isinstance(scene.link, StillLink)
    scene.link.tell(LinkStatus(LinkState.CLOSED, failure=LinkFailure.KICKED))
    stage.update(0.02)
    assert stage.scenes.top is not scene


def test_speed_is_kept_in_the_preferences() -> None:
    stage, scene = table("table-waiting")
    before = scene.model.speed
    click(stage, "table.speed")
    assert scene.model.speed == before * 2
    assert stage.preferences.speed == "2x"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(states()))
def test_nothing_lies_outside_and_nothing_lies_on_something(
    name: str, size: tuple[int, int], language: str
) -> None:
    strings.use(language)
    stage = make_stage(*size, "day", language)
    check_layout(stage, name)


@pytest.mark.parametrize(("size", "percent"), ODD_SIZES)
@pytest.mark.parametrize("name", sorted(states()))
def test_other_windows_and_scales_hold_everything(
    name: str, size: tuple[int, int], percent: int
) -> None:
    stage = make_stage(*size, "night", "es")
    stage.preferences = msgspec.structs.replace(stage.preferences, scale=percent)
    stage.resize(*size)
    check_layout(stage, name)


def check_layout(stage: Stage, name: str) -> None:
    scene: Scene = states()[name](stage)
    stage.scenes.reset(scene)
    stage.update(0.02)
    surface = pygame.Surface(stage.window_size)
    stage.draw(Canvas(surface, stage.theme, stage.scale))
    window = stage.size
    plain = [w for w in scene.controls.all() if w.parent is None]
    for widget in plain:
        box = widget.box
        assert box.w > 0, widget.id
        assert box.h > 0, widget.id
        assert box.x >= -1, widget.id
        assert box.y >= -1, widget.id
        assert box.right <= window.w + 1, widget.id
        assert box.bottom <= window.h + 1, widget.id
    buttons = [w for w in plain if w.focusable and w.id != "table.board"]
    for index, one in enumerate(buttons):
        for other in buttons[index + 1 :]:
            if {one.id, other.id} & {"table.resume", "table.take_over"}:
                continue
            a, b = one.box, other.box
            apart = (
                a.right <= b.x + 1
                or b.right <= a.x + 1
                or a.bottom <= b.y + 1
                or b.bottom <= a.y + 1
            )
            assert apart, (one.id, other.id)


def test_a_spectator_sees_everything_and_is_offered_nothing() -> None:
    stage = make_stage(1280, 720, "day", "en")
    for make in (
        gallery_game.bus_update,
        gallery_game.auction_update,
        gallery_game.answer_update,
        gallery_game.debt_update,
        gallery_game.buy_update,
    ):
        update = make()
        view = msgspec.structs.replace(update.view, seat=None)
        update = msgspec.structs.replace(update, view=view, legal=())
        scene = gallery_table.scene_of(stage, update)
        stage.scenes.reset(scene)
        stage.draw(Canvas(pygame.Surface((1280, 720)), stage.theme, stage.scale))
        assert scene.controls.find("table.main") is None


def test_a_player_card_filters_the_log() -> None:
    stage, scene = table("table-waiting")
    everything = [w for w in scene.controls.all() if w.id.startswith("table.log.")]
    click(stage, "table.player.3")
    scene.refresh()
    iker = [w for w in scene.controls.all() if w.id.startswith("table.log.")]
    assert len(iker) < len(everything)
    click(stage, "table.player.3")
    scene.refresh()
    assert len([w for w in scene.controls.all() if w.id.startswith("table.log.")]) == len(
        everything
    )


def test_results_show_bonuses_one_by_one() -> None:
    stage = make_stage(1280, 720, "day", "en")
    scene = gallery_table.results_of(stage)
    stage.scenes.reset(scene)
    assert isinstance(scene, ResultsScene)
    scene.shown_bonuses = 0
    for _ in range(20):
        stage.update(0.5)
    assert scene.shown_bonuses == 3
    cash, deeds, buildings, bonus = scene._parts(0)
    assert cash + deeds + buildings + bonus == scene.outcome.final[0]
