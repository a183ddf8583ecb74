from __future__ import annotations

import re
from pathlib import Path

import pytest

from magnate_app.paths import assets_dir
from magnate_app.protocol.messages import EMOTES
from magnate_app.ui import assets, pictures
from magnate_app.ui.theme import SMALLEST_NARROW, SMALLEST_TEXT

FOREIGN = ("icons", "fonts")


def credited() -> set[str]:
    text = (assets_dir() / "CREDITS.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)` \| .+ \| \S+ \|$", text, re.MULTILINE))


def test_credits_list_exactly_the_files_others_made() -> None:
    files = {
        path.relative_to(assets_dir()).as_posix()
        for folder in FOREIGN
        for path in (assets_dir() / folder).rglob("*")
        if path.is_file()
    }
    assert credited() >= files
    assert {name for name in credited() if name.startswith(FOREIGN)} == files


def test_every_folder_is_foreign_or_known_to_be_ours() -> None:
    folders = {path.name for path in assets_dir().iterdir() if path.is_dir()}
    assert folders <= {*FOREIGN, "LICENSES", "audio", "boards", "locale", "images"}


def test_every_licence_named_has_its_text() -> None:
    text = (assets_dir() / "CREDITS.md").read_text(encoding="utf-8")
    kinds = set(re.findall(r"\| (\S+) \|$", text, re.MULTILINE)) - {"licence", "---"}
    shipped = {path.name for path in (assets_dir() / "LICENSES").iterdir()}
    for kind in kinds - {"---|"}:
        assert any(name.startswith(kind) for name in shipped), kind


def test_every_picture_loads() -> None:
    names = [*pictures.PIECES, *pictures.CARDS.values(), *pictures.REACTIONS.values()]
    for name in names:
        assert assets.icon(name, 24).get_width() == 24
    assert len(set(pictures.CARDS.values())) == 21
    assert tuple(pictures.REACTIONS) == EMOTES


def test_every_sound_in_the_code_exists() -> None:
    root = Path(assets.__file__).parent
    names = set()
    for path in root.rglob("*.py"):
        names |= set(re.findall(r"sound\(\"([a-z_]+)\"\)", path.read_text(encoding="utf-8")))
    assert names
    for name in [*names, "dice", "step", "buy", "gavel", "win", "lose", "music_menu"]:
        assert assets.sound_path(name) is not None, name
    assert assets.sound_path("no such sound") is None


def test_a_missing_piece_is_the_first() -> None:
    assert pictures.piece_icon(None) == pictures.piece_icon(99) == pictures.PIECES[0]


@pytest.mark.parametrize("face", assets.FACES)
def test_every_face_knows_spanish(face: str) -> None:
    font = assets.font(face, 20)
    for letter in "áéíóúñÁÉÍÓÚÑ¿¡ü":
        assert font.size(letter)[0] > 0


def test_letters_a_face_lacks_come_from_another() -> None:
    assert assets.legible("Ñandú", assets.DISPLAY) == ("Ñandú", assets.DISPLAY)
    assert assets.legible("Erdő", assets.DISPLAY) == ("Erdő", assets.BOLD)
    assert assets.legible("hi ⛄", assets.TEXT) == ("hi (emoji)", assets.TEXT)
    assert assets.legible("hi 漢", assets.TEXT) == ("hi ?", assets.TEXT)
    assert assets.width_of("Erdő", assets.DISPLAY, 20) > 0


def test_fitting_shrinks_then_shortens() -> None:
    text = "Paseo de la Independencia"
    whole = assets.width_of(text, assets.TEXT, 20)
    assert assets.fit(text, assets.TEXT, 20, whole, 12) == (text, 20)
    shown, size = assets.fit(text, assets.TEXT, 20, whole * 0.8, 12)
    assert shown == text
    assert size < 20
    shown, size = assets.fit(text, assets.TEXT, 20, 60, 18)
    assert shown.endswith(assets.ELLIPSIS)
    assert assets.width_of(shown, assets.TEXT, size) <= 60


def test_wrapping_breaks_at_spaces_only() -> None:
    lines = assets.wrap("one two three\nfour", assets.TEXT, 20, 90)
    assert " ".join(lines).split() == ["one", "two", "three", "four"]
    assert all(assets.width_of(line, assets.TEXT, 20) <= 90 for line in lines)


@pytest.mark.parametrize("face", list(assets.FACES))
def test_no_letters_are_smaller_than_can_be_read(face: str) -> None:
    least = SMALLEST_NARROW if face.startswith("narrow") else SMALLEST_TEXT
    assert least >= 10
    assert assets.width_of("Zaragoza", face, 3) == assets.width_of("Zaragoza", face, least)
    assert assets.render("Zaragoza", face, 3, (0, 0, 0)) is assets.render(
        "Zaragoza", face, least, (0, 0, 0)
    )
