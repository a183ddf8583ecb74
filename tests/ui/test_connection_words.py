from __future__ import annotations

import re
from pathlib import Path

import pytest

from magnate_app.protocol import diagnosis
from magnate_app.protocol.diagnosis import Diagnosis, Finding, Kind, Mark, Reach, Step, Verdict
from magnate_app.ui import connection_words, strings
from magnate_app.ui.strings import catalog

FIELD = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", strings.LANGUAGES)
def test_everything_a_diagnosis_can_say_has_its_sentence(language: str) -> None:
    texts = catalog(language)
    for verdict in Verdict:
        assert texts[f"doctor.verdict.{verdict.value}"][-1] in ".}"
        assert texts[f"doctor.verdict.{verdict.value}.next"].endswith(".")
    for step in Step:
        assert texts[f"doctor.step.{step.value}"]
    for kind in Kind:
        assert texts[f"doctor.adapter.{kind.value}"]
    for system in connection_words.SYSTEMS:
        assert texts[f"doctor.firewall.{system}"].endswith(".")
        assert texts[f"doctor.system.{system}"]
    for verdict in set(Verdict) - _HERE:
        assert texts[f"doctor.contact.{verdict.value}"]
    for part, code in _codes():
        assert texts[f"doctor.{part}.{code}"], (part, code)


def test_what_is_said_holds_no_empty_places() -> None:
    params: diagnosis.Params = {
        "address": "192.168.1.40",
        "port": 47800,
        "app": "1.0.0",
        "text": "014-M0P",
        "name": "wlan0",
        "chosen": "10.8.0.2",
        "failure": "bad_check",
    }
    for verdict in Verdict:
        found = Diagnosis(
            findings=(Finding(Step.CONTACT, Mark.BAD, "wrong_code", params),),
            verdict=verdict,
            params=params,
        )
        for line in connection_words.report(found, "win32"):
            assert not FIELD.search(line), line
            assert "bad_check" not in line


def test_the_own_system_comes_first() -> None:
    found = Diagnosis(findings=(), verdict=Verdict.FIREWALL_HERE)
    for platform, name in (("win32", "Windows"), ("darwin", "macOS"), ("freebsd14", "Linux")):
        heads = [x for x in connection_words.report(found, platform) if x.startswith("Firewall on")]
        assert heads[0] == f"Firewall on {name}:"
        assert len(heads) == 3


def test_before_the_end_there_is_no_verdict() -> None:
    found = Diagnosis(findings=(Finding(Step.LISTEN, Mark.WAITING),))
    assert connection_words.verdict(found) == (strings.tr("doctor.working"), "")
    assert connection_words.sentence(found.findings[0]) == strings.tr("doctor.waiting")


_HERE = {
    Verdict.FINE,
    Verdict.FINE_THERE,
    Verdict.NO_NETWORK,
    Verdict.NO_ADDRESS,
    Verdict.PORT_TAKEN,
    Verdict.ADDRESS_GONE,
    Verdict.ONLY_LOOPBACK,
    Verdict.WRONG_ADAPTER,
    Verdict.ONLY_BY_CODE,
    Verdict.MULTICAST_BLOCKED,
    Verdict.BROADCAST_BLOCKED,
}
"""Verdicts that are not about somebody else's table."""


def _codes() -> list[tuple[str, str]]:
    """Every code a finding may carry, read from the module that makes them."""
    source = Path(diagnosis.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r"Mark\.\w+, \"(\w+)\"", source)) - {"unknown"}
    assert {"none", "open", "deaf", "answers"} <= codes
    known = catalog("en")
    missing = [c for c in codes if not any(f"doctor.{s}.{c}" in known for s in Step)]
    assert not missing
    echoes = ("echo", "found", "deaf", "swallowed", "untried")
    return [
        *(("adapters", code) for code in ("none", "unassigned", "virtual", "one", "several")),
        *(("listen", code) for code in ("open", "moved", "running")),
        *(("listen", code) for code in ("taken", "forbidden", "no_address")),
        *(("join", code) for code in ("all", "one", "limited", "failed", "untried")),
        *(("multicast", code) for code in echoes),
        *(("broadcast", code) for code in echoes),
        *(("tables", code) for code in ("none", "one", "some")),
        ("contact", "answers"),
    ]


def test_every_end_of_an_attempt_is_judged() -> None:
    for reach in Reach:
        contact = diagnosis.Contact(text="x", address="192.168.1.4", port=1, reach=reach)
        measured = diagnosis.Measured(adapters=(), asked=True, contact=contact)
        assert diagnosis.judge(measured, done=False).findings[-1].mark is not Mark.WAITING
