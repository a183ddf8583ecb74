"""What every package says about Magnate, in one place: names, version, macOS keys.

Standard library only; used by build.py, the spec and the tests.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NAME = "Magnate"
COMMAND = "magnate"
APP_ID = "io.github.magnate_game.Magnate"
SUMMARY = "A property-trading board game for friends in the same house"
SCHEME = "magnate"
SAVE_SUFFIX = ".magnate.json"
SAVE_TYPE = "application/x-magnate-save"
SERVICE = "_magnate._tcp"

FREEZER = (
    "pyinstaller==6.22.3",
    "pyinstaller-hooks-contrib==2026.9",
)
"""What the build environment holds besides the game's own requirements."""


def version() -> str:
    """Return the version the package itself says it has."""
    text = (ROOT / "magnate_app" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise ValueError("magnate_app/__init__.py names no version")
    return found[1]


def info_plist() -> dict[str, object]:
    """Return the keys of the macOS bundle beyond those PyInstaller writes itself."""
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "es"],
        "LSApplicationCategoryType": "public.app-category.board-games",
        "LSMinimumSystemVersion": "11.0",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "The Magnate authors, MIT License",
        "NSLocalNetworkUsageDescription": (
            "Magnate looks for tables on your network and lets friends join yours."
        ),
        "NSBonjourServices": [SERVICE],
        "CFBundleURLTypes": [
            {
                "CFBundleURLName": f"{APP_ID}.link",
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLSchemes": [SCHEME],
            }
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Magnate saved game",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [f"{APP_ID}.save"],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": f"{APP_ID}.save",
                "UTTypeDescription": "Magnate saved game",
                "UTTypeConformsTo": ["public.json"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [SAVE_SUFFIX[1:]],
                    "public.mime-type": [SAVE_TYPE],
                },
            }
        ],
    }


def render(template: Path, **more: str) -> str:
    """Return a template's text with every `@NAME@` replaced; an unknown name is an error."""
    values = {
        "NAME": NAME,
        "COMMAND": COMMAND,
        "APP_ID": APP_ID,
        "SUMMARY": SUMMARY,
        "SCHEME": SCHEME,
        "SAVE_SUFFIX": SAVE_SUFFIX,
        "SAVE_TYPE": SAVE_TYPE,
        "VERSION": version(),
        **more,
    }
    return re.sub(r"@([A-Z0-9_]+)@", lambda found: values[found[1]], template.read_text("utf-8"))
