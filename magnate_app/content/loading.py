"""Reading board files: JSON in, a `Board` for the engine and the words for people out.

Knows where boards lie and nothing of how they are played or drawn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from magnate_app.content.checks import check, successors
from magnate_app.content.format import BoardFile, SquareEntry, Text
from magnate_app.errors import DecodeError
from magnate_app.paths import assets_dir
from magnate_app.rules.board import Board, SquareSpec
from magnate_app.rules.ids import KIND_NAMES

LANGUAGES: Final = ("en", "es")
SUFFIX: Final = ".json"


class BoardContent:
    """A board with its words; squares by their own ids, languages `en` and `es`."""

    __slots__ = ("_cards", "_groups", "_squares", "_title", "board")

    def __init__(self, file: BoardFile) -> None:
        self.board = Board(file.board, [_spec(square) for square in file.squares], file.tram_fare)
        self._title = file.title
        self._squares = {square.id: square for square in file.squares}
        self._groups = {group.number: group for group in file.groups}
        self._cards = {card.kind: card for card in file.cards}

    def title(self, lang: str) -> str:
        """Return the name of the board."""
        return _in(self._title, lang)

    def name(self, square_id: int, lang: str) -> str:
        """Return the full name of a square."""
        return _in(self._squares[square_id].name, lang)

    def short_name(self, square_id: int, lang: str) -> str:
        """Return the name of a square as it fits on a tile."""
        return _in(self._squares[square_id].short, lang)

    def group_name(self, group: int, lang: str) -> str:
        """Return the name of a colour group."""
        return _in(self._groups[group].name, lang)

    def group_mark(self, group: int) -> str:
        """Return the two letters of a colour group."""
        return self._groups[group].mark

    def card(self, kind: str, lang: str) -> tuple[str, str]:
        """Return title and story of a kind of card (R14.4)."""
        card = self._cards[kind]
        return _in(card.title, lang), _in(card.story, lang)


def load_board(name_or_path: str | Path = "zaragoza") -> BoardContent:
    """Load a board of ours by its name, or any board file by its path.

    Raises `DecodeError` with the path to the fault.
    """
    path = Path(name_or_path)
    if isinstance(name_or_path, str) and path.suffix != SUFFIX:
        path = assets_dir() / "boards" / f"{path.name}{SUFFIX}"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DecodeError(str(path), "there is no such board file") from error
    return read_board(data)


def read_board(data: bytes) -> BoardContent:
    """Read the bytes of a board file; raises `DecodeError` with the path to the fault."""
    try:
        file = msgspec.json.decode(data, type=BoardFile)
    except msgspec.ValidationError as error:
        # the sentence of msgspec ends with the place: "… - at `$.squares[3].price`"
        problem, _, place = str(error).partition(" - at `$")
        raise DecodeError(place.strip("`.") or "board file", _plain(problem)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError("board file", f"is not valid JSON ({error})") from error
    check(file)
    return BoardContent(file)


def _plain(problem: str) -> str:
    return problem[:1].lower() + problem[1:]


def _spec(square: SquareEntry) -> SquareSpec:
    even, odd = successors(square)
    return SquareSpec(
        id=square.id,
        kind=KIND_NAMES.index(square.kind),
        even=even,
        odd=odd,
        group=square.group or 0,
        price=square.price or 0,
        build_price=square.build_price or 0,
        rents=square.rents or (),
    )


def _in(text: Text, lang: str) -> str:
    return text.es if lang == "es" else text.en
