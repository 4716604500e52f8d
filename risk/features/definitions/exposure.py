"""Features of a parcel's cash on delivery against the limits in force."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, for_rules

EXPOSURE: Final = Block(
    "exposure",
    frozenset({SHIPMENT}),
    (
        for_rules(
            "merchant_outstanding_fen",
            "amount",
            "商户在途代收货款(分)",
            "merchant's COD under way and not yet collected, before this parcel, in fen",
        ),
        for_rules(
            "merchant_limit_use",
            "amount",
            "含本件占商户在途额度之比",
            "outstanding with this parcel over the merchant's limit",
        ),
        for_rules(
            "merchant_day_use",
            "amount",
            "含本件占商户当日额度之比",
            "the day's COD with this parcel over the merchant's limit of a day",
        ),
        for_rules(
            "parcel_limit_use",
            "amount",
            "本件占商户单件额度之比",
            "this parcel's COD over the merchant's limit of a parcel",
        ),
        for_rules(
            "group_limit_use",
            "amount",
            "含本件占关联商户共用额度之比",
            "outstanding of all tied merchants with this parcel over their shared limit",
        ),
        for_rules(
            "cod_over_limit_fen",
            "amount",
            "超出代收货款额度的金额(分)",
            "by how much the parcel is over the limits, in fen",
        ),
    ),
)
