"""`magnate replay`: transcripts and saved games, whole and broken."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from magnate_app.bots import levels
from magnate_app.bots.arena import Match
from magnate_app.commands import replay, watch
from magnate_app.content import load_board
from magnate_app.errors import DecodeError, SaveError
from magnate_app.protocol.gamelog import GameHeader, LogRecord, SeatHeader, TableOptions
from magnate_app.rules.chance import Recorder, Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.settings import Settings
from magnate_app.rules.transcript import format_action
from magnate_app.saves.gamelog import GameLog, line, read_game
from tests.kit.gamelogs import begun, rested


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for module in (replay, watch):
        module.add_parser(commands)
    arguments = parser.parse_args(words)
    status = arguments.run(arguments)
    assert isinstance(status, int)
    return status


@pytest.fixture
def transcript(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
    """Return a transcript and the story that was told of it."""
    path = tmp_path / "game.txt"
    words = ("--seed", "8", "--seats", "easy,random,hard", "--preset", "quick")
    assert run("watch", *words, "--transcript", str(path)) == 0
    return path, capsys.readouterr().out


def test_a_transcript_is_told_as_it_was_played(
    transcript: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, story = transcript
    assert run("replay", str(path)) == 0
    again = capsys.readouterr().out
    assert again.startswith("3 players sit down: Player 1, Player 2 and Player 3.")
    seats = [line.split(" plays ")[0] for line in story.splitlines()[1:4]]
    for number, name in enumerate(seats, 1):
        story = story.replace(name, f"Player {number}")
    assert again.splitlines() == story.splitlines()[4:]


def test_a_transcript_is_checked(
    transcript: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", str(transcript[0]), "--check") == 0
    said = capsys.readouterr().out
    actions = len(transcript[0].read_text().splitlines()) - 5
    assert said == (
        f"{actions} actions, {actions + 1} hashes compared: all as recorded.\nThe game is over.\n"
    )


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_a_changed_transcript_is_found_out(
    transcript: tuple[Path, str], check: tuple[str, ...]
) -> None:
    path, _ = transcript
    lines = path.read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if " | Roll | " in line)
    seat, roll, draws, after = (part.strip() for part in lines[first].split("|"))
    faces = draws.split()
    faces[0] = str((int(faces[0]) + 1) % 6)
    lines[first] = f"{seat} | {roll} | {' '.join(faces)} | {after}"
    path.write_text("\n".join(lines))
    with pytest.raises(DecodeError, match="action 1"):
        run("replay", str(path), *check)


@pytest.mark.parametrize("content", [b"Dear diary,\n", b"\xff\xfe", b"magnate transcript 1\n", b""])
def test_other_files_are_told_apart(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(content)
    with pytest.raises(DecodeError, match="neither a transcript nor a saved game"):
        run("replay", str(path))


def test_other_json_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"format": "shopping"}')
    with pytest.raises(SaveError):
        run("replay", str(path))


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("replay", str(tmp_path / "nothing"))
    assert left.value.code == 2
    assert "there is no file" in capsys.readouterr().err


def saved(folder: Path, actions: int, *, end: bool) -> Path:
    """Return the file of a game of two bots after some actions, running or at rest."""
    board = load_board().board
    settings = Settings(seats=2)
    chance = Recorder(Seeded(3))
    match = Match(board, settings, [levels.make("medium", place) for place in range(2)], chance)
    header = GameHeader(
        game=7,
        board=board.name,
        settings=settings,
        options=TableOptions(),
        humans=(False, False),
        seats=(
            SeatHeader(user=1, name="Ana", bot_level="medium"),
            SeatHeader(user=2, name="Leo", bot_level="medium"),
        ),
        draws=chance.take(),
        hash=state_hash(match.state),
        host=None,
        room_codes=(),
        started_at=0,
    )
    log = begun(folder, header)
    for number in range(1, actions + 1):
        seat, action = match.step()
        record = LogRecord(
            seq=number,
            seat=seat,
            action=format_action(board, action),
            draws=chance.take(),
            hash=state_hash(match.state),
        )
        log.write(line(record))
    resting = rested(log)
    return resting if end else GameLog.reopen(folder, read_game(resting)).path


@pytest.mark.parametrize("end", [False, True])
def test_a_saved_game_is_told_with_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], end: bool
) -> None:
    path = saved(tmp_path, 30, end=end)
    assert run("replay", str(path)) == 0
    told = capsys.readouterr().out
    assert "Ana throws " in told
    assert "The game rests here, in round " in told
    assert run("replay", str(path), "--check") == 0
    assert capsys.readouterr().out.startswith("30 actions, 31 hashes compared")
