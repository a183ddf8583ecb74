"""A table with a password whose host is asked, as real processes; and that no secret leaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magnate_app.protocol.connection import digest_of
from magnate_app.protocol.room_code import normalise
from magnate_app.saves import crash_report
from tests.kit.apps import App, State, enabled, prepare_home, running, start_server
from tests.kit.play import play_until

pytestmark = pytest.mark.timeout(280)

SECRET, WRONG = "puente de piedra", "puente de hierro"


def values(state: State) -> dict[str, str]:
    return {widget["id"]: widget["value"] for widget in state["widgets"]}


def code_of(host: App) -> str:
    """Return the code of the room in whose lobby the host stands."""
    state = host.wait_for(lambda state: "lobby.code" in enabled(state), "the code")
    return normalise(str(state["facts"]["code"]))


def enter_password(app: App, *typed: str) -> None:
    """Type passwords one after the other; only the last one may be right."""
    app.wait_scene("password")
    for number, word in enumerate(typed):
        if number:
            app.wait_for(lambda state: state["facts"].get("error"), "the refusal")
        app.type(word)
        app.wait_for(lambda state: "password.enter" in enabled(state), "the way in")
        state = app.state()
        assert set(values(state)["password.field"]) == {"•"}
        app.key("return")


def answer(host: App, name: str, how: str = "accept") -> None:
    """Answer the one who waits, in the lobby or over the board."""

    def found(state: State) -> str | None:
        return next(
            (
                f"{widget['id']}.{how}"
                for widget in state["widgets"]
                if ".door." in widget["id"]
                and name in widget["label"]
                and f"{widget['id']}.{how}" in enabled(state)
            ),
            None,
        )

    state = host.wait_for(lambda state: found(state) is not None, f"{name} at the door")
    host.click(found(state) or "")


def secrets_of(*homes: Path) -> set[str]:
    tokens = [json.loads((home / "data" / "profile.json").read_text())["token"] for home in homes]
    return {SECRET, WRONG, *tokens}


def leaks(secrets: set[str], app: App) -> list[str]:
    """Return where a secret can be read: what was on the screen, said or written down."""
    home = app.home
    told = {"the screen": "\n".join(app.lines), "the errors": app.errors.read_text("utf-8")}
    for path in home.rglob("*"):
        own = path.name.startswith("profile.json")
        if path.is_file() and not own:
            told[str(path)] = path.read_bytes().decode("latin-1")
    place = crash_report.Place(
        folder=home, log=home / "log" / "magnate.log", saves=home / "data" / "saves"
    )
    report, _ = crash_report.write_report(place, RuntimeError("made up"), {}, "no token")
    told["the report"] = report.read_text("utf-8")
    return [where for where, text in told.items() for secret in secrets if secret in text]


def test_a_guarded_table_from_the_code_to_the_end(tmp_path: Path) -> None:
    """Wrong, then right; accepted; watched; killed and back without a second entry."""
    homes = [tmp_path / name for name in ("host", "guest", "watcher")]
    for home, name in zip(homes, ("Marta", "Leo", "Teo"), strict=True):
        prepare_home(home, name, language="es" if name == "Leo" else "en")
    word = tmp_path / "word"
    word.write_text(f"{SECRET}\nsecond line\n", "utf-8")
    options = ["--password-file", str(word), "--ask-me", "--seats", "2", "--preset", "quick"]
    host, guest = App(homes[0], "host", *options), App(homes[1])
    apps = [host, guest]
    with running(host, guest):
        code = code_of(host)
        guest.wait_scene("title")
        guest.click("title.join")
        guest.wait_scene("join")
        guest.type(code)
        guest.wait_for(lambda state: "join.go" in enabled(state), "the way in")
        guest.key("return")
        enter_password(guest, WRONG, SECRET)
        guest.wait_for(lambda state: state["facts"].get("link") == "knocking", "the wait")
        answer(host, "Leo")
        guest.wait_scene("lobby")
        guest.click("lobby.ready")
        host.wait_for(lambda state: "lobby.start" in enabled(state), "the start")
        host.click("lobby.start")
        for app in apps:
            app.wait_scene("table")
        before = play_until(host, guest, seq=6)

        watcher = App(homes[2], "join", code)
        with running(watcher):
            enter_password(watcher, SECRET)
            watcher.wait_for(lambda state: state["facts"].get("link") == "knocking", "the wait")
            answer(host, "Teo")
            seen = watcher.wait_for(lambda state: state["facts"].get("ready") is True, "the game")
            assert seen["facts"]["seat"] is None

            guest.kill()
            guest = App(homes[1])
            with running(guest):
                guest.wait_scene("title")
                guest.click("title.continue")

                def there(state: State) -> bool:
                    assert state["scene"] != "password", "nobody is asked twice"
                    if state["scene"] == "meanwhile":
                        guest.do(do="click", id="meanwhile.go_on")
                    return state["facts"].get("ready") is True

                back = guest.wait_for(there, "the table")
                assert back["facts"]["seat"] == before[1]["facts"]["seat"]
                assert watcher.quit() == 0

                host.kill()
                host = App(homes[0])
                with running(host):
                    host.wait_scene("title")
                    host.click("title.continue")
                    host.wait_for(lambda state: state["facts"].get("ready") is True, "the table")
                    guest.wait_for(
                        lambda state: there(state) and state["facts"]["link"] == "game", "the line"
                    )
                    ends = play_until(host, guest)
                    assert ends[0]["facts"]["ranking"] == ends[1]["facts"]["ranking"]
                    ended = [watcher, guest, host]
                    assert [app.quit() for app in ended[1:]] == [0, 0]
    secrets = secrets_of(*homes)
    for app in ended:
        assert leaks(secrets, app) == []
    digests = {digest_of(secret) for secret in secrets if secret not in (SECRET, WRONG)}
    for app in ended:
        assert not any(digest and digest in "\n".join(app.lines) for digest in digests)


def test_a_newcomer_is_declined_and_blocked(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in ("host", "guest")]
    prepare_home(homes[0], "Marta")
    prepare_home(homes[1], "Leo")
    host, guest = App(homes[0], "host", "--ask-me"), App(homes[1])
    with running(host, guest):
        code = code_of(host)
        guest.wait_scene("title")
        for how, sentence in (("decline", "did not let you in"), ("block", "removed you")):
            if how == "decline":
                guest.click("title.join")
            guest.wait_scene("join")
            if how == "decline":
                guest.type(code)
            guest.wait_for(lambda state: "join.go" in enabled(state), "the way in")
            guest.key("return")
            answer(host, "Leo", how)
            if how == "block":
                host.wait_scene("confirm")
                host.click("confirm.yes")
            guest.wait_for(
                lambda state, sentence=sentence: sentence in str(state["facts"].get("error")),  # type: ignore[misc]  # bound now
                sentence,
            )
        assert host.quit() == 0
        assert guest.quit() == 0


def test_a_server_with_a_password_tells_it_nobody(tmp_path: Path) -> None:
    word, home = tmp_path / "word", tmp_path / "ana"
    word.write_text(SECRET, "utf-8")
    prepare_home(home, "Ana")
    server, address, code = start_server(tmp_path / "server", "--password-file", str(word))
    with running(server):
        app = App(home, "join", f"{address}/{code}")
        with running(app):
            enter_password(app, WRONG, SECRET)
            app.wait_scene("lobby")
            assert app.quit() == 0
        assert server.interrupt() == 0
    assert SECRET not in "\n".join(server.lines)
    files = [path for path in (tmp_path / "server").rglob("*") if path.is_file()]
    secrets = secrets_of(home)
    for path in files:
        text = path.read_bytes().decode("latin-1")
        assert not any(secret in text for secret in secrets), path
