"""What the words of a rule must be: there, in both languages, and silent where the law is silent.

Reasons stand in the answer that the counter gets. Neither there nor in their own words do clerk and
customer read of lists, police or reports of suspicion: a report against money laundering is secret (AML
law art. 7 and 35), and a third person's trouble is their own.
"""

import re
from collections.abc import Iterator
from typing import Final

from rules.model import ReasonText, Rule, Words

MAX_WORDS: Final = 300
"""Characters of a sentence that somebody reads while a customer waits."""

PROTECTED: Final = re.compile(
    r"名单|警方|公安|警察|可疑交易|反洗钱|举报|嫌疑"
    r"|\b(?:list(?:ed|s)?|blacklist\w*|watch-?list\w*|police|suspicious|suspected|laundering|STR)\b",
    re.IGNORECASE,
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")

Note = tuple[str, str, str]
"""Field, message, hint."""


def wording_mistakes(rule: Rule) -> Iterator[Note]:
    """Everything that is wrong with a rule's words."""
    if rule.reason.zh and rule.reason.en:
        yield from _language("reason", rule.reason.zh, rule.reason.en)
    if rule.counter is None and rule.action != "approve":
        hint = "one sentence and one action for the clerk, zh and en"
        yield "counter", f"counter is missing for the action {rule.action}", hint
    if rule.customer is None and rule.action in ("hold", "decline"):
        hint = "the reason and what to bring, zh and en"
        yield "customer", f"customer is missing for the action {rule.action}", hint
    yield from _protected("reason", rule.reason)
    for field, words in (("counter", rule.counter), ("customer", rule.customer)):
        if words:
            yield from _protected(field, words)
            yield from _language(field, words.zh, words.en)


def _language(field: str, zh: str, en: str) -> Iterator[Note]:
    if zh and not _HAN.search(zh):
        yield field, f"{field}.zh holds no Chinese", ""
    if _HAN.search(en):
        yield field, f"{field}.en holds Chinese", ""
    if max(len(zh), len(en)) > MAX_WORDS:
        yield field, f"{field} is longer than {MAX_WORDS} characters", "one sentence, one action"


def _protected(field: str, words: Words | ReasonText) -> Iterator[Note]:
    found = PROTECTED.search(words.zh) or PROTECTED.search(words.en)
    if found:
        hint = "write 需工作人员进一步核实 / a colleague needs to check this"
        yield field, f"{field} says {found.group()!r}, which is protected", hint
