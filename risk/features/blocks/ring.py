"""Who hangs together with the two sides of an event over strong links. See ``catalogue.RING``.

A ring of one is somebody whom nothing ties to others: then shares and means say nothing of a ring, and are
missing. Means go over the members that the graph knows. A hub that its behaviour explains is no unknown one.
"""

from typing import Final

from data.identifiers import Kind
from data.instants import DAY_MS
from graph.components import Ring
from risk.features.blocks.view import NAN

_HOLDERS: Final = (Kind.PERSON, Kind.ORG)
N_OWN: Final = 15
N_RECEIVER: Final = 7


def of_party(ring: Ring, unknown_hubs: int) -> tuple[float, ...]:
    """Of the acting party; nothing where it has no identifier.

    Args:
        ring: as the graph has found it.
        unknown_hubs: hubs met that nothing explains.
    """
    if not ring.size and not ring.unknown_hubs and not ring.typed_hubs:
        return (NAN,) * N_OWN
    size, crowd, near = ring.size, ring.crowd, ring.near
    return (
        float(size),
        float(_holders(ring)),
        float(ring.kinds[Kind.PHONE]),
        _per(ring.links, size),
        ring.age_ms / DAY_MS,
        float(ring.new_24h),
        _per(ring.new_7d, size),
        float(ring.confirmed),
        _per(ring.confirmed, size),
        _per(ring.cleared, size),
        float(unknown_hubs),
        ring.closeness,
        ring.suspiciousness,
        _per(crowd.events, crowd.size),
        _per(near.events, near.size),
    )


def of_receiver(ring: Ring, unknown_hubs: int) -> tuple[float, ...]:
    """Of the receiver of a parcel; ``unknown_hubs`` as for ``of_party``."""
    if not ring.size and not ring.unknown_hubs and not ring.typed_hubs:
        return (NAN,) * N_RECEIVER
    crowd = ring.crowd
    return (
        float(ring.size),
        float(_holders(ring)),
        _per(ring.new_7d, ring.size),
        float(ring.confirmed),
        ring.closeness,
        _per(crowd.events, crowd.size),
        float(unknown_hubs),
    )


def _holders(ring: Ring) -> int:
    persons, organisations = _HOLDERS
    return ring.kinds[persons] + ring.kinds[organisations]


def _per(count: int, size: int) -> float:
    return count / size if size else NAN
