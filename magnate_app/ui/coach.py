"""What the guided first game explains, and what has been explained already. Pure.

A topic is a kind of decision; each is explained when it comes up for the first time and
counts as known once it is over.
"""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.views import Decision, End

WAIT: Final = "wait"
TOPICS: Final = {
    "Throw": "throw",
    "Destination": "destination",
    "Purchase": "purchase",
    "Auction": "auction",
    "Business": "business",
    "Card": "card",
    "Tram": "tram",
    "Bail": "bail",
    "Debt": "debt",
    "Answer": "answer",
}
"""Kind of decision → topic."""

ALL_TOPICS: Final = ("throw", "destination", "purchase", "business", "card", "auction", "tram",
                     "bail", "answer", "debt", WAIT)  # fmt: skip
ICONS: Final = {
    "throw": "fill/dice-five",
    "destination": "fill/bus",
    "purchase": "fill/tag",
    "auction": "fill/gavel",
    "business": "fill/buildings",
    "card": "fill/lightning",
    "tram": "fill/tram",
    "bail": "fill/key",
    "debt": "fill/hand-coins",
    "answer": "fill/handshake",
    WAIT: "fill/hourglass-medium",
}


class Coach:
    """Remembers what a person has been told."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.topic = ""
        self.hidden = False

    @property
    def speaking(self) -> bool:
        """Whether there is something to explain now."""
        return bool(self.topic) and not self.hidden

    def look(self, decision: Decision, mine: bool) -> bool:
        """Take in what the game waits for; return whether there is something else to say."""
        topic = topic_of(decision, mine)
        before = self.topic
        if before and topic != before:
            self.known.add(before)
        self.topic = "" if topic in self.known else topic
        return self.topic != before

    def understood(self) -> None:
        """Take the present topic as known."""
        if self.topic:
            self.known.add(self.topic)
            self.topic = ""

    def stop(self) -> None:
        """Say nothing more."""
        self.hidden = True


def topic_of(decision: Decision, mine: bool) -> str:
    """Return what a decision is about for this person, empty at the end."""
    if isinstance(decision, End):
        return ""
    return TOPICS[type(decision).__name__] if mine else WAIT
