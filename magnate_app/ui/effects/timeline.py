"""From events to effects, and the clock that plays them one group after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from magnate_app.rules.events import (
    AnyEvent,
    AuctionEnded,
    AuctionOpened,
    CardPlayed,
    CardShown,
    CashMoved,
    DeedChanged,
    DiceThrown,
    GameEnded,
    JailTurnServed,
    PlayerEliminated,
    PlayerFreed,
    PlayerJailed,
    TokenMoved,
)
from magnate_app.ui.effects.effect import (
    CardFlip,
    CashMove,
    DeedChange,
    DiceTumble,
    Effect,
    Elimination,
    GavelFall,
    JailChange,
    Sound,
    TokenMove,
)
from magnate_app.ui.effects.playfield import Playfield

OFF: Final = 0.0
"""The speed at which nothing moves: every effect is over at once."""

Group = list[Effect]


def effects_of(
    events: Iterable[AnyEvent], viewer: int | None = None, reduced: bool = False
) -> list[Group]:
    """Return what there is to see, in groups that run side by side.

    Neighbouring payments share a group, so do neighbouring changes of deeds and tokens
    that a card moves at once.
    """
    groups: list[Group] = []
    last: type[AnyEvent] | None = None
    for event in events:
        effect = _effect(event, viewer, reduced)
        if effect is None:
            continue
        same = last is type(event) and isinstance(event, CashMoved | DeedChanged)
        crowd = (
            isinstance(event, TokenMoved) and event.by in ("card", "jail") and last is TokenMoved
        )
        if groups and (same or crowd):
            groups[-1].append(effect)
        else:
            groups.append([effect])
        last = type(event)
    return groups


def _effect(event: AnyEvent, viewer: int | None, reduced: bool) -> Effect | None:
    match event:
        case DiceThrown():
            return DiceTumble(event.dice, reduced)
        case TokenMoved():
            return TokenMove(event, reduced)
        case CashMoved():
            return CashMove(event, viewer)
        case DeedChanged():
            return DeedChange(event)
        case CardShown():
            return CardFlip(event.card, event.value, event.cost, reduced)
        case CardPlayed() if not event.shown:
            return CardFlip(event.card, event.value, event.cost, reduced)
        case PlayerJailed():
            return JailChange(event.seat, event.turns, "jail")
        case JailTurnServed():
            return JailChange(event.seat, event.turns_left, "")
        case PlayerFreed():
            return JailChange(event.seat, 0, "")
        case PlayerEliminated():
            return Elimination(event.seat, viewer)
        case AuctionOpened() | AuctionEnded():
            return GavelFall(event.square)
        case GameEnded():
            won = viewer is not None and event.ranking and event.ranking[0] == viewer
            return Sound("win" if won else "lose")
        case _:
            return None


class Timeline:
    """Plays groups of effects on a field; any of it can be skipped at any moment."""

    def __init__(self, field: Playfield, on_sound: Callable[[str], None] | None = None) -> None:
        self.field = field
        self.speed = 1.0
        self._groups: deque[Group] = deque()
        self._running: Group = []
        self._elapsed = 0.0
        self._sound = on_sound or (lambda _: None)

    @property
    def busy(self) -> bool:
        """Whether an effect is running or waiting."""
        return bool(self._groups or self._running)

    def play(self, groups: Iterable[Group]) -> None:
        """Add groups at the end."""
        self._groups.extend(groups)
        if self.speed == OFF:
            self.skip()

    def skip(self) -> None:
        """Finish everything at once."""
        self._finish()
        while self._groups:
            group = self._groups.popleft()
            for effect in group:
                effect.end(self.field)

    def update(self, dt: float, haste: float = 1.0) -> bool:
        """Let time pass, `haste` times as fast; return whether anything moved."""
        if not self.busy:
            return False
        if self.speed == OFF:
            self.skip()
            return True
        left = dt * self.speed * haste
        while left > 0 and self.busy:
            if not self._running:
                self._start(self._groups.popleft())
            longest = max((effect.seconds for effect in self._running), default=0.0)
            step = min(left, longest - self._elapsed)
            self._elapsed += max(0.0, step)
            left -= max(step, 1e-6)
            if self._elapsed >= longest:
                self._finish()
            else:
                for effect in self._running:
                    share = min(1.0, self._elapsed / effect.seconds) if effect.seconds else 1.0
                    effect.at(self.field, share)
        return True

    def _start(self, group: Group) -> None:
        self._running = group
        self._elapsed = 0.0
        for effect in group:
            effect.begin(self.field)
        for sound in dict.fromkeys(effect.sound for effect in group if effect.sound):
            self._sound(sound)

    def _finish(self) -> None:
        for effect in self._running:
            effect.end(self.field)
        self._running = []
        self._elapsed = 0.0
