"""L10: migrant workers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from data.events import AccountOpening, Event
from data.synthetic import shipments
from data.synthetic.decoys.base import Occasion
from data.synthetic.drafts import Draft
from data.synthetic.draws import chance
from data.synthetic.openings import account_opening, doubtful_face
from data.synthetic.persons import Person
from data.synthetic.world import World

_OLD_PHOTO_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class MigrantWorkers(Occasion):
    """Workers of a factory dorm: a phone bought here, a face older than its photo.

    Most had parcels sent to the dorm before: that tells them from a stolen identity.
    """

    kind: ClassVar[type[Event]] = AccountOpening

    def plan(self, world: World, rng: random.Random) -> Iterator[Draft]:
        """Each comes on a day of their own; fewer if the dorm has not so many free."""
        factories = world.population.factories
        # From the last on: wage batches begin with the first.
        workers = world.free(factories[-1 - self.number % len(factories)])
        rng.shuffle(workers)
        for worker in workers[: self.size]:
            world.taken.add(worker.number)
            day = self.some_day(rng)
            if chance(rng, 0.7):
                yield self._parcel(world, rng, rng.randint(self.start_day, day), worker)
            event = account_opening(world, rng, day, worker, phone=world.spare_phone(rng))
            if event.face_score is not None and chance(rng, _OLD_PHOTO_SHARE):
                event = msgspec.structs.replace(event, face_score=doubtful_face(rng))
            yield Draft(event, self.label())

    def _parcel(self, world: World, rng: random.Random, day: int, worker: Person) -> Draft:
        shop = world.market.by_volume(rng, day)
        return Draft(shipments.merchant_parcel(world, rng, day, shop, worker), self.label())
