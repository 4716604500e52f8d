import random

import pytest

from data.synthetic.items import TRADES, VAGUE_TEXTS, on_scale, valued_goods


@pytest.mark.parametrize("insured", [True, False])
def test_a_stated_value_is_in_whole_yuan_and_insured_as_asked(*, insured: bool) -> None:
    item = valued_goods(random.Random(1), "ceramics", 123_456, insured=insured).item
    assert item.category == TRADES["ceramics"].category
    assert item.declared_value_fen == 123_500
    assert item.insured_value_fen == (123_500 if insured else 0)


def test_a_stated_value_makes_no_text_vaguer() -> None:
    rng = random.Random(1)
    texts = [valued_goods(rng, "phones", 90_000).item.text for _ in range(2_000)]
    assert 0.27 < sum(text in VAGUE_TEXTS for text in texts) / 2_000 < 0.33
    assert valued_goods(rng, "phones", 90_000, vague_share=0.0).item.text in TRADES["phones"].texts


def test_a_scale_rounds_to_ten_grams_or_to_a_hundred() -> None:
    rng = random.Random(1)
    shown = [on_scale(rng, 1_234.0) for _ in range(2_000)]
    assert set(shown) == {1_200, 1_230}
    assert 0.26 < shown.count(1_200) / 2_000 < 0.34
    assert min(on_scale(rng, 0.0) for _ in range(50)) == 10
