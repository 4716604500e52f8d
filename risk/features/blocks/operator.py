"""Who accepted the parcel or opened the account. See ``catalogue.OPERATOR_BLOCK``.

For rules that call for an audit alone, never for a model: what a colleague did says nothing of the
customer, and whoever reports frauds must not look worse for it.
"""

from risk.features.blocks.known_frauds import count, share
from risk.features.blocks.view import NAN, View
from risk.features.blocks.view import count as events
from risk.features.roles import OPERATOR
from risk.features.windows import D90, H24


def read(view: View) -> tuple[float, float, float]:
    """The values of the block."""
    operator, at_ms = view.subject.operator, view.at_ms
    if not operator:
        return NAN, NAN, NAN
    history = view.history(OPERATOR, operator)
    return events(history, at_ms, H24), count(history, at_ms, D90), share(history, at_ms, D90)
