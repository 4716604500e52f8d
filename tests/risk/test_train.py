from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from data.errors import Failure
from data.events import OutcomeLine
from data.instants import DAY_MS, to_ms
from data.synthetic.truth import TRUTH, TRUTH_HEADER
from risk.bundle import MANIFEST, Bundle, load_bundle
from risk.features import catalogue
from risk.features.catalogue import INDEX
from risk.fit import BAND_QUANTILES
from risk.maturity import maturity_ms
from risk.train import EXAMPLES, HIGHEST, MIN_EVENTS, Training, train
from risk.verdicts import Truth
from tests.risk.builders import (
    demo_counts,
    demo_lines,
    engine_with,
    policy_of,
    rule,
    tokeniser,
    write_lines,
)


def trained(events: Path, out: Path, *, until_ms: int | None = None, seed: int = 0) -> Training:
    quick = policy_of(rule("T-1", when="is_cod", kinds=("shipment",)))
    engine = engine_with(policy=quick)
    return train(engine, tokeniser(), events, out, until_ms=until_ms, seed=seed)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 1,200 lines of the demo world."""
    return write_lines(tmp_path_factory.mktemp("small") / "e.jsonl", demo_lines()[:1200])


def test_the_same_events_and_seed_give_the_same_bundle(small: Path, tmp_path: Path) -> None:
    first, again = trained(small, tmp_path / "a"), trained(small, tmp_path / "b")
    assert first.manifest == again.manifest
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert trained(small, tmp_path / "c", seed=1).manifest.id != first.manifest.id


def test_what_was_written_can_be_loaded(small: Path, tmp_path: Path) -> None:
    training = trained(small, tmp_path)
    bundle = load_bundle(tmp_path)
    assert bundle.manifest == training.manifest
    assert "shipment" in bundle.models
    assert bundle.card == training.card
    assert training.errors == 0


def test_a_kind_with_too_few_events_is_skipped_and_said(
    bundle: Bundle, small: Path, tmp_path: Path
) -> None:
    training = trained(small, tmp_path)
    assert "cod_application" in training.skipped
    assert "cod_application" not in load_bundle(tmp_path).models
    assert all(count >= MIN_EVENTS for count in training.manifest.events.values())


def test_until_trains_as_if_the_rest_had_not_come(small: Path, tmp_path: Path) -> None:
    lines = demo_lines()[:1200]
    until_ms = to_ms(lines[900].occurred_at)
    past = [line for line in lines if to_ms(line.occurred_at) <= until_ms]
    cut = write_lines(tmp_path / "cut.jsonl", past)
    whole = trained(small, tmp_path / "a", until_ms=until_ms).manifest
    apart = trained(cut, tmp_path / "b", until_ms=until_ms).manifest
    assert whole == apart
    trained_until = datetime.fromisoformat(whole.trained_until)
    assert abs(trained_until - lines[900].occurred_at) < timedelta(milliseconds=1)


def test_only_matured_events_have_a_label(tmp_path: Path) -> None:
    lines = demo_lines()
    first_ms = to_ms(lines[0].occurred_at)
    events = write_lines(tmp_path / "e.jsonl", lines)
    mature_ms = first_ms + maturity_ms("shipment")
    young = trained(events, tmp_path / "a", until_ms=mature_ms - 1).manifest
    assert set(young.labels.values()) == {(0, 0)}
    half = trained(events, tmp_path / "b", until_ms=mature_ms + 7 * DAY_MS).manifest
    assert 0 < sum(half.labels["shipment"]) < half.events["shipment"]
    assert half.labels["account_opening"] == (0, 0)


def test_without_an_instant_training_is_as_of_the_latest_line(tmp_path: Path) -> None:
    lines = demo_lines()
    manifest = trained(write_lines(tmp_path / "e.jsonl", lines), tmp_path / "a").manifest
    latest = max(line.occurred_at for line in lines)
    assert abs(datetime.fromisoformat(manifest.trained_until) - latest) < timedelta(milliseconds=1)
    frauds, honest = manifest.labels["shipment"]
    assert frauds > 20
    assert frauds + honest == manifest.events["shipment"] == demo_counts()["shipment"]


def test_too_few_events_are_a_failure_and_nothing_is_written(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", demo_lines()[: MIN_EVENTS - 1])
    with pytest.raises(Failure, match=f"no kind of event has the {MIN_EVENTS} events"):
        trained(events, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_an_empty_and_a_missing_file_are_failures(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(Failure, match="no kind of event"):
        trained(tmp_path / "empty.jsonl", tmp_path / "bundle")
    with pytest.raises(Failure, match=r"can't read none\.jsonl"):
        trained(tmp_path / "none.jsonl", tmp_path / "bundle")


def test_bad_lines_are_counted_and_change_nothing(small: Path, tmp_path: Path) -> None:
    lines = list(demo_lines()[:1200])
    bad = [b"{", b"[" * 20_000, b'{"kind":"shipment"}', b"\xff"]
    events = write_lines(tmp_path / "e.jsonl", [*bad, *lines[:600], *bad, *lines[600:]])
    training = trained(events, tmp_path / "a")
    assert training.errors == 8
    assert training.manifest == trained(small, tmp_path / "b").manifest


def test_an_unwritable_folder_is_a_failure(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="can't write the bundle"):
        trained(small, tmp_path / "file" / "bundle")


def test_the_bands_of_detectors_part_the_training_events_by_their_shares(bundle: Bundle) -> None:
    assert sorted(BAND_QUANTILES.values()) == list(BAND_QUANTILES.values())
    counts: dict[str, int] = {}
    engine = engine_with(bundle)
    for line in demo_lines():
        if isinstance(line, OutcomeLine):
            engine.apply_outcome(line)
            continue
        evaluation = engine.evaluate(line)
        engine.apply(evaluation)
        if evaluation.decision.kind == "account_opening":
            counts[evaluation.decision.band] = counts.get(evaluation.decision.band, 0) + 1
    share = {band: count / sum(counts.values()) for band, count in counts.items()}
    assert share["low"] == pytest.approx(0.97, abs=0.01)
    assert share["medium"] == pytest.approx(0.025, abs=0.01)
    assert share["high"] + share["critical"] == pytest.approx(0.005, abs=0.005)


def test_the_detectors_see_the_columns_of_their_kind_only() -> None:
    for kind in ("shipment", "account_opening"):
        names = [catalogue.NAMES[at] for at in catalogue.detector_columns(kind)]
        assert len(names) == len(set(names)) > 10
        for name in names:
            assert kind in catalogue.vocabulary()[name].kinds
            assert catalogue.BY_NAME[name].detector
            assert name in INDEX


def test_the_card_says_what_the_manifest_says_and_what_was_held_out(bundle: Bundle) -> None:
    card, manifest = bundle.card, bundle.manifest
    assert card is not None
    assert manifest is not None
    assert card.kinds["shipment"].held_out is not None
    assert card.as_of == manifest.trained_until
    assert list(card.kinds) == list(manifest.events)
    for kind, one in card.kinds.items():
        assert (one.frauds, one.honest) == manifest.labels[kind]
        assert (one.events, one.model == "boosted") == (
            manifest.events[kind],
            kind in manifest.learnt,
        )
        # Openings take longest to mature: by the last line of the demo none has.
        assert (one.held_out is None) == (sum(manifest.labels[kind]) == 0)
        if one.held_out is not None:
            assert 0 < one.held_out.rows < one.events or one.model == "detectors"
        seen = manifest.learnt.get(kind, manifest.columns[kind])
        assert set(one.baselines) == {"score", *seen}


def test_what_a_report_draws_was_held_out_and_begins_with_the_highest(tmp_path: Path) -> None:
    events = write_lines(tmp_path / "e.jsonl", demo_lines())
    mature_ms = to_ms(demo_lines()[-1].occurred_at) + maturity_ms("account_opening")
    training = trained(events, tmp_path / "a", until_ms=mature_ms)
    card = training.card.kinds["shipment"].held_out
    assert card is not None
    examples = training.examples["shipment"]
    assert examples.shape == (min(EXAMPLES, card.rows), len(catalogue.NAMES))
    opening = training.examples["account_opening"]
    model = training.models["account_opening"]
    totals = [model.score(vector.tobytes()).total for vector in opening]
    assert min(totals[:HIGHEST]) >= max(totals[HIGHEST:])
    assert totals[:HIGHEST] == sorted(totals[:HIGHEST], reverse=True)


def test_a_truth_adds_look_alikes_and_changes_no_model(
    demo_file: Path, bundle_folder: Path, tmp_path: Path
) -> None:
    rows = [TRUTH_HEADER, *(f"{line.event_id},0,,,,L99" for line in demo_lines())]
    (tmp_path / TRUTH).write_text("\n".join(rows), encoding="utf-8")
    stages: list[str] = []
    told = train(
        engine_with(),
        tokeniser(),
        demo_file,
        tmp_path / "a",
        truth=Truth(tmp_path / TRUTH),
        stage=stages.append,
    )
    held = told.card.kinds["shipment"].held_out
    assert held is not None
    assert [one.name for one in held.look_alikes] == ["all honest", "L99"]
    content = (tmp_path / "a" / "shipment.npz").read_bytes()
    assert content == (bundle_folder / "shipment.npz").read_bytes()
    assert stages[:2] == ["fitting account_opening", "judging account_opening"]


def test_the_manifest_is_plain_json(bundle_folder: Path) -> None:
    manifest = msgspec.json.decode((bundle_folder / MANIFEST).read_bytes())
    assert manifest["trained_until"].endswith("+00:00")
    assert manifest["seed"] == 0
