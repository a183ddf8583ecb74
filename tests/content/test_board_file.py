"""The board of Zaragoza, figure by figure, and the words on it (appendix A, RA.1)."""

from __future__ import annotations

import pytest

from magnate_app.content import LANGUAGES, load_board
from magnate_app.rules import ids
from magnate_app.rules.cards import CARD_NAMES

CONTENT = load_board()
BOARD = CONTENT.board

# id, kind, group, even, odd, price, build, rents, mortgage value, lift cost
TABLE = """
0|start||1|1|||||
1|street|1|2|2|60|50|2,10,30,90,160,250|30|33
2|fantasy||3|3|||||
3|street|1|4|4|60|50|4,20,60,180,320,450|30|33
4|fantasy||5|5|||||
5|server||6|6|300||60,300|150|165
6|street|2|7|7|100|50|6,30,90,270,400,550|50|55
7|fantasy||8|8|||||
8|street|2|9|9|100|50|6,30,90,270,400,550|50|55
9|street|2|10|10|120|50|8,40,100,300,450,600|60|66
10|tram||11|11|||||
11|street|3|12|12|140|100|10,50,150,450,625,750|70|77
12|fantasy||13|13|||||
13|street|3|14|14|140|100|10,50,150,450,625,750|70|77
14|street|3|15|15|160|100|12,60,180,500,700,900|80|88
15|bridge||16|106|250||50,250|125|138
16|street|4|17|17|180|100|14,70,200,550,750,950|90|99
17|fantasy||18|18|||||
18|street|4|19|19|180|100|14,70,200,550,750,950|90|99
19|street|4|20|20|200|100|16,80,220,600,800,1000|100|110
20|go_to_jail||21|21|||||
21|street|5|22|22|220|150|18,90,250,700,875,1050|110|121
22|fantasy||23|23|||||
23|street|5|24|24|220|150|18,90,250,700,875,1050|110|121
24|street|5|25|25|240|150|20,100,300,750,925,1100|120|132
25|server||26|26|300||60,300|150|165
26|street|6|27|27|260|150|22,110,330,800,975,1150|130|143
27|street|6|28|28|260|150|22,110,330,800,975,1150|130|143
28|fantasy||29|29|||||
29|street|6|30|30|280|150|24,120,360,850,1025,1200|140|154
30|tram||31|31|||||
31|street|7|32|32|300|200|26,130,390,900,1100,1275|150|165
32|street|7|33|33|300|200|26,130,390,900,1100,1275|150|165
33|fantasy||34|34|||||
34|street|7|35|35|320|200|28,150,450,1000,1200,1400|160|176
35|bridge||36|113|250||50,250|125|138
36|fantasy||37|37|||||
37|street|8|38|38|350|200|35,175,500,1100,1300,1500|175|193
38|fantasy||39|39|||||
39|street|8|0|0|400|200|50,200,600,1400,1700,2000|200|220
100|tram||101|101|||||
101|street|9|102|102|90|50|7,35,100,250,420,560|45|50
102|fantasy||103|103|||||
103|street|9|104|104|100|50|8,40,100,260,460,580|50|55
104|visiting||105|105|||||
105|street|10|15|15|180|100|15,75,200,550,800,950|90|99
106|street|10|107|107|190|100|16,70,210,600,840,1000|95|105
107|tram||108|108|||||
108|street|11|109|109|270|150|22,120,350,810,1000,1150|135|149
109|fantasy||110|110|||||
110|street|11|111|111|280|150|23,150,350,820,1050,1175|140|154
111|parking||112|112|||||
112|street|12|35|35|340|200|25,120,360,800,950,1100|170|187
113|street|12|100|100|450|220|50,250,700,1600,1950,2500|225|248
201|jail||105|105|||||
"""

GROUPS = {
    # group: streets, sum of prices, build prices
    1: ((1, 3), 120, (50, 50)),
    2: ((6, 8, 9), 320, (50, 50, 50)),
    3: ((11, 13, 14), 440, (100, 100, 100)),
    4: ((16, 18, 19), 560, (100, 100, 100)),
    5: ((21, 23, 24), 680, (150, 150, 150)),
    6: ((26, 27, 29), 800, (150, 150, 150)),
    7: ((31, 32, 34), 920, (200, 200, 200)),
    8: ((37, 39), 750, (200, 200)),
    9: ((101, 103), 190, (50, 50)),
    10: ((105, 106), 370, (100, 100)),
    11: ((108, 110), 550, (150, 150)),
    12: ((112, 113), 790, (200, 220)),
}

LONGEST = 18
"""Characters that fit on a tile."""


def number(text: str) -> int:
    return int(text or 0)


@pytest.mark.parametrize("row", TABLE.split(), ids=lambda row: row.split("|")[0])
def test_ra_1_the_figures_of_every_square(row: str) -> None:
    square_id, kind, group, even, odd, price, build, rents, mortgage, lift = row.split("|")
    dense = BOARD.index[int(square_id)]
    assert ids.KIND_NAMES[BOARD.kind[dense]] == kind
    assert BOARD.group[dense] == number(group)
    assert BOARD.ids[BOARD.successors[0][dense]] == int(even)
    assert BOARD.ids[BOARD.successors[1][dense]] == int(odd)
    assert BOARD.price[dense] == number(price)
    assert BOARD.build_price[dense] == number(build)
    assert ",".join(map(str, BOARD.rents[dense])) == rents
    assert BOARD.mortgage_value[dense] == number(mortgage)
    assert BOARD.lift_cost[dense] == number(lift)


def test_ra_1_no_square_is_missing_or_too_many() -> None:
    assert [row.split("|")[0] for row in TABLE.split()] == [str(one) for one in BOARD.ids]
    assert len(BOARD.ids) == 55


def test_ra_1_all_deeds_together() -> None:
    def cost(squares: tuple[int, ...]) -> int:
        return sum(BOARD.price[one] for one in squares)

    assert len(BOARD.buyable) == 34
    assert cost(BOARD.buyable) == 7590
    assert (cost(BOARD.streets), cost(BOARD.bridges), cost(BOARD.servers)) == (6490, 500, 600)
    assert BOARD.fare == 30


@pytest.mark.parametrize("group", GROUPS)
def test_ra_1_the_groups(group: int) -> None:
    streets, total, build = GROUPS[group]
    members = BOARD.group_members[group]
    assert tuple(BOARD.ids[one] for one in members) == streets
    assert sum(BOARD.price[one] for one in members) == total
    assert tuple(BOARD.build_price[one] for one in members) == build


def test_there_are_twelve_groups() -> None:
    assert len(BOARD.group_members) == 1 + len(GROUPS)


def test_the_languages() -> None:
    assert set(LANGUAGES) == {"en", "es"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_square_has_a_name_and_one_that_fits_on_a_tile(lang: str) -> None:
    names = [CONTENT.name(one, lang) for one in BOARD.ids]
    assert all(name.strip() == name and name for name in names)
    for one in BOARD.ids:
        short = CONTENT.short_name(one, lang)
        assert 0 < len(short) <= LONGEST
        assert short.strip() == short


@pytest.mark.parametrize("lang", LANGUAGES)
def test_deeds_are_told_apart_by_their_names(lang: str) -> None:
    deeds = [BOARD.ids[one] for one in BOARD.buyable]
    for name in (CONTENT.name, CONTENT.short_name):
        assert len({name(one, lang) for one in deeds}) == len(deeds)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_group_has_a_name_and_a_mark(lang: str) -> None:
    assert len({CONTENT.group_name(group, lang) for group in GROUPS}) == len(GROUPS)
    marks = [CONTENT.group_mark(group) for group in GROUPS]
    assert len(set(marks)) == len(GROUPS)
    assert all(len(mark) == 2 for mark in marks)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", CARD_NAMES)
def test_every_card_has_a_title_and_a_story(kind: str, lang: str) -> None:
    title, story = CONTENT.card(kind, lang)
    assert title.strip()
    assert story.strip()
    assert title != story


def test_titles_of_cards_differ() -> None:
    for lang in LANGUAGES:
        assert len({CONTENT.card(kind, lang)[0] for kind in CARD_NAMES}) == len(CARD_NAMES)


def test_the_languages_differ() -> None:
    assert any(CONTENT.card(kind, "en") != CONTENT.card(kind, "es") for kind in CARD_NAMES)
    assert CONTENT.name(201, "en") != CONTENT.name(201, "es")


def test_the_board_has_a_name() -> None:
    assert (CONTENT.title("en"), CONTENT.title("es")) == ("Zaragoza", "Zaragoza")
    assert BOARD.name == "zaragoza"
