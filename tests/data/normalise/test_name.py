import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.name import parse_name


@pytest.mark.parametrize(
    ("raw", "canonical", "kind", "surname", "flags"),
    [
        ("张 伟", "张伟", "person", "张", ()),
        ("欧阳娜娜", "欧阳娜娜", "person", "欧阳", ()),
        ("單田芳", "單田芳", "person", "單", ()),
        ("仇和", "仇和", "person", "仇", ()),
        ("买买提•艾力", "买买提·艾力", "person", "", ()),
        ("扎西次仁", "扎西次仁", "person", "扎", ()),
        ("王芳女士", "王芳", "person", "王", ("courtesy",)),
        ("李先生", "李", "person", "李", ("courtesy",)),
        ("张*", "张*", "unknown", "", ("masked",)),
        ("王某", "王某", "person", "王", ("masked",)),
        ("哆啦A梦", "哆啦A梦", "unknown", "", ("nickname",)),
        ("小仙女", "小仙女", "unknown", "", ("nickname",)),
        ("John Smith", "JOHNSMITH", "person", "", ("latin",)),
        ("测试", "测试", "unknown", "", ("placeholder",)),
        ("杭州某某科技有限公司", "杭州某某科技有限公司", "organisation", "", ("masked",)),
        ("老王面馆店", "老王面馆店", "organisation", "", ()),
        ("", "", "missing", "", ()),
        (None, "", "missing", "", ()),
    ],
)
def test_parse_name(
    raw: str | None, canonical: str, kind: str, surname: str, flags: tuple[str, ...]
) -> None:
    name = parse_name(raw)
    assert (name.canonical, name.kind, name.surname, name.flags) == (
        canonical, kind, surname, flags,
    )  # fmt: skip


@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_total_and_idempotent(raw: str) -> None:
    name = parse_name(raw)
    assert parse_name(name.canonical).canonical == name.canonical


@given(st.text(alphabet="张王欧阳司马先生女士老师收小·某*A", max_size=8))
def test_idempotent_on_name_like_text(raw: str) -> None:
    name = parse_name(raw)
    assert parse_name(name.canonical).canonical == name.canonical
