"""Present figures of a service, for metrics."""

from risk.engine import Engine
from risk.group_commit import GroupCommit


def gauges_of(engine: Engine, commit: GroupCommit, seq: int) -> dict[str, float]:
    """How much the windows, the graph, the lists and the log hold, by name without prefix."""
    keeper, graph = engine.state.keeper, engine.state.graph
    return {
        "state_histories": len(keeper),
        "state_histories_dropped_total": keeper.dropped,
        "state_facts_dropped_total": keeper.dropped_facts,
        "graph_nodes": len(graph),
        "graph_nodes_dropped_total": graph.dropped,
        "list_entries": len(engine.state.lists.book),
        "policy_shadows": len(engine.sets.watched),
        "policy_share": engine.sets.share,
        "pending_commits": len(commit),
        "commits_total": commit.commits,
        "log_seq": seq,
    }
