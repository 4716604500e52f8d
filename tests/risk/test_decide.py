from hypothesis import given
from hypothesis import strategies as st

from data.decisions import LADDER, Action, Band
from risk.decide import BAND_ACTION, RANK, Bands, asked_rank, by_severity, decide
from tests.risk.builders import rule

ACTIONS = st.lists(st.sampled_from(LADDER), max_size=6)
BANDS = st.sampled_from(sorted(BAND_ACTION))


@given(BANDS, ACTIONS)
def test_the_highest_action_on_the_ladder_holds(band: Band, actions: list[Action]) -> None:
    fired = [rule(f"T-{i}", action=action) for i, action in enumerate(actions)]
    asked = [BAND_ACTION[band], *actions]
    assert decide(band, fired) == max(asked, key=LADDER.index)


@given(BANDS)
def test_a_score_alone_never_holds_or_declines(band: Band) -> None:
    assert RANK[decide(band, [])] <= RANK["review"]


def test_a_mild_rule_does_not_soften_a_band() -> None:
    assert decide("critical", [rule(action="approve")]) == "review"
    assert decide("high", [rule(action="approve")]) == "step_up"


@given(ACTIONS)
def test_severity_puts_the_highest_first_and_keeps_equals_in_order(actions: list[Action]) -> None:
    fired = [rule(f"T-{i}", action=action) for i, action in enumerate(actions)]
    ranked = by_severity(fired)
    places = [(-RANK[each.action], int(each.id[2:])) for each in ranked]
    assert places == sorted(places)
    assert len(ranked) == len(fired)


@given(ACTIONS)
def test_the_rank_asked_for_is_the_highest_of_rules_alone(actions: list[Action]) -> None:
    fired = [rule(f"T-{i}", action=action) for i, action in enumerate(actions)]
    assert asked_rank(fired) == max((LADDER.index(action) for action in actions), default=0)


def test_a_band_begins_at_its_threshold() -> None:
    bands = Bands(medium=-4.0, high=-2.0, critical=0.0)
    found = [bands.band(total) for total in (-4.1, -4.0, -2.1, -2.0, -0.1, 0.0, 99.0)]
    assert found == ["low", "medium", "medium", "high", "high", "critical", "critical"]
