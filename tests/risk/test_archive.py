import shutil
from pathlib import Path

import msgspec
import pytest

from data.errors import Failure
from risk.archive import Archive
from risk.bundle import MANIFEST, NO_BUNDLE, Bundle, load_bundle
from risk.features.catalogue import vocabulary
from rules.compile import compile_policies
from tests.risk.builders import application, engine_with, policy_of, rule, shipment, shipped
from tests.risk.bundles import save_as, spoil


def test_a_kept_bundle_is_found_by_its_id(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    archive = Archive(tmp_path)
    archive.keep_bundle(bundle_folder, bundle)
    again = archive.bundle(bundle.id)
    left, right = (engine_with(each).evaluate(shipment()) for each in (bundle, again))
    assert right.analyst_decision() == left.analyst_decision()


def test_keeping_twice_keeps_the_first(tmp_path: Path, bundle: Bundle, bundle_folder: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep_bundle(bundle_folder, bundle)
    archive.keep_bundle(tmp_path / "gone", bundle)
    assert archive.bundle(bundle.id).id == bundle.id


def test_a_copy_that_was_broken_off_is_made_again(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    draft = tmp_path / "bundles" / f".{bundle.id}.draft"
    draft.mkdir(parents=True)
    (draft / "half").write_bytes(b"half")
    archive = Archive(tmp_path)
    archive.keep_bundle(bundle_folder, bundle)
    assert not draft.exists()
    assert archive.bundle(bundle.id).id == bundle.id
    assert not (tmp_path / "bundles" / bundle.id / "half").exists()


def test_no_bundle_needs_no_keeping(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep_bundle(tmp_path, NO_BUNDLE)
    assert archive.bundle("none") is NO_BUNDLE
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_whose_files_are_gone_is_a_failure(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    copy = Path(shutil.copytree(bundle_folder, tmp_path / "copy"))
    loaded = load_bundle(copy)
    (copy / "shipment.npz").unlink()
    with pytest.raises(Failure, match=f"can't keep the bundle {bundle.id}"):
        Archive(tmp_path / "archive").keep_bundle(copy, loaded)
    with pytest.raises(Failure, match="there is no bundle"):
        Archive(tmp_path / "archive").bundle(bundle.id)


def test_a_folder_that_holds_another_bundle_by_now_is_not_kept(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    copy = Path(shutil.copytree(bundle_folder, tmp_path / "copy"))
    loaded = load_bundle(copy)
    other = save_as(bundle, copy, "high")
    archive = Archive(tmp_path / "archive")
    with pytest.raises(Failure, match="holds another one by now"):
        archive.keep_bundle(copy, loaded)
    with pytest.raises(Failure, match="there is no bundle"):
        archive.bundle(bundle.id)
    archive.keep_bundle(copy, other)
    assert archive.bundle(other.id).id == other.id


def test_a_folder_that_is_spoilt_by_now_is_not_kept(tmp_path: Path, bundle_folder: Path) -> None:
    copy = Path(shutil.copytree(bundle_folder, tmp_path / "copy"))
    loaded = load_bundle(copy)
    spoil(copy)
    with pytest.raises(Failure, match="differs from its hash"):
        Archive(tmp_path / "archive").keep_bundle(copy, loaded)
    assert not (tmp_path / "archive" / "bundles" / loaded.id).exists()


def test_a_bundle_damaged_in_the_archive_is_refused(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    archive = Archive(tmp_path)
    archive.keep_bundle(bundle_folder, bundle)
    (tmp_path / "bundles" / bundle.id / "shipment.npz").write_bytes(b"")
    with pytest.raises(Failure, match="differs from its hash"):
        archive.bundle(bundle.id)
    (tmp_path / "bundles" / bundle.id / MANIFEST).unlink()
    with pytest.raises(Failure, match="there is no bundle"):
        archive.bundle(bundle.id)


@pytest.mark.parametrize("made", ["shipped", "own"])
def test_a_kept_policy_is_found_by_its_id_and_means_the_same(tmp_path: Path, made: str) -> None:
    policy = shipped() if made == "shipped" else policy_of(rule("T-1", action="hold"))
    archive = Archive(tmp_path)
    archive.keep_policy(policy)
    archive.keep_policy(policy)
    again = archive.policy(policy.id)
    assert again.id == policy.id
    assert again.source == policy.source
    assert again.rules == policy.rules


def test_an_unknown_policy_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="the policy test@1-0 was never kept here"):
        Archive(tmp_path).policy("test@1-0")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\xff"])
def test_a_damaged_policy_is_a_failure(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "p@1-0.json").write_bytes(content)
    with pytest.raises(Failure, match=r"the kept policy p@1-0 is damaged"):
        Archive(tmp_path).policy("p@1-0")


def test_a_policy_that_was_changed_in_the_archive_is_refused(tmp_path: Path) -> None:
    policy = policy_of(rule("T-1", action="hold"))
    archive = Archive(tmp_path)
    archive.keep_policy(policy)
    path = tmp_path / "policies" / f"{policy.id}.json"
    path.write_bytes(path.read_bytes().replace(b'"hold"', b'"review"'))
    with pytest.raises(Failure, match="is damaged"):
        archive.policy(policy.id)


def test_an_archive_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure):
        Archive(tmp_path / "file").keep_policy(shipped())


def test_a_kept_policy_brings_its_grades_along(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep_policy(shipped())
    again = archive.policy(shipped().id)
    assert again.cod == shipped().cod
    event = application(expected_monthly_cod_fen=9_000_000)
    left, right = (engine_with(policy=each).evaluate(event) for each in (shipped(), again))
    assert left.decision.credit is not None
    assert right.analyst_decision() == left.analyst_decision()


def test_another_grade_table_is_another_policy(tmp_path: Path) -> None:
    book = shipped().cod
    assert book is not None
    table = msgspec.structs.replace(book.table, version=2)
    changed = compile_policies(
        shipped().policies, vocabulary(), msgspec.structs.replace(book, table=table)
    )
    assert changed.id != shipped().id
    archive = Archive(tmp_path)
    archive.keep_policy(changed)
    assert archive.policy(changed.id).cod != book


def test_a_policy_of_before_there_were_grades_is_still_read(tmp_path: Path) -> None:
    old = policy_of(rule("T-1"))
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / f"{old.id}.json").write_bytes(msgspec.json.encode(old.policies))
    assert Archive(tmp_path).policy(old.id).cod is None
