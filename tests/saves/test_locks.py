"""Files one program has for itself, and ids several programs give away in one folder."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from magnate_app.errors import SaveError
from magnate_app.saves import locks
from magnate_app.saves.identities import Identities, load_identities, store_identities

ANA, BEA, EVA, LEO = ("aa" * 32, "bb" * 32, "ee" * 32, "11" * 32)

HOLDER = """
import sys, time
from pathlib import Path
from magnate_app.saves import locks
held = locks.take(Path(sys.argv[1]))
print("held" if held else "refused", flush=True)
time.sleep(600)
"""


def test_one_has_it_until_it_is_released(tmp_path: Path) -> None:
    path = tmp_path / "game.lock"
    assert not locks.taken(path)
    assert not path.exists(), "asking leaves nothing behind"
    held = locks.take(path)
    assert held is not None
    assert locks.take(path) is None
    assert locks.taken(path)
    held.release()
    held.release()
    assert not path.exists()
    again = locks.take(path)
    assert again is not None
    again.release()


def test_a_program_that_is_killed_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "game.lock"
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    with program:
        assert program.stdout.readline() == "held\n"
        assert locks.taken(path)
        program.kill()
        program.wait(20)
    assert path.exists(), "nobody has tidied up"
    assert not locks.taken(path)
    assert not path.exists()


def test_a_folder_that_takes_no_lock_file_stops_nobody(tmp_path: Path) -> None:
    held = locks.take(tmp_path / "none" / "game.lock")
    assert held is not None
    held.release()
    with pytest.raises(SaveError, match="no such file"), locks.guarding(tmp_path / "none" / "x"):
        pass


def test_who_comes_second_waits_for_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    inside, out = threading.Event(), threading.Event()

    def first() -> None:
        with locks.guarding(path):
            inside.set()
            out.wait(20)

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(20)
    threading.Timer(0.1, out.set).start()
    with locks.guarding(path):
        assert out.is_set()
    thread.join()


def test_who_is_kept_out_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    with (
        locks.guarding(tmp_path / "x.lock"),
        pytest.raises(SaveError, match="another program"),
        locks.guarding(tmp_path / "x.lock"),
    ):
        pass


def kept(folder: Path, users: dict[str, int], given: dict[str, int], free: int, game: int) -> None:
    store_identities(folder, Identities(users=users, next_user=free, next_game=game), given)


def test_two_programs_forget_nobody_of_each_other(tmp_path: Path) -> None:
    kept(tmp_path, {ANA: 1}, {ANA: 1}, 2, 1)
    kept(tmp_path, {ANA: 1, BEA: 2}, {BEA: 2}, 3, 5)
    kept(tmp_path, {ANA: 1, EVA: 4}, {EVA: 4}, 5, 2)
    assert load_identities(tmp_path) == Identities(
        users={ANA: 1, BEA: 2, EVA: 4}, next_user=5, next_game=5
    )


def test_an_id_two_programs_gave_away_stays_with_the_first(tmp_path: Path) -> None:
    kept(tmp_path, {ANA: 1, BEA: 2}, {ANA: 1, BEA: 2}, 3, 1)
    for _ in range(3):
        kept(tmp_path, {EVA: 2, LEO: 3}, {EVA: 2, LEO: 3}, 4, 1)
        known = load_identities(tmp_path)
        assert known.users[BEA] == 2
        assert known.users == {ANA: 1, BEA: 2, EVA: 4, LEO: 3}
        assert known.next_user == 5, "and nothing is used up by saying it again"


def test_a_seat_that_moved_to_another_device_moves_on_the_disk(tmp_path: Path) -> None:
    kept(tmp_path, {ANA: 1, BEA: 2}, {ANA: 1, BEA: 2}, 3, 1)
    kept(tmp_path, {ANA: 3, EVA: 1, BEA: 2}, {ANA: 3, EVA: 1}, 4, 1)
    assert load_identities(tmp_path).users == {ANA: 3, EVA: 1, BEA: 2}


def test_a_stranger_whose_id_is_taken_does_not_get_that_of_the_device_before(
    tmp_path: Path,
) -> None:
    kept(tmp_path, {ANA: 1, LEO: 3}, {ANA: 1, LEO: 3}, 4, 1)
    # This program knows nothing of Leo, to whom another one has given 3.
    kept(tmp_path, {ANA: 3, EVA: 1}, {ANA: 3, EVA: 1}, 4, 1)
    assert load_identities(tmp_path).users == {ANA: 4, EVA: 1, LEO: 3}


def test_where_nothing_lies_everybody_is_kept(tmp_path: Path) -> None:
    kept(tmp_path, {ANA: 1, BEA: 2}, {BEA: 2}, 3, 1)
    assert load_identities(tmp_path).users == {ANA: 1, BEA: 2}


def test_many_who_ask_and_take_never_have_it_together(tmp_path: Path) -> None:
    path = tmp_path / "game.lock"
    inside, most, times = 0, 0, 0
    count = threading.Lock()

    def many() -> None:
        nonlocal inside, most, times
        for _ in range(60):
            locks.taken(path)
            held = locks.take(path)
            if held is None:
                continue
            with count:
                inside, times = inside + 1, times + 1
                most = max(most, inside)
            with count:
                inside -= 1
            held.release()

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, times > 0) == (1, True)
    assert not locks.taken(path)
