"""The audit log with the result of its verification: the auditor's page."""

from typing import Any, Final

from fastapi import Request
from nicegui import ui

from api.console.parts import cells, empty, heading
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe
from api.console.texts import Words
from api.console.view import View, button
from data.instants import to_datetime

_SIZE: Final = 100
_COLUMNS: Final = "1.2fr 1.2fr 1.2fr 1.3fr 1.6fr 1fr"
_WHY: Final = {"is missing": "audit.missing", "is not": "audit.other_head"}


def add_audit_page(house: House) -> None:
    """Let ``/admin/audit`` show the log."""
    add_page(house, "/admin/audit", "audit.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    before = request.query_params.get("before", "")
    await _Audit(seat, int(before) if before.isdigit() else None).draw()


class _Audit(View):
    def __init__(self, seat: Seat, before: int | None) -> None:
        super().__init__(seat)
        self._before = before

    async def load(self) -> Any:
        walked = await self.seat.post("/v1/audit-verifications")
        last = walked["head"]["seq"] if self._before is None else self._before - 1
        after = max(last - _SIZE, 0)
        query = {"after": str(after), "limit": str(min(_SIZE, max(last - after, 1)))}
        entries = (await self.seat.get("/v1/audit", query))["entries"]
        return walked, entries, await names_of(self.seat)

    def show(self, found: Any) -> None:
        walked, entries, people = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            heading(t("audit.title"), t("audit.note"))
            ui.element("div").classes("grow")
            button(t("audit.again"), self.draw)
        ui.html(verification_html(walked, t), sanitize=False).classes("panel").props("role=status")
        if not entries:
            empty(t("audit.none"))
            return
        with ui.element("div").classes("rows").props("role=list"):
            for one in reversed(entries):
                row = ui.element("div").classes("facts").style(f"--cols:{_COLUMNS}")
                with row.props("role=listitem"):
                    cells(entry_facts(one, people, t))
        if entries[0]["seq"] > 1:
            ui.link(t("audit.older"), f"/admin/audit?before={entries[0]['seq']}").classes("nav")


def verification_html(walked: dict[str, Any], t: Words) -> str:
    """Whether the chain holds, in a sentence, and its end to be written down."""
    head, broken = walked["head"], walked["broken"]
    if broken is not None:
        why = next((w for start, w in _WHY.items() if broken["why"].startswith(start)), None)
        told = t("audit.broken", n=f"{broken['seq']:,}", why=t(why or "audit.changed"))
        return f'<p class="chip late" style="white-space:normal">{safe(told)}</p>'
    told = t("audit.whole", n=f"{walked['entries']:,}")
    end = t("audit.head", head=f"{head['seq']}:{head['chain']}")
    lost = "" if walked["kept"] else f"<br>{safe(t('audit.no_kept'))}"
    return (
        f'<p class="chip good" style="white-space:normal">{safe(told)}</p>'
        f'<p class=muted style="overflow-wrap:anywhere">{safe(end)}{lost}</p>'
    )


def entry_facts(one: dict[str, Any], people: dict[str, str], t: Words) -> list[tuple[str, str]]:
    """An entry as the cells of a row."""
    who = people.get(one["actor"], one["actor"])
    what = t.known(f"did.{one['action']}") or t.of("step", one["action"])
    whose = f"#{one['token'][:8]}" if one["token"] else "–"
    return [
        (f"#{one['seq']}", moment(to_datetime(one["at_ms"]).isoformat())),
        (
            t("audit.who"),
            f"<b>{safe(who)}</b> <span class=muted>{safe(t.of('role', one['role']))}</span>",
        ),
        (t("audit.what"), safe(what)),
        (t("audit.case"), safe(one["case_id"] or "–")),
        (t("audit.fields"), safe(f"{one['fields'] or '–'} {whose if one['token'] else ''}")),
        (t("audit.reason"), safe(one["reason"])),
    ]
