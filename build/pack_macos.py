"""Pack the frozen game for macOS: a signed bundle in a disk image.

Without secrets the bundle is signed ad hoc, which its own Mac accepts and others ask
about. With MAGNATE_CODESIGN_IDENTITY it gets a real signature, and with
MAGNATE_NOTARY_PROFILE (made by `xcrun notarytool store-credentials`) Apple's seal too.
"""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

import release_facts as facts

ENTITLEMENTS = facts.ROOT / "build" / "macos" / "entitlements.plist"
AD_HOC = "-"


def pack(frozen: Path, icons: Path, work: Path, out: Path) -> list[Path]:
    """Make the disk image in `out` and return its path."""
    identity = os.environ.get("MAGNATE_CODESIGN_IDENTITY") or AD_HOC
    sign_bundle(frozen, identity)
    stage = work / "dmg"
    stage.mkdir()
    run(["ditto", str(frozen), str(stage / frozen.name)])
    (stage / "Applications").symlink_to("/Applications")
    image = out / f"{facts.NAME}-{facts.version()}-macos-{platform.machine()}.dmg"
    making = ["hdiutil", "create", "-volname", facts.NAME, "-srcfolder", str(stage)]
    run([*making, "-format", "ULFO", "-ov", str(image)])
    if identity != AD_HOC:
        run(["codesign", "--sign", identity, "--timestamp", str(image)])
    profile = os.environ.get("MAGNATE_NOTARY_PROFILE")
    if profile:
        run(["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"])
        run(["xcrun", "stapler", "staple", str(image)])
    return [image]


def sign_bundle(bundle: Path, identity: str) -> None:
    """Sign the bundle and everything in it, then verify."""
    command = ["codesign", "--force", "--deep", "--sign", identity]
    if identity != AD_HOC:
        command += ["--options", "runtime", "--timestamp", "--entitlements", str(ENTITLEMENTS)]
    run([*command, str(bundle)])
    run(["codesign", "--verify", "--deep", "--strict", str(bundle)])


def run(command: list[str]) -> None:
    """Run a tool of macOS; a failure stops the build."""
    subprocess.run(command, check=True)
