"""The queue: most urgent first, filters in the URL, true counts."""

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from api.console.bulk import Bulk
from api.console.client import ApiError
from api.console.parts import figure
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import left, safe, typology_text, yuan
from api.console.texts import Words
from data.clock import wall_clock_ms
from data.instants import to_datetime
from risk.case_access import CALLS
from risk.case_routing import BANDS

_LIMIT: Final = "50"
_CHOICES: Final = {
    "owner": ("me", "none"),
    "band": tuple(reversed(BANDS)),
    "kind": ("shipment", "account_opening", "cod_application"),
    "status": ("open", "second", "closed"),
    "awaits": ("signature", "blind"),
}
_WORDS: Final = {"owner": "queue.owner"}
_FILTERS: Final = (*_CHOICES, "overdue", "typology")


def add_queue_page(house: House) -> None:
    """Let ``/queue`` show the queue."""
    add_page(house, "/queue", "queue.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    chosen = {
        name: request.query_params[name] for name in _FILTERS if request.query_params.get(name)
    }
    asked = {"status": "open"} | chosen
    if asked["status"] == "any":
        del asked["status"]
    cursor = request.query_params.get("cursor")
    query = asked | {"limit": _LIMIT} | ({"cursor": cursor} if cursor else {})
    with ui.element("div").classes("stack").style("width:100%").props("id=main"):
        page = await seat.get("/v1/cases", query)
        people = await names_of(seat)
        _head(seat, page["counts"])
        _filters(seat, chosen)
        bulk = Bulk(seat, people) if seat.role in CALLS["bulkCases"] else None
        if bulk is not None and page["items"]:
            bulk.bar()
        _rows(seat, page["items"], people, bulk)
        if page["next"]:
            more = urlencode(chosen | {"cursor": page["next"]})
            ui.link(seat.t("queue.more"), f"/queue?{more}").classes("nav")
    ui.keyboard(on_key=lambda e: _key(seat, e))


async def names_of(seat: Seat) -> dict[str, str]:
    """Login names by id, for who may know them."""
    try:
        found = await seat.get("/v1/people")
    except ApiError:
        return {}
    return {person["id"]: person["name"] for person in found["people"]}


async def _key(seat: Seat, event: Any) -> None:
    if event.action.keydown and event.key == "n" and not event.action.repeat:
        await _next(seat)


async def _next(seat: Seat) -> None:
    try:
        done = await seat.post("/v1/cases/next")
    except ApiError as error:
        seat.say(error)
        return
    ui.navigate.to(f"/cases/{done['case_id']}")


def _head(seat: Seat, counts: dict[str, int]) -> None:
    t = seat.t
    with ui.element("div").classes("bar"):
        ui.html(
            f"<h1>{t('queue.title')}</h1><span class=muted>{t('queue.sorted')}</span>",
            sanitize=False,
        )
        ui.element("div").classes("grow")
        ui.button(t("queue.next"), on_click=lambda: _next(seat)).props("no-caps unelevated")
    if seat.visitor.last_case is None:
        with ui.element("div").classes("guide").props("role=note"):
            ui.label(t("queue.guide"))
            ui.button(t("queue.guide_go"), on_click=lambda: _guide(seat)).props(
                "flat dense no-caps padding=xs"
            )
    with ui.element("div").classes("bar"):
        figure(t("queue.total"), f"{counts['cases']:,}")
        figure(t("queue.waiting"), f"{counts['waiting']:,}")
        late = counts["overdue"]
        figure(t("queue.overdue"), f"{late:,}", alarm=late > 0)
        figure(t("queue.soon"), f"{counts['due_in_1h']:,}")


async def _guide(seat: Seat) -> None:
    """The case with most alerts that is free, with the steps beside it: a ring says most at once."""
    try:
        page = await seat.get("/v1/cases", {"status": "open", "owner": "none", "limit": "200"})
    except ApiError as error:
        seat.say(error)
        return
    if page["items"]:
        rings = [one for one in page["items"] if one["typology"] == "AO-02"] or page["items"]
        best = max(rings, key=lambda one: one["alerts"])
        ui.navigate.to(f"/cases/{best['case_id']}?guide=1")


def _filters(seat: Seat, chosen: dict[str, str]) -> None:
    t = seat.t

    def turn(name: str, value: str | None) -> None:
        kept = {key: held for key, held in chosen.items() if key != name}
        if value:
            kept[name] = value
        ui.navigate.to(f"/queue?{urlencode(kept)}" if kept else "/queue")

    with ui.element("div").classes("bar").props(f'role=search aria-label="{t("queue.filters")}"'):
        for name, values in _CHOICES.items():
            words = {"": t("queue.any")} | {v: t.of(_WORDS.get(name, name), v) for v in values}
            if name == "status":
                words = {"": t("status.open"), "any": t("queue.any")} | {
                    v: t.of("status", v) for v in values if v != "open"
                }
            box = ui.select(words, value=chosen.get(name, ""), label=t(f"queue.{name}"))
            box.props("outlined dense options-dense").style("min-width:118px")
            box.on_value_change(lambda e, name=name: turn(name, e.value))
        typology = ui.input(t("queue.typology"), value=chosen.get("typology", ""))
        typology.props("outlined dense").style("width:110px")
        typology.on("keydown.enter", lambda: turn("typology", typology.value.strip().upper()))
        late = ui.checkbox(t("queue.only_overdue"), value=chosen.get("overdue") == "true")
        late.on_value_change(lambda e: turn("overdue", "true" if e.value else None))


def _rows(
    seat: Seat, items: list[dict[str, Any]], people: dict[str, str], bulk: Bulk | None
) -> None:
    if not items:
        ui.label(seat.t("queue.empty")).classes("panel").props("role=status")
        return
    with ui.element("div").classes("rows").props("role=list"):
        for item in items:
            with ui.element("div").classes("ticked").props("role=listitem"):
                if bulk is not None:
                    bulk.tick(item["case_id"])
                label = seat.t("queue.open", id=item["case_id"])
                with ui.link(target=f"/cases/{item['case_id']}").classes("case-row") as link:
                    link.props(f'aria-label="{label}"')
                    ui.html(row_html(item, seat, people), sanitize=False).style("display:contents")


def row_html(item: dict[str, Any], seat: Seat, people: dict[str, str]) -> str:
    """One case as the cells of a row; every text of the API is escaped."""
    t = seat.t
    told, late = left(item["due_at"], to_datetime(wall_clock_ms()), t)
    waits = item["status"] in ("open", "second")
    clock = f'<span class="chip {"late" if late else ""}">{told}</span>' if waits else ""
    kind = t.of("kind", item["kind"])
    alerts = t("queue.alerts", n=item["alerts"])
    return (
        f'<span class="chip {safe(item["band"])}">{safe(t.of("band", item["band"]))}</span>'
        f"<span><span class=id>{safe(item['case_id'])}</span><br>"
        f"<span class=muted>{safe(typology_text(item['typology'], t))} · {safe(kind)} · {alerts} · "
        f"{t('case.score')} {item['score']}</span></span>"
        f"<span class=num><span class=muted>{t('queue.loss')}</span><br>"
        f"{yuan(item['expected_loss_fen'], t)}</span>"
        f"<span class=num><span class=muted>{t('queue.money')}</span><br>"
        f"{yuan(item['money_at_risk_fen'], t)}</span>"
        f"<span>{clock}</span>"
        f"<span>{safe(t.of('decision', item['decision']))}<br>"
        f"<span class=muted>{safe(t.of('status', item['status']))}</span></span>"
        f"<span class=muted>{safe(owner_text(item['owner'], seat, people, t))}</span>"
    )


def owner_text(owner: str | None, seat: Seat, people: dict[str, str], t: Words) -> str:
    """Who holds a case: me, a colleague by name, an API key by id, or nobody."""
    if owner is None:
        return t("queue.free")
    if seat.visitor.person is not None and owner == seat.visitor.person.id:
        return t("queue.mine")
    return people.get(owner, owner)
