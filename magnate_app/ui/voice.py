"""Reads aloud with the system's own voice, in a process of its own that is never waited for.

A newer sentence ends the one before. Knows commands of systems and nothing of the game.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Final

import msgspec

from magnate_app.ui.desktop import environment

LONGEST: Final = 400
"""So many letters of a sentence are read."""

WORDS: Final = "{words}"
LANGUAGE: Final = "{language}"

_WINDOWS: Final = (
    "Add-Type -AssemblyName System.Speech; "
    "$words = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8); "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
    "$culture = [Globalization.CultureInfo]::GetCultureInfo('{language}'); "
    "try { $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, $culture) } catch { }; "
    "$voice.Speak($words.ReadToEnd())"
)


class Speaker(msgspec.Struct, frozen=True):
    """A command that speaks: `{language}` is put in; words come as `{words}`, else by input."""

    command: tuple[str, ...]

    @property
    def by_input(self) -> bool:
        """Whether it reads the words from its standard input."""
        return WORDS not in self.command

    def filled(self, words: str, language: str) -> list[str]:
        """Return the command for some words."""
        return [
            words if part == WORDS else part.replace(LANGUAGE, language) for part in self.command
        ]


SPEAKERS: Final = {
    "linux": (
        Speaker(("spd-say", "--language", LANGUAGE, "--", WORDS)),
        Speaker(("espeak-ng", "-v", LANGUAGE, "--stdin")),
        Speaker(("espeak", "-v", LANGUAGE, "--stdin")),
    ),
    "darwin": (Speaker(("say", "-f", "-")),),
    "win32": (Speaker(("powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS)),),
}
"""What to look for on each system, the best first."""


def find(
    platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which
) -> Speaker | None:
    """Return what speaks on this computer, None if nothing does."""
    for speaker in SPEAKERS.get(platform, SPEAKERS["linux"]):
        program = which(speaker.command[0])
        if program is not None:
            return Speaker((program, *speaker.command[1:]))
    return None


class Voice:
    """One voice: `say` returns at once."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._speaking: subprocess.Popen[bytes] | None = None
        self._ended: list[subprocess.Popen[bytes]] = []

    def say(self, words: str, language: str) -> bool:
        """Begin to read; return whether the system took it."""
        self.stop()
        words = " ".join(words.split())[:LONGEST]
        if not words:
            return False
        speaker = self._speaker
        try:
            process = subprocess.Popen(  # noqa: S603 - the system's own program, words as they are
                speaker.filled(words, language),
                env=environment(),
                stdin=subprocess.PIPE if speaker.by_input else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return False
        self._speaking = process
        if process.stdin is not None:
            # Far less than what a pipe holds, so that writing does not wait.
            with contextlib.suppress(OSError):
                process.stdin.write(words.encode())
            with contextlib.suppress(OSError):
                process.stdin.close()
        return True

    def stop(self) -> None:
        """Be silent."""
        if self._speaking is not None:
            if self._speaking.poll() is None:
                self._speaking.terminate()
            self._ended.append(self._speaking)
            self._speaking = None
        self._ended = [process for process in self._ended if process.poll() is None]

    def close(self) -> None:
        """Be silent for good."""
        self.stop()
        for process in self._ended:
            process.kill()
            process.wait()
        self._ended = []
