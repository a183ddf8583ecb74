"""Going back to somebody else's table: offered first, explained when it fails."""

from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.ui import routes
from magnate_app.ui.showroom import ShowServices, last_table, saved_games
from tests.kit.stage import Player


@pytest.fixture
def player() -> Player:
    services = ShowServices(saved=saved_games())
    services.last = last_table()
    person = Player(services=services)
    routes.begin(person.stage)
    return person


def fail(player: Player, failure: LinkFailure) -> None:
    player.link.tell(LinkStatus(LinkState.CLOSED, failure=failure))
    player.wait()


def test_somebody_elses_table_is_offered_before_a_saved_game(player: Player) -> None:
    assert player.focus == "title.continue"
    player.key("enter")
    assert player.services.asked == [("back", last_table())]
    assert player.scene.name == "connecting"
    player.link.tell(LinkStatus(LinkState.GAME, game_id=7))
    player.wait()
    assert player.scene.name == "table"


def test_a_host_that_does_not_answer_can_be_tried_again(player: Player) -> None:
    player.click("title.continue")
    fail(player, LinkFailure.UNREACHABLE)
    assert player.scene.name == "failure"
    player.link.tell(LinkStatus(LinkState.CONNECTING))
    player.click("failure.next")
    assert [name for name, _ in player.services.asked] == ["back", "back"]
    assert player.scene.name == "connecting"


def test_a_game_that_is_gone_is_not_tried_again(player: Player) -> None:
    player.click("title.continue")
    player.services.last = None
    fail(player, LinkFailure.ROOM_NOT_FOUND)
    assert player.scene.facts()["failure"] == "room_not_found"
    player.click("failure.next")
    assert player.scene.name in ("title", "join")


def test_a_seat_is_given_up_only_on_purpose(player: Player) -> None:
    player.click("title.away.forget")
    player.click("confirm.no")
    assert player.services.last_table() == last_table()
    player.click("title.away.forget")
    player.click("confirm.yes")
    assert player.services.last_table() is None
    assert not player.sees("title.away.forget")
    assert player.sees("title.continue"), "the saved game is offered now"


@pytest.mark.parametrize("policy", ["stand_in", "wait"])
def test_reopening_a_table_of_several_asks_for_the_missing(policy: str) -> None:
    friends = msgspec.structs.replace(saved_games()[0], people=3, absence="wait")
    player = Player(services=ShowServices(saved=(friends,)))
    routes.begin(player.stage)
    player.click("title.saved")
    player.click("saved.game.0.open")
    assert player.focus == "reopen.wait", "what was agreed comes first"
    player.key("escape")
    assert player.scene.name == "saved"
    player.click("saved.game.0.open")
    player.click(f"reopen.{policy}")
    assert player.services.asked == [("resume", (friends.path, policy))]
