from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from magnate_app.ui import clipboard
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Edit, Input, Key, Leave, Move, Press, Release, Text, Wheel
from magnate_app.ui.theme import DAY
from magnate_app.ui.widgets import (
    Button,
    Controls,
    Dropdown,
    IconButton,
    ScrollArea,
    Segments,
    Slider,
    Stepper,
    TextField,
    Toasts,
    Toggle,
    Widget,
)


class Board:
    """Some controls on a canvas, and what they told."""

    def __init__(self, *widgets: Widget) -> None:
        self.controls = Controls()
        self.controls.replace(widgets)
        self.canvas = Canvas(pygame.Surface((800, 600)), DAY, 1.0)
        self.controls.draw(self.canvas)

    def give(self, *inputs: Input) -> bool:
        used = [self.controls.on_input(given) for given in inputs]
        self.controls.draw(self.canvas)
        return used[-1]

    def click(self, pos: tuple[float, float]) -> None:
        self.give(Move(pos), Press(pos), Release(pos))


def button(told: list[str], name: str, x: float = 0, **more: object) -> Button:
    return Button(name, name, lambda: told.append(name), Box(x, 0, 100, 48), **more)  # type: ignore[arg-type]


def test_a_click_is_press_and_release_on_the_same_button() -> None:
    told: list[str] = []
    board = Board(button(told, "a"), button(told, "b", 120))
    board.click((10, 10))
    assert told == ["a"]
    board.give(Press((10, 10)), Move((130, 10), held=True), Release((130, 10)))
    assert told == ["a"]


def test_a_disabled_button_does_nothing() -> None:
    told: list[str] = []
    board = Board(button(told, "a", enabled=False, key="a"))
    board.click((10, 10))
    board.give(Key("a"))
    assert told == []


def test_tab_goes_round_and_enter_presses() -> None:
    told: list[str] = []
    board = Board(button(told, "a"), button(told, "b", 120), button(told, "c", 240, enabled=False))
    board.give(Key("tab"), Key("tab"), Key("enter"))
    assert told == ["b"]
    board.give(Key("tab"), Key("space"))
    assert told == ["b", "a"]
    board.give(Key("tab", shift=True))
    assert board.controls.focus is board.controls.find("b")


def test_arrows_go_to_the_nearest_widget() -> None:
    told: list[str] = []
    below = Button("below", "below", lambda: None, Box(125, 100, 100, 48))
    board = Board(button(told, "a"), button(told, "b", 120), below)
    board.give(Key("right"), Key("right"), Key("down"))
    assert board.controls.focus is below
    board.give(Key("up"))
    assert board.controls.focus is board.controls.find("b")


def test_the_ring_shows_for_keys_only() -> None:
    told: list[str] = []
    board = Board(button(told, "a"))
    board.give(Key("tab"))
    assert board.controls.ring
    board.click((10, 10))
    assert not board.controls.ring


def test_space_is_the_shortcut_unless_the_ring_is_elsewhere() -> None:
    told: list[str] = []
    board = Board(button(told, "a"), button(told, "main", 120, key="space"))
    board.give(Key("space"))
    assert told == ["main"]
    board.give(Key("tab"), Key("space"))
    assert told == ["main", "a"]


def test_a_held_key_presses_once() -> None:
    told: list[str] = []
    board = Board(button(told, "main", key="space"))
    board.give(Key("space"), Key("space", repeat=True), Key("space", repeat=True))
    board.give(Key("tab"), Key("enter"), Key("enter", repeat=True))
    assert told == ["main", "main"]


def test_focus_and_hover_survive_a_rebuild() -> None:
    told: list[str] = []
    board = Board(button(told, "a"), button(told, "b", 120))
    board.give(Move((130, 10)), Key("tab"))
    board.controls.replace([button(told, "b", 120), button(told, "a")])
    assert board.controls.focus is board.controls.find("a")
    assert board.controls.hover is board.controls.find("b")
    board.give(Leave())
    assert board.controls.hover is None


def test_a_tooltip_waits() -> None:
    icon = IconButton("i", "line/x", "Close", lambda: None, Box(0, 0, 48, 48))
    board = Board(icon)
    board.give(Move((10, 10)))
    assert not board.controls.update(0.2)
    assert board.controls.update(0.4)
    board.controls.draw(board.canvas)


def typed(field: TextField) -> Board:
    board = Board(field)
    board.controls.set_focus(field)
    return board


def test_typing_and_the_caret() -> None:
    field = TextField("f", Box(0, 0, 200, 48))
    board = typed(field)
    board.give(Text("hola"), Key("left"), Key("left"), Text("ñ"))
    assert field.text == "hoñla"
    board.give(Key("home"), Key("delete"), Key("end"), Key("backspace"))
    assert field.text == "oñl"
    board.give(Key("home"), Key("right", shift=True), Text("A"))
    assert field.text == "Añl"


def test_a_field_takes_letters_before_shortcuts() -> None:
    told: list[str] = []
    field = TextField("f", Box(0, 0, 200, 48))
    board = typed(field)
    board.controls.replace(
        [field, button(told, "a", 220, key="a"), button(told, "f1", 340, key="f1")]
    )
    board.give(Key("a"), Key("space"))
    assert told == []
    board.give(Key("f1"))
    assert told == ["f1"]


def test_selection_and_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: list[str] = []
    monkeypatch.setattr(clipboard, "put", shelf.append)
    monkeypatch.setattr(clipboard, "get", lambda: "0158\n0A")
    field = TextField("f", Box(0, 0, 200, 48), text="hola")
    board = typed(field)
    board.give(Key("a", ctrl=True), Key("c", ctrl=True))
    assert shelf == ["hola"]
    board.give(Key("v", ctrl=True))
    assert field.text == "01580A"
    board.give(Key("a", ctrl=True), Key("x", ctrl=True))
    assert field.text == ""
    assert shelf[-1] == "01580A"
    assert not board.give(Key("z", ctrl=True))


def test_a_field_has_a_limit_and_no_control_characters() -> None:
    field = TextField("f", Box(0, 0, 200, 48), limit=5)
    typed(field).give(Text("ab\tcdefg"))
    assert field.text == "abcde"


def test_an_input_method_composes_before_it_types() -> None:
    field = TextField("f", Box(0, 0, 200, 48))
    board = typed(field)
    board.give(Edit("´", 1))
    assert field.text == ""
    assert board.give(Key("backspace"))
    board.give(Text("á"))
    assert field.text == "á"


def test_a_click_puts_the_caret_and_two_select_all() -> None:
    field = TextField("f", Box(0, 0, 300, 48), text="hola mundo")
    board = typed(field)
    board.click((16, 24))
    assert field.caret == 0
    board.give(Press((40, 24), count=2), Release((40, 24)))
    assert field.selected == "hola mundo"
    board.give(Press((16, 24)), Move((290, 24), held=True), Release((290, 24)))
    assert field.selection == (0, 10)


def test_the_caret_blinks_only_while_focused() -> None:
    field = TextField("f", Box(0, 0, 200, 48))
    board = typed(field)
    assert board.controls.update(0.6)
    board.controls.set_focus(None)
    assert not board.controls.update(0.6)


def test_typing_takes_an_error_away() -> None:
    field = TextField("f", Box(0, 0, 200, 48))
    field.error = "wrong"
    board = typed(field)
    board.give(Text("x"))
    assert field.error == ""


def test_enter_in_a_field_tells() -> None:
    told: list[str] = []
    field = TextField("f", Box(0, 0, 200, 48), text="x", on_enter=told.append)
    typed(field).give(Key("enter"))
    assert told == ["x"]


def test_toggle() -> None:
    told: list[bool] = []
    toggle = Toggle("t", "Music", True, told.append, Box(0, 0, 200, 48), detail="calm")
    board = Board(toggle)
    board.click((180, 24))
    board.give(Key("tab"), Key("space"))
    assert told == [False, True]
    assert toggle.value_text() == "on"


def test_segments() -> None:
    told: list[str] = []
    segments = Segments(
        "s", "Speed", [("1", "1×"), ("2", "2×"), ("4", "4×")], "1", told.append, Box(0, 0, 300, 40)
    )
    board = Board(segments)
    board.click(segments.part("4").center)
    board.give(Key("tab"), Key("left"), Key("enter"), Key("enter"))
    assert told == ["4", "2", "4", "1"]


def test_slider() -> None:
    told: list[int] = []
    slider = Slider("s", "Sound", 50, told.append, Box(0, 0, 300, 40))
    board = Board(slider)
    board.give(Press((14, 20)), Move((900, 20), held=True), Release((900, 20)))
    board.give(Key("tab"), Key("left"), Key("home"))
    assert told == [0, 100, 95, 0]


def test_stepper() -> None:
    told: list[int] = []
    stepper = Stepper("s", "Rounds", 30, told.append, Box(0, 0, 200, 44), low=0, high=100, step=5)
    board = Board(stepper)
    board.click((190, 20))
    board.click((10, 20))
    board.give(Key("tab"), Key("right"), Key("4"), Key("2"), Key("backspace"), Key("9"), Key("9"))
    assert told == [35, 30, 35, 4, 42, 4, 49, 100]


def test_dropdown_by_mouse_and_keys() -> None:
    told: list[str] = []
    drop = Dropdown(
        "d", "Level", [("easy", "Easy"), ("hard", "Hard")], "easy", told.append, Box(0, 0, 160, 44)
    )
    board = Board(drop)
    board.click((20, 20))
    assert drop.wants_all()
    board.click((20, 48 + 6 + 60))
    assert told == ["hard"]
    board.give(Key("tab"), Key("enter"), Key("up"), Key("enter"))
    assert told == ["hard", "easy"]
    board.give(Key("enter"), Key("escape"))
    assert not drop.wants_all()
    board.click((20, 20))
    board.click((600, 500))
    assert not drop.wants_all()
    assert told == ["hard", "easy"]


def rows(area: ScrollArea, on_click: Callable[[int], None]) -> None:
    widgets = [
        Button(f"r{i}", str(i), lambda i=i: on_click(i), Box(0, i * 60, 180, 50))  # type: ignore[misc]
        for i in range(10)
    ]
    area.fill(widgets, 600)


def test_scrolling_by_wheel_keys_and_focus() -> None:
    told: list[int] = []
    area = ScrollArea("area", Box(0, 0, 200, 200))
    rows(area, told.append)
    board = Board(area)
    board.give(Wheel((50, 50), 0, -2))
    assert area.offset == 120
    board.click((50, 10))
    assert told == [2]
    board.give(Wheel((50, 50), 0, 50))
    for _ in range(7):
        board.give(Key("tab"))
    focus = board.controls.focus
    assert focus is not None
    assert focus.box.bottom <= area.box.bottom
    area.on_key(Key("end"))
    assert area.offset == 400
    area.on_press((195, 190), 1)
    area.on_drag((195, 100))
    assert area.offset < 400


def test_hidden_rows_cannot_be_clicked() -> None:
    told: list[int] = []
    area = ScrollArea("area", Box(0, 0, 200, 200))
    rows(area, told.append)
    Board(area).click((50, 310))
    assert told == []


def test_a_list_that_sticks_follows_its_end() -> None:
    area = ScrollArea("area", Box(0, 0, 200, 200))
    area.stick_to_end = True
    rows(area, lambda _: None)
    assert area.offset == 400


def test_a_list_that_keeps_its_end_keeps_it_in_less_room() -> None:
    area = ScrollArea("area", Box(0, 0, 200, 400))
    area.stick_to_end = True
    rows(area, lambda _: None)
    area.place(Box(0, 0, 200, 90))
    rows(area, lambda _: None)
    assert list(area.children())[-1].box.bottom <= area.box.bottom + 40
    area.scroll(-200)
    place = area.offset
    area.place(Box(0, 0, 200, 80))
    rows(area, lambda _: None)
    assert area.offset == place


def test_a_scroll_area_is_drawn_in_steps_and_looks_the_same() -> None:
    area = ScrollArea("area")
    area.place(Box(0, 0, 200, 100))
    rows(area, lambda _: None)
    whole, stepped = (pygame.Surface((200, 200)) for _ in range(2))
    area.draw(Canvas(whole, DAY, 1.0))
    steps = sum(1 for _ in area.drawing(Canvas(stepped, DAY, 1.0)))
    assert 1 < steps < len(list(area.children()))
    assert pygame.image.tobytes(whole, "RGB") == pygame.image.tobytes(stepped, "RGB")
    assert stepped.get_clip() == stepped.get_rect()


def test_toasts_are_three_and_go() -> None:
    toasts = Toasts()
    for name in "abcd":
        toasts.show(name, "more", kind="good")
    assert [t.text for t in toasts.shown] == ["d", "c", "b"]
    canvas = Canvas(pygame.Surface((800, 600)), DAY, 1.0)
    toasts.draw(canvas)
    assert not toasts.update(9, (400, 40))
    assert toasts.take_press((400, 40))
    assert [t.text for t in toasts.shown] == ["c", "b"]
    assert toasts.update(9, (0, 0))
    assert toasts.shown == []


def test_a_toast_takes_the_place_of_one_about_the_same_topic() -> None:
    toasts = Toasts()
    toasts.show("one at the door", topic="door")
    toasts.show("copied")
    toasts.show("two at the door", topic="door")
    toasts.show("copied")
    assert [t.text for t in toasts.shown] == ["copied", "two at the door"]


def test_toasts_lie_in_the_middle_of_their_place() -> None:
    toasts = Toasts()
    toasts.place = Box(20, 10, 300, 300)
    toasts.show("hello")
    toasts.draw(Canvas(pygame.Surface((800, 600)), DAY, 1.0))
    assert not toasts.take_press((400, 40))
    assert toasts.take_press((170, 40))
