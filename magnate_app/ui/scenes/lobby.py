"""The room before a game: code, seats, rules, chat, and the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from magnate_app.protocol.link import Incoming, Link, LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    BOT_LEVELS,
    ChoosePiece,
    Kick,
    MoveSeat,
    ReadyStatus,
    RoomChat,
    RoomReaction,
    RoomSeat,
    RoomSettings,
    SettingsChange,
    StartGame,
    UpdateSeat,
    UpdateSettings,
)
from magnate_app.protocol.room_code import show
from magnate_app.ui import backdrop, clipboard, routes
from magnate_app.ui.assets import BOLD, DISPLAY
from magnate_app.ui.chat_panel import Bubble, ChatPanel
from magnate_app.ui.dialogs.confirm import Confirm
from magnate_app.ui.dialogs.rules import RulesDialog, preset_chips
from magnate_app.ui.draw import RIGHT, Canvas
from magnate_app.ui.geometry import Box
from magnate_app.ui.input import Key
from magnate_app.ui.lobby_model import FEWEST_PLAYERS, LobbyModel
from magnate_app.ui.look import header, heading, page, panel
from magnate_app.ui.qr import qr_picture
from magnate_app.ui.scene import Scene, Stage
from magnate_app.ui.scenes.lobby_parts import SUMMARY, muted, piece_row, summary, summary_row, wifi
from magnate_app.ui.scenes.solo import paint_open_seat, paint_seat
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.theme import BODY, CAPTION, HUGE, LARGE, SMALL
from magnate_app.ui.widgets import (
    MAIN,
    PRIMARY,
    QUIET,
    Button,
    Drawn,
    Dropdown,
    IconButton,
    Widget,
)

_NARROW_ROW: Final = 560
_NARROW_NUDGE: Final = 130
_CODE_FIGURE: Final = 96
_CODE_TOP: Final = 16 + 30 + 2 + _CODE_FIGURE + 10 + 18
"""Height of the code's panel without the square."""


class Lobby(Scene):
    """Everybody who will play, and what they agree on."""

    name = "lobby"

    def __init__(self, stage: Stage, link: Link) -> None:
        super().__init__(stage)
        self.link = link
        self.model = LobbyModel()
        self.model.receive(link.status)
        self.hidden = False
        self._start_when_ready = False
        self._chat = ChatPanel("lobby.chat", self._say, self._react)

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
        known = len(self.model.lines)
        self.model.receive(message)
        if len(self.model.lines) > known:
            self.stage.sound("chat")
        if self.model.error is not None:
            error = self.model.error
            self.stage.toast(error_sentence(error.code, error.params), kind="bad")
            self._start_when_ready = False
        if self._start_when_ready and self.model.i_am_ready:
            self._start_when_ready = False
            self._send(StartGame())

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
        side = min(left.h * 0.27, (left.w - 44) * 0.4)
        code_height = _CODE_TOP + side
        widgets += self._code(left.top_part(code_height))
        widgets += self._rules(left.cut_top(code_height, 16))
        widgets += self._seats(middle)
        widgets += self._chat.widgets(right, self._bubbles(), self.stage.scale)
        return widgets

    # The code

    def _subtitle(self) -> str:
        if self.model.is_owner:
            return tr("lobby.waiting")
        return tr("lobby.hosted_by", name=self.model.owner)

    def _code(self, box: Box) -> list[Widget]:
        inner = box.inset(22, 16)
        top = inner.top_part(30)
        code = show(self.model.code or "")
        widgets: list[Widget] = [
            panel("lobby.code_panel", box),
            Drawn("lobby.code_words", top, muted(tr("lobby.code"))),
            Button(
                "lobby.hide",
                tr("lobby.show") if self.hidden else tr("lobby.hide"),
                self._hide,
                Box(top.right - 130, top.y - 4, 130, 36),
                kind=QUIET,
                icon="fill/eye" if self.hidden else "fill/eye-slash",
                size=SMALL,
                align=RIGHT,
            ),
        ]
        figure = Box(inner.x, top.bottom + 2, inner.w, _CODE_FIGURE)
        shown = "•••-•••" if self.hidden else code

        def paint_code(canvas: Canvas, area: Box) -> None:
            size = min(HUGE * 1.7, area.h * 1.05)
            canvas.text(shown, area, DISPLAY, size, canvas.theme.ink, lowest=20)

        widgets.append(Drawn("lobby.code", figure, paint_code, label=shown))
        rest = Box(inner.x, figure.bottom + 10, inner.w, box.bottom - 18 - figure.bottom - 10)
        side = rest.h
        square = Box(rest.x, rest.y, side, side)
        widgets.append(Drawn("lobby.qr", square, self._paint_qr, label=tr("lobby.qr")))
        words = rest.cut_left(side, 18)
        button = min(50.0, max(44.0, rest.h * 0.27))
        first = Box(words.x, rest.y, words.w, button)
        widgets += [
            Button(
                "lobby.copy_code",
                tr("lobby.copy_code"),
                self._copy_code,
                first,
                kind=PRIMARY,
                icon="fill/copy",
                size=LARGE - 1,
            ),
            Button(
                "lobby.copy_invitation",
                tr("lobby.copy_invitation"),
                self._copy_invitation,
                first.moved(0, button + 10),
                icon="line/share-network",
                size=LARGE - 1,
            ),
        ]
        help_box = Box(words.x, first.bottom + button + 20, words.w, rest.bottom - first.bottom)
        room = rest.bottom - help_box.y
        if room > 44:
            area = Box(help_box.x, help_box.y, help_box.w, room)

            def paint_help(canvas: Canvas, where: Box) -> None:
                text = tr("lobby.how_to_join")
                canvas.paragraph(text, where, BOLD, CAPTION, canvas.theme.muted)

            widgets.append(Drawn("lobby.how", area, paint_help, label=tr("lobby.how_to_join")))
        return widgets

    def _paint_qr(self, canvas: Canvas, box: Box) -> None:
        theme = canvas.theme
        canvas.box(box, theme.white, 14, theme.line)
        if self.hidden or not self.model.code:
            canvas.icon("fill/eye-slash", box.center, 40, theme.line)
            return
        picture = qr_picture(
            f"magnate://join/{self.model.code}",
            canvas.px(box.w - 20),
            theme.dark,
            theme.white,
        )
        rect = canvas.rect(box)
        canvas.surface.blit(picture, picture.get_rect(center=rect.center))

    # The rules

    def _rules(self, box: Box) -> list[Widget]:
        settings = self.model.settings
        assert settings is not None
        inner = box.inset(22, 14)
        top = inner.top_part(42)
        owner = self.model.is_owner
        widgets: list[Widget] = [
            panel("lobby.rules_panel", box),
            heading("lobby.rules", top, tr("lobby.rules")),
            Button(
                "lobby.edit",
                tr("lobby.edit") if owner else tr("lobby.all_rules"),
                self._edit,
                Box(top.right - 130, top.y, 130, 42),
                icon="line/faders",
                size=BODY,
            ),
        ]
        chips = Box(inner.x, top.bottom + 8, inner.w, 38)
        widgets += preset_chips("lobby", chips, settings.preset, self._preset, enabled=owner)
        rest = inner.cut_top(96)
        count = max(3, min(len(SUMMARY), int(rest.h // 30)))
        height = rest.h / count
        for index, (name, icon) in enumerate(SUMMARY[:count]):
            row = Box(rest.x, rest.y + index * height, rest.w, height)
            widgets.append(summary_row(name, icon, summary(name, settings), row))
        return widgets

    # The seats

    def _seats(self, box: Box) -> list[Widget]:
        model = self.model
        top = box.top_part(34)
        count = tr("lobby.taken", taken=model.taken, seats=len(model.seats))
        widgets: list[Widget] = [
            heading("lobby.seats", top, tr("lobby.seats")),
            Drawn("lobby.count", top, muted(count, RIGHT), label=count),
        ]
        pieces = box.bottom_part(54)
        start = Box(box.x, pieces.y - 110, box.w, 98)
        rows = Box(box.x, top.bottom + 8, box.w, start.y - top.bottom - 20)
        gap = 10.0
        height = min(104.0, (rows.h - gap * 5) / max(6, len(model.seats)))
        for index, seat in enumerate(model.seats):
            row = Box(rows.x, rows.y + index * (height + gap), rows.w, height)
            widgets += self._seat(row, seat)
        widgets += self._start_panel(start)
        widgets += self._pieces(pieces)
        return widgets

    def _seat(self, row: Box, seat: RoomSeat) -> list[Widget]:
        ident = f"lobby.seat.{seat.seat}"
        if seat.kind == "human":
            return self._human(ident, row, seat)
        if seat.kind == "bot":
            return self._bot(ident, row, seat)
        locked = seat.kind == "locked"
        widgets: list[Widget] = [
            Drawn(
                ident,
                row,
                lambda canvas, box: paint_open_seat(canvas, box, seat.color, locked),
                label=tr("seat.locked") if locked else tr("seat.open"),
            )
        ]
        middle = row.center[1] - 22
        if self.model.is_owner:
            lock_icon = "line/lock-simple-open" if locked else "line/lock-simple"
            lock_words = tr("seat.unlock") if locked else tr("seat.lock")
            lock = self._lock(seat.seat, not locked)
            narrow = row.w < _NARROW_ROW
            right = row.right - 12
            if narrow:
                box = Box(right - 44, middle, 44, 44)
                widgets.append(IconButton(f"{ident}.lock", lock_icon, lock_words, lock, box))
            else:
                box = Box(right - 118, middle, 118, 44)
                widgets.append(
                    Button(f"{ident}.lock", lock_words, lock, box, icon=lock_icon, size=BODY)
                )
            if not locked:
                widgets.append(
                    Button(
                        f"{ident}.bot",
                        tr("seat.add_bot"),
                        self._add_bot,
                        Box(box.x - 10 - 158, middle, 158, 44),
                        icon="line/robot",
                        size=BODY,
                    )
                )
        elif not locked:
            widgets.append(
                Button(
                    f"{ident}.move",
                    tr("seat.sit_here"),
                    self._move(seat.seat),
                    Box(row.right - 160, middle, 148, 44),
                    size=BODY,
                )
            )
        return widgets

    def _human(self, ident: str, row: Box, seat: RoomSeat) -> list[Widget]:
        model = self.model
        mine = seat is model.mine
        host = seat.username == model.owner
        ping = model.ping(seat)

        def paint(canvas: Canvas, box: Box) -> None:
            theme = canvas.theme
            name = seat.username or ""
            end = paint_seat(canvas, box, seat.color, seat.piece, name, tr("seat.you"), chip=mine)
            if host:
                text = tr("seat.host")
                canvas.chip(
                    text, (end, box.center[1] - box.h * 0.13), None, None, "fill/crown-simple"
                )
            color = theme.gain if seat.ready else theme.warn
            icon = "fill/check-circle" if seat.ready else "fill/hourglass-medium"
            words = tr("seat.ready") if seat.ready else tr("seat.not_ready")
            kick_room = 56 if model.is_owner and not mine else 0
            right = box.right - 18 - kick_room
            if ping is not None and not host:
                right -= canvas.label(
                    f"{ping} ms", (right, box.center[1]), BOLD, CAPTION, theme.muted, RIGHT
                )
                canvas.icon(wifi(ping), (right - 14, box.center[1]), 18, theme.muted)
                right -= 38
            width = canvas.label(words, (right, box.center[1]), BOLD, BODY, color, RIGHT)
            canvas.icon(icon, (right - width - 16, box.center[1]), 22, color)

        widgets: list[Widget] = [Drawn(ident, row, paint, label=seat.username or "")]
        if model.is_owner and not mine:
            widgets.append(
                IconButton(
                    f"{ident}.kick",
                    "line/x",
                    tr("seat.kick", name=seat.username or ""),
                    self._kick(seat.username or ""),
                    Box(row.right - 58, row.center[1] - 22, 44, 44),
                )
            )
        return widgets

    def _bot(self, ident: str, row: Box, seat: RoomSeat) -> list[Widget]:
        level = seat.bot_level or self.model.bot_level
        owner = self.model.is_owner

        def paint(canvas: Canvas, box: Box) -> None:
            name = seat.username or tr("seat.bot")
            paint_seat(canvas, box, seat.color, seat.piece, name, "", bot=True)
            if not owner:
                words = tr(f"level.{level}")
                canvas.label(
                    words, (box.right - 18, box.center[1]), BOLD, BODY, canvas.theme.muted, RIGHT
                )

        widgets: list[Widget] = [Drawn(ident, row, paint, label=seat.username or "")]
        if owner:
            middle = row.center[1]
            widgets += [
                Dropdown(
                    f"{ident}.level",
                    tr("seat.level"),
                    [(one, tr(f"level.{one}")) for one in BOT_LEVELS],
                    level,
                    self._set_level(seat.seat),
                    Box(row.right - 228, middle - 22, 160, 44),
                ),
                IconButton(
                    f"{ident}.remove",
                    "line/x",
                    tr("seat.remove_bot"),
                    self._remove_bot,
                    Box(row.right - 58, middle - 22, 44, 44),
                ),
            ]
        return widgets

    def _start_panel(self, box: Box) -> list[Widget]:
        model = self.model
        icon, words, detail, waiting = self._start_words()
        inner = box.inset(18, 12)
        width = min(290.0, inner.w * 0.36)
        main = Box(inner.right - width, inner.y, width, 74)
        nudge_width = 0.0
        widgets: list[Widget] = [panel("lobby.start_panel", box)]
        if waiting and model.is_owner and model.waiting_for:
            nudge_width = min(190.0, inner.w * 0.22)
            if nudge_width < _NARROW_NUDGE:
                nudge_width = 56.0
                widgets.append(
                    IconButton(
                        "lobby.nudge",
                        "fill/bell-simple-ringing",
                        tr("lobby.nudge", name=model.waiting_for[0]),
                        lambda: self._react("hurry"),
                        Box(main.x - 68, inner.y + 9, 56, 56),
                    )
                )
        if nudge_width >= _NARROW_NUDGE:
            widgets.append(
                Button(
                    "lobby.nudge",
                    tr("lobby.nudge", name=model.waiting_for[0]),
                    lambda: self._react("hurry"),
                    Box(main.x - nudge_width - 12, inner.y + 9, nudge_width, 56),
                    icon="fill/bell-simple-ringing",
                    size=BODY,
                )
            )
        text = inner.cut_right(main.w + nudge_width + (24 if nudge_width else 12))

        def paint(canvas: Canvas, area: Box) -> None:
            theme = canvas.theme
            color = theme.warn if waiting else theme.gain
            line = area.top_part(30)
            canvas.icon(icon, (line.x + 12, line.center[1]), 22, color)
            canvas.text(words, line.cut_left(30), DISPLAY, LARGE, color, lowest=CAPTION)
            canvas.paragraph(detail, area.cut_top(32), BOLD, CAPTION, theme.muted)

        widgets.append(Drawn("lobby.start_words", text, paint, label=words))
        if model.is_owner:
            button = Button(
                "lobby.start",
                tr("lobby.start"),
                self._start,
                main,
                kind=MAIN,
                icon="fill/play",
                key="space",
                cap=tr("key.space"),
                enabled=model.can_start,
                tooltip="" if model.can_start else words,
            )
        else:
            button = Button(
                "lobby.ready",
                tr("lobby.not_ready") if model.i_am_ready else tr("lobby.ready"),
                self._toggle_ready,
                main,
                kind=MAIN,
                icon="fill/hourglass-medium" if model.i_am_ready else "fill/check-circle",
                key="space",
                cap=tr("key.space"),
            )
        widgets.append(button)
        return widgets

    def _start_words(self) -> tuple[str, str, str, bool]:
        model = self.model
        if model.taken < FEWEST_PLAYERS:
            return (
                "fill/users",
                tr("lobby.too_few"),
                tr("lobby.too_few.detail"),
                True,
            )
        names = model.waiting_for
        if model.is_owner and names:
            words = (
                tr("lobby.one_not_ready", name=names[0])
                if len(names) == 1
                else tr_n("lobby.some_not_ready", len(names))
            )
            return "fill/hourglass-medium", words, tr("lobby.not_ready.detail"), True
        if model.is_owner:
            return "fill/check-circle", tr("lobby.all_ready"), tr("lobby.all_ready.detail"), False
        if not model.i_am_ready:
            return (
                "fill/hourglass-medium",
                tr("lobby.say_ready"),
                tr("lobby.say_ready.detail"),
                True,
            )
        return (
            "fill/check-circle",
            tr("lobby.wait_for_host", name=model.owner),
            tr("lobby.wait_for_host.detail"),
            False,
        )

    def _pieces(self, row: Box) -> list[Widget]:
        mine = self.model.mine
        taken = self.model.pieces_of_others()
        chosen = mine.piece if mine is not None else None
        return piece_row("lobby", row, chosen, taken, self._choose_piece)

    def _bubbles(self) -> list[Bubble]:
        bubbles = []
        for line in self.model.lines:
            name = line.user or ""
            if line.news:
                bubbles.append(Bubble(tr(f"chat.{line.text}", name=name), name, news=True))
                continue
            seat = self.model.seat_of(line.user)
            bubbles.append(
                Bubble(
                    line.text,
                    name,
                    seat.piece if seat else 1,
                    seat.color if seat else 0,
                    mine=name == self.model.me,
                    emote=line.emote,
                )
            )
        return bubbles

    # What the person does

    def _send(self, message: object) -> None:
        if self.link is not None:
            self.link.send(message)  # type: ignore[arg-type] # always one of this module's messages

    def _say(self, text: str) -> None:
        self._send(RoomChat(message=text))

    def _react(self, emote: str) -> None:
        self._send(RoomReaction(emote=emote))

    def _hide(self) -> None:
        self.hidden = not self.hidden
        self.rebuild()

    def _copy_code(self) -> None:
        self._copied(clipboard.put(show(self.model.code or "")), "lobby.code_copied")

    def _copy_invitation(self) -> None:
        text = self.stage.services.invitation(self.model.code or "")
        self._copied(clipboard.put(text), "lobby.invitation_copied")

    def _copied(self, there: bool, key: str) -> None:
        if there:
            self.stage.toast(tr(key), kind="good")
        else:
            self.stage.toast(tr("lobby.no_clipboard"), kind="warn")

    def _edit(self) -> None:
        settings = self.model.settings
        if settings is None:
            return
        self.stage.scenes.push(
            RulesDialog(
                self.stage,
                settings,
                self._on_rules,
                shared=True,
                least_seats=len(self.model.humans),
                read_only=not self.model.is_owner,
            )
        )

    def _on_rules(self, new: RoomSettings | None) -> None:
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

    def _preset(self, preset: str) -> None:
        self._send(UpdateSettings(settings=SettingsChange(preset=preset)))

    def _add_bot(self) -> None:
        self._send(UpdateSettings(target_players=self.model.taken + 1))

    def _remove_bot(self) -> None:
        self._send(UpdateSettings(target_players=self.model.taken - 1))

    def _set_level(self, seat: int) -> Callable[[str], None]:
        return lambda level: self._send(UpdateSeat(seat=seat, bot_level=level))

    def _lock(self, seat: int, locked: bool) -> Callable[[], None]:
        return lambda: self._send(UpdateSeat(seat=seat, locked=locked))

    def _move(self, seat: int) -> Callable[[], None]:
        return lambda: self._send(MoveSeat(seat=seat))

    def _choose_piece(self, piece: int) -> None:
        self._send(ChoosePiece(piece=piece))

    def _kick(self, name: str) -> Callable[[], None]:
        def answered(yes: bool | None) -> None:
            if yes:
                self._send(Kick(user=name))

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

    def _toggle_ready(self) -> None:
        self._send(ReadyStatus(is_ready=not self.model.i_am_ready))

    def _start(self) -> None:
        if self.model.i_am_ready:
            self._send(StartGame())
        else:
            self._start_when_ready = True
            self._send(ReadyStatus(is_ready=True))

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
        elif status.state is LinkState.RECONNECTING:
            self.stage.toast(tr("link.reconnecting"), kind="warn")
        elif status.state is LinkState.GAME:
            self.inbox.appendleft(status)
            routes.follow(self, status)
