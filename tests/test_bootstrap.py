"""The two scripts of the README prepare what they need, once."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as the scripts import it, with its environment in a folder of ours."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "build" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "HOME", tmp_path / "environment")
    return module


class Steps:
    """Notes what would be made and installed."""

    def __init__(self, bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[bool] = []
        self.installed: list[list[str]] = []
        self.status = 0
        python = bootstrap.environment_python()
        steps = self

        class Builder:
            def __init__(self, *, with_pip: bool, clear: bool) -> None:
                assert with_pip
                steps.made.append(clear)

            def create(self, home: Path) -> None:
                assert home == bootstrap.HOME
                python.parent.mkdir(parents=True, exist_ok=True)
                python.touch()

        def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
            assert not check
            steps.installed.append([word for word in command if "==" in word])
            return subprocess.CompletedProcess(command, steps.status)

        monkeypatch.setattr(bootstrap.venv, "EnvBuilder", Builder)
        monkeypatch.setattr(bootstrap.subprocess, "run", run)


def test_the_second_start_installs_nothing(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(bootstrap, monkeypatch)
    assert bootstrap.prepare() == bootstrap.environment_python()
    assert bootstrap.prepare() == bootstrap.environment_python()
    assert len(steps.installed) == 1
    assert any(name.startswith("pygame-ce==") for name in steps.installed[0])
    assert not any(name.startswith("pytest==") for name in steps.installed[0])


def test_checking_after_playing_adds_to_the_same_environment(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(bootstrap, monkeypatch)
    bootstrap.prepare()
    bootstrap.prepare("dev")
    bootstrap.prepare()
    bootstrap.prepare("dev")
    assert steps.made == [True, False]
    assert len(steps.installed) == 2
    assert any(name.startswith("pytest==") for name in steps.installed[1])


def test_a_failed_install_is_said_and_tried_again(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(bootstrap, monkeypatch)
    steps.status = 1
    with pytest.raises(SystemExit, match="Connect to the network"):
        bootstrap.prepare()
    steps.status = 0
    bootstrap.prepare()
    assert steps.made == [True, True]


def test_every_requirement_is_pinned(bootstrap: ModuleType) -> None:
    wanted = bootstrap.requirements(("dev",))
    assert all("==" in name for name in wanted)
    assert len(wanted) == len(set(wanted))


@pytest.mark.parametrize("script", ["play.py", "check.py"])
def test_an_old_python_is_told_so(script: str) -> None:
    lines = (ROOT / "build" / script).read_text("utf-8").splitlines()
    probe = "\n".join(
        [
            "import sys",
            "sys.version_info = (3, 10, 9)",
            "sys.version = '3.10.9 (main)'",
            f"exec(compile(open({str(ROOT / 'build' / script)!r}).read(), {script!r}, 'exec'))",
        ]
    )
    assert lines[0].startswith('"""')
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "Magnate needs Python 3.11 or newer; this is 3.10.9."
