"""Hubs: shared places and numbers; what nothing explains waits for a word, which two people give."""

from typing import Any, Final, get_args

from fastapi import Request
from nicegui import ui

from api.console.forms import Form, Incomplete, day_after, end_of_day, reason_of
from api.console.parts import cells, chip, empty, heading
from api.console.proposals import asked_to_lift, proposals_panel
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import safe
from api.console.texts import Words
from api.console.view import View, button
from api.roles import LIST_AUTHORS
from data.changes import HubName

_COLUMNS: Final = "1fr .6fr 1.4fr 2fr 2.2fr"
_ENTRIES: Final = "1000"
_DAYS: Final = 180
_BY: Final = {"nothing": "wait", "analyst": "good"}


def add_hubs_page(house: House) -> None:
    """Let ``/hubs`` show the hubs."""
    add_page(house, "/hubs", "hub.title", _build)


async def _build(seat: Seat, _request: Request) -> None:
    await _Hubs(seat).draw()


class _Hubs(View):
    async def load(self) -> Any:
        hubs = await self.seat.get("/v1/hubs")
        asked = await self.seat.get("/v1/lists/entries", {"list": "hub", "limit": _ENTRIES})
        waiting = await self.seat.get("/v1/lists/proposals", {"state": "open"})
        return hubs, asked["entries"], waiting["proposals"], await names_of(self.seat)

    def show(self, found: Any) -> None:
        hubs, entries, waiting, people = found
        t = self.seat.t
        heading(t("hub.title"), t("hub.note", n=hubs["unknown"]))
        known = {one["id"]: one for one in entries}
        own = [one for one in waiting if any(id_ in known for id_ in one["entries"])]
        proposals_panel(self, own, known, people)
        if not hubs["hubs"]:
            empty(t("hub.none"))
            return
        lifted = asked_to_lift(own)
        with ui.element("div").classes("rows").props("role=list"):
            for hub in hubs["hubs"]:
                self._row(hub, known.get(hub["entry"]), lifted)

    def _row(self, hub: dict[str, Any], entry: dict[str, Any] | None, lifted: set[str]) -> None:
        t = self.seat.t
        with ui.element("div").classes("facts").style(f"--cols:{_COLUMNS}").props("role=listitem"):
            cells(_facts(hub, t))
            with ui.element("div").classes("bar all").style("grid-column:1/-1"):
                ui.element("div").classes("grow")
                if entry is not None and entry["state"] == "proposed":
                    ui.html(chip(t("hub.asked"), "wait"), sanitize=False)
                elif entry is not None and entry["id"] in lifted:
                    ui.html(chip(t("list.lift_asked"), "wait"), sanitize=False)
                elif entry is not None and self.seat.role in LIST_AUTHORS:
                    path = f"/v1/lists/entries/{entry['id']}/lift"
                    button(t("list.lift"), lambda: self.give_reason(t("list.lift"), path))
                elif self.seat.role in LIST_AUTHORS:
                    button(t("hub.say"), lambda: self.beside(lambda: self._word_on(hub)))

    def _word_on(self, hub: dict[str, Any]) -> Form:
        seat, t = self.seat, self.seat.t

        async def send(values: dict[str, Any]) -> None:
            if not values["hub"]:
                raise Incomplete(t("hub.choose"))
            body = {
                "hub": values["hub"],
                "until": end_of_day(seat, values["until"]),
                "reason": reason_of(seat, values),
            }
            await self.send(f"/v1/hubs/{hub['key']}/proposals", body)
            self.tell(t("list.asked"))

        form = Form(seat, t("hub.say"), send)
        form.note(f"{t.of('list.kind', hub['kind'])} #{hub['key'][:8]} · {_seen(hub, t)}")
        types: dict[str, str] = {name: t.of("hub.type", name) for name in get_args(HubName)}
        form.choice("hub", t("list.hub"), types)
        form.day("until", t("act.until"), day_after(_DAYS))
        form.text("reason", t("act.reason"), lines=True)
        return form


def _facts(hub: dict[str, Any], t: Words) -> list[tuple[str, str]]:
    what = chip(t.of("hub.type", hub["hub"]), _BY.get(hub["by"], "low"))
    by = f"<span class=muted>{safe(t.of('hub.by', hub['by']))}</span>"
    return [
        (t.of("list.kind", hub["kind"]), f"<b>#{safe(hub['key'][:8])}</b>"),
        (t("hub.links"), f"<span class=num>{hub['links']:,}</span>"),
        (t("list.hub"), f"{what} {by}"),
        (t("hub.seen"), safe(_seen(hub, t))),
        (t("hub.evidence"), evidence_text(hub["evidence"], t)),
    ]


def _seen(hub: dict[str, Any], t: Words) -> str:
    return " · ".join(f"{t.of('seen', name)} {n:,}" for name, n in hub["seen"].items() if n)


def evidence_text(grounds: list[dict[str, Any]], t: Words) -> str:
    """Each fact with its value and what the type asks for."""
    return "; ".join(safe(_ground(one, t)) for one in grounds)


def _ground(one: dict[str, Any], t: Words) -> str:
    name = one["name"]
    if name.startswith("words_"):
        return t("hub.words")
    word = t.known(f"ground.{name}") or t.of("seen", name)
    asked = t("hub.least" if one["at_least"] else "hub.most", n=f"{one['threshold']:g}")
    return f"{word} {one['value']:,.3g} ({asked})"
