"""Features of real-name acceptance of a parcel."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, Feature

REAL_NAME: Final = Block(
    "real_name",
    frozenset({SHIPMENT}),
    (
        Feature(
            "id_walk_ins_24h", "identity", "此证件24小时散寄件数", "walk-in parcels on this ID"
        ),
        Feature("id_phones_24h", "identity", "此证件24小时电话数", "phones on this ID in 24 h"),
        Feature("id_names_24h", "identity", "此证件24小时姓名数", "names on this ID in 24 h"),
        Feature("id_outlets_1h", "identity", "此证件1小时网点数", "outlets of this ID in 1 h"),
        Feature(
            "operator_walk_ins_7d",
            "velocity",
            "此收寄员7天散件数",
            "walk-ins of this operator",
            detector=False,
        ),
        Feature(
            "operator_ids_7d",
            "identity",
            "此收寄员7天证件数",
            "distinct IDs of this operator",
            detector=False,
        ),
        Feature(
            "operator_id_ratio_7d",
            "identity",
            "此收寄员证件与散件之比",
            "IDs over walk-ins",
        ),
    ),
)
