"""The screen of Connection help."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.diagnosis import Contact, Measured, Reach, judge
from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages_common import PROTOCOL_VERSION
from magnate_app.ui import clipboard, routes
from magnate_app.ui.scenes.failure import Failure
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.showroom import (
    ShowExamination,
    ShowLink,
    found_tables,
    measured,
)
from magnate_app.ui.showroom_lobby import lobby_messages
from tests.kit.stage import Player

THERE = Contact(
    text="014-M0P",
    address="192.168.1.40",
    port=47800,
    reach=Reach.REACHED,
    app="1.0.0",
    protocol=PROTOCOL_VERSION,
    room=True,
)


@pytest.fixture
def player() -> Player:
    person = Player()
    routes.begin(person.stage)
    return person


def _will_find(player: Player, found: Measured, *, done: bool = True) -> None:
    player.services.examination = ShowExamination(judge(found, done=done))


def test_what_was_typed_is_examined_at_once(player: Player) -> None:
    _will_find(player, msgspec.structs.replace(measured(), asked=True, contact=THERE))
    player.click("title.join")
    player.type("014-m0p")
    player.click("join.doctor")
    assert player.scene.name == "connection"
    assert player.services.asked == [("examine", "014-m0p")]
    assert player.scene.facts() == {"verdict": "fine_there", "target": "014-m0p"}
    player.click("doctor.go")
    assert player.services.asked[-1] == ("join", "014-m0p")
    assert player.scene.name == "connecting"


def test_progress_is_shown_until_there_is_a_verdict(player: Player) -> None:
    _will_find(player, Measured(), done=False)
    routes.to_connection_help(player.stage)
    player.wait(0.3)
    assert player.scene.facts()["verdict"] is None
    assert not player.see("doctor.again").enabled
    assert not player.sees("doctor.next")
    player.draw()
    player.services.examination.diagnosis = judge(Measured(adapters=()), done=True)
    player.wait(0.3)
    assert player.scene.facts()["verdict"] == "no_network"
    assert "not on any network" in player.see("doctor.verdict").label
    assert player.sees("doctor.next")
    assert not player.sees("doctor.firewall")
    player.draw()


def test_another_check_ends_the_first(player: Player) -> None:
    routes.to_connection_help(player.stage)
    first = player.services.examination
    player.services.examination = ShowExamination(judge(measured(), done=True))
    player.click("doctor.target")
    player.type("play.example.org")
    player.key("enter")
    assert first.closed
    assert player.services.asked == [("examine", ""), ("examine", "play.example.org")]
    player.click("doctor.back")
    assert player.services.examination.closed
    assert player.scene.name == "title"


def test_firewalls_of_three_systems(player: Player) -> None:
    silent = msgspec.structs.replace(THERE, reach=Reach.SILENT, address="192.168.1.40")
    _will_find(player, msgspec.structs.replace(measured(), asked=True, contact=silent))
    routes.to_connection_help(player.stage, "014-M0P")
    hints = []
    for system in ("windows", "macos", "linux"):
        choice = player.see("doctor.system")
        player.click_at(choice.part(system).center)  # type: ignore[attr-defined] # it is Segments
        hints.append(player.see("doctor.firewall").label)
        player.draw()
    assert ["Windows" in hints[0], "Local Network" in hints[1], "ufw" in hints[2]] == [True] * 3


def test_the_way_on_follows_the_verdict(player: Player) -> None:
    routes.to_connection_help(player.stage)
    player.click("doctor.go")
    assert player.services.asked[-1][0] == "host"
    taken = msgspec.structs.replace(
        measured(), listening=msgspec.structs.replace(_listening(), port=None, problem="taken")
    )
    _will_find(player, taken)
    routes.to_title(player.stage)
    routes.to_connection_help(player.stage)
    player.click("doctor.go")
    assert player.scene.name == "settings"


def test_the_report_can_be_copied(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: list[str] = []

    def put(text: str) -> bool:
        shelf.append(text)
        return True

    monkeypatch.setattr(clipboard, "put", put)
    routes.to_connection_help(player.stage)
    player.click("doctor.copy")
    assert "Port 47800 can be opened." in shelf[0]
    assert "192.168.1.37/24" in shelf[0]


def test_failures_lead_here_with_what_failed(player: Player) -> None:
    player.click("title.join")
    player.type("014-m0p")
    player.key("enter")
    assert player.scene.name == "connecting"
    player.link.tell(
        LinkStatus(LinkState.CLOSED, failure=LinkFailure.UNREACHABLE, address="192.168.1.40:47800")
    )
    player.wait()
    assert player.scene.name == "join"
    player.stage.scenes.push(
        Failure(player.stage, LinkFailure.UNREACHABLE, target="192.168.1.40:47800")
    )
    player.click("failure.doctor")
    assert player.services.asked[-1] == ("examine", "192.168.1.40:47800")
    player.key("escape")
    assert player.scene.name == "failure"
    player.stage.scenes.push(Failure(player.stage, LinkFailure.KICKED))
    assert not player.sees("failure.doctor")


def test_the_list_says_which_side_must_update(player: Player) -> None:
    old = found_tables()[3]
    new = msgspec.structs.replace(
        old, room_code="TNF6Y5", host="Sol", app="9.1.0", protocol=PROTOCOL_VERSION + 1
    )
    player.services.found = (old, new)
    player.click("title.join")
    player.wait(0.6)
    player.click("join.table.0.go")
    assert "The host has to update." in str(player.scene.facts()["error"])
    player.click("join.table.1.go")
    assert "9.1.0. Update Magnate on this computer" in str(player.scene.facts()["error"])
    player.draw()


def _listening() -> msgspec.Struct:
    listening = measured().listening
    assert listening is not None
    return listening


def test_from_a_table_one_only_goes_back_to_it(player: Player) -> None:
    link = ShowLink(LinkState.ROOM, lobby_messages())
    player.stage.scenes.reset(Lobby(player.stage, link))
    routes.to_settings(player.stage)
    player.click("settings.doctor")
    assert player.scene.facts()["verdict"] == "fine"
    assert player.sees("doctor.copy")
    assert not player.sees("doctor.go")
    player.key("escape")
    assert player.scene.name == "settings"
