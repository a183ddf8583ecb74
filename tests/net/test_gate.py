from __future__ import annotations

from magnate_app.net.gate import Gate, Kept
from magnate_app.rules.actions import Roll
from magnate_app.server.commands import Close, Send
from magnate_app.server.events import BotAnswered


def _send(text: str) -> Send:
    return Send((1,), (text,))


def test_what_nobody_promised_passes_at_once() -> None:
    out: list[Kept] = []
    Gate(out.append).put(7, _send("a"))
    assert out == [_send("a")]


def test_a_promise_keeps_back_one_log_in_order_and_no_other() -> None:
    out: list[Kept] = []
    gate = Gate(out.append)
    gate.promise(7, 3)
    gate.put(7, _send("a"))
    gate.put(7, Close(1, 4005))
    gate.put(8, _send("other"))
    assert out == [_send("other")]
    gate.reach(8, 3)
    assert len(out) == 1
    gate.reach(7, 3)
    assert out[1:] == [_send("a"), Close(1, 4005)]
    gate.put(7, _send("b"))
    assert out[-1] == _send("b")


def test_a_later_promise_waits_for_its_own_batch() -> None:
    out: list[Kept] = []
    gate = Gate(out.append)
    gate.promise(7, 3)
    gate.put(7, _send("a"))
    gate.promise(7, 4)
    gate.put(7, _send("b"))
    gate.reach(7, 3)
    assert out == [_send("a")]
    gate.put(7, _send("c"))
    gate.reach(7, 4)
    assert out == [_send("a"), _send("b"), _send("c")]


def test_what_comes_of_an_answer_stays_behind_what_waited_longer() -> None:
    out: list[Kept] = []
    batches = iter((4, 5))

    def let_out(kept: Kept) -> None:
        out.append(kept)
        if isinstance(kept, BotAnswered):
            gate.promise(7, next(batches))
            gate.put(7, _send("of the answer"))

    gate = Gate(let_out)
    gate.promise(7, 3)
    gate.put(7, BotAnswered(7, 0, 1, Roll()))
    gate.put(7, _send("a"))
    gate.reach(7, 3)
    assert out == [BotAnswered(7, 0, 1, Roll()), _send("a")]
    gate.reach(7, 4)
    assert out[-1] == _send("of the answer")


def test_an_opened_gate_lets_everything_out() -> None:
    out: list[Kept] = []
    gate = Gate(out.append)
    gate.promise(7, 3)
    gate.promise(8, 3)
    for log in (7, 8, 7):
        gate.put(log, _send(str(log)))
    gate.open()
    assert out == [_send("7"), _send("7"), _send("8")]
    gate.put(7, _send("later"))
    assert out[-1] == _send("later")
