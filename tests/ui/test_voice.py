from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from magnate_app.saves.preferences import Preferences
from magnate_app.ui import gallery_game, gallery_table, routes
from magnate_app.ui.gallery import make_stage
from magnate_app.ui.voice import LANGUAGE, LONGEST, WORDS, Speaker, Voice, find
from tests.kit.stage import Player

BY_INPUT = (
    "import sys; text = sys.stdin.buffer.read().decode(); "
    "open(sys.argv[1], 'a', encoding='utf-8').write(sys.argv[2] + ': ' + text + '\\n')"
)
BY_ARGUMENT = (
    "import sys; open(sys.argv[1], 'a', encoding='utf-8').write(sys.argv[2] + ': ' + sys.argv[3])"
)
ENDLESS = "import sys, time; print('up', flush=True); time.sleep(60)"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "said.txt"


def wait(voice: Voice) -> None:
    process = voice._speaking
    assert process is not None
    process.wait(30)


@pytest.fixture
def by_input(paper: Path) -> Iterator[Voice]:
    voice = Voice(Speaker((sys.executable, "-c", BY_INPUT, str(paper), LANGUAGE)))
    yield voice
    voice.close()


def test_each_system_has_its_own_voice() -> None:
    def on(platform: str, *names: str) -> tuple[str, ...] | None:
        speaker = find(platform, lambda name: f"/bin/{name}" if name in names else None)
        return None if speaker is None else speaker.command

    linux = on("linux", "espeak-ng", "spd-say")
    assert linux is not None
    assert linux[0] == "/bin/spd-say"
    assert on("linux", "espeak-ng") == ("/bin/espeak-ng", "-v", LANGUAGE, "--stdin")
    assert on("linux") is None
    assert on("darwin", "say") == ("/bin/say", "-f", "-")
    windows = on("win32", "powershell")
    assert windows is not None
    assert "System.Speech" in windows[-1]


def test_words_are_never_part_of_a_command_line_that_is_read_again() -> None:
    for platform, name in (("linux", "espeak-ng"), ("darwin", "say"), ("win32", "powershell")):
        speaker = find(platform, {name: name}.get)
        assert speaker is not None
        assert speaker.by_input
        assert not any("shutdown" in part for part in speaker.filled("'; shutdown", "en"))
    speaker = find("linux", lambda name: name if name == "spd-say" else None)
    assert speaker is not None
    assert speaker.filled("-h", "es")[-2:] == ["--", "-h"]


def test_words_arrive_whole(by_input: Voice, paper: Path) -> None:
    assert by_input.say("Ñandú:\nlee   esto", "es")
    wait(by_input)
    assert paper.read_text(encoding="utf-8") == "es: Ñandú: lee esto\n"


def test_words_arrive_as_an_argument_too(paper: Path) -> None:
    voice = Voice(Speaker((sys.executable, "-c", BY_ARGUMENT, str(paper), LANGUAGE, WORDS)))
    assert voice.say("a" * 2 * LONGEST, "en")
    wait(voice)
    assert paper.read_text(encoding="utf-8") == "en: " + "a" * LONGEST
    voice.close()


def test_a_newer_sentence_ends_the_older() -> None:
    voice = Voice(Speaker((sys.executable, "-c", ENDLESS, WORDS)))
    voice.say("one", "en")
    first = voice._speaking
    assert first is not None
    voice.say("two", "en")
    first.wait(30)
    second = voice._speaking
    assert second is not None
    assert second.poll() is None
    voice.close()
    assert second.poll() is not None


def test_a_voice_that_is_gone_is_no_error() -> None:
    voice = Voice(Speaker(("/nowhere/at-all", WORDS)))
    assert not voice.say("hello", "en")
    assert not voice.say("   ", "en")
    voice.close()


def test_input_nobody_reads_is_no_error() -> None:
    voice = Voice(Speaker((sys.executable, "-c", "import os; os.close(0)")))
    assert voice.say("hello", "en")
    voice.close()


def wishing(player: Player) -> list[str]:
    said: list[str] = []
    player.stage.speak = said.append
    player.stage.apply(msgspec.structs.replace(player.stage.preferences, speech=True))
    return said


def test_it_is_off_until_it_is_wished() -> None:
    assert not Preferences().speech
    player = Player()
    said: list[str] = []
    player.stage.speak = said.append
    player.stage.toast("Hello")
    assert said == []


def test_messages_and_the_focus_are_read() -> None:
    player = Player()
    routes.to_title(player.stage)
    said = wishing(player)
    player.stage.toast("Copied", "Send it")
    assert said.pop() == "Copied. Send it"
    player.key("tab")
    widget = player.scene.controls.focus
    assert widget is not None
    assert said == [widget.label]


def test_what_happens_at_the_table_is_read() -> None:
    stage = make_stage(1280, 720, "day", "en")
    said: list[str] = []
    stage.speak = said.append
    stage.apply(msgspec.structs.replace(stage.preferences, speech=True))
    scene = gallery_table.scene_of(stage, gallery_game.business_update())
    stage.scenes.reset(scene)
    stage.update(0.02)
    assert said
    assert all("*" not in words for words in said)


def test_the_setting_says_where_there_is_no_voice() -> None:
    player = Player()
    routes.to_settings(player.stage)
    toggle = player.see("settings.speech")
    assert not toggle.enabled
    assert "voice" in toggle.tooltip
    player.stage.speak = lambda _: None
    player.scene.rebuild()
    player.click("settings.speech")
    assert player.stage.preferences.speech


def test_no_process_is_left_behind() -> None:
    voice = Voice(Speaker((sys.executable, "-c", ENDLESS, WORDS)))
    started: list[subprocess.Popen[bytes]] = []
    for word in ("a", "b", "c"):
        voice.say(word, "en")
        assert voice._speaking is not None
        started.append(voice._speaking)
    voice.close()
    assert all(process.poll() is not None for process in started)
