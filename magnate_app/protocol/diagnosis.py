"""What Connection help measured, and what follows from it (`magnate doctor`).

`net.doctor` measures and fills in `Measured`; `judge` says of each step how it went and
names the one fault that matters, as codes. The sentences of the codes are in the catalogs.
"""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from typing import Final, TypeAlias

import msgspec

from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.messages_common import OLDEST_VERSION, PROTOCOL_VERSION

LOOPBACK: Final = "127.0.0.1"

Params: TypeAlias = dict[str, str | int]


class Kind(StrEnum):
    """What sort of network an adapter leads to."""

    HOME = "home"
    OTHER = "other"
    VIRTUAL = "virtual"
    UNASSIGNED = "unassigned"


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """One address of this computer."""

    name: str
    address: str
    prefix: int
    kind: Kind

    def holds(self, address: str) -> bool:
        """Whether another address is on the same network."""
        try:
            network = ipaddress.IPv4Network(f"{self.address}/{self.prefix}", strict=False)
            return ipaddress.IPv4Address(address) in network
        except ValueError:
            return False


class Reach(StrEnum):
    """How an attempt to reach a host ended."""

    REACHED = "reached"
    REFUSED = "refused"
    SILENT = "silent"
    NO_WAY = "no_way"
    FORBIDDEN = "forbidden"
    STRANGER = "stranger"
    NO_NAME = "no_name"


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """What came of opening a port; `wanted` is the first that was tried.

    `running` are our own addresses at which a Magnate host is open already.
    """

    wanted: int
    port: int | None = None
    problem: str = ""
    running: tuple[str, ...] = ()


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the host somebody wants to reach."""

    text: str
    failure: LinkFailure | None = None
    address: str = ""
    port: int = 0
    reach: Reach | None = None
    app: str = ""
    protocol: int = 0
    room: bool | None = None


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Everything measured so far; None is not known yet.

    `chosen` is the only address Magnate may use, if somebody limited it to one.
    `tables` counts what was found; `ways` are those in which others were heard, out of
    the ways that were `sought`.
    """

    adapters: tuple[Adapter, ...] | None = None
    chosen: str = ""
    listening: Listening | None = None
    joined: dict[str, Reach] | None = None
    multicast: dict[str, bool] | None = None
    broadcast: dict[str, bool] | None = None
    tables: int | None = None
    ways: frozenset[str] = frozenset()
    sought: frozenset[str] = frozenset()
    asked: bool = False
    contact: Contact | None = None


class Step(StrEnum):
    """The parts of an examination, in the order they are told."""

    ADAPTERS = "adapters"
    LISTEN = "listen"
    JOIN = "join"
    MULTICAST = "multicast"
    BROADCAST = "broadcast"
    TABLES = "tables"
    CONTACT = "contact"


class Mark(StrEnum):
    """How a step went."""

    WAITING = "waiting"
    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


class Verdict(StrEnum):
    """The one thing that matters; each has a sentence and a next step."""

    FINE = "fine"
    FINE_THERE = "fine_there"
    NO_NETWORK = "no_network"
    NO_ADDRESS = "no_address"
    WRONG_CODE = "wrong_code"
    FIREWALL_HERE = "firewall_here"
    NOBODY = "nobody"
    NO_NAME = "no_name"
    OTHER_NETWORK = "other_network"
    HOST_AWAY = "host_away"
    HOST_GONE = "host_gone"
    FIREWALL_THERE = "firewall_there"
    NOT_MAGNATE = "not_magnate"
    UPDATE_US = "update_us"
    UPDATE_THEM = "update_them"
    NO_SUCH_TABLE = "no_such_table"
    PORT_TAKEN = "port_taken"
    ADDRESS_GONE = "address_gone"
    ONLY_LOOPBACK = "only_loopback"
    WRONG_ADAPTER = "wrong_adapter"
    ONLY_BY_CODE = "only_by_code"
    MULTICAST_BLOCKED = "multicast_blocked"
    BROADCAST_BLOCKED = "broadcast_blocked"


HARMLESS: Final = (Verdict.FINE, Verdict.FINE_THERE)
FIREWALLS: Final = (Verdict.FIREWALL_HERE, Verdict.FIREWALL_THERE)
"""Verdicts after which one wants to know where a firewall is opened."""

BY_MULTICAST: Final = "multicast"
BY_BROADCAST: Final = "broadcast"


class Finding(msgspec.Struct, frozen=True):
    """How one step went; `code` with its `params` has a sentence."""

    step: Step
    mark: Mark
    code: str = ""
    params: Params = {}


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What to tell now; the verdict comes last."""

    findings: tuple[Finding, ...]
    adapters: tuple[Adapter, ...] = ()
    verdict: Verdict | None = None
    params: Params = {}


def judge(measured: Measured, *, done: bool) -> Diagnosis:
    """Return what follows; before `done` there is no verdict and gaps may still fill."""
    findings = [
        _adapters(measured),
        _listening(measured),
        _joined(measured),
        _echo(Step.MULTICAST, measured, measured.multicast),
        _echo(Step.BROADCAST, measured, measured.broadcast),
        _tables(measured),
    ]
    if measured.asked:
        findings.append(_contact(measured))
    if done:
        findings = [_closed(finding) for finding in findings]
    verdict, params = _verdict(measured) if done else (None, {})
    return Diagnosis(
        findings=tuple(findings),
        adapters=measured.adapters or (),
        verdict=verdict,
        params=params,
    )


def best(measured: Measured) -> Adapter | None:
    """Return the adapter friends most likely reach."""
    assigned = [a for a in measured.adapters or () if a.kind is not Kind.UNASSIGNED]
    return assigned[0] if assigned else None


def _closed(finding: Finding) -> Finding:
    if finding.mark is not Mark.WAITING:
        return finding
    return Finding(finding.step, Mark.NOTE, "unknown")


def _adapters(measured: Measured) -> Finding:
    step = Step.ADAPTERS
    if measured.adapters is None:
        return Finding(step, Mark.WAITING)
    first = best(measured)
    if not measured.adapters:
        return Finding(step, Mark.BAD, "none")
    if first is None:
        return Finding(step, Mark.BAD, "unassigned", {"address": measured.adapters[0].address})
    params: Params = {
        "address": first.address,
        "name": first.name,
        "count": len(measured.adapters),
    }
    if first.kind is Kind.VIRTUAL:
        return Finding(step, Mark.NOTE, "virtual", params)
    return Finding(step, Mark.GOOD, "one" if len(measured.adapters) == 1 else "several", params)


def _listening(measured: Measured) -> Finding:
    step, found = Step.LISTEN, measured.listening
    if found is None:
        return Finding(step, Mark.WAITING)
    if found.port is None:
        params: Params = {"port": found.wanted, "address": measured.chosen}
        return Finding(step, Mark.BAD, found.problem, params)
    if found.running:
        return Finding(step, Mark.GOOD, "running", {"port": found.wanted})
    if found.port != found.wanted:
        return Finding(step, Mark.NOTE, "moved", {"port": found.port, "wanted": found.wanted})
    return Finding(step, Mark.GOOD, "open", {"port": found.port})


def _joined(measured: Measured) -> Finding:
    step, joined = Step.JOIN, measured.joined
    if joined is None:
        return Finding(step, Mark.WAITING)
    if not joined:
        return Finding(step, Mark.NOTE, "untried")
    failed = [address for address, reach in joined.items() if reach is not Reach.REACHED]
    if not failed:
        code = "one" if len(joined) == 1 else "all"
        return Finding(step, Mark.GOOD, code, {"count": len(joined)})
    if measured.chosen and measured.chosen not in failed:
        return Finding(step, Mark.NOTE, "limited", {"address": measured.chosen})
    return Finding(step, Mark.BAD, "failed", {"address": failed[0]})


def _echo(step: Step, measured: Measured, heard: dict[str, bool] | None) -> Finding:
    if heard is None:
        return Finding(step, Mark.WAITING)
    way = BY_MULTICAST if step is Step.MULTICAST else BY_BROADCAST
    if way in measured.ways:
        return Finding(step, Mark.GOOD, "found")
    if not heard:
        return Finding(step, Mark.NOTE, "untried")
    deaf = _deaf(measured, heard)
    if deaf:
        return Finding(step, Mark.BAD, "deaf", {"address": deaf})
    if _missing(measured, way):
        return Finding(step, Mark.BAD, "swallowed")
    return Finding(step, Mark.GOOD, "echo")


def _deaf(measured: Measured, heard: dict[str, bool] | None) -> str:
    """Return the best address if what was sent from it was not heard again."""
    first = best(measured)
    if not heard or first is None:
        return ""
    return first.address if heard.get(first.address) is False else ""


def _missing(measured: Measured, way: str) -> bool:
    """Whether other hosts were heard, but not in this way."""
    return bool(measured.ways) and way in measured.sought - measured.ways


def _tables(measured: Measured) -> Finding:
    if measured.tables is None:
        return Finding(Step.TABLES, Mark.WAITING)
    if measured.tables == 0:
        return Finding(Step.TABLES, Mark.GOOD, "none")
    code = "one" if measured.tables == 1 else "some"
    return Finding(Step.TABLES, Mark.GOOD, code, {"count": measured.tables})


def _contact(measured: Measured) -> Finding:
    step, contact = Step.CONTACT, measured.contact
    if contact is None:
        return Finding(step, Mark.WAITING)
    verdict, params = _of_contact(measured, contact)
    if verdict is Verdict.FINE_THERE:
        return Finding(step, Mark.GOOD, "answers", params)
    return Finding(step, Mark.BAD, verdict.value, params)


def _verdict(measured: Measured) -> tuple[Verdict, Params]:
    if not measured.adapters:
        contact = measured.contact
        if contact is not None and contact.failure is not None and _misspelt(contact):
            return _of_contact(measured, contact)
        return Verdict.NO_NETWORK, {}
    if measured.contact is not None:
        return _of_contact(measured, measured.contact)
    first = best(measured)
    if first is None:
        return Verdict.NO_ADDRESS, {"address": measured.adapters[0].address}
    return _of_hosting(measured, first)


def _of_contact(measured: Measured, contact: Contact) -> tuple[Verdict, Params]:
    params: Params = {
        "text": contact.text,
        "address": contact.address,
        "port": contact.port,
        "app": contact.app,
    }
    if contact.failure is not None:
        return (Verdict.WRONG_CODE if _misspelt(contact) else Verdict.NOBODY), {
            **params,
            "failure": contact.failure.value,
        }
    match contact.reach:
        case Reach.REACHED:
            return _of_host(contact), params
        case Reach.REFUSED:
            return Verdict.HOST_GONE, params
        case Reach.STRANGER:
            return Verdict.NOT_MAGNATE, params
        case Reach.FORBIDDEN:
            return Verdict.FIREWALL_HERE, params
        case Reach.NO_NAME:
            return Verdict.NO_NAME, params
        case Reach.NO_WAY if _near(measured, contact.address):
            return Verdict.HOST_AWAY, params
        case Reach.SILENT if _near(measured, contact.address):
            return Verdict.FIREWALL_THERE, params
        case _:
            return Verdict.OTHER_NETWORK, params


def _of_host(contact: Contact) -> Verdict:
    if contact.protocol < OLDEST_VERSION:
        return Verdict.UPDATE_THEM
    if contact.protocol > PROTOCOL_VERSION:
        return Verdict.UPDATE_US
    return Verdict.NO_SUCH_TABLE if contact.room is False else Verdict.FINE_THERE


def _misspelt(contact: Contact) -> bool:
    return contact.failure is not None and contact.failure.value.startswith("bad_")


def _near(measured: Measured, address: str) -> bool:
    own = measured.adapters or ()
    return address == LOOPBACK or any(adapter.holds(address) for adapter in own)


def _of_hosting(measured: Measured, first: Adapter) -> tuple[Verdict, Params]:
    params: Params = {"address": first.address, "name": first.name}
    listening, joined = measured.listening, measured.joined or {}
    if listening is not None and listening.port is None:
        verdict = {
            "no_address": Verdict.ADDRESS_GONE,
            "forbidden": Verdict.FIREWALL_HERE,
        }.get(listening.problem, Verdict.PORT_TAKEN)
        return verdict, {**params, "port": listening.wanted, "chosen": measured.chosen}
    used = _used(measured)
    if used and first.address not in used:
        where = Verdict.ONLY_LOOPBACK if _only_loopback(used) else Verdict.WRONG_ADAPTER
        return where, {**params, "chosen": used[0]}
    if any(joined.get(address, Reach.REACHED) is not Reach.REACHED for address in _open(measured)):
        return Verdict.FIREWALL_HERE, {**params, "port": listening.port or 0 if listening else 0}
    return _of_finding(measured), params


def _used(measured: Measured) -> tuple[str, ...]:
    """Return the only addresses friends could try, if they are not all of ours."""
    if measured.chosen:
        return (measured.chosen,)
    return measured.listening.running if measured.listening is not None else ()


def _only_loopback(used: tuple[str, ...]) -> bool:
    return all(ipaddress.IPv4Address(address).is_loopback for address in used)


def _open(measured: Measured) -> tuple[str, ...]:
    """Return the addresses at which our host listens."""
    return (measured.chosen,) if measured.chosen else tuple(measured.joined or ())


def _of_finding(measured: Measured) -> Verdict:
    multicast = bool(_deaf(measured, measured.multicast)) or _missing(measured, BY_MULTICAST)
    broadcast = bool(_deaf(measured, measured.broadcast)) or _missing(measured, BY_BROADCAST)
    if multicast and broadcast:
        return Verdict.ONLY_BY_CODE
    if multicast:
        return Verdict.MULTICAST_BLOCKED
    return Verdict.BROADCAST_BLOCKED if broadcast else Verdict.FINE
