"""The picture of one case out of a file of events: the file is replayed, nothing is kept.

Detectors have no part in it: the identity graph is the same with any bundle and with none.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from data.errors import Failure
from data.identifiers import Tokeniser
from data.subject import Reader
from graph.neighbourhood import Span, neighbourhood
from graph.picture import Picture, picture_of
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.state import State
from risk.masked_labels import labels_in
from risk.replay import Replay, Step

_LIBRARIES: Final = ("networkx", "scipy")
"""What a layout needs."""


class CasePictures:
    """Draws cases of a file.

    Args:
        tokeniser: of the home, so that keys are those of its log.
        max_identifiers: upper bound of live identifiers.
    """

    def __init__(self, tokeniser: Tokeniser, max_identifiers: int) -> None:
        self._tokeniser = tokeniser
        self._reader = Reader(tokeniser)
        self._state = State(max_identifiers)

    def draw(
        self,
        events: Path,
        event_id: str,
        *,
        until_ms: int | None = None,
        hops: int = 2,
        told: Callable[[], object] = lambda: None,
    ) -> Picture:
        """What lies around an event once a file has been read; for the first call only.

        Args:
            events: JSON lines, gzip by its ending.
            event_id: whose identifiers are looked at: those of the acting party and the receiver.
            until_ms: lines of a later time are passed over; None takes all.
            hops: links that others may be away, 1 or 2.
            told: called after each line.

        Raises:
            Failure: the file can't be read or has no such event, or the extra "train" is not
                installed.
        """
        _require_layout()
        engine = Engine(self._reader, self._state, NO_BUNDLE, shipped_policy())
        replay = Replay(engine, self._tokeniser, until_ms)
        own: tuple[int, ...] = ()
        for step in replay.steps(events, told):
            if isinstance(step, Step) and step.event.event_id == event_id and step.evaluation:
                touch = step.evaluation.reading.touch
                own = (*touch.party, *touch.other)
        if not own:
            raise Failure(
                f"{events.name} has no event {event_id} with an identifier", code="no_event"
            )
        span = Span(0, replay.last_ms if until_ms is None else until_ms)
        around = neighbourhood(self._state.graph, own, span, hops=hops)
        wanted = {found.key for found in around.identifiers}
        return picture_of(around, labels_in(events, self._reader, wanted))


def _require_layout() -> None:
    try:
        for name in _LIBRARIES:
            importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Failure(
            f"a picture needs {error.name}, which is not installed: pip install 'postrisk[train]'",
            code="no_train_extra",
        ) from None
