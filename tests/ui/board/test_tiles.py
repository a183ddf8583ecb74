from __future__ import annotations

import math

import msgspec
import pygame
import pytest

from magnate_app.content import load_board
from magnate_app.protocol.views import DeedView
from magnate_app.ui import assets, strings
from magnate_app.ui.board.art import board_bands, flatten, lettering_places
from magnate_app.ui.board.atlas import Atlas
from magnate_app.ui.board.dice import die
from magnate_app.ui.board.faces import Face, break_name
from magnate_app.ui.board.geometry import BoardGeometry
from magnate_app.ui.board.ground import Ground, Printed, Stock
from magnate_app.ui.board.layout import load_layout
from magnate_app.ui.board.tiles import TileLook, tile_surface
from magnate_app.ui.gradual import Steps
from magnate_app.ui.strings import tr
from magnate_app.ui.theme import DAY, NIGHT, Theme, theme_of

CONTENT = load_board("zaragoza")
LAYOUT = load_layout()
COLORS = {seat: seat for seat in range(6)}


def whole(steps: Steps) -> pygame.Surface:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            picture: pygame.Surface = end.value
            return picture


def pixels(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


def printed(deed: DeedView | None = None, theme: Theme = DAY, pot: int = 0) -> Printed:
    deeds = {} if deed is None else {deed.square: deed}
    return Printed(688, theme, deeds, COLORS, Stock(pot=pot))


@pytest.mark.parametrize("theme", [DAY, NIGHT])
def test_the_map_fills_its_square(theme: Theme) -> None:
    picture = whole(board_bands(LAYOUT, theme, 400, True))
    assert picture.get_size() == (400, 400)
    assert picture.get_at((200, 200))[:3] == theme.tray


def test_a_changed_deed_repaints_its_tile_only() -> None:
    ground = Ground(Atlas(CONTENT, "en"), LAYOUT, tr)
    first = ground.surface(printed()).copy()
    second = ground.surface(printed(DeedView(6, 2, 3, False)))
    assert pixels(first) != pixels(second)
    other = pygame.Rect(0, 0, 688, 300)
    assert pixels(first.subsurface(other)) == pixels(second.subsurface(other))
    third = ground.surface(printed())
    assert pixels(first) == pixels(third)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("side", [580, 688, 1048])
def test_names_on_tiles_fit(language: str, side: int) -> None:
    strings.use(language)
    atlas = Atlas(CONTENT, language)
    ground = Ground(atlas, LAYOUT, tr)
    k = side / (LAYOUT.ring + 2 * LAYOUT.frame)
    face = Face(pygame.Surface((10, 10)), k, DAY)
    for square in atlas.squares:
        look = ground.look(square, printed(pot=1265))
        if look.kind not in ("street", "server"):
            continue
        width = 88.0 if look.side in ("bottom", "top") else look.w - 29 - 17 - 9
        lines, size = break_name(face, look.name, width, (22, 20, 18, 16))
        assert len(lines) <= 2
        assert not any(assets.ELLIPSIS in line for line in lines) or side < 600, look.name
        assert size * k >= 5


def ink_of(look: TileLook, words: str, size: tuple[int, int]) -> pygame.Rect:
    """Where a tile's price is drawn: where the tile looks other without it."""
    with_it = tile_surface(look, size)
    without = tile_surface(msgspec.structs.replace(look, **{words: ""}), size)
    mask = pygame.mask.from_threshold(with_it, (0, 0, 0), (1, 1, 1, 255), without)
    mask.invert()
    boxes = mask.get_bounding_rects()
    assert boxes, look.name
    return boxes[0].unionall(boxes[1:])


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("language", ["en", "es"])
def test_tokens_never_hide_the_price(language: str, count: int) -> None:
    strings.use(language)
    atlas = Atlas(CONTENT, language)
    ground = Ground(atlas, LAYOUT, tr)
    geometry = BoardGeometry(LAYOUT, 0, 0, 1048)
    for square in atlas.squares:
        look = ground.look(square, printed())
        if look.kind not in ("street", "server", "bridge"):
            continue
        x, y, w, h = geometry.tile(square)
        price = ink_of(look, "price", (w, h)).move(x, y)
        for (cx, cy), radius in geometry.tokens(square, count):
            near = max(price.left, min(cx, price.right)), max(price.top, min(cy, price.bottom))
            apart = math.hypot(cx - near[0], cy - near[1])
            assert apart >= radius - 1, (look.name, look.side, apart, radius)


def apart(rect: pygame.Rect, place: tuple[tuple[float, float], float]) -> float:
    """How far the rim of a token is from what is written; less than 0 where it hides it."""
    (cx, cy), radius = place
    near = max(rect.left, min(cx, rect.right)), max(rect.top, min(cy, rect.bottom))
    return math.hypot(cx - near[0], cy - near[1]) - radius


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("language", ["en", "es"])
def test_tokens_never_hide_the_name_of_a_lying_deed(language: str, count: int) -> None:
    strings.use(language)
    atlas = Atlas(CONTENT, language)
    ground = Ground(atlas, LAYOUT, tr)
    geometry = BoardGeometry(LAYOUT, 0, 0, 1048)
    for square in atlas.squares:
        look = ground.look(square, printed())
        if look.kind not in ("street", "server") or look.side not in ("left", "right"):
            continue
        x, y, w, h = geometry.tile(square)
        name = ink_of(look, "name", (w, h)).move(x, y)
        for place in geometry.tokens(square, count):
            assert apart(name, place) >= -2, (look.name, look.side)


@pytest.mark.parametrize("side", [608, 688, 1048])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lone_token_leaves_the_word_mortgaged_free(language: str, side: int) -> None:
    strings.use(language)
    atlas = Atlas(CONTENT, language)
    ground = Ground(atlas, LAYOUT, tr)
    geometry = BoardGeometry(LAYOUT, 0, 0, side)
    for square in atlas.squares:
        deed = DeedView(square=square, seat=0, mortgaged=True, houses=-1)
        look = ground.look(square, printed(deed))
        if look.kind not in ("street", "server", "bridge"):
            continue
        x, y, w, h = geometry.tile(square)
        word = ink_of(look, "mortgaged_word", (w, h)).move(x, y)
        assert apart(word, geometry.tokens(square, 1)[0]) >= -2, (look.name, look.side)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lone_token_leaves_the_word_fantasy_free(language: str) -> None:
    strings.use(language)
    ground = Ground(Atlas(CONTENT, language), LAYOUT, tr)
    geometry = BoardGeometry(LAYOUT, 0, 0, 1048)
    for square in ground.atlas.squares:
        look = ground.look(square, printed())
        if look.kind != "fantasy":
            continue
        x, y, w, h = geometry.tile(square)
        title = ink_of(look, "name", (w, h)).move(x, y)
        (cx, cy), radius = geometry.tokens(square, 1)[0]
        near = max(title.left, min(cx, title.right)), max(title.top, min(cy, title.bottom))
        assert math.hypot(cx - near[0], cy - near[1]) >= radius - 2, (square, look.side)


def test_every_die_is_drawn() -> None:
    for value in range(1, 7):
        assert die(value, False, 60, 5, "day").get_width() == 90
        assert die(value, True, 60, -4, "night").get_width() == 90
    assert die(4, True, 60, 0, "day") is die(4, True, 60, 360, "day")


def test_the_river_name_follows_the_bend() -> None:
    places = lettering_places(LAYOUT.art.lettering, [10.0] * len(LAYOUT.art.lettering.text))
    assert len(places) == len(LAYOUT.art.lettering.text)
    turns = [turn for _, turn in places]
    assert max(turns) - min(turns) > 20
    assert len(flatten("M0 0C0 10 10 10 10 0", 8)) == 9


def test_families_and_rents() -> None:
    atlas = Atlas(CONTENT, "en")
    assert atlas.family(6) == (6, 8, 9)
    assert set(atlas.family(15)) == {15, 35}
    assert sum(len(family) for family in atlas.families()) == 34
    deeds = {
        15: DeedView(15, 0, -1, False),
        35: DeedView(35, 0, -1, False),
        6: DeedView(6, 1, 2, False),
        39: DeedView(39, 1, 0, False),
        5: DeedView(5, 1, -1, True),
    }
    assert atlas.rent(15, deeds) == 250
    assert atlas.rent(6, deeds) == 90
    assert atlas.rent(39, deeds) == 100
    assert atlas.rent(5, deeds) == 0
    assert atlas.rent(1, deeds) == 0


def test_color_aids_put_a_large_sign_of_the_owner_on_the_deed() -> None:
    deed = DeedView(6, 2, 0, False)
    ground = Ground(Atlas(CONTENT, "en"), LAYOUT, tr)
    plain = ground.surface(printed(deed)).copy()
    aided = ground.surface(printed(deed, theme_of("day", aided=True)))
    assert pixels(plain) != pixels(aided)
