"""Raw texts as they stand, and how often the very same text was seen before.

The usual poor man's history: exact equality, no cleaning, no links. A phone with a blank in it is
another phone. Texts are kept as 64-bit hashes; two that meet by chance do not matter here.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.events import AccountOpening, Event, Party, Shipment
from data.instants import DAY_MS

WINDOWS_DAYS: Final = (1, 7, 30)

_PERSON: Final = ("name", "id_no", "phone", "address")
FIELDS: Final = {
    "shipment": (*(f"sender_{f}" for f in _PERSON), *(f"receiver_{f}" for f in _PERSON)),
    "account_opening": (*(f"applicant_{f}" for f in _PERSON), *(f"agent_{f}" for f in _PERSON)),
    "cod_application": (
        *(f"business_{f}" for f in _PERSON),
        *("contact_phone", "settle_account_no", "warehouse_address"),
    ),
}
"""The texts of each kind, in order."""

_MISSING: Final = 0


def hashes_of(event: Event) -> list[int]:
    """The hash of each text of an event, in the order of ``FIELDS``; 0 where there is none."""
    if isinstance(event, Shipment):
        texts = [*_texts(event.sender), *_texts(event.receiver)]
    elif isinstance(event, AccountOpening):
        texts = [*_texts(event.applicant), *_texts(event.agent or None)]
    else:
        texts = [*_texts(event.business), event.contact_phone, event.settle_account_no]
        texts.append(event.warehouse_address)
    return [hash(text) if text else _MISSING for text in texts]


def _texts(party: Party | None) -> list[str | None]:
    return [None] * len(_PERSON) if party is None else [getattr(party, f) for f in _PERSON]


def seen_before(
    hashes: NDArray[np.int64], at_ms: NDArray[np.int64], window_ms: int
) -> NDArray[np.float32]:
    """How many earlier rows hold the same text, within ``(t - window, t]``; NaN for no text.

    Args:
        hashes: shape (n_rows,), in order of arrival.
        at_ms: shape (n_rows,), not falling: when the rows arrived.
        window_ms: above 0.

    Returns:
        Shape (n_rows,). A row never counts itself, nor one that came after it.
    """
    order = np.argsort(hashes, kind="stable")
    ordered, times = hashes[order], at_ms[order] - int(at_ms.min(initial=0))
    new_text = np.concatenate([[False], ordered[1:] != ordered[:-1]]) if len(order) else ordered
    # One number grows over the texts and over time within a text: so one search finds the first
    # row of the window. The gap is wider than any window reaches back.
    gap = int(times.max(initial=0)) + window_ms + 1
    places = np.cumsum(new_text) * gap + times
    first = np.searchsorted(places, places - window_ms, side="right")
    # The search may not reach into the text before: it does not, since the gap is wide enough.
    counts = np.empty(len(order), np.float32)
    counts[order] = np.arange(len(order)) - first
    counts[hashes == _MISSING] = np.nan
    return counts


def count_columns(hashes: NDArray[np.int64], at_ms: NDArray[np.int64]) -> NDArray[np.float32]:
    """``seen_before`` for each text and window; shape (n_rows, n_texts * n_windows)."""
    columns = np.empty((len(at_ms), hashes.shape[1] * len(WINDOWS_DAYS)), np.float32)
    for place, field in enumerate(hashes.T):
        for number, days in enumerate(WINDOWS_DAYS, start=place * len(WINDOWS_DAYS)):
            columns[:, number] = seen_before(np.ascontiguousarray(field), at_ms, days * DAY_MS)
    return columns
