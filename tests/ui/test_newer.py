"""Codes of a newer host or file: a plain sentence, never the code itself."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.explaining import Why
from magnate_app.protocol.messages import AdviceChoice, TableChanged, TableNote, ToldAction
from magnate_app.ui import gallery_together, strings, whys
from magnate_app.ui.dialogs.table_host import change_words
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.scenes.lobby_parts import summary
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.sentences import error_sentence
from magnate_app.ui.showroom_lobby import lobby_settings
from magnate_app.ui.strings import code_words, tr
from magnate_app.ui.table_log import line_of
from magnate_app.ui.table_notes import motion_words, note_line, vote_question
from tests.ui.test_table_words import scene_of_game
from tests.ui.test_together import VOTE

LATER = "from_later"
CODED = ("cause", "by", "reason", "category")

pytestmark = pytest.mark.parametrize("language", strings.LANGUAGES)


@pytest.fixture(autouse=True)
def speak(language: str) -> None:
    strings.use(language)


@pytest.fixture
def scene(language: str) -> TableScene:
    stage = make_stage(1280, 720, "day", language)
    gallery_together.shows()["table-vote"](stage)
    top = stage.scenes.top
    assert isinstance(top, TableScene)
    return top


def plain(text: str) -> bool:
    """Whether a person can read it: neither the code nor a key, nothing left to fill in."""
    return bool(text) and LATER not in text and "{" not in text and ".other" not in text


def test_the_general_sentence_stands_for_kinds_without_their_own(language: str) -> None:
    assert code_words("never.heard", LATER) == tr("unknown")
    assert code_words("pace", LATER) == tr("pace.other") != tr("unknown")
    assert code_words("pace", "normal") == tr("pace.normal")
    assert plain(tr("unknown"))
    assert plain(error_sentence(LATER, {}))


def test_every_event_of_a_game_survives_a_newer_code(language: str) -> None:
    scene = scene_of_game()
    strings.use(language)
    changed = set()
    for told in scene.model.told:
        fields = [name for name in CODED if isinstance(getattr(told.event, name, None), str)]
        if not fields:
            continue
        event = msgspec.structs.replace(told.event, **dict.fromkeys(fields, LATER))
        line = line_of(msgspec.structs.replace(told, event=event), scene.table)
        if line is not None:
            changed.add(type(event).__name__)
            assert plain(line.text), line.text
    assert {"TokenMoved", "CashMoved", "DeedChanged", "GameEnded", "BonusAwarded"} <= changed


def test_money_is_told_whatever_it_was_for(language: str) -> None:
    words = code_words("table.cash", LATER, payer="Ana", payee="Leo", amount="40", square="")
    assert all(part in words for part in ("Ana", "Leo", "40"))


def test_what_happens_to_a_table_is_told(language: str, scene: TableScene) -> None:
    note = TableNote(change=LATER, by=8, player=None, number=9)
    assert note_line(note, scene.table).text == tr("unknown")
    pace = TableNote(change="pace", by=8, player=None, number=9, detail=LATER)
    assert plain(note_line(pace, scene.table).text)
    vote = TableNote(change="vote_passed", by=8, player=10, number=9, detail=LATER, votes=(2, 1))
    assert plain(note_line(vote, scene.table).text)
    change = TableChanged(change=LATER, by=8, player=None, paused=False, pace="normal")
    assert change_words(change, scene.model) == tr("unknown")
    other = msgspec.structs.replace(change, change="pace", pace=LATER)
    assert plain(change_words(other, scene.model))


def test_a_vote_about_something_new_can_be_answered(language: str, scene: TableScene) -> None:
    assert plain(motion_words(scene.table, LATER, 10))
    vote = msgspec.structs.replace(VOTE, motion=LATER)
    question = vote_question(scene.table, vote)
    assert plain(question)
    assert scene.table.seat_name(1) in question


def test_new_advice_and_new_reasons_are_words(language: str, scene: TableScene) -> None:
    why = Why(LATER, {"seat": 0})
    choice = AdviceChoice(actions=(ToldAction(type=LATER, game=1, player=7),), value=3, whys=(why,))
    assert plain(whys.deed(scene.table, choice))
    assert plain(whys.reasons(scene.table, choice))
    assert plain(whys.line(scene.table, choice))
    assert plain(whys.said(scene.table, why))
    assert plain(whys.family_name(scene.table, 99))


def test_new_rules_of_a_table_are_words(language: str) -> None:
    settings = msgspec.structs.replace(lobby_settings(), pace=LATER, house_rules=(LATER,))
    assert plain(summary("pace", settings))
    assert plain(summary("house", settings))
