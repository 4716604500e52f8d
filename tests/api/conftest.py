import pytest

from tests.api.caller import Caller


@pytest.fixture
def door() -> Caller:
    return Caller()
