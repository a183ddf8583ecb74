"""How fast the screens are, beside a plain scene drawn by the same machine in the same run.

Run from the project's folder: `python build/bench/ui.py`. The plain scene is what any game
of this kind must draw: a background, 55 tiles, 40 sprites, 60 texts rendered beforehand.
Our frame is the table while a recorded game is played on it. Figures are processor time,
so that other programs do not count; no window is shown.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec
import pygame

from magnate_app.content import load_board
from magnate_app.protocol.link import Incoming
from magnate_app.protocol.messages import GameResponse
from magnate_app.protocol.messages_told import Response
from magnate_app.protocol.views import Update
from magnate_app.ui import assets, gallery_game, gallery_replay, gallery_table, shapes
from magnate_app.ui.draw import Canvas
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.gallery_game import StillLink
from magnate_app.ui.input import Key
from magnate_app.ui.replay_model import Recording
from magnate_app.ui.scene import Stage
from magnate_app.ui.scenes.how_to import HowTo
from magnate_app.ui.scenes.settings import SettingsScene
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.still import Ration
from magnate_app.ui.table_context import BUILD, MORTGAGE, TRADE, TradeDraft
from magnate_app.ui.table_model import TableModel
from magnate_app.ui.window import AT_ONCE, Window

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((1280, 720), (1920, 1080))
FRAMES = 900
STEP = 1 / 60
FIRST, LAST = 4, 60
"""The moments of the example game that are played again and again."""

CREATING = {
    "render", "copy", "convert", "convert_alpha", "subsurface", "scale", "smoothscale", "rotate",
    "rotozoom", "scale_by", "smoothscale_by", "flip", "box_blur", "gaussian_blur",
    "load_sized_svg", "load",
}  # fmt: skip
"""Functions of pygame that make a picture or letters."""


class Feed(StillLink):
    """A link that tells one step of a recorded game after the other, round and round."""

    def __init__(self, recording: Recording) -> None:
        super().__init__([])
        self.recording = recording
        self.moment = FIRST
        self.rounds = 0
        self.restart()

    def restart(self) -> None:
        """Tell the beginning again."""
        self.moment = FIRST
        ear = Ear()
        self.recording.model_at(FIRST, ear)
        for message in ear.heard:
            self.tell(message)

    def go_on(self) -> None:
        """Tell the next step."""
        if self.moment == LAST:
            self.rounds += 1
            self.restart()
            return
        self.moment += 1
        for message in self.recording.step(self.moment):
            self.tell(message)


class Ear(TableModel):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Incoming] = []

    def receive(self, message: Incoming) -> None:
        """Keep it."""
        self.heard.append(message)


class Plain:
    """Background, 55 tiles, 40 sprites, 60 texts: all made beforehand."""

    def __init__(self, screen: pygame.Surface) -> None:
        width, height = screen.get_size()
        self.screen = screen
        self.ground = pygame.Surface((width, height)).convert()
        self.ground.fill((239, 230, 214))
        k = height / 1228
        self.tile = pygame.Surface((round(100 * k), round(150 * k)), pygame.SRCALPHA)
        self.tile.fill((255, 253, 248))
        self.sprite = assets.icon("emoji/house", 48 * k)
        self.texts = [
            assets.render(f"Calle de prueba {n}", assets.BOLD, 16, (34, 48, 74)) for n in range(60)
        ]
        self.clock = 0

    def draw(self) -> None:
        """Draw one picture; the sprites move."""
        self.clock += 1
        screen = self.screen
        width, height = screen.get_size()
        screen.blit(self.ground, (0, 0))
        for n in range(55):
            screen.blit(self.tile, (n % 11 * width // 22, n // 11 * height // 5))
        for n in range(40):
            at = ((n * 97 + self.clock * 3) % width, (n * 53) % height)
            screen.blit(self.sprite, at)
        for n, text in enumerate(self.texts):
            screen.blit(text, (width // 2 + n % 3 * 150, n // 3 * height // 21))
        pygame.display.flip()


class Ours:
    """The table with a game going on."""

    def __init__(self, screen: pygame.Surface) -> None:
        self.screen = screen
        self.stage: Stage = make_stage(*screen.get_size(), "day", "en")
        recording = Recording(gallery_replay.example(), load_board())
        recording.read_on(gallery_replay.ACTIONS)
        self.link = Feed(recording)
        self.scene = TableScene(self.stage, self.link)
        self.stage.scenes.reset(self.scene)

    def draw(self) -> None:
        """Let a sixtieth of a second pass and draw."""
        if self.scene.model.ready and not self.scene.model.busy:
            self.link.go_on()
        ration = Ration(AT_ONCE)
        self.stage.update(STEP)
        show(self.stage, self.screen, ration)

    def picture(self) -> None:
        """Draw without letting time pass."""
        show(self.stage, self.screen, Ration(AT_ONCE))


def show(stage: Stage, screen: pygame.Surface, ration: Ration) -> None:
    """Draw one frame as the window does."""
    stage.dirty = False
    if stage.draw(Canvas(screen, stage.theme, stage.scale), ration):
        pygame.display.flip()


def timed(call: Callable[[], object]) -> float:
    """Return the milliseconds one call takes."""
    begin = time.thread_time()
    call()
    return (time.thread_time() - begin) * 1000


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count what makes a picture, renders a text or scales, by the place it is called from."""
    found: Counter[str] = Counter()
    real = pygame.Surface

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        if event == "c_call" and getattr(arg, "__name__", "") in CREATING:
            module = (
                getattr(arg, "__module__", None) or type(getattr(arg, "__self__", None)).__module__
            )
            if str(module).startswith("pygame") and arg is not pygame.display.flip:
                found[f"{arg.__name__} in {_place(frame)}"] += 1

    class Counted(real):  # type: ignore[misc, valid-type] # counts what is made of it
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            found[f"Surface in {_place(sys._getframe(1))}"] += 1
            super().__init__(*args, **kwargs)

    pygame.Surface = Counted  # type: ignore[misc] # for as long as we count
    sys.setprofile(watch)
    try:
        yield found
    finally:
        sys.setprofile(None)
        pygame.Surface = real  # type: ignore[misc] # as it was


def _place(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}"


def frames(size: tuple[int, int]) -> None:
    """Compare our frames with plain ones."""
    screen = pygame.display.set_mode(size)
    assets.clear()
    shapes.clear()
    plain, ours = Plain(screen), Ours(screen)
    warm = 0
    while ours.link.rounds < 1 and warm < 20_000:
        ours.draw()
        warm += 1
    plain_times, our_times = [], []
    for _ in range(FRAMES):
        plain_times.append(timed(plain.draw))
        our_times.append(timed(ours.draw))
    figures = {}
    for name, times in (("plain", plain_times), ("table", our_times)):
        ordered = sorted(times)
        figures[name] = (
            statistics.median(ordered),
            ordered[int(len(ordered) * 0.99)],
            ordered[-1],
        )
        print(
            f"  {name}  median {figures[name][0]:6.2f} ms   p99 {figures[name][1]:6.2f}"
            f"   worst {figures[name][2]:6.2f}"
        )
    median, high = (figures["table"][n] / figures["plain"][n] for n in (0, 1))
    print(f"  ratio  median {median:6.2f} (at most 3)   p99 {high:6.2f} (at most 6)")
    with counting() as made:
        for _ in range(FRAMES):
            ours.draw()
    total = sum(made.values())
    print(f"  made in {FRAMES} frames of the steady state: {total}")
    for place, count in made.most_common(12):
        print(f"    {count:5d}  {place}")
    sudden(ours)


def showings(size: tuple[int, int]) -> None:
    """Time the frames in which some screens are first shown.

    What the title has made ready ahead is there for those after it, as in a real visit.
    """
    print("  first showing (at most 16.7 a frame)")
    for name, show_it in SHOWN:
        screen = pygame.display.set_mode(size)
        assets.clear()
        shapes.clear()
        stage = make_stage(*size, "day", "en")
        show_it(stage)
        window = Window(stage, screen)
        times = [timed(window.tick) for _ in range(180)]
        ordered = sorted(times, reverse=True)
        busy = max(n for n, t in enumerate(times, 1) if t > 2 * statistics.median(times))
        print(f"  {name:11} worst {ordered[0]:6.2f} ms, then {ordered[1]:.2f}", end="")
        print(f"   everything made ready after {busy} frames")
        stage.scenes.close()


def sudden(ours: Ours) -> None:
    """Time the frames in which much changes at once: each should take at most 16.7 ms."""
    stage, scene = ours.stage, ours.scene

    def events() -> None:
        for moment in range(FIRST + 1, FIRST + 51):
            for message in ours.link.recording.step(moment):
                ours.link.tell(message)
        ours.link.moment = FIRST + 50
        ours.draw()

    def menu() -> None:
        scene.table.open_menu()
        ours.picture()

    def close() -> None:
        stage.on_input(Key("escape"))
        ours.picture()

    ours.link.restart()
    ours.draw()
    scene.model.skip()
    print(f"  fifty steps at once  {timed(events):6.2f} ms (at most 16.7, as all below)")
    scene.model.skip()
    ours.draw()
    print(f"  the menu, first      {timed(menu):6.2f}")
    close()
    print(f"  the menu, again      {timed(menu):6.2f}")
    close()
    panels(ours.screen)
    resizing(ours.screen.get_size())


def panels(screen: pygame.Surface) -> None:
    """Time the first frames of each panel, on a table that has been drawn before.

    What takes longer than one frame is painted over several: the worst of them counts, and
    how many it takes until the panel is whole is told beside it.
    """
    stage = make_stage(*screen.get_size(), "day", "en")
    link = StillLink([gallery_game.snapshot_of(gallery_game.waiting_update())])
    scene = TableScene(stage, link)
    stage.scenes.reset(scene)

    def draw() -> None:
        ration = Ration(AT_ONCE)
        stage.update(STEP)
        show(stage, screen, ration)

    def opening(name: str) -> None:
        times = [timed(draw)]
        while stage.dirty and len(times) < 30:
            times.append(timed(draw))
        print(f"  {name:20} {max(times):6.2f}   whole after {len(times)} frames")
        draw()

    # A person looks at the table for some seconds first.
    for _ in range(180):
        draw()
    for name, make in PANELS.items():
        link.tell(answer_with(make()))
        opening(name)
        if name == "business":
            for mode in (BUILD, MORTGAGE, TRADE):
                scene.table.draft.mode = mode
                if mode == TRADE:
                    scene.table.draft.trade = TradeDraft(1, {31}, {106}, 0, 180)
                scene.rebuild()
                opening(mode)


def answer_with(update: Update) -> GameResponse:
    """Return the message that brings a game to `update`, with nothing that moves."""
    data = Response(
        money={},
        positions={},
        phase=update.view.phase,
        active_phase_player=7,
        active_turn_player=7,
        parking_money=0,
        current_round=1,
        max_rounds=30,
    )
    return GameResponse(data=data, update=msgspec.structs.replace(update, events=()))


def resizing(size: tuple[int, int]) -> None:
    """Time a window that grows by dragging, and the frames after that."""
    screen = pygame.display.set_mode(size)
    stage = make_stage(*size, "day", "en")
    stage.scenes.reset(gallery_table.scene_of(stage, gallery_game.waiting_update()))
    window = Window(stage, screen)
    for _ in range(120):
        window.tick()
    times = []
    for step in range(1, 9):
        new = (size[0] + 8 * step, size[1] + 6 * step)
        pygame.display.set_mode(new)
        pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=new[0], y=new[1]))
        times.append(timed(window.tick))
    after = [timed(window.tick) for _ in range(120)]
    print(f"  resize, a step       {max(times):6.2f} worst  {statistics.median(times):6.2f} median")
    print(f"  after a resize       {max(after):6.2f} worst of {len(after)} frames")


PANELS = {
    "throw": gallery_game.throw_update,
    "bus": gallery_game.bus_update,
    "buy": gallery_game.buy_update,
    "auction": gallery_game.auction_update,
    "business": gallery_game.business_update,
    "answer": gallery_game.answer_update,
    "debt": gallery_game.debt_update,
    "card": gallery_game.card_update,
    "tram": gallery_game.tram_update,
}


def idle() -> None:
    """Tell how much of a core screens take on which nobody does anything."""
    print("\nidle, of a core (at most 1 %)")
    for size in SIZES:
        for name, show_it, rest, seconds in IDLE:
            screen = pygame.display.set_mode(size)
            stage = make_stage(*size, "day", "en")
            show_it(stage)
            window = Window(stage, screen)
            _pass(window, rest)
            begin, cpu = time.monotonic(), time.process_time()
            _pass(window, seconds)
            used = (time.process_time() - cpu) / (time.monotonic() - begin)
            print(f"  {size[0]}×{size[1]}  {name:26} {used * 100:5.2f} %")
            stage.scenes.close()


def _pass(window: Window, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        window.tick()


def _waiting(stage: Stage) -> None:
    stage.scenes.reset(gallery_table.scene_of(stage, gallery_game.waiting_update()))


def _deciding(stage: Stage) -> None:
    stage.scenes.reset(gallery_table.scene_of(stage, gallery_game.bus_update()))


def _title(stage: Stage) -> None:
    stage.scenes.reset(Title(stage))


SHOWN = (
    ("title", _title),
    ("table", _waiting),
    ("settings", lambda stage: stage.scenes.reset(SettingsScene(stage))),
    ("how to play", lambda stage: stage.scenes.reset(HowTo(stage))),
)
"""Screens whose first showing is timed."""

IDLE = (
    ("another one's turn", _waiting, 4.0, 5.0),
    ("one's own, rested upon", _deciding, 12.0, 5.0),
    ("the title, with its tram", _title, 12.0, 16.0),
)
"""A screen, the seconds it is left alone first, and those that are measured."""


_FIRST_FRAME = """
import os, time
os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
from magnate_app.app import Program
from magnate_app.ui import routes
from magnate_app.ui.scene import Stage
from magnate_app.ui.window import Window, open_screen
program = Program()
screen = open_screen(1280, 720)
stage = Stage(program, *screen.get_size())
routes.begin(stage)
window = Window(stage, screen)
while stage.dirty:
    window.tick()
print(time.time(), time.process_time())
program.close()
"""


def start() -> None:
    """Tell how long it takes from the start of the process to the first picture."""
    times, used = [], []
    for _ in range(4):
        begin = time.time()
        done = subprocess.run(
            [sys.executable, "-c", _FIRST_FRAME],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        at, cpu = map(float, done.stdout.strip().splitlines()[-1].split())
        times.append(at - begin)
        used.append(cpu)
    print(f"start to first frame: {min(times[1:]) * 1000:.0f} ms warm (at most 1000)", end="")
    print(f", of which {min(used[1:]) * 1000:.0f} ms of processor time")


def main() -> None:
    """Print the figures."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    pygame.display.init()
    pygame.font.init()
    for size in SIZES:
        print(f"\n{size[0]}×{size[1]}")
        showings(size)
        frames(size)
    idle()
    start()


if __name__ == "__main__":
    main()
