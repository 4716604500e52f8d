"""An outcome enters the state: what it tells of the event, and whether its case was judged."""

from data.events import Outcome
from data.instants import to_ms
from graph.identity import Undo
from risk.features.state import State


def hear(state: State, event: int, outcome: Outcome) -> Undo:
    """Let an outcome enter; returns how to undo it exactly.

    Args:
        state: windows, graph, ledger and cases.
        event: the node of the event that it is about.
        outcome: the fact.
    """
    undo = state.apply_outcome(event, outcome.outcome, to_ms(outcome.occurred_at))
    state.cases.hear(event, outcome, undo)
    return undo
