import sys

import pytest

from api.server import bind
from tests.api.commands.running import Console


def test_what_is_no_url_is_one_clear_line(console: Console) -> None:
    assert "http://" in console.refusal(2, "console", "--api", "nonsense", "--port", 0)


def test_a_port_in_use_is_told(console: Console) -> None:
    taken = bind("127.0.0.1", 0)
    port = taken.getsockname()[1]
    line = console.refusal(1, "console", "--api", "http://127.0.0.1:1", "--port", port)
    taken.close()
    assert "is in use" in line


def test_a_library_that_is_not_there_is_named(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "api.commands.console", raising=False)
    monkeypatch.setitem(sys.modules, "api.console.site", None)
    line = console.refusal(1, "console", "--api", "http://127.0.0.1:1")
    assert "is not installed" in line
