"""The figures of the graph suite, by their permanent ids."""

from typing import Final

from benchmarks.definitions import aim, at_least, at_most, plain

_AIMS: Final = {"auc": 0.846, "ap": 0.694}
"""What RGTAN reports for S-FFSD."""

_KNOWING: Final = {"no_labels": "no known frauds", "labels": "known frauds of the training part"}

GRAPH: Final = (
    plain("graph.tolokers.own.roc_auc", "of 1", "a worker's own features, mean of ten splits"),
    plain("graph.tolokers.one_hop.roc_auc", "of 1", "the same beside aggregates over one hop"),
    aim("graph.tolokers.two_hops.roc_auc", "of 1", at_least(0.807), "the same over two hops"),
    aim("graph.tolokers.lead", "of 1", at_least(0), "two hops less the best published figure"),
    *(
        aim(
            f"graph.s_ffsd.random.{knowing}.{name}",
            "of 1",
            at_least(least),
            f"random split: {told}",
        )
        for knowing, told in _KNOWING.items()
        for name, least in _AIMS.items()
    ),
    *(
        plain(f"graph.s_ffsd.time.{knowing}.{name}", "of 1", f"split by time: {told}")
        for knowing, told in _KNOWING.items()
        for name in _AIMS
    ),
    aim("graph.minutes", "min", at_most(5), "the whole suite, on one core"),
)
"""In the order of the report."""
