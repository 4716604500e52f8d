"""Features of the receiver of a parcel."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, Feature, flag, learnt

RECEIVER: Final = Block(
    "receiver",
    frozenset({SHIPMENT}),
    (
        flag("receiver_name_odd", "identity", "收件人姓名不完整", "receiver's name incomplete"),
        flag("receiver_phone_missing", "identity", "收件人没有电话", "receiver has no phone"),
        flag("receiver_phone_masked", "identity", "收件人电话被遮盖", "receiver's phone is masked"),
        flag("receiver_phone_placeholder", "identity", "收件人电话为占位", "placeholder phone"),
        Feature(
            "receiver_address_quality",
            "address",
            "收件地址完整度",
            "receiver's address quality",
        ),
        flag(
            "receiver_address_conflict", "address", "收件地址矛盾", "receiver's address conflicts"
        ),
        flag("receiver_address_placeholder", "address", "收件地址为占位", "placeholder address"),
        flag("receiver_address_hub", "address", "收件地为公共地址", "delivered to a shared place"),
        flag("receiver_address_village", "address", "收件地为村组", "delivered to a village"),
        flag("same_surname", "identity", "寄收件人同姓", "sender and receiver share a surname"),
        flag("receiver_new", "history", "首次寄给此收件人", "first parcel to this receiver"),
        Feature("receiver_parcels_24h", "velocity", "24小时收件数", "parcels received in 24 h"),
        Feature("receiver_parcels_7d", "velocity", "7天收件数", "parcels received in 7 days"),
        Feature("receiver_parcels_30d", "velocity", "30天收件数", "parcels received in 30 days"),
        Feature("receiver_senders_7d", "network", "7天内不同寄件人", "distinct senders in 7 days"),
        Feature(
            "receiver_senders_30d", "network", "30天内不同寄件人", "distinct senders in 30 days"
        ),
        Feature(
            "receiver_tenure_days",
            "history",
            "收件人首次出现天数",
            "days since first seen",
        ),
        Feature(
            "receiver_failed_share", "history", "收件人拒收或退回比例", "share refused or returned"
        ),
        learnt(
            "receiver_sent_90d",
            "history",
            "此收件电话90天寄件数",
            "parcels that the receiver's phone sent in 90 days",
        ),
        learnt(
            "receiver_first_senders_7d",
            "network",
            "7天内首次寄件的不同寄件人",
            "distinct senders in 7 days who had never sent before",
        ),
        learnt(
            "receiver_fresh_senders_30d",
            "network",
            "30天内开户后即寄小件的不同寄件人",
            "distinct senders in 30 days of a small parcel soon after an account opening",
        ),
        learnt(
            "receiver_named_fresh_senders_30d",
            "network",
            "30天内开户后即向此地此人寄小件的不同寄件人",
            "distinct new account owners in 30 days whose small parcels went to this name at this place",
        ),
        learnt(
            "receiver_persons_7d",
            "network",
            "7天内不同寄件人证件数",
            "distinct sender documents in 7 days",
        ),
        learnt(
            "receiver_weight_cv_7d",
            "item",
            "7天收件重量变异系数",
            "weight variation of parcels received in 7 days",
        ),
        learnt(
            "receiver_claims",
            "history",
            "此收件人邮件索赔数",
            "claims for parcels to this receiver",
        ),
        learnt(
            "building_cod_receivers_7d",
            "network",
            "7天内同一楼栋代收货款收件人",
            "receivers of COD in this building in 7 days",
        ),
        learnt(
            "building_cod_failed_share",
            "history",
            "同一楼栋代收货款拒收比例",
            "share of COD to this building refused or returned",
        ),
    ),
)
