"""Features of what outcomes have told of a parcel's identifiers."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, learnt

KNOWN_FRAUDS: Final = Block(
    "known_frauds",
    frozenset({SHIPMENT}),
    (
        learnt(
            "sender_frauds_30d",
            "history",
            "近30天获知的此寄件人欺诈件数",
            "sender's frauds that became known in 30 days",
        ),
        learnt(
            "sender_frauds_90d",
            "history",
            "近90天获知的此寄件人欺诈件数",
            "sender's frauds that became known in 90 days",
        ),
        learnt(
            "sender_fraud_30d_share",
            "history",
            "此寄件人7至37天前寄件中已知欺诈比例",
            "known frauds of the sender's parcels 7 to 37 days old",
        ),
        learnt(
            "receiver_frauds_24h",
            "history",
            "近24小时获知的此收件人欺诈件数",
            "receiver's frauds that became known in 24 h",
        ),
        learnt(
            "receiver_frauds_7d",
            "history",
            "近7天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 7 days",
        ),
        learnt(
            "receiver_frauds_30d",
            "history",
            "近30天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 30 days",
        ),
        learnt(
            "receiver_frauds_90d",
            "history",
            "近90天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 90 days",
        ),
        learnt(
            "receiver_fraud_30d_share",
            "history",
            "此收件人7至37天前收件中已知欺诈比例",
            "known frauds of the receiver's parcels 7 to 37 days old",
        ),
        learnt(
            "outlet_frauds_7d",
            "history",
            "近7天获知的本网点欺诈件数(说明地点而非个人)",
            "this outlet's frauds that became known in 7 days; says something of a place, not of a person",
        ),
        learnt(
            "outlet_frauds_30d",
            "history",
            "近30天获知的本网点欺诈件数(说明地点而非个人)",
            "this outlet's frauds that became known in 30 days; says something of a place, not of a person",
        ),
        learnt(
            "outlet_fraud_30d_share",
            "history",
            "本网点7至37天前收寄件中已知欺诈比例(说明地点而非个人)",
            "known frauds of this outlet's parcels 7 to 37 days old;"
            " says something of a place, not of a person",
        ),
    ),
)
