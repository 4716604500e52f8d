import os

import pytest

from benchmarks.quality.apart import run_apart
from data.errors import Failure, WrongUse


def own_id(*_more: int) -> int:
    return os.getpid()


def refuse() -> None:
    raise WrongUse("no such thing", param="preset")


def die() -> None:
    os._exit(1)


def test_work_is_done_in_another_process() -> None:
    assert run_apart(own_id, 1, 2) != os.getpid()


def test_its_errors_come_back_as_they_are() -> None:
    with pytest.raises(WrongUse, match="no such thing") as caught:
        run_apart(refuse)
    assert caught.value.param == "preset"


def test_a_death_is_a_failure_with_a_name() -> None:
    with pytest.raises(Failure, match="die was killed"):
        run_apart(die)
