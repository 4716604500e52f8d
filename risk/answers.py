"""What a caller is given of a kept event: ready bytes for the counter, the whole for an analyst."""

from typing import Final

import msgspec

from data.decisions import (
    DECODER,
    ENCODER,
    AnalystDecision,
    Decision,
    GraphFacts,
    RuleHit,
    for_analyst,
)
from data.records import EventRecord
from risk.ledger import explanation_of
from risk.pending import Pending, event_of

_HITS: Final = msgspec.json.Decoder(tuple[RuleHit, ...])
_GRAPH: Final = msgspec.json.Decoder(GraphFacts)


class Answer:
    """The answer to one event. A fresh one and a stored one give the same bytes.

    Args:
        record: the row of the log.
        decision: what the row's answer says, where it is at hand.
    """

    __slots__ = ("_decision", "_record")

    def __init__(self, record: EventRecord, decision: Decision | None = None) -> None:
        self._record = record
        self._decision = decision

    @property
    def counter(self) -> bytes:
        """The decision at counter detail, as JSON."""
        return self._record.answer

    @property
    def decision(self) -> Decision:
        """The decision at counter detail."""
        return self._decision or DECODER.decode(self._record.answer)

    def analyst(self) -> bytes:
        """The decision at analyst detail, as JSON."""
        return ENCODER.encode(self.analyst_decision())

    def analyst_decision(self) -> AnalystDecision:
        """The decision at analyst detail."""
        record = self._record
        return for_analyst(
            self.decision,
            explanation_of(record.vector, record.ledger),
            _HITS.decode(record.hits),
            _GRAPH.decode(record.graph),
        )


def answer_of(pending: Pending) -> Answer:
    """The answer of an event whose row was kept."""
    return Answer(event_of(pending.record), pending.decision)
