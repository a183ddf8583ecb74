from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from magnate_app.paths import assets_dir
from magnate_app.protocol import characters
from magnate_app.protocol.classic import TYPE_NAMES
from magnate_app.protocol.explaining import ADVISED, BRIDGES, SAID, SERVERS
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages import BOT_LEVELS, EMOTES, ErrorCode
from magnate_app.protocol.room_settings import ABSENCES, VISIBILITIES
from magnate_app.rules.reasons import Reason
from magnate_app.rules.settings import HOUSE_RULES, PACES, PRESETS
from magnate_app.ui import strings
from magnate_app.ui.scenes.how_to import PAGES
from magnate_app.ui.sentences import error_sentence, failure_sentence
from magnate_app.ui.strings import catalog, money, tr, tr_n

ROOT = Path(__file__).resolve().parents[2]
FIELD = re.compile(r"\{(\w+)\}")


def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogs", ROOT / "build" / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_compiled_catalogs_agree_with_their_sources() -> None:
    tool = compiler()
    sources = sorted((assets_dir() / "locale").glob("*/LC_MESSAGES/*.po"))
    assert sources
    for source in sources:
        assert source.with_suffix(".mo").read_bytes() == tool.compiled(source), source.name


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalog("en")) == set(catalog("es"))


def test_both_languages_have_the_same_placeholders() -> None:
    for key, text in catalog("en").items():
        there, here = set(FIELD.findall(catalog("es")[key])), set(FIELD.findall(text))
        # a singular may say "one" instead of the figure
        assert there - {"n"} == here - {"n"}, key


def test_every_key_in_the_code_is_in_the_catalog() -> None:
    missing = []
    for path in (ROOT / "magnate_app" / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for plural, key in re.findall(r"\btr(_n)?\(\s*\"([a-z_0-9.]+)\"", text):
            if key + ("[0]" if plural else "") not in catalog("en"):
                missing.append((path.name, key))
    assert missing == []


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    texts = catalog(language)
    for failure in LinkFailure:
        assert texts[f"failure.{failure.value}"].endswith(".")
        assert texts[f"failure.{failure.value}.next"].endswith(".")
    for code in [*Reason, *ErrorCode]:
        assert texts[f"error.{code.value}"].endswith(".")


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_choice_has_its_words(language: str) -> None:
    texts = catalog(language)
    families = {
        "level": BOT_LEVELS,
        "emote": EMOTES,
        "pace": PACES,
        "preset": (*PRESETS, "custom"),
        "house": HOUSE_RULES,
        "visibility": VISIBILITIES,
        "absence": ABSENCES,
        "color": range(6),
        "piece": range(1, 13),
        "how": [name for name, _ in PAGES],
    }
    for family, values in families.items():
        for value in values:
            assert texts[f"{family}.{value}"]
    for rule in HOUSE_RULES:
        assert texts[f"house.{rule}.detail"]
    for name, _ in PAGES:
        for number in range(1, 5):
            assert texts[f"how.{name}.{number}"]


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_reason_has_its_sentence_with_its_figures(language: str) -> None:
    texts = catalog(language)
    for code, params in {**SAID, **ADVISED}.items():
        sentence = texts[f"why.{code}"]
        assert set(FIELD.findall(sentence)) <= set(params), code
        if code in SAID:
            assert not sentence[0].islower(), code
            assert sentence.endswith("."), code
        for name in ("group", "other"):
            assert (name in params) == ("{" + name + "}" in sentence), code
        mine = texts.get(f"why.{code}.you", sentence)
        assert set(FIELD.findall(mine)) <= set(params), code
        assert ("seat" in params and code in SAID) == (f"why.{code}.you" in texts), code
    for family in (BRIDGES, SERVERS):
        assert texts[f"why.family.{family}"]


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_character_has_words_for_every_occasion(language: str) -> None:
    texts = catalog(language)
    said: list[str] = []
    for code in characters.CODES:
        assert texts[f"character.{code}"]
        for occasion in characters.OCCASIONS:
            variants = [
                texts[f"remark.{code}.{occasion}.{number}"]
                for number in range(1, 9)
                if f"remark.{code}.{occasion}.{number}" in texts
            ]
            assert len(variants) >= 2, (code, occasion)
            said += variants
    assert len(set(said)) == len(said), "no two say the same"
    assert max(map(len, said)) <= 60


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_every_advised_action_has_its_words(language: str) -> None:
    texts = catalog(language)
    special = {"ActionPayBail", "ActionChooseCard", "ActionTradeAnswer", "ActionSurrender"}
    for name in set(TYPE_NAMES.values()) - special:
        key = f"advice.do.{name}"
        assert key in texts or f"{key}[0]" in texts, name


def test_money_is_written_as_the_language_does() -> None:
    assert money(12500) == "12,500"
    assert money(-40) == "−40"
    assert money(40, sign=True) == "+40"
    strings.use("es")
    assert money(12500) == "12.500"


def test_counts_choose_their_form() -> None:
    assert tr_n("join.free", 1) == "1 seat free"
    assert tr_n("join.free", 3) == "3 seats free"
    strings.use("es")
    assert tr_n("join.free", 1) == "1 asiento libre"


def test_spanish_has_one_word_for_a_seat() -> None:
    for key, text in catalog("es").items():
        assert not re.search(r"\bsitios?\b", text.replace("en otro sitio", "").lower()), key


def test_parameters_are_put_in() -> None:
    assert tr("lobby.default_name", name="Ana") == "Ana's table"
    assert error_sentence("cannot_afford", {"short": 1200, "price": 1}).count("1,200") == 1
    assert error_sentence("never heard of", {}) == tr("error.unknown")
    assert failure_sentence("bad_check") == tr("failure.bad_check")


def test_an_unknown_language_is_the_desktop_s(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    strings.use("")
    assert strings.language() == "es"


def test_times_are_short() -> None:
    assert strings.duration(45) == "0:45"
    assert strings.duration(4320) == "1 h 12 min"
    assert re.fullmatch(r"\d+ \w{3}, \d\d:\d\d", strings.day_and_time(1_795_380_000))
