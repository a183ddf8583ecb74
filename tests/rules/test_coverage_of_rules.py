"""Every numbered rule, and every name in its tables, is cited by a test."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from magnate_app.rules import cards, ids, settings
from magnate_app.rules.reasons import CashReason, Reason

TESTS = Path(__file__).resolve().parents[1]
RULEBOOK = Path(cards.__file__).with_name("RULEBOOK.md")
EXAMPLES = 62


@cache
def sources() -> dict[str, str]:
    """Every test file but this one."""
    return {
        str(path): path.read_text("utf-8")
        for path in sorted(TESTS.rglob("*.py"))
        if path != Path(__file__)
    }


@cache
def names() -> str:
    """All names of tests."""
    found = (
        name
        for text in sources().values()
        for name in re.findall(r"^(?:async )?\s*def (test_\w+)", text, re.MULTILINE)
    )
    return "\n".join(found).lower()


NUMBERS: dict[str, int] = {
    # section: its last rule
    "1": 7,
    "2": 10,
    "3": 11,
    "4": 10,
    "5": 10,
    "6": 3,
    "7": 6,
    "8": 10,
    "9": 6,
    "10": 7,
    "11": 5,
    "12": 16,
    "13": 12,
    "14": 10,
    "15": 6,
    "16": 9,
    "17": 4,
    "18": 2,
    "19": 2,
    "20": 4,
    "21": 3,
    "A": 1,
}


@cache
def numbered() -> dict[str, set[int]]:
    """The rules the rulebook names, by section; `R16.5–R16.7` names three."""
    found: dict[str, set[int]] = {}
    text = RULEBOOK.read_text("utf-8")
    for section, first, last in re.findall(r"R(\d+|A)\.(\d+)(?:–R?(?:\1\.)?(\d+))?", text):
        found.setdefault(section, set()).update(range(int(first), int(last or first) + 1))
    return found


def test_the_rulebook_names_every_rule() -> None:
    missing = {
        f"R{section}.{number}"
        for section, last in NUMBERS.items()
        for number in range(1, last + 1)
        if number not in numbered().get(section, set())
    }
    assert missing == set()
    assert {section: max(rules) for section, rules in numbered().items()} == NUMBERS


def test_every_numbered_rule_is_cited_by_the_name_of_a_test() -> None:
    cited = set(re.findall(r"(?<![a-z0-9])r(\d+|a)_(\d+)", names()))
    missing = [
        f"R{section}.{number}"
        for section, rules in numbered().items()
        for number in sorted(rules)
        if (section.lower(), str(number)) not in cited
    ]
    assert missing == []


def test_every_worked_example_is_a_test() -> None:
    found = {int(number) for number in re.findall(r"_e(\d+)_", names())}
    assert set(range(1, EXAMPLES + 1)) - found == set()


def rule_tests() -> str:
    """The text of the tests of the rules."""
    return "\n".join(
        text for path, text in sources().items() if Path(path).parent == Path(__file__).parent
    )


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_every_refusal_is_cited(reason: Reason) -> None:
    assert f"Reason.{reason.name}" in rule_tests() or f'"{reason.value}"' in rule_tests()


@pytest.mark.parametrize("reason", CashReason, ids=str)
def test_every_reason_of_a_cash_movement_is_cited(reason: CashReason) -> None:
    assert f"CashReason.{reason.name}:" in rule_tests()  # a scene of test_cash


@pytest.mark.parametrize("kind", cards.CARD_NAMES)
def test_every_card_is_cited(kind: str) -> None:
    assert f'"{kind}"' in rule_tests()


@pytest.mark.parametrize("statistic", ids.STATISTICS)
def test_every_statistic_is_cited(statistic: str) -> None:
    assert f"test_r18_1_{statistic}" in names() or f"_{statistic}" in names()


@pytest.mark.parametrize("rule", settings.HOUSE_RULES)
def test_every_house_rule_is_cited(rule: str) -> None:
    assert f'"{rule}"' in rule_tests()


@pytest.mark.parametrize("phase", ids.PHASE_NAMES)
def test_every_phase_is_cited(phase: str) -> None:
    assert f'"{phase}"' in rule_tests()
