"""In front of a table on the screen: the password, waiting for the host, the host's list."""

from __future__ import annotations

import pytest

from magnate_app.protocol.link import LinkFailure, LinkState, LinkStatus
from magnate_app.protocol.messages import (
    Admit,
    Challenge,
    ErrorMessage,
    Knocking,
    Knocks,
    SettingsChange,
    UpdateSettings,
    Welcome,
)
from magnate_app.ui import clipboard, routes
from magnate_app.ui.door import careful
from magnate_app.ui.gallery_game import business_update
from magnate_app.ui.gallery_table import scene_of
from magnate_app.ui.scenes.connecting import Connecting
from magnate_app.ui.scenes.lobby import Lobby
from magnate_app.ui.showroom import ShowLink
from magnate_app.ui.showroom_lobby import knocks, lobby_messages
from magnate_app.ui.strings import tr, tr_n
from magnate_app.ui.widgets import TextField
from tests.kit.stage import Player

SECRET = "puente de piedra"
CHALLENGE = Challenge(salt="11" * 16, half="22" * 256)


def refusal(code: str, **params: int) -> ErrorMessage:
    return ErrorMessage(message="", code=code, params={**params})


def at_door() -> Player:
    """Return somebody who is asked for a password after joining."""
    player = Player()
    player.stage.scenes.reset(Connecting(player.stage, player.link))
    player.wait()
    assert player.scene.name == "connecting"
    player.link.tell(CHALLENGE, LinkStatus(LinkState.PASSWORD))
    player.wait()
    assert player.scene.name == "password"
    return player


def in_lobby(*, owner: bool = True) -> Player:
    player = Player()
    link = player.services.link = ShowLink(LinkState.ROOM, lobby_messages(owner))
    player.stage.scenes.reset(Lobby(player.stage, link))
    player.wait()
    link.sent.clear()
    return player


def field(player: Player, ident: str = "password.field") -> TextField:
    found = player.see(ident)
    assert isinstance(found, TextField)
    return found


def test_the_way_in_by_keyboard_alone() -> None:
    player = at_door()
    assert player.focus == "password.field"
    player.type(SECRET)
    player.key("enter")
    assert player.link.typed == [SECRET]
    assert player.see("password.enter").label == tr("password.checking")
    player.key("enter")
    assert player.link.typed == [SECRET], "asked once"
    player.link.tell(*lobby_messages(owner=False), LinkStatus(LinkState.ROOM))
    player.wait()
    assert player.scene.name == "lobby"
    assert player.sees("lobby.ready")


def test_a_wrong_password_is_said_and_can_be_typed_over() -> None:
    player = at_door()
    player.type("wrong")
    player.key("enter")
    player.link.tell(refusal("wrong_password"), CHALLENGE, LinkStatus(LinkState.PASSWORD))
    player.wait()
    assert field(player).error == tr("error.wrong_password")
    assert player.focus == "password.field"
    player.type("right")
    assert field(player).error == ""
    player.key("enter")
    assert player.link.typed == ["wrong", "right"]


def test_too_many_tries_are_counted_down() -> None:
    player = at_door()
    player.type(SECRET)
    player.key("enter")
    player.link.tell(refusal("rate_limited", retry_ms=1900))
    player.wait()
    assert field(player).error == tr_n("password.wait", 2)
    player.key("enter")
    assert len(player.link.typed) == 1
    player.wait(1.0)
    assert field(player).error == tr_n("password.wait", 1)
    player.wait(1.2)
    assert field(player).error == ""
    player.key("enter")
    assert len(player.link.typed) == 2


def test_what_is_typed_is_dots_until_the_eye_is_pressed_and_copied_by_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[str] = []
    monkeypatch.setattr(clipboard, "put", kept.append)
    player = at_door()
    player.type(SECRET)
    hidden = player.draw().copy()
    assert field(player).value_text() == "•" * len(SECRET)
    player.key("tab")
    assert player.focus == "password.eye"
    player.key("space")
    assert field(player).revealed
    assert player.focus == "password.field"
    assert field(player).value_text() == "•" * len(SECRET)
    assert player.draw().get_buffer().raw != hidden.get_buffer().raw
    player.key("a", ctrl=True)
    for name in ("c", "x"):
        player.key(name, ctrl=True)
    assert kept == []
    assert field(player).text == SECRET


@pytest.mark.parametrize("how", ["key", "button"])
def test_giving_up_leaves_the_link(how: str) -> None:
    player = Player()
    routes.to_title(player.stage)
    routes.to_connecting(player.stage, player.link)
    player.link.tell(LinkStatus(LinkState.PASSWORD))
    player.wait()
    if how == "key":
        player.key("escape")
    else:
        player.click("password.cancel")
    assert player.scene.name == "title"
    assert player.link.closed


def test_a_table_that_does_not_wait_any_longer_says_so() -> None:
    player = at_door()
    player.link.tell(LinkStatus(LinkState.CLOSED, failure=LinkFailure.PASSWORD_NEEDED))
    player.wait()
    assert player.scene.name == "failure"
    assert player.scene.facts() == {"failure": "password_needed"}


def test_joining_tells_a_refusal_where_the_code_was_typed() -> None:
    player = Player()
    routes.to_title(player.stage)
    routes.to_join(player.stage)
    player.type("014M0P")
    player.key("enter")
    player.link.tell(LinkStatus(LinkState.PASSWORD))
    player.wait()
    player.type(SECRET)
    player.key("enter")
    player.link.tell(Knocking(owner="Ana", remaining_ms=90_000), LinkStatus(LinkState.KNOCKING))
    player.wait()
    assert player.scene.name == "connecting"
    player.link.tell(LinkStatus(LinkState.CLOSED, failure=LinkFailure.DECLINED))
    player.wait()
    assert player.scene.facts()["error"] == tr("failure.declined")


def test_waiting_for_the_host_names_it_and_can_be_given_up() -> None:
    player = Player()
    routes.to_title(player.stage)
    routes.to_connecting(player.stage, player.link)
    player.link.tell(Knocking(owner="Ana", remaining_ms=90_000), LinkStatus(LinkState.KNOCKING))
    player.wait()
    assert player.scene.facts() == {"link": "knocking"}
    player.draw()
    player.key("escape")
    assert player.scene.name == "title"
    assert player.link.closed


def test_the_host_hears_of_newcomers_and_answers_in_the_list() -> None:
    player = in_lobby()
    called: list[str] = []
    player.stage.call_attention = called.append
    player.link.tell(Knocks(people=knocks().people[:1]))
    player.wait()
    player.link.tell(knocks())
    player.wait()
    assert called == ["Pilar would like to join", "3 people are at the door"]
    assert [toast.text for toast in player.stage.toasts.shown] == called[1:]
    player.click("lobby.door.21.accept")
    player.click("lobby.door.22.decline")
    player.click("lobby.door.23.block")
    assert player.scene.name == "confirm"
    player.click("confirm.no")
    assert len(player.link.sent) == 2
    player.click("lobby.door.23.block")
    player.click("confirm.yes")
    assert player.link.sent == [
        Admit(user_id=21, accept=True),
        Admit(user_id=22, accept=False),
        Admit(user_id=23, accept=False, block=True),
    ]
    player.link.tell(Knocks(people=knocks().people[1:]))
    player.wait()
    assert len(called) == 2, "nobody is announced twice"
    assert not player.sees("lobby.door.21.accept")
    player.link.tell(Knocks(people=()))
    player.wait()
    assert not player.sees("lobby.door.panel")


def test_a_long_list_counts_who_does_not_fit() -> None:
    player = Player(size=(1024, 640))
    link = player.services.link = ShowLink(LinkState.ROOM, lobby_messages(owner=True))
    player.stage.scenes.reset(Lobby(player.stage, link))
    people = tuple(
        type(knock)(id=30 + number, username=f"Guest {number}", watch=False)
        for number, knock in enumerate(knocks().people * 4)
    )
    link.tell(Knocks(people=people))
    player.wait()
    shown = sum(player.sees(f"lobby.door.{knock.id}") for knock in people)
    assert 1 <= shown < len(people)
    assert player.see("lobby.door.more").label == tr("door.more", n=len(people) - shown)
    chat = player.see("lobby.chat.field")
    assert chat.box.bottom <= player.scene.size.bottom


def test_the_owner_sets_a_password_in_the_lobby_and_takes_it_away() -> None:
    player = in_lobby()
    player.click("lobby.password")
    assert player.scene.name == "set_password"
    player.type("abc")
    player.key("enter")
    assert player.scene.name == "set_password", "too short"
    player.type("d")
    player.key("enter")
    assert player.link.typed == ["abcd"]
    player.click("lobby.edit")
    player.click("rules.password")
    player.type(SECRET)
    player.click("set_password.done")
    assert player.link.typed == ["abcd", SECRET]
    player.click("rules.password")
    player.click("set_password.remove")
    assert player.link.typed == ["abcd", SECRET, ""]
    assert not any("puente" in repr(message) for message in player.link.sent)


def test_giving_up_sets_nothing() -> None:
    player = in_lobby()
    player.click("lobby.password")
    player.type(SECRET)
    player.key("escape")
    assert player.scene.name == "lobby"
    assert player.link.typed == []


def test_guests_see_that_there_is_a_password_but_cannot_set_it() -> None:
    player = in_lobby(owner=False)
    assert not player.sees("lobby.password")


def test_the_owner_wants_to_be_asked() -> None:
    player = in_lobby()
    player.click("lobby.edit")
    player.click("rules.approval")
    player.click("rules.done")
    assert player.link.sent == [UpdateSettings(settings=SettingsChange(approval=True))]


def test_a_lobby_whose_line_was_lost_may_have_to_knock_again() -> None:
    player = in_lobby(owner=False)
    player.link.tell(LinkStatus(LinkState.RECONNECTING), LinkStatus(LinkState.PASSWORD))
    player.wait()
    assert player.scene.name == "password"
    welcome = Welcome(protocol=2, app="1.0.0", you=6, username="Iker", server_time=0)
    player.link.tell(welcome, *lobby_messages(owner=False), LinkStatus(LinkState.ROOM))
    player.wait()
    assert player.scene.name == "lobby"


def test_the_host_of_a_game_answers_over_the_board() -> None:
    player = Player()
    scene = scene_of(player.stage, business_update())
    player.stage.scenes.reset(scene)
    sent: list[object] = []
    scene.table.answer_knock = careful(
        player.stage, lambda: scene.model.affairs.knocks, sent.append
    )
    called: list[str] = []
    player.stage.call_attention = called.append
    scene.model.host = None
    scene.on_message(knocks())
    player.wait()
    assert len(called) == 1
    assert not player.sees("table.door.21.accept"), "only the host of the table answers"
    assert player.stage.toasts.place == scene.board.box, "messages cover no player"
    scene.model.host = scene.model.you
    scene.on_message(knocks())
    scene.rebuild()
    player.wait()
    assert len(called) == 1
    player.click("table.door.21.accept")
    scene.on_message(Knocks(people=knocks().people[1:]))
    player.wait()
    player.click("table.door.22.block")
    player.click("confirm.yes")
    assert sent == [
        Admit(user_id=21, accept=True),
        Admit(user_id=22, accept=False, block=True),
    ]
    scene.on_message(LinkStatus(LinkState.RECONNECTING))
    player.wait()
    assert not player.sees("table.door.panel"), "who waits is told anew"
