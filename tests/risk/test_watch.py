"""A folder is tried once for each state of it, and only when it lies still."""

import os
import shutil
from pathlib import Path

import pytest

from data.errors import Failure
from risk.archive import Archive
from risk.bundle import MANIFEST, Bundle
from risk.watch import BundleWatch
from tests.risk.bundles import place, save_as, spoil


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a bundle will be put; not there yet."""
    return tmp_path / "watched"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def looks(watch: BundleWatch, times: int = 4) -> list[str | None]:
    """The ids that some looks found."""
    found = [watch.look() for _ in range(times)]
    return [None if bundle is None else bundle.id for bundle in found]


def test_a_bundle_that_was_there_before_is_nothing_new(
    folder: Path, archive: Archive, bundle_folder: Path
) -> None:
    place(bundle_folder, folder)
    assert looks(BundleWatch(folder, archive)) == [None] * 4


def test_a_new_bundle_is_found_once_and_is_in_the_archive(
    folder: Path, archive: Archive, bundle: Bundle, bundle_folder: Path
) -> None:
    watch = BundleWatch(folder, archive)
    assert looks(watch) == [None] * 4
    place(bundle_folder, folder)
    assert looks(watch) == [None, bundle.id, None, None]
    assert archive.bundle(bundle.id).id == bundle.id


def test_a_folder_that_still_changes_is_left_alone(
    folder: Path, archive: Archive, bundle: Bundle, bundle_folder: Path
) -> None:
    watch = BundleWatch(folder, archive)
    names = sorted((path.name for path in bundle_folder.iterdir()), reverse=True)
    assert names.index(MANIFEST) == 1  # so that the folder looks whole before it is
    folder.mkdir()
    for name in names:
        shutil.copyfile(bundle_folder / name, folder / name)
        assert watch.look() is None
    assert looks(watch) == [bundle.id, None, None, None]


def test_what_comes_after_a_refusal_is_tried_again(
    folder: Path, archive: Archive, bundle: Bundle, bundle_folder: Path
) -> None:
    watch = BundleWatch(folder, archive)
    place(bundle_folder, folder)
    spoil(folder)
    assert watch.look() is None
    with pytest.raises(Failure, match=r"shipment\.npz differs from its hash"):
        watch.look()
    assert looks(watch) == [None] * 4
    with pytest.raises(Failure, match="there is no bundle"):
        archive.bundle(bundle.id)
    place(bundle_folder, folder)
    assert looks(watch) == [None, bundle.id, None, None]


def test_a_bundle_of_the_same_size_and_time_is_another_one(
    folder: Path, archive: Archive, bundle_folder: Path
) -> None:
    place(bundle_folder, folder)
    watch = BundleWatch(folder, archive)
    path = folder / "shipment.npz"
    before = path.stat()
    spoil(folder)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watch.look() is None
    with pytest.raises(Failure):
        watch.look()


def test_a_bundle_that_is_gone_or_half_there_is_no_change(
    folder: Path, archive: Archive, bundle: Bundle, bundle_folder: Path
) -> None:
    place(bundle_folder, folder)
    watch = BundleWatch(folder, archive)
    (folder / MANIFEST).unlink()
    assert looks(watch) == [None] * 4
    shutil.rmtree(folder)
    assert looks(watch) == [None] * 4
    other = save_as(bundle, folder, "high")
    assert looks(watch) == [None, other.id, None, None]


def test_a_link_that_is_turned_to_another_folder_is_a_change(
    folder: Path, archive: Archive, bundle: Bundle, bundle_folder: Path, tmp_path: Path
) -> None:
    other = save_as(bundle, tmp_path / "second", "high")
    folder.symlink_to(bundle_folder)
    watch = BundleWatch(folder, archive)
    folder.unlink()
    folder.symlink_to(tmp_path / "second")
    assert looks(watch) == [None, other.id, None, None]
