"""The forms of lists: one entry, or many as CSV with a report of what was wrong."""

from typing import Any, Final

from nicegui import ui

from api.console.forms import Form, day_after, end_of_day
from api.console.parts import table
from api.console.shown import safe
from api.console.view import View
from data.changes import IDENTIFIER_KINDS, LIST_NAMES, SOURCES

_OPTIONAL: Final = ("basis", "appeal", "rule")
_FIELDS: Final = {"basis": "legal_basis", "appeal": "appeal", "rule": "rule"}
_LISTS: Final = tuple(name for name in LIST_NAMES if name != "hub")
"""Hubs have a page of their own, where their evidence stands."""
_DAYS: Final = 365
_MOST_BAD: Final = 200


def add_form(view: View) -> Form:
    """One entry."""
    seat, t = view.seat, view.seat.t

    async def send(values: dict[str, Any]) -> None:
        entry = {name: values[name] for name in ("list", "kind", "value", "source", "reason")}
        entry |= {_FIELDS[name]: values[name] for name in _OPTIONAL if values[name]}
        if values["until"]:
            entry["until"] = end_of_day(seat, values["until"])
        await view.send("/v1/lists/proposals", {"entries": [entry]})
        view.tell(t("list.asked"))

    form = Form(seat, t("list.add"), send)
    form.note(t("list.add_note"))
    form.choice("list", t("list.list"), {n: t.of("list.name", n) for n in _LISTS}, "watch")
    kinds: dict[str, str] = {name: t.of("list.kind", name) for name in IDENTIFIER_KINDS}
    form.choice("kind", t("list.kind"), kinds, "phone")
    form.text("value", t("list.value"))
    sources: dict[str, str] = {name: t.of("source", name) for name in SOURCES}
    form.choice("source", t("list.source"), sources, "internal")
    form.text("reason", t("list.reason"))
    form.day("until", t("list.until"), day_after(_DAYS))
    for name in _OPTIONAL:
        form.text(name, t(f"list.{name}"))
    return form


def import_form(view: View) -> Form:
    """Many entries: a file or its text; good lines are sent, bad ones are told of."""
    seat, t = view.seat, view.seat.t

    async def send(values: dict[str, Any]) -> None:
        report = await view.send("/v1/lists/import", {"csv": values["csv"]})
        view.put(lambda: _show_report(view, report))

    async def take(event: Any) -> None:
        form.put("csv", (await event.file.read()).decode("utf-8-sig", "replace"))

    form = Form(seat, t("list.import"), send)
    form.note(t("list.csv_note"))
    with form.body:
        picker = ui.upload(on_upload=take, auto_upload=True, label=t("list.pick"))
        picker.props('accept=".csv,text/csv" flat bordered').classes("full-width")
    form.text("csv", t("list.csv"), lines=True)
    return form


def _show_report(view: View, report: dict[str, Any]) -> None:
    t = view.seat.t
    told = t("list.taken", n=report["taken"], id=report["proposal"] or "–", bad=len(report["bad"]))
    rows = [
        (t("policy.line", n=one["line"]), safe(one["field"]), safe(one["message"]))
        for one in report["bad"][:_MOST_BAD]
    ]
    body = table((t("policy.at"), t("list.field"), t("list.problem")), rows) if rows else ""
    with ui.dialog(value=True) as dialog, ui.card().classes("report").style("max-width:94vw"):
        ui.html(f"<h2>{t('list.report')}</h2><p>{safe(told)}</p>{body}", sanitize=False)
        ui.button(t("act.close"), on_click=dialog.close).props("flat no-caps")
