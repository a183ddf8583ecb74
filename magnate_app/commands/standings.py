"""What many games say about bots: figures, and the page that shows them.

Pure: games in, text out. The same page is read in a terminal and kept in a repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from magnate_app import __version__
from magnate_app.bots import ratings
from magnate_app.bots.arena import GameResult, Tournament, count_games
from magnate_app.bots.levels import NAMES
from magnate_app.bots.ratings import Ranking, Rating
from magnate_app.bots.stopwatch import Times, sum_of

RATED: Final = 3
"""A table of so many different bots gets ratings of its own."""


class Aim(msgspec.Struct, frozen=True):
    """What the first bot of a table should reach: a share of wins, and its lower bound."""

    share: float
    low: float = 0.0


class Share(msgspec.Struct, frozen=True):
    """How often the seats of one bot won at a table."""

    name: str
    seats: int
    wins: int
    share: float
    low: float
    high: float


class Standing(msgspec.Struct, frozen=True):
    """One table: its bots in the order of their seats, ratings where it pays."""

    names: tuple[str, ...]
    games: int
    mean_rounds: float
    shares: tuple[Share, ...]
    aim: Aim | None
    reached: bool | None
    plackett_luce: tuple[Rating, ...]


class Thought(msgspec.Struct, frozen=True):
    """How long one bot took for its decisions, in milliseconds."""

    name: str
    decisions: int
    median: float
    mean: float
    p99: float


class Report(msgspec.Struct, frozen=True):
    """Everything about a run of the arena."""

    command: str
    app: str
    preset: str
    games: int
    tables: tuple[Standing, ...]
    elo: tuple[Rating, ...]
    plackett_luce: tuple[Rating, ...]
    clock: str
    thoughts: tuple[Thought, ...]


class Played(msgspec.Struct, frozen=True):
    """A tournament, its games, and what was hoped for."""

    tournament: Tournament
    games: Sequence[GameResult]
    aim: Aim | None = None


def report(command: str, preset: str, clock: str, tables: Sequence[Played]) -> Report:
    """Work out all figures, for `command`; tables without a game are left out."""
    tables = [table for table in tables if table.games]
    blocks = _blocks(tables)
    return Report(
        command=command,
        app=__version__,
        preset=preset,
        games=sum(len(table.games) for table in tables),
        tables=tuple(_standing(table) for table in tables),
        elo=ratings.elo(blocks),
        plackett_luce=ratings.rate(blocks),
        clock=clock,
        thoughts=_thoughts(tables),
    )


def page(found: Report) -> str:
    """Return the figures as a page of tables."""
    parts = [
        f"`{found.command}`, Magnate {found.app}:\n{found.games} games, each shuffle of the seats "
        "played in every rotation on the same luck; shares\nof games won with the 95 % interval of "
        "Wilson.",
        _table(
            ("first", "against", "games", "won", "interval", "aim"),
            [_against(one) for one in found.tables if len(one.shares) <= 2],
        ),
    ]
    several = [one for one in found.tables if len(one.shares) > 2]
    for one in several:
        rows = [
            (f"`{share.name}`", _percent(share.share), _bounds(share.low, share.high))
            for share in one.shares
        ]
        parts.append(f"{one.games} games at one table of {', '.join(one.names)}:")
        parts.append(_table(("bot", "won", "interval"), rows))
        if len(several) == 1 < len(found.tables):
            parts.append(_rated("Plackett–Luce rating of this table", one.plackett_luce))
    if found.plackett_luce:
        parts.append(_rated("Plackett–Luce rating of all games, in points", found.plackett_luce))
        parts.append(_rated("Elo rating of all pairs, in points", found.elo))
    parts.append(
        "Milliseconds for a decision, by the "
        + ("clock on the wall:" if found.clock == "wall" else "time of the processor:")
    )
    parts.append(
        _table(
            ("bot", "decisions", "median", "mean", "p99"),
            [
                (
                    f"`{one.name}`",
                    f"{one.decisions}",
                    f"{one.median:.3f}",
                    f"{one.mean:.3f}",
                    f"{one.p99:.2f}",
                )
                for one in found.thoughts
            ],
        )
    )
    return "\n\n".join(part for part in parts if part)


def _blocks(tables: Iterable[Played]) -> list[list[Ranking]]:
    """Return the rankings by name, those that share their luck together."""
    blocks: dict[tuple[int, int], list[Ranking]] = {}
    for table in tables:
        names = table.tournament.names
        for game in table.games:
            ranking = tuple(names[place] for place in game.ranking)
            blocks.setdefault((len(names), game.number // len(names)), []).append(ranking)
    return list(blocks.values())


def _standing(table: Played) -> Standing:
    names = table.tournament.names
    tally = count_games(len(names), table.games)
    shares = []
    for name in dict.fromkeys(names):
        wins = sum(won for one, won in zip(names, tally.wins, strict=True) if one == name)
        low, high = ratings.interval(wins, tally.games)
        shares.append(Share(name, names.count(name), wins, wins / tally.games, low, high))
    reached = None
    if table.aim is not None:
        reached = shares[0].share >= table.aim.share and shares[0].low >= table.aim.low
    return Standing(
        names=names,
        games=tally.games,
        mean_rounds=tally.rounds / tally.games,
        shares=tuple(shares),
        aim=table.aim,
        reached=reached,
        plackett_luce=ratings.rate(_blocks([table])) if len(shares) >= RATED else (),
    )


def _thoughts(tables: Sequence[Played]) -> tuple[Thought, ...]:
    parts: dict[str, list[Times]] = {}
    for table in tables:
        for game in table.games:
            for name, times in zip(table.tournament.names, game.times, strict=True):
                parts.setdefault(name, []).append(times)
    known = {name: at for at, name in enumerate(NAMES)}
    found = []
    for name in sorted(parts, key=lambda one: (known.get(one, len(known)), one)):
        times = sum_of(parts[name])
        if times.count:
            figures = (times.below(0.5), times.mean, times.below(0.99))
            found.append(Thought(name, times.count, *(1000 * one for one in figures)))
    return tuple(found)


def _against(one: Standing) -> tuple[str, ...]:
    first = one.shares[0]
    others = "itself" if len(one.shares) == 1 else f"`{one.shares[1].name}`"
    count = len(one.names) - first.seats
    side = f"{first.seats} × " if first.seats > 1 else ""
    aim = ""
    if one.aim is not None:
        low = f", bound {_percent(one.aim.low)}" if one.aim.low else ""
        aim = f"{_percent(one.aim.share)}{low}: {'reached' if one.reached else 'missed'}"
    return (
        f"{side}`{first.name}`",
        f"{count} × {others}" if count else others,
        f"{one.games}",
        _percent(first.share),
        _bounds(first.low, first.high),
        aim,
    )


def _rated(title: str, rated: Sequence[Rating]) -> str:
    rows = []
    for one in rated:
        last = one is rated[-1]
        rows.append(
            (
                f"`{one.name}`",
                f"{one.points:.0f}",
                f"{one.low:.0f}–{one.high:.0f}",
                "" if last else f"{one.ahead:.0f} ({one.ahead_low:.0f} to {one.ahead_high:.0f})",
            )
        )
    return f"{title}:\n\n" + _table(("bot", "points", "interval", "ahead of the next"), rows)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _bounds(low: float, high: float) -> str:
    return f"{100 * low:.1f}–{100 * high:.1f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with columns of even width, figures to the right; nothing without rows."""
    if not rows:
        return ""
    used = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    widths = {at: max(len(heads[at]), *(len(row[at]) for row in rows)) for at in used}
    left = {at for at in used if any(row[at].startswith("`") or "×" in row[at] for row in rows)}

    def line(cells: Sequence[str]) -> str:
        shown = [
            cells[at].ljust(widths[at]) if at in left else cells[at].rjust(widths[at])
            for at in used
        ]
        return f"| {' | '.join(shown)} |"

    rules = ["-" * (widths[at] + 2) if at in left else "-" * (widths[at] + 1) + ":" for at in used]
    return "\n".join([line(heads), f"|{'|'.join(rules)}|", *(line(row) for row in rows)])
