"""Check a host against the wire contract, whoever wrote it.

    python tests/conformance/run.py ws://host:port [--code XXXXXX] [--only WORD]

Speaks raw JSON and knows nothing of the program that answers. Prints what passed; the
exit status is 0 when everything did.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.conformance import (
    absent,
    door,
    extended,
    game,
    queue,
    refusals,
    room,
    together,
    transport,
)
from tests.conformance.checks import ALL, Check
from tests.conformance.client import ContractError, Host

SECTIONS = (transport, queue, room, game, absent, refusals, extended, door, together)
"""Importing them fills the list of checks."""

ORDER = (
    "transport",
    "identity",
    "errors",
    "limits",
    "queue",
    "room",
    "game",
    "refusals",
    "extended",
    "door",
    "together",
)

AT_ONCE = 6


class Outcome(NamedTuple):
    """What became of one check."""

    check: Check
    fault: str
    remark: str
    seconds: float


async def run_one(shared: Host, check: Check) -> Outcome:
    """Run one check, bounded in time, and leave nothing of it on the host."""
    host = Host(f"ws://{shared.address}:{shared.port}", shared.code)
    begun = time.monotonic()
    fault, remark = "", ""
    try:
        async with asyncio.timeout(check.patience * 2):
            remark = await check.run(host) or ""
    except ContractError as error:
        fault = str(error) or type(error).__name__
    except TimeoutError:
        fault = "took too long"
    except (AssertionError, LookupError, TypeError, ValueError, OSError) as error:
        fault = f"{type(error).__name__}: {error}"
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(10):
            await host.tidy()
    return Outcome(check, fault, remark, time.monotonic() - begun)


async def run_all(host: Host, only: str) -> list[Outcome]:
    """Run the checks, some at a time, those that want to be alone at the end."""
    wanted = [check for check in ALL if only in f"{check.section} {check.run.__name__}"]
    doors = asyncio.Semaphore(AT_ONCE)

    async def one(check: Check) -> Outcome:
        async with doors:
            return await run_one(host, check)

    # The slowest first, so that they do not begin when the others are over.
    together = sorted((c for c in wanted if not c.alone), key=lambda check: -check.patience)
    outcomes = list(await asyncio.gather(*(one(check) for check in together)))
    outcomes += [await run_one(host, check) for check in wanted if check.alone]
    return sorted(outcomes, key=lambda one: (ORDER.index(one.check.section), ALL.index(one.check)))


def table(outcomes: list[Outcome]) -> str:
    """Return what passed and what did not, section by section."""
    lines: list[str] = []
    section = ""
    for outcome in outcomes:
        if outcome.check.section != section:
            section = outcome.check.section
            lines.append(f"\n{section}")
        mark = "FAILED" if outcome.fault else "ok"
        remark = f"  [{outcome.remark}]" if outcome.remark else ""
        lines.append(f"  {mark:6} {outcome.seconds:5.1f} s  {outcome.check.title}{remark}")
        if outcome.fault:
            lines.append(f"           {outcome.check.run.__name__}: {outcome.fault}")
    passed = sum(not outcome.fault for outcome in outcomes)
    return "\n".join([*lines, "", f"{passed} of {len(outcomes)} checks passed"])


def main() -> int:
    """Read the command line, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--code", help="a room that stands open on that host")
    parser.add_argument("--only", default="", help="only sections or checks with this word")
    args = parser.parse_args()
    begun = time.monotonic()
    outcomes = asyncio.run(run_all(Host(args.url, args.code), args.only))
    sys.stdout.write(f"{table(outcomes)}, {time.monotonic() - begun:.0f} s\n")
    return 1 if any(outcome.fault for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
