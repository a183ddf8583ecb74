"""A small network of computers, made of network namespaces; nothing leaves it.

Every computer is a namespace with one wire to a switch. What goes wrong in real networks
is done to it with means every kernel has: a switch that floods no multicast, policy rules
that swallow packets, second adapters that lead nowhere.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

AVAILABLE: Final = (
    hasattr(os, "geteuid") and os.geteuid() == 0 and all(map(shutil.which, ("ip", "bridge")))
)
REASON: Final = "needs root and iproute2"
WIRE: Final = "wire"

_numbers = itertools.count()


class Lan:
    """Computers on one switch. `close` takes all of it away again."""

    def __init__(self, folder: Path, *, multicast: bool = True) -> None:
        self._folder = folder
        self._multicast = multicast
        self._prefix = f"mg{os.getpid()}n{next(_numbers)}"
        self._names: list[str] = []
        self._running: list[subprocess.Popen[str]] = []
        self._switch = self._namespace("switch")
        self.ip("switch", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0")
        self.ip("switch", "link", "set", "br0", "up")

    def computer(self, name: str, *addresses: str) -> None:
        """Add a computer with these addresses (`10.77.0.1/24`) on its wire."""
        space = self._namespace(name)
        if not addresses:
            return
        port = f"p{len(self._names)}"
        peer = ("peer", "name", WIRE, "netns", space)
        self.ip("switch", "link", "add", port, "type", "veth", *peer)
        self.ip("switch", "link", "set", port, "master", "br0", "up")
        if not self._multicast:
            _run(
                "ip",
                "netns",
                "exec",
                self._switch,
                "bridge",
                "link",
                "set",
                "dev",
                port,
                "mcast_flood",
                "off",
            )
        for address in addresses:
            self.ip(name, "addr", "add", address, "brd", "+", "dev", WIRE)
        self.ip(name, "link", "set", WIRE, "up")

    def second_adapter(self, name: str, device: str, address: str) -> None:
        """Give a computer another network, on which it is alone."""
        self.ip(name, "link", "add", device, "type", "veth", "peer", "name", f"{device}x")
        self.ip(name, "addr", "add", address, "brd", "+", "dev", device)
        for end in (device, f"{device}x"):
            self.ip(name, "link", "set", end, "up")

    def default_route(self, name: str, device: str, via: str = "") -> None:
        """Lead a computer to the world through one of its adapters."""
        way = ("via", via) if via else ()
        self.ip(name, "route", "add", "default", *way, "dev", device)

    def swallow(self, name: str, *what: str, own: bool = False) -> None:
        """Drop what a computer sends, without a word; with `own`, to itself as well."""
        if own:
            self.ip(name, "rule", "add", "pref", "10", "table", "local")
            self.ip(name, "rule", "del", "pref", "0")
        self.ip(name, "rule", "add", "pref", "5", *what, "blackhole")

    def ip(self, name: str, *words: str) -> None:
        """Run `ip` for a computer."""
        _run("ip", "-n", self._space(name), *words)

    def inside(self, name: str, *words: str) -> None:
        """Run a program on a computer and wait for it."""
        _run("ip", "netns", "exec", self._space(name), *words)

    def start(self, name: str, module: str, *words: str, **variables: str) -> subprocess.Popen[str]:
        """Start a Python module on a computer; it ends with the network at the latest."""
        complaints = (self._folder / f"{name}-{len(self._running)}.err").open("w")
        # What keeps other tests on this computer would hide the networks made here.
        usual = {k: v for k, v in os.environ.items() if k != "MAGNATE_ADDRESS"}
        process = subprocess.Popen(
            ["ip", "netns", "exec", self._space(name), sys.executable, "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            env={**usual, "MAGNATE_HOME": str(self._folder / name), **variables},
        )
        complaints.close()
        self._running.append(process)
        return process

    def ask(self, name: str, module: str, *words: str, **variables: str) -> dict[str, Any]:
        """Start a Python module on a computer; return the JSON line it prints."""
        return line(self.start(name, module, *words, **variables))

    def serve(self, name: str, *words: str) -> tuple[subprocess.Popen[str], str]:
        """Run a headless host on a computer; return it and its code."""
        serving = self.start(name, "magnate_app", "serve", *words)
        assert serving.stdout is not None
        said = serving.stdout.readline()
        assert " code " in said, f"{said!r} and {self.complaints()}"
        return serving, said.split(" code ")[1].strip()

    def complaints(self) -> str:
        """Return what all processes wrote to their standard error."""
        return "\n".join(path.read_text() for path in sorted(self._folder.glob("*.err")))

    def stop(self, process: subprocess.Popen[str]) -> None:
        """End a process as a person would, or at once if it does not listen."""
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self._running.remove(process)

    def close(self) -> None:
        """End everything and take the network away."""
        for process in list(self._running):
            self.stop(process)
        for name in self._names:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)

    def _namespace(self, name: str) -> str:
        space = self._space(name)
        try:
            _run("ip", "netns", "add", space)
            self._names.append(space)
            _run("ip", "-n", space, "link", "set", "lo", "up")
        except subprocess.CalledProcessError as error:
            self.close()
            pytest.skip(f"no network namespaces here: {error.stderr!r}")
        return space

    def _space(self, name: str) -> str:
        return f"{self._prefix}{name}"


def line(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the next line a process prints, read as JSON; it goes on running."""
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, "it said nothing"
    told = json.loads(said)
    assert isinstance(told, dict)
    return told


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
