from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.saves import store
from tests.kit.disks import full


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "store"
    made.mkdir()
    return made


def test_what_is_written_is_read(folder: Path) -> None:
    store.write(folder / "a.json", b"one")
    assert store.read(folder / "a.json") == b"one"
    assert _names(folder) == {"a.json"}
    assert (folder / "a.json").stat().st_mode & 0o077 == 0


def test_the_previous_content_stays_as_bak(folder: Path) -> None:
    for content in (b"one", b"two", b"three"):
        store.write(folder / "a.json", content)
    assert store.read(folder / "a.json") == b"three"
    assert store.read(folder / "a.json.bak") == b"two"
    assert _names(folder) == {"a.json", "a.json.bak"}


def test_without_hard_links_the_previous_is_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    store.write(folder / "a.json", b"one")
    store.write(folder / "a.json", b"two")
    assert store.read(folder / "a.json.bak") == b"one"
    assert _names(folder) == {"a.json", "a.json.bak"}


@pytest.mark.parametrize(("owner", "call"), [(os, "write"), (store, "sync")])
def test_a_full_disk_is_told_and_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, owner: object, call: str
) -> None:
    store.write(folder / "a.json", b"one")
    with monkeypatch.context() as patch:
        patch.setattr(owner, call, full)
        with pytest.raises(SaveError, match="the disk is full"):
            store.write(folder / "a.json", b"two")
    assert store.read(folder / "a.json") == b"one"
    assert _names(folder) == {"a.json"}


def test_a_disk_that_fills_half_way_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def some(handle: int, content: bytes) -> int:
        if len(content) < 6:
            return full()
        return real(handle, content[:3])

    store.write(folder / "a.json", b"one")
    monkeypatch.setattr(os, "write", some)
    with pytest.raises(SaveError, match="the disk is full"):
        store.write(folder / "a.json", b"two and more")
    assert store.read(folder / "a.json") == b"one"
    assert _names(folder) == {"a.json"}


def test_a_short_write_is_carried_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[[int, bytes], int] = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: real(handle, content[:2]))
    store.write(folder / "a.json", b"seven!!")
    assert store.read(folder / "a.json") == b"seven!!"


def test_a_file_held_by_somebody_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.replace
    tries = 0

    def busy(self: Path, target: Path) -> Path:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(store, "_PAUSE", 0)
    store.write(folder / "a.json", b"one")
    assert tries == 4
    assert store.read(folder / "a.json") == b"one"


def test_a_file_held_for_good_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    store.write(folder / "a.json", b"one")
    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(store, "_PAUSE", 0)
    with pytest.raises(SaveError, match="access is denied"):
        store.write(folder / "a.json", b"two")
    monkeypatch.undo()
    assert store.read(folder / "a.json") == b"one"
    assert _names(folder) == {"a.json"}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.EACCES, "access is denied"),
        (errno.EROFS, "can only be read"),
        (errno.ENOSPC, "full"),
        (errno.EIO, "the system says"),
    ],
)
def test_a_folder_that_takes_nothing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    real = os.open

    def refuse(path: str, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(code, os.strerror(code))
        return real(path, flags, *rest)

    store.write(folder / "a.json", b"one")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(SaveError, match=sentence):
        store.write(folder / "a.json", b"two")
    monkeypatch.undo()
    assert store.read(folder / "a.json") == b"one"


def test_a_missing_folder_and_a_folder_in_place_of_the_file_are_told(folder: Path) -> None:
    with pytest.raises(SaveError, match="no such file"):
        store.write(folder / "none" / "a.json", b"one")
    with pytest.raises(SaveError, match="no such file"):
        store.read(folder / "a.json")
    (folder / "b.json").mkdir()
    with pytest.raises(SaveError, match="a folder, not a file"):
        store.read(folder / "b.json")


def _parse(content: bytes, path: Path) -> bytes:
    if content == b"broken":
        raise SaveError("broken", path)
    return content


def test_a_broken_file_is_replaced_by_its_previous(folder: Path) -> None:
    store.write(folder / "a.json", b"one")
    store.write(folder / "a.json", b"broken")
    assert store.load(folder / "a.json", _parse) == b"one"
    (folder / "a.json").unlink()
    assert store.load(folder / "a.json", _parse) == b"one"


def test_the_fault_of_the_file_itself_is_told(folder: Path) -> None:
    store.write(folder / "a.json", b"broken")
    with pytest.raises(SaveError, match="broken"):
        store.load(folder / "a.json", _parse)


def test_temporary_files_of_a_crash_are_swept(folder: Path) -> None:
    (folder / ".a.json.x1.tmp").write_bytes(b"")
    (folder / "mine.tmp").write_bytes(b"")
    born = (folder / ".a.json.x1.tmp").stat().st_mtime
    store.sweep(folder, born + 10)
    assert len(_names(folder)) == 2
    store.sweep(folder, born + store.STALE + 10)
    assert _names(folder) == {"mine.tmp"}
    store.sweep(folder / "none")


def test_where_folders_cannot_be_synced_nothing_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "_POSIX", False)
        store.write(folder / "a.json", b"one")
    assert store.read(folder / "a.json") == b"one"
    store.sync_folder(folder / "none")


@pytest.mark.parametrize(("owner", "call"), [(store, "sync"), (Path, "replace")])
def test_a_disk_that_has_become_read_only_is_told_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, call: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(owner, call, refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    (tmp_path / "kept").write_bytes(b"old")
    with pytest.raises(SaveError, match="only be read"):
        store.write(tmp_path / "kept", b"new")
    assert (tmp_path / "kept").read_bytes() == b"old"
