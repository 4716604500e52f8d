"""The closed-list texts of an event, as rules read them beside its numbers."""

from data.events import AccountOpening, Event, Shipment


def texts_of(event: Event) -> dict[str, str | None]:
    """The texts of an event by the names that rules know."""
    texts: dict[str, str | None] = {"entity": event.entity, "channel": event.channel}
    if isinstance(event, Shipment):
        texts["id_type"] = event.sender.id_type
        texts["pay_mode"] = event.pay_mode
        texts["item_category"] = event.item.category
    elif isinstance(event, AccountOpening):
        texts["id_type"] = event.applicant.id_type
        texts["account_class"] = event.account_class
    else:
        texts["id_type"] = event.business.id_type
    return texts
