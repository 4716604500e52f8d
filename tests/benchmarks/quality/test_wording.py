from benchmarks.quality.wording import look_alike_in_words, per_cent, typology_in_words
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.registry import look_alikes


def test_every_code_has_a_name() -> None:
    for code in typologies():
        assert len(typology_in_words(code)) > len(code) + 5
    for code in look_alikes():
        assert len(look_alike_in_words(code)) > len(code) + 5


def test_names_are_those_of_the_modules() -> None:
    assert look_alike_in_words("L02") == "L02 a shared warehouse"
    assert look_alike_in_words("guardian") == "guardian a parent opens accounts for the children"


def test_a_share_has_a_blank_that_does_not_break() -> None:
    assert per_cent(0.0512, 1) == "5.1\u00a0%"
    assert per_cent(1.0) == "100\u00a0%"
