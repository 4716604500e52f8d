import pytest

from tests.data.synthetic.telling import small_world


@pytest.fixture(autouse=True)
def a_world_of_its_own() -> None:
    """No test may depend on who has a part already in a story that another test told."""
    small_world.cache_clear()
