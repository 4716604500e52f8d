"""What a shared identifier is: each type by its behaviour, and each fraud that looks like it by none."""

from typing import Any, Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from data.identifiers import Kind
from data.normalise.tokens import PoiType
from graph import layout as at
from graph.hubs import HubType, Profile, type_of

SETTLED: Final[dict[str, Any]] = {
    "span_days": 80,
    "active_days": 24,
    "in_28_days": 100,
    "busiest_day": 9,
    "weekends": 28,
    "ended": 60,
    "failed": 2,
}
STATION: Final = Profile(
    kind=Kind.UNIT, received=300, senders=200, takers=120, sent=90, returned=85, **SETTLED
)
DORM: Final = Profile(
    kind=Kind.UNIT,
    received=200,
    senders=90,
    takers=60,
    opened=40,
    applicants=40,
    outlets=2,
    **SETTLED,
)
WAREHOUSE: Final = Profile(
    kind=Kind.UNIT, sent=900, names=8, reached=800, received=60, senders=50, takers=5, **SETTLED
)
OFFICE: Final = Profile(
    kind=Kind.PHONE, sent=120, names=45, reached=90, received=20, **(SETTLED | {"weekends": 2})
)
VILLAGE: Final = Profile(
    kind=Kind.PHONE, opened=56, applicants=55, outlets=1, received=30, takers=1, **SETTLED
)


@pytest.mark.parametrize(
    ("profile", "hub"),
    [
        (STATION, HubType.STATION),
        (DORM, HubType.DORM),
        (WAREHOUSE, HubType.WAREHOUSE),
        (OFFICE, HubType.OFFICE),
        (VILLAGE, HubType.VILLAGE),
        (replace(STATION, kind=Kind.BUILDING), HubType.STATION),
    ],
)
def test_behaviour_tells_a_type_with_its_evidence(profile: Profile, hub: HubType) -> None:
    found = type_of(profile)
    assert found.hub == hub
    assert all(ground.holds for ground in found.evidence)
    assert len(found.evidence) > 5


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (replace(STATION, span_days=6), "span_days"),
        (replace(STATION, active_days=3), "active_days"),
        (replace(DORM, busiest_day=80), "busiest_day_share"),
        (replace(STATION, failed=30), "failed_share"),
        (replace(VILLAGE, frauds=1), "frauds"),
    ],
)
def test_what_is_no_settled_place_is_unknown_and_says_why(profile: Profile, why: str) -> None:
    found = type_of(profile)
    assert found.hub == HubType.UNKNOWN
    assert [ground.name for ground in found.evidence] == [why]


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(
            replace(STATION, sent=280, returned=0, reached=40), id="SH-09 sends on what comes in"
        ),
        pytest.param(replace(STATION, takers=8), id="SH-13 a few phones, many orders"),
        pytest.param(replace(WAREHOUSE, names=1), id="SH-01 one sender from a flat"),
        pytest.param(replace(VILLAGE, outlets=6), id="AO-02 one phone at many outlets"),
        pytest.param(replace(VILLAGE, opened=140), id="AO-01 many accounts each"),
        pytest.param(replace(VILLAGE, span_days=30), id="AO-02 a farm of one month"),
        pytest.param(replace(STATION, kind=Kind.PERSON), id="SH-06 one document for all"),
        pytest.param(replace(OFFICE, kind=Kind.DEVICE), id="a device is nobody's office"),
    ],
)
def test_what_a_fraud_does_is_explained_by_no_type(profile: Profile) -> None:
    assert type_of(profile).hub == HubType.UNKNOWN


def test_words_come_before_behaviour() -> None:
    for words in get_args(PoiType):
        found = type_of(Profile(kind=Kind.UNIT, words=words))
        assert (found.hub == HubType.UNKNOWN) == (words == "")
    assert type_of(replace(STATION, words="factory")).hub == HubType.FACTORY


@settings(deadline=None)
@given(
    st.builds(
        Profile,
        kind=st.sampled_from(Kind),
        **{
            name: st.integers(0, 1_000)
            for name in Profile.__struct_fields__
            if name not in {"kind", "words"}
        },
    )
)
def test_a_type_is_never_given_against_its_evidence(profile: Profile) -> None:
    found = type_of(profile)
    assert found.hub != HubType.NONE
    if found.hub != HubType.UNKNOWN:
        assert all(ground.holds for ground in found.evidence)
        assert profile.frauds == 0
        assert profile.kind in {Kind.UNIT, Kind.BUILDING, Kind.PHONE}


def test_the_kernels_know_the_word_for_unknown() -> None:
    assert HubType(at.SAID_UNKNOWN) is HubType.UNKNOWN
