"""What a table agrees on before the start. Rules 1.2, 1.3 and 20.1."""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.errors import SettingError

PACES: Final = ("relaxed", "normal", "brisk")

RANGES: Final = {
    "seats": (2, 6),
    "start_money": (100, 100_000),
    "go_money": (0, 10_000),
    "max_rounds": (0, 1000),
    "bail": (0, 10_000),
    "jail_turns": (1, 10),
}

HOUSE_RULES: Final = (
    "open_auction",
    "full_deck",
    "double_go",
    "no_rent_in_jail",
    "limited_houses",
    "estate_auction",
    "free_gifts_in_trade",
    "fixed_pot_start",
    "starting_deal",
)

PRESETS: Final = {
    "quick": (15, 1500),
    "standard": (30, 1500),
    "marathon": (0, 1500),
    "rich": (30, 3000),
}
"""Name of a preset → `max_rounds`, `start_money`."""

CUSTOM: Final = "custom"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one game; the defaults are those of R1.2.

    Raises `SettingError` for a value outside its range.
    """

    seats: int = 4
    start_money: int = 1500
    go_money: int = 200
    max_rounds: int = 30
    bail: int = 40
    jail_turns: int = 3
    pace: str = "normal"
    end_without_humans: bool = True
    house_rules: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            if not low <= getattr(self, name) <= high:
                raise SettingError(name, f"{low}–{high}")
        if self.pace not in PACES:
            raise SettingError("pace", ", ".join(PACES))
        for rule in self.house_rules:
            if rule not in HOUSE_RULES:
                raise SettingError(rule, ", ".join(HOUSE_RULES))

    @property
    def preset(self) -> str:
        """Name of the preset these settings fit, else `custom`."""
        for name, values in PRESETS.items():
            if values == (self.max_rounds, self.start_money):
                return name
        return CUSTOM


def with_preset(settings: Settings, preset: str) -> Settings:
    """Return `settings` with the two figures of `preset` (R1.3)."""
    if preset not in PRESETS:
        raise SettingError("preset", ", ".join(PRESETS))
    max_rounds, start_money = PRESETS[preset]
    return msgspec.structs.replace(settings, max_rounds=max_rounds, start_money=start_money)
