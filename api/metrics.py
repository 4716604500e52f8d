"""Figures for Prometheus, on a registry of their own.

Every label is from a closed list, so no caller can grow the registry, and no label or value says
anything about a person. The children of the hot counters are looked up once, at the start.
"""

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from data.decisions import LADDER, Decision

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

ROUTES: Final = (
    "/v1/score",
    "/v1/score/batch",
    "/v1/outcomes",
    "/v1/decisions/{event_id}",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/docs",
)
"""The closed list of route labels; every other path counts as ``other``."""

KINDS: Final = ("shipment", "account_opening", "cod_application")

_BUCKETS_SECONDS: Final = (
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0,
)  # fmt: skip
_PREFIX: Final = "postrisk_"


class Metrics:
    """What is counted at the doors, and the service's gauges read at each scrape.

    Args:
        gauges: gives the service's present figures; read only when ``/metrics`` is asked for.
    """

    def __init__(self, gauges: Callable[[], dict[str, float]]) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = Counter(
            "postrisk_http_requests", "Answers by route and status.", ["route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self._latency = Histogram(
            "postrisk_score_seconds", "POST /v1/score, from its head to its committed answer.",
            buckets=_BUCKETS_SECONDS, registry=self.registry,
        )  # fmt: skip
        decisions = Counter(
            "postrisk_decisions", "Decisions by action and kind.", ["action", "kind"],
            registry=self.registry,
        )  # fmt: skip
        self._degraded = Counter(
            "postrisk_degraded", "Decisions made without a part of the engine.",
            registry=self.registry,
        )  # fmt: skip
        self.registry.register(_Gauges(gauges))
        self._decided = {
            (action, kind): decisions.labels(action, kind) for action in LADDER for kind in KINDS
        }
        self._answered: dict[tuple[str, int], Counter] = {}

    def count_request(self, route: str, status: int) -> None:
        """Count one answer; a path outside :data:`ROUTES` counts as ``other``."""
        counter = self._answered.get((route, status))
        if counter is None:
            label = route if route in ROUTES else "other"
            counter = self._requests.labels(label, str(status))
            if label == route:
                self._answered[route, status] = counter
        counter.inc()

    def count_decision(self, decision: Decision) -> None:
        """Count one decision by what it says and what it is about."""
        self._decided[decision.decision, decision.kind].inc()
        if decision.degraded:
            self._degraded.inc()

    def observe_score(self, seconds: float) -> None:
        """Add the time of one answered single score."""
        self._latency.observe(seconds)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Gauges(Collector):
    def __init__(self, read: Callable[[], dict[str, float]]) -> None:
        self._read = read

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in sorted(self._read().items()):
            yield GaugeMetricFamily(_PREFIX + name, name.replace("_", " "), value=value)
