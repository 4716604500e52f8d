import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.external_sort import ExternalSort


@settings(deadline=None)  # it writes files
@given(
    records=st.lists(st.binary(max_size=300)),
    memory=st.sampled_from([1, 200, 1000, 1 << 20]),
)
def test_the_order_is_that_of_sorted_however_little_fits(
    tmp_path_factory: pytest.TempPathFactory, records: list[bytes], memory: int
) -> None:
    with ExternalSort(tmp_path_factory.getbasetemp(), memory) as sort:
        for record in records:
            sort.add(record)
        assert list(sort) == sorted(records)


def test_records_longer_than_a_read_are_whole(tmp_path: Path) -> None:
    records = [os.urandom(200_000) for _ in range(8)]
    with ExternalSort(tmp_path, 400_000) as sort:
        for record in records:
            sort.add(record)
        assert list(sort) == sorted(records)


def test_memory_is_given_to_the_disk_and_the_disk_is_left_clean(tmp_path: Path) -> None:
    with ExternalSort(tmp_path, 10_000) as sort:
        for number in range(5_000):
            sort.add(number.to_bytes(100, "big"))
        assert len(sort._records) < 100
        assert len(sort._runs) > 50
        assert list(tmp_path.iterdir()) == []
        assert sum(1 for _ in sort) == 5_000
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        ExternalSort(tmp_path / "none")
