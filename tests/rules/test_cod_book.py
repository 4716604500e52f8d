"""What is shipped for cash on delivery is without a mistake and within the law."""

from importlib import resources

import pytest

from risk.features.catalogue import BY_NAME as FEATURES
from risk.features.catalogue import credit_features
from risk.features.feature import FRAUD_ONLY, ORIGIN
from rules.cod_book import GRADES_FILE, SCORECARD_FILE, cod_mistakes, shipped_book
from rules.credit_reasons import NEUTRAL
from rules.limits import GRADES

THIRD_PERSONS = {"settle_account_merchants_90d", "hops_to_confirmed", "merchant_frauds_90d"}
"""What others have done, or what only the fraud side knows."""


def test_the_shipped_book_has_no_mistakes() -> None:
    book = shipped_book(credit_features())
    assert tuple(each.grade for each in book.table.grades) == GRADES


def test_credit_never_reads_a_device_a_place_or_an_origin() -> None:
    allowed = credit_features()
    assert not [name for name in allowed if "device" in name]
    assert not [name for name in allowed if FEATURES[name].purposes == FRAUD_ONLY]
    assert allowed.isdisjoint(ORIGIN)
    assert {each.feature for each in shipped_book(allowed).scorecard.variables} <= allowed


def test_what_others_have_done_is_told_in_the_neutral_reason() -> None:
    card = shipped_book(credit_features()).scorecard
    codes = {v.feature: v.reason for v in card.variables if v.feature in THIRD_PERSONS}
    assert codes == dict.fromkeys(THIRD_PERSONS, NEUTRAL)


def test_no_grade_is_kept_from_everybody_and_none_is_a_gift() -> None:
    book = shipped_book(credit_features())
    best = book.scorecard.base + sum(each.best for each in book.scorecard.variables)
    worst = book.scorecard.base + sum(
        min(step.points for step in each.bins) for each in book.scorecard.variables
    )
    assert book.table.grade_of(best, seasoned=True).grade == "A"
    assert book.table.grade_of(worst, seasoned=True).grade == "F"
    assert book.table.grade_of(best, seasoned=False).grade == "D"


@pytest.mark.parametrize("name", [GRADES_FILE, SCORECARD_FILE])
def test_either_file_is_known_by_what_stands_in_it(name: str) -> None:
    text = (resources.files("rules") / "cod" / name).read_text("utf-8")
    assert cod_mistakes(text, credit_features()) == []
    assert cod_mistakes(text.replace('"[D]', '"[?]'), credit_features())
    assert cod_mistakes("id: p\nrules: []\n", credit_features()) is None
