"""What is said at a table beside the game: chat, reactions, its story, seat codes."""

from __future__ import annotations

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.messages import (
    ErrorCode,
    Reaction,
    ReactionShown,
    RefusedError,
    SeatCode,
    TableStory,
)
from magnate_app.rules.reasons import Reason
from magnate_app.server.line import Line
from magnate_app.server.seats import SeatHolder, seat_of_user
from magnate_app.server.table import Table


class Talk:
    """Says things to the people of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def react(self, line: Line, message: Reaction, now: float) -> None:
        """Show an emote to everybody. Raises `RefusedError` when they come too fast."""
        line.spend_reaction(now)
        self._table.tell(
            ReactionShown(
                game=self._table.id,
                user=line.person.name,
                user_id=line.person.user,
                emote=message.emote,
            )
        )

    def catch_up(self, line: Line) -> None:
        """Tell a newcomer what has happened to the table."""
        table = self._table
        if table.notes:
            line.send(TableStory(notes=table.told_notes()))
        if table.unsaved:
            line.send(table.storage())

    def stored(self, well: bool) -> None:
        """Tell everybody whether the game is being saved."""
        table = self._table
        if table.unsaved == well:
            table.unsaved = not well
            table.tell(table.storage())

    def give_code(self, line: Line, mine: SeatHolder | None, message: SeatCode, now: float) -> None:
        """Tell a new seat code: one's own, or as host that of somebody who is away.

        Raises `RefusedError`.
        """
        if self._table.game.over:
            raise RefusedError(Reason.GAME_OVER)
        seat = mine
        if message.player is not None and message.player != line.person.user:
            if line.person.user != self._table.host:
                raise RefusedError(ErrorCode.NOT_HOST)
            seat = self._away(message.player)
        if seat is None:
            raise RefusedError(Reason.NOT_A_PARTICIPANT)
        around = self._table.around
        person = around.identities.find(seat.header.digest)
        assert person is not None, "a running game holds its people"
        line.send(around.seat_codes.give(person, now))
        if seat is not mine:
            # Everybody sees that somebody else can now come to this seat.
            self._table.tell_change(Change.CODE_GIVEN, line.person.user, seat, now=now)

    def _away(self, player: int) -> SeatHolder:
        seat = seat_of_user(self._table.seats, player)
        if seat is None:
            raise RefusedError(Reason.UNKNOWN_PLAYER, player=player)
        if seat.is_bot or seat.kicked or seat.line is not None:
            raise RefusedError(
                ErrorCode.INVALID_FIELD, field="player", expected="a person who is away"
            )
        return seat
