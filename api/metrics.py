"""Figures for Prometheus, on a registry of their own.

Every label is from a closed list, so no caller can grow the registry, and no label or value says
anything about a person.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from api.case_calls import CALLS
from api.governed_calls import GOVERNED_CALLS
from api.notice_bodies import PATHS as NOTICE_PATHS
from api.session_bodies import PATHS
from data.clock import wall_clock_ms
from data.decisions import LADDER, Decision

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

ROUTES: Final = frozenset(
    (
        "/v1/score",
        "/v1/score/batch",
        "/v1/outcomes",
        "/v1/decisions/{event_id}",
        "/v1/exposure",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/docs",
        *(call.path for call in GOVERNED_CALLS),
        *(call.path for call in CALLS),
        *PATHS,
        *NOTICE_PATHS,
    )
)
"""The closed list of route labels; every other path counts as ``other``."""

KINDS: Final = ("shipment", "account_opening", "cod_application")

BUCKETS_SECONDS: Final = (
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0,
)  # fmt: skip
_PREFIX: Final = "postrisk_"


class Metrics:
    """What is counted at the doors, and the service's gauges read at each scrape.

    Counting is adding to plain numbers, from one thread; prometheus_client's own counters take a lock
    each. They become its metrics when somebody asks.

    Args:
        gauges: gives the service's present figures; read only when ``/metrics`` is asked for.
        band_pairs: gives the events by the bands of champion and challenger; read likewise.

    Attributes:
        notices: gives the notices by state, as the last look at the outbox saw them; read likewise.
    """

    def __init__(
        self,
        gauges: Callable[[], dict[str, float]],
        band_pairs: Callable[[], dict[tuple[str, str], int]] = dict,
    ) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(_Figures(self))
        self.add_gauges(gauges)
        self.band_pairs = band_pairs
        self.notices: Callable[[], dict[str, int]] = dict
        self.since_seconds = wall_clock_ms() / 1000
        self.answers: dict[tuple[str, int], int] = {}
        self.decisions = {(action, kind): 0 for action in LADDER for kind in KINDS}
        self.degraded = 0
        self.score_buckets = [0] * (len(BUCKETS_SECONDS) + 1)
        self.score_seconds = 0.0

    def add_gauges(self, gauges: Callable[[], dict[str, float]]) -> None:
        """Show more present figures, of another part than the service."""
        self.registry.register(_Gauges(gauges))

    def count_request(self, route: str, status: int) -> None:
        """Count one answer; a path outside :data:`ROUTES` counts as ``other``."""
        try:
            self.answers[route, status] += 1
        except KeyError:
            answer = (route if route in ROUTES else "other", status)
            self.answers[answer] = self.answers.get(answer, 0) + 1

    def count_decision(self, decision: Decision) -> None:
        """Count one decision by what it says and what it is about."""
        self.decisions[decision.decision, decision.kind] += 1
        if decision.degraded:
            self.degraded += 1

    def observe_score(self, seconds: float) -> None:
        """Add the time of one answered single score."""
        self.score_buckets[bisect_left(BUCKETS_SECONDS, seconds)] += 1
        self.score_seconds += seconds

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Figures(Collector):
    """What was counted, with the names and samples of prometheus_client's own counters."""

    def __init__(self, counted: Metrics) -> None:
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        counted = self._counted
        yield self._counter(
            "http_requests",
            "Answers by route and status.",
            ("route", "status"),
            counted.answers.items(),
        )
        yield self._latency()
        yield self._counter(
            "decisions",
            "Decisions by action and kind.",
            ("action", "kind"),
            counted.decisions.items(),
        )
        yield self._counter(
            "degraded", "Decisions made without a part of the engine.", (), [((), counted.degraded)]
        )
        yield self._counter(
            "challenger_bands",
            "Events that a challenger scored too, by the bands of champion and challenger.",
            ("champion", "challenger"),
            counted.band_pairs().items(),
        )

        yield self._notices()

    def _notices(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            _PREFIX + "notices", "Notices that wait, were sent, or failed.", labels=("state",)
        )
        for state, count in self._counted.notices().items():
            family.add_metric([state], count)
        return family

    def _counter(
        self,
        name: str,
        what: str,
        labels: Sequence[str],
        counts: Iterable[tuple[tuple[object, ...], int]],
    ) -> CounterMetricFamily:
        family = CounterMetricFamily(_PREFIX + name, what, labels=labels)
        for values, count in counts:
            family.add_metric([str(value) for value in values], count, self._counted.since_seconds)
        return family

    def _latency(self) -> HistogramMetricFamily:
        bounds = [*map(str, BUCKETS_SECONDS), "+Inf"]
        buckets = list(zip(bounds, accumulate(self._counted.score_buckets), strict=True))
        family = HistogramMetricFamily(
            _PREFIX + "score_seconds", "POST /v1/score, from its last byte to its committed answer.",
            buckets, self._counted.score_seconds,
        )  # fmt: skip
        family.add_sample("postrisk_score_seconds_created", {}, self._counted.since_seconds)
        return family


class _Gauges(Collector):
    def __init__(self, read: Callable[[], dict[str, float]]) -> None:
        self._read = read

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in sorted(self._read().items()):
            yield GaugeMetricFamily(_PREFIX + name, name.replace("_", " "), value=value)
