"""The list of features and what the blocks compute are one; the law's purposes hold."""

import math
import re
import struct
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from data.events import Event
from risk.exposure_terms import caps_of
from risk.features import catalogue
from risk.features.catalogue import BLOCKS, BY_NAME, FEATURES, INDEX, NAMES
from risk.features.definitions.lists import LISTS
from risk.features.feature import ALL, COD, OPENING, SHIPMENT, Feature
from risk.features.state import State
from rules.cod_book import shipped_book
from tests.risk.features.streams import READER, START_MS, random_event

CAPS = caps_of(shipped_book(catalogue.credit_features()).table)
DOCUMENT = Path(__file__).parents[3] / "docs" / "features.md"


def sample(kind: str) -> list[Event]:
    events = [random_event(seed, f"e{seed}", START_MS + seed) for seed in range(300)]
    return [event for event in events if event.__struct_config__.tag == kind]


def test_names_are_unique_and_each_has_its_place() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(FEATURES)
    assert [INDEX[name] for name in NAMES] == list(range(len(NAMES)))


def test_names_carry_their_unit_last() -> None:
    for name in NAMES:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert not re.search(
            r"_(fen|grams|days|hours|years)_", name.replace("payout_cycle_days", "")
        )


@pytest.mark.parametrize("feature", FEATURES, ids=NAMES)
def test_a_feature_says_what_it_is_in_both_languages(feature: Feature) -> None:
    assert re.search(r"[\u4e00-\u9fff]", feature.zh)
    assert feature.en.isprintable()
    assert not re.search(r"[\u4e00-\u9fff]", feature.en)


@pytest.mark.parametrize("kind", sorted(ALL))
def test_blocks_compute_as_many_values_as_the_catalogue_lists(kind: str) -> None:
    """Values of other kinds are missing, and some event has each value of its own kind."""
    state, seen = State(), set[str]()
    events = sample(kind)
    assert len(events) > 30
    for event in events:
        reading = state.read(READER.read(event), CAPS)
        assert len(reading.vector) == len(NAMES)
        assert {type(value) for value in reading.vector} == {float}
        assert reading.packed == struct.pack(f"<{len(NAMES)}d", *reading.vector)
        seen |= {n for n, v in zip(NAMES, reading.vector, strict=True) if not math.isnan(v)}
        state.apply(reading, granted=False)
        for outcome in ("delivered", "confirmed_fraud", "settle_account_changed"):
            state.apply_outcome(reading.fact.event, outcome, reading.fact.at_ms)
    for event in events:  # again when what is known of them has settled
        later = msgspec.structs.replace(event, occurred_at=event.occurred_at + timedelta(days=8))
        vector = state.read(READER.read(later)).vector
        seen |= {n for n, v in zip(NAMES, vector, strict=True) if not math.isnan(v)}
    own = {f.name for block in BLOCKS if kind in block.kinds for f in block.features}
    told_by_parcels_only = {
        *("merchant_failed_share", "merchant_complaint_share", "merchant_overdue_share"),
        *("merchant_growth_7d", "merchant_weekly_cv"),
        "document_sent_as_other",
        "group_limit_use",  # two applications make a group
    }
    assert own - told_by_parcels_only <= seen <= own


@pytest.mark.parametrize("kind", sorted(ALL))
def test_flags_are_zero_or_one_and_shares_lie_between(kind: str) -> None:
    state = State()
    for event in sample(kind):
        reading = state.read(READER.read(event))
        for feature, value in zip(FEATURES, reading.vector, strict=True):
            if feature.type == "flag":
                assert value in (0.0, 1.0) or math.isnan(value), feature.name
            elif feature.name.endswith("_share"):
                assert 0.0 <= value <= 1.0 or math.isnan(value), feature.name
            assert not math.isinf(value), feature.name
        state.apply(reading, granted=False)


def test_kinds_of_a_feature_are_those_of_its_block() -> None:
    assert catalogue.vocabulary()["at_night"].kinds == ALL
    assert catalogue.vocabulary()["weight_grams"].kinds == {SHIPMENT}
    assert catalogue.vocabulary()["face_score"].kinds == {OPENING}
    assert catalogue.vocabulary()["deposit_fen"].kinds == {COD}


def test_device_facts_never_serve_credit() -> None:
    for feature in FEATURES:
        told_by_device = "device" in feature.name or "ip_" in feature.name
        listed = feature in LISTS.features
        assert ("credit" in feature.purposes) == (not told_by_device and not listed), feature.name


def test_detectors_see_only_numbers_that_they_may_see() -> None:
    for kind in ALL:
        columns = catalogue.detector_columns(kind)
        assert columns == tuple(sorted(set(columns)))
        for at in columns:
            assert FEATURES[at].detector
            assert kind in catalogue.vocabulary()[NAMES[at]].kinds
    assert not BY_NAME["hops_to_confirmed"].detector


def test_what_labels_tell_is_kept_from_the_anomaly_detectors() -> None:
    """A place's share of known frauds above all: it would call everybody there odd."""
    learnt = [name for name in NAMES if "fraud" in name or "declared_mean" in name]
    learnt += ["declared_to_sender_mean_30d", "merchant_complaint_share", "merchant_overdue_share"]
    learnt += ["merchant_debts"]
    assert len(learnt) == 24
    assert [name for name in learnt if BY_NAME[name].detector] == []
    for name in learnt:
        if name.startswith("outlet"):
            assert "地点" in BY_NAME[name].zh
            assert "a place" in BY_NAME[name].en


def test_the_vocabulary_holds_every_feature_at_its_place_and_the_texts() -> None:
    words = catalogue.vocabulary()
    assert {name: words[name].index for name in NAMES} == dict(INDEX)
    assert words.keys() - set(NAMES) == catalogue.TEXT_KINDS.keys()
    assert all(words[name].type == "text" for name in catalogue.TEXT_KINDS)
    assert all(words[f.name].type == f.type for f in FEATURES)
    assert words["cod_amount_fen"].kinds == {SHIPMENT}


def test_the_schema_hash_changes_with_names_and_order(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = {catalogue.schema_hash()}
    assert re.fullmatch(r"[0-9a-f]{8}", catalogue.schema_hash())
    for names in (NAMES[1:], NAMES[::-1], (*NAMES, "new")):
        monkeypatch.setattr(catalogue, "NAMES", names)
        hashes.add(catalogue.schema_hash())
    assert len(hashes) == 4


def test_the_document_lists_every_feature() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \|", DOCUMENT.read_text("utf-8"), re.M)
    listed = [(f.name, block.name, f.family) for block in BLOCKS for f in block.features]
    assert rows == listed
