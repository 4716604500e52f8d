"""What the exposure book is asked of an event; nothing of most."""

from data.events import CodApplication, Shipment
from data.subject import Subject
from risk.exposure import ExposureBook
from risk.exposure_terms import Caps
from risk.exposure_values import Claim, Tie
from risk.features.facts import Fact
from rules.limits import Group


def claim_of(
    book: ExposureBook, subject: Subject, fact: Fact, clock_ms: int, caps: Caps
) -> Claim | None:
    """What a parcel would take of its merchant's limits; None if it is no COD of a merchant."""
    event = subject.event
    if not subject.merchant or fact.cod_fen <= 0:
        return None
    if not isinstance(event, Shipment) or event.pay_mode != "cod":
        return None
    return book.claim(subject.merchant, fact.cod_fen, subject.at_ms, clock_ms, caps)


def tie_of(book: ExposureBook, subject: Subject) -> Tie | None:
    """Whom an application's merchant would share a limit with; None if it is no application."""
    if not isinstance(subject.event, CodApplication) or not subject.merchant:
        return None
    representative = subject.other
    document = 0 if representative is None else representative.document_node
    return book.tie(subject.merchant, (subject.account, document))


def shared_by(tie: Tie | None) -> Group | None:
    """Whom an applicant shares a limit with; None if nobody is known."""
    if tie is None or not tie.others:
        return None
    return Group(tie.others + 1, tie.others_fen)
