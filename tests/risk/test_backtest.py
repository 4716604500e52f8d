from pathlib import Path

import pytest

from data.errors import Failure
from risk.backtest import REVIEW_MINUTES, Comparison, Tally, backtest
from risk.verdicts import Verdict
from rules.compile import CompiledPolicy
from tests.risk.builders import (
    demo_counts,
    engine_with,
    policy_of,
    rule,
    shipment,
    tokeniser,
    write_lines,
)


class Known:
    """Frauds by id; the rest is ordinary."""

    def __init__(self, *frauds: str) -> None:
        self._frauds = frauds

    def of(self, event_id: str, kind: str, at_ms: int) -> Verdict:
        assert kind and at_ms
        fraud = event_id in self._frauds
        return Verdict(fraud, "SH-01" if fraud else "ordinary")


HEAVY = policy_of(rule("H", "weight_grams > 5000", action="hold", kinds=("shipment",)))
DEAR = policy_of(rule("D", "declared_value_fen > 100000", action="review", kinds=("shipment",)))


def parcel(number: int, *, kg: int = 1, yuan: int = 10) -> object:
    item = {"category": "电子产品", "text": "耳机", "declared_value_fen": yuan * 100}
    return shipment(number, weight_grams=kg * 1000, item=item)


def compared(path: Path, now: CompiledPolicy, then: CompiledPolicy, *frauds: str) -> Comparison:
    sides = (engine_with(policy=now), engine_with(policy=then))
    return backtest(*sides, tokeniser(), path, Known(*frauds))


@pytest.fixture
def four(tmp_path: Path) -> Path:
    lines = [parcel(1), parcel(2, kg=9, yuan=20), parcel(3, yuan=5000), parcel(4, kg=9, yuan=7000)]
    return write_lines(tmp_path / "e.jsonl", lines)  # type: ignore[arg-type]  # a list of events


def test_gained_and_lost_are_told_apart_with_their_money(four: Path) -> None:
    found = compared(four, HEAVY, DEAR, "sh-2", "sh-3")
    assert found.frauds == {("shipment", "SH-01"): Tally(2, 1, 1, 1, 1, 500_000, 2_000)}
    assert found.honest == {("shipment", "ordinary"): Tally(2, 1, 1, 0, 0, 0, 0)}
    assert found.moves == {
        ("shipment", "approve", "approve"): 1,
        ("shipment", "hold", "approve"): 1,
        ("shipment", "approve", "review"): 1,
        ("shipment", "hold", "review"): 1,
    }
    assert found.champion_hours == found.candidate_hours == pytest.approx(2 * REVIEW_MINUTES / 60)


def test_two_equal_sides_differ_in_nothing(demo_file: Path) -> None:
    sides = (engine_with(), engine_with())
    found = backtest(*sides, tokeniser(), demo_file, Known())
    assert all(old == new for _, old, new in found.moves)
    assert sum(found.moves.values()) == sum(demo_counts().values()) - demo_counts()["outcome"]
    assert all(tally.gained == tally.lost == 0 for tally in found.honest.values())


def test_repeated_and_bad_lines_are_compared_once_and_counted(tmp_path: Path) -> None:
    lines = [parcel(1, kg=9), b"{", parcel(1, kg=9), parcel(2)]
    path = write_lines(tmp_path / "e.jsonl", lines)  # type: ignore[arg-type]  # a list of events
    found = compared(path, HEAVY, DEAR)
    assert sum(found.moves.values()) == 2
    assert found.errors == 1


def test_a_file_without_an_event_is_a_failure(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "e.jsonl", [b"{"])
    with pytest.raises(Failure, match="holds no event"):
        compared(path, HEAVY, DEAR)
