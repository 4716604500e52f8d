"""What becomes known later: deliveries, complaints, and the labels that analysts give.

Labels are observed, not true: each typology is found with a coverage and after a delay (DOMAIN
7.5), and the rest stays unknown for ever. A campaign is found or missed mostly as a whole, so half
of the coverage (its square root) is drawn for the campaign and half for the event.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from data.events import AccountOpening, CodApplication, OutcomeKind, Shipment, Source
from data.synthetic.drafts import Delivery, Draft
from data.synthetic.draws import Weighted, chance, stream
from data.synthetic.presets import Preset

COD_REFUSED_SHARE: Final = 0.12
EXPLAINED_SHARE: Final = 0.04
OVERDUE_SHARE: Final = 0.04

_ENDINGS: Final[dict[Delivery, Weighted[OutcomeKind]]] = {
    "ordinary": Weighted(
        ("delivered", "refused", "returned", "undeliverable", "redirected"),
        (97.2, 0.8, 0.7, 0.6, 0.7),
    ),
    "unwanted": Weighted(("delivered", "refused", "returned"), (84, 9, 7)),
    "stale": Weighted(("undeliverable", "returned", "delivered"), (75, 15, 10)),
    "nowhere": Weighted(("undeliverable", "returned"), (95, 5)),
}


class Finding(NamedTuple):
    """How a typology comes to light."""

    coverage: float
    first_day: int
    last_day: int
    outcome: OutcomeKind
    source: Source


FINDINGS: Final = {
    "AO-01": Finding(0.70, 20, 90, "confirmed_fraud", "bank"),
    "AO-02": Finding(0.75, 20, 90, "confirmed_fraud", "police"),
    "AO-05": Finding(0.80, 7, 30, "policy_violation", "bank"),
    "SH-01": Finding(0.55, 5, 45, "confirmed_fraud", "police"),
    "SH-02": Finding(0.80, 3, 30, "confirmed_fraud", "police"),
    "SH-05": Finding(0.80, 3, 10, "policy_violation", "carrier"),
    "SH-06": Finding(0.60, 10, 40, "policy_violation", "analyst"),
}


@dataclass(frozen=True, slots=True)
class Later:
    """A fact about an event, not yet numbered."""

    occurred_at: datetime
    outcome: OutcomeKind
    source: Source
    amount_fen: int | None = None


class Outcomes:
    """Draws the later facts of each event.

    Args:
        preset: gives the share of wrong labels.
        seed: the world's seed.
    """

    def __init__(self, preset: Preset, seed: int) -> None:
        self._seed = seed
        self._rng = stream(seed, "outcomes")
        self._false_label_share = preset.false_label_share

    def of(self, draft: Draft) -> Iterator[Later]:
        """All later facts of an event, in no order."""
        event = draft.event
        if isinstance(event, Shipment):
            yield from self._delivery(event, draft.delivery)
        elif isinstance(event, CodApplication) and chance(self._rng, OVERDUE_SHARE):
            yield Later(_after(self._rng, event.occurred_at, 30, 60), "overdue", "carrier")
        yield from self._label(draft, event)

    def _delivery(self, event: Shipment, delivery: Delivery) -> Iterator[Later]:
        rng = self._rng
        ending = _ENDINGS[delivery].pick(rng)
        cod = event.pay_mode == "cod"
        if cod and ending == "delivered" and chance(rng, COD_REFUSED_SHARE):
            ending = "refused"
        slow = ending in ("returned", "undeliverable")
        done = _after(rng, event.occurred_at, *((3, 10) if slow else (1, 4)))
        yield Later(done, ending, "carrier")
        if cod and ending == "delivered":
            paid = _after(rng, done, 3, 8)
            yield Later(paid, "remitted", "carrier", event.cod_amount_fen)
        unordered = 0.06 if delivery == "unwanted" else 0.001
        if ending == "delivered" and chance(rng, unordered):
            yield Later(_after(rng, done, 0, 5), "complaint_not_ordered", "customer")

    def _label(
        self, draft: Draft, event: Shipment | AccountOpening | CodApplication
    ) -> Iterator[Later]:
        rng, label = self._rng, draft.label
        if label.is_fraud:
            yield from self._found(draft, FINDINGS[label.typology])
        elif label.decoy and chance(rng, EXPLAINED_SHARE):
            yield Later(_after(rng, event.occurred_at, 1, 10), "legit_explained", "analyst")
        elif chance(rng, self._false_label_share):
            yield Later(_after(rng, event.occurred_at, 5, 45), "confirmed_fraud", "analyst")

    def _found(self, draft: Draft, finding: Finding) -> Iterator[Later]:
        half = math.sqrt(finding.coverage)
        case = stream(self._seed, "case", draft.label.campaign_id)
        found, delay_days = chance(case, half), case.uniform(finding.first_day, finding.last_day)
        if chance(self._rng, half) and found:
            # The events of a case are closed within a day of one another or so.
            at = draft.event.occurred_at + timedelta(days=delay_days)
            yield Later(_after(self._rng, at, 0, 1), finding.outcome, finding.source)


def _after(rng: random.Random, start: datetime, first_day: int, last_day: int) -> datetime:
    """An instant, to the millisecond, some days later."""
    spread_ms = (last_day - first_day) * 86_400_000
    return start + timedelta(days=first_day, milliseconds=rng.randrange(max(1, spread_ms)))
