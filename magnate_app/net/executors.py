"""Where independent work is done: here, in processes of this computer, or on a cluster.

Knows `concurrent.futures` and nothing of games. What is submitted must be a function of a
module, with values that can be pickled. Processes are started afresh rather than forked:
the same on every system, whatever runs here, and in a frozen program as well.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing.connection import wait as wait_for
from typing import Final, NamedTuple, ParamSpec, Protocol, TypeVar, cast

from magnate_app import __version__
from magnate_app.errors import MagnateError

PATIENCE: Final = 10.0
"""Seconds a cluster has to answer."""

AHEAD: Final = 3
"""Jobs that are given out for each worker: none idles, and an end loses little."""

P = ParamSpec("P")
J = TypeVar("J")
R = TypeVar("R")


class Workers(NamedTuple):
    """Those who do the work."""

    executor: Executor
    most: int
    """How many jobs are done at a time."""


class Here(Executor):
    """Does everything at once in the calling thread."""

    def submit(self, fn: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Do it; what goes wrong is raised here, not kept."""
        future: Future[R] = Future()
        future.set_result(fn(*arguments, **named))
        return future


def cores() -> int:
    """Return how many processor cores this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def local(count: int) -> Iterator[Workers]:
    """Give `count` workers on this computer; a single one is the caller itself."""
    if count == 1:
        yield Workers(Here(), 1)
        return
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=end_with_parent)
    done = False
    try:
        yield Workers(pool, count)
        done = True
    finally:
        if not done:
            # nobody waits for what they are doing, which may take long
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Give the workers of the Dask cluster at `address`.

    Raises `MagnateError` with a sentence when there is none that could do our work.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise MagnateError(
            "A cluster needs packages that are not installed: pip install 'magnate[cluster]'."
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        _knock(address)
        client = cast(_Client, distributed.Client(address, timeout=PATIENCE, set_as_default=False))
    except (OSError, ValueError) as error:
        raise MagnateError(f"No cluster answers at {address}.") from error
    try:
        yield Workers(client.get_executor(pure=False), _able(client, address))
    finally:
        client.close(timeout=PATIENCE)


def spread(workers: Workers, work: Callable[[J], R], jobs: Iterable[J]) -> Iterator[R]:
    """Yield what `work` makes of each job, as it is done.

    Raises `MagnateError` when a process is lost; jobs not begun are given up then.
    """
    coming = deque(jobs)
    out: set[Future[R]] = set()
    most = 1 if workers.most == 1 else AHEAD * workers.most
    try:
        while coming or out:
            while coming and len(out) < most:
                out.add(workers.executor.submit(work, coming.popleft()))
            done, out = wait(out, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenExecutor as error:
        raise MagnateError("A process that was playing has been ended from outside.") from error
    finally:
        for future in out:
            future.cancel()


def end_with_parent() -> None:
    """Let this process end with the one that started it, however that ends, and only then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None, "only processes of ours call this"
    sentinel = parent.sentinel

    def watch() -> None:
        wait_for([sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def version() -> str:
    """Return the version of the program on this computer."""
    return __version__


def _knock(address: str) -> None:
    """Look whether a scheduler is there, which greets first; Dask waits for ever for others.

    Raises `OSError`, or `ValueError` when this is no address.
    """
    scheme, _, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE) as line:
        if scheme != "tls" and not line.recv(1):
            raise ConnectionError


class _Client(Protocol):
    """What we use of `distributed.Client`, which need not be installed."""

    def get_executor(self, *, pure: bool) -> Executor: ...

    def run(self, function: Callable[[], str]) -> dict[str, str]: ...

    def nthreads(self) -> dict[str, int]: ...

    def close(self, timeout: float) -> object: ...


def _able(client: _Client, address: str) -> int:
    """Return how many jobs the cluster can do at a time. Raises `MagnateError`."""
    threads = client.nthreads()
    if not threads:
        raise MagnateError(f"The cluster at {address} has no workers yet.")
    try:
        versions = client.run(version)
    except (ImportError, AttributeError) as error:
        raise MagnateError(
            f"The workers of the cluster at {address} do not have Magnate installed."
        ) from error
    if others := set(versions.values()) - {__version__}:
        raise MagnateError(
            f"The workers of the cluster at {address} have Magnate {', '.join(sorted(others))}; "
            f"this is {__version__}."
        )
    return sum(threads.values())
