"""Progress of long work: a bar on a terminal, plain lines elsewhere, always on stderr."""

import sys
from types import TracebackType
from typing import Final, TextIO

from data.clock import stopwatch_ns

_BAR_WIDTH: Final = 30
_BAR_EVERY_NS: Final = 100_000_000
_LINE_EVERY_NS: Final = 5_000_000_000


class Progress:
    """Counts steps and shows them; use it in a ``with``.

    Args:
        label: what is being done.
        total: steps in all, or None where that is not known.
        stream: where to show it.
    """

    def __init__(self, label: str, total: int | None = None, stream: TextIO | None = None) -> None:
        self._label = label
        self._total = total
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started = stopwatch_ns()
        self._shown = self._started
        self.done = 0

    def __enter__(self) -> "Progress":
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Show the last state, unless the work was so short that nobody waited."""
        if self._terminal:
            self._show()
            self._stream.write("\n")
        elif self._shown != self._started:
            self._show()

    def step(self, count: int = 1) -> None:
        """Count steps; shown at most ten times a second."""
        self.done += count
        if self.done & 63 and count == 1:
            return
        now = stopwatch_ns()
        if now - self._shown >= (_BAR_EVERY_NS if self._terminal else _LINE_EVERY_NS):
            self._shown = now
            self._show()

    def say(self, what: str) -> None:
        """Tell what comes next, on a line of its own."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
        self._stream.write(f"{self._label}: {what}\n")
        self._stream.flush()

    def _show(self) -> None:
        seconds = (stopwatch_ns() - self._started) / 1e9
        rate = self.done / seconds if seconds else 0.0
        text = f"{self._label}: {self.done:,}{self._of_total()} ({rate:,.0f}/s, {seconds:.0f} s)"
        if self._terminal:
            self._stream.write(f"\r{self._bar()}{text}\x1b[K")
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()

    def _of_total(self) -> str:
        return f" of {self._total:,}" if self._total else ""

    def _bar(self) -> str:
        if not self._total:
            return ""
        full = min(self.done * _BAR_WIDTH // self._total, _BAR_WIDTH)
        return f"[{'#' * full}{'.' * (_BAR_WIDTH - full)}] "
