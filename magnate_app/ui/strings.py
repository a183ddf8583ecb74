"""Every sentence a player reads, by key, in the language in use.

The catalogs lie in `assets/locale/LANGUAGE/LC_MESSAGES/*.po`; the `.mo` beside each is
compiled by `build/catalogs.py`. All domains of a language are read together, so a part of
the program may keep its own file. Another language is one more folder.
"""

from __future__ import annotations

import gettext
import locale
import os
import time
from functools import lru_cache
from typing import Final

from magnate_app.paths import assets_dir

LANGUAGES: Final = ("en", "es")
NAMES: Final = {"en": "English", "es": "Español"}

_state = {"language": "en"}


def use(language: str) -> None:
    """Speak `language` from now on; an empty or unknown one means the desktop's."""
    _state["language"] = language if language in LANGUAGES else preferred()


def language() -> str:
    """Return the language in use."""
    return _state["language"]


def preferred() -> str:
    """Return the desktop's language, if we speak it, else English."""
    wishes = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    wishes.append(locale.getlocale()[0] or "")
    for wish in wishes:
        if wish[:2].lower() in LANGUAGES:
            return wish[:2].lower()
    return LANGUAGES[0]


def tr(key: str, /, **params: object) -> str:
    """Return the sentence of a key with its parameters put in."""
    text = catalog(language()).get(key)
    if text is None:
        text = catalog(LANGUAGES[0]).get(key, key)
    return _put_in(text, params)


def code_words(kind: str, code: object, /, **params: object) -> str:
    """Return the sentence of a code somebody else sent, who may be newer than we are.

    A code we do not know has the kind's general sentence, or that of all kinds.
    """
    keys = (f"{kind}.{code}", f"{kind}.other", "unknown")
    return tr(next(key for key in keys if known(key)), **params)


def tr_n(key: str, count: int, **params: object) -> str:
    """Return the sentence of a key for a count, which is also its parameter `n`."""
    suffix = "[0]" if count == 1 else "[1]"
    return tr(key + suffix, n=number(count), **params)


def known(key: str) -> bool:
    """Whether the catalogs have a sentence for a key."""
    return key in catalog(LANGUAGES[0])


@lru_cache(maxsize=8)
def catalog(language: str) -> dict[str, str]:
    """Return all sentences of a language; plural ones under `key[0]` and `key[1]`."""
    texts: dict[str, str] = {}
    for path in sorted((assets_dir() / "locale" / language / "LC_MESSAGES").glob("*.mo")):
        with path.open("rb") as file:
            translations = gettext.GNUTranslations(file)
        for key, text in translations._catalog.items():  # type: ignore[attr-defined] # no public way to list
            if isinstance(key, tuple):
                texts[f"{key[0]}[{key[1]}]"] = text
            elif key:
                texts[key] = text
    return texts


def number(value: int) -> str:
    """Write a whole number with the language's thousands separator."""
    text = f"{value:,}".replace("-", "−")
    return text.replace(",", ".") if language() == "es" else text


def money(value: int, sign: bool = False) -> str:
    """Write an amount; with `sign`, gains get a plus."""
    return f"+{number(value)}" if sign and value > 0 else number(value)


def day_and_time(seconds: float) -> str:
    """Write a moment, as 24 Nov, 21:40."""
    moment = time.localtime(seconds)
    month = tr("months").split()[moment.tm_mon - 1]
    return tr("date", day=moment.tm_mday, month=month, clock=time.strftime("%H:%M", moment))


def duration(seconds: float) -> str:
    """Write a length of time, as 1 h 12 min or 0:45."""
    total = max(0, int(seconds))
    if total >= 3600:
        return f"{total // 3600} h {total % 3600 // 60} min"
    return f"{total // 60}:{total % 60:02d}"


def _put_in(text: str, params: dict[str, object]) -> str:
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text
