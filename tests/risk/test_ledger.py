"""The packed explanation: bit for bit what was packed, in names; and refused where it is damaged."""

import struct
from array import array
from math import inf, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.decisions import Contribution, Explanation
from data.events import OutcomeLine
from risk.bundle import Bundle
from risk.decide import asked_rank
from risk.features.catalogue import INDEX, LEDGER_NAMES, NAMES
from risk.ledger import explanation_of, ledger_of, packed_places
from tests.risk.builders import demo_lines, engine_with, shipment

WEIGHT, FREIGHT, DECLARED = (
    INDEX[name] for name in ("weight_grams", "freight_fen", "declared_value_fen")
)


def packed(values: list[float]) -> bytes:
    return array("d", values).tobytes()


def vector_of(values: dict[int, float]) -> bytes:
    """A vector with some values; all others are missing."""
    return packed([values.get(at, nan) for at in range(len(NAMES))])


def ledger(parts: dict[int, float], base: float = -7.0, total: float = -6.75) -> bytes:
    return ledger_of(base, total, packed(list(parts.values())), packed_places(parts))


def test_the_ledger_leaves_out_what_has_no_part_and_marks_the_missing() -> None:
    vector = vector_of({WEIGHT: 450.0, FREIGHT: nan, DECLARED: 1.0})
    found = explanation_of(vector, ledger({WEIGHT: 0.5, FREIGHT: -0.25, DECLARED: 0.0}))
    assert found == Explanation(
        -7.0,
        -6.75,
        (Contribution("weight_grams", 450.0, 0.5), Contribution("freight_fen", None, -0.25)),
    )


def test_the_layout_is_that_of_the_document() -> None:
    raw = ledger({DECLARED: 0.5, WEIGHT: -0.25})
    assert raw == struct.pack("<dddd", -7.0, -6.75, 0.5, -0.25) + struct.pack(
        "<HH", DECLARED, WEIGHT
    )


def test_the_parts_keep_the_order_of_the_model_and_not_of_the_vector() -> None:
    places = [DECLARED, WEIGHT, FREIGHT]
    found = explanation_of(vector_of({}), ledger(dict.fromkeys(places, 1.0)))
    assert [part.feature for part in found.contributions] == [NAMES[at] for at in places]


def test_a_score_without_a_model_has_a_base_and_no_parts() -> None:
    raw = ledger_of(-3.5, -3.5, b"", b"")
    assert len(raw) == 16
    assert explanation_of(vector_of({}), raw) == Explanation(-3.5, -3.5, ())


@given(
    base=st.floats(),
    total=st.floats(),
    parts=st.dictionaries(st.integers(0, len(NAMES) - 1), st.floats(allow_nan=False)),
    values=st.dictionaries(st.integers(0, len(NAMES) - 1), st.floats(allow_nan=False)),
)
def test_numbers_come_back_bit_for_bit(
    base: float, total: float, parts: dict[int, float], values: dict[int, float]
) -> None:
    found = explanation_of(vector_of(values), ledger(parts, base, total))
    assert packed([found.base, found.total]) == packed([base, total])
    told = [(INDEX[each.feature], each.contribution) for each in found.contributions]
    assert repr(told) == repr([(at, part) for at, part in parts.items() if part])
    for each in found.contributions:
        assert repr(each.value) == repr(values.get(INDEX[each.feature]))


@pytest.mark.parametrize("extreme", [inf, -inf, 5e-324, 1.7976931348623157e308, -0.0])
def test_extreme_values_are_shown_as_they_are(extreme: float) -> None:
    (part,) = explanation_of(vector_of({WEIGHT: extreme}), ledger({WEIGHT: 1.0})).contributions
    assert repr(part.value) == repr(extreme)


def test_parts_and_places_of_other_length_are_refused() -> None:
    raw = ledger_of(0.0, 0.5, packed([0.5, 0.5]), packed_places([WEIGHT]))
    with pytest.raises(ValueError, match="zip"):
        explanation_of(vector_of({}), raw)


@pytest.mark.parametrize("length", [0, 8, 15, 17, 25, 27, 34, 35, 37, 44])
def test_a_ledger_that_was_cut_or_grew_is_refused(length: int) -> None:
    whole = ledger({WEIGHT: 0.5, FREIGHT: -0.25}) + bytes(8)
    with pytest.raises((ValueError, struct.error)):
        explanation_of(vector_of({}), whole[:length])


def test_a_place_beyond_the_vector_is_refused() -> None:
    with pytest.raises(IndexError):
        explanation_of(vector_of({}), ledger({len(LEDGER_NAMES): 0.5}))
    with pytest.raises(IndexError):
        explanation_of(vector_of({})[:8], ledger({WEIGHT: 0.5}))


def test_a_trained_engine_packs_each_feature_of_its_model_once(bundle: Bundle) -> None:
    evaluation = engine_with(bundle).evaluate(shipment())
    model = bundle.models["shipment"]
    assert len(evaluation.ledger) == 16 + 10 * len(model.places)
    assert evaluation.ledger.endswith(struct.pack(f"<{len(model.places)}H", *model.places))
    found = explanation_of(evaluation.reading.packed, evaluation.ledger)
    assert {part.feature for part in found.contributions} <= set(model.names)


def test_the_packed_explanation_is_that_of_the_model(bundle: Bundle) -> None:
    engine, seen = engine_with(bundle), 0
    for line in demo_lines()[:400]:
        if isinstance(line, OutcomeLine):
            continue
        evaluation = engine.evaluate(line)
        engine.apply(evaluation)
        model = bundle.models.get(evaluation.decision.kind)
        if model is None:
            continue
        row = [*evaluation.reading.vector, nan, nan]
        blended = model.score(evaluation.reading.packed, asked_rank(evaluation.hits))
        found = explanation_of(evaluation.reading.packed, evaluation.ledger)
        assert (found.base, found.total) == (blended.base, blended.total)
        assert found.contributions == tuple(
            Contribution(name, None if isnan(value) else value, part)
            for name, value, part in zip(
                model.names,
                [row[at] for at in model.places],
                array("d", blended.contributions),
                strict=True,
            )
            if part
        )
        seen += 1
    assert seen > 200
