"""Pack the frozen game for Linux: archive, Debian package, Flatpak manifest, AppImage.

Standard library and the tools of a Debian or Ubuntu machine (binutils, dpkg-deb). The
AppImage is made where `appimagetool` is found; it cannot be made without a network.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import release_facts as facts

HERE = facts.ROOT / "build" / "linux"
DEBIAN_NAMES = {"x86_64": "amd64", "aarch64": "arm64"}

SYSTEM_LIBRARIES = {
    "libc.so.6": "libc6",
    "libm.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libresolv.so.2": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libxcb.so.1": "libxcb1",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libasound.so.2": "libasound2t64 | libasound2",
}
"""Libraries the bundle may leave to the system, and the Debian packages that bring them."""

WINDOW = ("libx11-6", "libxcursor1", "libxext6", "libxfixes3", "libxi6", "libxrandr2")
"""What SDL opens by name to make a window under X; no program names them itself."""

RECOMMENDS = (
    "libpulse0 | libasound2t64 | libasound2, libwayland-client0, libxkbcommon0, libxss1, "
    "shared-mime-info, xclip | xsel | wl-clipboard, xdg-utils"
)
"""What sound, Wayland, the clipboard and opening links use when it is there."""


def pack(frozen: Path, icons: Path, work: Path, out: Path) -> list[Path]:
    """Make every Linux package in `out` and return their paths."""
    share = work / "share"
    write_share(share, icons)
    archive = make_archive(frozen, share, out)
    made = [archive, write_flatpak_manifest(archive, out)]
    if shutil.which("dpkg-deb"):
        made.append(make_deb(frozen, share, work, out))
    else:
        print("   no .deb: dpkg-deb is not installed")
    if shutil.which("appimagetool"):
        made.append(make_appimage(frozen, share, icons, work, out))
    else:
        print("   no AppImage: appimagetool is not installed")
    return made


def release_date() -> str:
    """Return the day of the build, which SOURCE_DATE_EPOCH may fix."""
    return time.strftime("%Y-%m-%d", time.gmtime(epoch()))


def epoch() -> int:
    """Return the time written into packages."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))


def write_share(share: Path, icons: Path) -> None:
    """Write what desktops read: entry, metadata, file type, icons, manual page."""
    texts = {
        f"applications/{facts.APP_ID}.desktop": "magnate.desktop",
        f"metainfo/{facts.APP_ID}.metainfo.xml": "magnate.metainfo.xml",
        f"mime/packages/{facts.COMMAND}.xml": "magnate-mime.xml",
    }
    for name, template in texts.items():
        path = share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(facts.render(HERE / template, DATE=release_date()), "utf-8")
    hicolor = share / "icons" / "hicolor"
    for picture in icons.glob("magnate-*.png"):
        size = picture.stem.partition("-")[2]
        target = hicolor / f"{size}x{size}" / "apps" / f"{facts.COMMAND}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target)
    vector = hicolor / "scalable" / "apps" / f"{facts.COMMAND}.svg"
    vector.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(facts.ROOT / "build" / "icons" / "magnate.svg", vector)
    manual = share / "man" / "man6" / f"{facts.COMMAND}.6.gz"
    manual.parent.mkdir(parents=True, exist_ok=True)
    manual.write_bytes(compressed(facts.render(HERE / "magnate.6")))


def make_archive(frozen: Path, share: Path, out: Path) -> Path:
    """Make the `.tar.xz`: unpack anywhere and start `magnate`."""
    name = f"{facts.COMMAND}-{facts.version()}-linux-{platform.machine()}"
    path = out / f"{name}.tar.xz"
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for source, place in ((frozen, name), (share, f"{name}/share")):
            archive.add(source, place, filter=anonymous)
    return path


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take the builder's name and clock out of an archive's entry."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = epoch()
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def make_deb(frozen: Path, share: Path, work: Path, out: Path) -> Path:
    """Make the Debian package; file triggers of the system register what lies in `share`."""
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lib = root / "usr" / "lib" / facts.COMMAND
    shutil.copytree(frozen, lib, symlinks=True)
    shutil.copytree(share, root / "usr" / "share")
    link = root / "usr" / "bin" / facts.COMMAND
    link.parent.mkdir(parents=True)
    link.symlink_to(f"../lib/{facts.COMMAND}/{facts.COMMAND}")
    doc = root / "usr" / "share" / "doc" / facts.COMMAND
    doc.mkdir(parents=True)
    licence = (facts.ROOT / "LICENSE").read_text("utf-8").strip()
    lines = (f" {line}" if line.strip() else " ." for line in licence.splitlines())
    copying = facts.render(HERE / "copyright", MIT_TEXT="\n".join(lines))
    (doc / "copyright").write_text(copying, "utf-8")
    changes = (facts.ROOT / "build" / "CHANGELOG.md").read_text("utf-8")
    (doc / "changelog.gz").write_bytes(compressed(changes))
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
    size = sum(p.lstat().st_size for p in root.rglob("*") if p.is_file()) // 1024
    architecture = DEBIAN_NAMES[platform.machine()]
    control = facts.render(
        HERE / "control",
        ARCHITECTURE=architecture,
        INSTALLED_KB=str(size),
        DEPENDS=depends(lib),
        RECOMMENDS=RECOMMENDS,
    )
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, "utf-8")
    path = out / f"{facts.COMMAND}_{facts.version()}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(root), str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def depends(folder: Path) -> str:
    """Return the Debian packages the bundle needs, the C library with its lowest version.

    Stops the build when a library is needed that neither the bundle nor the table knows.
    """
    needed, glibc = set[str](), (0, 0)
    held = {path.name for path in folder.rglob("*")}
    for path in elf_files(folder):
        told = subprocess.run(
            ["objdump", "-p", str(path)], check=True, capture_output=True, text=True
        ).stdout
        needed |= set(re.findall(r"NEEDED +(\S+)", told)) - held
        for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", told):
            glibc = max(glibc, (int(major), int(minor)))
    needed = {name for name in needed if not name.startswith("ld-linux")}
    unknown = sorted(needed - SYSTEM_LIBRARIES.keys())
    if unknown:
        sys.exit(f"Nobody brings these libraries: {', '.join(unknown)}")
    packages = {SYSTEM_LIBRARIES[name] for name in needed} | {"libc6", *WINDOW}
    versions = {"libc6": f"libc6 (>= {glibc[0]}.{glibc[1]})"}
    return ", ".join(versions.get(name, name) for name in sorted(packages))


def elf_files(folder: Path) -> Iterator[Path]:
    """Yield the programs and libraries below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def make_appimage(frozen: Path, share: Path, icons: Path, work: Path, out: Path) -> Path:
    """Make the AppImage with `appimagetool`."""
    root = work / "AppDir"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(frozen, root / "usr" / "lib" / facts.COMMAND, symlinks=True)
    shutil.copytree(share, root / "usr" / "share")
    (root / "AppRun").symlink_to(f"usr/lib/{facts.COMMAND}/{facts.COMMAND}")
    (root / f"{facts.APP_ID}.desktop").symlink_to(f"usr/share/applications/{facts.APP_ID}.desktop")
    shutil.copyfile(icons / "magnate-256.png", root / f"{facts.COMMAND}.png")
    (root / ".DirIcon").symlink_to(f"{facts.COMMAND}.png")
    machine = platform.machine()
    path = out / f"{facts.NAME}-{facts.version()}-{machine}.AppImage"
    subprocess.run(
        ["appimagetool", "--no-appstream", str(root), str(path)],
        check=True,
        env={**os.environ, "ARCH": machine, "VERSION": facts.version()},
    )
    return path


def write_flatpak_manifest(archive: Path, out: Path) -> Path:
    """Write the Flatpak manifest that packs this very archive."""
    path = out / f"{facts.APP_ID}-{platform.machine()}.yml"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    text = facts.render(HERE / "flatpak.yml", ARCHIVE=archive.name, ARCHIVE_SHA256=digest)
    path.write_text(text, "utf-8")
    return path


def compressed(text: str) -> bytes:
    """Return a text as gzip without name or date, as Debian wants it."""
    return gzip.compress(text.encode(), 9, mtime=0)
