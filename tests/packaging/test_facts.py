"""Every package tells the same version, names and links; what it names exists."""

from __future__ import annotations

import plistlib
import re
import tomllib
from pathlib import Path

import pytest

from magnate_app import __version__
from magnate_app.net import announcement
from magnate_app.protocol import room_code
from magnate_app.saves import gamelog
from tests.packaging.scripts import BUILD, ROOT, script

facts = script("release_facts")
windows = script("pack_windows")


def test_the_version_is_written_once() -> None:
    assert facts.version() == __version__
    plist = facts.info_plist()
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == __version__
    assert ".".join(map(str, windows.four_numbers()[:3])) == __version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    for path in sorted(BUILD.rglob("*")):
        if path.suffix in {".nsi", ".desktop", ".spec", ".xml", ".plist"} or path.name == "control":
            assert __version__ not in path.read_text("utf-8"), path


def test_the_change_log_begins_with_this_version() -> None:
    text = (BUILD / "CHANGELOG.md").read_text("utf-8")
    found = re.search(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert found is not None
    assert found[1] == __version__


def test_packages_name_what_the_program_uses() -> None:
    assert gamelog.RESTING == facts.SAVE_SUFFIX
    assert announcement.SERVICE.startswith(facts.SERVICE)
    assert room_code.parse_target(f"{facts.SCHEME}://join/127.0.0.1:47800").address == "127.0.0.1"


def test_macos_is_told_what_it_asks_people_about() -> None:
    plist = plistlib.loads(plistlib.dumps(facts.info_plist()))
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSBonjourServices"] == [facts.SERVICE]
    assert plist["NSLocalNetworkUsageDescription"]
    assert plist["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == [facts.SCHEME]
    [kind] = plist["CFBundleDocumentTypes"]
    [declared] = plist["UTExportedTypeDeclarations"]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]


def test_entitlements_are_a_property_list() -> None:
    entitlements = plistlib.loads((BUILD / "macos" / "entitlements.plist").read_bytes())
    assert all(value is True for value in entitlements.values())


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    path = BUILD / "linux" / "control"
    with pytest.raises(KeyError):
        facts.render(path)


def test_the_version_resource_is_python_pyinstaller_can_read(tmp_path: Path) -> None:
    text = windows.write_version_file(tmp_path).read_text("utf-8")
    compile(text, "version.txt", "eval")
    assert __version__ in text


def test_the_licences_of_what_is_shipped_are_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = (BUILD / "linux" / "copyright").read_text("utf-8")
    for wanted in project["dependencies"]:
        assert wanted.partition("==")[0] in told, wanted
