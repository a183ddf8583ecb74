"""Collects the commands of one event, in order."""

from __future__ import annotations

from magnate_app.server.commands import Command


class Outbox:
    """What the machines of one hub write their commands into."""

    __slots__ = ("_commands",)

    def __init__(self) -> None:
        self._commands: list[Command] = []

    def add(self, command: Command) -> None:
        """Put `command` behind the others."""
        self._commands.append(command)

    def take(self) -> list[Command]:
        """Return what was collected since the last call."""
        commands, self._commands = self._commands, []
        return commands
