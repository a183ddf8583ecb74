"""Finds rules by words: everything *How to play* says, the cards, the house rules.

Small and capital letters and accents do not matter; every word must be there. Knows
sentences, nothing of how they are shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from magnate_app.content import load_board
from magnate_app.rules.settings import HOUSE_RULES
from magnate_app.ui.pictures import CARDS
from magnate_app.ui.strings import tr

LINES: Final = 4
"""Sentences on each page."""

HOUSE_ICON: Final = "fill/house-line"


class Entry(msgspec.Struct, frozen=True):
    """One thing to find: its title, what it says, an icon, and the page it belongs to."""

    title: str
    text: str
    icon: str
    page: str


@lru_cache(maxsize=2)
def entries(language: str, pages: tuple[tuple[str, str], ...]) -> tuple[Entry, ...]:
    """Return everything there is in a language; `pages` are names and icons."""
    content = load_board()
    found = [
        Entry(tr(f"how.{name}"), tr(f"how.{name}.{number}"), icon, name)
        for name, icon in pages
        for number in range(1, LINES + 1)
    ]
    for kind, icon in CARDS.items():
        title, story = content.card(kind, language)
        found.append(Entry(title, story, icon, "cards"))
    found += [
        Entry(tr(f"house.{rule}"), tr(f"house.{rule}.detail"), HOUSE_ICON, "")
        for rule in HOUSE_RULES
    ]
    return tuple(found)


def search(query: str, among: Iterable[Entry]) -> list[Entry]:
    """Return what has every word of `query`, those with a word in the title first."""
    words = folded(query).split()
    if not words:
        return []
    hits = []
    for entry in among:
        title, text = folded(entry.title), folded(entry.text)
        if all(word in title or word in text for word in words):
            hits.append((not any(word in title for word in words), entry))
    return [entry for _, entry in sorted(hits, key=lambda hit: hit[0])]


def marked(text: str, query: str) -> str:
    """Put asterisks around the words of `query` in `text`."""
    text = text.replace("*", "∗")
    plain = folded(text)
    bold = [False] * len(text)
    for word in folded(query).split():
        at = plain.find(word)
        while at >= 0:
            bold[at : at + len(word)] = [True] * len(word)
            at = plain.find(word, at + len(word))
    result = ""
    for index, letter in enumerate(text):
        before = index > 0 and bold[index - 1]
        if bold[index] != before:
            result += "*"
        result += letter
    return result + ("*" if bold and bold[-1] else "")


def folded(text: str) -> str:
    """Return `text` without accents and capitals, each letter in its place."""
    return "".join(_plain(letter) for letter in text)


@lru_cache(maxsize=512)
def _plain(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0].lower()
    return first if len(first) == 1 else letter
