"""Features of who takes an event in, for rules alone."""

from typing import Final

from risk.features.feature import OPENING, SHIPMENT, Block, for_rules

OPERATOR_BLOCK: Final = Block(
    "operator",
    frozenset({SHIPMENT, OPENING}),
    (
        for_rules(
            "operator_events_24h",
            "velocity",
            "此经办人24小时办理数",
            "events of this operator in 24 h",
        ),
        for_rules(
            "operator_frauds_90d",
            "history",
            "近90天获知的此经办人业务欺诈数(说明经办而非客户)",
            "this operator's frauds that became known in 90 days; says nothing of the customer",
        ),
        for_rules(
            "operator_fraud_90d_share",
            "history",
            "此经办人7至90天前业务中已知欺诈比例(说明经办而非客户)",
            "known frauds of this operator's events 7 to 90 days old; says nothing of the customer",
        ),
    ),
)
