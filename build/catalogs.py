"""Compile the catalogs of sentences: `.po` files become `.mo` files beside them.

Needs babel (a development tool). With `--check` it only says whether they agree.
"""

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Written into every catalog instead of the hour it was compiled at."""

LOCALE = Path(__file__).resolve().parent.parent / "assets" / "locale"


def compiled(source: Path) -> bytes:
    """Return the `.mo` bytes of a `.po` file."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    catalog.creation_date = catalog.revision_date = _DATE
    result = io.BytesIO()
    write_mo(result, catalog)
    return result.getvalue()


def main() -> int:
    """Compile all, or check all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    stale = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        content = compiled(source)
        if target.exists() and target.read_bytes() == content:
            continue
        stale.append(target)
        if not check:
            target.write_bytes(content)
    for target in stale:
        print(f"{'stale' if check else 'wrote'}: {target.relative_to(LOCALE)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
