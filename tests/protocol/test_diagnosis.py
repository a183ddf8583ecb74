from __future__ import annotations

import msgspec
import pytest

from magnate_app.protocol.diagnosis import (
    BY_BROADCAST,
    BY_MULTICAST,
    LOOPBACK,
    Adapter,
    Contact,
    Diagnosis,
    Kind,
    Listening,
    Mark,
    Measured,
    Reach,
    Step,
    Verdict,
    best,
    judge,
)
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages_common import OLDEST_VERSION, PROTOCOL_VERSION

HOME = Adapter(name="wlan0", address="192.168.1.37", prefix=24, kind=Kind.HOME)
TUNNEL = Adapter(name="tun0", address="10.8.0.2", prefix=24, kind=Kind.VIRTUAL)
UNASSIGNED = Adapter(name="eth0", address="169.254.3.4", prefix=16, kind=Kind.UNASSIGNED)

GOOD = Measured(
    adapters=(HOME,),
    listening=Listening(wanted=47800, port=47800),
    joined={HOME.address: Reach.REACHED},
    multicast={HOME.address: True},
    broadcast={HOME.address: True},
    tables=0,
)
THERE = Contact(
    text="014-M0P",
    address="192.168.1.40",
    port=47800,
    reach=Reach.REACHED,
    app="1.0.0",
    protocol=PROTOCOL_VERSION,
    room=True,
)


def _judge(**found: object) -> Diagnosis:
    return judge(msgspec.structs.replace(GOOD, **found), done=True)


def _contact(**found: object) -> Diagnosis:
    return _judge(asked=True, contact=msgspec.structs.replace(THERE, **found))


def _step(diagnosis: Diagnosis, step: Step) -> tuple[Mark, str]:
    (finding,) = [one for one in diagnosis.findings if one.step is step]
    return finding.mark, finding.code


def test_nothing_is_said_before_it_is_known() -> None:
    at_first = judge(Measured(asked=True), done=False)
    assert {finding.mark for finding in at_first.findings} == {Mark.WAITING}
    assert len(at_first.findings) == len(Step)
    assert at_first.verdict is None
    cut_short = judge(Measured(adapters=(HOME,)), done=True)
    assert {finding.code for finding in cut_short.findings} == {"one", "unknown"}
    assert cut_short.verdict is Verdict.FINE


def test_all_is_well() -> None:
    assert _judge().verdict is Verdict.FINE
    assert {finding.mark for finding in _judge().findings} == {Mark.GOOD}
    found = _judge(tables=2, ways=frozenset({BY_MULTICAST}), sought=frozenset({BY_MULTICAST}))
    assert _step(found, Step.TABLES) == (Mark.GOOD, "some")
    assert _step(found, Step.MULTICAST) == (Mark.GOOD, "found")
    assert _step(_judge(tables=1), Step.TABLES) == (Mark.GOOD, "one")


def test_networks() -> None:
    assert _judge(adapters=()).verdict is Verdict.NO_NETWORK
    assert _judge(adapters=(UNASSIGNED,)).verdict is Verdict.NO_ADDRESS
    assert _step(_judge(adapters=(UNASSIGNED,)), Step.ADAPTERS) == (Mark.BAD, "unassigned")
    assert _step(_judge(adapters=(TUNNEL,)), Step.ADAPTERS) == (Mark.NOTE, "virtual")
    assert _step(_judge(adapters=(HOME, TUNNEL)), Step.ADAPTERS) == (Mark.GOOD, "several")
    assert best(Measured()) is None
    assert not HOME.holds("no address")


def test_without_a_network_a_wrong_code_is_still_wrong() -> None:
    contact = Contact(text="014-M0Q", failure=LinkFailure.BAD_CHECK)
    assert _judge(adapters=(), asked=True, contact=contact).verdict is Verdict.WRONG_CODE
    nobody = Contact(text="TNF6Y5", failure=LinkFailure.NOT_FOUND)
    assert _judge(adapters=(), asked=True, contact=nobody).verdict is Verdict.NO_NETWORK
    assert _judge(asked=True, contact=nobody).verdict is Verdict.NOBODY


@pytest.mark.parametrize(
    ("reach", "address", "verdict"),
    [
        (Reach.REFUSED, "192.168.1.40", Verdict.HOST_GONE),
        (Reach.STRANGER, "192.168.1.40", Verdict.NOT_MAGNATE),
        (Reach.FORBIDDEN, "192.168.1.40", Verdict.FIREWALL_HERE),
        (Reach.NO_NAME, "nowhere.example", Verdict.NO_NAME),
        (Reach.NO_WAY, "192.168.1.40", Verdict.HOST_AWAY),
        (Reach.NO_WAY, "192.168.2.40", Verdict.OTHER_NETWORK),
        (Reach.SILENT, "192.168.1.40", Verdict.FIREWALL_THERE),
        (Reach.SILENT, LOOPBACK, Verdict.FIREWALL_THERE),
        (Reach.SILENT, "203.0.113.5", Verdict.OTHER_NETWORK),
    ],
)
def test_hosts_out_of_reach(reach: Reach, address: str, verdict: Verdict) -> None:
    found = _contact(reach=reach, address=address)
    assert found.verdict is verdict
    assert _step(found, Step.CONTACT) == (Mark.BAD, verdict.value)
    assert found.params["address"] == address


def test_hosts_that_answer() -> None:
    assert _contact().verdict is Verdict.FINE_THERE
    assert _step(_contact(), Step.CONTACT) == (Mark.GOOD, "answers")
    assert _contact(room=None).verdict is Verdict.FINE_THERE
    assert _contact(room=False).verdict is Verdict.NO_SUCH_TABLE
    assert _contact(protocol=OLDEST_VERSION - 1).verdict is Verdict.UPDATE_THEM
    assert _contact(protocol=PROTOCOL_VERSION + 1).verdict is Verdict.UPDATE_US


@pytest.mark.parametrize(
    ("problem", "verdict"),
    [
        ("taken", Verdict.PORT_TAKEN),
        ("no_address", Verdict.ADDRESS_GONE),
        ("forbidden", Verdict.FIREWALL_HERE),
    ],
)
def test_ports_that_cannot_be_opened(problem: str, verdict: Verdict) -> None:
    found = _judge(listening=Listening(wanted=47800, problem=problem), joined={})
    assert (found.verdict, found.params["port"]) == (verdict, 47800)
    assert _step(found, Step.LISTEN) == (Mark.BAD, problem)
    assert _step(found, Step.JOIN) == (Mark.NOTE, "untried")


def test_other_ports_and_running_hosts_do() -> None:
    moved = _judge(listening=Listening(wanted=47800, port=47803))
    assert (moved.verdict, _step(moved, Step.LISTEN)) == (Verdict.FINE, (Mark.NOTE, "moved"))
    running = Listening(wanted=47800, port=47801, running=(LOOPBACK, HOME.address))
    assert _judge(listening=running).verdict is Verdict.FINE
    assert _step(_judge(listening=running), Step.LISTEN) == (Mark.GOOD, "running")


def test_listening_where_nobody_comes_by() -> None:
    only = Listening(wanted=47800, port=47801, running=(LOOPBACK,))
    assert _judge(listening=only).verdict is Verdict.ONLY_LOOPBACK
    assert _judge(chosen=LOOPBACK).verdict is Verdict.ONLY_LOOPBACK
    joined = {HOME.address: Reach.REFUSED, TUNNEL.address: Reach.REACHED}
    found = _judge(adapters=(HOME, TUNNEL), chosen=TUNNEL.address, joined=joined)
    assert found.verdict is Verdict.WRONG_ADAPTER
    assert _step(found, Step.JOIN) == (Mark.NOTE, "limited")
    fine = _judge(
        adapters=(HOME, TUNNEL),
        chosen=HOME.address,
        joined={HOME.address: Reach.REACHED, TUNNEL.address: Reach.REFUSED},
    )
    assert fine.verdict is Verdict.FINE


def test_a_table_of_ours_that_does_not_answer_is_a_firewall() -> None:
    found = _judge(joined={HOME.address: Reach.SILENT})
    assert (found.verdict, _step(found, Step.JOIN)) == (
        Verdict.FIREWALL_HERE,
        (Mark.BAD, "failed"),
    )
    both = {HOME.address: Reach.REACHED, TUNNEL.address: Reach.REACHED}
    assert _step(_judge(joined=both), Step.JOIN) == (Mark.GOOD, "all")


def test_ways_of_finding() -> None:
    both = frozenset({BY_MULTICAST, BY_BROADCAST})
    deaf = {HOME.address: False}
    assert _judge(multicast=deaf).verdict is Verdict.MULTICAST_BLOCKED
    assert _judge(broadcast=deaf).verdict is Verdict.BROADCAST_BLOCKED
    assert _judge(multicast=deaf, broadcast=deaf).verdict is Verdict.ONLY_BY_CODE
    swallowed = _judge(ways=frozenset({BY_BROADCAST}), sought=both)
    assert swallowed.verdict is Verdict.MULTICAST_BLOCKED
    assert _step(swallowed, Step.MULTICAST) == (Mark.BAD, "swallowed")
    assert _step(_judge(multicast={}), Step.MULTICAST) == (Mark.NOTE, "untried")
    one_way = _judge(ways=frozenset({BY_MULTICAST}), sought=frozenset({BY_MULTICAST}))
    assert one_way.verdict is Verdict.FINE
    # What an adapter that does not matter cannot hear is no fault.
    assert _judge(multicast={HOME.address: True, TUNNEL.address: False}).verdict is Verdict.FINE
