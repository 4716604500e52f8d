"""THE list of features: name, unit, family, purpose, plain sentences. One layout for all kinds.

A vector holds every feature in this order; a feature that has no meaning for a kind of event, or
whose input is missing, is NaN. Counts and distinct counts include the event itself ("the 3rd person
on this phone"), windows are ``(t - W, t]`` over what had arrived before it. ``*_share`` lie in 0–1.

The values of a block are computed in the file of the block (``risk/features/blocks``), in the order
in which the block's features stand here; a test holds the two together.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rules.vocabulary import Vocabulary, VocabularyEntry

Family = Literal["velocity", "network", "address", "item", "history", "amount", "identity"]
Type = Literal["number", "flag"]

SHIPMENT: Final = "shipment"
OPENING: Final = "account_opening"
COD: Final = "cod_application"
ALL: Final = frozenset({SHIPMENT, OPENING, COD})
FRAUD_AND_CREDIT: Final = frozenset({"fraud", "aml", "credit"})
FRAUD_ONLY: Final = frozenset({"fraud", "aml"})
"""Purposes of device, IP and location facts: AFTL art. 18 forbids any other use."""
ORIGIN: Final = frozenset({"party_name_odd", "party_id_region_unknown", "party_address_village"})
"""What may stand for where somebody comes from (names of minorities look odd): never a ground of credit."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of an event.

    Attributes:
        name: unit last (``_fen``, ``_grams``, ``_days``), window before it (``_24h``).
        family: the group under which a reviewer sees it.
        zh: what it is, in Chinese, for a clerk.
        en: the same in English.
        type: a flag is 0 or 1.
        detector: whether the anomaly detectors see it; constants and caps are for rules alone, and
            what outcomes have told of the past is for rules and for models that learn from labels.
        learnt: whether the supervised model sees it: not what follows from our own decisions, and
            not where somebody's document comes from.
        purposes: what the law lets it be used for (DOMAIN 5.3).
    """

    name: str
    family: Family
    zh: str
    en: str
    type: Type = "number"
    detector: bool = True
    learnt: bool = True
    purposes: frozenset[str] = FRAUD_AND_CREDIT


@dataclass(frozen=True, slots=True)
class Block:
    """Features that are computed together."""

    name: str
    kinds: frozenset[str]
    features: tuple[Feature, ...]


def _flag(name: str, family: Family, zh: str, en: str, *, detector: bool = False) -> Feature:
    return Feature(name, family, zh, en, type="flag", detector=detector)


def _learnt(name: str, family: Family, zh: str, en: str) -> Feature:
    """A number for rules and supervised models: to an anomaly score, a known fraud is only rare."""
    return Feature(name, family, zh, en, detector=False)


def _ring(name: str, zh: str, en: str) -> Feature:
    """A number of a ring, for learning from labels; for credit no ring is walked over devices."""
    return Feature(name, "network", zh, en, detector=False)


def _unlearnt(name: str, family: Family, zh: str, en: str) -> Feature:
    """A number for rules alone: a date, or what a colleague did, says nothing of the customer."""
    return Feature(name, family, zh, en, detector=False, learnt=False)


def _listed(name: str, zh: str, en: str) -> Feature:
    """A flag of a list, for rules alone: no model learns from lists, and no credit score asks them."""
    return Feature(name, "identity", zh, en, "flag", False, False, FRAUD_ONLY)  # noqa: FBT003  flags stand in order


PARTY: Final = Block(
    "party",
    ALL,
    (
        _flag("party_name_odd", "identity", "姓名不完整或为称呼", "name incomplete or a nickname"),
        _flag("party_id_missing", "identity", "没有证件号码", "no identity document"),
        _flag(
            "party_id_invalid", "identity", "证件号码校验不通过", "document number fails its check"
        ),
        _flag(
            "party_id_birth_absurd", "identity", "证件出生日期不合理", "birth date is impossible"
        ),
        _flag(
            "party_id_region_unknown",
            "identity",
            "证件地区码查不到",
            "region code not in the table",
        ),
        _flag("party_phone_missing", "identity", "没有电话", "no phone"),
        _flag("party_phone_masked", "identity", "电话被遮盖", "phone is masked"),
        _flag("party_phone_placeholder", "identity", "电话是占位号码", "phone is a placeholder"),
        _flag("party_phone_virtual", "identity", "虚拟运营商号码", "virtual operator number"),
        Feature("party_address_quality", "address", "地址完整度", "address quality"),
        _flag("party_address_conflict", "address", "地址省市区矛盾", "address contradicts itself"),
        _flag("party_address_placeholder", "address", "地址是占位文字", "address is a placeholder"),
        _flag(
            "party_address_hub", "address", "公共地址(驿站、宿舍、仓库等)", "shared place by name"
        ),
        _flag("party_address_village", "address", "村组地址", "village address"),
        _flag("party_is_org", "identity", "单位客户", "an organisation"),
        _flag("at_night", "history", "夜间办理(22点至6点)", "at night (22–6 h)"),
        _flag("channel_counter", "history", "柜面渠道", "at the counter"),
        _unlearnt(
            "calendar_index",
            "velocity",
            "全网业务量日历系数(平日为1)",
            "the whole network's volume on such a day; 1 outside of promotions",
        ),
    ),
)

NETWORK: Final = Block(
    "network",
    ALL,
    (
        Feature("component_size", "network", "关联标识数", "identifiers tied to this one"),
        Feature("persons_on_phone_90d", "network", "同一电话的人数", "persons on this phone"),
        Feature("persons_on_unit_90d", "network", "同一住址的人数", "persons at this address"),
        Feature(
            "persons_on_device_90d",
            "network",
            "同一设备的人数",
            "persons on this device",
            purposes=FRAUD_ONLY,
        ),
        Feature("phones_of_person_90d", "network", "此人使用的电话数", "phones of this person"),
        Feature("units_of_person_90d", "network", "此人使用的住址数", "addresses of this person"),
        Feature(
            "hops_to_confirmed",
            "network",
            "与已确认欺诈的关联层级",
            "links to confirmed fraud",
            detector=False,
        ),
        Feature(
            "confirmed_neighbours",
            "network",
            "直接关联的已确认欺诈数",
            "confirmed frauds one link away",
            detector=False,
        ),
    ),
)

ITEM: Final = Block(
    "item",
    frozenset({SHIPMENT}),
    (
        _flag("item_vague", "item", "物品描述含糊", "vague item description"),
        _flag("item_valuable", "item", "贵重物品(黄金、首饰、现金)", "gold, jewellery or cash"),
        _flag("item_document", "item", "文件类物品", "documents"),
        Feature("weight_grams", "item", "重量(克)", "weight in grams"),
        Feature("declared_value_fen", "amount", "申报价值(分)", "declared value in fen"),
        Feature("insured_value_fen", "amount", "保价金额(分)", "insured value in fen"),
        Feature("cod_amount_fen", "amount", "代收货款金额(分)", "COD amount in fen"),
        Feature("freight_fen", "amount", "运费(分)", "freight in fen"),
        Feature(
            "freight_to_declared", "amount", "运费与申报价值之比", "freight over declared value"
        ),
        Feature("declared_per_gram_fen", "amount", "每克申报价值(分)", "declared value per gram"),
        _flag("is_cod", "item", "代收货款", "cash on delivery"),
        _flag("is_collect", "item", "到付", "freight collect"),
        _flag("is_return", "item", "退货", "a return"),
        _flag("id_verified", "identity", "已核验证件", "identity was checked"),
        _flag("inspected", "item", "已开箱验视", "opened and inspected"),
        _flag(
            "sender_registered", "identity", "协议或登记客户", "agreement or registered customer"
        ),
        _flag("walk_in", "identity", "散客", "walk-in customer"),
    ),
)

RECEIVER: Final = Block(
    "receiver",
    frozenset({SHIPMENT}),
    (
        _flag("receiver_name_odd", "identity", "收件人姓名不完整", "receiver's name incomplete"),
        _flag("receiver_phone_missing", "identity", "收件人没有电话", "receiver has no phone"),
        _flag(
            "receiver_phone_masked", "identity", "收件人电话被遮盖", "receiver's phone is masked"
        ),
        _flag("receiver_phone_placeholder", "identity", "收件人电话为占位", "placeholder phone"),
        Feature(
            "receiver_address_quality",
            "address",
            "收件地址完整度",
            "receiver's address quality",
        ),
        _flag(
            "receiver_address_conflict", "address", "收件地址矛盾", "receiver's address conflicts"
        ),
        _flag("receiver_address_placeholder", "address", "收件地址为占位", "placeholder address"),
        _flag("receiver_address_hub", "address", "收件地为公共地址", "delivered to a shared place"),
        _flag("receiver_address_village", "address", "收件地为村组", "delivered to a village"),
        _flag("same_surname", "identity", "寄收件人同姓", "sender and receiver share a surname"),
        _flag("receiver_new", "history", "首次寄给此收件人", "first parcel to this receiver"),
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
        _learnt(
            "receiver_sent_90d",
            "history",
            "此收件电话90天寄件数",
            "parcels that the receiver's phone sent in 90 days",
        ),
        _learnt(
            "receiver_first_senders_7d",
            "network",
            "7天内首次寄件的不同寄件人",
            "distinct senders in 7 days who had never sent before",
        ),
        _learnt(
            "receiver_fresh_senders_30d",
            "network",
            "30天内开户后即寄小件的不同寄件人",
            "distinct senders in 30 days of a small parcel soon after an account opening",
        ),
        _learnt(
            "receiver_named_fresh_senders_30d",
            "network",
            "30天内开户后即向此地此人寄小件的不同寄件人",
            "distinct new account owners in 30 days whose small parcels went to this name at this place",
        ),
        _learnt(
            "receiver_persons_7d",
            "network",
            "7天内不同寄件人证件数",
            "distinct sender documents in 7 days",
        ),
        _learnt(
            "receiver_weight_cv_7d",
            "item",
            "7天收件重量变异系数",
            "weight variation of parcels received in 7 days",
        ),
        _learnt(
            "receiver_claims",
            "history",
            "此收件人邮件索赔数",
            "claims for parcels to this receiver",
        ),
        _learnt(
            "building_cod_receivers_7d",
            "network",
            "7天内同一楼栋代收货款收件人",
            "receivers of COD in this building in 7 days",
        ),
        _learnt(
            "building_cod_failed_share",
            "history",
            "同一楼栋代收货款拒收比例",
            "share of COD to this building refused or returned",
        ),
    ),
)

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
        _learnt(
            "sender_returns_7d",
            "velocity",
            "7天退货寄件数",
            "returns sent in 7 days",
        ),
        _learnt(
            "sender_names_7d",
            "identity",
            "7天寄件姓名数",
            "names of this sender in 7 days",
        ),
        _learnt(
            "sender_claims",
            "history",
            "此寄件人邮件索赔数",
            "claims for this sender's parcels",
        ),
        _learnt(
            "sender_complaint_share",
            "history",
            "被投诉未下单或货不对板比例",
            "share called not ordered or not as ordered",
        ),
        _learnt(
            "sender_signed_12h_share",
            "history",
            "收寄后12小时内签收比例",
            "share signed for within 12 h of acceptance",
        ),
        _learnt(
            "sender_linked_30d_share",
            "network",
            "30天内寄给同电话或同住址收件人比例",
            "share of 30 days to a receiver of the sender's own phone or room",
        ),
        _learnt(
            "account_unseen",
            "history",
            "月结账号90天内未见的网点、电话个数",
            "outlet and phone that the monthly account has not shown in 90 days",
        ),
    ),
)

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

KNOWN_FRAUDS: Final = Block(
    "known_frauds",
    frozenset({SHIPMENT}),
    (
        _learnt(
            "sender_frauds_30d",
            "history",
            "近30天获知的此寄件人欺诈件数",
            "sender's frauds that became known in 30 days",
        ),
        _learnt(
            "sender_frauds_90d",
            "history",
            "近90天获知的此寄件人欺诈件数",
            "sender's frauds that became known in 90 days",
        ),
        _learnt(
            "sender_fraud_30d_share",
            "history",
            "此寄件人7至37天前寄件中已知欺诈比例",
            "known frauds of the sender's parcels 7 to 37 days old",
        ),
        _learnt(
            "receiver_frauds_24h",
            "history",
            "近24小时获知的此收件人欺诈件数",
            "receiver's frauds that became known in 24 h",
        ),
        _learnt(
            "receiver_frauds_7d",
            "history",
            "近7天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 7 days",
        ),
        _learnt(
            "receiver_frauds_30d",
            "history",
            "近30天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 30 days",
        ),
        _learnt(
            "receiver_frauds_90d",
            "history",
            "近90天获知的此收件人欺诈件数",
            "receiver's frauds that became known in 90 days",
        ),
        _learnt(
            "receiver_fraud_30d_share",
            "history",
            "此收件人7至37天前收件中已知欺诈比例",
            "known frauds of the receiver's parcels 7 to 37 days old",
        ),
        _learnt(
            "outlet_frauds_7d",
            "history",
            "近7天获知的本网点欺诈件数(说明地点而非个人)",
            "this outlet's frauds that became known in 7 days; says something of a place, not of a person",
        ),
        _learnt(
            "outlet_frauds_30d",
            "history",
            "近30天获知的本网点欺诈件数(说明地点而非个人)",
            "this outlet's frauds that became known in 30 days; says something of a place, not of a person",
        ),
        _learnt(
            "outlet_fraud_30d_share",
            "history",
            "本网点7至37天前收寄件中已知欺诈比例(说明地点而非个人)",
            "known frauds of this outlet's parcels 7 to 37 days old;"
            " says something of a place, not of a person",
        ),
    ),
)

AMOUNTS: Final = Block(
    "amounts",
    frozenset({SHIPMENT}),
    (
        _learnt(
            "declared_to_sender_mean_30d",
            "amount",
            "申报价值与此寄件人30天平均之比",
            "declared value over the sender's mean of 30 days",
        ),
        _learnt(
            "sender_declared_mean_7d_fen",
            "amount",
            "此寄件人7天平均申报价值(分)",
            "sender's mean declared value of 7 days",
        ),
        _learnt(
            "sender_declared_mean_30d_fen",
            "amount",
            "此寄件人30天平均申报价值(分)",
            "sender's mean declared value of 30 days",
        ),
        _learnt(
            "receiver_declared_mean_30d_fen",
            "amount",
            "此收件人30天平均申报价值(分)",
            "receiver's mean declared value of 30 days",
        ),
    ),
)

OPENING_BLOCK: Final = Block(
    "opening",
    frozenset({OPENING}),
    (
        Feature(
            "person_openings_24h",
            "velocity",
            "此人24小时开户数(不计社保卡、补换卡)",
            "openings in 24 h",
        ),
        Feature(
            "person_openings_7d",
            "velocity",
            "此人7天开户数(不计社保卡、补换卡)",
            "openings in 7 days",
        ),
        Feature(
            "person_openings_30d",
            "velocity",
            "此人30天开户数(不计社保卡、补换卡)",
            "openings in 30 days",
        ),
        Feature(
            "person_openings_90d",
            "velocity",
            "此人90天开户数(不计社保卡、补换卡)",
            "openings in 90 days",
        ),
        Feature("person_outlets_7d", "velocity", "此人7天开户网点数", "outlets used in 7 days"),
        Feature(
            "person_class_one_90d",
            "history",
            "此人90天内已开Ⅰ类户数",
            "Class-I accounts granted in 90 days",
            detector=False,
            learnt=False,
        ),
        Feature(
            "person_names_90d", "identity", "此证件使用的姓名数", "names on this ID in 90 days"
        ),
        Feature("existing_cards", "history", "已有借记卡数", "debit cards held"),
        Feature(
            "cards_after", "history", "开户后借记卡数", "debit cards after this", detector=False
        ),
        Feature("account_class_number", "history", "账户类别", "account class", detector=False),
        Feature(
            "phone_persons_7d", "network", "7天内同一电话开户人数", "persons on phone in 7 days"
        ),
        Feature(
            "phone_persons_30d", "network", "30天内同一电话开户人数", "persons on phone in 30 days"
        ),
        Feature(
            "phone_persons_90d", "network", "90天内同一电话开户人数", "persons on phone in 90 days"
        ),
        Feature(
            "unit_persons_7d", "network", "7天内同一住址开户人数", "persons at address in 7 days"
        ),
        Feature(
            "unit_persons_30d", "network", "30天内同一住址开户人数", "persons at address in 30 d"
        ),
        Feature(
            "device_persons_30d",
            "network",
            "30天内同一设备开户人数",
            "persons on device in 30 d",
            purposes=FRAUD_ONLY,
        ),
        Feature("outlet_openings_1h", "velocity", "本网点1小时开户数", "openings here in 1 h"),
        Feature(
            "outlet_same_region_1h",
            "velocity",
            "本网点1小时同一外地证件地区开户数",
            "openings here in 1 h with this same non-local document region",
            detector=False,
            learnt=False,
        ),
        Feature(
            "id_region_elsewhere",
            "identity",
            "证件地区与住址不同",
            "document from elsewhere",
            type="flag",
            detector=False,
            learnt=False,
        ),
        _flag("agent_present", "identity", "代理开户", "opened by an agent"),
        _flag("agent_is_family", "identity", "代理人为家属", "the agent is family"),
        Feature("agent_principals_24h", "network", "代理人24小时被代理人数", "principals in 24 h"),
        Feature(
            "agent_unrelated_24h",
            "network",
            "代理人24小时非亲属被代理人数",
            "unrelated principals in 24 h",
        ),
        Feature("agent_principals_all", "network", "代理人累计被代理人数", "principals ever"),
        _flag("has_batch", "identity", "批量开户", "part of a registered batch"),
        _flag("has_guardian", "identity", "有监护关系", "a guardian relation is declared"),
        _flag("employer_known", "identity", "填写了工作单位", "an employer is given"),
        _flag("purpose_replacement", "identity", "补卡换卡", "a card replacement"),
        _flag(
            "purpose_exempt", "identity", "社保、军保、医保卡", "social-security or medical card"
        ),
        _flag("purpose_pension", "identity", "养老金", "pension"),
        _flag("purpose_payroll", "identity", "工资代发", "payroll"),
        _flag("purpose_student", "identity", "学生", "student"),
        Feature(
            "applicant_age_years",
            "identity",
            "年龄",
            "age in years",
            detector=False,
        ),
        _flag("id_expired", "identity", "证件已过期", "document has expired"),
        Feature("face_score", "identity", "人脸比对分", "face match score"),
        Feature(
            "applicant_parcels_90d",
            "history",
            "此人90天邮件往来数",
            "parcels of this person",
        ),
        _learnt(
            "outlet_opening_fraud_90d_share",
            "history",
            "本网点7至90天前开户中已知欺诈比例(说明地点而非个人)",
            "known frauds of this outlet's openings 7 to 90 days old;"
            " says something of a place, not of a person",
        ),
        _learnt(
            "phone_frauds_90d",
            "history",
            "近90天获知的此电话开户欺诈数",
            "frauds of openings on this phone that became known in 90 days",
        ),
        Feature(
            "document_sent_as_other",
            "identity",
            "此证件90天内仅以他名寄件",
            "this document's parcels of 90 days bear another name",
            type="flag",
            detector=False,
        ),
        _learnt(
            "phone_name_persons_90d",
            "identity",
            "90天内同一电话同一姓名的证件数",
            "documents under this name on this phone in 90 days",
        ),
        Feature(
            "device_frauds_90d",
            "history",
            "近90天获知的此设备开户欺诈数",
            "frauds of openings on this device that became known in 90 days",
            detector=False,
            purposes=FRAUD_ONLY,
        ),
        _learnt(
            "agent_orgs_90d",
            "network",
            "90天内由此人代表的单位数",
            "organisations represented by this person in 90 days",
        ),
    ),
)

COD_BLOCK: Final = Block(
    "cod",
    frozenset({COD}),
    (
        Feature("requested_limit_fen", "amount", "申请额度(分)", "requested limit in fen"),
        Feature("expected_monthly_cod_fen", "amount", "预计月代收(分)", "expected monthly COD"),
        Feature("average_cod_fen", "amount", "平均代收金额(分)", "average COD amount"),
        Feature("deposit_fen", "amount", "保证金(分)", "deposit in fen"),
        Feature("payout_cycle_days", "amount", "返款周期(天)", "pay-out cycle"),
        _flag("advance_requested", "amount", "申请垫付", "an advance is asked for"),
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
        _learnt(
            "account_changed_days",
            "history",
            "距收款账户变更天数",
            "days since the settlement account changed",
        ),
        _learnt(
            "contact_phone_merchants_90d",
            "network",
            "同一联系电话的商户数",
            "merchants on this contact phone",
        ),
        _learnt(
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
        _learnt(
            "merchant_delivered", "history", "商户已妥投件数", "merchant's parcels delivered before"
        ),
        _learnt(
            "merchant_complaint_share",
            "history",
            "商户寄件投诉比例",
            "share not ordered or something else, as receivers say",
        ),
        _learnt(
            "merchant_overdue_share",
            "history",
            "商户运费逾期比例",
            "freight bills overdue over parcels that ended",
        ),
        _learnt(
            "merchant_debts",
            "history",
            "商户此前代收货款逾期次数",
            "earlier COD debts of the merchant that were overdue",
        ),
        _learnt(
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

OPERATOR_BLOCK: Final = Block(
    "operator",
    frozenset({SHIPMENT, OPENING}),
    (
        _unlearnt(
            "operator_events_24h",
            "velocity",
            "此经办人24小时办理数",
            "events of this operator in 24 h",
        ),
        _unlearnt(
            "operator_frauds_90d",
            "history",
            "近90天获知的此经办人业务欺诈数(说明经办而非客户)",
            "this operator's frauds that became known in 90 days; says nothing of the customer",
        ),
        _unlearnt(
            "operator_fraud_90d_share",
            "history",
            "此经办人7至90天前业务中已知欺诈比例(说明经办而非客户)",
            "known frauds of this operator's events 7 to 90 days old; says nothing of the customer",
        ),
    ),
)

RING: Final = Block(
    "ring",
    ALL,
    (
        _ring("ring_size", "关联团体的标识数", "identifiers in the ring"),
        _ring("ring_persons", "关联团体的人数", "persons in the ring"),
        _ring("ring_phones", "关联团体的电话数", "phones in the ring"),
        _ring(
            "ring_links_per_identifier",
            "关联团体的紧密度(链接数与标识数之比)",
            "links over identifiers of the ring",
        ),
        _ring("ring_age_days", "关联团体存在天数", "days since the ring's first link"),
        _ring(
            "ring_new_24h",
            "关联团体24小时内新增标识",
            "identifiers new to the ring's members in 24 h",
        ),
        _ring(
            "ring_new_7d_share",
            "关联团体7天内新增标识比例",
            "share of the ring first seen in 7 days",
        ),
        _ring(
            "ring_confirmed",
            "关联团体中已确认欺诈的标识数",
            "identifiers of confirmed frauds in the ring",
        ),
        _ring(
            "ring_confirmed_share",
            "关联团体中已确认欺诈的比例",
            "share of the ring with a confirmed fraud",
        ),
        _ring("ring_cleared_share", "关联团体中已澄清的比例", "share of the ring that was cleared"),
        _ring(
            "ring_unknown_hubs",
            "关联到的未分类公共标识数",
            "shared keys of unknown kind that it meets",
        ),
        _ring(
            "ring_closeness", "与已确认欺诈的接近度(0至1)", "closeness to confirmed fraud, 0 to 1"
        ),
        _ring(
            "ring_suspiciousness",
            "关联团体中最密部分的可疑度",
            "suspiciousness of the ring's densest part",
        ),
        _ring("ring_events_mean", "关联团体成员平均业务次数", "mean events of the ring's members"),
        _ring(
            "ring_near_events_mean",
            "直接关联标识平均业务次数",
            "mean events of those one link away",
        ),
    ),
)

RECEIVER_RING: Final = Block(
    "receiver_ring",
    frozenset({SHIPMENT}),
    (
        _ring("receiver_ring_size", "收件人关联团体的标识数", "identifiers in the receiver's ring"),
        _ring("receiver_ring_persons", "收件人关联团体的人数", "persons in the receiver's ring"),
        _ring(
            "receiver_ring_new_7d_share",
            "收件人关联团体7天内新增标识比例",
            "share of the receiver's ring first seen in 7 days",
        ),
        _ring(
            "receiver_ring_confirmed",
            "收件人关联团体中已确认欺诈的标识数",
            "identifiers of confirmed frauds in the receiver's ring",
        ),
        _ring(
            "receiver_ring_closeness",
            "收件人与已确认欺诈的接近度(0至1)",
            "receiver's closeness to confirmed fraud, 0 to 1",
        ),
        _ring(
            "receiver_ring_events_mean",
            "收件人关联团体成员平均业务次数",
            "mean events of the receiver's ring",
        ),
        _ring(
            "receiver_ring_unknown_hubs",
            "收件人关联到的未分类公共标识数",
            "shared keys of unknown kind that the receiver's ring meets",
        ),
    ),
)

EXPOSURE: Final = Block(
    "exposure",
    frozenset({SHIPMENT}),
    (
        _unlearnt(
            "merchant_outstanding_fen",
            "amount",
            "商户在途代收货款(分)",
            "merchant's COD under way and not yet collected, before this parcel, in fen",
        ),
        _unlearnt(
            "merchant_limit_use",
            "amount",
            "含本件占商户在途额度之比",
            "outstanding with this parcel over the merchant's limit",
        ),
        _unlearnt(
            "merchant_day_use",
            "amount",
            "含本件占商户当日额度之比",
            "the day's COD with this parcel over the merchant's limit of a day",
        ),
        _unlearnt(
            "parcel_limit_use",
            "amount",
            "本件占商户单件额度之比",
            "this parcel's COD over the merchant's limit of a parcel",
        ),
        _unlearnt(
            "group_limit_use",
            "amount",
            "含本件占关联商户共用额度之比",
            "outstanding of all tied merchants with this parcel over their shared limit",
        ),
        _unlearnt(
            "cod_over_limit_fen",
            "amount",
            "超出代收货款额度的金额(分)",
            "by how much the parcel is over the limits, in fen",
        ),
    ),
)

LISTS: Final = Block(
    "lists",
    ALL,
    (
        _listed(
            "party_identity_on_block_list",
            "证件、单位、账户或商户在禁止名单",
            "document, organisation, account or merchant on the block list",
        ),
        _listed("party_on_block_list", "任一标识在禁止名单", "an identifier on the block list"),
        _listed("party_on_watch_list", "任一标识在关注名单", "an identifier on the watch list"),
        _listed("party_on_grey_list", "任一标识在灰名单", "an identifier on the grey list"),
        _listed("party_on_allow_list", "任一标识在放行名单", "an identifier on the allow list"),
        _listed(
            "other_on_block_list",
            "收件人、代理人或法定代表人在禁止名单",
            "receiver, agent or legal representative on the block list",
        ),
        _listed(
            "other_on_watch_list",
            "收件人、代理人或法定代表人在关注名单",
            "receiver, agent or legal representative on the watch list",
        ),
        _listed(
            "other_on_grey_list",
            "收件人、代理人或法定代表人在灰名单",
            "receiver, agent or legal representative on the grey list",
        ),
        _listed(
            "handler_on_block_list",
            "网点、经办人或终端在禁止名单",
            "outlet, operator or terminal on the block list",
        ),
        _listed(
            "handler_on_watch_list",
            "网点、经办人或终端在关注名单",
            "outlet, operator or terminal on the watch list",
        ),
        _listed("outlet_unregistered", "网点不在登记册", "an outlet that is not in the register"),
        _listed(
            "terminal_unregistered", "终端不在登记册", "a terminal that is not in the register"
        ),
    ),
)

BLOCKS: Final = (
    PARTY,
    NETWORK,
    ITEM,
    RECEIVER,
    SENDER,
    REAL_NAME,
    KNOWN_FRAUDS,
    AMOUNTS,
    OPENING_BLOCK,
    COD_BLOCK,
    OPERATOR_BLOCK,
    RING,
    RECEIVER_RING,
    EXPOSURE,
    LISTS,
)
FEATURES: Final = tuple(feature for block in BLOCKS for feature in block.features)
NAMES: Final = tuple(feature.name for feature in FEATURES)
INDEX: Final = {name: position for position, name in enumerate(NAMES)}
BY_NAME: Final = {feature.name: feature for feature in FEATURES}
TEXT_KINDS: Final = {
    "entity": ALL,
    "channel": ALL,
    "id_type": ALL,
    "pay_mode": frozenset({SHIPMENT}),
    "item_category": frozenset({SHIPMENT}),
    "account_class": frozenset({OPENING}),
}
"""Closed-list facts that rules may compare with text beside the numbers of the vector."""


ANOMALY: Final = Feature(
    "anomaly", "history", "整体异常程度", "unusual as a whole", detector=False, learnt=False
)
"""What the anomaly detectors together say, as one more input of the supervised model. It is not part
of the vector; in a ledger its place is the one after the vector's last."""
RULES: Final = Feature(
    "rules", "history", "规则命中", "rules that fired", detector=False, learnt=False
)
"""What the severest action that rules asked for is worth, likewise not part of the vector: the last place."""
LEDGER_NAMES: Final = (*NAMES, ANOMALY.name, RULES.name)
"""The names behind the places of a ledger."""
LEDGER_BY_NAME: Final = {**BY_NAME, ANOMALY.name: ANOMALY, RULES.name: RULES}
ANOMALY_AT: Final = len(NAMES)
RULES_AT: Final = len(NAMES) + 1


def detector_columns(kind: str) -> tuple[int, ...]:
    """Positions of the features that the anomaly detectors of a kind of event see."""
    return tuple(INDEX[f.name] for f in _allowed(kind) if f.detector)


def learnt_columns(kind: str) -> tuple[int, ...]:
    """Positions of the features that the supervised model of a kind of event sees."""
    return tuple(INDEX[f.name] for f in _allowed(kind) if f.learnt)


def credit_features() -> frozenset[str]:
    """Names that a credit score may use: no device, no location, nothing of anybody's origin."""
    return frozenset(feature.name for feature in _allowed(COD)) - ORIGIN


def _allowed(kind: str) -> Iterator[Feature]:
    """The features of a kind whose purposes the law lets its score serve."""
    purpose = "credit" if kind == COD else "fraud"
    for block in BLOCKS:
        if kind in block.kinds:
            yield from (feature for feature in block.features if purpose in feature.purposes)


def vocabulary() -> Vocabulary:
    """The names that rules may use: every feature, and the closed-list texts."""
    numbers = {
        feature.name: VocabularyEntry(feature.name, INDEX[feature.name], feature.type, block.kinds)
        for block in BLOCKS
        for feature in block.features
    }
    texts = {name: VocabularyEntry(name, -1, "text", kinds) for name, kinds in TEXT_KINDS.items()}
    return {**numbers, **texts}


def schema_hash() -> str:
    """Eight hex digits that change with any name or order; other bundles are refused."""
    return hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:8]
