"""Processes that think for the bots of one host, so that its own loop stays quick.

They are started when first needed, afresh rather than forked, hold nothing between two
thoughts and do nothing unasked. Each hangs on one pipe: when the other end is gone, however
that came about, it ends, in the middle of a thought as well.
"""

from __future__ import annotations

import contextlib
import io
import logging
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final, NamedTuple, TypeVar

from magnate_app import __version__
from magnate_app.net.executors import cores
from magnate_app.net.thinking import Conclusion, Thought, allowance, think
from magnate_app.rules.board import Board

MOST: Final = 4
"""Nobody has more experts at their tables than these can serve."""

TRIES: Final = 2
START_SECONDS: Final = 60.0
"""A busy machine takes long to start a program; nobody waits for it meanwhile."""

GRACE: Final = 5.0
"""Seconds beyond its time after which a thought has no end."""

NICE: Final = 5
"""People come first."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class Minds:
    """As many processes as this machine can spare, at least one."""

    def __init__(self, board: Board, most: int | None = None) -> None:
        self.most = max(1, min(MOST, cores() - 1)) if most is None else most
        self._board = board
        self._lock = threading.Lock()
        self._all: list[_Mind] = []
        self._idle: list[_Mind] = []
        self._closed = False

    @property
    def processes(self) -> list[int]:
        """Return the ids of the processes that run."""
        with self._lock:
            return [mind.process for mind in self._all]

    def wake(self) -> bool:
        """Start a process and wait until it can think; whether that was possible."""
        mind = self._start()
        if mind is None:
            return False
        with self._lock:
            self._idle.append(mind)
        return True

    def think(self, thought: Thought, seconds: float) -> Conclusion | None:
        """Let a process think, a new one if need be; None when none can be had or it failed.

        At most `most` threads may call this. Raises `BrokenExecutor` when processes end over
        the thought without a word, or it finds no end: nobody else should try it.
        """
        for _ in range(TRIES):
            with self._lock:
                mind = self._idle.pop() if self._idle else None
            if mind is None and (mind := self._start()) is None:
                return None
            try:
                conclusion = mind.think(thought, min(seconds, mind.allowance))
            except TimeoutError:
                self._lose(mind)
                break
            except (EOFError, OSError):
                # Somebody has ended it, perhaps long ago.
                self._lose(mind)
                continue
            if isinstance(conclusion, str):
                log.error("a process failed over a thought:\n%s", conclusion)
                self._lose(mind)
                return None
            with self._lock:
                self._idle.append(mind)
            return conclusion
        raise BrokenExecutor("processes that were thinking are gone")

    def close(self) -> None:
        """End all processes, whatever they are thinking."""
        with self._lock:
            self._closed = True
            minds, self._all = self._all, []
        for mind in minds:
            mind.end()

    def _start(self) -> _Mind | None:
        with self._lock:
            if self._closed:
                return None
            try:
                mind = _Mind(self._board)
            except OSError as error:
                log.warning("no process can be started: %s", error)
                return None
            self._all.append(mind)
        try:
            mind.wake()
        except (EOFError, OSError):
            self._lose(mind)
            if not self._closed:
                log.warning("a process that should think does not start")
            return None
        return mind

    def _lose(self, mind: _Mind) -> None:
        with self._lock:
            if mind not in self._all:
                # whoever took it out ends it, and nobody does so twice
                return
            self._all.remove(mind)
        mind.end()


class _Mind:
    """One process, seen from the host."""

    def __init__(self, board: Board) -> None:
        context = multiprocessing.get_context("spawn")
        self._board = board
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=live, args=(theirs, board), name="magnate-mind", daemon=True
        )
        try:
            self._process.start()
        finally:
            theirs.close()
        assert self._process.pid is not None
        self.process = self._process.pid
        self.allowance = 0.0

    def wake(self) -> None:
        """Wait until it is ready. Raises `EOFError` or `OSError`."""
        if not self._line.poll(START_SECONDS):
            raise TimeoutError
        ready = _read(self._line.recv_bytes(), _Ready, self._board)
        if ready.version != __version__:
            # the files of the program were replaced while it runs
            raise ConnectionError
        self.allowance = ready.allowance

    def think(self, thought: Thought, seconds: float) -> Conclusion | str:
        """Let it think; return its last words if it fails.

        Raises `EOFError` or `OSError`, `TimeoutError` when it thinks far too long.
        """
        self._line.send_bytes(_write(_Task(thought, seconds), self._board))
        if not self._line.poll(seconds + GRACE):
            raise TimeoutError
        answer = self._line.recv_bytes()
        if answer.startswith(_LAST_WORDS):
            return answer.removeprefix(_LAST_WORDS).decode()
        return _read(answer, Conclusion, self._board)

    def end(self) -> None:
        """End it at once; it holds nothing. Whoever still listens to it hears that."""
        self._process.terminate()
        self._process.join()


# In the other process.

_LAST_WORDS: Final = b"last words:"


class _Ready(NamedTuple):
    version: str
    allowance: float


class _Task(NamedTuple):
    thought: Thought
    seconds: float


def live(line: Connection, board: Board) -> None:
    """Think whatever comes along `line`, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    with contextlib.suppress(EOFError, OSError), _Confession(line):
        line.send_bytes(_write(_Ready(__version__, allowance(board)), board))
        while True:
            task = _read(line.recv_bytes(), _Task, board)
            line.send_bytes(_write(think(task.thought, task.seconds, line), board))


class _Confession:
    """Tells the host of an error that ends this process."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None or isinstance(error, EOFError | OSError):
            return False
        text = "".join(traceback.format_exception(kind, error, trace))
        self._line.send_bytes(_LAST_WORDS + text.encode())
        return True


# What travels: everything but the board, which both sides have.


def _board() -> Board:
    raise AssertionError("each reader puts its own board in the place of this")


class _Writer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, board: Board) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._board = board

    def reducer_override(self, value: object) -> tuple[Callable[[], Board], tuple[()]]:
        return (_board, ()) if value is self._board else NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, board: Board) -> None:
        super().__init__(file)
        self._board = board

    def find_class(self, module: str, name: str) -> object:
        if module == __name__ and name == _board.__name__:
            return lambda: self._board
        return super().find_class(module, name)


def _write(value: object, board: Board) -> bytes:
    file = io.BytesIO()
    _Writer(file, board).dump(value)
    return file.getvalue()


def _read(content: bytes, kind: type[T], board: Board) -> T:
    value = _Reader(io.BytesIO(content), board).load()
    assert isinstance(value, kind)
    return value
