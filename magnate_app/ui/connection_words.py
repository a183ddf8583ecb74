"""What Connection help says: the sentences of a diagnosis, for the screen and the terminal."""

from __future__ import annotations

from typing import Final

from magnate_app.protocol.diagnosis import (
    FIREWALLS,
    HARMLESS,
    Diagnosis,
    Finding,
    Mark,
    Params,
    Verdict,
)
from magnate_app.ui.sentences import failure_sentence
from magnate_app.ui.strings import tr

SYSTEMS: Final = ("windows", "macos", "linux")

_SIGNS: Final = {Mark.GOOD: "✓", Mark.NOTE: "·", Mark.BAD: "✗", Mark.WAITING: "…"}
_HOSTING: Final = (
    Verdict.FINE,
    Verdict.ONLY_BY_CODE,
    Verdict.MULTICAST_BLOCKED,
    Verdict.BROADCAST_BLOCKED,
)


def title(finding: Finding) -> str:
    """Return the name of a step."""
    return tr(f"doctor.step.{finding.step.value}")


def sentence(finding: Finding) -> str:
    """Return how a step went."""
    if finding.mark is Mark.WAITING:
        return tr("doctor.waiting")
    key = "doctor.unknown" if finding.code == "unknown" else f"doctor.{finding.step}.{finding.code}"
    return tr(key, **_shown(finding.params))


def verdict(diagnosis: Diagnosis) -> tuple[str, str]:
    """Return what is wrong, and what to do next; nothing before the end."""
    if diagnosis.verdict is None:
        return tr("doctor.working"), ""
    key = f"doctor.verdict.{diagnosis.verdict.value}"
    params = _shown(diagnosis.params)
    return tr(key, **params), tr(f"{key}.next", **params)


def system_of(platform: str) -> str:
    """Return which of `SYSTEMS` a `sys.platform` belongs to."""
    return {"win32": "windows", "darwin": "macos"}.get(platform, "linux")


def firewall_hint(system: str) -> str:
    """Return where the firewall of a system lets Magnate through."""
    return tr(f"doctor.firewall.{system}")


def wants_firewall_hint(diagnosis: Diagnosis) -> bool:
    """Whether a firewall may be to blame; also when all is well here and yet nobody comes."""
    return diagnosis.verdict in FIREWALLS or diagnosis.verdict in _HOSTING


def adapter_lines(diagnosis: Diagnosis) -> list[str]:
    """Return one line for each address of this computer."""
    return [
        tr(f"doctor.adapter.{one.kind.value}", address=f"{one.address}/{one.prefix}", name=one.name)
        for one in diagnosis.adapters
    ]


def report(diagnosis: Diagnosis, platform: str) -> list[str]:
    """Return everything as lines for a terminal."""
    lines = []
    for finding in diagnosis.findings:
        lines.append(f" {_SIGNS[finding.mark]} {title(finding)}: {sentence(finding)}")
    lines += [f"     {line}" for line in adapter_lines(diagnosis)]
    what, after = verdict(diagnosis)
    lines += ["", what, after]
    if wants_firewall_hint(diagnosis):
        own = system_of(platform)
        systems = SYSTEMS if diagnosis.verdict not in HARMLESS else (own,)
        for system in sorted(systems, key=lambda system: system != own):
            lines += ["", tr("doctor.firewall.on", system=tr(f"doctor.system.{system}"))]
            lines.append(firewall_hint(system))
    return lines


def _shown(params: Params) -> dict[str, object]:
    shown: dict[str, object] = dict(params)
    if "failure" in params:
        shown["failure"] = failure_sentence(str(params["failure"]))
    return shown
