"""Sorts of events: what a fraud is compared with, where its mechanism makes it of one sort.

A ring that orders cash on delivery shows nothing new by paying at the door: parcels of a sort are
compared with each other, and what still tells frauds apart within a sort is a leak.
"""

from data.events import AccountOpening, CodApplication, Event, Party, Shipment


def sort_of(event: Event) -> str:
    """Kind, channel, and what sort of customer acts how: the levels that a mechanism may choose.

    Parcels: shop, account (charged to a company's, away from its system), company or person; a return;
    how it is paid. Openings: person or company, alone or with an agent, guardian or list.
    """
    if isinstance(event, Shipment):
        return f"shipment/{event.channel}/{_sender(event)}/{event.pay_mode}"
    if isinstance(event, AccountOpening):
        return f"account_opening/{event.channel}/{_applicant(event)}"
    return "cod_application"


def _sender(event: Shipment) -> str:
    if event.is_return:
        return "return"
    if event.merchant_id:
        return "shop"
    if event.monthly_account:
        return "account"
    return "company" if event.sender.id_type == "uscc" else "person"


def _applicant(event: AccountOpening) -> str:
    who = "company" if event.applicant.id_type == "uscc" else "person"
    helped = "with agent" if event.agent else "alone"
    listed = "list" if event.batch_id else "guardian" if event.guardian_relation else ""
    return f"{who} {helped} {listed}".rstrip()


def parties_of(event: Event) -> tuple[Party, Party]:
    """The two parties whose fields are looked at; an empty one where there is no second."""
    if isinstance(event, Shipment):
        return event.sender, event.receiver
    if isinstance(event, AccountOpening):
        return event.applicant, event.agent or Party()
    return event.business, event.legal_rep or Party()


def kind_of(event: Event) -> str:
    """The event's kind, as the contract calls it."""
    if isinstance(event, Shipment):
        return "shipment"
    return "cod_application" if isinstance(event, CodApplication) else "account_opening"
