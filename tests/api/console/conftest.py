"""A true browser, started once for all tests of a module: each person at it has a context of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.console.desk import open_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for a module that runs coroutines: its loop is the thread's own until the module ends."""
    with open_browser() as started:
        yield started
