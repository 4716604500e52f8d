"""The link graph of a case: a picture to drag, and the same in words."""

from typing import Any, Final

from nicegui import ui

from api.console.shown import safe
from api.console.texts import Words

_COLOURS: Final = {
    "alert": "#8a4b00",
    "phone": "#1a4f8b",
    "person": "#5b3a8c",
    "unit": "#0f6b3c",
    "device": "#4d5867",
    "account": "#006d77",
    "merchant": "#7d1d5c",
}
_OTHER: Final = "#6b7686"
_STRONGEST: Final = 8


def links_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Alerts and the identifiers that they share."""
    graph = sheet["graph"]
    with ui.element("section").classes("panel").props(f'aria-label="{t("case.graph")}"'):
        ui.html(f"<h2>{t('case.graph')}</h2><p>{safe(_words(graph, t))}</p>", sanitize=False)
        _distance(sheet, t)
        if graph["links"]:
            ui.echart(_options(graph, t)).style("height:300px;width:100%").props(
                f'role=img aria-label="{safe(_words(graph, t))}"'
            )
            ui.html(_strongest(graph, t), sanitize=False)


def _words(graph: dict[str, Any], t: Words) -> str:
    shared = [node for node in graph["nodes"] if node["kind"] != "alert" and node["ties"] > 1]
    if not shared:
        return t("case.graph_alone")
    alerts = sum(node["kind"] == "alert" for node in graph["nodes"])
    most = max(node["ties"] for node in shared)
    return t("case.graph_words", alerts=alerts, keys=len(shared), most=most)


def _distance(sheet: dict[str, Any], t: Words) -> None:
    facts = sheet["explained"]["graph"] if sheet["explained"] else None
    if facts and facts["hops_to_confirmed"] is not None:
        path = " → ".join(t.of("node", kind) for kind in facts["path"])
        told = t("case.graph_hops", hops=facts["hops_to_confirmed"], path=path)
        ui.label(told).classes("chip medium").style("white-space:normal")


def _strongest(graph: dict[str, Any], t: Words) -> str:
    shared = sorted(
        (node for node in graph["nodes"] if node["kind"] != "alert"), key=lambda node: -node["ties"]
    )
    rows = "".join(
        f"<tr><td>{safe(t.of('node', node['kind']))}</td><td>{safe(node['label'])}</td>"
        f"<td>{t('case.seen_in', n=node['ties'])}</td></tr>"
        for node in shared[:_STRONGEST]
    )
    return f"<table class=plain>{rows}</table>"


def _options(graph: dict[str, Any], t: Words) -> dict[str, Any]:
    kinds = list(dict.fromkeys(node["kind"] for node in graph["nodes"]))
    nodes = [
        {
            "id": str(at),
            "name": f"{t.of('node', node['kind'])} {node['label']}",
            "category": kinds.index(node["kind"]),
            "symbolSize": 12 if node["kind"] == "alert" else min(14 + 3 * node["ties"], 44),
            "symbol": "circle" if node["kind"] == "alert" else "roundRect",
            "label": {"show": node["kind"] != "alert" and node["ties"] > 1},
        }
        for at, node in enumerate(graph["nodes"])
    ]
    return {
        "animation": False,
        "tooltip": {"confine": True},
        "legend": {"data": [t.of("node", kind) for kind in kinds], "top": 0},
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "roam": "move",
                "draggable": True,
                "top": 40,
                "force": {"repulsion": 130, "edgeLength": 60, "layoutAnimation": False},
                "labelLayout": {"hideOverlap": True},
                "label": {"position": "right", "color": "#1c2430", "fontSize": 12},
                "lineStyle": {"color": "#9aa5b4", "width": 1},
                "categories": [
                    {"name": t.of("node", kind), "itemStyle": {"color": _COLOURS.get(kind, _OTHER)}}
                    for kind in kinds
                ],
                "data": nodes,
                "links": [
                    {"source": str(one["alert"]), "target": str(one["identifier"])}
                    for one in graph["links"]
                ],
            }
        ],
    }
