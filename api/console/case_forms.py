"""Forms of the acts on a case that are no judgement: snooze, merge, assign, papers."""

import base64
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from nicegui import ui

from api.console.client import ApiError
from api.console.forms import Form, Incomplete, reason_of
from api.console.parts import panel
from api.console.shown import moment, safe
from data.clock import wall_clock_ms
from data.instants import to_datetime
from risk.case_requests import MAX_FILE_BYTES

if TYPE_CHECKING:
    from api.console.acts import Acts

SPANS: Final = ("4", "24", "72", "168")
"""Hours that a case may sleep; seven days at most."""
MEDIA: Final = ("application/pdf", "image/jpeg", "image/png", "text/plain")
CASE_ID: Final = re.compile(r"C-[0-9]{8}-[0-9]{6,12}")
_MARGIN: Final = timedelta(minutes=1)
"""Taken off, so that seven days from this clock are no more than seven of the server's."""


def until_after(hours: str) -> str:
    """The instant so many hours from now, as the API takes it."""
    return (to_datetime(wall_clock_ms()) + timedelta(hours=int(hours)) - _MARGIN).isoformat()


def snooze_form(acts: "Acts") -> Form:
    """For how long, and why."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        until = until_after(values["hours"])
        await acts.send("snooze", {"until": until, "reason": reason_of(acts.seat, values)})
        acts.tell(t("act.snoozed", until=moment(until)))

    form = Form(acts.seat, t("act.snooze"), send)
    form.choice("hours", t("act.for"), {hours: t(f"span.{hours}") for hours in SPANS}, "24")
    form.text("reason", t("act.reason"), lines=True)
    return form


def merge_form(acts: "Acts") -> Form:
    """Into which case, and why."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        into = values["into"].upper()
        if not CASE_ID.fullmatch(into):
            raise Incomplete(t("act.bad_case"))
        await acts.send("merge", {"into": into, "reason": reason_of(acts.seat, values)})
        acts.tell(t("act.merged"))

    form = Form(acts.seat, t("act.merge"), send)
    linked = acts.sheet["case"]["linked_to"]
    form.text("into", t("act.into"), value=linked or "")
    form.text("reason", t("act.reason"), lines=True)
    return form


def assign_form(acts: "Acts") -> Form:
    """To whom, whoever holds it, and why."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        await acts.send("assign", {"to": values["to"], "reason": reason_of(acts.seat, values)})
        acts.tell(t("act.assigned"))

    form = Form(acts.seat, t("act.assign"), send)
    form.choice("to", t("act.to"), acts.people)
    form.text("reason", t("act.reason"), lines=True)
    return form


def files_form(acts: "Acts") -> Form:
    """A paper to keep."""
    t = acts.seat.t
    chosen: dict[str, Any] = {}

    async def take(event: Any) -> None:
        content = await event.file.read()
        if event.file.content_type not in MEDIA or not 0 < len(content) <= MAX_FILE_BYTES:
            form.complain(t("act.bad_file"))
            return
        chosen.update(
            media_type=event.file.content_type, content=base64.b64encode(content).decode()
        )
        form.put("name", event.file.name)

    async def send(values: dict[str, Any]) -> None:
        if "content" not in chosen:
            raise Incomplete(t("act.no_file"))
        await acts.send("files", chosen | {"name": values["name"] or "-"})
        acts.tell(t("act.file_kept"))

    form = Form(acts.seat, t("act.files"), send)
    form.note(t("act.file_note"))
    with form.body:
        picker = ui.upload(
            on_upload=take, auto_upload=True, max_file_size=MAX_FILE_BYTES, label=t("act.pick_file")
        )
        picker.props('accept=".pdf,.jpg,.jpeg,.png,.txt" flat bordered').classes("full-width")
    form.text("name", t("act.file_name"))
    return form


def files_panel(acts: "Acts") -> None:
    """The papers of a case; each is fetched by a click, and the view is written down."""
    t, files = acts.seat.t, acts.sheet["files"]
    if not files:
        panel(t("case.files"), f"<p class=muted>{t('case.no_files')}</p>")
        return
    with ui.element("section").classes("panel").props(f'aria-label="{t("case.files")}"'):
        ui.html(f"<h2>{t('case.files')}</h2>", sanitize=False)
        for one in files:
            at = moment(to_datetime(one["at_ms"]).isoformat())
            who = acts.people.get(one["actor"], one["actor"])
            with ui.element("div").classes("bar"):
                ui.button(one["name"], on_click=lambda one=one: _fetch(acts, one)).props(
                    f'flat dense no-caps aria-label="{safe(t("case.download", name=one["name"]))}"'
                )
                ui.label(f"{one['size_bytes'] / 1024:,.0f} KB · {at} · {who}").classes("muted")


async def _fetch(acts: "Acts", one: dict[str, Any]) -> None:
    try:
        paper = await acts.seat.get(f"{acts.path}/files/{one['id']}")
    except ApiError as error:
        acts.complain(error)
        return
    ui.download.content(base64.b64decode(paper["content"]), paper["name"], paper["media_type"])
