"""One path: what the benchmark says of an event is what the engine says that serves the bundle."""

from typing import cast

import msgspec
import numpy as np
import pytest

from benchmarks.quality.ours import Scores, fit_ours, probability, score_ours
from benchmarks.quality.table import Table
from data.decisions import LADDER
from data.events import OutcomeLine, decode_line
from data.files import read_lines
from detectors.blend import Blend, Blended
from detectors.boosted import Boosted
from detectors.calibrate import sigmoid
from risk.bundle import Bundle, KindModel
from risk.evaluation import Evaluation
from risk.features.catalogue import BY_NAME, INDEX
from tests.benchmarks.quality.small_world import SEED, small
from tests.risk.builders import engine_with

CAP = "person_class_one_90d"


@pytest.fixture(scope="module")
def models() -> dict[str, KindModel]:
    split = small().split
    fitted = {
        kind: fit_ours(table, split.part_of(table.facts["arrived_ms"]), SEED)
        for kind, table in small().tables.items()
    }
    return {kind: model for kind, model in fitted.items() if model is not None}


@pytest.fixture(scope="module")
def served(models: dict[str, KindModel]) -> dict[str, list[Evaluation]]:
    """Every event of the world through an engine that holds the bundle from the start."""
    engine = engine_with(Bundle("test", models))
    said: dict[str, list[Evaluation]] = {kind: [] for kind in small().tables}
    for _, line in read_lines(small().events):
        value = decode_line(line)
        if isinstance(value, OutcomeLine):
            engine.apply_outcome(value)
        else:
            evaluation = engine.evaluate(value)
            engine.apply(evaluation)
            said[evaluation.decision.kind].append(evaluation)
    return said


def scored(kind: str, models: dict[str, KindModel]) -> tuple[Table, Scores]:
    table = small().tables[kind]
    return table, score_ours(table, models[kind], np.arange(len(table.facts)))


@pytest.mark.parametrize("kind", ["shipment", "account_opening"])
def test_scores_and_decisions_are_those_of_the_serving_engine(
    kind: str, models: dict[str, KindModel], served: dict[str, list[Evaluation]]
) -> None:
    _, scores = scored(kind, models)
    decisions = [evaluation.decision for evaluation in served[kind]]
    assert [sigmoid(x) for x in scores.log_odds.tolist()] == [d.probability for d in decisions]
    for rank, evaluation in zip(scores.action.tolist(), served[kind], strict=True):
        claim = evaluation.reading.claim
        over = claim is not None and claim.breach  # a full limit is no part of a score: ADR 0012
        least = LADDER.index("hold") if over else 0
        assert LADDER[max(rank, least)] == evaluation.decision.decision
    assert scores.forest.tolist() == [e.raw_scores["iforest"] for e in served[kind]]
    assert len({d.decision for d in decisions}) > 2, "else the world tests nothing"


@pytest.mark.parametrize("kind", ["shipment", "account_opening"])
def test_the_state_does_not_depend_on_the_bundle_but_for_the_cap(
    kind: str, models: dict[str, KindModel], served: dict[str, list[Evaluation]]
) -> None:
    table, _ = scored(kind, models)
    vectors = np.array([evaluation.reading.vector for evaluation in served[kind]])
    others = [at for name, at in INDEX.items() if name != CAP]
    assert np.array_equal(vectors[:, others], table.vectors[:, others], equal_nan=True)
    assert not BY_NAME[CAP].detector


@pytest.mark.parametrize(
    ("weighed", "action", "order"),
    [
        (True, [0, 2, 3], [0, 2, 1]),  # the score holds what a rule is worth
        (True, [1, 4, 3], [1, 0, 2]),  # a legal cap or a confirmed list is first
        (False, [0, 2, 2], [2, 1, 0]),  # nobody knows what a rule is worth: the severer decision
        (False, [0, 1, 2], [2, 0, 1]),  # a step-up asks no reviewer
    ],
)
def test_the_order_of_the_queue(weighed: bool, action: list[int], order: list[int]) -> None:
    log_odds, nothing = np.array([9.0, -9.0, 5.0]), np.zeros(3)
    scores = Scores(log_odds, log_odds, nothing, np.array(action, np.int8), weighed, 0.0)
    assert np.argsort(-scores.queue()).tolist() == order


def test_a_probability_is_the_sigmoid_of_log_odds() -> None:
    log_odds = [-9.0, 0.0, 5.0]
    assert probability(np.array(log_odds)).tolist() == pytest.approx(list(map(sigmoid, log_odds)))


def test_a_kind_with_few_rows_has_no_model() -> None:
    table = small().tables["cod_application"]
    assert fit_ours(table, small().split.part_of(table.facts["arrived_ms"]), SEED) is None


def test_a_row_is_told_when_it_is_scored(models: dict[str, KindModel]) -> None:
    calls: list[None] = []
    table = small().tables["shipment"]
    score_ours(table, models["shipment"], np.arange(5), lambda: calls.append(None))
    assert len(calls) == 5


class _Lying:
    """A model whose total is more than its parts."""

    def __init__(self, model: Blend | Boosted) -> None:
        self._model = model

    def score(self, vector: bytes) -> Blended:
        found = self._model.score(vector)
        return msgspec.structs.replace(found, total=found.total + 0.25)


def test_ledgers_add_up_and_one_that_does_not_is_noticed(models: dict[str, KindModel]) -> None:
    table, honest = small().tables["shipment"], models["shipment"]
    assert score_ours(table, honest, np.arange(300)).ledger_error <= 1e-9
    lying = KindModel(cast("Blend", _Lying(honest.model)), honest.bands)
    assert score_ours(table, lying, np.arange(3)).ledger_error == pytest.approx(0.25)
