"""`magnate doctor`: what it says, with examinations made up."""

from __future__ import annotations

import json

import pytest

from magnate_app import cli
from magnate_app.content import BoardContent
from magnate_app.net import doctor
from magnate_app.net.doctor import Place
from magnate_app.protocol.diagnosis import (
    Adapter,
    Contact,
    Diagnosis,
    Kind,
    Listening,
    Measured,
    Reach,
    judge,
)

HOME = Adapter(name="wlan0", address="192.168.1.37", prefix=24, kind=Kind.HOME)
FINE = Measured(
    adapters=(HOME,),
    listening=Listening(wanted=47800, port=47800),
    joined={HOME.address: Reach.REACHED},
    multicast={HOME.address: True},
    broadcast={HOME.address: True},
    tables=0,
)
SILENT = Contact(text="x", address="192.168.1.40", port=47800, reach=Reach.SILENT)

Asked = list[tuple[str, Place | None]]


def _found(monkeypatch: pytest.MonkeyPatch, measured: Measured) -> Asked:
    asked: Asked = []

    def examine(content: BoardContent, target: str, place: Place) -> Diagnosis:
        asked.append((target, place))
        return judge(measured, done=True)

    monkeypatch.setattr(doctor, "examine", examine)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return asked


def test_all_is_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked = _found(monkeypatch, FINE)
    monkeypatch.setenv("MAGNATE_ADDRESS", "192.168.1.37")
    assert cli.main(["doctor", "--port", "5000"]) == 0
    assert asked == [("", Place(chosen="192.168.1.37", port=5000))]
    said = capsys.readouterr().out
    assert "✓ Hosting: Port 47800 can be opened." in said
    assert "192.168.1.37/24 · wlan0" in said
    assert "Everything here works." in said
    assert said.count("Firewall on") == 1


def test_a_fault_is_named_and_where_firewalls_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _found(
        monkeypatch,
        Measured(adapters=(HOME,), asked=True, contact=SILENT),
    )
    assert cli.main(["doctor", "014-M0P"]) == 1
    said = capsys.readouterr().out
    assert "192.168.1.40 does not let Magnate through" in said
    assert said.count("Firewall on") == 3


def test_the_result_for_programs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _found(monkeypatch, Measured(adapters=()))
    assert cli.main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "no_network"
