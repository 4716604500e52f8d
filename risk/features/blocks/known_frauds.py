"""What is known of past frauds by now. See ``catalogue.KNOWN_FRAUDS``.

Counts go by when a fraud became known, shares by when it happened. A share leaves the last seven days
out: next to nothing is known of them yet, and they would count as honest. It is the "terminal risk" of the
Fraud Detection Handbook (chapter 3, baseline feature transformation), told by outcomes as they come in.
"""

from typing import Final

from risk.features.blocks.view import NAN, View
from risk.features.facts import Fact
from risk.features.roles import ACCEPTANCE, APPLICANT, OUTLET
from risk.features.windows import D7, D30, D90, H24, History

SETTLING: Final = D7
"""So old must an event be to count in a share; the handbook's delay."""
_MONTH: Final = D30 + SETTLING


def read(
    view: View, fact: Fact, sender: History | None, receiver: History | None
) -> tuple[float, ...]:
    """The values of the block, over the busiest histories of both sides."""
    return _sender(view, sender) + _receiver(view, receiver) + _outlet(view, fact)


def of_opening(view: View, fact: Fact) -> tuple[float, float]:
    """The last values of ``catalogue.OPENING_BLOCK``: share of the outlet, count of the phone."""
    at_ms, outlet, phone = view.at_ms, fact.outlet, fact.phone
    return (
        share(view.history(OUTLET, outlet), at_ms, D90) if outlet else NAN,
        count(view.history(APPLICANT, phone), at_ms, D90) if phone else NAN,
    )


def count(history: History | None, at_ms: int, length_ms: int) -> float:
    """Frauds that became known in a window."""
    if history is None or history.frauds is None:
        return 0.0
    return float(history.frauds.known_in(at_ms, length_ms))


def share(history: History | None, at_ms: int, length_ms: int) -> float:
    """Known frauds of a window's events that are older than ``SETTLING``; NaN where there are none."""
    if history is None:
        return NAN
    events = history.count(at_ms, length_ms) - history.count(at_ms, SETTLING)
    if not events:
        return NAN
    frauds = history.frauds
    return 0.0 if frauds is None else frauds.happened_in(at_ms, length_ms, SETTLING) / events


def _sender(view: View, history: History | None) -> tuple[float, float, float]:
    if not view.touch.party:
        return NAN, NAN, NAN
    at_ms = view.at_ms
    return count(history, at_ms, D30), count(history, at_ms, D90), share(history, at_ms, _MONTH)


def _receiver(view: View, history: History | None) -> tuple[float, float, float, float, float]:
    if not view.touch.other:
        return NAN, NAN, NAN, NAN, NAN
    at_ms = view.at_ms
    return (
        count(history, at_ms, H24),
        count(history, at_ms, D7),
        count(history, at_ms, D30),
        count(history, at_ms, D90),
        share(history, at_ms, _MONTH),
    )


def _outlet(view: View, fact: Fact) -> tuple[float, float, float]:
    if not fact.outlet:
        return NAN, NAN, NAN
    history, at_ms = view.history(ACCEPTANCE, fact.outlet), view.at_ms
    return count(history, at_ms, D7), count(history, at_ms, D30), share(history, at_ms, _MONTH)
