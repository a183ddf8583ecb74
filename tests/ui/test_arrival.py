"""Links and saves from outside: straight there, or asked first at a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from magnate_app.commands.open import claims
from magnate_app.protocol.link import LinkState
from magnate_app.ui import arrival, routes
from magnate_app.ui.scenes.connecting import Connecting
from magnate_app.ui.scenes.title import Title
from magnate_app.ui.showroom import ShowLink
from tests.kit.stage import Player

LINK = "magnate://join/014M0P"


@pytest.fixture
def player() -> Player:
    player = Player()
    routes.to_title(player.stage)
    return player


def at_a_table(player: Player) -> ShowLink:
    link = ShowLink(LinkState.CONNECTING)
    player.stage.scenes.push(Connecting(player.stage, link))
    return link


def test_from_the_title_a_link_leads_straight_there(player: Player) -> None:
    arrival.arrive(player.stage, LINK)
    assert isinstance(player.scene, Connecting)


def test_at_a_table_one_is_asked_first(player: Player) -> None:
    link = at_a_table(player)
    arrival.arrive(player.stage, LINK)
    assert player.scene.name == "confirm"
    player.click("confirm.no")
    assert isinstance(player.scene, Connecting)
    assert player.scene.link is link


def test_whoever_says_yes_leaves_the_table(player: Player) -> None:
    link = at_a_table(player)
    arrival.arrive(player.stage, LINK)
    player.click("confirm.yes")
    assert isinstance(player.scene, Connecting)
    assert player.scene.link is not link


def test_an_empty_target_only_asks_for_attention(player: Player) -> None:
    called: list[str] = []
    player.stage.call_attention = called.append
    arrival.arrive(player.stage, "")
    assert isinstance(player.scene, Title)
    assert len(called) == 1


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/home/ana/a b.magnate.json", "/home/ana/a b.magnate.json"),
        ("file:///home/ana/a%20b.magnate.json", "/home/ana/a b.magnate.json"),
        ("file:///tmp/%C3%B1and%C3%BA.magnate.json", "/tmp/ñandú.magnate.json"),
    ],
)
def test_files_come_as_names_or_addresses(target: str, path: str) -> None:
    assert arrival.file_of(target) == Path(path)
    assert not arrival.is_link(target)


@pytest.mark.parametrize(
    ("argument", "claimed"),
    [
        (LINK, True),
        ("MAGNATE://JOIN/014M0P", True),
        ("file:///a.magnate.json", True),
        ("C:\\Ana\\a.magnate.json", True),
        ("play", False),
        ("-h", False),
        ("a.json", False),
    ],
)
def test_macos_starts_programs_without_a_command(argument: str, claimed: bool) -> None:
    assert claims(argument) is claimed
