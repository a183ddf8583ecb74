"""Events, actions and settings are plain values: they survive being written and read."""

from __future__ import annotations

import typing

import msgspec
import pytest

from magnate_app.rules import actions, events, transcript
from magnate_app.rules.events import AnyEvent, TradeAccepted, TradeProposed, TradeRefused
from magnate_app.rules.settings import HOUSE_RULES, Settings
from tests.rules.make_transcripts import BOARD, FOLDER

KINDS = typing.get_args(events.AnyEvent)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_event_of_a_game_is_read_as_it_was_written(path: object) -> None:
    text = next(one for one in FOLDER.glob("*.txt") if one == path).read_text("utf-8")
    heard: list[AnyEvent] = []
    for _ in transcript.steps(transcript.read(text, BOARD), BOARD, heard.append):
        pass
    written = msgspec.json.encode(heard)
    assert msgspec.json.decode(written, type=list[AnyEvent]) == heard


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_event_is_frozen_and_tagged_with_its_name(kind: type[events.Event]) -> None:
    assert kind.__struct_config__.frozen
    assert kind.__struct_config__.tag == kind.__name__
    assert kind.__struct_config__.tag_field == "type"


def test_both_sides_of_a_trade_are_called_from_and_to() -> None:
    accepted = TradeAccepted(from_=0, to=1)
    assert msgspec.to_builtins(accepted) == {"type": "TradeAccepted", "from": 0, "to": 1}
    refused = TradeRefused(from_=2, to=0, cause="left")
    assert msgspec.to_builtins(refused)["from"] == 2
    fields = {field.encode_name for field in msgspec.structs.fields(TradeProposed)}
    assert {"from", "to", "offer"} <= fields


@pytest.mark.parametrize("kind", typing.get_args(actions.Action), ids=lambda kind: kind.__name__)
def test_an_action_is_frozen_and_has_a_number_of_its_own(kind: type[msgspec.Struct]) -> None:
    assert kind.__struct_config__.frozen
    numbers = [one.kind for one in typing.get_args(actions.Action)]
    assert sorted(numbers) == list(range(17))


def test_settings_survive_being_written() -> None:
    agreed = Settings(seats=6, pace="brisk", house_rules=frozenset(HOUSE_RULES), max_rounds=0)
    assert msgspec.json.decode(msgspec.json.encode(agreed), type=Settings) == agreed


def test_unknown_settings_are_not_swallowed_r1_2() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"seats":4,"beer":true}', type=Settings)
