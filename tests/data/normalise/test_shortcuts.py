"""The cheap looks before a pattern is tried: none may hide what the pattern would have found."""

import re
from collections.abc import Container
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise import (
    address,
    admin,
    keys,
    name,
    numerals,
    person_document,
    phone,
    place,
    tail,
    text,
    tokens,
    traits,
    uscc,
)

# (pattern, the search that must hit wherever the pattern does)
TELLS = [
    (place._AREA_BEFORE_ROAD, place._AREA_TELLS),
    (admin._TOWN, admin._TOWN_TELLS),
]

# (pattern, the traits of which every text has one that the pattern occurs in)
TRAITS = [
    (tokens._NOTE, traits.NOTE),
    (tokens._STATION_WORD, traits.STATION),
    (tokens._MASK, traits.DOUBT),
    (tokens._REPEATED, traits.FOURFOLD),
    (tokens._CONSONANTS, traits.LATIN),
    (tokens._LATIN, traits.LATIN),
    (tokens._HAN, traits.HAN),
    (place._VILLAGE, traits.RURAL),
    (place._HAMLET, traits.RURAL),
    (place._ROAD, traits.ROAD),
    (place._USUAL_VILLAGE, traits.RURAL),
    (place._USUAL_ROAD, traits.ROAD),
    (admin._TOWN, traits.TOWN),
    (numerals._BEFORE_UNIT, traits.NUMERAL),
    (address._COUNTRY, traits.COUNTRY),
    (re.compile("邮编"), traits.POSTCODE),
    *(
        (re.compile(words), 1 << traits.KIND_SHIFT + rank)
        for rank, (_, _, words) in enumerate(tokens._KINDS)
    ),
]

# (pattern, the characters that it may begin with)
FIRSTS: list[tuple[re.Pattern[str], Container[str]]] = [
    (admin._NOT_SHORT, admin._NOT_SHORT_FIRST | set("0123456789")),
    (admin._NOT_FULL, admin._NOT_FULL_FIRST),
    (admin._NOT_TOWN, admin._NOT_TOWN_FIRST),
    (place._JOIN, place._JOIN_FIRST),
    (tokens._NOTE, tokens._NOTE_FIRST),
    *((re.compile(words, re.ASCII), firsts) for _, firsts, words in tokens._KINDS),
]

# Pieces of names whose words decide what a name is.
NAME_WORDS = sorted(
    {
        word[at : at + size]
        for pattern in (name._ORGANISATION, name._COURTESY, name._PLACEHOLDER, name._NICKNAME)
        for word in re.findall(r"[\u4e00-\u9fff]+", pattern.pattern)
        for at in range(len(word))
        for size in (1, 2, 3, 4)
    }
)
NOTE_WORDS = [
    "请", "放", "门口", "502室", "送货前", "打电话", "谢谢", "不要", "驿站", "周日", "休息", "电联", "丰巢",
    "就行", "送上门", "工作日", "联系", "易碎", "轻放", "日", "到",
]  # fmt: skip
PLACE_WORDS = [
    "张", "新", "村", "行政", "3", "12", "0", "组", "号", "创业", "和平", "路", "大道", "街", "中山北", "里",
    "弄", "花园", "东方", "名城", "栋", "号楼", "座", "1", "2单元", "502", "室", "-", "院", "附", "A", "甲",
    "社区", "工业区", "巷", "层", "楼",
]  # fmt: skip
DIGITS = st.text("0123456789", min_size=11, max_size=11)


def parts(found: place.Place) -> tuple[str, ...]:
    tail = found.tail
    return (
        found.village, found.group, found.road, found.number, found.estate,
        tail.building, tail.unit, tail.floor, tail.room,
    )  # fmt: skip


@pytest.mark.parametrize(("pattern", "tells"), TELLS)
def test_no_match_without_a_telling_character(
    pattern: re.Pattern[str], tells: re.Pattern[str]
) -> None:
    @given(st.from_regex(pattern))
    def check(found: str) -> None:
        # Line ends never reach these patterns: cleaning takes them out.
        whole = found.replace("\n", "")
        assert tells.search(whole) or not pattern.search(whole)

    check()


@pytest.mark.parametrize(("pattern", "trait"), TRAITS)
def test_no_match_without_its_trait(pattern: re.Pattern[str], trait: int) -> None:
    @given(st.from_regex(pattern))
    def check(found: str) -> None:
        whole = found.replace("\n", "")
        assert traits.traits_of(whole) & trait or not pattern.search(whole)

    check()


@given(st.from_regex(tokens._PLACEHOLDER))
def test_no_filler_without_its_trait(found: str) -> None:
    whole = found.replace("\n", "")
    doubtful = traits.traits_of(whole) & traits.DOUBT or len(whole) < 8
    assert doubtful or not tokens._PLACEHOLDER.search(whole)


@given(st.text(st.characters(exclude_categories=()), max_size=12))
def test_a_text_without_odd_characters_is_a_plain_one(raw: str) -> None:
    assert text.is_plain(raw) is not bool(traits.traits_of(raw) & traits.ODD)


def test_each_character_has_the_traits_of_its_sets() -> None:
    for code in range(0x11000):
        found = traits.traits_of(chr(code))
        assert bool(found & traits.ODD) is not text.is_plain(chr(code))
        assert bool(found & traits.HAN) is bool(tokens._HAN.match(chr(code)))
        assert bool(found & traits.SIGN) is (code in address._SIGNS)


@pytest.mark.parametrize(("pattern", "firsts"), FIRSTS)
def test_no_match_without_a_first_character(
    pattern: re.Pattern[str], firsts: Container[str]
) -> None:
    @given(st.from_regex(pattern))
    def check(found: str) -> None:
        match = pattern.match(found)
        assert match is None or match[0][:1] in firsts or match[0][:1].isdigit()

    check()


@given(st.from_regex(place._TRAIL))
def test_nothing_trails_without_its_last_character(found: str) -> None:
    words = found.replace("\n", "")
    assert words[-1:] in place._TRAIL_LAST or not place._TRAIL.search(words)


@given(st.from_regex(keys._GENERIC, fullmatch=True))
def test_no_generic_word_without_its_first_character(estate: str) -> None:
    assert estate[:1] in keys._GENERIC_FIRST or not estate.strip()


@given(st.lists(st.sampled_from([*NAME_WORDS, *"李欧阳馬娜·"]), min_size=1, max_size=4))
def test_plain_names_read_the_same_the_long_way(pieces: list[str]) -> None:
    raw = "".join(pieces)
    assert name.parse_name(raw) == name._unusual(raw)


def test_every_word_in_a_name_reads_the_same_the_long_way() -> None:
    for word in NAME_WORDS:
        for raw in (word, "李" + word, word + "李", "李" + word + "娜", word * 2):
            assert name.parse_name(raw) == name._unusual(raw)


@pytest.mark.parametrize(
    ("text_of", "surname"),
    [("馬超", "马"), ("歐陽娜娜", "欧阳"), ("诸葛亮", "诸葛"), ("阿依", "阿"), ("蠡蠡明", "")],
)
def test_surnames_in_either_script(text_of: str, surname: str) -> None:
    found = name.parse_name(text_of).surname
    assert text.comparison_form(found) == surname


@given(DIGITS, st.sampled_from(["", "86", "+86", "+86 ", "86-"]), st.sampled_from(["", "-", " "]))
def test_usual_mobiles_read_the_same_the_long_way(digits: str, prefix: str, gap: str) -> None:
    number = "1" + digits[1:]
    for raw in (number, gap.join((number[:3], number[3:7], number[7:]))):
        assert phone.parse_phone(prefix + raw) == phone._unusual(prefix + raw)


@pytest.mark.parametrize(
    "number", ["13800138000", "13800000000", "13812345678", "19876543210", "17000000001"]
)
def test_fillers_read_the_same_the_long_way(number: str) -> None:
    assert phone.parse_phone(number) == phone._unusual(number)


@given(st.text("0123456789", min_size=17, max_size=17), st.sampled_from("0123456789X"))
def test_usual_documents_read_the_same_the_long_way(first: str, last: str) -> None:
    day = date(2026, 1, 1)
    for raw in (
        first + last,
        first + person_document.check_character(first),
        first[0] * 17 + last,
        "12345678901234567" + last,
        "330106" + "19900307" + first[:3] + last,
    ):
        assert person_document.parse_document(raw, None, day) == person_document._unusual(
            raw, None, day
        )


@given(st.text("0123456789٣", min_size=17, max_size=17))
def test_check_characters_are_the_weighted_sum(first: str) -> None:
    weighted = sum(w * int(d) for w, d in zip(person_document._WEIGHTS, first, strict=True))
    assert person_document.check_character(first) == person_document._CHECKS[weighted % 11]


def test_foreign_digits_in_a_code_are_no_error() -> None:
    assert uscc.parse_uscc("99٣999966AX1313421").kind == "invalid"


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_a_plain_text_is_clean(raw: str) -> None:
    if text.is_plain(raw):
        assert re.search(r"\s", raw) is None
        assert text.clean(raw) == text._composed(raw) == raw


@given(st.text("aZ9－，（）Ａｚ９＃～ \t\n\u3000-杭州", max_size=20))
def test_a_simple_text_reads_the_same_the_long_way(raw: str) -> None:
    assert text._SIMPLE.fullmatch(raw)
    assert text.clean(raw) == text._composed(raw)


def test_every_simple_character_reads_the_same_the_long_way() -> None:
    for character in filter(text._SIMPLE.fullmatch, map(chr, range(0x10000))):
        assert text.clean(character) == text._composed(character)


@given(st.text("0123456789号-一中国NULL邮编浙江省杭州市西湖区樓#, ", max_size=20))
def test_tidying_step_by_step_is_tidying_at_once(raw: str) -> None:
    cleaned = text.clean(raw)
    at_once = address._DASH_LIKE_ONE.sub("-", cleaned.translate(address._SIGNS))
    at_once = address._LOOSE_DASH.sub("", address._DOUBLE_DASH.sub("-", at_once))
    at_once = address._DOUBLE_NUMBER.sub("号", at_once)
    assert address.tidy(cleaned) == address._POSTCODE.sub("", address._COUNTRY.sub("", at_once))


@given(st.text("12A-甲东栋单元室号楼层花园", max_size=16))
def test_tails_begin_where_one_is_first_seen(raw: str) -> None:
    start = re.search(rf"(?<![\dA-Z])(?:{tail._START_WORDS})", raw)
    assert tail.parse_tail(raw).begin == (start.start() if start else -1)


@given(st.text("大学院公寓中小商务秘书公司集团斋1号仓第一", max_size=14))
def test_kinds_are_found_as_by_one_plain_alternation(raw: str) -> None:
    plain = re.compile("|".join(f"(?P<{kind}>{words})" for kind, _, words in tokens._KINDS))
    ranks = [tokens._RANK[tokens._BY_NAME[m.lastgroup or ""]] for m in plain.finditer(raw)]
    expected = tokens._KINDS[min(ranks)][0] if ranks else ""
    assert tokens.kind_of(raw) == tokens.kind_of(raw, traits.traits_of(raw)) == expected


@given(st.lists(st.sampled_from(NOTE_WORDS), max_size=6))
def test_notes_are_taken_out_as_by_one_substitution(pieces: list[str]) -> None:
    raw = "".join(pieces)
    kept, count = tokens._NOTE.subn("", raw)
    assert tokens.without_notes(raw, traits.traits_of(raw)) == (kept, count > 0)


def one_of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


# Anything, and what has the two usual shapes or is next to one.
PLACES = (
    st.lists(st.sampled_from(PLACE_WORDS), max_size=8).map("".join)
    | st.tuples(
        one_of("创业", "和平", "中山北", "新里", "村前", "长江西", "口岸大"),
        one_of("路", "街", "大道", "公路", "巷", "里", "路东段", "路2弄"),
        one_of("12", "8", "012", "123456", "12-3", "12A"),
        one_of("号", "弄", "号院", "号附1号", ""),
        one_of(
            "", "山水名城", "楼上", "附中", "东方里", "五金城3期", "新街口2号", "的内院", "丰村"
        ),
        one_of("", "3", "03", "18"),
        one_of("", "栋", "号楼", "幢", "座", "-1-", "-", "层"),
        one_of("", "2单元", "甲单元", "5楼"),
        one_of("", "502", "0502", "2", "502A"),
        one_of("", "室", "户", "号", "室旁"),
    ).map("".join)
    | st.tuples(
        one_of("张", "新", "李家行政", "山", "连家屯", "石雅自然", ""),
        one_of("村", "村委会", "社区", "新村", ""),
        one_of("", "3", "12", "1234", "第3"),
        one_of("组", "组团", "队", ""),
        one_of("", "85号", "085号", "号", "85号1栋", "85-1号"),
    ).map("".join)
)


@given(PLACES)
def test_usual_places_read_the_same_the_long_way(raw: str) -> None:
    assert parts(place.parse_place(raw)) == parts(place._unusual(raw, traits.ALL))
    usual = place.parse_place(raw, traits.traits_of(raw))
    assert parts(usual) == parts(place._unusual(raw, traits.ALL))


@given(st.text("零一二十百栋室号楼3", max_size=10))
def test_numerals_are_taken_whole(raw: str) -> None:
    written = numerals.with_digits(raw)
    assert re.search(r"[零一二十百](?=[栋室号楼])", written) is None
