from __future__ import annotations

import pygame

from magnate_app.paths import assets_dir
from magnate_app.ui import assets, emoji

INK = (34, 48, 74)


def test_every_emoji_has_its_picture() -> None:
    assert len(emoji.PICTURES) > 120
    for letter, name in emoji.PICTURES.items():
        assert len(letter) == 1
        assert (assets_dir() / "icons" / "emoji" / f"{name}.svg").is_file(), letter


def test_a_text_is_taken_apart() -> None:
    assert emoji.runs("hola") == (("hola", None),)
    assert emoji.runs("") == (("", None),)
    assert emoji.runs("bien 👍🏽!") == (("bien ", None), ("👍", "emoji/thumbs-up"), ("!", None))
    assert emoji.runs("❤️") == (("❤", "emoji/red-heart"),)


def test_what_has_no_picture_is_spelled() -> None:
    def said(text: str) -> str:
        return emoji.spelled(text, str.isascii, "?")

    assert said("¡ay! 🦩 x") == "?ay! (emoji) x"
    assert said("a👩👩👧b🦩") == "a(emoji)b(emoji)"
    assert said("漢") == "?"
    assert said("Vale 🇪🇸🇫🇷 sí") == "Vale (ES)(FR) s?"
    assert said("🇪 and 🇸") == "E and S"
    assert assets.legible("Vale 🇪🇸 sí", assets.TEXT)[0] == "Vale (ES) sí"


def test_a_word_wider_than_a_line_is_broken_and_whole() -> None:
    text = "mira https://ejemplo.es/una/direccion/muy/larga y " + "x" * 90
    whole = assets.unglued(text, assets.TEXT, 20, 150)
    lines = assets.wrap(whole, assets.TEXT, 20, 150)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(assets.width_of(line, assets.TEXT, 20) <= 150 for line in lines)
    assert assets.unglued("short words", assets.TEXT, 20, 150) == "short words"


def test_emoji_are_drawn_in_their_colors_and_take_room() -> None:
    picture = assets.render("ok 🔥", assets.TEXT, 30, INK)
    assert picture.get_width() == assets.width_of("ok 🔥", assets.TEXT, 30)
    assert picture.get_width() > assets.width_of("ok ", assets.TEXT, 30) + 30
    place = picture.get_width() - 20, picture.get_height() * 2 // 3
    red, green, blue, alpha = picture.get_at(place)
    assert alpha == 255
    assert red > 200
    assert red > blue + 60 or green > blue + 60


def test_long_texts_with_emoji_are_wrapped_and_cut() -> None:
    lines = assets.wrap("👍 " * 40, assets.TEXT, 20, 200)
    assert len(lines) > 3
    assert all(assets.width_of(line, assets.TEXT, 20) <= 200 for line in lines)
    short = assets.shorten("🎉" * 40, assets.TEXT, 20, 100)
    assert short.endswith(assets.ELLIPSIS)


def test_sizes_come_out_whole() -> None:
    for size in (10, 13, 20, 41):
        assert isinstance(assets.render("🎲 7", assets.BOLD, size, INK), pygame.Surface)
