"""What a fired rule adds to the score: as a part of the ledger, by the severest action asked for."""

import msgspec
import pytest

from data.decisions import LADDER, Action
from detectors.calibrate import logit
from risk.bundle import Bundle
from risk.evaluation import Evaluation
from risk.features.catalogue import RULES
from risk.rule_weights import RuleWeights
from rules.model import Rule
from tests.risk.builders import engine_with, policy_of, rule, shipment

WEIGHTS = RuleWeights(0.5, 1.25, 2.0)


def weighed(bundle: Bundle, rules: RuleWeights | None = WEIGHTS) -> Bundle:
    """The same models with other weights of rules."""
    models = {
        kind: msgspec.structs.replace(model, rules=rules) for kind, model in bundle.models.items()
    }
    return Bundle("weighed", models)


def said(bundle: Bundle, *rules: Rule) -> Evaluation:
    return engine_with(bundle, policy_of(*rules)).evaluate(shipment())


def part_of(evaluation: Evaluation) -> float:
    """What the rules add, by the ledger; 0 where they stand for nothing in it."""
    parts = evaluation.analyst_decision().explanation.contributions
    return sum(part.contribution for part in parts if part.feature == RULES.name)


@pytest.mark.parametrize("action", LADDER)
def test_the_score_rises_by_what_the_action_is_worth(bundle: Bundle, action: Action) -> None:
    weight = WEIGHTS.of(LADDER.index(action))
    without, found = said(weighed(bundle)), said(weighed(bundle), rule("T", action=action))
    base, total = (each.analyst_decision().explanation.total for each in (without, found))
    assert total == pytest.approx(base + weight)
    assert part_of(found) == weight
    assert logit(found.decision.probability) == pytest.approx(total)
    assert (found.decision.score > without.decision.score) == (weight > 0.0)


def test_the_severest_of_several_counts_once(bundle: Bundle) -> None:
    rules = [rule("A", action="step_up"), rule("B", action="hold"), rule("C", action="review")]
    assert part_of(said(weighed(bundle), *rules)) == WEIGHTS.hold


def test_a_rule_that_was_let_through_counts_as_not_asking(bundle: Bundle) -> None:
    through = said(weighed(bundle), rule("A", action="hold", let_through=1.0))
    assert len(through.hits) == 1
    assert part_of(through) == 0.0
    both = [rule("A", action="hold", let_through=1.0), rule("B", action="step_up")]
    assert part_of(said(weighed(bundle), *both)) == WEIGHTS.step_up


def test_the_band_is_that_of_the_whole_score(bundle: Bundle) -> None:
    quiet = said(weighed(bundle)).analyst_decision().explanation.total
    model = weighed(bundle).models["shipment"]
    bands = msgspec.structs.replace(model.bands, medium=quiet + 1.0, high=quiet + 1.5, critical=1e9)
    moved = Bundle("b", {"shipment": msgspec.structs.replace(model, bands=bands)})
    asked = {action: said(moved, rule("T", action=action)).decision.band for action in LADDER[:4]}
    assert asked == {"approve": "low", "step_up": "low", "review": "medium", "hold": "high"}


def test_a_bundle_without_weights_is_scored_as_if_no_rule_had_fired(bundle: Bundle) -> None:
    bare = weighed(bundle, None)
    fired, quiet = said(bare, rule("T", action="hold")), said(bare)
    assert fired.ledger == quiet.ledger
    assert fired.decision.probability == quiet.decision.probability


def test_the_rules_are_no_reason_beside_themselves(bundle: Bundle) -> None:
    reasons = said(weighed(bundle), rule("T", action="hold")).decision.reasons
    assert reasons[0].code == "code_T"
    assert RULES.name not in {reason.code for reason in reasons}


def test_the_challenger_weighs_them_by_its_own_weights(bundle: Bundle) -> None:
    engine = engine_with(weighed(bundle, None), policy_of(rule("T", action="hold")))
    engine.challenger = Bundle("other", weighed(bundle).models)
    evaluation = engine.evaluate(shipment())
    assert evaluation.shadow is not None
    total = evaluation.analyst_decision().explanation.total
    assert evaluation.shadow.total == pytest.approx(total + WEIGHTS.hold)
