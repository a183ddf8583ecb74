"""Games as text: what is written can be read, and what is wrong is told by its line."""

from __future__ import annotations

import pytest

from magnate_app.errors import DecodeError
from magnate_app.rules import actions as act
from magnate_app.rules import engine, transcript
from magnate_app.rules.actions import Action
from magnate_app.rules.chance import Seeded
from magnate_app.rules.hashing import state_hash
from magnate_app.rules.settings import Settings
from magnate_app.rules.transcript import Transcript, format_action, parse_action
from tests.kit.games import BOARD, offer, square, squares

LINES: dict[str, Action] = {
    "Roll": act.Roll(),
    "ChooseSquare 111": act.ChooseSquare(square(111)),
    "PayBail": act.PayBail(),
    "StayInJail": act.StayInJail(),
    "PickCard shown": act.PickCard(True),
    "PickCard unknown": act.PickCard(False),
    "Buy 39": act.Buy(square(39)),
    "Decline 113": act.Decline(square(113)),
    "RideTram 107": act.RideTram(square(107)),
    "Build 6 1": act.Build(square(6), 1),
    "SellHouse 101 4": act.SellHouse(square(101), 4),
    "Mortgage 35": act.Mortgage(square(35)),
    "Redeem 5": act.Redeem(square(5)),
    "ProposeTrade 2 gives 100+6,8 gets 0+9": offer(2, give=[6, 8], pay=100, get=[9]),
    "ProposeTrade 1 gives 0 gets 250": offer(1, ask=250),
    "AnswerTrade accept": act.AnswerTrade(True),
    "AnswerTrade reject": act.AnswerTrade(False),
    "Bid 90": act.Bid(90),
    "Bid 0": act.Bid(0),
    "EndPhase": act.EndPhase(),
    "Surrender": act.Surrender(),
}


@pytest.mark.parametrize("line", LINES)
def test_an_action_is_one_line(line: str) -> None:
    assert parse_action(BOARD, line) == LINES[line]
    assert parse_action(BOARD, format_action(BOARD, LINES[line])) == LINES[line]
    assert format_action(BOARD, LINES[line]) == line


@pytest.mark.parametrize(
    "line",
    [
        *("", "Fly 3", "roll", "Roll 1", "Buy", "Buy 6 1", "Buy x", "Buy 200", "Buy -1", "Buy 6.0"),
        *("Build 6", "Build 6 x", "Build 6 -1", "SellHouse 6", "PickCard", "PickCard both"),
        *("AnswerTrade", "AnswerTrade maybe", "Bid", "Bid -5", "Bid ten", "Bid ٣", "RideTram 999"),
        *("ProposeTrade 1", "ProposeTrade 1 gives 0", "ProposeTrade 1 gets 0 gives 0"),
        *("ProposeTrade x gives 0 gets 0", "ProposeTrade 1 gives 0+ gets 0"),
        *("ProposeTrade 1 gives 0+6, gets 0", "ProposeTrade 1 gives 0+200 gets 0"),
        *("ProposeTrade 1 gives -5 gets 0", "ProposeTrade 1 gives 0 gets 0 0"),
    ],
)
def test_r19_2_unknown_action_unknown_square_and_bad_fields_are_no_actions(line: str) -> None:
    with pytest.raises(DecodeError):
        parse_action(BOARD, line)


def game(actions: int = 30) -> Transcript:
    """The beginning of a game played by the clock."""
    settings = Settings(seats=3, house_rules=frozenset({"starting_deal", "full_deck"}))
    writer = transcript.Writer(BOARD, settings, [True, False, True], Seeded("a game"))
    for _ in range(actions):
        answer = engine.default_action(writer.state, Seeded(3))
        assert answer is not None
        writer.play(*answer)
    return writer.transcript()


def text() -> str:
    return transcript.write(game(), BOARD)


def test_a_game_is_read_as_it_was_written() -> None:
    assert transcript.read(text(), BOARD) == game()
    assert transcript.write(transcript.read(text(), BOARD), BOARD) == text()


def test_r21_3_a_replay_arrives_where_the_game_did() -> None:
    final = transcript.replay(game(), BOARD)
    assert state_hash(final) == game().records[-1].hash
    assert final.order == transcript.replay(game(0), BOARD).order


def test_the_text_is_plain_and_has_one_line_for_each_action() -> None:
    lines = text().splitlines()
    assert lines[0] == "magnate transcript 1"
    assert text().isascii()
    assert sum(line.count("|") == 3 for line in lines) == 30


def replaced(number: int, line: str | None) -> str:
    lines = text().splitlines()
    lines[number - 1 : number] = [] if line is None else [line]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("line", [None, "", "nonsense", "settings {", "humans one two"])
def test_a_broken_heading_is_told_by_its_line(number: int, line: str | None) -> None:
    with pytest.raises(DecodeError) as caught:
        transcript.read(replaced(number, line), BOARD)
    assert "line" in caught.value.path


@pytest.mark.parametrize(
    "line",
    [
        *("0 | Roll | 1 2 3", "0 | Roll | 1 2 x | ab", "x | Roll | 1 | ab", "0 | Fly | 1 | ab"),
        *("0 | Buy 200 | | ab", "0 | Roll | -1 | ab", "-1 | Roll | 1 | ab"),
    ],
)
def test_a_broken_action_is_told_by_its_line(line: str) -> None:
    with pytest.raises(DecodeError) as caught:
        transcript.read(replaced(8, line), BOARD)
    assert caught.value.path == "line 8"


@pytest.mark.parametrize(
    "settings", ['{"seats":9}', '{"beer":1}', '{"house_rules":["beer"]}', "[]", "[" * 5000]
)
def test_settings_out_of_range_are_refused_r1_2(settings: str) -> None:
    with pytest.raises(DecodeError) as caught:
        transcript.read(replaced(3, f"settings {settings}"), BOARD)
    assert caught.value.path == "line 3"


@pytest.mark.parametrize("line", ["setup | 1 2", "setup | 1 2 | ab | cd", "setup | 1 x | ab"])
def test_a_broken_setup_is_refused(line: str) -> None:
    with pytest.raises(DecodeError) as caught:
        transcript.read(replaced(5, line), BOARD)
    assert caught.value.path == "line 5"


def test_another_board_is_refused() -> None:
    with pytest.raises(DecodeError):
        transcript.read(replaced(2, "board atlantis"), BOARD)


@pytest.mark.parametrize("empty", ["", "\n", "magnate transcript 1\n"])
def test_an_empty_text_is_no_transcript(empty: str) -> None:
    with pytest.raises(DecodeError):
        transcript.read(empty, BOARD)


def spoiled(index: int, **change: object) -> Transcript:
    good = game()
    records = list(good.records)
    records[index] = records[index]._replace(**change)  # type: ignore[arg-type]  # spoils on purpose
    return good._replace(records=tuple(records))


def test_a_replay_notices_what_does_not_fit() -> None:
    for bad in (
        spoiled(4, hash="0" * 32),
        spoiled(0, draws=()),
        spoiled(0, draws=(0, 1, 2, 3, 4, 5, 0, 0, 0)),
        spoiled(0, draws=(9, 9, 9)),
        spoiled(0, action=act.EndPhase()),
        spoiled(0, seat=2),
        spoiled(0, seat=8),
        game()._replace(hash="0" * 32),
        game()._replace(draws=()),
        game()._replace(draws=(*game().draws, 0)),
    ):
        with pytest.raises(DecodeError):
            transcript.replay(bad, BOARD)


def test_replaying_nothing_but_the_setup() -> None:
    assert transcript.replay(game(0), BOARD).turn_number == 1


def test_squares_are_written_as_board_ids() -> None:
    assert format_action(BOARD, act.Buy(squares(100)[0])) == "Buy 100"
