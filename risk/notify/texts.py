"""What a chat says of a notice: one line, Chinese or English, without a name or a number of anybody."""

from typing import Any, Final

import msgspec

from data.notices import TEST, Notice
from risk.notify.settings import Language

_ZH: Final = {
    "case.high": "【新案件】{case_id}({band_word}风险,{typology}),{decision_word},涉及 {stake} 元,"
    "请于 {due_at} 前处理。",
    "case.due": "【即将超时】案件 {case_id}({band_word}风险,{typology})须于 {due_at} 前处理。",
    "appeal.due": "【申诉即将超时】案件 {case_id} 的申诉 {appeal_id} 须于 {due_at} 前答复。",
    "drift.score": "【评分漂移】{kind_word}的评分分布发生变化(PSI {psi},警戒值 {limit})。",
    "drift.reasons": "【原因漂移】{kind_word}的主要原因分布发生变化(PSI {psi},警戒值 {limit})。",
    "hub.unknown": "【未分类公共节点】{hub}({hub_word}),见事件 {event_id}。请核实并登记其类型。",
    "integrity.fault": "【数据核对异常】检查“{check}”发现不一致({code}),请立即核查。",
    TEST: "【测试】PostRisk 通知已接通。",
}
_EN: Final = {
    "case.high": "[New case] {case_id} ({band_word} risk, {typology}), {decision_word}, "
    "{stake} yuan at stake; due {due_at}.",
    "case.due": "[Nearly due] Case {case_id} ({band_word} risk, {typology}) is due {due_at}.",
    "appeal.due": "[Appeal nearly due] Appeal {appeal_id} of case {case_id} is due {due_at}.",
    "drift.score": "[Score drift] Scores of {kind_word} are distributed otherwise (PSI {psi}, "
    "limit {limit}).",
    "drift.reasons": "[Reason drift] First reasons of {kind_word} are distributed otherwise "
    "(PSI {psi}, limit {limit}).",
    "hub.unknown": "[Unknown hub] {hub} ({hub_word}), met by event {event_id}: find out what it is.",
    "integrity.fault": "[Integrity fault] The check {check} found a difference ({code}): look now.",
    TEST: "[Test] PostRisk notices arrive here.",
}
TEXTS: Final[dict[Language, dict[str, str]]] = {"zh": _ZH, "en": _EN}
"""Language -> event -> sentence with the fields of its data."""

WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "low": "低",
        "medium": "中",
        "high": "高",
        "critical": "极高",
        "review": "人工复核",
        "hold": "暂扣",
        "decline": "拒绝",
        "shipment": "邮件快件",
        "account_opening": "开户",
        "cod_application": "代收货款申请",
        "phone": "电话",
        "unit": "地址",
        "building": "楼栋",
        "account": "账户",
        "device": "设备",
        "none": "类型未定",
    },
    "en": {
        "low": "low",
        "medium": "medium",
        "high": "high",
        "critical": "critical",
        "review": "manual review",
        "hold": "hold",
        "decline": "decline",
        "shipment": "shipments",
        "account_opening": "account openings",
        "cod_application": "COD applications",
        "phone": "phone",
        "unit": "address",
        "building": "building",
        "account": "account",
        "device": "device",
        "none": "no typology",
    },
}
"""Language -> code -> word; a code without one is told as it is."""


def sentence_of(notice: Notice, language: Language) -> str:
    """The line of a notice; its id stands behind, so that a line that comes twice can be told."""
    data: dict[str, Any] = msgspec.json.decode(notice.data)
    words = WORDS[language]

    def word(name: str) -> str:
        code = str(data.get(name) or "none")
        return words.get(code, code)

    fields = {
        **data,
        "typology": word("typology"),
        "band_word": word("band"),
        "decision_word": word("decision"),
        "kind_word": word("kind"),
        "hub_word": word("kind"),
        "stake": f"{data.get('stake_fen', 0) / 100:,.2f}",
    }
    return f"{TEXTS[language][notice.event].format_map(fields)} #{notice.id}"
