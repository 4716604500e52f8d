from typing import Any

import pytest

from data.importing.faults import BadValue
from data.importing.field import Field, Row
from data.importing.mapping import Spec
from data.importing.targets import Kind, target_of


def read(path: str, spec: Spec, kind: Kind = "shipment", **cells: Any) -> object:
    return field(path, spec, kind).read(Row(7, cells))


def field(path: str, spec: Spec, kind: Kind = "shipment") -> Field:
    target = target_of(kind, path)
    assert target is not None
    return Field(path, target, spec, frozenset({"-", "不详"}), "+08:00")


def test_a_column_a_constant_and_the_row() -> None:
    assert read("outlet_id", Spec(column="a"), a=" 12 ") == "12"
    assert read("outlet_id", Spec(constant="x")) == "x"
    assert read("event_id", Spec(columns=("a", "$row"), join="-"), a="f") == "f-7"


@pytest.mark.parametrize("cell", ["", "  ", None, "-", "不详"])
def test_what_is_missing(cell: Any) -> None:
    assert read("outlet_id", Spec(column="a"), a=cell) is None
    assert read("outlet_id", Spec(column="b"), a=cell) is None


def test_several_columns_are_joined_without_the_blank_ones() -> None:
    spec = Spec(columns=("p", "c", "d"), join=" ")
    assert read("sender.address", spec, p="浙江", c="-", d="文三路") == "浙江 文三路"
    assert read("sender.address", spec, p="", c=None) is None


def test_paths_into_nested_values() -> None:
    cells: dict[str, Any] = {"from": {"name": "张三", "tags": [{"x": 1}]}, "a.b": "whole"}
    assert read("outlet_id", Spec(column="from.name"), **cells) == "张三"
    assert read("outlet_id", Spec(column="from.tags.0.x"), **cells) == "1"
    assert read("outlet_id", Spec(column="a.b"), **cells) == "whole"
    for path in ("from.none", "from.tags.1.x", "from.tags.x", "from.name.x", "none.x"):
        assert read("outlet_id", Spec(column=path), **cells) is None
    with pytest.raises(BadValue, match="not a plain value"):
        read("outlet_id", Spec(column="from"), **cells)


def test_values_and_what_they_do_not_hold() -> None:
    spec = Spec(column="a", values={"1": "sender", "0": None})
    assert read("pay_mode", spec, a=1) == "sender"
    assert read("pay_mode", spec, a="0") is None
    with pytest.raises(BadValue) as caught:
        read("pay_mode", spec, a="sender")
    assert (caught.value.fault, caught.value.code) == ("unmapped", "sender")


def test_a_closed_list_without_values_takes_its_own_words() -> None:
    assert read("pay_mode", Spec(column="a"), a="cod") == "cod"
    with pytest.raises(BadValue) as caught:
        read("pay_mode", Spec(column="a"), a="COD")
    assert caught.value.fault == "unmapped"


def test_values_beside_a_converter() -> None:
    spec = Spec(column="a", values={"长期": "9999-12-31"}, date="%Y%m%d")
    assert read("id_expiry", spec, "account_opening", a="长期") == "9999-12-31"
    assert read("id_expiry", spec, "account_opening", a="20310630") == "2031-06-30"


@pytest.mark.parametrize(
    ("path", "spec", "cell", "value"),
    [
        ("weight_grams", Spec(column="a", unit="kg"), "1.5", 1500),
        ("cod_amount_fen", Spec(column="a", unit="yuan"), "1.5", 150),
        ("occurred_at", Spec(column="a"), "2025-06-01 09:00", "2025-06-01T09:00:00+08:00"),
        ("occurred_at", Spec(column="a", zone="UTC"), "2025-06-01", "2025-06-01T00:00:00+00:00"),
        ("is_return", Spec(column="a"), "是", True),
        ("is_return", Spec(column="a"), False, False),
        ("is_return", Spec(column="a"), "N", False),
        ("extra.n", Spec(column="a", type="number"), "3.50", 3.5),
        ("extra.n", Spec(column="a", type="boolean"), "1", True),
        ("extra.n", Spec(column="a"), "1", "1"),
    ],
)
def test_types(path: str, spec: Spec, cell: Any, value: object) -> None:
    found = read(path, spec, a=cell)
    assert found == value and type(found) is type(value)


def test_a_share_of_percent() -> None:
    assert read("face_score", Spec(column="a", unit="percent"), "account_opening", a="97") == 0.97


def test_a_flag_of_another_word_is_unmapped() -> None:
    with pytest.raises(BadValue) as caught:
        read("is_return", Spec(column="a"), a="maybe")
    assert (caught.value.fault, caught.value.code) == ("unmapped", "maybe")


def test_odd_values() -> None:
    weight = field("weight_grams", Spec(column="a", unit="g"))
    assert [weight.is_odd(value) for value in (0, 1, 1_000_000, 1_000_001)] == [
        True,
        False,
        False,
        True,
    ]
    money = field("item.declared_value_fen", Spec(column="a", unit="fen"))
    assert [money.is_odd(value) for value in (-1, 0, 10**10, 10**10 + 1)] == [
        True,
        False,
        False,
        True,
    ]
    assert not field("outlet_id", Spec(column="a")).is_odd("x")
