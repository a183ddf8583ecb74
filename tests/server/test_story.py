from __future__ import annotations

from magnate_app.rules.events import TurnStarted
from magnate_app.server.story import KEPT, Story


def turns(*numbers: int) -> tuple[TurnStarted, ...]:
    return tuple(TurnStarted(0, number, 1) for number in numbers)


def test_the_story_since_an_action() -> None:
    story = Story()
    assert story.since(0) == ()
    story.add(0, turns(0))
    story.add(1, turns(1, 2))
    story.add(2, ())
    story.add(3, turns(3))
    assert story.since(0) == turns(0, 1, 2, 3)
    assert story.since(1) == turns(3)
    assert story.since(3) == ()
    assert story.since(4) is None


def test_what_is_too_old_is_not_known() -> None:
    story = Story()
    story.add(0, turns(0))
    for number in range(1, KEPT + 1):
        story.add(number, turns(number))
    assert story.since(0) is None
    assert story.since(1) == turns(*range(2, KEPT + 1))
    story.add(KEPT + 1, turns(KEPT + 1))
    assert story.since(0) is None
    events = story.since(1)
    assert events is not None
    assert len(events) == KEPT
