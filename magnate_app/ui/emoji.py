"""Emoji in what players write: a picture where we have one, else a word in every language.

No font of ours has any, and a colour font would be larger than the rest of the program.
Knows characters and names of pictures, nothing of drawing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

Run: TypeAlias = tuple[str, str | None]
"""Letters and no picture, or the characters of an emoji and its picture's name."""

_PICTURES: Final = """
😀 grinning-face 😃 grinning-face-with-big-eyes 😄 grinning-face-with-smiling-eyes
😁 beaming-face-with-smiling-eyes 😆 grinning-squinting-face 😅 grinning-face-with-sweat
🤣 rolling-on-the-floor-laughing 😂 face-with-tears-of-joy 🙂 slightly-smiling-face
🙃 upside-down-face 😉 winking-face 😊 smiling-face-with-smiling-eyes ☺ relieved-face
😇 smiling-face-with-halo 🥰 smiling-face-with-hearts 😍 smiling-face-with-heart-eyes
😘 face-blowing-a-kiss 😋 face-savoring-food 😜 winking-face-with-tongue 🤪 zany-face
🤑 money-mouth-face 🤗 hugging-face 🤫 shushing-face 🤔 thinking-face 😐 neutral-face
🤨 face-with-raised-eyebrow 😏 smirking-face 🙄 face-with-rolling-eyes 😬 grimacing-face
😌 relieved-face 😔 pensive-face 😴 sleeping-face 🥳 partying-face 🤯 exploding-head
😎 smiling-face-with-sunglasses 🤓 nerd-face 😕 confused-face 🙁 slightly-frowning-face
☹ slightly-frowning-face 😮 face-with-open-mouth 😲 astonished-face 😳 flushed-face
🥺 pleading-face 😢 crying-face 😭 loudly-crying-face 😱 face-screaming-in-fear
😤 face-with-steam-from-nose 😡 pouting-face 😠 angry-face 😈 smiling-face-with-horns
💀 skull 🤡 clown-face 🤖 robot 👋 waving-hand ✋ raised-hand 👌 ok-hand ✌ victory-hand
🤞 crossed-fingers ☝ index-pointing-up 👍 thumbs-up 👎 thumbs-down 👏 clapping-hands
🤝 handshake 🙏 folded-hands 💪 flexed-biceps 👀 eyes ❤ red-heart ♥ red-heart
💔 broken-heart 💯 hundred-points ✨ sparkles ⭐ star 🔥 fire 🎉 party-popper
🎁 wrapped-gift 🎈 balloon 🎂 birthday-cake ☕ hot-beverage 🍕 pizza 🍺 beer-mug
🍻 clinking-beer-mugs 🍀 four-leaf-clover 🌱 seedling 🌋 volcano ☂ umbrella ☔ umbrella
🏆 trophy 🥇 1st-place-medal 🥈 2nd-place-medal 🥉 3rd-place-medal 🏁 chequered-flag
🎲 game-die 🎸 guitar 🚀 rocket ⛵ sailboat 🚋 tram 🚊 tram 🚂 locomotive 🚓 police-car
🚔 police-car 🚨 police-car-light 🚖 oncoming-taxi 🚲 bicycle 👟 running-shoe 🎩 top-hat
🐶 dog-face 🐱 cat-face 🦁 lion 🐢 turtle 🐌 snail 🏠 house 🏡 house-with-garden
🏨 hotel 🏚 derelict-house 🏗 building-construction 🔨 hammer 🧲 magnet 🪄 magic-wand
💰 money-bag 💸 money-with-wings 🪙 coin ⚖ balance-scale 📈 chart-increasing
📉 chart-decreasing ✉ envelope 🔒 locked ⏰ alarm-clock 🔎 magnifying-glass-tilted-right
✅ check-mark-button ✔ check-mark-button ❌ cross-mark ✖ cross-mark
"""
_WORDS: Final = _PICTURES.split()
PICTURES: Final = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Character → name of its picture among the icons."""

OTHER: Final = "(emoji)"
"""What stands for symbols without a picture, however many of them."""

_SILENT: Final = ("Cf", "Mn", "Me")
_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_LETTERS: Final = {0x1F1E6 + number: ord("A") + number for number in range(26)}


@lru_cache(maxsize=512)
def runs(text: str) -> tuple[Run, ...]:
    """Take a text apart into letters and emoji; skin tones and joiners are left out."""
    found: list[Run] = []
    letters = ""
    for letter in text:
        name = PICTURES.get(letter)
        if name is not None:
            if letters:
                found.append((letters, None))
            letters = ""
            found.append((letter, f"emoji/{name}"))
        elif not is_silent(letter):
            letters += letter
    if letters or not found:
        found.append((letters, None))
    return tuple(found)


def is_silent(letter: str) -> bool:
    """Whether a character only changes the look of others."""
    return ord(letter) in _TONES or (
        not letter.isascii() and unicodedata.category(letter) in _SILENT
    )


def spelled(text: str, drawn: Callable[[str], bool], unknown: str) -> str:
    """Return `text` in letters that can be `drawn`.

    A flag becomes its country's letters, `(ES)`; symbols in a row become `OTHER`, letters
    nobody can draw `unknown`.
    """
    found: list[str] = []
    for letter in _FLAG.sub(r"(\g<0>)", text).translate(_FLAG_LETTERS):
        if drawn(letter):
            found.append(letter)
        elif unicodedata.category(letter) != "So":
            found.append(unknown)
        elif not found or found[-1] != OTHER:
            found.append(OTHER)
    return "".join(found)
