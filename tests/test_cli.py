"""The command line: finds commands, tells errors in one sentence."""

from __future__ import annotations

import argparse

import pytest

from magnate_app import __version__, app, cli
from magnate_app.commands import play
from magnate_app.errors import MagnateError


def test_nothing_means_play(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[argparse.Namespace] = []

    def run(args: argparse.Namespace) -> int:
        seen.append(args)
        return 0

    monkeypatch.setattr(play, "run", run)
    assert cli.main([]) == 0
    assert cli.main(["--pilot"]) == 0
    assert [args.pilot for args in seen] == [False, True]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == f"magnate {__version__}"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["bogus"], "bogus"),
        (["--bogus"], "--bogus"),
        (["join"], "CODE|ADDRESS"),
        (["host", "--seats", "7"], "'7'"),
        (["host", "--bots", "genius"], "genius"),
        (["serve", "--rooms", "0"], "'0'"),
        (["serve", "--bot-delay", "soon"], "'soon'"),
        (["serve", "--pace", "warp"], "warp"),
        (["serve", "--password-file", "/nowhere/secret"], "/nowhere/secret"),
        (["host", "--password-file", "/dev/null"], "4 to 64 characters"),
        (["simulate", "--seats", "medium,easy"], "--games"),
        (["replay"], "FILE"),
        (["gallery"], "OUT"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_status_2(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert word.lower() in told.lower()
    assert len(told.strip().splitlines()) == 1


def test_a_failure_is_one_sentence_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_args: argparse.Namespace) -> int:
        raise MagnateError("This table is too small.")

    monkeypatch.setattr(play, "run", fail)
    assert cli.main([]) == 1
    assert capsys.readouterr().err == "This table is too small.\n"


def test_an_interrupt_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(play, "run", interrupt)
    assert cli.main([]) == 130


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for module in cli.COMMANDS:
        name = module.__name__.rpartition(".")[2]
        with pytest.raises(SystemExit) as end:
            cli.main([name, "--help"])
        assert end.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: magnate {name}")


def test_a_seat_code_goes_along_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[app.Opening] = []

    def run(opening: app.Opening = None, *, pilot: bool = False) -> int:
        seen.append(opening)
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(app, "hand_over", pytest.fail)
    arguments = ["join", "magnate://join/0158A1", "--seat-code", "7K3F-9QXA"]
    assert cli.main(arguments) == 0
    (opening,) = seen
    assert opening == app.JoinTable(target="magnate://join/0158A1", seat_code="7K3F-9QXA")
    assert "7K3F" not in repr(opening)
