"""AO-04: an account in the name of somebody who knows nothing of it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Channel, Event
from data.synthetic import places
from data.synthetic.campaigns.base import Campaign
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.openings import CARDS_HELD, ONLINE_CHANNELS, account_opening, doubtful_face
from data.synthetic.outlets import Outlet
from data.synthetic.persons import Person
from data.synthetic.world import World


@dataclass(frozen=True, slots=True)
class StolenIdentity(Campaign):
    """The victim's name and number, the thief's phone and phone set, mostly an outlet elsewhere."""

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """One or two openings, all online in half of the campaigns."""
        # Weighted by how much they send: their usual contacts are known.
        victim = world.cast(rng, world.senders.picks(rng, 50), lambda p: p.age_years < 60)
        thief = world.cast(rng, world.population.adults)
        phones = self.phones(world, rng, world.spare_phone(rng))
        # The evasive go where the victim would.
        near = victim.home.district if self.stealth == "L2" else None
        outlets = world.outlets.some(rng, "bank", self.size, near)
        shown = self._shown(rng, victim, thief, outlets[0])
        held = CARDS_HELD.pick(rng)
        online = chance(rng, 0.5)
        moments = self.moments(rng, self.size, "app" if online else "counter")
        for number, (outlet, at) in enumerate(zip(outlets, moments, strict=True)):
            channel: Channel = ONLINE_CHANNELS.pick(rng) if online else "counter"
            event = account_opening(
                world,
                rng,
                0,
                shown,
                at=at,
                existing_cards=held + number,
                outlet=outlet,
                channel=channel,
                phone=phones[number % len(phones)],
            )
            yield Draft(self._document(rng, event), self.label())
        yield from self.camouflage(world, rng, [thief])

    def _shown(self, rng: random.Random, victim: Person, thief: Person, outlet: Outlet) -> Person:
        """The victim as the thief presents them."""
        home = victim.home
        if chance(rng, self.lever("new_home")):
            home = places.flat(rng, places.estate(rng, outlet.district))
        return replace(victim, home=home, device=thief.device, ip=thief.ip)

    def _document(self, rng: random.Random, event: AccountOpening) -> AccountOpening:
        """The face and the date on the document, which are the victim's."""
        score, expiry = event.face_score, event.id_expiry
        if score is not None and chance(rng, self.lever("doubtful_face")):
            score = doubtful_face(rng)
        # A document without an end ("长期") cannot have run out.
        if expiry and expiry[0].isdigit() and chance(rng, self.lever("expired")):
            expiry = (event.occurred_at - timedelta(days=rng.randrange(1, 200))).date().isoformat()
        return msgspec.structs.replace(event, face_score=score, id_expiry=expiry)
