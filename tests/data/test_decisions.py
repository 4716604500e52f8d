import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.decisions import (
    DECODER,
    ENCODER,
    LADDER,
    AnalystDecision,
    Contribution,
    CounterText,
    Credit,
    CreditLimits,
    CustomerText,
    Decision,
    Evidence,
    Explanation,
    GraphFacts,
    Reason,
    RuleHit,
    for_analyst,
)

# The contract's answer, name by name and in its order.
COUNTER_FIELDS = [
    *("event_id", "kind", "decision", "score", "probability", "band", "typology", "reasons"),
    *("counter", "customer", "credit", "case_id", "bundle", "policy", "degraded", "duration_ms"),
]
ANALYST_FIELDS = ["explanation", "rules", "graph"]

LIMITS = CreditLimits(50_000, 900_000, 3_000_000)
CREDIT = Credit("B", 640, 0.031, 120_000, LIMITS, 7, 0.2, False, "2026-12-31")


EXPLANATION = Explanation(-2.0, -1.3, (Contribution("n_1h", 4.0, 0.7),))
RULES = (RuleHit("SH-01-a", 2, "hold", (Evidence("n_1h", 4, 3),)),)
GRAPH = GraphFacts(5, {"persons_on_sender_phone": 4}, 2, ("PHONE", "PERSON"))
ANALYST_DECODER = msgspec.json.Decoder(AnalystDecision)


def _decision(**changes: object) -> Decision:
    made = Decision(
        event_id="e-1",
        kind="shipment",
        decision="hold",
        score=812,
        probability=0.43,
        band="high",
        typology="SH-01",
        reasons=(Reason("R01", "短时间内频繁寄件", "many parcels in a short time", 0.7),),
        counter=CounterText("red", "请核对证件", "check the document"),
        customer=CustomerText("需进一步核实", "to be verified", "11183"),
        credit=None,
        case_id="c-1",
        bundle="b-1",
        policy="p-1",
        degraded=("graph",),
        duration_ms=0.3,
    )
    return msgspec.structs.replace(made, **changes)


def _whole(decision: Decision, explanation: Explanation = EXPLANATION) -> AnalystDecision:
    return for_analyst(decision, explanation, RULES, GRAPH)


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert list(Decision.__struct_fields__) == COUNTER_FIELDS
    assert list(AnalystDecision.__struct_fields__) == COUNTER_FIELDS + ANALYST_FIELDS


def test_every_field_is_sent_even_where_it_is_null() -> None:
    decision = _decision(customer=None, case_id=None)
    for form, more in ((decision, []), (_whole(decision), ANALYST_FIELDS)):
        sent = msgspec.json.decode(ENCODER.encode(form))
        assert list(sent) == COUNTER_FIELDS + more
        assert sent["customer"] is None
        assert sent["credit"] is None


@pytest.mark.parametrize("credit", [None, CREDIT])
def test_a_decision_comes_back_from_json_unchanged(credit: Credit | None) -> None:
    decision = _decision(credit=credit)
    assert DECODER.decode(ENCODER.encode(decision)) == decision
    assert ANALYST_DECODER.decode(ENCODER.encode(_whole(decision))) == _whole(decision)


@given(
    probability=st.floats(0, 1),
    base=st.floats(allow_nan=False, allow_infinity=False),
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)
def test_numbers_come_back_bit_for_bit(
    probability: float, base: float, value: float | None
) -> None:
    explanation = Explanation(base, base, (Contribution("x", value, 0.0),))
    decision = _decision(probability=probability)
    assert repr(DECODER.decode(ENCODER.encode(decision)).probability) == repr(probability)
    back = ANALYST_DECODER.decode(ENCODER.encode(_whole(decision, explanation)))
    assert repr((back.probability, back.explanation)) == repr((probability, explanation))


def test_the_counter_sees_nothing_of_the_analysts() -> None:
    sent = ENCODER.encode(_decision())
    assert list(msgspec.json.decode(sent)) == COUNTER_FIELDS
    assert b"SH-01-a" not in sent
    assert b"n_1h" not in sent


def test_the_analyst_sees_the_rest_unchanged_and_the_whole() -> None:
    decision = _decision(credit=CREDIT)
    shown = _whole(decision)
    assert type(shown) is AnalystDecision
    assert all(getattr(shown, name) == getattr(decision, name) for name in COUNTER_FIELDS)
    assert (shown.explanation, shown.rules, shown.graph) == (EXPLANATION, RULES, GRAPH)


def test_the_ladder_is_the_contracts_mildest_first() -> None:
    assert LADDER == ("approve", "step_up", "review", "hold", "decline")


def test_a_stored_decision_of_another_shape_is_refused() -> None:
    document = msgspec.json.decode(ENCODER.encode(_decision()))
    with pytest.raises(msgspec.ValidationError):
        DECODER.decode(msgspec.json.encode(document | {"decision": "maybe"}))
    for name in COUNTER_FIELDS:
        less = {field: value for field, value in document.items() if field != name}
        with pytest.raises(msgspec.ValidationError):
            DECODER.decode(msgspec.json.encode(less))


def test_a_decision_can_not_be_changed() -> None:
    decision = _decision()
    name = "score"
    with pytest.raises(AttributeError):
        setattr(decision, name, 1)
