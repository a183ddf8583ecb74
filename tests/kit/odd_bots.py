"""Bots that behave oddly; processes that think can import them from here."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from magnate_app.bots.random_legal import RandomLegal
from magnate_app.net import thinking
from magnate_app.rules import engine
from magnate_app.rules.actions import Action
from magnate_app.rules.state import GameState


class Broken:
    """Has no idea."""

    def decide(self, view: GameState, seat: int, /) -> Action:
        raise ZeroDivisionError("no idea")


class Traced:
    """Writes down where it thinks, and how often it has."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.decided = 0

    def decide(self, view: GameState, seat: int, /) -> Action:
        self.decided += 1
        with self.path.open("a") as file:
            file.write(f"{os.getpid()} {self.decided}\n")
        return engine.legal(view, seat)[0]


class Homesick:
    """Fails in every process but the one it comes from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.home = os.getpid()

    def decide(self, view: GameState, seat: int, /) -> Action:
        with self.path.open("a") as file:
            file.write(f"{os.getpid()}\n")
        if os.getpid() != self.home:
            raise ZeroDivisionError("not at home")
        return engine.legal(view, seat)[0]


class Deadly:
    """Ends its process without a word, the first so many times."""

    def __init__(self, path: Path, deaths: int) -> None:
        self.path = path
        self.deaths = deaths

    def decide(self, view: GameState, seat: int, /) -> Action:
        with self.path.open("a") as file:
            file.write("here\n")
        if len(self.path.read_text().splitlines()) <= self.deaths:
            os.kill(os.getpid(), signal.SIGKILL)
        return engine.legal(view, seat)[0]


class Endless:
    """Thinks until it is hurried."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def decide(self, view: GameState, seat: int, /) -> Action:
        with self.path.open("a") as file:
            file.write(f"{os.getpid()}\n")
        while not thinking.late():
            time.sleep(0.001)
        return engine.legal(view, seat)[0]


class Lost:
    """Hears nobody and finds no end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def decide(self, view: GameState, seat: int, /) -> Action:
        while not self.path.exists():
            time.sleep(0.01)
        return engine.legal(view, seat)[0]


def reckless(seed: str) -> RandomLegal:
    """Make a bot the arena does not know."""
    return RandomLegal(seed)
