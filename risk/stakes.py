"""What an event itself says is at stake, in fen."""

from data.events import CodApplication, Event, Shipment


def stake_fen(event: Event) -> int:
    """The larger of COD amount and declared value, or the limit that is asked for; never negative.

    An opening names no amount: 0.
    """
    if isinstance(event, Shipment):
        return max(event.cod_amount_fen, event.item.declared_value_fen, 0)
    return max(event.requested_limit_fen, 0) if isinstance(event, CodApplication) else 0
