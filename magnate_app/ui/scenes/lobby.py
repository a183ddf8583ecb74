"""The room before a game: code, seats, rules, chat, and the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from magnate_app.protocol.link import Incoming, Link, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ClientMessage,
    RoomSeatCode,
)
from magnate_app.ui import backdrop, routes
from magnate_app.ui.affairs import Affairs
from magnate_app.ui.chat_panel import Bubble, ChatPanel
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.dialogs.password import SetPassword
from magnate_app.ui.dialogs.rules import RulesDialog
from magnate_app.ui.dialogs.seat_code import SeatCodeDialog
from magnate_app.ui.door import careful, door_height, door_panel, tell_knocks
from magnate_app.ui.draw import Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.lobby_desk import LobbyDesk
from magnate_app.ui.lobby_model import LobbyModel
from magnate_app.ui.look import header, page
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.lobby_code import WITHOUT_SQUARE, CodePanel, rules_panel
from magnate_app.ui.scenes.lobby_seats import SeatColumn
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import BODY
from magnate_app.ui.widgets import (
    Button,
    Widget,
)


class Lobby(Scene):
    """Everybody who will play, and what they agree on."""

    name = "lobby"
    composed_for = (1520, 900)

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage)
        self.link = link
        self.model = LobbyModel()
        self.model.receive(link.status)
        self.desk = LobbyDesk(self.model, self._send)
        self._admit = careful(stage, lambda: self.model.knocks, self.desk.admit)
        self._code = CodePanel(stage, self.model, self.rebuild, self._ask_password, self._seat_code)
        self.affairs = Affairs()
        self._seats = SeatColumn(
            self.model,
            self.desk,
            self._kick,
            self._choose_piece,
            self._faces,
        )
        self._asked_for_piece = False
        self._chat = ChatPanel("lobby.chat", self.desk.say, self.desk.react)

    def _faces(self) -> bool:
        """Whether bots' faces are to be shown."""
        agreed = self.model.settings is None or self.model.settings.characters
        return agreed and self.stage.preferences.characters

    def facts(self) -> dict[str, object]:
        """Return what the room is."""
        model = self.model
        return {
            "code": model.code,
            "owner": model.is_owner,
            "seats": [msgspec.to_builtins(s) for s in model.seats],
            "can_start": model.can_start,
            "chat": [line.text for line in model.lines],
        }

    def on_message(self, message: Incoming) -> None:
        """Take what the host said."""
        if isinstance(message, LinkStatus):
            self._on_status(message)
            return
        self.affairs.receive(message)
        known, waiting = len(self.model.lines), {knock.id for knock in self.model.knocks}
        self.model.receive(message)
        if len(self.model.lines) > known:
            self.stage.sound("chat")
        tell_knocks(self.stage, self.model.knocks, waiting, tr("door.knock.where"))
        if self.model.error is not None:
            error = self.model.error
            self.stage.toast(error_sentence(error.code, error.params), kind="bad")
        self.desk.after_message()
        self._ask_for_my_piece()

    def update(self, dt: float) -> None:
        """Let the time of a seat code pass."""
        super().update(dt)
        self.affairs.age(dt)

    def on_key(self, key: Key) -> bool:
        """C goes to the chat."""
        if key.name == "c" and not key.ctrl:
            self.controls.set_focus("lobby.chat.field", ring=True)
            return True
        return False

    def paint(self, canvas: Canvas) -> None:
        """Draw the map."""
        backdrop.paint_map(canvas)

    def build(self, size: Box) -> Iterable[Widget]:
        """Three columns: code and rules, seats, chat."""
        area = page(size)
        model = self.model
        title = model.settings.name if model.settings is not None else tr("lobby.title")
        widgets = header("lobby", area, title, self._leave, self._subtitle())
        top = area.top_part(64)
        widgets.append(
            Button(
                "lobby.help",
                tr("title.help"),
                lambda: routes.to_help(self.stage),
                Box(top.right - 364, top.y + 8, 194, 46),
                icon="line/question",
                key="f1",
                size=BODY,
            )
        )
        widgets.append(
            Button(
                "lobby.settings",
                tr("title.settings"),
                lambda: routes.to_settings(self.stage),
                Box(top.right - 160, top.y + 8, 160, 46),
                icon="line/gear-six",
                size=BODY,
            )
        )
        if not model.ready:
            return widgets
        left, middle, right = area.cut_top(74).split_columns([1.12, 1.54, 0.9], 22)
        side = min(left.h * 0.25, (left.w - 44) * 0.4)
        code_height = WITHOUT_SQUARE + side
        widgets += self._code.widgets(left.top_part(code_height))
        rules = left.cut_top(code_height, 16)
        widgets += rules_panel(model, rules, self._edit, self.desk.choose_preset)
        widgets += self._seats.widgets(middle)
        if model.is_owner and model.knocks:
            height = door_height(model.knocks, right.h * 0.5)
            door = right.top_part(height)
            widgets += door_panel("lobby.door", door, model.knocks, self._admit)
            right = right.cut_top(height, 14)
        widgets += self._chat.widgets(right, self._bubbles(), self.scale)
        return widgets

    def _subtitle(self) -> str:
        owner, settings = self.model.is_owner, self.model.settings
        parts = [tr("lobby.waiting") if owner else tr("lobby.hosted_by", name=self.model.owner)]
        if settings is not None and settings.locked:
            parts.append(tr("door.locked"))
        if settings is not None and settings.approval:
            parts.append(tr("door.asks"))
        return " · ".join(parts)

    def _bubbles(self) -> list[Bubble]:
        bubbles = []
        for line in self.model.lines:
            name = line.user or ""
            if line.news:
                bubbles.append(Bubble(tr(f"chat.{line.text}", name=name), name, news=True))
                continue
            piece, color = self.model.looks.get(name, (None, None))
            bubbles.append(
                Bubble(
                    line.text,
                    name,
                    piece,
                    color,
                    mine=name == self.model.me,
                    emote=line.emote,
                )
            )
        return bubbles

    def _send(self, message: ClientMessage) -> None:
        if self.link is not None:
            self.link.send(message)

    def _ask_for_my_piece(self) -> None:
        """Ask once for the piece of the preferences, if nobody has it."""
        mine, wish = self.model.mine, self.stage.preferences.piece
        if mine is None or self._asked_for_piece:
            return
        self._asked_for_piece = True
        if mine.piece != wish and wish not in self.model.pieces_of_others():
            self.desk.choose_piece(wish)

    def _choose_piece(self, piece: int) -> None:
        self.desk.choose_piece(piece)
        self.stage.apply(msgspec.structs.replace(self.stage.preferences, piece=piece))

    def _edit(self) -> None:
        settings = self.model.settings
        if settings is None:
            return
        self.stage.scenes.push(
            RulesDialog(
                self.stage,
                settings,
                self.desk.change_rules,
                shared=True,
                least_seats=len(self.model.humans),
                read_only=not self.model.is_owner,
                on_password=self._set_password,
            )
        )

    def _seat_code(self) -> None:
        """Offer the code with which this person continues on another computer."""
        self.stage.scenes.push(
            SeatCodeDialog(
                self.stage,
                self.affairs,
                lambda: self._send(RoomSeatCode()),
                room=self.model.code or "",
            )
        )

    def _ask_password(self) -> None:
        settings = self.model.settings
        locked = settings is not None and settings.locked
        self.stage.scenes.push(SetPassword(self.stage, self._set_password, locked=locked))

    def _set_password(self, typed: str | None) -> None:
        if typed is not None and self.link is not None:
            self.link.lock(typed)
            told = tr("password.set.told") if typed else tr("password.set.removed")
            self.stage.toast(told, kind="good")

    def _kick(self, name: str) -> Callable[[], None]:
        def answered(yes: bool | None) -> None:
            if yes:
                self.desk.kick(name)

        def ask() -> None:
            self.stage.scenes.push(
                Confirm(
                    self.stage,
                    tr("lobby.kick_question", name=name),
                    tr("lobby.kick_detail"),
                    tr("lobby.kick"),
                    answered,
                )
            )

        return ask

    def _leave(self) -> None:
        if self.model.is_owner and len(self.model.humans) > 1:
            self.stage.scenes.push(
                Confirm(
                    self.stage,
                    tr("lobby.leave_question"),
                    tr("lobby.leave_detail"),
                    tr("lobby.leave"),
                    lambda yes: routes.to_title(self.stage) if yes else None,
                )
            )
        else:
            routes.to_title(self.stage)

    def _on_status(self, status: LinkStatus) -> None:
        self.model.receive(status)
        if status.state is LinkState.CLOSED:
            self.link = None
            routes.to_failure(self, status.failure or LinkFailure.LEFT)
        elif status.state in (LinkState.PASSWORD, LinkState.KNOCKING):
            if self.link is not None and self.link.status.state is status.state:
                routes.back_to_door(self)
        elif status.state is LinkState.RECONNECTING:
            self.stage.toast(tr("link.reconnecting"), kind="warn")
        elif status.state is LinkState.GAME:
            self.inbox.appendleft(status)
            routes.follow(self, status)
