"""How a control shows that the pointer is on it, that it is held, or that it cannot be used."""

from __future__ import annotations

from magnate_app.ui.theme import Color, Theme, mix
from magnate_app.ui.widgets.base import Widget


def edge(theme: Theme, widget: Widget) -> Color:
    """Return the colour of its border."""
    if not widget.enabled:
        return theme.line
    return mix(theme.line, theme.ink, 0.55 if widget.pressed else 0.35 if widget.hovered else 0.0)


def face(theme: Theme, widget: Widget) -> Color:
    """Return the colour of its field."""
    if not widget.enabled:
        return theme.soft
    return mix(theme.raised, theme.line, 0.35) if widget.pressed else theme.raised
