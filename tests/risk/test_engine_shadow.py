"""The challenger says what it would say as champion, and the champion decides as without it."""

import msgspec

from data.events import Event, OutcomeLine
from detectors.calibrate import logit
from risk.bundle import NO_BUNDLE, Bundle
from risk.decide import asked_rank
from risk.engine import PRIOR, Engine
from risk.evaluation import Evaluation
from risk.shadow import Shadow
from tests.risk.builders import demo_lines, engine_with, opening, shipment
from tests.risk.bundles import BANDS, without_trees

LINES = 400


def with_challenger(champion: Bundle, challenger: Bundle) -> Engine:
    engine = engine_with(champion)
    engine.challenger = challenger
    return engine


def said_of(engine: Engine) -> list[Evaluation]:
    """What an engine says of the beginning of the demo world."""
    said = []
    for line in demo_lines()[:LINES]:
        if isinstance(line, OutcomeLine):
            engine.apply_outcome(line)
        else:
            said.append(engine.evaluate(line))
            engine.apply(said[-1])
    return said


def test_the_challenger_has_no_part_in_the_decision(bundle: Bundle) -> None:
    alone, beside = (
        said_of(engine)
        for engine in (engine_with(bundle), with_challenger(bundle, without_trees(bundle)))
    )
    for left, right in zip(alone, beside, strict=True):
        assert left.shadow is None
        assert right.shadow is not None
        assert msgspec.structs.replace(right, shadow=None, reading=left.reading) == left
        assert right.reading.packed == left.reading.packed


def test_it_says_what_it_would_say_as_champion(bundle: Bundle) -> None:
    """The state depends on the decisions, so both run over a champion that is the same: rules alone."""
    challenger = without_trees(bundle)
    engine, oracle = with_challenger(NO_BUNDLE, challenger), engine_with(challenger)
    bands = set()
    for evaluation in said_of(engine):
        asked = asked_rank(evaluation.hits)
        expected = oracle._score(evaluation.decision.kind, evaluation.reading.packed, asked)
        assert evaluation.shadow == Shadow("detectors", expected.total, expected.band, expected.raw)
        assert set(expected.raw) == {"ecod", "iforest"}
        bands.add(expected.band)
    assert bands == {"high"}


def test_its_bands_are_its_own(bundle: Bundle) -> None:
    models = {
        kind: msgspec.structs.replace(model, bands=BANDS["critical"])
        for kind, model in bundle.models.items()
    }
    evaluation = with_challenger(bundle, Bundle("other", models)).evaluate(shipment())
    assert evaluation.shadow is not None
    assert evaluation.shadow.band == "critical"
    assert evaluation.shadow.raw == evaluation.raw_scores
    assert evaluation.decision.band != "critical"


def test_a_kind_that_it_has_no_model_of_has_the_prior(bundle: Bundle) -> None:
    challenger = Bundle("half", {"shipment": bundle.models["shipment"]})
    evaluation = with_challenger(bundle, challenger).evaluate(opening())
    assert evaluation.shadow == Shadow("half", logit(PRIOR), "low", {})


def test_one_that_is_the_champion_too_is_not_asked(bundle: Bundle) -> None:
    engine = with_challenger(bundle, bundle)
    assert engine.evaluate(shipment()).shadow is None
    engine.take(NO_BUNDLE)
    assert engine.evaluate(shipment()).shadow is not None


def test_a_bundle_that_is_taken_decides_as_in_an_engine_of_its_own(bundle: Bundle) -> None:
    engine, events = engine_with(bundle), [shipment(), opening()]
    for taken in (without_trees(bundle), NO_BUNDLE, bundle):
        engine.take(taken)
        assert [told(engine, event) for event in events] == [
            told(engine_with(taken), event) for event in events
        ]


def told(engine: Engine, event: Event) -> object:
    return engine.evaluate(event).analyst_decision()
