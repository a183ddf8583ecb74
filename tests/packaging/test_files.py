"""Desktop entry, metadata, file type, installer and workflows are accepted by their tools."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.packaging.scripts import BUILD, ROOT, script

facts = script("release_facts")
linux = script("pack_linux")
macos = script("pack_macos")
windows = script("pack_windows")
builder = script("build")


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def accepted(*command: str | Path) -> None:
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    linux.write_share(folder, BUILD / "icons")
    return folder


def test_the_desktop_entry_is_valid(share: Path) -> None:
    [path] = share.glob("applications/*.desktop")
    accepted(tool("desktop-file-validate"), path)


def test_the_desktop_entry_opens_links_and_saves(share: Path) -> None:
    [path] = share.glob("applications/*.desktop")
    text = path.read_text("utf-8")
    assert "\nExec=magnate open %u\n" in text
    assert f"\nMimeType=x-scheme-handler/{facts.SCHEME};{facts.SAVE_TYPE};\n" in text


def test_the_metadata_are_valid(share: Path) -> None:
    [path] = share.glob("metainfo/*.xml")
    assert ElementTree.parse(path).findtext("id") == facts.APP_ID
    accepted(tool("appstreamcli"), "validate", "--no-net", path)


def test_the_file_type_is_known_once_installed(share: Path, tmp_path: Path) -> None:
    mime = tmp_path / "mime"
    shutil.copytree(share / "mime", mime)
    accepted(tool("update-mime-database"), mime)
    globs = (mime / "globs2").read_text("utf-8")
    assert f"80:{facts.SAVE_TYPE}:*{facts.SAVE_SUFFIX}" in globs


def test_icons_lie_where_their_size_says(share: Path) -> None:
    for path in share.glob("icons/hicolor/*x*/apps/magnate.png"):
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        assert path.parts[-3] == f"{width}x{height}"
    assert (share / "icons/hicolor/scalable/apps/magnate.svg").exists()


def test_the_flatpak_manifest_names_its_archive(tmp_path: Path) -> None:
    archive = tmp_path / "magnate.tar.xz"
    archive.write_bytes(b"stand-in")
    text = linux.write_flatpak_manifest(archive, tmp_path).read_text("utf-8")
    assert f"path: {archive.name}" in text
    assert re.search(r"sha256: [0-9a-f]{64}$", text, re.MULTILINE)
    assert "@" not in text


def stand_in(folder: Path) -> Path:
    frozen = folder / "magnate"
    (frozen / "_internal").mkdir(parents=True)
    for name in ("magnate", "magnate.exe", "magnate-console.exe", "_internal/library"):
        (frozen / name).write_text(name, "utf-8")
    (frozen / "magnate").chmod(0o755)
    return frozen


def test_the_archive_holds_the_program_and_no_builder(tmp_path: Path, share: Path) -> None:
    path = linux.make_archive(stand_in(tmp_path), share, tmp_path)
    with tarfile.open(path) as archive:
        members = {member.name: member for member in archive}
    top = path.name.removesuffix(".tar.xz")
    assert members[f"{top}/magnate"].mode == 0o755
    assert members[f"{top}/_internal/library"].mode == 0o644
    assert f"{top}/share/applications/{facts.APP_ID}.desktop" in members
    assert {(member.uid, member.uname) for member in members.values()} == {(0, "root")}


def test_the_debian_package_is_well_formed(tmp_path: Path, share: Path) -> None:
    tool("dpkg-deb")
    path = linux.make_deb(stand_in(tmp_path), share, tmp_path, tmp_path)
    fields = subprocess.run(
        ["dpkg-deb", "--field", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert f"Version: {facts.version()}\n" in fields
    assert re.search(r"^Depends: libc6 \(>= \d+\.\d+\), libx11-6", fields, re.MULTILINE)
    listing = subprocess.run(
        ["dpkg-deb", "--contents", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "./usr/bin/magnate -> ../lib/magnate/magnate" in listing
    assert "./usr/share/man/man6/magnate.6.gz" in listing
    assert all(line.split()[1] == "root/root" for line in listing.splitlines())


def test_the_appimage_starts_the_program_inside(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a stand-in for the tool, which cannot be had without a network."""
    tools = tmp_path / "tools"
    tools.mkdir()
    stand_in_tool = tools / "appimagetool"
    stand_in_tool.write_text('#!/bin/sh\necho "$ARCH" > "$3"\n', "utf-8")
    stand_in_tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    path = linux.make_appimage(stand_in(tmp_path), share, BUILD / "icons", tmp_path, tmp_path)
    assert path.suffix == ".AppImage"
    root = tmp_path / "AppDir"
    assert (root / "AppRun").resolve() == root / "usr" / "lib" / "magnate" / "magnate"
    entry = (root / f"{facts.APP_ID}.desktop").read_text("utf-8")
    assert "\nIcon=magnate\n" in entry
    assert (root / "magnate.png").exists()


@pytest.mark.parametrize("secrets", [False, True])
def test_the_disk_image_is_signed_as_far_as_there_are_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: bool
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(macos, "run", ran.append)
    monkeypatch.delenv("MAGNATE_CODESIGN_IDENTITY", raising=False)
    monkeypatch.delenv("MAGNATE_NOTARY_PROFILE", raising=False)
    if secrets:
        monkeypatch.setenv("MAGNATE_CODESIGN_IDENTITY", "Developer ID Application: Somebody")
        monkeypatch.setenv("MAGNATE_NOTARY_PROFILE", "magnate")
    [image] = macos.pack(tmp_path / "Magnate.app", BUILD / "icons", tmp_path, tmp_path)
    assert image.suffix == ".dmg"
    assert (tmp_path / "dmg" / "Applications").is_symlink()
    tools = [" ".join(command[:3]) for command in ran]
    assert tools[:4] == [
        "codesign --force --deep",
        "codesign --verify --deep",
        "ditto " + " ".join(ran[2][1:3]),
        "hdiutil create -volname",
    ]
    assert ("--entitlements" in ran[0]) is secrets
    assert ("xcrun notarytool submit" in tools) is secrets
    assert ("xcrun stapler staple" in tools) is secrets


def test_the_installer_compiles(tmp_path: Path) -> None:
    makensis = tool("makensis")
    setup = tmp_path / "magnate-setup.exe"
    command = windows.installer_command(makensis, stand_in(tmp_path), BUILD / "icons", setup)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout.lower()
    assert setup.read_bytes()[:2] == b"MZ"


def test_the_installer_takes_back_what_it_wrote() -> None:
    text = (BUILD / "windows" / "magnate.nsi").read_text("utf-8")
    install, _, uninstall = text.partition('Section "un.$(GAME)"')
    written = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', install))
    removed = set(re.findall(r'DeleteRegKey HKCU "([^"]+)"', uninstall))
    shared = {"${CLASSES}\\.json\\OpenWithProgids"}
    assert f'DeleteRegValue HKCU "{next(iter(shared))}"' in uninstall
    for key in written - shared:
        assert any(key == gone or key.startswith(gone + "\\") for gone in removed), key
    assert "HKLM" not in text
    assert "RequestExecutionLevel user" in text


def test_saves_go_only_when_asked() -> None:
    text = (BUILD / "windows" / "magnate.nsi").read_text("utf-8")
    places = [m.start() for m in re.finditer(re.escape('RMDir /r "$LOCALAPPDATA\\${NAME}"'), text)]
    assert len(places) == 2
    assert '"/PURGE"' in text[: places[0]]
    assert text.index('Section /o "un.$(PURGE)"') < places[1]


def test_the_portable_archive_unpacks_into_one_folder(tmp_path: Path) -> None:
    path = windows.make_zip(stand_in(tmp_path), tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {path.name.removesuffix(".zip")}


def test_the_list_of_checksums_is_read_by_its_tool(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text(name, "utf-8")
    builder.write_sums(tmp_path, [tmp_path / "two", tmp_path / "one"])
    done = subprocess.run(
        [tool("sha256sum"), "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_spec_is_python_and_leaves_out_what_must_not_be_inside() -> None:
    text = (BUILD / "magnate.spec").read_text("utf-8")
    compile(text, "magnate.spec", "exec")
    for name in ("numpy", "PIL", "tkinter", "readline", "pytest", "hypothesis"):
        assert f'"{name}"' in text


@pytest.mark.parametrize("name", ["check.yml", "release.yml"])
def test_workflows_are_well_formed(name: str) -> None:
    yaml = pytest.importorskip("yaml", reason="no reader of YAML is installed")
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    # YAML reads the key `on` as true
    assert {"name", True, "jobs", "permissions"} <= workflow.keys()
    for job in workflow["jobs"].values():
        assert job["runs-on"]
        assert all("run" in step or "uses" in step for step in job["steps"])


def test_workflows_call_what_exists() -> None:
    for name in ("check.yml", "release.yml"):
        text = (ROOT / ".github" / "workflows" / name).read_text("utf-8")
        assert "\t" not in text
        called = re.findall(r"\bbuild/[\w/]+\.(?:py|md)", text)
        assert called
        assert all((ROOT / path).exists() for path in called), called


def test_the_build_refuses_the_source_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["build.py", str(ROOT / "dist")])
    with pytest.raises(SystemExit, match="outside the source tree"):
        builder.main()
