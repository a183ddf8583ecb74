"""Pack the frozen game for Windows: per-user installer by NSIS and a portable archive.

The installer's script compiles on any system with `makensis`; the tests do that on
stand-in files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import release_facts as facts

HERE = facts.ROOT / "build" / "windows"


def pack(frozen: Path, icons: Path, work: Path, out: Path) -> list[Path]:
    """Make the Windows packages in `out` and return their paths."""
    made = [make_zip(frozen, out)]
    makensis = find_makensis()
    if makensis is None:
        print("   no installer: NSIS is not installed")
        return made
    path = out / f"{facts.NAME}-{facts.version()}-setup.exe"
    subprocess.run(installer_command(makensis, frozen, icons, path), check=True)
    return [*made, path]


def make_zip(frozen: Path, out: Path) -> Path:
    """Make the portable archive: unpack anywhere, start `magnate.exe`."""
    name = f"{facts.NAME}-{facts.version()}-windows-portable"
    path = out / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for source in sorted(frozen.rglob("*")):
            if source.is_file():
                archive.write(source, f"{name}/{source.relative_to(frozen).as_posix()}")
    return path


def find_makensis() -> str | None:
    """Return NSIS's compiler, also where its installer puts it without telling PATH."""
    usual = Path("C:/Program Files (x86)/NSIS/makensis.exe")
    return shutil.which("makensis") or (str(usual) if usual.exists() else None)


def installer_command(makensis: str, frozen: Path, icons: Path, path: Path) -> list[str]:
    """Return the command that compiles the installer."""
    slash = "/" if sys.platform == "win32" else "-"
    defines = {
        "VERSION": facts.version(),
        "VERSION_FULL": ".".join(map(str, four_numbers())),
        "SOURCE": str(frozen),
        "ICON": str(icons / "magnate.ico"),
        "OUTPUT": str(path),
        "LICENSE": str(facts.ROOT / "LICENSE"),
    }
    options = [f"{slash}D{name}={value}" for name, value in defines.items()]
    return [
        makensis,
        f"{slash}V2",
        f"{slash}INPUTCHARSET",
        "UTF8",
        *options,
        str(HERE / "magnate.nsi"),
    ]


def four_numbers() -> tuple[int, int, int, int]:
    """Return the version as Windows wants it."""
    major, minor, patch = (int(part) for part in facts.version().split("."))
    return major, minor, patch, 0


def write_version_file(work: Path) -> Path:
    """Write the version resource of the program for PyInstaller."""
    numbers = four_numbers()
    strings = {
        "CompanyName": "The Magnate authors",
        "FileDescription": facts.NAME,
        "FileVersion": facts.version(),
        "InternalName": facts.COMMAND,
        "LegalCopyright": "The Magnate authors, MIT License",
        "OriginalFilename": f"{facts.COMMAND}.exe",
        "ProductName": facts.NAME,
        "ProductVersion": facts.version(),
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    path = work / "version.txt"
    path.write_text(
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('040904B0', [{table}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [1033, 1200])])],\n"
        ")\n",
        "utf-8",
    )
    return path
