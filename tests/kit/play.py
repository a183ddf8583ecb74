"""A simple player who works a window by clicking what is on offer."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.kit.apps import PATIENCE, App, DiedError, State, enabled

PREFERRED = (
    "table.debt.raise",
    "table.debt.bankrupt",
    "table.trade.refuse",
    "table.auction.pass",
    "table.auction.withdraw",
    "table.bail.stay",
    "table.card.unknown",
    "table.tram.stay",
    "table.main",
    "table.buy.decline",
)
"""Widgets in the order this player likes them; the main action does the rest."""


def act(app: App, state: State) -> bool:
    """Click once if it is our turn to decide; return whether something was clicked."""
    if state["scene"] != "table" or not state["facts"].get("ready"):
        return False
    facts = state["facts"]
    if not facts["mine"] or facts["busy"] or facts["over"]:
        return False
    offered = enabled(state)
    for ident in PREFERRED:
        if ident in offered:
            answer = app.do(do="click", id=ident)
            return "error" not in answer
    return False  # sent and not yet answered; a dead end is found by the waiting


KEYS = {"auction": "n", "proposal_acceptance": "n", "choose_fantasy": "2"}
"""What a keyboard player presses in a phase; Space, the main action, in all others."""


def press(app: App, state: State) -> bool:
    """Decide by one key, if it is our turn."""
    if state["scene"] != "table" or not state["facts"].get("ready"):
        return False
    facts = state["facts"]
    if not facts["mine"] or facts["busy"] or facts["over"]:
        return False
    bail = "ActionPayBail" in facts["legal"]
    app.key("n" if bail else KEYS.get(facts["phase"], "space"))
    return True


def play_until(
    *apps: App,
    seq: int | None = None,
    patience: float = 240.0,
    act: Callable[[App, State], bool] = act,
) -> list[State]:
    """Let every window play until the results, or until the game has reached `seq`."""
    deadline = time.monotonic() + patience
    answered: dict[int, tuple[int, int]] = {}
    moved = time.monotonic()
    while True:
        states = [app.state() for app in apps]
        if all(state["scene"] == "results" for state in states):
            return states
        heights = [state["facts"].get("seq", 0) for state in states if state["scene"] == "table"]
        if seq is not None and heights and max(heights) >= seq:
            return states
        for number, (app, state) in enumerate(zip(apps, states, strict=True)):
            facts = state["facts"]
            mark = (facts.get("seq", 0), facts.get("decision", 0))
            if answered.get(number) == mark and time.monotonic() - moved < 2:
                continue
            if act(app, state):
                answered[number] = mark
                moved = time.monotonic()
        if time.monotonic() > deadline:
            raise DiedError(
                f"the game did not get on: {states}\n" + "\n".join(a.story() for a in apps)
            )
        if time.monotonic() - moved > PATIENCE:
            raise DiedError(f"stuck: {states}\n" + "\n".join(a.story() for a in apps))
        time.sleep(0.005)
