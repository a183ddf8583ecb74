"""Votes at a table: what its people can decide without its host (PROTOCOL.md 6, 7).

One vote at a time. Whoever is connected and still in the game may vote, the person it is
about excepted; more than half of them decide. Nobody is asked the same thing again soon.
"""

from __future__ import annotations

import math
from typing import Final

from magnate_app.protocol.gamelog import Change
from magnate_app.protocol.messages import (
    ErrorCode,
    RefusedError,
    VoteCast,
    VoteStart,
    VoteTold,
)
from magnate_app.rules.reasons import Reason
from magnate_app.server.absence import Absence
from magnate_app.server.controls import Controls
from magnate_app.server.pause import Pause
from magnate_app.server.seats import SeatHolder, seat_of_user
from magnate_app.server.table import Table

PAUSE, RESUME, WAIT, STAND_IN, REMOVE, RETURN = (
    "pause",
    "resume",
    "wait",
    "stand_in",
    "remove",
    "return",
)
ABOUT_NOBODY: Final = (PAUSE, RESUME)

OPEN_FOR: Final = 30.0
"""Seconds a vote is open."""

ASKER_RESTS: Final = 60.0
"""Seconds until the same person may start another one."""

NOT_AGAIN_FOR: Final = 120.0
"""Seconds until what was refused may be asked again, by anybody."""

REMOVE_AFTER: Final = 60.0
"""Seconds somebody must be away before the table may vote to remove them."""

OPEN, PASSED, FAILED, ENDED = "open", "passed", "failed", "ended"


class Vote:
    """One vote: `about` is whom it is about, `present` whether that person was there."""

    def __init__(
        self, number: int, motion: str, by: SeatHolder, about: SeatHolder | None, until: float
    ) -> None:
        self.number = number
        self.motion = motion
        self.by = by
        self.about = about
        self.present = about is not None and about.line is not None
        self.until = until
        self.choices: dict[int, bool] = {by.number: True}

    @property
    def about_somebody_away(self) -> bool:
        """Whether it has no sense any more once that person is back."""
        return self.about is not None and not self.present and self.motion != RETURN


class Votes:
    """The votes of one table."""

    def __init__(self, table: Table, absence: Absence, pause: Pause, controls: Controls) -> None:
        self._table = table
        self._absence = absence
        self._pause = pause
        self._controls = controls
        self._vote: Vote | None = None
        self._timer: str | None = None
        self._count = 0
        self._asked: dict[int, float] = {}
        self._refused: dict[tuple[str, int], float] = {}

    def start(self, seat: SeatHolder, message: VoteStart, now: float) -> None:
        """Ask everybody; `seat` is still in the game. Raises `RefusedError`."""
        if self._vote is not None:
            raise RefusedError(ErrorCode.VOTE_RUNNING)
        about = self._about(seat, message)
        self._check_sense(message.motion, about)
        key = (message.motion, -1 if about is None else about.number)
        self._check_time(seat, key, now)
        if message.motion == REMOVE and about is not None:
            self._check_removal(about, now)
        self._asked[seat.number] = now
        self._count += 1
        vote = Vote(self._count, message.motion, seat, about, now + OPEN_FOR * 1000)
        self._vote = vote
        self._timer = self._table.around.timers.start(
            f"game/{self._table.id}/vote", OPEN_FOR, self._ran_out
        )
        self._note(Change.VOTE_OPENED, vote, now, ())
        self._judge(now)

    def cast(self, seat: SeatHolder, message: VoteCast, now: float) -> None:
        """Count a vote; `seat` is still in the game. Raises `RefusedError`."""
        vote = self._vote
        if vote is None or vote.number != message.vote or seat is vote.about:
            raise RefusedError(ErrorCode.NO_VOTE)
        vote.choices[seat.number] = message.choice
        self._judge(now)

    def review(self, now: float) -> None:
        """Look at the vote again: somebody came or went, or the host has acted."""
        vote = self._vote
        if vote is None:
            return
        back = vote.about_somebody_away and vote.about is not None and vote.about.line is not None
        try:
            self._check_sense(vote.motion, vote.about)
        except RefusedError:
            back = True
        if back:
            self._end(ENDED, now)
        else:
            self._judge(now)

    def told(self, now: float) -> VoteTold | None:
        """Return the vote that is open, for somebody who comes in."""
        return None if self._vote is None else self._shown(self._vote, OPEN, now)

    def stop(self, now: float) -> None:
        """End whatever is open: the game is over."""
        if self._vote is not None:
            self._end(ENDED, now)

    def _voters(self, vote: Vote) -> list[SeatHolder]:
        return [
            seat
            for seat in self._table.seats
            if seat.line is not None and seat is not vote.about and not self._out(seat)
        ]

    def _needed(self, vote: Vote) -> int:
        half = len(self._voters(vote)) // 2 + 1
        # Nobody alone sends somebody away who is there.
        return max(2, half) if vote.motion == REMOVE and vote.present else half

    def _judge(self, now: float) -> None:
        vote = self._vote
        assert vote is not None
        voters = {seat.number for seat in self._voters(vote)}
        yes = sum(choice for seat, choice in vote.choices.items() if seat in voters)
        no = sum(not choice for seat, choice in vote.choices.items() if seat in voters)
        needed = self._needed(vote)
        if yes >= needed:
            self._end(PASSED, now)
        elif len(voters) - no < needed:
            self._end(FAILED, now)
        else:
            self._table.tell(self._shown(vote, OPEN, now))

    def _ran_out(self, now: float) -> None:
        self._timer = None
        self._end(FAILED, now)

    def _end(self, state: str, now: float) -> None:
        vote, self._vote = self._vote, None
        assert vote is not None
        self._table.around.timers.cancel(self._timer)
        self._timer = None
        shown = self._shown(vote, state, now)
        self._table.tell(shown)
        change = {PASSED: Change.VOTE_PASSED, FAILED: Change.VOTE_FAILED}
        tally = (len(shown.yes), len(shown.no))
        self._note(change.get(state, Change.VOTE_ENDED), vote, now, tally)
        if state == FAILED:
            about = -1 if vote.about is None else vote.about.number
            self._refused[vote.motion, about] = now
        elif state == PASSED:
            self._carry_out(vote, now)

    def _carry_out(self, vote: Vote, now: float) -> None:
        by, seat = vote.by.user, vote.about
        if seat is None:
            if vote.motion == PAUSE:
                self._pause.stop(by, now)
            else:
                self._pause.end(by, now)
        elif vote.motion == WAIT:
            self._absence.wait_longer(seat, now)
        elif vote.motion == STAND_IN:
            self._absence.play_on(seat, now)
        elif vote.motion == REMOVE:
            self._controls.kick(seat, by, now)
        else:
            self._controls.unkick(seat, by, now)

    def _note(self, change: Change, vote: Vote, now: float, votes: tuple[int, ...]) -> None:
        self._table.tell_change(
            change, vote.by.user, vote.about, now=now, detail=vote.motion, votes=votes
        )

    def _shown(self, vote: Vote, state: str, now: float) -> VoteTold:
        voters = self._voters(vote)
        return VoteTold(
            vote=vote.number,
            motion=vote.motion,
            by=vote.by.user,
            player=None if vote.about is None else vote.about.user,
            state=state,
            yes=tuple(s.user for s in voters if vote.choices.get(s.number) is True),
            no=tuple(s.user for s in voters if vote.choices.get(s.number) is False),
            voters=tuple(s.user for s in voters),
            needed=self._needed(vote),
            remaining_ms=max(0, round(vote.until - now)) if state == OPEN else 0,
        )

    def _out(self, seat: SeatHolder) -> bool:
        return self._table.state.out[seat.number]

    def _about(self, seat: SeatHolder, message: VoteStart) -> SeatHolder | None:
        if message.motion in ABOUT_NOBODY:
            return None
        about = seat_of_user(self._table.seats, message.player or 0)
        if about is None:
            raise RefusedError(Reason.UNKNOWN_PLAYER, player=message.player)
        if about.is_bot or about is seat or self._out(about):
            raise RefusedError(
                ErrorCode.INVALID_FIELD, field="player", expected="another person in the game"
            )
        return about

    def _check_sense(self, motion: str, about: SeatHolder | None) -> None:
        """Refuse what would change nothing."""
        table = self._table
        if about is None:
            sense = table.paused == (motion == RESUME)
        elif self._out(about):
            sense = False
        elif motion == RETURN:
            sense = about.kicked
        elif about.kicked:
            sense = False
        elif motion == WAIT:
            sense = about.line is None and about not in table.missing
        else:
            sense = motion == REMOVE or not about.stand_in or about.holds_back
        if not sense:
            raise RefusedError(ErrorCode.VOTE_POINTLESS)

    def _check_time(self, seat: SeatHolder, key: tuple[str, int], now: float) -> None:
        asked, refused = self._asked.get(seat.number), self._refused.get(key)
        wait = 0.0
        if asked is not None:
            wait = asked / 1000 + ASKER_RESTS - now / 1000
        if refused is not None:
            wait = max(wait, refused / 1000 + NOT_AGAIN_FOR - now / 1000)
        _wait(wait)

    def _check_removal(self, about: SeatHolder, now: float) -> None:
        if about.line is None and about.gone_at is not None:
            _wait(about.gone_at / 1000 + REMOVE_AFTER - now / 1000)


def _wait(seconds: float) -> None:
    if seconds > 0:
        raise RefusedError(ErrorCode.VOTE_TOO_SOON, seconds=math.ceil(seconds))
