"""A whole game as text: actions with their recorded chance, and a hash after each.

Writes and reads; `replay` plays a transcript again and compares every hash. Squares are
the board's own ids, players are seats. Who sat there and when is not part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from magnate_app.errors import DecodeError, IllegalActionError, SettingError
from magnate_app.rules import actions as act
from magnate_app.rules.actions import Action
from magnate_app.rules.board import Board
from magnate_app.rules.chance import Chance, Recorder, Scripted
from magnate_app.rules.engine import apply, check, new_game, state_hash
from magnate_app.rules.events import EventSink
from magnate_app.rules.ids import Seat, Square
from magnate_app.rules.settings import Settings
from magnate_app.rules.state import GameState

HEADING: Final = "magnate transcript 1"

_GIVES: Final = "gives"
_GETS: Final = "gets"
_RECORD_PARTS: Final = 4


class Record(NamedTuple):
    """One action of a game: who, what, the draws it took, and the hash afterwards."""

    seat: Seat
    action: Action
    draws: tuple[int, ...]
    hash: str


class Transcript(NamedTuple):
    """A setup and all actions since; `draws` and `hash` are those of `new_game`."""

    board: str
    settings: Settings
    humans: tuple[bool, ...]
    draws: tuple[int, ...]
    hash: str
    records: tuple[Record, ...]


class Writer:
    """Plays a game and keeps its records."""

    __slots__ = ("_chance", "_humans", "_records", "_setup", "state")

    def __init__(
        self, board: Board, settings: Settings, humans: Iterable[bool], chance: Chance
    ) -> None:
        self._chance = Recorder(chance)
        self._humans = tuple(humans)
        self._records: list[Record] = []
        self.state = new_game(board, settings, self._humans, self._chance)
        self._setup = (self._chance.take(), state_hash(self.state))

    def play(self, seat: Seat, action: Action, log: EventSink | None = None) -> Record:
        """Carry out an action that has passed `check` and keep its record."""
        apply(self.state, seat, action, self._chance, log)
        record = Record(seat, action, self._chance.take(), state_hash(self.state))
        self._records.append(record)
        return record

    def transcript(self) -> Transcript:
        """Return the game so far."""
        draws, first = self._setup
        return Transcript(
            self.state.board.name,
            self.state.settings,
            self._humans,
            draws,
            first,
            tuple(self._records),
        )


def write(transcript: Transcript, board: Board) -> str:
    """Return a transcript as text, one line per action."""
    settings = msgspec.to_builtins(transcript.settings)
    settings["house_rules"] = sorted(settings["house_rules"])
    lines = [
        HEADING,
        f"board {transcript.board}",
        f"settings {msgspec.json.encode(settings).decode()}",
        f"humans {_numbers(transcript.humans)}",
        f"setup | {_numbers(transcript.draws)} | {transcript.hash}",
    ]
    lines += [
        f"{record.seat} | {format_action(board, record.action)} | "
        f"{_numbers(record.draws)} | {record.hash}"
        for record in transcript.records
    ]
    return "\n".join(lines) + "\n"


def read(text: str, board: Board) -> Transcript:
    """Read what `write` wrote; raises `DecodeError` with the number of the faulty line."""
    lines = iter(enumerate(text.splitlines(), 1))
    _, heading = _next(lines, "heading")
    if heading.strip() != HEADING:
        raise DecodeError("line 1", f"is not {HEADING!r}")
    number, name = _keyword(lines, "board")
    if name != board.name:
        raise DecodeError(f"line {number}", f"the game was played on {name!r}")
    number, written = _keyword(lines, "settings")
    try:
        settings = msgspec.json.decode(written, type=Settings)
    except (msgspec.MsgspecError, SettingError, RecursionError) as error:
        raise DecodeError(f"line {number}", f"these are no settings ({error})") from error
    number, humans = _keyword(lines, "humans")
    seats = tuple(bool(human) for human in _read_numbers(humans, number))
    number, setup = _keyword(lines, "setup")
    parts = [part.strip() for part in setup.split("|")]
    if len(parts) != _RECORD_PARTS - 1:
        raise DecodeError(f"line {number}", "is not 'setup | draws | hash'")
    draws = _read_numbers(parts[1], number)
    records = tuple(_read_record(board, number, line) for number, line in lines if line.strip())
    return Transcript(name, settings, seats, draws, parts[2], records)


def replay(transcript: Transcript, board: Board) -> GameState:
    """Play a transcript again; raises `DecodeError` where it does not fit the rules."""
    *_, final = steps(transcript, board)
    return final


def steps(
    transcript: Transcript, board: Board, log: EventSink | None = None
) -> Iterator[GameState]:
    """Yield the state after the setup and after each action; always the same object."""
    chance = Scripted(transcript.draws)
    state = new_game(board, transcript.settings, transcript.humans, chance, log)
    _compare("setup", state, chance, transcript.hash)
    yield state
    for position, record in enumerate(transcript.records):
        place = f"action {position + 1}"
        try:
            check(state, record.seat, record.action)
        except IllegalActionError as error:
            raise DecodeError(place, f"is refused ({error.reason})") from error
        chance = Scripted(record.draws)
        apply(state, record.seat, record.action, chance, log)
        _compare(place, state, chance, record.hash)
        yield state


def format_action(board: Board, action: Action) -> str:
    """Return an action as one line, e.g. `Build 6 1` or `ProposeTrade 2 gives 100+6,8 gets 0`."""
    name = type(action).__name__
    if isinstance(action, act.ProposeTrade):
        gives = _side(board, action.offered_money, action.offered)
        gets = _side(board, action.asked_money, action.asked)
        return f"{name} {action.to} {_GIVES} {gives} {_GETS} {gets}"
    if isinstance(action, act.Build | act.SellHouse):
        return f"{name} {board.ids[action.square]} {action.houses}"
    if isinstance(action, act.Bid):
        return f"{name} {action.amount}"
    if isinstance(action, act.PickCard):
        return f"{name} {'shown' if action.shown else 'unknown'}"
    if isinstance(action, act.AnswerTrade):
        return f"{name} {'accept' if action.accept else 'reject'}"
    square = getattr(action, "square", None)
    return name if square is None else f"{name} {board.ids[square]}"


def parse_action(board: Board, text: str) -> Action:
    """Read what `format_action` wrote; raises `DecodeError`."""
    words = text.split()
    name, *fields = words or [""]
    if name not in _READERS:
        raise DecodeError("action", f"{name!r} is no action")
    count, reader = _READERS[name]
    if len(fields) != count:
        raise DecodeError("action", f"{name} takes {count} words, not {len(fields)}")
    return reader(board, fields)


def _compare(place: str, state: GameState, chance: Scripted, written: str) -> None:
    if not chance.finished:
        raise DecodeError(place, "more draws are recorded than the action takes")
    found = state_hash(state)
    if found != written:
        raise DecodeError(place, f"leads to {found}, written is {written}")


def _next(lines: Iterator[tuple[int, str]], wanted: str) -> tuple[int, str]:
    for line in lines:
        return line
    raise DecodeError("end of text", f"the {wanted} is missing")


def _keyword(lines: Iterator[tuple[int, str]], word: str) -> tuple[int, str]:
    number, line = _next(lines, word)
    first, _, rest = line.partition(" ")
    if first != word:
        raise DecodeError(f"line {number}", f"should begin with {word!r}")
    return number, rest.strip()


def _read_record(board: Board, number: int, line: str) -> Record:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != _RECORD_PARTS:
        raise DecodeError(f"line {number}", "is not 'seat | action | draws | hash'")
    seat, action, draws, written = parts
    try:
        read_action = parse_action(board, action)
    except DecodeError as error:
        raise DecodeError(f"line {number}", error.problem) from error
    return Record(_number(seat, number), read_action, _read_numbers(draws, number), written)


def _numbers(values: Iterable[int]) -> str:
    return " ".join(str(int(value)) for value in values)


def _read_numbers(text: str, line: int) -> tuple[int, ...]:
    return tuple(_number(word, line) for word in text.split())


def _number(word: str, line: int | None = None) -> int:
    if not (word.isascii() and word.isdigit()):
        raise DecodeError("action" if line is None else f"line {line}", f"{word!r} is no number")
    return int(word)


def _side(board: Board, money: int, squares: Iterable[Square]) -> str:
    deeds = ",".join(str(board.ids[square]) for square in squares)
    return f"{money}+{deeds}" if deeds else str(money)


def _read_side(board: Board, text: str) -> tuple[int, tuple[Square, ...]]:
    money, plus, deeds = text.partition("+")
    squares = tuple(_square(board, word) for word in deeds.split(",")) if plus else ()
    return _number(money), squares


def _square(board: Board, word: str) -> Square:
    square = board.index.get(_number(word))
    if square is None:
        raise DecodeError("action", f"{word} is not on the board")
    return square


def _choice(word: str, yes: str, no: str) -> bool:
    if word not in (yes, no):
        raise DecodeError("action", f"{word!r} is neither {yes!r} nor {no!r}")
    return word == yes


def _read_trade(board: Board, fields: list[str]) -> Action:
    to, gives, offered, gets, asked = fields
    if (gives, gets) != (_GIVES, _GETS):
        raise DecodeError("action", f"a trade reads 'ProposeTrade seat {_GIVES} … {_GETS} …'")
    offered_money, offered_deeds = _read_side(board, offered)
    asked_money, asked_deeds = _read_side(board, asked)
    return act.ProposeTrade(_number(to), offered_money, asked_money, offered_deeds, asked_deeds)


# by name: how many words follow, and what they mean
_READERS: Final[dict[str, tuple[int, Callable[[Board, list[str]], Action]]]] = {
    "Roll": (0, lambda board, words: act.Roll()),
    "ChooseSquare": (1, lambda board, words: board.act_choose[_square(board, words[0])]),
    "PayBail": (0, lambda board, words: act.PayBail()),
    "StayInJail": (0, lambda board, words: act.StayInJail()),
    "PickCard": (1, lambda board, words: act.PickCard(_choice(words[0], "shown", "unknown"))),
    "Buy": (1, lambda board, words: board.act_buy[_square(board, words[0])]),
    "Decline": (1, lambda board, words: board.act_decline[_square(board, words[0])]),
    "RideTram": (1, lambda board, words: board.act_ride[_square(board, words[0])]),
    "Build": (2, lambda board, words: act.Build(_square(board, words[0]), _number(words[1]))),
    "SellHouse": (
        2,
        lambda board, words: act.SellHouse(_square(board, words[0]), _number(words[1])),
    ),
    "Mortgage": (1, lambda board, words: board.act_mortgage[_square(board, words[0])]),
    "Redeem": (1, lambda board, words: board.act_redeem[_square(board, words[0])]),
    "ProposeTrade": (5, _read_trade),
    "AnswerTrade": (
        1,
        lambda board, words: act.AnswerTrade(_choice(words[0], "accept", "reject")),
    ),
    "Bid": (1, lambda board, words: act.Bid(_number(words[0]))),
    "EndPhase": (0, lambda board, words: act.EndPhase()),
    "Surrender": (0, lambda board, words: act.Surrender()),
}
