import msgspec

from data.events import Item, Party, Shipment
from data.synthetic.calendar import START
from data.synthetic.campaigns.registry import typologies
from data.synthetic.courses import NOWHERE, ORDINARY, STALE, UNWANTED, Course, Fact, endings
from data.synthetic.drafts import Draft, Label
from data.synthetic.outcomes import Outcomes
from data.synthetic.presets import preset

PARCEL = Shipment(
    event_id="x",
    occurred_at=START,
    sender=Party(),
    receiver=Party(),
    item=Item("文件", "文件"),
    weight_grams=100,
    pay_mode="sender",
)


def kinds(draft: Draft, count: int = 3000, name: str = "demo") -> list[str]:
    outcomes = Outcomes(preset(name), 3)
    return [later.outcome for _ in range(count) for later in outcomes.of(draft)]


def test_everything_comes_later() -> None:
    outcomes = Outcomes(preset("S"), 3)
    fraud = Draft(PARCEL, Label(is_fraud=True, typology="SH-01", campaign_id="C1"), UNWANTED)
    for draft in (Draft(PARCEL), fraud):
        assert all(o.occurred_at > START for _ in range(300) for o in outcomes.of(draft))


def test_false_addresses_come_back() -> None:
    ordinary, stale, nowhere = (
        kinds(Draft(PARCEL, course=course)).count("undeliverable") / 3000
        for course in (ORDINARY, STALE, NOWHERE)
    )
    assert ordinary < 0.02 < 0.6 < stale < nowhere


def test_a_course_may_be_fast_and_keep_the_cash() -> None:
    cod = msgspec.structs.replace(PARCEL, pay_mode="cod", cod_amount_fen=9_900)
    quick = Course(endings(1), cod_refused=0.0, days=(0, 1), remitted=0.5)
    outcomes = Outcomes(preset("demo"), 3)
    found = [o for _ in range(1000) for o in outcomes.of(Draft(cod, course=quick))]
    delivered = [o.occurred_at for o in found if o.outcome == "delivered"]
    assert len(delivered) == 1000
    assert max((at - START).total_seconds() for at in delivered) <= 86_400
    assert 0.4 < sum(o.outcome == "remitted" for o in found) / 1000 < 0.6


def test_a_story_s_own_facts_come_within_their_days() -> None:
    draft = Draft(PARCEL, facts=(Fact("claimed", "customer", 3, 10, 5_000),))
    claims = [o for o in Outcomes(preset("demo"), 3).of(draft) if o.outcome == "claimed"]
    assert [(o.source, o.amount_fen) for o in claims] == [("customer", 5_000)]
    assert 3 <= (claims[0].occurred_at - START).total_seconds() / 86_400 <= 10


def test_insured_parcels_of_anybody_are_sometimes_claimed() -> None:
    insured = msgspec.structs.replace(PARCEL, item=Item("工艺陶瓷", "花瓶", 60_000, 60_000))
    outcomes = Outcomes(preset("demo"), 3)
    found = [o for _ in range(10_000) for o in outcomes.of(Draft(insured))]
    claims = [o for o in found if o.outcome == "claimed"]
    assert 0.01 < len(claims) / 10_000 < 0.02
    assert {o.amount_fen for o in claims} == {60_000}
    assert 0.5 < sum(o.outcome == "claim_paid" for o in found) / len(claims) < 0.9
    assert "claimed" not in kinds(Draft(PARCEL))
    told = Draft(insured, facts=(Fact("complaint_mismatch", "customer", 1, 2),))
    assert "claimed" not in kinds(told)


def test_cash_on_delivery_is_refused_or_remitted() -> None:
    cod = msgspec.structs.replace(PARCEL, pay_mode="cod", cod_amount_fen=9_900)
    found = kinds(Draft(cod))
    assert 0.10 < found.count("refused") / 3000 < 0.15
    assert found.count("remitted") == found.count("delivered")


def test_coverage_over_many_campaigns_is_the_stated_one() -> None:
    for typology, (recipe, _) in typologies().items():
        found = recipe.found
        outcomes, labelled = Outcomes(preset("demo"), 3), 0
        for number in range(3000):
            draft = Draft(PARCEL, Label(is_fraud=True, typology=typology, campaign_id=f"C{number}"))
            labels = [o for o in outcomes.of(draft) if o.outcome == found.outcome]
            labelled += len(labels)
            for label in labels:
                days = (label.occurred_at - START).total_seconds() / 86_400
                assert found.delay_days[0] <= days <= found.delay_days[1] + 1
        assert abs(labelled / 3000 - found.coverage) < 0.04


def test_honest_events_are_wrongly_blamed_as_rarely_as_stated() -> None:
    assert "confirmed_fraud" not in kinds(Draft(PARCEL))
    blamed = kinds(Draft(PARCEL), 10_000, "S").count("confirmed_fraud")
    assert 0.001 < blamed / 10_000 < 0.006


def test_some_look_alikes_are_explained() -> None:
    found = kinds(Draft(PARCEL, Label(decoy="L16")))
    assert 0.02 < found.count("legit_explained") / 3000 < 0.06
