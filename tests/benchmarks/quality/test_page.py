import re

import msgspec

from benchmarks.quality.page import headline, render
from tests.benchmarks.quality.small_world import demo_study, study_with_new_campaigns


def test_a_page_has_words_tables_and_every_plot() -> None:
    page = render(study_with_new_campaigns())
    ids = set(re.findall(r'id="([a-z_-]+?)-figure_1"', page))
    plots = {"pr", "reliability", "alerts", "scores", "savings"}
    assert plots | {"typologies-account_opening", "look-alikes-account_opening"} <= ids
    assert "our engine shows them" in page
    assert "promise nothing about" in page
    assert "Left out: boosted trees, no history" in page
    assert "so few campaigns this says little" in page


def test_a_page_needs_no_network() -> None:
    page = render(study_with_new_campaigns())
    assert not any(sign in page for sign in ("http", "<script", "src=", "@import"))


def test_the_headline_is_of_new_campaigns_by_the_truth() -> None:
    results = headline(study_with_new_campaigns(), "account_opening", "realistic")
    assert [r.method for r in results] == [
        m.name for m in study_with_new_campaigns().trials["account_opening"].methods
    ]
    questions = {r.question for r in results}
    (question,) = questions
    assert (question.campaigns, question.labels, question.rows) == ("new", "true", "core")


def test_a_study_without_fraud_says_so() -> None:
    page = render(msgspec.structs.replace(demo_study(), trials={}))
    assert "holds no fraud" in page


def test_ongoing_campaigns_alone_make_no_headline() -> None:
    page = render(demo_study())
    assert "No campaign began in the test" in page
    assert "our engine shows them" not in page
    assert "AO-02 L" in page
