"""Features of the acting party."""

from typing import Final

from risk.features.feature import ALL, Block, Feature, flag, for_rules

PARTY: Final = Block(
    "party",
    ALL,
    (
        flag("party_name_odd", "identity", "姓名不完整或为称呼", "name incomplete or a nickname"),
        flag("party_id_missing", "identity", "没有证件号码", "no identity document"),
        flag(
            "party_id_invalid", "identity", "证件号码校验不通过", "document number fails its check"
        ),
        flag("party_id_birth_absurd", "identity", "证件出生日期不合理", "birth date is impossible"),
        flag(
            "party_id_region_unknown",
            "identity",
            "证件地区码查不到",
            "region code not in the table",
        ),
        flag("party_phone_missing", "identity", "没有电话", "no phone"),
        flag("party_phone_masked", "identity", "电话被遮盖", "phone is masked"),
        flag("party_phone_placeholder", "identity", "电话是占位号码", "phone is a placeholder"),
        flag("party_phone_virtual", "identity", "虚拟运营商号码", "virtual operator number"),
        Feature("party_address_quality", "address", "地址完整度", "address quality"),
        flag("party_address_conflict", "address", "地址省市区矛盾", "address contradicts itself"),
        flag("party_address_placeholder", "address", "地址是占位文字", "address is a placeholder"),
        flag(
            "party_address_hub", "address", "公共地址(驿站、宿舍、仓库等)", "shared place by name"
        ),
        flag("party_address_village", "address", "村组地址", "village address"),
        flag("party_is_org", "identity", "单位客户", "an organisation"),
        flag("at_night", "history", "夜间办理(22点至6点)", "at night (22–6 h)"),
        flag("channel_counter", "history", "柜面渠道", "at the counter"),
        for_rules(
            "calendar_index",
            "velocity",
            "全网业务量日历系数(平日为1)",
            "the whole network's volume on such a day; 1 outside of promotions",
        ),
    ),
)
