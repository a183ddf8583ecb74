"""Which picture stands for what: pieces, cards, reactions, interface."""

from __future__ import annotations

from typing import Final

PIECES: Final = (
    "emoji/dog-face",
    "emoji/sailboat",
    "emoji/robot",
    "emoji/guitar",
    "emoji/top-hat",
    "emoji/bicycle",
    "emoji/teapot",
    "emoji/rocket",
    "emoji/umbrella",
    "emoji/lion",
    "emoji/cat-face",
    "emoji/locomotive",
)
"""Pieces 1…12 in order; each has a name `piece.N` in the catalog."""

CARDS: Final = {
    "winPlainMoney": "emoji/money-bag",
    "winRatioMoney": "emoji/chart-increasing",
    "losePlainMoney": "emoji/money-with-wings",
    "loseRatioMoney": "emoji/chart-decreasing",
    "breakOpponentHouse": "emoji/hammer",
    "breakOwnHouse": "emoji/derelict-house",
    "shufflePositions": "emoji/wind-face",
    "moveAnywhereRandom": "emoji/balloon",
    "moveOpponentAnywhereRandom": "emoji/oncoming-taxi",
    "shareMoneyAll": "emoji/clinking-beer-mugs",
    "freeHouse": "emoji/house-with-garden",
    "goToJail": "emoji/police-car-light",
    "sendToJail": "emoji/envelope",
    "everybodyToJail": "emoji/locked",
    "doubleOrNothing": "emoji/balance-scale",
    "getParkingMoney": "emoji/p-button",
    "reviveProperty": "emoji/seedling",
    "earthquake": "emoji/volcano",
    "everybodySendsYouMoney": "emoji/wrapped-gift",
    "magnetism": "emoji/magnet",
    "goToStart": "emoji/chequered-flag",
}
"""Picture of each of the 21 card kinds."""

REACTIONS: Final = {
    "like": "emoji/thumbs-up",
    "love": "emoji/red-heart",
    "laugh": "emoji/face-with-tears-of-joy",
    "wow": "emoji/astonished-face",
    "sad": "emoji/crying-face",
    "angry": "emoji/angry-face",
    "clap": "emoji/clapping-hands",
    "think": "emoji/thinking-face",
    "hurry": "emoji/alarm-clock",
    "thanks": "emoji/folded-hands",
    "sorry": "emoji/grinning-face-with-sweat",
    "luck": "emoji/four-leaf-clover",
}
"""Picture of each reaction (PROTOCOL.md 8.8)."""

FANTASY: Final = "emoji/magic-wand"
TRAM: Final = "emoji/tram"
VISITING: Final = "emoji/waving-hand"
GO_TO_JAIL: Final = "emoji/police-car"
START: Final = "emoji/chequered-flag"
PARKING: Final = "emoji/p-button"
COIN: Final = "emoji/coin"
HOUSE: Final = "emoji/house"
HOTEL: Final = "emoji/hotel"
SERVER: Final = "tabler/server"
PLACES: Final = {
    "tram": TRAM,
    "fantasy": FANTASY,
    "parking": PARKING,
    "visiting": VISITING,
    "go_to_jail": CARDS["goToJail"],
    "start": START,
    "jail": CARDS["everybodyToJail"],
}
"""What stands for a square nobody can own, by its kind."""
MEDALS: Final = ("emoji/1st-place-medal", "emoji/2nd-place-medal", "emoji/3rd-place-medal")


def piece_icon(piece: int | None) -> str:
    """Icon of a piece 1…12; anything else is the first."""
    return PIECES[(piece or 1) - 1] if 1 <= (piece or 1) <= len(PIECES) else PIECES[0]
