"""The shipped rules against the law, the look-alikes of each other's, and missing facts."""

import math
from itertools import product

import pytest

from rules.compile import CompiledPolicy, compile_policies
from rules.examples import numbers_of
from rules.load import load_policies, shipped_policies
from rules.model import Rule
from rules.vocabulary import Vocabulary, vector_length

LOOK_ALIKES_OF = {
    "AO-01": {"L05", "L06"},
    "AO-02": {"L01", "L07", "L08"},
    "AO-03": {"L09", "L10", "L21"},
    "AO-05": {"parent_with_child", "care_giver", "village_cadre", "L08"},
    "AO-06": {"L11", "L12"},
    "AO-07": {"L13"},
    "AO-09": {"L15"},
    "SH-01": {"L02", "L16", "L17", "L18", "L19"},
    "SH-02": {"L19"},
    "SH-03": {"L02", "L19"},
    "SH-04": {"L02", "L33"},
    "SH-05": {"L03", "L20", "L21"},
    "SH-06": {"L22", "L23", "family"},
    "SH-07": {"L11", "L24"},
    "SH-08": {"L25"},
    "SH-10": {"L02", "L27"},
    "SH-11": {"L25", "L28"},
    "SH-13": {"L04", "L24"},
    "CR-01": {"L29", "L30"},
    "CR-02": {"L31"},
    "CR-03": {"L32", "L31"},
    "CR-05": {"L30", "L33"},
    "CR-06": {"L02", "L33"},
    "CR-07": {"L33"},
    "CR-08": {"L11"},
    "CR-10": {"L33"},
    "IN-01": {"L07", "L08"},
    "IN-02": {"L01"},
    "IN-03": {"L22"},
    "IN-08": {"L08", "L27"},
}
"""Every starred typology of DOMAIN 2.5 but AO-08, which no event of ours tells of, and SH-04."""


@pytest.fixture(scope="module")
def compiled(catalogue_vocabulary: Vocabulary) -> CompiledPolicy:
    policies = load_policies(shipped_policies(), catalogue_vocabulary)
    return compile_policies(policies, catalogue_vocabulary)


def test_only_legal_caps_and_confirmed_lists_decline(compiled: CompiledPolicy) -> None:
    declining = {rule.id: rule.basis for rule in compiled.rules if rule.action == "decline"}
    caps = dict.fromkeys(("AO01-c1", "AO01-c2", "AO05-a2"), "legal_cap")
    assert declining == caps | dict.fromkeys(("LIST-a", "LIST-b", "IN08-a"), "confirmed_list")
    assert all(rule.basis is None for rule in compiled.rules if rule.action != "decline")


@pytest.mark.parametrize("typology", LOOK_ALIKES_OF)
def test_each_typology_is_tried_against_its_look_alikes(
    typology: str, compiled: CompiledPolicy
) -> None:
    tried = {
        example.look_alike
        for rule in compiled.rules
        if rule.typology == typology
        for example in rule.miss
    }
    assert tried >= LOOK_ALIKES_OF[typology]


def test_no_look_alike_is_declined_or_held_by_any_rule(
    compiled: CompiledPolicy, catalogue_vocabulary: Vocabulary
) -> None:
    """A miss of one rule may rightly be a review of another, but no honest pattern is stopped."""
    stopped = []
    for rule, other in product(compiled.rules, compiled.rules):
        for example in rule.miss:
            numbers = numbers_of(example, catalogue_vocabulary)
            hits = compiled.evaluate(example.kind, numbers, example.texts, example.extra)
            names = {compiled.rules[i].id for i in hits if _stops(compiled.rules[i])}
            if other.id in names:
                stopped.append((rule.id, example.name, other.id))
    assert stopped == []


@pytest.mark.parametrize("kind", ["shipment", "account_opening", "cod_application"])
def test_nothing_is_known_and_nothing_fires(
    kind: str, compiled: CompiledPolicy, catalogue_vocabulary: Vocabulary
) -> None:
    numbers = [math.nan] * vector_length(catalogue_vocabulary)
    assert compiled.evaluate(kind, numbers, {}, {}) == []


def test_a_basic_service_is_never_declined(
    compiled: CompiledPolicy, catalogue_vocabulary: Vocabulary
) -> None:
    """AML law art. 28-31: whatever else is odd, a pension or social-security card is not stopped."""
    facts = {"agent_principals_all": 50.0, "person_class_one_90d": 3.0, "existing_cards": 9.0}
    for basic in ({"purpose_exempt": 1.0}, {"purpose_replacement": 1.0}):
        numbers = [math.nan] * vector_length(catalogue_vocabulary)
        for name, value in (facts | basic).items():
            numbers[catalogue_vocabulary[name].index] = value
        hits = compiled.evaluate("account_opening", numbers, {"account_class": "I"}, {})
        assert not any(_stops(compiled.rules[i]) for i in hits)


def test_every_rule_belongs_to_a_starred_typology_and_each_has_one(
    compiled: CompiledPolicy,
) -> None:
    ours = {rule.typology for rule in compiled.rules if not rule.id.startswith("LIST-")}
    assert ours == LOOK_ALIKES_OF.keys()


def test_what_is_asked_of_staff_is_a_note_in_neutral_words(compiled: CompiledPolicy) -> None:
    """A teller who reads that tellers are looked at is warned; so is whoever stands before one."""
    insiders = [rule for rule in compiled.rules if (rule.typology or "").startswith("IN-0")]
    insiders = [rule for rule in insiders if rule.typology != "IN-08"]
    assert len(insiders) == 3
    for rule in insiders:
        assert (rule.action, rule.counter, rule.customer) == ("approve", None, None)
        assert rule.reason.zh == "需工作人员进一步核实"


def test_volume_thresholds_rise_with_the_calendar(
    compiled: CompiledPolicy, catalogue_vocabulary: Vocabulary
) -> None:
    """On a day of any volume whatever, no volume of one sender is unusual."""
    scaled = [rule for rule in compiled.rules if "calendar_index" in rule.when]
    assert {rule.id[:4] for rule in scaled} >= {"SH01", "SH02", "SH06", "SH13", "CR01", "CR02"}
    for rule in scaled:
        assert "calendar_index" in {name for example in rule.hit for name in example.facts}, rule.id
        for example in rule.hit:
            numbers = numbers_of(example, catalogue_vocabulary)
            numbers[catalogue_vocabulary["calendar_index"].index] = 1e6
            hits = compiled.evaluate(example.kind, numbers, example.texts, example.extra)
            fired = {compiled.rules[i].id for i in hits}
            assert rule.id not in fired, (rule.id, example.name)


def test_reason_codes_are_unique(compiled: CompiledPolicy) -> None:
    codes = [rule.reason.code for rule in compiled.rules]
    assert len(codes) == len(set(codes))


def _stops(rule: Rule) -> bool:
    return rule.action in ("hold", "decline")
