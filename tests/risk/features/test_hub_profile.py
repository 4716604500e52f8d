"""The profile of an identifier equals a recount over the plain list of its facts."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import Kind
from data.instants import DAY_MS, local_day
from risk.features.facts import Fact
from risk.features.hub_profile import profile_of
from risk.features.roles import APPLICANT, RECEIVER, SENDER
from risk.features.windows import History

T = 1_767_225_600_000
NODE = 7 << 4 | Kind.UNIT
rows = st.lists(
    st.tuples(
        st.integers(0, 100 * DAY_MS),
        st.sampled_from((SENDER, RECEIVER, APPLICANT)),
        st.integers(0, 5),
        st.booleans(),
    ),
    max_size=80,
)


def _history(role: int, of_role: list[Fact]) -> History:
    history = History(NODE << 3 | role)
    for fact in of_role:
        history.insert(fact)
    history.first_ms = min(fact.at_ms for fact in of_role)
    return history


def _distinct(facts: list[Fact], name: str) -> int:
    return len({getattr(fact, name) for fact in facts} - {0})


@settings(deadline=None)
@given(rows)
def test_a_profile_equals_a_recount(told: list[tuple[int, int, int, bool]]) -> None:
    by_role: dict[int, list[Fact]] = {}
    for ago_ms, role, who, returned in told:
        fact = Fact(
            T - ago_ms, sender=who, receiver=5 - who, name=who, person=who, outlet=who % 3,
            returned=returned,
        )  # fmt: skip
        by_role.setdefault(role, []).append(fact)
    histories = {NODE << 3 | role: _history(role, facts) for role, facts in by_role.items()}
    found = profile_of(NODE, T, histories.get, "dorm")

    def in_90(role: int) -> list[Fact]:
        return [fact for fact in by_role.get(role, []) if fact.at_ms > T - 90 * DAY_MS]

    sent, received, opened = in_90(SENDER), in_90(RECEIVER), in_90(APPLICANT)
    every = [fact for facts in by_role.values() for fact in facts]
    days = [
        sum(T - fact.at_ms in range(ago * DAY_MS, (ago + 1) * DAY_MS) for fact in every)
        for ago in range(28)
    ]
    weekday = [(local_day(T) - ago + 3) % 7 for ago in range(28)]
    assert (found.kind, found.words) == (Kind.UNIT, "dorm")
    assert (found.sent, found.returned) == (len(sent), sum(fact.returned for fact in sent))
    assert (found.names, found.reached) == (_distinct(sent, "name"), _distinct(sent, "receiver"))
    assert found.received == len(received)
    assert found.senders == _distinct(received, "sender")
    assert found.takers == _distinct(received, "receiver")
    assert found.opened == len(opened)
    assert found.applicants == _distinct(opened, "person")
    assert found.outlets == _distinct(opened, "outlet")
    assert (found.in_28_days, found.busiest_day) == (sum(days), max(days))
    assert found.active_days == sum(count > 0 for count in days)
    assert found.weekends == sum(
        count for count, day in zip(days, weekday, strict=True) if day in {5, 6}
    )
    oldest = max((T - fact.at_ms for fact in every), default=0)
    assert found.span_days == oldest // DAY_MS


def test_nothing_is_known_of_a_stranger() -> None:
    found = profile_of(NODE, T, dict[int, History]().get)
    assert (found.received, found.span_days, found.in_28_days, found.ended) == (0, 0, 0, 0)


def test_a_weekend_is_a_saturday_and_a_sunday_in_beijing() -> None:
    saturday_noon_ms = 1_767_412_800_000  # 2026-01-03T12:00+08:00
    facts = [Fact(saturday_noon_ms + day * DAY_MS) for day in range(7)]
    for one, two in pairwise(facts):
        assert one.at_ms < two.at_ms
    key = NODE << 3 | SENDER
    found = profile_of(NODE, facts[-1].at_ms, {key: _history(SENDER, facts)}.get)
    assert (found.in_28_days, found.weekends) == (7, 2)
