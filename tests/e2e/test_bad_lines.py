"""Whole games while lines are delayed, stalled, cut and refused, and guests start anew.

A stream cannot be reordered on its way, so nothing is. Three games by default;
`MAGNATE_BAD_LINES=50` asks for more.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from magnate_app.net import backoff, client
from magnate_app.net.goal import Person
from magnate_app.protocol.link import LinkState
from magnate_app.protocol.messages import Joined, ReadyStatus, ReadyStatusChanged, StartGame
from magnate_app.rules.chance import Unpredictable
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.settings import Settings
from magnate_app.saves import gamelog
from magnate_app.server.game import Game
from magnate_app.server.setup import Setup
from tests.kit.networks import content, token
from tests.kit.players import Player, until
from tests.kit.weather import Weather, options

GAMES = int(os.environ.get("MAGNATE_BAD_LINES", "3"))
PEOPLE = 3
PATIENCE = 120.0

pytestmark = pytest.mark.timeout(PATIENCE + 60)


class Guest:
    """A person who now and then loses the whole program and starts it again."""

    def __init__(self, weather: Weather, number: int) -> None:
        self._weather = weather
        self._number = number
        self._person = Person(token=token(f"guest-{number}"), name=f"guest-{number}")
        self.seats: set[int | None] = set()
        self.starts = 0
        self._game: int | None = None
        self.player = self._start()

    def restart(self) -> None:
        """Vanish without a word, as a killed program does, and come again."""
        old = self.player.link
        self.player = self._start()
        until(lambda: old.over or self.player.link.status.state is not LinkState.CONNECTING)
        old.close()

    def step(self) -> None:
        """Play; a line that ended before it got anywhere is dialed again."""
        self.player.play()
        if self.player.update is not None:
            self.seats.add(self.player.update.view.seat)
            self._game = self.player.link.status.game_id
        if self.player.link.over and not self.player.over:
            self.player = self._start()

    def _start(self) -> Player:
        self.starts += 1
        link = self._weather.link(self._number, self._person, self._game)
        return Player(link, seed=self._number * 100 + self.starts, forgiving=self.starts > 1)


@pytest.mark.parametrize("number", range(GAMES))
def test_a_game_on_bad_lines_ends_and_nobody_loses_a_seat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(backoff, "WAITS", (0.05, 0.1))
    monkeypatch.setattr(client, "SILENCE", 1.5)
    monkeypatch.setattr(client, "PING_EVERY", 0.4)
    settings = Settings(seats=PEOPLE + 1, max_rounds=5)
    setup = Setup(settings=settings, options=options(), target=PEOPLE + 1, levels=("easy",))
    weather = Weather(tmp_path, setup, PEOPLE, f"bad/{number}")
    try:
        happened = play(weather, random.Random(f"restarts/{number}"))
    finally:
        weather.close()
    assert sum(happened.values()) > 0
    verify(tmp_path / "saves")


def play(weather: Weather, luck: random.Random) -> Counter[str]:
    """Play one game in the storm; return what happened to its lines."""
    guests = [Guest(weather, number) for number in range(PEOPLE)]
    for guest in guests:
        until(lambda: guest.player.heard(Joined))  # noqa: B023 - called at once
        guest.player.link.send(ReadyStatus(is_ready=True))
    owner = guests[0].player
    until(lambda: owner.heard(ReadyStatusChanged) >= PEOPLE)
    owner.link.send(StartGame())
    until(lambda: all(g.player.look() is not None and g.player.update for g in guests))
    weather.begin()
    end = time.monotonic() + PATIENCE
    restart_at = time.monotonic() + luck.uniform(0.5, 2.0)
    while not all(guest.player.over for guest in guests):
        assert time.monotonic() < end, f"the game does not end: {weather.happened}"
        for guest in guests:
            guest.step()
        if time.monotonic() > restart_at:
            restart_at = time.monotonic() + luck.uniform(0.8, 3.0)
            luck.choice(guests).restart()
            weather.happened["restart"] += 1
        time.sleep(0.002)
    finals = [guest.player.update.view for guest in guests if guest.player.update is not None]
    assert all(view.outcome == finals[0].outcome for view in finals)
    assert all(view.players == finals[0].players for view in finals)
    assert all(view.deeds == finals[0].deeds for view in finals)
    seats = [guest.seats for guest in guests]
    assert all(len(one) == 1 and None not in one for one in seats), seats
    assert len(set().union(*seats)) == PEOPLE
    return weather.happened


def verify(saves: Path) -> None:
    """Play the log again: every state must have the hash that was recorded."""
    [path] = saves.glob("*.magnate.json")
    saved = gamelog.read_game(path)
    assert saved.end is not None
    game = Game.replay(saved, content().board, Unpredictable())
    assert game.over
    assert state_hash(game.state) == saved.records[-1].hash
