"""The `settings` object of a table as it travels (PROTOCOL.md 6.6).

Joins the rules' settings with what a table agrees on beside them.
"""

from __future__ import annotations

from typing import Final

import msgspec

from magnate_app.errors import SettingError
from magnate_app.protocol.gamelog import TableOptions
from magnate_app.rules.settings import HOUSE_RULES, Settings, with_preset

VISIBILITIES: Final = ("listed", "code_only")
ABSENCES: Final = ("stand_in", "clock", "wait")
MAX_ROOM_NAME: Final = 40


class RoomSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The effective settings; `preset` may be `custom`.

    All keys are always there, except `approval`, `locked` and `advice`, only where they are
    true, and `characters`, only where it is not. `locked` says that there is a password; it
    is set by a message of its own.
    """

    seats: int
    preset: str
    start_money: int
    go_money: int
    max_rounds: int
    bail: int
    jail_turns: int
    pace: str
    end_without_humans: bool
    house_rules: tuple[str, ...]
    name: str
    visibility: str
    spectators: bool
    absence: str
    approval: bool = False
    locked: bool = False
    advice: bool = False
    characters: bool = True


class SettingsChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The settings a message wants changed; null leaves one alone."""

    seats: int | None = None
    preset: str | None = None
    start_money: int | None = None
    go_money: int | None = None
    max_rounds: int | None = None
    bail: int | None = None
    jail_turns: int | None = None
    pace: str | None = None
    end_without_humans: bool | None = None
    house_rules: tuple[str, ...] | None = None
    name: str | None = None
    visibility: str | None = None
    spectators: bool | None = None
    absence: str | None = None
    approval: bool | None = None
    advice: bool | None = None
    characters: bool | None = None


def room_settings(settings: Settings, options: TableOptions) -> RoomSettings:
    """Join the rules' settings and the table's options into one object."""
    return RoomSettings(
        seats=settings.seats,
        preset=settings.preset,
        start_money=settings.start_money,
        go_money=settings.go_money,
        max_rounds=settings.max_rounds,
        bail=settings.bail,
        jail_turns=settings.jail_turns,
        pace=settings.pace,
        end_without_humans=settings.end_without_humans,
        house_rules=tuple(rule for rule in HOUSE_RULES if rule in settings.house_rules),
        name=options.name,
        visibility=options.visibility,
        spectators=options.spectators,
        absence=options.absence,
        approval=options.approval,
        locked=options.locked,
        advice=options.advice,
        characters=options.characters,
    )


def rules_of(settings: RoomSettings) -> Settings:
    """Return the part the engine plays by. Raises `SettingError`."""
    return Settings(
        seats=settings.seats,
        start_money=settings.start_money,
        go_money=settings.go_money,
        max_rounds=settings.max_rounds,
        bail=settings.bail,
        jail_turns=settings.jail_turns,
        pace=settings.pace,
        end_without_humans=settings.end_without_humans,
        house_rules=frozenset(settings.house_rules),
    )


def change_settings(
    settings: Settings, options: TableOptions, change: SettingsChange
) -> tuple[Settings, TableOptions]:
    """Return both parts with `change` applied; a preset goes first, single figures win.

    Raises `SettingError` for a value out of range; nothing has changed then.
    """
    if change.preset is not None:
        settings = with_preset(settings, change.preset)
    wanted = {
        name: value
        for name in SettingsChange.__struct_fields__
        if name != "preset" and (value := getattr(change, name)) is not None
    }
    if "house_rules" in wanted:
        wanted["house_rules"] = frozenset(wanted["house_rules"])
    if "name" in wanted:
        wanted["name"] = _room_name(wanted["name"])
    for name, allowed in (("visibility", VISIBILITIES), ("absence", ABSENCES)):
        if wanted.get(name, allowed[0]) not in allowed:
            raise SettingError(name, ", ".join(allowed))
    table = {name: wanted.pop(name) for name in TableOptions.__struct_fields__ if name in wanted}
    return (
        msgspec.structs.replace(settings, **wanted),
        msgspec.structs.replace(options, **table),
    )


def _room_name(text: str) -> str:
    name = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if not 1 <= len(name) <= MAX_ROOM_NAME:
        raise SettingError("name", f"1–{MAX_ROOM_NAME}")
    return name
