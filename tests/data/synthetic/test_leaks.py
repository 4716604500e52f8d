"""No single raw field gives a fraud away: probes in the manner of G7 (docs/simulator.md)."""

from collections import Counter
from collections.abc import Callable

import pytest

from data.events import AccountOpening, Event, OutcomeLine, Shipment
from data.synthetic.presets import preset
from data.synthetic.simulate import simulate
from tests.data.synthetic.telling import campaign

Rows = list[tuple[Event, bool]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return [
        (line.record, line.label.is_fraud)
        for line in simulate(preset("S"), 11)
        if line.label is not None and not isinstance(line.record, OutcomeLine)
    ]


def auc(scored: list[tuple[float, bool]]) -> float:
    """Area under the ROC curve by the rank sum; ties get their mean rank."""
    ranks: dict[float, list[int]] = {}
    for rank, (value, _) in enumerate(sorted(scored), start=1):
        ranks.setdefault(value, []).append(rank)
    mean = {value: sum(r) / len(r) for value, r in ranks.items()}
    positive = sum(fraud for _, fraud in scored)
    total = sum(mean[value] for value, fraud in scored if fraud)
    return (total - positive * (positive + 1) / 2) / (positive * (len(scored) - positive))


PROBES: dict[str, Callable[[Event], float]] = {
    "event id": lambda e: int(e.event_id[3:], 16),
    "last digits of the id": lambda e: int(e.event_id[-4:], 16),
    "milliseconds": lambda e: e.occurred_at.microsecond,
    "seconds": lambda e: e.occurred_at.second,
}


@pytest.mark.parametrize("name", PROBES)
def test_ids_and_clocks_say_nothing(name: str, rows: Rows) -> None:
    found = auc([(float(PROBES[name](event)), fraud) for event, fraud in rows])
    assert 0.45 < found < 0.55


def test_waybills_say_nothing(rows: Rows) -> None:
    numbers = [(float(e.waybill_no or 0), fraud) for e, fraud in rows if isinstance(e, Shipment)]
    assert 0.45 < auc(numbers) < 0.55


@pytest.mark.parametrize("typology", ["SH-07", "SH-13", "SH-14"])
def test_a_weight_of_a_fraud_is_as_round_as_any(typology: str) -> None:
    """Three scales in ten round to 100 g, also when goods are weighed again as a return."""
    made = [d.event for d in campaign(typology, "L1", size=200) if d.label.is_fraud]
    grams = [e.weight_grams for e in made if isinstance(e, Shipment) and e.weight_grams >= 300]
    assert 0.27 < sum(weight % 100 == 0 for weight in grams) / len(grams) < 0.47


def test_face_scores_say_nothing(rows: Rows) -> None:
    scores = [(e.face_score or 0.0, fraud) for e, fraud in rows if isinstance(e, AccountOpening)]
    assert 0.38 < auc(scores) < 0.62


def shipment_values(event: Shipment) -> dict[str, object]:
    return {
        "channel": event.channel,
        "entity": event.entity,
        "category": event.item.category,
        "text": event.item.text,
        "pay_mode": event.pay_mode,
        "id_verified": event.id_verified,
        "inspected": event.inspected,
        "is_return": event.is_return,
        "sender's phone is there": event.sender.phone is not None,
        "receiver's phone is there": event.receiver.phone is not None,
        "declares a value": event.item.declared_value_fen > 0,
    }


def opening_values(event: AccountOpening) -> dict[str, object]:
    return {
        "channel": event.channel,
        "class": event.account_class,
        "purpose": event.purpose,
        "relation": event.agent_relation,
        "id_type": event.applicant.id_type,
        "has an employer": event.employer is not None,
        "has a face score": event.face_score is not None,
        "has an expiry": event.id_expiry is not None,
        "cards": event.existing_cards,
    }


def test_no_value_of_a_closed_field_is_the_frauds_own(rows: Rows) -> None:
    count: Counter[tuple[str, str, object]] = Counter()
    bad: Counter[tuple[str, str, object]] = Counter()
    for event, fraud in rows:
        if isinstance(event, Shipment):
            kind, values = "shipment", shipment_values(event)
        elif isinstance(event, AccountOpening):
            kind, values = "opening", opening_values(event)
        else:
            continue
        for field, value in values.items():
            count[kind, field, value] += 1
            bad[kind, field, value] += fraud
    telling = {key: bad[key] / n for key, n in count.items() if n >= 20 and bad[key] > 0.6 * n}
    assert telling == {}


def test_every_text_of_a_fraud_is_an_honest_text_too(rows: Rows) -> None:
    parcels = [(e, fraud) for e, fraud in rows if isinstance(e, Shipment)]
    honest = {e.item.text for e, fraud in parcels if not fraud}
    assert {e.item.text for e, fraud in parcels if fraud} <= honest


def test_vague_texts_are_common_with_honest_senders(rows: Rows) -> None:
    vague = ("日用品", "其他", "文件", "礼品", "配件")
    texts = [e.item.text for e, fraud in rows if isinstance(e, Shipment) and not fraud]
    assert 0.25 < sum(text in vague for text in texts) / len(texts) < 0.35


def test_frauds_are_dirty_like_everybody(rows: Rows) -> None:
    def with_note(kind: bool) -> float:
        texts = [
            e.receiver.address or ""
            for e, fraud in rows
            if isinstance(e, Shipment) and fraud == kind
        ]
        return sum("放" in text or "电" in text for text in texts) / len(texts)

    assert abs(with_note(True) - with_note(False)) < 0.04
