from io import StringIO

import pytest

from risk import progress
from risk.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Watch:
    """A stopwatch that the test turns."""

    def __init__(self) -> None:
        self.now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    turned = Watch()
    monkeypatch.setattr(progress, "stopwatch_ns", turned)
    return turned


def test_short_work_says_nothing_outside_a_terminal(watch: Watch) -> None:
    stream = StringIO()
    with Progress("replay", 1000, stream) as shown:
        for _ in range(1000):
            shown.step()
    assert shown.done == 1000
    assert stream.getvalue() == ""


def test_long_work_writes_plain_lines_outside_a_terminal(watch: Watch) -> None:
    stream = StringIO()
    with Progress("replay", 1280, stream) as shown:
        for _ in range(640):
            shown.step()
        watch.now_ns = 6_000_000_000
        for _ in range(640):
            shown.step()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "replay: 704 of 1,280 (117/s, 6 s)"
    assert lines[-1] == "replay: 1,280 of 1,280 (213/s, 6 s)"
    assert "\r" not in stream.getvalue() and "\x1b" not in stream.getvalue()


def test_a_terminal_gets_one_line_with_a_bar(watch: Watch) -> None:
    stream = Terminal()
    with Progress("train", 10, stream) as shown:
        watch.now_ns = 1_000_000_000
        shown.step(5)
    text = stream.getvalue()
    assert "[###############...............] train: 5 of 10" in text
    assert text.count("\n") == 1


def test_without_a_total_there_is_no_bar(watch: Watch) -> None:
    stream = Terminal()
    with Progress("days", None, stream) as shown:
        shown.step(3)
    assert "days: 3 (0/s, 0 s)" in stream.getvalue()
    assert "[" not in stream.getvalue().replace("\x1b[K", "")


def test_more_steps_than_foreseen_do_not_overrun_the_bar(watch: Watch) -> None:
    stream = Terminal()
    with Progress("days", 2, stream) as shown:
        shown.step(9)
    assert f"[{'#' * 30}] days: 9 of 2" in stream.getvalue()


def test_what_comes_next_has_a_line_of_its_own(watch: Watch) -> None:
    plain, terminal = StringIO(), Terminal()
    Progress("train", 10, plain).say("fitting shipment")
    assert plain.getvalue() == "train: fitting shipment\n"
    with Progress("train", 10, terminal) as shown:
        watch.now_ns = 1_000_000_000
        shown.step(5)
        shown.say("fitting shipment")
    # The bar is wiped before it, and drawn again below.
    assert "\r\x1b[Ktrain: fitting shipment\n" in terminal.getvalue()
