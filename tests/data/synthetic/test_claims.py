import random

from data.synthetic.claims import PAID_SHARE, compensation


def test_a_claim_comes_after_the_parcel_and_is_paid_later_if_at_all() -> None:
    rng = random.Random(1)
    claims = [compensation(rng, 5_000, 0.5) for _ in range(4_000)]
    asked = [facts for facts in claims if facts]
    assert abs(len(asked) / 4_000 - 0.5) < 0.03
    assert abs(sum(len(facts) == 2 for facts in asked) / len(asked) - PAID_SHARE) < 0.04
    for facts in asked:
        assert [fact.outcome for fact in facts] == ["claimed", "claim_paid"][: len(facts)]
        assert {fact.amount_fen for fact in facts} == {5_000}
        assert facts[0].last_day < facts[-1].first_day or len(facts) == 1
