"""The examination itself, on the loopback interface; real faults are in `test_doctor_faults`."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from magnate_app.errors import LinkError
from magnate_app.net import doctor, websocket
from magnate_app.net.background import Background
from magnate_app.net.doctor import Doctor, Examination, Place
from magnate_app.net.host import Host
from magnate_app.protocol.diagnosis import Adapter, Diagnosis, Kind, Mark, Reach, Step, Verdict
from magnate_app.protocol.link import LinkFailure
from magnate_app.server.setup import Setup
from tests.kit.networks import LOCAL, content, hosting
from tests.kit.players import until

HERE = Adapter(name="lo", address=LOCAL, prefix=8, kind=Kind.OTHER)


def _free_port() -> int:
    with socket.create_server((LOCAL, 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _place(port: int | None = None) -> Place:
    return Place(
        chosen=LOCAL,
        port=_free_port() if port is None else port,
        adapters=lambda: (HERE,),
        beacon_port=_free_port(),
    )


def _marks(found: Diagnosis) -> dict[Step, Mark]:
    return {finding.step: finding.mark for finding in found.findings}


async def test_progress_is_told_and_ends_with_a_verdict() -> None:
    told: list[Diagnosis] = []
    begun = time.monotonic()
    found = await Doctor(content(), "", _place(), told.append).examine()
    assert time.monotonic() - begun < 6
    marks = _marks(found)
    assert (marks[Step.LISTEN], marks[Step.JOIN]) == (Mark.GOOD, Mark.GOOD)
    assert (marks[Step.MULTICAST], marks[Step.BROADCAST]) == (Mark.GOOD, Mark.GOOD)
    assert found.verdict is Verdict.FINE
    waiting = [list(_marks(one).values()).count(Mark.WAITING) for one in told]
    assert waiting == sorted(waiting, reverse=True)
    assert [one.verdict for one in told[:-1]] == [None] * (len(told) - 1)
    assert told[-1] == found


async def test_a_port_that_is_taken() -> None:
    with socket.create_server((LOCAL, 0)) as taken:
        found = await Doctor(content(), "", _place(taken.getsockname()[1])).examine()
    assert found.verdict is Verdict.PORT_TAKEN


async def test_a_host_of_ours_that_is_running_is_no_fault(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        found = await Doctor(content(), "", _place(host.port)).examine()
    assert found.verdict is Verdict.FINE
    (listen,) = [one for one in found.findings if one.step is Step.LISTEN]
    assert (listen.mark, listen.code) == (Mark.GOOD, "running")


async def test_tables_there_and_gone(tmp_path: Path) -> None:
    async with hosting(tmp_path) as host:
        code = host.make_room(Setup())
        address = f"{LOCAL}:{host.port}"
        there = await Doctor(content(), f"{address}/{code}", _place()).examine()
        assert there.verdict is Verdict.FINE_THERE
        wrong = await Doctor(content(), f"{address}/TNF6Y5", _place()).examine()
        assert wrong.verdict is Verdict.NO_SUCH_TABLE
    gone = await Doctor(content(), f"{address}/{code}", _place()).examine()
    assert gone.verdict is Verdict.HOST_GONE


async def test_what_is_still_open_at_the_end_stays_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "PATIENCE", 0.05)
    found = await Doctor(content(), "ws://127.0.0.1:9/", _place()).examine()
    assert Mark.WAITING not in _marks(found).values()
    assert found.verdict is not None


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize(("owner", "method"), [(Host, "close"), (websocket, "listen")])
async def test_time_that_is_up_leaves_no_host_behind(
    monkeypatch: pytest.MonkeyPatch, owner: object, method: str, turns: int
) -> None:
    begun = asyncio.Event()
    real: Callable[..., Awaitable[object]] = getattr(owner, method)

    async def told(*args: object) -> object:
        begun.set()
        return await real(*args)

    monkeypatch.setattr(owner, method, told)
    work = asyncio.create_task(Doctor(content(), "", _place())._host((HERE,)))
    await begun.wait()
    for _ in range(turns):
        await asyncio.sleep(0)
    work.cancel()
    await asyncio.wait([work])
    assert work.cancelled()
    del work
    gc.collect()


def test_an_examination_runs_beside_the_window_and_can_be_left() -> None:
    background = Background()
    try:
        examination = Examination(background, content(), "014-M0Q", _place())
        assert examination.diagnosis.verdict is None
        until(lambda: examination.diagnosis.verdict is Verdict.WRONG_CODE)
        left = Examination(background, content(), "", _place())
        until(lambda: left.diagnosis.adapters)
        left.close()
        background.call(left.closed()).result(10)
        assert left.diagnosis.verdict is None
        never = Examination(background, content(), "", _place())
        never._closed = True
    finally:
        background.stop()


@pytest.mark.parametrize(
    ("cause", "reach"),
    [
        (ConnectionRefusedError(), Reach.REFUSED),
        (PermissionError(), Reach.FORBIDDEN),
        (TimeoutError(), Reach.SILENT),
        (socket.gaierror(), Reach.NO_NAME),
        (OSError(errno.EHOSTUNREACH, "no route"), Reach.NO_WAY),
    ],
)
def test_how_an_attempt_ended(cause: OSError, reach: Reach) -> None:
    error = LinkError(LinkFailure.UNREACHABLE, "somewhere")
    error.__cause__ = cause
    assert doctor._reach(error) is reach
    assert doctor._reach(LinkError(LinkFailure.NOT_MAGNATE)) is Reach.STRANGER


def test_why_no_port_could_be_opened() -> None:
    error = LinkError(LinkFailure.PORT_BUSY, "47800")
    for cause, problem in (
        (OSError(errno.EADDRINUSE, "in use"), "taken"),
        (OSError(errno.EADDRNOTAVAIL, "not mine"), "no_address"),
        (PermissionError(), "forbidden"),
    ):
        error.__cause__ = cause
        assert doctor._problem(error) == problem
