"""What a person in a lobby can ask of its host; each call sends one message."""

from __future__ import annotations

from collections.abc import Callable

from magnate_app.protocol.messages import (
    Admit,
    ChoosePiece,
    ClientMessage,
    Kick,
    MoveSeat,
    ReadyStatus,
    RoomChat,
    RoomReaction,
    RoomSettings,
    SettingsChange,
    StartGame,
    UpdateSeat,
    UpdateSettings,
)
from magnate_app.ui.lobby_model import LobbyModel


class LobbyDesk:
    """Turns wishes into messages; knows the room to count its seats."""

    def __init__(self, model: LobbyModel, send: Callable[[ClientMessage], None]) -> None:
        self.model = model
        self._send = send
        self._start_when_ready = False

    def say(self, text: str) -> None:
        """Talk."""
        self._send(RoomChat(message=text))

    def react(self, emote: str) -> None:
        """Show a reaction."""
        self._send(RoomReaction(emote=emote))

    def nudge(self) -> None:
        """Ask the others to hurry."""
        self.react("hurry")

    def add_bot(self) -> None:
        """Fill one more seat with a bot."""
        self._send(UpdateSettings(target_players=self.model.taken + 1))

    def remove_bot(self) -> None:
        """Take a bot away."""
        self._send(UpdateSettings(target_players=self.model.taken - 1))

    def set_level(self, seat: int) -> Callable[[str], None]:
        """Return what sets the level of the bot on `seat`."""
        return lambda level: self._send(UpdateSeat(seat=seat, bot_level=level))

    def lock(self, seat: int, locked: bool) -> Callable[[], None]:
        """Return what locks or opens `seat`."""
        return lambda: self._send(UpdateSeat(seat=seat, locked=locked))

    def move(self, seat: int) -> Callable[[], None]:
        """Return what moves me to `seat`."""
        return lambda: self._send(MoveSeat(seat=seat))

    def choose_piece(self, piece: int) -> None:
        """Choose my piece."""
        self._send(ChoosePiece(piece=piece))

    def kick(self, name: str) -> None:
        """Remove somebody."""
        self._send(Kick(user=name))

    def admit(self, answer: Admit) -> None:
        """Let somebody in who waits, or not."""
        self._send(answer)

    def toggle_ready(self) -> None:
        """Be ready, or no longer."""
        self._send(ReadyStatus(is_ready=not self.model.i_am_ready))

    def start(self) -> None:
        """Start the game, being ready first as the protocol wants it."""
        if self.model.i_am_ready:
            self._send(StartGame())
        else:
            self._start_when_ready = True
            self._send(ReadyStatus(is_ready=True))

    def after_message(self) -> None:
        """Go on with a start that waited for my readiness; a refusal ends it."""
        if self.model.error is not None:
            self._start_when_ready = False
        elif self._start_when_ready and self.model.i_am_ready:
            self._start_when_ready = False
            self._send(StartGame())

    def choose_preset(self, preset: str) -> None:
        """Take the figures of a preset."""
        self._send(UpdateSettings(settings=SettingsChange(preset=preset)))

    def change_rules(self, new: RoomSettings | None) -> None:
        """Ask for what differs between `new` and the present settings."""
        old = self.model.settings
        if new is None or old is None or not self.model.is_owner:
            return
        changes = {
            name: getattr(new, name)
            for name in SettingsChange.__struct_fields__
            if name != "preset" and getattr(new, name) != getattr(old, name)
        }
        if changes:
            self._send(UpdateSettings(settings=SettingsChange(**changes)))
