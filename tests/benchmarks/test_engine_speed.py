"""The ledger's error, and a tiny stream through a real engine."""

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.catalogue import PHASES
from benchmarks.engine_speed import ledger_error, time_stream
from benchmarks.speed import detector_figures, rule_figures
from data.decisions import Contribution, Explanation
from data.events import Event, Item, OutcomeLine, Party, Shipment
from data.identifiers import Tokeniser
from data.subject import Reader
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.state import State

KEY = bytes(range(32))


def parcels(count: int) -> list[Event | OutcomeLine]:
    start = datetime(2025, 6, 1, tzinfo=UTC)
    return [
        Shipment(
            event_id=f"t-{n}",
            occurred_at=start + timedelta(minutes=n),
            sender=Party(phone="13800138000"),
            receiver=Party(phone=f"1390013{n:04d}"),
            item=Item("书", "教材"),
            weight_grams=500,
            pay_mode="sender",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(("parts", "error"), [((0.5, -0.25), 0.0), ((0.5,), 0.25)])
def test_the_error_of_a_ledger(parts: tuple[float, ...], error: float) -> None:
    ledger = Explanation(1.0, 1.25, tuple(Contribution("f", None, part) for part in parts))
    assert ledger_error(ledger) == error


def test_a_tiny_stream_gives_every_phase_of_every_event() -> None:
    tokeniser = Tokeniser(KEY)
    engine = Engine(Reader(tokeniser), State(), NO_BUNDLE, shipped_policy())
    costs, error = time_stream(engine, tokeniser, parcels(5))
    assert [len(row) for row in costs["shipment"]] == [len(PHASES)] * 5
    assert all(cost_us > 0 for row in costs["shipment"] for cost_us in row)
    assert error == 0.0


def test_the_rules_are_measured() -> None:
    figures = {figure.id: figure.value for figure in rule_figures()}
    assert set(figures) == {
        *("speed.rules_us", "speed.rules_compile_ms", "speed.rules_hit_us", "speed.rules_200_us")
    }
    assert all(value > 0 for value in figures.values())


def test_compiled_detectors_equal_pyod() -> None:
    pytest.importorskip("pyod")
    figures = {figure.id: figure for figure in detector_figures(rows=400, features=6)}
    assert not figures["speed.detector_difference"].wrong
    assert figures["speed.detector.ecod.ratio"].value > 0
