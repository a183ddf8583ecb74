"""Controls: they take values and callbacks and know nothing of Magnate."""

from __future__ import annotations

from magnate_app.ui.widgets.area import Drawn, ScrollArea
from magnate_app.ui.widgets.base import NO_BOX, Widget
from magnate_app.ui.widgets.button import (
    CHIP,
    DANGER,
    MAIN,
    PLAIN,
    PRIMARY,
    QUIET,
    Button,
    IconButton,
)
from magnate_app.ui.widgets.choice import Segments, Slider, Stepper, Toggle
from magnate_app.ui.widgets.controls import Controls
from magnate_app.ui.widgets.dropdown import Dropdown
from magnate_app.ui.widgets.text_field import TextField
from magnate_app.ui.widgets.toast import Toasts

__all__ = [
    "CHIP",
    "DANGER",
    "MAIN",
    "NO_BOX",
    "PLAIN",
    "PRIMARY",
    "QUIET",
    "Button",
    "Controls",
    "Drawn",
    "Dropdown",
    "IconButton",
    "ScrollArea",
    "Segments",
    "Slider",
    "Stepper",
    "TextField",
    "Toasts",
    "Toggle",
    "Widget",
]
