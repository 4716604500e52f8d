"""How often champion and challenger agree: committed events, by the bands that the two put them in."""

from data.decisions import Band
from data.errors import PostRiskError
from risk.pending import Pending


class BandPairs:
    """Counts events by pairs of bands.

    Attributes:
        counts: (champion's band, challenger's band) -> events; empty before the first.
    """

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], int] = {}

    def follow(self, pending: Pending, champion: Band, challenger: Band) -> None:
        """Count an event once its row is kept; a failed commit counts for nothing."""
        pair = champion, challenger

        def count(error: PostRiskError | None) -> None:
            if error is None:
                self.counts[pair] = self.counts.get(pair, 0) + 1

        pending.waiters.append(count)
