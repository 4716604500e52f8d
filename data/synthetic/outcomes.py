"""What becomes known later: deliveries, complaints, and the labels that analysts give.

Labels are observed, not true: each typology is found with a coverage and after a delay (its
recipe says), and the rest stays unknown for ever. A campaign is found or missed mostly as a whole, so half
of the coverage (its square root) is drawn for the campaign and half for the event.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from data.events import Event, OutcomeKind, Shipment, Source
from data.synthetic.campaigns.registry import typologies
from data.synthetic.claims import PAID_SHARE
from data.synthetic.courses import Course, Fact
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance, stream
from data.synthetic.presets import Preset
from data.synthetic.recipes import Found

EXPLAINED_SHARE: Final = 0.04
CLAIMED_SHARE: Final = 0.015
"""Of the insured parcels of everybody that are delivered."""


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
        # Their own stream: claims are few, and move nothing else.
        self._claims = stream(seed, "claims")
        self._false_label_share = preset.false_label_share

    def of(self, draft: Draft) -> Iterator[Later]:
        """All later facts of an event, in no order."""
        event = draft.event
        if isinstance(event, Shipment):
            yield from self._delivery(event, draft)
        yield from (self._known(event, fact) for fact in draft.facts)
        yield from self._label(draft, event)

    def _known(self, event: Event, fact: Fact) -> Later:
        at = _after(self._rng, event.occurred_at, fact.first_day, fact.last_day)
        return Later(at, fact.outcome, fact.source, fact.amount_fen)

    def _delivery(self, event: Shipment, draft: Draft) -> Iterator[Later]:
        rng, course = self._rng, draft.course
        ending = course.endings.pick(rng)
        cod = event.pay_mode == "cod"
        if cod and ending == "delivered" and chance(rng, course.cod_refused):
            ending = "refused"
        slow = ending in ("returned", "undeliverable")
        done = _after(rng, event.occurred_at, *((3, 10) if slow else course.days))
        yield Later(done, ending, "carrier")
        if cod and ending == "delivered" and chance(rng, course.remitted):
            paid = _after(rng, done, *course.remit_days)
            yield Later(paid, "remitted", "carrier", event.cod_amount_fen)
        if ending == "delivered":
            yield from self._complaint(done, course)
            # A story tells its own claims.
            if event.item.insured_value_fen and not draft.facts:
                yield from self._claim(done, event.item.insured_value_fen)
        if event.pay_mode == "monthly" and chance(rng, course.unpaid):
            yield Later(
                _after(rng, event.occurred_at, 30, 60), "overdue", "carrier", event.freight_fen
            )

    def _complaint(self, done: datetime, course: Course) -> Iterator[Later]:
        rng, draw = self._rng, self._rng.random()
        if draw < course.not_ordered:
            yield Later(_after(rng, done, 0, 5), "complaint_not_ordered", "customer")
        elif draw < course.not_ordered + course.mismatch:
            yield Later(_after(rng, done, 0, 5), "complaint_mismatch", "customer")

    def _claim(self, done: datetime, insured_fen: int) -> Iterator[Later]:
        """Things break with honest people too."""
        rng = self._claims
        if chance(rng, CLAIMED_SHARE):
            asked = _after(rng, done, 0, 6)
            yield Later(asked, "claimed", "customer", insured_fen)
            if chance(rng, PAID_SHARE):
                yield Later(_after(rng, asked, 3, 20), "claim_paid", "carrier", insured_fen)

    def _label(self, draft: Draft, event: Event) -> Iterator[Later]:
        rng, label = self._rng, draft.label
        if label.is_fraud:
            yield from self._found(draft, typologies()[label.typology][0].found)
        elif label.decoy and chance(rng, EXPLAINED_SHARE):
            yield Later(_after(rng, event.occurred_at, 1, 10), "legit_explained", "analyst")
        elif chance(rng, self._false_label_share):
            yield Later(_after(rng, event.occurred_at, 5, 45), "confirmed_fraud", "analyst")

    def _found(self, draft: Draft, found: Found) -> Iterator[Later]:
        half = math.sqrt(found.coverage)
        case = stream(self._seed, "case", draft.label.campaign_id)
        comes_out, delay_days = chance(case, half), case.uniform(*found.delay_days)
        if chance(self._rng, half) and comes_out:
            # The events of a case are closed within a day of one another or so.
            at = draft.event.occurred_at + timedelta(days=delay_days)
            yield Later(_after(self._rng, at, 0, 1), found.outcome, found.source)


def _after(rng: random.Random, start: datetime, first_day: int, last_day: int) -> datetime:
    """An instant, to the millisecond, some days later."""
    spread_ms = (last_day - first_day) * 86_400_000
    return start + timedelta(days=first_day, milliseconds=rng.randrange(max(1, spread_ms)))
