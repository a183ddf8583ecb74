"""A person without a window: reads updates, and answers with something legal."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from magnate_app.net.client import TableLink
from magnate_app.protocol import messages
from magnate_app.protocol.link import Incoming, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    ClientMessage,
    ErrorMessage,
    GameResponse,
    GameStateMessage,
)
from magnate_app.protocol.views import LegalAction, OneOf, Range, Update


class Player:
    """Plays one link by chance; what arrived is kept.

    A `forgiving` one may be refused anything: an earlier self may have acted already.
    """

    def __init__(self, link: TableLink, seed: int = 1, *, forgiving: bool = False) -> None:
        self.link = link
        self.forgiving = forgiving
        self.arrived: list[Incoming] = []
        self.update: Update | None = None
        self.seqs: list[int] = []
        self._rng = random.Random(seed)
        self._answered: tuple[int, int] | None = None
        self._stale = False
        self._not_before = 0.0

    def look(self) -> list[Incoming]:
        """Take in what arrived."""
        news = self.link.poll()
        self.arrived += news
        for message in news:
            if isinstance(message, GameStateMessage | GameResponse) and message.update is not None:
                self.update = message.update
                self.seqs.append(message.update.seq)
            if isinstance(message, ErrorMessage):
                usual = message.code in ("rate_limited", "stale", "already_bid")
                assert usual or self.forgiving, message
                self._not_before = time.monotonic() + 0.06
                self._answered = None
            if isinstance(message, LinkStatus) and message.state is LinkState.RECONNECTING:
                # What was sent last may have been heard: only the host knows how things stand.
                self._answered, self._stale = None, True
            if isinstance(message, GameStateMessage):
                self._stale = False
        return news

    def heard(self, kind: type[Incoming]) -> int:
        """Take in what arrived and count the messages of one kind."""
        self.look()
        return sum(isinstance(message, kind) for message in self.arrived)

    def play(self) -> None:
        """Take in what arrived and act once where the game waits for this seat."""
        self.look()
        update = self.update
        if update is None or self._stale or self.link.status.state is not LinkState.GAME:
            return
        decision = update.view.decision
        choices = [a for a in update.legal if a.type not in ("ActionSurrender", _TRADE)]
        if not choices or update.view.seat not in decision.seats:
            return
        if self._answered == (decision.id, update.seq) or time.monotonic() < self._not_before:
            return
        self._answered = (decision.id, update.seq)
        self.link.send(_message(self._rng.choice(choices), decision.id, self._rng))

    @property
    def over(self) -> bool:
        """Whether the game is over."""
        return self.update is not None and self.update.view.outcome is not None


_TRADE = "ActionTradeProposal"


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.002)


def play_to_the_end(*players: Player, seconds: float = 60) -> None:
    """Let all players play until everybody has seen the end."""

    def step() -> bool:
        for player in players:
            player.play()
        return all(player.over for player in players)

    until(step, seconds)


def _message(action: LegalAction, decision: int, rng: random.Random) -> ClientMessage:
    fields: dict[str, object] = {"decision": decision}
    for name in ("square", "houses", "to_pay", "chosen_revealed_card", "amount", "choose"):
        value = getattr(action, name)
        if isinstance(value, OneOf):
            value = rng.choice(value.choices)
        elif isinstance(value, Range):
            value = rng.choice((value.min, value.max))
        if value is not None:
            fields[name] = value
    made = getattr(messages, action.type)(**fields)
    assert isinstance(made, messages.FromClient)
    return made  # type: ignore[return-value]  # every game action is a client message
