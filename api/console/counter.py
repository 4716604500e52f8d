"""The counter's page: a colour, a sentence, one action, in large type. No list, no score, no other person."""

from typing import Any

from fastapi import Request
from nicegui import ui

from api.console.client import ApiError
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import safe
from api.console.texts import CHINESE


def add_counter_page(house: House) -> None:
    """Let ``/counter`` show the page; the event id stands in the URL, so it can be opened from a till."""
    add_page(house, "/counter", "counter.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    t = seat.t
    asked = request.query_params.get("event", "")
    with ui.element("div").classes("stack").style("width:100%;max-width:860px;margin:0 auto"):
        ui.html(f"<h1>{t('counter.title')}</h1>", sanitize=False)
        with ui.element("form").classes("bar").props(f'aria-label="{t("counter.event")}"') as form:
            field = ui.input(t("counter.event"), value=asked).classes("grow")
            field.props(f'outlined aria-label="{t("counter.event")}"')
            ui.button(t("counter.go")).props("no-caps unelevated type=submit size=lg")
        form.on("submit.prevent", lambda: ui.navigate.to(f"/counter?event={field.value.strip()}"))
        if asked:
            await _show(seat, asked)
        ui.label(t("counter.reference")).classes("muted")


async def _show(seat: Seat, event_id: str) -> None:
    try:
        found = await seat.get(f"/v1/decisions/{event_id}")
    except ApiError as error:
        missing = error.status in (404, 422)
        ui.label(seat.t("counter.none") if missing else seat.words_of(error)).classes(
            "panel"
        ).props("role=alert")
        return
    ui.html(card_html(found, seat), sanitize=False).style("width:100%").props("role=status")


def card_html(found: dict[str, Any], seat: Seat) -> str:
    """The card of a decision."""
    t, counter = seat.t, found["counter"]
    language = "zh" if t.language == CHINESE else "en"
    case = t("counter.case", id=found["case_id"]) if found["case_id"] else ""
    customer = found["customer"]
    told = (
        f"<p><b>{t('counter.customer')}</b><br>{safe(customer[language])}<br>{safe(customer['appeal'])}</p>"
        if customer
        else ""
    )
    return (
        f'<div class="counter-card {safe(counter["colour"])}">'
        f"<div class=colour>{safe(t.of('counter.colour', counter['colour']))}</div>"
        f"<div class=say>{safe(counter[language])}</div>"
        f"<div class=do>{safe(t.of('counter.action', found['decision']))}</div>"
        f"<p class=muted>{safe(case)}</p>{told}</div>"
    )
