"""What ties the alerts of a case together: alerts and the identifiers that they share, as a picture needs it.

Identifiers stand by kind and masked text; their tokens stay inside. An identifier of one alert alone ties
nothing and is left out, unless the case is small.
"""

from collections import Counter
from typing import Final

from msgspec import Struct

from data.identifiers import kind_of
from data.subject import Subject
from risk.masked_labels import labels_of

MOST_ALERTS: Final = 60
_SMALL: Final = 3
"""Alerts of a case of which every identifier is shown."""
ALERT: Final = "alert"


class GraphNode(Struct, frozen=True):
    """An alert or an identifier; ``ties`` is how many alerts of the case it belongs to, 1 for an alert."""

    kind: str
    label: str
    ties: int


class GraphLink(Struct, frozen=True):
    """An alert has an identifier; both by their places among the nodes."""

    alert: int
    identifier: int


class CaseGraph(Struct, frozen=True):
    """Nodes, alerts first; the links between them; how many alerts are not shown."""

    nodes: list[GraphNode]
    links: list[GraphLink]
    left_out: int


def case_graph(subjects: dict[str, Subject]) -> CaseGraph:
    """The picture of a case's alerts, the newest where there are too many.

    Args:
        subjects: the alerts by event id, in order of the log.
    """
    shown = dict(list(subjects.items())[-MOST_ALERTS:])
    labels = {event_id: labels_of(subject) for event_id, subject in shown.items()}
    ties = Counter(node for found in labels.values() for node in found)
    least = 1 if len(shown) <= _SMALL else 2
    keys = [node for node, count in ties.items() if count >= least]
    place = {node: len(shown) + at for at, node in enumerate(keys)}
    texts = {node: text for found in labels.values() for node, text in found.items()}
    nodes = [GraphNode(ALERT, event_id, 1) for event_id in shown]
    nodes += [GraphNode(kind_of(node).name.lower(), texts[node], ties[node]) for node in keys]
    links = [
        GraphLink(at, place[node])
        for at, found in enumerate(labels.values())
        for node in found
        if node in place
    ]
    return CaseGraph(nodes, links, len(subjects) - len(shown))
