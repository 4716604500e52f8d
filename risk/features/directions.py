"""Which way a feature may move the learnt score, where the domain knows it.

The trees may not turn these round on chance: one more known fraud of a receiver never makes a parcel
safer. Said only of facts whose meaning has no second side. How many persons share a phone or a room is
not among them: up to a family it means nothing, in a village or a dormitory many are honest.
"""

from collections.abc import Iterable
from typing import Final

from risk.features.catalogue import NAMES

RISING: Final = frozenset(
    {
        # Documents, phones and addresses that can't be true.
        "party_id_invalid",
        "party_id_birth_absurd",
        "party_id_region_unknown",
        "party_phone_placeholder",
        "party_address_placeholder",
        "party_address_conflict",
        "receiver_phone_placeholder",
        "receiver_address_placeholder",
        "receiver_address_conflict",
        "id_expired",
        # One document under several names.
        "id_names_24h",
        "person_names_90d",
        # What is known of past frauds.
        "confirmed_neighbours",
        "sender_frauds_30d",
        "sender_frauds_90d",
        "sender_fraud_30d_share",
        "receiver_frauds_24h",
        "receiver_frauds_7d",
        "receiver_frauds_30d",
        "receiver_frauds_90d",
        "receiver_fraud_30d_share",
        "outlet_frauds_7d",
        "outlet_frauds_30d",
        "outlet_fraud_30d_share",
        "outlet_opening_fraud_90d_share",
        "phone_frauds_90d",
    }
)
"""More of it never lowers the score."""

FALLING: Final = frozenset({"hops_to_confirmed", "face_score"})
"""More of it never raises the score."""


def directions_of(columns: Iterable[int]) -> list[int]:
    """1, -1 or 0 for each place of a vector, and 1 for the anomaly, which the trees see last."""
    names = [NAMES[at] for at in columns]
    return [(name in RISING) - (name in FALLING) for name in names] + [1]
