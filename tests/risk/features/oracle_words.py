"""What the oracle reads in words: the lists stand here again, so that a lost word is noticed."""

from typing import Final

from data.events import AccountOpening
from data.normalise.text import clean
from data.subject import PartyFacts


def _words(text: str) -> list[str]:
    return text.split()


VAGUE: Final = _words(
    "日用品 生活用品 礼品 礼物 文件 资料 配件 其他 其它 物品 杂物 东西 货物 样品 百货 包裹 小件 普货"
)
FAMILY: Final = _words(
    "父 母 父亲 母亲 父母 爸爸 妈妈 儿子 女儿 子女 父子 父女 母子 母女 丈夫 妻子 夫妻 夫 妻 配偶 爱人 兄弟"
    " 姐妹 兄妹 姐弟 哥哥 弟弟 姐姐 妹妹 祖父母 爷爷 奶奶 外公 外婆 孙子 孙女 祖孙 监护人 FATHER MOTHER"
    " PARENT SON DAUGHTER CHILD SPOUSE WIFE HUSBAND BROTHER SISTER GRANDPARENT GUARDIAN"
)
VALUABLE: Final = ["黄金", "金条", "金饰", "首饰", "珠宝", "钻石", "现金", "人民币", "铂金", "玉"]
DOCUMENTS: Final = ["文件", "合同", "证件", "资料", "发票", "银行卡", "信函", "票据"]
PURPOSES: Final = {
    "purpose_replacement": ["补卡", "换卡", "补换", "挂失", "补办"],
    "purpose_exempt": ["社保", "社会保障", "军保", "军人保障", "医保", "医疗保险"],
    "purpose_pension": ["养老", "退休"],
    "purpose_payroll": ["工资", "代发", "薪"],
    "purpose_student": ["学生", "学费", "校园", "助学", "缴费"],
}
ODD_NAMES: Final = {"courtesy", "masked", "nickname", "placeholder"}


def mentions(text: str, words: list[str]) -> bool:
    """Whether one of the words stands in a text."""
    return any(word in text for word in words)


def is_vague(text: str) -> bool:
    """Whether a cleaned item text says nothing."""
    return not text or text in VAGUE


def is_unrelated(event: AccountOpening) -> bool:
    """Whether an agent acts who is not declared as family or guardian."""
    relations = (event.agent_relation, event.guardian_relation)
    return bool(event.agent) and not any(clean(said or "") in FAMILY for said in relations)


def is_uncapped(event: AccountOpening) -> bool:
    """Whether an opening is a replacement or a social-security, medical or army card."""
    exempt = PURPOSES["purpose_replacement"] + PURPOSES["purpose_exempt"]
    return mentions(clean(event.purpose), exempt)


def name_is_odd(party: PartyFacts) -> bool:
    """Whether a name is a courtesy, a nickname, masked or a placeholder."""
    return bool(ODD_NAMES & set(party.name.flags))
