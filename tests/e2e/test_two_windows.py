"""Two windows and a server as real processes: host, join, play, be killed, come back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from magnate_app.protocol.gamelog import SavedLog
from magnate_app.saves.gamelog import read_game
from tests.kit.apps import (
    ROOT,
    App,
    DiedError,
    State,
    enabled,
    environment,
    prepare_home,
    running,
    start_server,
)
from tests.kit.play import play_until, press

pytestmark = pytest.mark.timeout(280)


def label(state: State, ident: str) -> str:
    [found] = [widget["label"] for widget in state["widgets"] if widget["id"] == ident]
    return str(found)


def join_by_code(app: App, code: str) -> None:
    app.wait_scene("title")
    app.click("title.join")
    app.wait_scene("join")
    app.type(code)
    app.wait_for(lambda state: "join.go" in enabled(state), "the way in")
    app.key("return")


def back_at_table(app: App) -> State:
    """Wait for the table, past the digest of what was missed."""

    def there(state: State) -> bool:
        if state["scene"] == "meanwhile":
            app.do(do="click", id="meanwhile.go_on")
        return state["facts"].get("ready") is True

    return app.wait_for(there, "the table")


def start(owner: App, *guests: App) -> None:
    """Guests say they are ready; the owner's one button means both."""
    for guest in guests:
        guest.wait_for(lambda state: "lobby.ready" in enabled(state), "the ready button")
        guest.click("lobby.ready")
    owner.wait_for(lambda state: "lobby.start" in enabled(state), "the start")
    owner.click("lobby.start")


def row_of(state: State, name: str) -> str | None:
    """Return the button that joins the listed table of this name."""
    for widget in state["widgets"]:
        if widget["id"].startswith("join.table.") and widget["label"] == name:
            return f"{widget['id']}.go"
    return None


def saved_game(home: Path) -> SavedLog:
    [path] = sorted((home / "data" / "saves").glob("*.magnate.json"))
    return read_game(path)


def verified(path: Path, home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "magnate_app", "replay", str(path), "--check"],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_table_of_two_windows_survives_both_being_killed(tmp_path: Path) -> None:
    host_home, guest_home = tmp_path / "host", tmp_path / "guest"
    prepare_home(host_home, "Marta")
    prepare_home(guest_home, "Leo", language="es")
    host, guest = App(host_home), App(guest_home)
    apps = [host, guest]
    with running(host, guest):
        host.wait_scene("title")
        host.click("title.host")
        lobby = host.wait_for(lambda state: "lobby.code" in enabled(state), "the code")
        code = label(lobby, "lobby.code")
        host.click("lobby.preset.quick")
        join_by_code(guest, code)
        guest.wait_scene("lobby")

        host.click("lobby.chat.field")
        host.type("Hola")
        host.key("return")
        guest.wait_for(lambda state: "Hola" in str(state["facts"]["chat"]), "the chat line")

        start(host, guest)
        for app in apps:
            app.wait_scene("table")
        before = play_until(host, guest, seq=12)

        guest.kill()
        guest = App(guest_home)
        with running(guest):
            guest.wait_scene("title")
            guest.click("title.continue")
            back = back_at_table(guest)
            assert back["facts"]["seat"] == before[1]["facts"]["seat"]
            before = play_until(host, guest, seq=30)

            host.kill()
            guest.wait_for(
                lambda state: state["facts"].get("link") == "reconnecting", "the lost line"
            )
            host = App(host_home)
            with running(host):
                host.wait_scene("title")
                host.click("title.continue")
                again = back_at_table(host)
                assert again["facts"]["seat"] == before[0]["facts"]["seat"]
                assert again["facts"]["seq"] >= before[0]["facts"]["seq"]
                guest.wait_for(
                    lambda state: state["facts"].get("link") == "game", "the line to be back"
                )
                ends = play_until(host, guest)
                assert ends[0]["facts"]["ranking"] == ends[1]["facts"]["ranking"]
                assert host.quit() == 0
            assert guest.quit() == 0
    assert not (guest_home / "data" / "last_table.json").exists()
    saved = saved_game(host_home)
    assert saved.end is not None
    [path] = sorted((host_home / "data" / "saves").glob("*.magnate.json"))
    told = verified(path, tmp_path)
    assert told.startswith(f"{len(saved.records)} actions")
    assert "all as recorded" in told


def test_windows_meet_on_a_headless_server_by_address_and_by_list(tmp_path: Path) -> None:
    name = f"Table {tmp_path.name[-20:]}"
    server, address, code = start_server(tmp_path / "server", "--bot-delay", "0", "--name", name)
    homes = [tmp_path / "ana", tmp_path / "bea"]
    prepare_home(homes[0], "Ana")
    prepare_home(homes[1], "Bea", theme="night")
    first, second = App(homes[0], "join", f"{address}/{code}"), App(homes[1])
    with running(server, first, second):
        first.wait_scene("lobby")
        second.wait_scene("title")
        second.click("title.join")
        found = second.wait_for(lambda state: row_of(state, name) is not None, "the table")
        second.click(row_of(found, name) or "")
        second.wait_scene("lobby")
        first.click("lobby.preset.quick")
        first.click("lobby.seat.2.bot")
        start(first, second)
        ends = play_until(first, second)
        assert ends[0]["facts"]["ranking"] == ends[1]["facts"]["ranking"]
        assert first.quit() == 0
        assert second.quit() == 0
        assert server.interrupt() == 0
    saved = saved_game(tmp_path / "server")
    assert saved.end is not None


def test_a_solo_game_is_continued_after_quitting_and_after_kills(tmp_path: Path) -> None:
    home = tmp_path / "home"
    prepare_home(home, "Marta")
    app = App(home)
    with running(app):
        app.wait_scene("title")
        app.click("title.play")
        app.wait_scene("solo")
        app.click("solo.preset.quick")
        app.click("solo.start")
        reached = 0
        for height in (3, 8, 20):
            states = play_until(app, seq=height)
            reached = max(reached, *(state["facts"].get("seq", 0) for state in states))
            if height == 3:
                assert app.quit() == 0
            else:
                app.kill()
            app = App(home)
            app.wait_scene("title")
            app.click("title.continue")
            back = back_at_table(app)
            assert back["facts"]["seq"] >= reached
        play_until(app)
        assert app.quit() == 0
    assert saved_game(home).end is not None


def test_a_whole_game_is_played_by_keyboard_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    prepare_home(home, "", first_run_done=False)
    app = App(home)
    with running(app):
        app.wait_scene("first_run")
        app.type("Ana")
        app.key("return")
        app.wait_scene("title")
        app.key("p")
        app.wait_scene("solo")
        app.key("return")
        app.wait_scene("table")
        [end] = play_until(app, act=press)
        assert len(end["facts"]["ranking"]) == 4
        assert app.quit() == 0
    assert "Ana" in {seat.name for seat in saved_game(home).header.seats}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["join", "014N0P", "--pilot"], None),
        (["replay", "/nowhere/game.json"], "/nowhere/game.json"),
        (["serve", "--host", "127.0.0.1", "--port", "1x"], "--port"),
        (["simulate", "--games", "3", "--seats", "medium,genius"], "genius"),
        (["host", "--preset", "endless"], "--preset"),
    ],
)
def test_bad_input_gets_one_sentence(
    tmp_path: Path, arguments: list[str], sentence: str | None
) -> None:
    if sentence is None:
        app = App(tmp_path, *arguments[:-1])
        with running(app):
            app.wait_for(
                lambda state: "check" in str(state) or "letter" in str(state), "a sentence"
            )
            assert app.quit() == 0
        return
    done = subprocess.run(
        [sys.executable, "-m", "magnate_app", *arguments],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (1, 2)
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_display_is_one_sentence(tmp_path: Path) -> None:
    without = environment(tmp_path)
    without.update(SDL_VIDEODRIVER="x11", DISPLAY=":987")
    done = subprocess.run(
        [sys.executable, "-m", "magnate_app"],
        env=without,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "display" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    server, address, _ = start_server(tmp_path / "one")
    with running(server):
        port = address.rpartition(":")[2]
        with pytest.raises(DiedError, match="--port"):
            start_server(tmp_path / "two", "--port", port)
        assert server.interrupt() == 0
