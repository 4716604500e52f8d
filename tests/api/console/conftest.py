"""A true browser and one town for all tests at it: each person has a context of their own.

The walk from alert to lift and single sign-on have towns of their own: one needs it empty, the other settled
otherwise. The others come in any order, so each makes what it looks at and none counts what others made.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.console.desk import open_browser
from tests.api.console.running import Town, application, opening, town


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for a module that runs coroutines: its loop is the thread's own until the module ends."""
    with open_browser() as started:
        yield started


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "home") as running:
        yield running


@pytest.fixture(scope="session")
def case_id(place: Town) -> str:
    """A case, and an application of the same person."""
    place.score(opening(1))
    place.score(application(1))
    found: str = place.score(opening(2))["case_id"]
    return found
