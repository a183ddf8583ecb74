"""The seats of a running game: who is behind each, and who plays it right now."""

from __future__ import annotations

from collections.abc import Iterable

from magnate_app.protocol.gamelog import SeatHeader
from magnate_app.protocol.views import SeatInfo
from magnate_app.rules.state import GameState
from magnate_app.server.line import Line


class SeatHolder:
    """One seat from the start to the end; it outlives the connections of its person.

    `user` is the id on this host, which a game from elsewhere may have changed. `line`
    is the person's connection, if any. `timeouts` counts clocks that ran out in a row
    (R15.5). `returns`: the device tries again by itself when its line is lost, as far as is
    known. `away` is the timer that brings a stand-in and then lets it play, `holds_back`
    that it does not yet, `gone_at` when the person left.
    """

    __slots__ = (
        "_shown",
        "away",
        "gone_at",
        "header",
        "holds_back",
        "is_bot",
        "kicked",
        "line",
        "number",
        "question",
        "returns",
        "stand_in",
        "timeouts",
        "user",
    )

    def __init__(self, number: int, user: int, header: SeatHeader) -> None:
        self.number = number
        self.user = user
        self.header = header
        self.is_bot = header.is_bot
        self.line: Line | None = None
        self.returns = True
        self.stand_in = False
        self.holds_back = False
        self.kicked = False
        self.timeouts = 0
        self.away: str | None = None
        self.gone_at: float | None = None
        self.question: Question | None = None
        self._shown: SeatInfo | None = None

    @property
    def name(self) -> str:
        """How the player is called."""
        return self.header.name

    @property
    def automatic(self) -> str:
        """Who plays instead of a person: bot, stand_in, or nobody (empty)."""
        if self.is_bot:
            return "bot"
        return "stand_in" if self.stand_in else ""

    def shown(self, state: GameState) -> SeatInfo:
        """Return what everybody may know about this seat."""
        header, connected = self.header, self.is_bot or self.line is not None
        now = (connected, self.stand_in, state.out[self.number])
        shown = self._shown
        if shown is None or (shown.connected, shown.stand_in, shown.eliminated) != now:
            shown = self._shown = SeatInfo(
                seat=self.number,
                id=self.user,
                username=header.name,
                is_bot=header.is_bot,
                bot_level=header.bot_level or None,
                connected=connected,
                stand_in=self.stand_in,
                piece=header.piece,
                color=header.color,
                eliminated=state.out[self.number],
            )
        return shown


class Question:
    """What a bot was asked, and how far the game was then."""

    __slots__ = ("decision", "number", "seq")

    def __init__(self, number: int, decision: int, seq: int) -> None:
        self.number = number
        self.decision = decision
        self.seq = seq


def seat_of_user(seats: Iterable[SeatHolder], user: int) -> SeatHolder | None:
    """Return the seat of a user id."""
    return next((seat for seat in seats if seat.user == user), None)


def seat_of_digest(seats: Iterable[SeatHolder], digest: str) -> SeatHolder | None:
    """Return the seat of an identity."""
    return next((seat for seat in seats if seat.header.digest == digest), None)
