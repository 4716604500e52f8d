"""Features of a parcel's money against what is usual."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, learnt

AMOUNTS: Final = Block(
    "amounts",
    frozenset({SHIPMENT}),
    (
        learnt(
            "declared_to_sender_mean_30d",
            "amount",
            "申报价值与此寄件人30天平均之比",
            "declared value over the sender's mean of 30 days",
        ),
        learnt(
            "sender_declared_mean_7d_fen",
            "amount",
            "此寄件人7天平均申报价值(分)",
            "sender's mean declared value of 7 days",
        ),
        learnt(
            "sender_declared_mean_30d_fen",
            "amount",
            "此寄件人30天平均申报价值(分)",
            "sender's mean declared value of 30 days",
        ),
        learnt(
            "receiver_declared_mean_30d_fen",
            "amount",
            "此收件人30天平均申报价值(分)",
            "receiver's mean declared value of 30 days",
        ),
    ),
)
