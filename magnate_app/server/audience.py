"""Who listens to a game: the players' own connections and the spectators."""

from __future__ import annotations

from collections.abc import Iterator

from magnate_app.protocol.messages import Presence
from magnate_app.rules.state import GameState
from magnate_app.server.closing import CloseCode
from magnate_app.server.line import Line
from magnate_app.server.seats import SeatHolder


class Audience:
    """The connections of one game, one per identity."""

    def __init__(self, seats: tuple[SeatHolder, ...]) -> None:
        self._seats = seats
        self._spectators: list[Line] = []

    def lines(self) -> Iterator[tuple[Line, SeatHolder | None]]:
        """Every connection with its seat, None for spectators; players first."""
        for seat in self._seats:
            if seat.line is not None:
                yield seat.line, seat
        for line in self._spectators:
            yield line, None

    @property
    def spectators(self) -> tuple[str, ...]:
        """The names of those who watch."""
        return tuple(line.person.name for line in self._spectators)

    def sit(self, line: Line, seat: SeatHolder) -> bool:
        """Connect a player; tell whether the seat was without a connection before."""
        watching = self.watching(seat)
        if watching is not None:
            # Somebody who was kicked has watched and may play again.
            self._spectators.remove(watching)
            if watching is not line:
                watching.close(CloseCode.REPLACED)
        older, seat.line = seat.line, line
        if older is not None:
            older.close(CloseCode.REPLACED)
        return older is None

    def watch(self, line: Line) -> bool:
        """Connect a spectator; tell whether it is a new one."""
        for place, older in enumerate(self._spectators):
            if older.person is line.person:
                self._spectators[place] = line
                older.close(CloseCode.REPLACED)
                return False
        self._spectators.append(line)
        return True

    def watching(self, seat: SeatHolder) -> Line | None:
        """Return the connection on which the person of a seat only watches."""
        digest = seat.header.digest
        return next((line for line in self._spectators if line.person.digest == digest), None)

    def seat_of(self, line: Line) -> SeatHolder | None:
        """Return the seat this connection plays."""
        return next((seat for seat in self._seats if seat.line is line), None)

    def drop(self, line: Line) -> SeatHolder | None:
        """Forget a connection that is gone; return the seat it leaves alone."""
        seat = self.seat_of(line)
        if seat is not None:
            seat.line = None
        else:
            self._spectators.remove(line)
        return seat

    def tell_presence(self, changed: list[SeatHolder], state: GameState) -> None:
        """Tell extended connections who came, went or is stood in for (8.5)."""
        message = Presence(
            seats=tuple(seat.shown(state) for seat in changed), spectators=self.spectators
        )
        for line, _ in self.lines():
            if line.extended:
                line.send(message)
