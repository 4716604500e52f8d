import struct

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from data.decisions import DECODER, GraphFacts, RuleHit
from data.events import OutcomeLine, decode_event, decode_outcome
from risk.bundle import Bundle
from risk.records import canonical_body, event_record, outcome_record
from tests.risk.builders import (
    application,
    engine_with,
    event_of,
    opening,
    outcome,
    policy_of,
    rule,
    shipment,
    shipment_body,
)


def test_equal_bodies_in_another_order_have_one_form() -> None:
    body = shipment_body(extra={"b": 1, "a": "x", "c": None})
    turned = dict(reversed(body.items())) | {"extra": {"c": None, "a": "x", "b": 1}}
    assert canonical_body(event_of(body)) == canonical_body(event_of(turned))


def test_spelling_out_a_default_changes_nothing() -> None:
    plain, spelt = shipment_body(), shipment_body(cod_amount_fen=0, waybill_no=None, extra={})
    assert canonical_body(event_of(plain)) == canonical_body(event_of(spelt))


def test_the_canonical_form_reads_back_as_the_same_event() -> None:
    for event in (shipment(), opening(), application()):
        assert decode_event(canonical_body(event)) == event
    assert decode_outcome(canonical_body(outcome())) == outcome()


def test_an_outcome_from_a_file_has_the_form_of_one_over_http() -> None:
    line = msgspec.convert(msgspec.to_builtins(outcome()) | {"kind": "outcome"}, OutcomeLine)
    assert canonical_body(line) == canonical_body(outcome())


@given(st.text(max_size=40), st.integers(-(10**30), 10**30))
def test_any_text_and_amount_reads_back(text: str, amount: int) -> None:
    event = shipment(item={"category": "", "text": text, "declared_value_fen": amount})
    assert decode_event(canonical_body(event)) == event


def test_a_vector_is_kept_as_little_endian_float64(bundle: Bundle) -> None:
    evaluation = engine_with(bundle).evaluate(shipment())
    vector = evaluation.reading.vector
    assert len(evaluation.reading.packed) == 8 * len(vector)
    assert evaluation.reading.packed == struct.pack(f"<{len(vector)}d", *vector)


def test_the_row_of_an_event_holds_all_that_verify_needs(bundle: Bundle) -> None:
    event, engine = shipment(), engine_with(bundle, policy_of(rule("T-1"), rule("T-2")))
    evaluation = engine.evaluate(event)
    row = event_record(
        7,
        event,
        evaluation,
        evaluation.decision,
        body=b"body",
        body_digest=b"digest",
        received_at_ms=5,
    )
    assert (row.seq, row.event_id, row.kind, row.received_at_ms) == (7, "sh-1", "shipment", 5)
    assert row.occurred_at_ms == 1_741_915_613_000
    assert row.vector == evaluation.reading.packed
    assert row.ledger == evaluation.ledger
    assert msgspec.json.decode(row.raw_scores) == evaluation.raw_scores
    assert msgspec.json.decode(row.hits, type=tuple[RuleHit, ...]) == evaluation.hits
    assert [hit.id for hit in evaluation.hits] == ["T-1", "T-2"]
    assert msgspec.json.decode(row.graph, type=GraphFacts) == evaluation.graph
    assert DECODER.decode(row.answer) == evaluation.decision
    assert (row.bundle, row.policy) == (bundle.id, engine.policy.id)
    assert (row.decision, row.score) == (evaluation.decision.decision, evaluation.decision.score)


def test_the_row_of_an_outcome() -> None:
    row = outcome_record(3, outcome(), b"body", b"digest", 5)
    assert (row.seq, row.outcome_id, row.event_id) == (3, "oc-1", "sh-1")
    assert (row.outcome, row.occurred_at_ms) == ("delivered", 1_742_432_400_000)
