from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from magnate_app.content import load_board
from magnate_app.errors import DecodeError, MagnateError
from magnate_app.protocol.extended import game_view
from magnate_app.protocol.gamelog import Change, LogNote, SavedLog
from magnate_app.protocol.link import LinkState, LinkStatus
from magnate_app.protocol.messages import GameStateMessage
from magnate_app.rules import engine
from magnate_app.rules.chance import Scripted
from magnate_app.rules.events import DeedChanged, PlayerEliminated, TradeAccepted
from magnate_app.rules.transcript import parse_action
from magnate_app.rules.views import view_for
from magnate_app.ui import gallery_table, routes
from magnate_app.ui.panels.replay_panel import Scrubber
from magnate_app.ui.replay_model import BANKRUPTCY, KEEP_EVERY, PURCHASE, TRADE, Recording, mark_of
from magnate_app.ui.scenes.replay import DWELL, ReplayScene
from magnate_app.ui.scenes.results import FILE_SECONDS, ResultsScene
from magnate_app.ui.showroom import ShowLink
from magnate_app.ui.table_model import TableModel
from tests.kit.gamelogs import between_bots, played
from tests.kit.stage import Player

FILE = Path("sunday.magnate.json")


def read(saved: SavedLog) -> Recording:
    recording = Recording(saved, load_board())
    recording.read_on(100_000)
    return recording


def watching(saved: SavedLog | None = None, size: tuple[int, int] = (1280, 720)) -> Player:
    person = Player(size=size)
    person.services.logs[FILE] = between_bots() if saved is None else saved
    routes.to_title(person.stage)
    routes.to_replay(person.stage, FILE)
    for _ in range(40):
        if person.scene.facts().get("ready"):
            break
        person.stage.update(0.01)
    scene(person).playing = False
    return person


def scene(person: Player) -> ReplayScene:
    top = person.scene
    assert isinstance(top, ReplayScene)
    return top


# The recording


def test_every_moment_is_what_the_rules_made_of_it() -> None:
    saved = between_bots()
    recording = read(saved)
    board = load_board().board
    header = saved.header
    state = engine.new_game(board, header.settings, header.humans, Scripted(header.draws))
    for moment in range(recording.length + 1):
        if moment:
            record = saved.records[moment - 1]
            action = parse_action(board, record.action)
            engine.apply(state, record.seat, action, Scripted(record.draws))
        if moment % 37 and moment != recording.length:
            continue
        model = TableModel()
        recording.model_at(moment, model)
        assert model.view == game_view(view_for(state, None), None)


def test_steps_lead_from_moment_to_moment() -> None:
    recording = read(between_bots())
    model = TableModel()
    model.speed = 0.0
    recording.model_at(KEEP_EVERY - 2, model)
    for moment in range(KEEP_EVERY - 1, KEEP_EVERY + 3):
        for message in recording.step(moment):
            model.receive(message)
        model.skip()
        there = TableModel()
        recording.model_at(moment, there)
        assert model.view == there.view


def test_a_spectator_never_sees_a_sealed_bid_before_the_end() -> None:
    recording = read(between_bots())
    told = recording.told_before(recording.length)
    bids = [one.event for one in told if type(one.event).__name__ == "BidPlaced"]
    assert bids
    assert all(getattr(bid, "amount", 0) is None for bid in bids)


def test_marks_name_purchases_trades_and_those_who_leave() -> None:
    assert mark_of(TradeAccepted(from_=2, to=1)) == (TRADE, 2)
    assert mark_of(PlayerEliminated(3, "bankrupt", 4)) == (BANKRUPTCY, 3)
    assert mark_of(DeedChanged(6, 1, 0, False, "auctioned")) == (PURCHASE, 1)
    assert mark_of(DeedChanged(6, 1, 1, False, "built"))[0] == ""
    recording = read(between_bots(30, 6))
    first = recording.find(PURCHASE, 0)
    assert first is not None
    second = recording.find(PURCHASE, first)
    assert second is not None
    assert recording.find(PURCHASE, second, back=True) == first
    assert recording.find(PURCHASE, first, back=True) is None
    assert recording.find(PURCHASE, recording.length) is None


def test_worth_of_past_rounds_is_known_anywhere() -> None:
    recording = read(between_bots())
    model = TableModel()
    recording.model_at(recording.length, model)
    assert [number for number, _ in model.worths] == list(
        range(1, recording.round_of(recording.length) + 1)
    )


def test_a_log_that_comes_out_differently_is_refused() -> None:
    saved = between_bots()
    forged = msgspec.structs.replace(saved.records[5], hash="0" * len(saved.records[5].hash))
    records = (*saved.records[:5], forged, *saved.records[6:])
    with pytest.raises(DecodeError):
        read(msgspec.structs.replace(saved, records=records))
    header = msgspec.structs.replace(saved.header, hash="no")
    with pytest.raises(MagnateError):
        read(msgspec.structs.replace(saved, header=header))


# The screen


def test_it_plays_pauses_and_stops_at_the_end() -> None:
    person = watching(played(6))
    assert person.scene.facts()["moment"] == 0
    person.key("space")
    person.wait(DWELL + 0.1)
    assert person.scene.facts()["playing"]
    assert scene(person).moment >= 1
    for _ in range(400):
        person.wait(0.2)
    assert person.scene.facts() == {
        "ready": True,
        "moment": 6,
        "length": 6,
        "playing": False,
        "speed": 1.0,
    }
    person.click("replay.play")
    assert scene(person).moment == 0
    assert scene(person).playing


def test_keys_move_through_time() -> None:
    person = watching()
    person.key("right")
    person.key("right")
    assert scene(person).moment == 2
    person.key("left")
    assert scene(person).moment == 1
    person.key("page down")
    assert scene(person).moment == 11
    person.key("end")
    assert scene(person).moment == scene(person).recording.length
    person.key("home")
    assert scene(person).moment == 0
    person.key("p")
    bought = scene(person).moment
    assert bought == scene(person).recording.find(PURCHASE, 0)
    person.key("p")
    person.key("p", shift=True)
    assert scene(person).moment == bought
    person.key("s")
    assert scene(person).speed == 2.0
    person.key("escape")
    assert person.scene.name == "title"


def test_the_mouse_drags_the_knob_and_presses_the_buttons() -> None:
    person = watching()
    bar = person.see("replay.scrubber")
    assert isinstance(bar, Scrubber)
    bar.on_press((bar.box.center[0], bar.box.center[1]), 1)
    middle = scene(person).moment
    assert abs(middle - scene(person).recording.length / 2) <= 1
    person.see("replay.scrubber").on_drag((bar.box.right, bar.box.y))
    assert scene(person).moment == scene(person).recording.length
    person.see("replay.scrubber").on_drag((bar.box.x, bar.box.y))
    assert scene(person).moment == 0
    person.click("replay.step_on")
    person.wait(3)
    person.click("replay.next.purchase")
    person.wait(3)
    person.click("replay.step_back")
    person.click("replay.speed")
    person.click("replay.home")
    assert not scene(person).model.busy
    person.click("replay.back")
    assert person.scene.name == "title"


def test_the_log_tells_what_came_before_the_moment() -> None:
    person = watching()
    person.key("end")
    person.wait()
    whole = len(scene(person).lines)
    person.key("home")
    person.wait()
    assert len(scene(person).lines) < whole
    assert scene(person).lines


def test_the_end_can_be_looked_at_and_left_again() -> None:
    person = watching()
    person.click("replay.results")
    person.draw()
    assert person.scene.name == "results"
    assert not person.sees("results.rematch")
    person.key("escape")
    assert person.scene.name == "replay"


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
def test_nothing_lies_over_anything_else(size: tuple[int, int]) -> None:
    person = watching(between_bots(30, 6), size)
    person.key("p")
    person.wait()
    person.draw()
    boxes = [
        w.box for w in person.scene.controls.widgets if w.focusable and w.id.startswith("replay.")
    ]
    assert len(boxes) >= 12
    for index, one in enumerate(boxes):
        assert one.right <= person.stage.size.right
        for other in boxes[index + 1 :]:
            apart = (
                one.right <= other.x
                or other.right <= one.x
                or one.bottom <= other.y
                or other.bottom <= one.y
            )
            assert apart


def test_a_forged_file_is_told_when_it_is_reached() -> None:
    saved = between_bots()
    forged = msgspec.structs.replace(saved.records[200], hash="no")
    records = (*saved.records[:200], forged, *saved.records[201:])
    person = watching(played(2))
    person.services.logs[FILE] = msgspec.structs.replace(saved, records=records)
    person.key("escape")
    routes.to_replay(person.stage, FILE)
    person.wait(1)
    assert person.scene.facts() == {"failure": "broken_save"}


# From the results


def after_the_game(state: LinkState = LinkState.GAME) -> tuple[Player, ShowLink]:
    person = Player()
    person.services.logs[FILE] = between_bots()
    scene = gallery_table.results_of(person.stage)
    link = ShowLink(state)
    results = ResultsScene(person.stage, link, scene.table)
    model = scene.table.model
    model.game_id, model.host = 12, model.you
    person.stage.scenes.reset(results)
    return person, link


def test_who_has_the_file_watches_the_game_again() -> None:
    person, _ = after_the_game()
    assert not person.sees("results.watch")
    person.wait(FILE_SECONDS + 0.1)
    person.draw()
    person.click("results.watch")
    person.wait()
    assert person.scene.name == "replay"
    person.key("escape")
    assert person.scene.name == "results"


def test_a_rematch_keeps_the_link_for_who_opens_the_table_again() -> None:
    person, link = after_the_game()
    person.click("results.rematch")
    assert person.services.asked == [("rematch", link)]
    assert not link.closed
    assert person.scene.name == "connecting"
    person.draw()


def test_there_is_no_rematch_once_the_host_has_left() -> None:
    person, link = after_the_game()
    link.tell(LinkStatus(LinkState.CLOSED))
    person.wait()
    assert not person.see("results.rematch").enabled


def test_snapshots_say_what_a_host_would_say() -> None:
    recording = read(played(4))
    seen: list[object] = []

    class Ear(TableModel):
        def receive(self, message: object) -> None:
            seen.append(message)

    recording.model_at(2, Ear())
    (message,) = seen
    assert isinstance(message, GameStateMessage)
    assert message.game_state.seq == 2
    assert message.game_state.role == "spectator"


def test_what_happened_to_the_table_stands_in_the_log_of_a_replay() -> None:
    saved = between_bots()
    notes = (
        LogNote(number=1, seq=0, change=Change.PACE, by=0, detail="brisk"),
        LogNote(number=2, seq=40, change=Change.KICKED, by=0, seat=1),
    )
    person = watching(msgspec.structs.replace(saved, notes=notes))
    replay = scene(person)
    for moment, expected in ((10, 1), (60, 2), (39, 1), (replay.recording.length, 2)):
        replay.seek(moment)
        person.stage.update(0.05)
        assert sum(line.kind == "table" for line in replay.lines) == expected
    events = len(replay.recording.told_before(40))
    written = [line for line in replay._all_lines[:events] if line is not None]
    replay.seek(60)
    person.stage.update(0.05)
    places = [place for place, line in enumerate(replay.lines) if line.kind == "table"]
    assert places[1] == len(written) + 1, "after all that was told by then"
