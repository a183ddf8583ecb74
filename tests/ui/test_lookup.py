from __future__ import annotations

import pytest

from magnate_app.ui import routes, strings
from magnate_app.ui.lookup import Entry, entries, folded, marked, search
from magnate_app.ui.scenes.how_to import PAGES
from magnate_app.ui.strings import LANGUAGES
from tests.kit.stage import Player

NAMES = tuple((name, icons[0]) for name, icons in PAGES)


def titles(language: str, query: str) -> list[str]:
    strings.use(language)
    found = [entry.title for entry in search(query, entries(language, NAMES))]
    strings.use("en")
    return found


def test_accents_and_capitals_do_not_matter() -> None:
    assert folded("CÁRCEL") == "carcel"
    assert folded("ñandú") == "nandu"
    assert len(folded("ﬁn İ")) == len("ﬁn İ")


def test_every_word_must_be_there_and_titles_come_first() -> None:
    among = [
        Entry("Other", "a bus that waits", "", ""),
        Entry("The bus", "waits", "", ""),
        Entry("Bus", "goes", "", ""),
    ]
    assert [e.title for e in search("BUS wait", among)] == ["The bus", "Other"]
    assert search("   ", among) == []
    assert search("tram", among) == []


def test_words_that_were_searched_for_stand_in_bold() -> None:
    assert marked("A la Cárcel", "carcel") == "A la *Cárcel*"
    assert marked("abab", "ab") == "*abab*"
    assert marked("2*3", "3") == "2∗*3*"
    assert marked("", "x") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_cards_and_house_rules_are_found(language: str) -> None:
    strings.use(language)
    everything = entries(language, NAMES)
    strings.use("en")
    assert len(everything) > 60
    assert all(entry.title and entry.text for entry in everything)


def test_rules_are_found_in_both_languages() -> None:
    assert titles("en", "bus")
    assert titles("es", "carcel")
    assert titles("es", "autobús")


def reader() -> Player:
    player = Player()
    routes.to_title(player.stage)
    player.key("f1")
    return player


def test_searching_while_reading() -> None:
    player = reader()
    player.click("how_to.search")
    player.type("jail")
    facts = player.scene.facts()
    assert facts["found"]
    assert player.sees("how_to.hit.0")
    assert not player.sees("how_to.next")
    player.click("how_to.hit.0")
    assert not player.sees("how_to.hit.0")
    assert player.sees("how_to.next")


def test_searching_by_keyboard() -> None:
    player = reader()
    player.key("f", ctrl=True)
    assert player.focus == "how_to.search"
    player.type("trading")
    player.key("enter")
    assert player.scene.facts()["page"] == "trade"
    assert player.scene.facts()["found"] == []


def test_nothing_found_says_what_to_do() -> None:
    player = reader()
    player.click("how_to.search")
    player.type("zzzz")
    player.draw()
    assert player.scene.facts()["found"] == []
    assert not player.sees("how_to.hit.0")
    player.key("escape")
    assert player.scene.name == "how_to"
