from __future__ import annotations

import sys
from pathlib import Path

import pytest

from magnate_app import paths
from magnate_app.errors import SaveError


def test_a_home_of_ones_own_holds_everything(magnate_home: Path) -> None:
    assert paths.data_dir() == magnate_home / "data"
    assert paths.saves_dir() == magnate_home / "data" / "saves"
    assert paths.config_dir() == magnate_home / "config"
    assert paths.log_dir() == magnate_home / "log"
    assert all(
        folder.is_dir()
        for folder in (paths.data_dir(), paths.saves_dir(), paths.config_dir(), paths.log_dir())
    )


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MAGNATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    folders = {paths.data_dir(), paths.config_dir(), paths.log_dir()}
    assert len(folders) == 3
    assert all("Magnate" in str(folder) for folder in folders)


def test_a_folder_that_cannot_be_made_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MAGNATE_HOME", str(tmp_path / "file"))
    with pytest.raises(SaveError, match="cannot be made"):
        paths.data_dir()


def test_assets_of_a_checkout_lie_beside_the_package() -> None:
    assert (paths.assets_dir() / "boards").is_dir()


def test_assets_of_a_frozen_program_are_unpacked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "assets").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.assets_dir() == tmp_path / "assets"


def test_assets_of_an_installed_program_lie_inside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inside = tmp_path / "magnate_app" / "assets"
    inside.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(inside.parent / "paths.py"))
    assert paths.assets_dir() == inside


def test_missing_assets_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "magnate_app" / "paths.py"))
    with pytest.raises(SaveError, match="install Magnate again"):
        paths.assets_dir()
