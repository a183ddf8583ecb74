from __future__ import annotations

import ast
from pathlib import Path

import pytest

import magnate_app.ui
from magnate_app.content import load_board
from magnate_app.protocol.messages_common import BOT_LEVELS, EMOTES
from magnate_app.protocol.views import Decision
from magnate_app.rules.ids import KIND_NAMES, STATISTICS
from magnate_app.rules.reasons import CashReason
from magnate_app.ui import strings
from magnate_app.ui.panels.targets import target_of
from magnate_app.ui.scenes.table import TableScene
from magnate_app.ui.strings import LANGUAGES, catalog, tr
from magnate_app.ui.table_log import FILTERS, digest, line_of
from tests.ui.test_table_model import updates
from tests.ui.test_table_panels import table

FOLDER = Path(magnate_app.ui.__file__).parent
OURS = [
    *FOLDER.glob("panels/*.py"),
    *FOLDER.glob("table_*.py"),
    *FOLDER.glob("board/*.py"),
    FOLDER / "scenes/table.py",
    FOLDER / "scenes/results.py",
    FOLDER / "dialogs/table_menu.py",
]


def keys_in(path: Path) -> set[tuple[str, bool]]:
    """Every key written out in a module, and whether it has plural forms."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in ("tr", "tr_n", "say") and isinstance(first, ast.Constant):
            found.add((str(first.value), name == "tr_n"))
    return found


def made() -> list[str]:
    """Every key that is put together from parts."""
    kinds = [kind.__name__.lower() for kind in Decision.__args__]
    return [
        *(f"table.cash.{reason}" for reason in CashReason),
        *(f"results.bonus.{name}" for name in STATISTICS),
        *(f"results.stat.{name}" for name in STATISTICS),
        *(f"table.wait.{kind}" for kind in kinds),
        *(f"table.tray.is.{kind}" for kind in kinds),
        *(f"table.log.filter.{name}" for name in FILTERS),
        *(f"table.log.moved.{by}" for by in ("walk", "jump", "tram", "card")),
        *(f"table.log.jailed.{cause}" for cause in ("square", "doubles", "card")),
        *(f"table.log.freed.{by}" for by in ("double", "bail", "bail_forced")),
        *(f"table.log.out.{cause}" for cause in ("bankrupt", "surrender")),
        *(f"table.log.ended.{cause}" for cause in ("rounds", "last_player", "no_humans")),
        *(f"table.log.refused.{cause}" for cause in ("answer", "left")),
        *(f"table.log.deed.{why}" for why in ("dealt", "traded", "card", "returned")),
        *(f"table.log.doubled.{word}" for word in ("yes", "no")),
        *(f"table.auction.{mode}" for mode in ("sealed", "run_off", "open")),
        *(f"table.tray.auction.{mode}" for mode in ("sealed", "run_off", "open")),
        *(f"table.trade.answer.{number}" for number in (1, 2, 3)),
        *(f"table.trade.offer.{number}" for number in (2, 3)),
        *(f"table.family.{kind}" for kind in ("bridge", "server")),
        *(f"table.business.{mode}" for mode in ("build", "trade", "mortgage")),
        *(f"table.build.{name}" for name in ("plus", "minus")),
        *(f"table.purse.{purse}" for purse in ("bank", "pot")),
        *(f"table.square.{k}" for k in KIND_NAMES if k not in ("street", "bridge", "server")),
        *(f"table.target.{k}" for k in KIND_NAMES if k not in ("street", "bridge", "server")),
        *(f"emote.{emote}" for emote in EMOTES),
        *(f"level.{level}" for level in BOT_LEVELS),
        *(f"preset.{name}" for name in ("quick", "standard", "marathon", "rich", "custom")),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_sentence(language: str) -> None:
    texts = catalog(language)
    missing = [key for key in made() if not texts.get(key)]
    for path in OURS:
        for key, plural in keys_in(path):
            wanted = [f"{key}[0]", f"{key}[1]"] if plural else [key]
            missing += [one for one in wanted if not texts.get(one)]
    assert missing == []


def test_both_languages_name_the_same_parameters() -> None:
    english, spanish = catalog("en"), catalog("es")
    for key, text in english.items():
        if key.startswith(("table.", "results.")):
            names = {part.split("}")[0] for part in text.split("{")[1:]}
            other = {part.split("}")[0] for part in spanish[key].split("{")[1:]}
            assert names == other, key


def scene_of_game() -> TableScene:
    _, scene = table("table-waiting")
    for message in updates(rounds=8, seed=5):
        scene.model.receive(message)
        scene.model.skip()
    return scene


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_of_a_game_is_told_in_one_line(language: str) -> None:
    strings.use(language)
    scene = scene_of_game()
    lines = [line_of(told, scene.table) for told in scene.model.told]
    texts = [line.text for line in lines if line is not None]
    assert len(texts) > 100
    for text in texts:
        assert "{" not in text, text
        assert "table." not in text, text
        assert text.count("*") % 2 == 0, text


def test_a_digest_says_what_mattered_most() -> None:
    scene = scene_of_game()
    words = digest(scene.table, [told.event for told in scene.model.told])
    assert words
    assert words.count(";") <= 2
    assert digest(scene.table, []) == ""


def test_folded_bots_are_not_shown() -> None:
    _, scene = table("table-waiting")
    scene.model.fold_bots = True
    told = updates(rounds=2, seed=5)
    scene.model.receive(told[0])
    for message in told[1:20]:
        scene.model.receive(message)
    scene.model.skip()
    assert scene.model.folded


def test_every_square_says_what_it_means() -> None:
    _, scene = table("table-waiting")
    for square in load_board().board.ids:
        target = target_of(scene.table, square, 3)
        assert target.words
        assert "table." not in target.words
    assert tr("table.target.jail")
