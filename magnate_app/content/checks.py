"""Whether a well-formed board file makes a board one can play on.

Every fault is a `DecodeError` with the path to its place and a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from magnate_app.content.format import BoardFile, Fork, SquareEntry, Text
from magnate_app.errors import DecodeError
from magnate_app.rules.cards import CARD_NAMES
from magnate_app.rules.ids import KIND_NAMES

FORMAT: Final = "magnate-board"
VERSION: Final = 1
SHORT_NAME: Final = 18
MARK: Final = 2
STREET_RENTS: Final = 6
MOST_SQUARES: Final = 200

_SINGLE: Final = ("start", "jail", "go_to_jail", "visiting", "parking")
_BUYABLE: Final = ("street", "bridge", "server")
_ID_RANGE: Final = range(1000)


def check(file: BoardFile) -> None:
    """Raise `DecodeError` at the first fault of a board file."""
    _check_head(file)
    _check_squares(file)
    _check_groups(file)
    _check_ring(file)
    _check_cards(file)


def successors(square: SquareEntry) -> tuple[int, int]:
    """Return the squares that follow on even and on odd totals."""
    if isinstance(square.next, Fork):
        return square.next.even, square.next.odd
    return square.next, square.next


def _check_head(file: BoardFile) -> None:
    _demand(file.format == FORMAT, "format", f"is {file.format!r}; a board has {FORMAT!r}")
    _demand(
        file.version == VERSION,
        "version",
        f"is {file.version}; this program reads version {VERSION}",
    )
    _demand(file.board.isidentifier(), "board", "must be one word, without spaces")
    _demand(file.tram_fare >= 0, "tram_fare", "must not be negative")
    _check_text(file.title, "title")
    _demand(
        1 < len(file.squares) <= MOST_SQUARES,
        "squares",
        f"has {len(file.squares)} entries; 2 to {MOST_SQUARES} are possible",
    )


def _check_squares(file: BoardFile) -> None:
    seen: dict[int, int] = {}
    for position, square in enumerate(file.squares):
        path = f"squares[{position}]"
        _demand(square.id in _ID_RANGE, f"{path}.id", f"is {square.id}; 0 to 999 are possible")
        _demand(
            square.id not in seen,
            f"{path}.id",
            f"{square.id} is already the id of squares[{seen.get(square.id)}]",
        )
        seen[square.id] = position
        _demand(
            square.kind in KIND_NAMES,
            f"{path}.kind",
            f"{square.kind!r} is no kind of square; there are {', '.join(KIND_NAMES)}",
        )
        _check_text(square.name, f"{path}.name")
        _check_text(square.short, f"{path}.short", SHORT_NAME)
    kinds = Counter(square.kind for square in file.squares)
    for kind in _SINGLE:
        _demand(kinds[kind] == 1, "squares", f"holds {kinds[kind]} squares of kind {kind}, not 1")
    for position, square in enumerate(file.squares):
        _check_figures(square, f"squares[{position}]", kinds)


def _check_figures(square: SquareEntry, path: str, kinds: Counter[str]) -> None:
    """Demand the figures of the square's kind, and none besides."""
    street = square.kind == "street"
    buyable = square.kind in _BUYABLE
    wanted = {
        "group": street,
        "price": buyable,
        "build_price": street,
        "rents": buyable,
    }
    for key, needed in wanted.items():
        value = getattr(square, key)
        if needed:
            _demand(value is not None, path, f"lacks {key!r}, which a {square.kind} needs")
        else:
            _demand(value is None, f"{path}.{key}", f"a {square.kind} has none")
        if isinstance(value, int):
            _demand(value > 0, f"{path}.{key}", f"is {value}; it must be above 0")
    if square.rents is None:
        return
    count = STREET_RENTS if street else kinds[square.kind]
    _demand(
        len(square.rents) == count,
        f"{path}.rents",
        f"has {len(square.rents)} figures; a {square.kind} needs {count}",
    )
    for position, rent in enumerate(square.rents):
        _demand(rent > 0, f"{path}.rents[{position}]", f"is {rent}; it must be above 0")


def _check_groups(file: BoardFile) -> None:
    for position, group in enumerate(file.groups):
        path = f"groups[{position}]"
        _demand(
            group.number == position + 1,
            f"{path}.number",
            f"is {group.number}; groups are listed in order, so it must be {position + 1}",
        )
        _demand(len(group.mark) == MARK, f"{path}.mark", f"{group.mark!r} has not two letters")
        _check_text(group.name, f"{path}.name")
    streets = Counter(square.group for square in file.squares if square.group is not None)
    for position, square in enumerate(file.squares):
        _demand(
            square.group is None or square.group <= len(file.groups),
            f"squares[{position}].group",
            f"{square.group} is not among the {len(file.groups)} groups",
        )
    for position, group in enumerate(file.groups):
        _demand(
            streets[group.number] > 1,
            f"groups[{position}]",
            f"has {streets[group.number]} streets; a group needs at least 2",
        )


def _check_ring(file: BoardFile) -> None:
    """Demand that every walk can go on for ever and that every square can be met."""
    ids = {square.id: position for position, square in enumerate(file.squares)}
    jail = next(square.id for square in file.squares if square.kind == "jail")
    start = next(square.id for square in file.squares if square.kind == "start")
    after: dict[int, tuple[int, int]] = {}
    before: dict[int, list[int]] = {square.id: [] for square in file.squares}
    for position, square in enumerate(file.squares):
        path = f"squares[{position}].next"
        after[square.id] = successors(square)
        for target in after[square.id]:
            _demand(target in ids, path, f"leads to {target}, which is not on the board")
            _demand(target != jail, path, f"leads to {target}, the jail; no step may")
            before[target].append(square.id)
    reached = _reach(start, after)
    returning = _reach(start, before)
    for position, square in enumerate(file.squares):
        path = f"squares[{position}]"
        _demand(
            square.id in reached or square.id == jail,
            path,
            f"the ring is not closed: no walk from the start reaches {square.id}",
        )
        _demand(
            square.id in returning,
            f"{path}.next",
            f"the ring is not closed: no walk from {square.id} leads back to the start",
        )


def _reach(start: int, steps: dict[int, tuple[int, int]] | dict[int, list[int]]) -> set[int]:
    reached = {start}
    waiting = [start]
    while waiting:
        for square in steps[waiting.pop()]:
            if square not in reached:
                reached.add(square)
                waiting.append(square)
    return reached


def _check_cards(file: BoardFile) -> None:
    seen: set[str] = set()
    for position, card in enumerate(file.cards):
        path = f"cards[{position}]"
        _demand(card.kind in CARD_NAMES, f"{path}.kind", f"{card.kind!r} is no kind of card")
        _demand(card.kind not in seen, f"{path}.kind", f"{card.kind!r} is listed twice")
        seen.add(card.kind)
        _check_text(card.title, f"{path}.title")
        _check_text(card.story, f"{path}.story")
    missing = [name for name in CARD_NAMES if name not in seen]
    _demand(not missing, "cards", f"lacks {_listed(missing)}")


def _check_text(text: Text, path: str, longest: int | None = None) -> None:
    for language, words in (("en", text.en), ("es", text.es)):
        _demand(bool(words.strip()), f"{path}.{language}", "must not be empty")
        _demand(
            longest is None or len(words) <= longest,
            f"{path}.{language}",
            f"{words!r} has {len(words)} characters; at most {longest} fit",
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _demand(holds: bool, path: str, problem: str) -> None:
    if not holds:
        raise DecodeError(path, problem)
