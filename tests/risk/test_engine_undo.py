"""What was applied can be taken back exactly, also where the state is full and forgets."""

import pytest

from data.events import OutcomeLine
from graph.identity import Undo
from tests.risk.builders import demo_lines, engine_with, snapshot


@pytest.mark.parametrize("max_identifiers", [1_000_000, 800, 60])
def test_undo_takes_a_stretch_of_the_world_back_exactly(max_identifiers: int) -> None:
    engine = engine_with(max_identifiers=max_identifiers)
    undos: list[Undo] = []
    before = snapshot(engine.state)
    for number, line in enumerate(demo_lines()[:1200]):
        if number == 1000:
            undos, before = [], snapshot(engine.state)
        if isinstance(line, OutcomeLine):
            undos.append(engine.apply_outcome(line))
        else:
            undos.append(engine.apply(engine.evaluate(line)))
    assert snapshot(engine.state) != before
    for undo in reversed(undos):
        engine.undo(undo)
    assert snapshot(engine.state) == before
