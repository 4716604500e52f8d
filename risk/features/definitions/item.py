"""Features of what is in a parcel and of its money."""

from typing import Final

from risk.features.feature import SHIPMENT, Block, Feature, flag

ITEM: Final = Block(
    "item",
    frozenset({SHIPMENT}),
    (
        flag("item_vague", "item", "物品描述含糊", "vague item description"),
        flag("item_valuable", "item", "贵重物品(黄金、首饰、现金)", "gold, jewellery or cash"),
        flag("item_document", "item", "文件类物品", "documents"),
        Feature("weight_grams", "item", "重量(克)", "weight in grams"),
        Feature("declared_value_fen", "amount", "申报价值(分)", "declared value in fen"),
        Feature("insured_value_fen", "amount", "保价金额(分)", "insured value in fen"),
        Feature("cod_amount_fen", "amount", "代收货款金额(分)", "COD amount in fen"),
        Feature("freight_fen", "amount", "运费(分)", "freight in fen"),
        Feature(
            "freight_to_declared", "amount", "运费与申报价值之比", "freight over declared value"
        ),
        Feature("declared_per_gram_fen", "amount", "每克申报价值(分)", "declared value per gram"),
        flag("is_cod", "item", "代收货款", "cash on delivery"),
        flag("is_collect", "item", "到付", "freight collect"),
        flag("is_return", "item", "退货", "a return"),
        flag("id_verified", "identity", "已核验证件", "identity was checked"),
        flag("inspected", "item", "已开箱验视", "opened and inspected"),
        flag("sender_registered", "identity", "协议或登记客户", "agreement or registered customer"),
        flag("walk_in", "identity", "散客", "walk-in customer"),
    ),
)
