"""Bodies for the documentation that truly score; people, numbers and firms are made up."""

from typing import Any, Final

SHIPMENT: Final[dict[str, Any]] = {
    "event_id": "demo:shipment:1",
    "kind": "shipment",
    "occurred_at": "2025-03-14T09:26:53+08:00",
    "entity": "express",
    "channel": "counter",
    "outlet_id": "350200-017",
    "operator_id": "op-0042",
    "waybill_no": "EX0000000001CN",
    "sender": {
        "name": "张三",
        "id_type": "resident_id",
        "id_no": "11010519491231002X",
        "phone": "13800138000",
        "address": "福建省厦门市思明区湖滨南路1号",
    },
    "receiver": {"name": "李四", "phone": "13900139000", "address": "广东省深圳市南山区科技园2栋"},
    "item": {"category": "电子产品", "text": "耳机", "declared_value_fen": 29900},
    "weight_grams": 450,
    "pay_mode": "cod",
    "cod_amount_fen": 29900,
    "freight_fen": 1200,
    "merchant_id": "m-1001",
    "id_verified": True,
    "inspected": True,
}

ACCOUNT_OPENING: Final[dict[str, Any]] = {
    "event_id": "demo:account:1",
    "kind": "account_opening",
    "occurred_at": "2025-03-14T10:05:00+08:00",
    "entity": "bank",
    "channel": "counter",
    "outlet_id": "350200-003",
    "applicant": {
        "name": "王五",
        "id_type": "resident_id",
        "id_no": "11010519491231002X",
        "phone": "13700137000",
        "address": "福建省厦门市湖里区仙岳路3号",
    },
    "account_class": "II",
    "purpose": "工资代发",
    "employer": "厦门示例电子有限公司",
    "existing_cards": 1,
    "face_score": 0.97,
}

COD_APPLICATION: Final[dict[str, Any]] = {
    "event_id": "demo:cod:1",
    "kind": "cod_application",
    "occurred_at": "2025-03-14T11:00:00+08:00",
    "entity": "express",
    "channel": "web",
    "merchant_id": "m-1001",
    "business": {"name": "厦门示例电子有限公司", "id_type": "uscc", "id_no": "91350100M000100Y43"},
    "legal_rep": {"name": "赵六", "phone": "13600136000"},
    "settle_account_no": "6222020000000000001",
    "requested_limit_fen": 5000000,
    "expected_monthly_cod_fen": 3000000,
    "average_cod_fen": 15000,
    "deposit_fen": 500000,
    "payout_cycle_days": 7,
    "registered_on": "2019-06-01",
    "advance_requested": False,
}

EVENTS: Final[dict[str, dict[str, Any]]] = {
    "shipment": SHIPMENT,
    "account_opening": ACCOUNT_OPENING,
    "cod_application": COD_APPLICATION,
}

EXPOSURE_QUERY: Final[dict[str, Any]] = {"merchant_id": "m-1001", "entries": 20}

OUTCOME: Final[dict[str, Any]] = {
    "outcome_id": "demo:outcome:1",
    "event_id": "demo:shipment:1",
    "occurred_at": "2025-03-18T15:00:00+08:00",
    "outcome": "refused",
    "source": "carrier",
}
