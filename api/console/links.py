"""What ties the alerts of a case together, in words; the picture is in ``network``."""

from typing import Any, Final

from nicegui import ui

from api.console.shown import safe
from api.console.texts import Words

COLOURS: Final = {
    "alert": "#8a4b00",
    "phone": "#1a4f8b",
    "person": "#5b3a8c",
    "unit": "#0f6b3c",
    "device": "#4d5867",
    "account": "#006d77",
    "merchant": "#7d1d5c",
}
OTHER: Final = "#6b7686"
_STRONGEST: Final = 8


def links_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Alerts and the identifiers that they share."""
    graph = sheet["graph"]
    with ui.element("section").classes("panel").props(f'aria-label="{t("case.graph")}"'):
        ui.html(f"<h2>{t('case.graph')}</h2><p>{safe(_words(graph, t))}</p>", sanitize=False)
        _distance(sheet, t)
        if graph["links"]:
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
