"""Phones change hands: people take another number, and an old number goes to somebody else.

Of all numbers, 1.5 % are given up a month, and 0.3 % go to another person, when they have rested for 90 days:
assumptions listed in docs/simulator.md. Only who has changed is kept.
"""

import heapq
import random
from typing import Final

from data.synthetic.draws import chance, poisson
from data.synthetic.phonebook import Phonebook

CHANGES_A_DAY: Final = 0.015 / 30
RECYCLED_SHARE: Final = 0.003 / 0.015
REST_DAYS: Final = 90


class PhoneChanges:
    """Today's numbers of those who no longer have their first.

    Args:
        rng: the stream of the changes.
        phonebook: gives first and new numbers.
    """

    def __init__(self, rng: random.Random, phonebook: Phonebook) -> None:
        self._rng = rng
        self._phonebook = phonebook
        self._today: dict[str, str] = {}
        self._resting: list[tuple[int, str]] = []
        self._rested: list[str] = []
        self._of_frauds: set[str] = set()

    def pass_day(self, day: int, persons: int) -> None:
        """Let some people change their number on a day; call it once for each day, in order.

        Args:
            day: from 0.
            persons: how many there are; their indices in the phonebook are those below it.
        """
        while self._resting and self._resting[0][0] <= day:
            self._rested.append(heapq.heappop(self._resting)[1])
        for _ in range(poisson(self._rng, persons * CHANGES_A_DAY)):
            first = self._phonebook.number(self._rng.randrange(persons))
            old = self.now(first)
            self._today[first] = self._another()
            self._rest(old, day)

    def now(self, first: str) -> str:
        """Today's number of whoever had this one when the world began."""
        return self._today.get(first, first)

    def give_up(self, phone: str, day: int) -> None:
        """A fraudster throws a number away; from then on it may go to somebody honest."""
        self._of_frauds.add(phone)
        self._rest(phone, day)

    def was_a_fraudster_s(self, phone: str) -> bool:
        """Whether a fraudster had the number before."""
        return phone in self._of_frauds

    def _rest(self, phone: str, day: int) -> None:
        heapq.heappush(self._resting, (day + REST_DAYS, phone))

    def _another(self) -> str:
        """A new number, or any that has rested for long enough."""
        if not chance(self._rng, RECYCLED_SHARE) or not self._rested:
            return self._phonebook.spare(self._rng)
        place = self._rng.randrange(len(self._rested))
        self._rested[place], self._rested[-1] = self._rested[-1], self._rested[place]
        return self._rested.pop()
