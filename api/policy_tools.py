"""What authors of policies need beside versions: the text in force, a check, what each rule catches."""

from typing import Final

from msgspec import Struct

from api.governed import Call, Sent
from api.policy_calls import text_in_force
from api.policy_wire import DraftIn, TrialIn
from api.roles import POLICY_AUTHORS, POLICY_READERS
from data.api_keys import Caller
from data.errors import NotFound
from risk.governance import Governance
from risk.policy_files import checked_file, version_id_of
from risk.rule_yields import RuleYields
from rules.model import Policy


class PolicyText(Struct, frozen=True):
    """A policy file; ``name`` is the version it comes from, or ``shipped`` and the policy."""

    policy: str
    name: str
    text: str


class Checked(Struct, frozen=True):
    """A file without a mistake: the id that its version would have, and its rules."""

    version: str
    policy: str
    rules: list[str]


async def _text(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    name, text = text_in_force(desk, sent.id)
    if not text:
        raise NotFound("no policy of this id decides", param="policy")
    return PolicyText(sent.id, name, text)


async def _check(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    file = await desk.beside(checked_file, sent.body.text)
    rules = [rule.id for rule in file.rules] if isinstance(file, Policy) else []
    return Checked(version_id_of(file, sent.body.text), file.id, rules)


async def _yields(desk: Governance, _holder: Caller, sent: Sent) -> Struct:
    return await desk.over_log(desk.yields.run, desk.engine.policy, sent.body.events)


POLICY_TOOLS: Final = (
    Call(
        "policyText", "GET", "/v1/policy-texts/{policy}", POLICY_READERS, _text,
        "The text that decides in a policy's place now: of a version, or as shipped.",
        PolicyText, example_id="shipment_fan_out",
    ),
    Call(
        "checkPolicy", "POST", "/v1/policy-checks", POLICY_AUTHORS, _check,
        "Check a policy file and keep nothing; its mistakes stand in `problems` of the 422.",
        Checked, DraftIn, {"text": "id: gifts-to-strangers\nversion: 1\n…"},
    ),
    Call(
        "ruleYields", "POST", "/v1/policy-yields", POLICY_READERS, _yields,
        "What each rule that decides has hit in the last events, and what became of those.",
        RuleYields, TrialIn, {"events": 20_000},
    ),
)  # fmt: skip
