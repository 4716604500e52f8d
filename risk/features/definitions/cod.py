"""Features of an application for cash on delivery."""

from typing import Final

from risk.features.feature import COD, Block, Feature, flag, learnt

COD_BLOCK: Final = Block(
    "cod",
    frozenset({COD}),
    (
        Feature("requested_limit_fen", "amount", "申请额度(分)", "requested limit in fen"),
        Feature("expected_monthly_cod_fen", "amount", "预计月代收(分)", "expected monthly COD"),
        Feature("average_cod_fen", "amount", "平均代收金额(分)", "average COD amount"),
        Feature("deposit_fen", "amount", "保证金(分)", "deposit in fen"),
        Feature("payout_cycle_days", "amount", "返款周期(天)", "pay-out cycle"),
        flag("advance_requested", "amount", "申请垫付", "an advance is asked for"),
        Feature(
            "merchant_parcels_30d",
            "history",
            "商户30天寄件数",
            "merchant's parcels in 30 days",
        ),
        Feature(
            "merchant_failed_share", "history", "商户拒收退回比例", "share refused or returned"
        ),
        Feature(
            "settle_account_merchants_90d",
            "network",
            "同一收款账户的商户数",
            "merchants on this settlement account",
        ),
        Feature(
            "settle_account_new",
            "history",
            "收款账户与90天内申请不同",
            "another settlement account than in the applications of 90 days",
            type="flag",
            detector=False,
        ),
        learnt(
            "account_changed_days",
            "history",
            "距收款账户变更天数",
            "days since the settlement account changed",
        ),
        learnt(
            "contact_phone_merchants_90d",
            "network",
            "同一联系电话的商户数",
            "merchants on this contact phone",
        ),
        learnt(
            "legal_rep_merchants_90d",
            "network",
            "同一法定代表人的商户数",
            "merchants of this legal representative",
        ),
        Feature(
            "merchant_tenure_days",
            "history",
            "商户首次寄件至今天数",
            "days since the merchant's first parcel",
        ),
        Feature(
            "merchant_cod_90d_fen",
            "amount",
            "商户90天代收货款合计(分)",
            "merchant's COD sum of 90 days in fen",
        ),
        Feature(
            "merchant_growth_7d",
            "velocity",
            "商户7天日均寄件与30天日均之比",
            "parcels a day in 7 days over those in 30 days; merchants of 30 days and more",
        ),
        Feature(
            "merchant_weekly_cv",
            "velocity",
            "商户近12周寄件量变异系数",
            "variation of weekly parcels over the last 12 weeks; four weeks and more",
        ),
        learnt(
            "merchant_delivered", "history", "商户已妥投件数", "merchant's parcels delivered before"
        ),
        learnt(
            "merchant_complaint_share",
            "history",
            "商户寄件投诉比例",
            "share not ordered or something else, as receivers say",
        ),
        learnt(
            "merchant_overdue_share",
            "history",
            "商户运费逾期比例",
            "freight bills overdue over parcels that ended",
        ),
        learnt(
            "merchant_debts",
            "history",
            "商户此前代收货款逾期次数",
            "earlier COD debts of the merchant that were overdue",
        ),
        learnt(
            "merchant_frauds_90d",
            "history",
            "近90天获知的此商户欺诈件数",
            "merchant's frauds that became known in 90 days",
        ),
        Feature(
            "merchant_accounts_90d",
            "network",
            "商户90天内使用的收款账户数",
            "settlement accounts that the merchant named in 90 days",
        ),
        Feature(
            "business_age_days",
            "identity",
            "企业注册至今天数",
            "days since the business was registered",
        ),
        Feature(
            "limit_to_monthly_cod",
            "amount",
            "申请额度与预计月代收之比",
            "requested limit over the expected monthly COD",
        ),
    ),
)
