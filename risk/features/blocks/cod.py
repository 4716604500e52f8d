"""A merchant's application for cash on delivery. See ``catalogue.COD_BLOCK``."""

from typing import Final

from data.events import CodApplication
from risk.features import facts
from risk.features.blocks.view import NAN, View, distinct, failed_share, tri
from risk.features.facts import MAX_FEN, clamp
from risk.features.roles import BUSINESS, SENDER
from risk.features.windows import D30, D90

_MAX_DAYS: Final = 10**6


def read(view: View, event: CodApplication) -> tuple[float, ...]:
    """The values of the block."""
    subject, at_ms = view.subject, view.at_ms
    parcels = view.history(SENDER, subject.merchant)
    settle = view.history(BUSINESS, subject.account)
    return (
        float(clamp(event.requested_limit_fen, MAX_FEN)),
        float(clamp(event.expected_monthly_cod_fen, MAX_FEN)),
        float(clamp(event.average_cod_fen, MAX_FEN)),
        float(clamp(event.deposit_fen, MAX_FEN)),
        float(clamp(event.payout_cycle_days, _MAX_DAYS)),
        tri(event.advance_requested),
        0.0 if parcels is None else float(parcels.count(at_ms, D30)),
        failed_share(parcels),
        distinct(settle, facts.MERCHANT, at_ms, D90, subject.merchant) if subject.account else NAN,
    )
