"""Verify finds nothing in an honest log, and everything that was changed behind our back."""

import shutil
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from data.errors import Failure
from data.events import OutcomeLine
from data.records import EventRecord
from data.store import Store
from data.subject import Reader
from data.tables import EVENTS
from data.vault import Vault
from risk.archive import Archive
from risk.bundle import NO_BUNDLE, Bundle
from risk.features.catalogue import NAMES
from risk.features.state import State
from risk.shadow import challenger_in
from risk.verify import MAX_EXAMPLES, Verification, Verifier
from rules.compile import CompiledPolicy
from tests.risk.builders import (
    demo_lines,
    engine_with,
    feed,
    opening,
    policy_of,
    rule,
    service_over,
    shipped,
    tokeniser,
)
from tests.risk.running import run_async

LINES = 300


@pytest.fixture
def archive(tmp_path: Path, bundle: Bundle, bundle_folder: Path) -> Archive:
    kept = Archive(tmp_path / "archive")
    kept.keep_bundle(bundle_folder, bundle)
    kept.keep_policy(shipped())
    return kept


@pytest.fixture
def opened(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    store = Store.open(sqlite_url, vault)
    store.migrate()
    yield store
    store.close()


@pytest.fixture(scope="module")
def scored_file(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """The beginning of the demo world, scored once for all tests that spoil a copy of it."""
    path = tmp_path_factory.mktemp("scored") / "postrisk.sqlite"
    store = Store.open(f"sqlite:///{path}", same_vault())
    store.migrate()
    run_async(feed(service_over(store, engine_with(bundle)), demo_lines()[:LINES]))
    store.close()
    return path


@pytest.fixture
def scored(scored_file: Path, tmp_path: Path) -> Iterator[Store]:
    copy = shutil.copyfile(scored_file, tmp_path / "scored.sqlite")
    store = Store.open(f"sqlite:///{copy}", same_vault())
    yield store
    store.close()


def same_vault() -> Vault:
    return Vault({1: bytes(range(32))}, 1)


def verified(store: Store, archive: Archive) -> Verification:
    return Verifier(Reader(tokeniser()), State(), archive).run(store.scan())


def rewrite(store: Store, seq: int, **values: Any) -> None:
    with store.engine.begin() as connection:
        changed = connection.execute(update(EVENTS).where(EVENTS.c.seq == seq).values(**values))
        assert changed.rowcount == 1


def some_event(store: Store, skip: int = 50) -> Any:
    events = [record for record in store.scan() if hasattr(record, "vector")]
    return events[skip]


def test_nothing_differs_in_an_honest_log(scored: Store, archive: Archive) -> None:
    result = verified(scored, archive)
    outcomes = sum(isinstance(line, OutcomeLine) for line in demo_lines()[:LINES])
    assert (result.events, result.outcomes) == (LINES - outcomes, outcomes)
    assert result.differing == 0
    assert result.examples == []


def test_the_same_holds_on_postgres(
    postgres_url: str, vault: Vault, archive: Archive, bundle: Bundle
) -> None:
    store = Store.open(postgres_url, vault)
    store.migrate()
    run_async(feed(service_over(store, engine_with(bundle)), demo_lines()[:200]))
    result = verified(store, archive)
    store.close()
    assert result.events + result.outcomes == 200
    assert result.differing == 0


def test_each_row_is_told_of(scored: Store, archive: Archive) -> None:
    told: list[None] = []
    Verifier(Reader(tokeniser()), State(), archive).run(scored.scan(), lambda: told.append(None))
    assert len(told) == LINES


@pytest.mark.parametrize("at", [0, 40, len(NAMES) - 1])
def test_a_changed_vector_is_found(scored: Store, archive: Archive, at: int) -> None:
    record = some_event(scored)
    vector = array("d", record.vector)
    vector[at] = 1.0 if vector[at] != 1.0 else 2.0
    rewrite(scored, record.seq, vector=vector.tobytes())
    result = verified(scored, archive)
    assert result.differing == 1
    assert result.examples[0].seq == record.seq
    assert result.examples[0].parts == ("vector",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"score":', b'"score":1'),
        (b'"approve"', b'"review"'),
        ("可以办理".encode(), "不可办理".encode()),
    ],
)
def test_a_changed_answer_is_found(scored: Store, archive: Archive, old: bytes, new: bytes) -> None:
    record = next(r for r in scored.scan() if hasattr(r, "answer") and old in r.answer)
    assert hasattr(record, "answer")
    rewrite(scored, record.seq, answer=record.answer.replace(old, new, 1))
    result = verified(scored, archive)
    assert result.differing == 1
    assert result.examples[0].parts == ("answer",)


@pytest.mark.parametrize("column", ["raw_scores", "hits", "graph", "ledger"])
def test_changed_scores_hits_graph_and_ledger_are_found(
    scored: Store, archive: Archive, column: str
) -> None:
    record = some_event(scored)
    rewrite(scored, record.seq, **{column: b"{}"})
    result = verified(scored, archive)
    assert result.differing == 1
    assert result.examples[0].parts == (column,)


@pytest.mark.parametrize("at", [0, 8, 16, -1])
def test_a_ledger_with_one_changed_bit_is_found(scored: Store, archive: Archive, at: int) -> None:
    record = some_event(scored)
    ledger = bytearray(record.ledger)
    ledger[at] ^= 1
    rewrite(scored, record.seq, ledger=bytes(ledger))
    assert verified(scored, archive).examples[0].parts == ("ledger",)


def test_only_the_time_taken_may_differ(scored: Store, archive: Archive) -> None:
    record = some_event(scored)
    head, _, tail = record.answer.partition(b'"duration_ms":')
    assert set(tail) <= set(b"0123456789.e-}") and float(tail[:-1]) != 99.5
    rewrite(scored, record.seq, answer=head + b'"duration_ms":99.5}')
    assert verified(scored, archive).differing == 0


def test_of_many_differences_the_first_are_shown(scored: Store, archive: Archive) -> None:
    with scored.engine.begin() as connection:
        connection.execute(update(EVENTS).values(hits=b"[1]"))
    result = verified(scored, archive)
    assert result.differing == result.events
    assert len(result.examples) == MAX_EXAMPLES


def test_a_changed_body_does_not_open(scored: Store, archive: Archive) -> None:
    record, other = some_event(scored), some_event(scored, 51)
    with scored.engine.begin() as connection:
        sealed = connection.exec_driver_sql(
            f"SELECT body_sealed FROM events WHERE seq = {int(other.seq)}"  # noqa: S608  an int
        ).scalar_one()
    rewrite(scored, record.seq, body_sealed=sealed)
    with pytest.raises(Failure, match=f"event at seq {record.seq}"):
        verified(scored, archive)


def test_decisions_of_two_bundles_and_two_policies_are_derived_with_their_own(
    opened: Store, archive: Archive, bundle: Bundle
) -> None:
    other = policy_of(
        rule(
            "T-1",
            action="review",
            when="person_openings_24h >= 2 and not purpose_replacement",
            kinds=("account_opening",),
        )
    )
    archive.keep_policy(other)
    lines = demo_lines()
    parts: list[tuple[Bundle, CompiledPolicy]] = [
        (bundle, shipped()),
        (NO_BUNDLE, other),
        (bundle, other),
        (NO_BUNDLE, shipped()),
    ]
    for number, (chosen, policy) in enumerate(parts):
        service = service_over(opened, engine_with(chosen, policy))
        run_async(feed(service, [*lines[number * 100 : number * 100 + 100], opening(number)]))
    result = verified(opened, archive)
    assert result.differing == 0
    kept = {(r.bundle, r.policy) for r in opened.scan() if isinstance(r, EventRecord)}
    assert len(kept) == 4


@pytest.fixture(scope="module")
def shadowed_file(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """The same events, decided by rules alone, with the bundle as challenger for the second half."""
    path = tmp_path_factory.mktemp("shadowed") / "postrisk.sqlite"
    store = Store.open(f"sqlite:///{path}", same_vault())
    store.migrate()
    engine = engine_with()
    service = service_over(store, engine)
    run_async(feed(service, demo_lines()[:100]))
    engine.challenger = bundle
    run_async(feed(service, demo_lines()[100:200]))
    store.close()
    return path


@pytest.fixture
def shadowed(shadowed_file: Path, tmp_path: Path) -> Iterator[Store]:
    copy = shutil.copyfile(shadowed_file, tmp_path / "shadowed.sqlite")
    store = Store.open(f"sqlite:///{copy}", same_vault())
    yield store
    store.close()


def test_what_a_challenger_said_is_derived_too(shadowed: Store, archive: Archive) -> None:
    kept = [challenger_in(r.raw_scores) for r in shadowed.scan() if isinstance(r, EventRecord)]
    assert kept[0] is None
    assert kept[-1] is not None
    assert len(set(kept)) == 2
    assert verified(shadowed, archive).differing == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"total":-', b'"total":'),
        (b'"band":"low"', b'"band":"high"'),
        (b'"ecod":', b'"ecod":1'),
        (b'"challenger":', b'"Challenger":'),
    ],
)
def test_a_changed_word_of_the_challenger_is_found(
    shadowed: Store, archive: Archive, old: bytes, new: bytes
) -> None:
    record = next(r for r in shadowed.scan() if isinstance(r, EventRecord) and old in r.raw_scores)
    rewrite(shadowed, record.seq, raw_scores=record.raw_scores.replace(old, new, 1))
    result = verified(shadowed, archive)
    assert (result.differing, result.examples[0].parts) == (1, ("raw_scores",))


def test_a_challenger_that_was_never_kept_is_one_clear_failure(
    shadowed: Store, tmp_path: Path
) -> None:
    half = Archive(tmp_path / "half")
    half.keep_policy(shipped())
    with pytest.raises(Failure, match="can't be derived again: there is no bundle"):
        verified(shadowed, half)


@pytest.mark.parametrize("missing", ["bundle", "policy"])
def test_what_is_not_in_the_archive_is_one_clear_failure(
    scored: Store, tmp_path: Path, bundle: Bundle, bundle_folder: Path, missing: str
) -> None:
    half = Archive(tmp_path / "half")
    if missing == "policy":
        half.keep_bundle(bundle_folder, bundle)
    else:
        half.keep_policy(shipped())
    with pytest.raises(Failure, match="can't be derived again") as caught:
        verified(scored, half)
    assert "\n" not in caught.value.message
    assert missing in caught.value.message


def test_an_empty_log_is_fine(opened: Store, archive: Archive) -> None:
    assert verified(opened, archive) == Verification()
