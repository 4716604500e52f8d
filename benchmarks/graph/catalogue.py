"""The figures of the graph suite, by their permanent ids."""

from typing import Final

from benchmarks.definitions import aim, at_least, at_most, plain

_AIMS: Final = {"auc": 0.846, "ap": 0.694}
"""What RGTAN reports for S-FFSD."""

_KNOWING: Final = {"no_labels": "no known frauds", "labels": "known frauds of the training part"}

SCALE_SIZES: Final = (10_000, 100_000)
"""Live identifiers at which the suite measures; ``python -m benchmarks.graph.scale`` goes to ten million."""
SCALE_HUB_LINKS: Final = 20_000
_AT_SIZE: Final = {
    "read_us_median": ("us", "what an event's features ask the graph, median"),
    "apply_us_median": ("us", "an event enters the graph, median"),
    "both_us_median": ("us", "both, median"),
    "both_us_p99": ("us", "both, 99th percentile"),
    "links_per_identifier": ("links", "links over identifiers"),
}

GRAPH: Final = (
    *(
        plain(f"graph.scale.{size}.{name}", unit, f"{size:,} identifiers: {what}")
        for size in SCALE_SIZES
        for name, (unit, what) in _AT_SIZE.items()
    ),
    aim(
        "graph.scale.median_growth", "x", at_most(1.5), "median at the larger size over the smaller"
    ),
    aim("graph.scale.bytes_per_identifier", "bytes", at_most(600), "resident memory of the graph"),
    plain("graph.scale.hub_100_us_median", "us", "a phone with 100 links, read and touched"),
    plain("graph.scale.hub_large_us_median", "us", "one with many links, read and touched"),
    aim("graph.scale.hub_growth", "x", at_most(1.5), "the larger hub over the smaller"),
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
