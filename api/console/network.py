"""The link graph of a case: two hops, hubs collapsed, a time slider, and why each link is there."""

from datetime import date
from typing import Any, Final

from nicegui import ui

from api.console.links import COLOURS, OTHER
from api.console.parts import table
from api.console.shown import moment, safe
from api.console.texts import Words

_DAY_CHARACTERS: Final = 10
_MOST_ROWS: Final = 60
_LABELLED: Final = 40
"""With more nodes than this only the case's own and the marked ones have their names beside them."""


def network_panel(t: Words, found: dict[str, Any]) -> None:
    """The picture and its table; both show what was there by the chosen day.

    Args:
        t: words.
        found: as ``GET /v1/cases/{case_id}/links`` answers.
    """
    with ui.element("section").classes("panel").props(f'aria-label="{t("links.title")}"'):
        ui.html(f"<h2>{t('links.title')}</h2>", sanitize=False)
        if not found["links"]:
            ui.label(t("links.none")).classes("muted")
            return
        _Network(t, found)


class _Network:
    def __init__(self, t: Words, found: dict[str, Any]) -> None:
        self._t = t
        self._found = found
        days = sorted({_day(link["first"]) for link in found["links"]})
        self._first, self._last = days[0].toordinal(), days[-1].toordinal()
        words = safe(words_of(found, t))
        ui.label(words_of(found, t))
        self._chart = ui.echart(options_of(found, t, self._last)).style("height:380px;width:100%")
        self._chart.props(f'role=img aria-label="{words}"')
        self._told = ui.label("").classes("muted").props("role=status")
        if self._last > self._first:
            slider = ui.slider(min=self._first, max=self._last, value=self._last)
            slider.props(f'aria-label="{t("links.slider")}"')
            slider.on_value_change(lambda event: self._turn(int(event.value)))
        with ui.element("details"):
            with ui.element("summary"):
                ui.label(t("links.why"))
            self._why = ui.html("", sanitize=False)
        self._turn(self._last)

    def _turn(self, day: int) -> None:
        self._told.set_text(self._t("links.until", day=date.fromordinal(day).isoformat()))
        self._why.set_content(why_html(self._found, self._t, day))
        self._chart.options.clear()
        self._chart.options.update(options_of(self._found, self._t, day))
        self._chart.update()


def words_of(found: dict[str, Any], t: Words) -> str:
    """The picture in a sentence."""
    own = sum(node["own"] for node in found["nodes"])
    return t(
        "links.words",
        own=own,
        others=len(found["nodes"]) - own,
        links=len(found["links"]),
        hubs=sum(bool(node["hub"]) for node in found["nodes"]),
    )


def why_html(found: dict[str, Any], t: Words, day: int) -> str:
    """Each link that was there by a day, those on the way to a confirmed fraud first."""
    shown = [link for link in found["links"] if _day(link["first"]).toordinal() <= day]
    ranked = sorted(shown, key=lambda link: (not link["on_path"], -link["times"]))
    rows = [
        (
            safe(_name(found["nodes"][link["one"]], t)),
            safe(_name(found["nodes"][link["other"]], t)),
            safe(because(link, t)),
        )
        for link in ranked[:_MOST_ROWS]
    ]
    left = len(ranked) - len(rows)
    more = f"<p class=muted>{t('links.more', n=left)}</p>" if left > 0 else ""
    return f"<div class=scroll>{table(('', '', ''), rows)}</div>{more}"


def because(link: dict[str, Any], t: Words) -> str:
    """Why a link is there: which key, how often, when."""
    return t(
        "links.because",
        what=t.of("node", link["reason"]),
        n=link["times"],
        first=moment(link["first"])[:_DAY_CHARACTERS],
        last=moment(link["last"])[:_DAY_CHARACTERS],
    )


def options_of(found: dict[str, Any], t: Words, day: int) -> dict[str, Any]:
    """The chart of what was there by a day.

    Args:
        found: the whole picture.
        t: words.
        day: as ``date.toordinal``.
    """
    links = [link for link in found["links"] if _day(link["first"]).toordinal() <= day]
    tied = {end for link in links for end in (link["one"], link["other"])}
    nodes = [(at, node) for at, node in enumerate(found["nodes"]) if node["own"] or at in tied]
    kinds = list(dict.fromkeys(node["kind"] for _, node in nodes))
    return {
        "animation": False,
        "tooltip": {"confine": True},
        "legend": {"data": [t.of("node", kind) for kind in kinds], "top": 0, "type": "scroll"},
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "roam": "move",
                "draggable": True,
                "top": 40,
                "bottom": 20,
                "force": {"repulsion": 120, "edgeLength": 55, "layoutAnimation": False},
                "labelLayout": {"hideOverlap": True},
                "label": {"position": "right", "color": "#1c2430", "fontSize": 12},
                "categories": [
                    {"name": t.of("node", kind), "itemStyle": {"color": COLOURS.get(kind, OTHER)}}
                    for kind in kinds
                ],
                "data": [
                    _chart_node(at, node, kinds, t, many=len(nodes) > _LABELLED)
                    for at, node in nodes
                ],
                "links": [_chart_link(link, t) for link in links],
            }
        ],
    }


def _chart_node(
    at: int, node: dict[str, Any], kinds: list[str], t: Words, *, many: bool
) -> dict[str, Any]:
    marked = node["confirmed_at"] or node["hub"]
    style: dict[str, Any] = {"borderWidth": 3 if node["own"] else 1, "borderColor": "#1c2430"}
    if node["confirmed_at"]:
        style["borderColor"] = "#a4161a"
    elif not node["own"]:
        style["borderColor"] = "#ffffff"
    return {
        "id": str(at),
        "name": _name(node, t),
        "category": kinds.index(node["kind"]),
        "symbol": "diamond" if node["hub"] else "circle",
        "symbolSize": min(12 + 2 * node["links"], 34),
        "itemStyle": style,
        "label": {"show": bool(node["own"] or marked or not many)},
    }


def _chart_link(link: dict[str, Any], t: Words) -> dict[str, Any]:
    strong = link["on_path"]
    return {
        "source": str(link["one"]),
        "target": str(link["other"]),
        "tooltip": {"formatter": safe(because(link, t))},
        "lineStyle": {
            "color": "#1c2430" if strong else "#9aa5b4",
            "width": min(1 + link["times"] * 0.5, 5) + strong,
        },
    }


def _name(node: dict[str, Any], t: Words) -> str:
    parts = [t.of("node", node["kind"]), node["label"]]
    if node["hub"]:
        parts.append(t("links.hub", kind=t.of("hub.type", node["hub"])))
    if node["confirmed_at"]:
        parts.append(t("links.confirmed"))
    elif node["cleared_at"]:
        parts.append(t("links.cleared"))
    return " ".join(part for part in parts if part)


def _day(text: str) -> date:
    return date.fromisoformat(moment(text)[:_DAY_CHARACTERS])
