"""Features of the sender of a parcel."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, Feature, learnt

SENDER: Final = Block(
    "sender",
    frozenset({SHIPMENT}),
    (
        Feature("sender_parcels_1h", "velocity", "1小时寄件数", "parcels in 1 h"),
        Feature("sender_parcels_24h", "velocity", "24小时寄件数", "parcels in 24 h"),
        Feature("sender_parcels_7d", "velocity", "7天寄件数", "parcels in 7 days"),
        Feature("sender_parcels_30d", "velocity", "30天寄件数", "parcels in 30 days"),
        Feature("sender_parcels_90d", "velocity", "90天寄件数", "parcels in 90 days"),
        Feature(
            "sender_receivers_24h", "velocity", "24小时不同收件人", "distinct receivers in 24 h"
        ),
        Feature("sender_receivers_7d", "velocity", "7天不同收件人", "distinct receivers in 7 days"),
        Feature(
            "sender_receivers_30d", "velocity", "30天不同收件人", "distinct receivers in 30 days"
        ),
        Feature(
            "sender_provinces_24h", "velocity", "24小时收件省份数", "receiver provinces in 24 h"
        ),
        Feature("sender_outlets_24h", "velocity", "24小时使用网点数", "outlets used in 24 h"),
        Feature(
            "sender_novelty_24h_share", "history", "24小时新收件人比例", "new receivers in 24 h"
        ),
        Feature("sender_novelty_7d_share", "history", "7天新收件人比例", "new receivers in 7 days"),
        Feature("sender_vague_24h_share", "item", "24小时含糊物品比例", "vague items in 24 h"),
        Feature(
            "sender_weight_cv_24h",
            "item",
            "24小时重量变异系数",
            "weight variation in 24 h",
            detector=False,
        ),
        Feature(
            "sender_weight_mean_24h_grams",
            "item",
            "24小时平均重量(克)",
            "mean weight in 24 h",
            detector=False,
        ),
        Feature("sender_cod_24h_fen", "amount", "24小时代收货款合计(分)", "COD sum in 24 h"),
        Feature("sender_declared_24h_fen", "amount", "24小时申报价值合计(分)", "declared in 24 h"),
        Feature(
            "sender_tenure_days",
            "history",
            "寄件人首次出现天数",
            "days since first seen",
        ),
        Feature(
            "sender_gap_hours",
            "history",
            "距上次寄件小时数",
            "hours since the last parcel",
        ),
        Feature(
            "sender_burst_z", "velocity", "寄件量相对自身习惯的偏离", "volume against own habit"
        ),
        Feature(
            "sender_failed_share", "history", "寄件人拒收退回比例", "share refused or returned"
        ),
        Feature(
            "sender_delivered",
            "history",
            "已妥投件数",
            "parcels delivered before",
            detector=False,
        ),
        learnt(
            "sender_returns_7d",
            "velocity",
            "7天退货寄件数",
            "returns sent in 7 days",
        ),
        learnt(
            "sender_names_7d",
            "identity",
            "7天寄件姓名数",
            "names of this sender in 7 days",
        ),
        learnt(
            "sender_claims",
            "history",
            "此寄件人邮件索赔数",
            "claims for this sender's parcels",
        ),
        learnt(
            "sender_complaint_share",
            "history",
            "被投诉未下单或货不对板比例",
            "share called not ordered or not as ordered",
        ),
        learnt(
            "sender_signed_12h_share",
            "history",
            "收寄后12小时内签收比例",
            "share signed for within 12 h of acceptance",
        ),
        learnt(
            "sender_linked_30d_share",
            "network",
            "30天内寄给同电话或同住址收件人比例",
            "share of 30 days to a receiver of the sender's own phone or room",
        ),
        learnt(
            "account_unseen",
            "history",
            "月结账号90天内未见的网点、电话个数",
            "outlet and phone that the monthly account has not shown in 90 days",
        ),
    ),
)
