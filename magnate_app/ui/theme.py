"""Every colour, font and measure of the screens, for day and for night.

The only place with literal colours and pixel sizes of the interface. Knows nothing of
pygame; `draw` and the widgets ask a `Theme` by role.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Color: TypeAlias = tuple[int, int, int]

# Type scale, in logical pixels at 100 %.
CAPTION: Final = 13
SMALL: Final = 15
BODY: Final = 16
LARGE: Final = 18
TITLE: Final = 24
FIGURE: Final = 27
HEAD: Final = 34
HUGE: Final = 56
WORDMARK: Final = 116

SMALLEST_TEXT: Final = 11
"""No text is rendered below this many real pixels."""

SMALLEST_NARROW: Final = 10
"""Nor the narrow face of the tiles below this; its letters are taller for their size."""

# Spacing, on a grid of four.
GAP: Final = 12
WIDE_GAP: Final = 20
MARGIN: Final = 16

# Corners.
RADIUS_PANEL: Final = 16
RADIUS_INPUT: Final = 12
RADIUS_KEY: Final = 6
RADIUS_MARK: Final = 5

# Lines around things.
BORDER: Final = 1.5
FOCUS_WIDTH: Final = 3
FOCUS_GAP: Final = 2

SYMBOLS: Final = ("circle", "square", "triangle", "diamond", "star", "hexagon")
"""The mark of each seat colour, so that colour never stands alone."""

GROUP_MARKS: Final = ("OV", "LF", "DE", "PG", "RA", "UN", "SG", "PI", "SJ", "SP", "TU", "AL")
"""The two letters of the street groups 1…12."""


def rgb(text: str) -> Color:
    """Read `#RRGGBB`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


AIDED: Final = "+aids"
"""Ends the name of a theme that shows owners by large signs too."""


def mix(a: Color, b: Color, share: float) -> Color:
    """Return `a` with `share` of `b` in it."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def luminance(color: Color) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [c / 255 for c in color]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: Color, b: Color) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class GroupColor:
    """The colour of a street group, its letters and the colour of text on it."""

    fill: Color
    mark: str
    text: Color


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours by role."""

    name: str
    table: Color
    panel: Color
    raised: Color
    ink: Color
    muted: Color
    line: Color
    accent: Color
    accent_text: Color
    foot: Color
    river: Color
    park: Color
    road: Color
    gain: Color
    loss: Color
    warn: Color
    focus: Color
    soft: Color
    land: Color
    block: Color
    block2: Color
    river_light: Color
    river_dark: Color
    bank: Color
    park_dark: Color
    tree: Color
    tile: Color
    tile_edge: Color
    special: Color
    stone: Color
    stone_dark: Color
    fantasy: Color
    fantasy_ink: Color
    tray: Color
    tray_edge: Color
    tray_text: Color
    frame: Color
    good_tint: Color
    bad_tint: Color
    choice_tint: Color
    roof: Color
    shadow: Color
    shadow_panel: float
    shadow_card: float
    hard_shadow: float
    seats: tuple[Color, ...]
    groups: tuple[GroupColor, ...]
    white: Color
    dark: Color

    @property
    def night(self) -> bool:
        """Whether this is the dark theme."""
        return self.name.removesuffix(AIDED) == "night"

    @property
    def aided(self) -> bool:
        """Whether owners are shown by large signs too."""
        return self.name.endswith(AIDED)

    @property
    def on_ink(self) -> Color:
        """Text on a field of `ink`."""
        return self.table if self.night else self.panel

    @property
    def plate(self) -> Color:
        """Field behind pictures that are drawn for a light ground."""
        return mix(self.ink, self.white, 0.2) if self.night else self.raised

    def seat(self, number: int) -> Color:
        """Colour of a seat, by its colour number 0…5."""
        return self.seats[number % len(self.seats)]

    def group(self, number: int) -> GroupColor:
        """Colour of street group 1…12."""
        return self.groups[number - 1]

    def seat_symbol_color(self, number: int) -> Color:
        """Colour of a symbol that stands on a seat colour."""
        color = self.seat(number)
        return self.white if contrast(self.white, color) >= 3 else self.dark


_SEATS: Final = tuple(
    rgb(c) for c in ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
)
_WHITE: Final = rgb("#FFFFFF")
_DARK: Final = rgb("#14243C")
_GROUP_FILLS: Final = (
    ("#8B5E3C", True),
    ("#6DB5E3", False),
    ("#B23F8A", True),
    ("#EE8E33", False),
    ("#C5342B", True),
    ("#F2C838", False),
    ("#257A47", True),
    ("#2D4FA8", True),
    ("#9CCB5A", False),
    ("#6D50A8", True),
    ("#0E8288", True),
    ("#F0A0B4", False),
)
_GROUPS: Final = tuple(
    GroupColor(rgb(fill), mark, _WHITE if white else _DARK)
    for (fill, white), mark in zip(_GROUP_FILLS, GROUP_MARKS, strict=True)
)

DAY: Final = Theme(
    name="day",
    table=rgb("#EFE6D6"),
    panel=rgb("#FBF6EC"),
    raised=rgb("#FFFFFF"),
    ink=rgb("#22304A"),
    muted=rgb("#5B6272"),
    line=rgb("#D9CDB8"),
    accent=rgb("#C94A26"),
    accent_text=rgb("#FFFFFF"),
    foot=rgb("#9C3416"),
    river=rgb("#6FB3CC"),
    park=rgb("#9CC28C"),
    road=rgb("#E4D8C3"),
    gain=rgb("#23724A"),
    loss=rgb("#AE2A1C"),
    warn=rgb("#8A5200"),
    focus=rgb("#1B66D2"),
    soft=rgb("#F4ECDC"),
    land=rgb("#F3EBDB"),
    block=rgb("#E8DCC6"),
    block2=rgb("#DFD0B5"),
    river_light=rgb("#8CC6DB"),
    river_dark=rgb("#5AA0BA"),
    bank=rgb("#E9DCC0"),
    park_dark=rgb("#84B074"),
    tree=rgb("#5F9A5B"),
    tile=rgb("#FFFDF8"),
    tile_edge=rgb("#D3C5AC"),
    special=rgb("#F7F1E4"),
    stone=rgb("#E9E0CE"),
    stone_dark=rgb("#C9BA9C"),
    fantasy=rgb("#F6E9F3"),
    fantasy_ink=rgb("#8E3E83"),
    tray=rgb("#2C6E63"),
    tray_edge=rgb("#245B52"),
    tray_text=rgb("#F3ECDD"),
    frame=rgb("#22304A"),
    good_tint=rgb("#E0EFE1"),
    bad_tint=rgb("#FBE6E2"),
    choice_tint=rgb("#FFF6F0"),
    roof=rgb("#C78C74"),
    shadow=(58, 42, 18),
    shadow_panel=0.14,
    shadow_card=0.22,
    hard_shadow=0.14,
    seats=_SEATS,
    groups=_GROUPS,
    white=_WHITE,
    dark=_DARK,
)

NIGHT: Final = Theme(
    name="night",
    table=rgb("#141B29"),
    panel=rgb("#1E293B"),
    raised=rgb("#27364D"),
    ink=rgb("#F3ECDD"),
    muted=rgb("#A9B2C1"),
    line=rgb("#3A4A63"),
    accent=rgb("#F0784F"),
    accent_text=rgb("#1A1209"),
    foot=rgb("#B9502B"),
    river=rgb("#2E6D88"),
    park=rgb("#3F6B45"),
    road=rgb("#33415A"),
    gain=rgb("#6FD39B"),
    loss=rgb("#FF8A7A"),
    warn=rgb("#F2B84B"),
    focus=rgb("#7DB4FF"),
    soft=rgb("#223047"),
    land=rgb("#1F2A3D"),
    block=rgb("#28354B"),
    block2=rgb("#303F58"),
    river_light=rgb("#3D84A1"),
    river_dark=rgb("#245871"),
    bank=rgb("#2A3850"),
    park_dark=rgb("#365E3D"),
    tree=rgb("#5A8C5C"),
    tile=rgb("#27364D"),
    tile_edge=rgb("#3D4E69"),
    special=rgb("#2C3B54"),
    stone=rgb("#3B4962"),
    stone_dark=rgb("#53637F"),
    fantasy=rgb("#3A2F4E"),
    fantasy_ink=rgb("#E3A6DA"),
    tray=rgb("#1D4A45"),
    tray_edge=rgb("#163A36"),
    tray_text=rgb("#F3ECDD"),
    frame=rgb("#0D1420"),
    good_tint=rgb("#22403A"),
    bad_tint=rgb("#46282C"),
    choice_tint=rgb("#33303F"),
    roof=rgb("#7D5648"),
    shadow=(0, 0, 0),
    shadow_panel=0.32,
    shadow_card=0.45,
    hard_shadow=0.32,
    seats=_SEATS,
    groups=_GROUPS,
    white=_WHITE,
    dark=_DARK,
)


def theme_of(name: str, aided: bool = False) -> Theme:
    """Return the theme of a preference, or of its own name; anything unknown is day."""
    if aided:
        name += AIDED
    return _THEMES.get(name, DAY)


_THEMES: Final = {
    theme.name: theme
    for plain in (DAY, NIGHT)
    for theme in (plain, replace(plain, name=plain.name + AIDED))
}
