"""Lists: entries, what waits for a second person, adding one or many, lifting."""

from typing import Any, Final, get_args
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from api.console.list_forms import add_form, import_form
from api.console.parts import cells, chip, empty, heading
from api.console.proposals import asked_to_lift, proposals_panel
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe
from api.console.texts import Words
from api.console.view import View, button
from api.list_wire import EntryState
from api.roles import LIST_AUTHORS
from data.changes import LIST_NAMES

_SIZE: Final = "200"
_COLUMNS: Final = ".8fr 1.4fr 1fr 1.3fr 1.3fr 1.2fr"
_KINDS: Final = {"active": "good", "proposed": "wait"}


def add_lists_page(house: House) -> None:
    """Let ``/lists`` show the lists."""
    add_page(house, "/lists", "list.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    view = _Lists(seat, dict(request.query_params))
    await view.draw()
    ui.keyboard(on_key=view.key)


class _Lists(View):
    def __init__(self, seat: Seat, asked: dict[str, str]) -> None:
        super().__init__(seat)
        self._asked = {key: asked[key] for key in ("list", "state") if asked.get(key)}

    async def load(self) -> Any:
        wanted = {"state": "active"} | self._asked
        if wanted["state"] == "any":
            del wanted["state"]
        entries = await self.seat.get("/v1/lists/entries", wanted | {"limit": _SIZE})
        asked = await self.seat.get("/v1/lists/entries", {"state": "proposed", "limit": _SIZE})
        waiting = await self.seat.get("/v1/lists/proposals", {"state": "open"})
        return entries["entries"], asked["entries"], waiting["proposals"], await names_of(self.seat)

    def show(self, found: Any) -> None:
        entries, asked, waiting, people = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            heading(t("list.title"))
            ui.element("div").classes("grow")
            if self.seat.role in LIST_AUTHORS:
                button(f"{t('list.add')} (A)", self._add, main=True)
                button(t("list.import"), lambda: self.beside(lambda: import_form(self)))
        known = {one["id"]: one for one in (*entries, *asked)}
        proposals_panel(self, waiting, known, people)
        self._filters()
        if not entries:
            empty(t("list.none"))
            return
        lifted = asked_to_lift(waiting)
        with ui.element("div").classes("rows").props("role=list"):
            for one in entries:
                self._row(one, people, lifted)

    def key(self, event: Any) -> None:
        """``A`` opens the form of a new entry."""
        pressed = event.action.keydown and not event.action.repeat and event.key == "a"
        if pressed and self.seat.role in LIST_AUTHORS and not self.busy:
            self._add()

    def _add(self) -> None:
        self.beside(lambda: add_form(self))

    def _filters(self) -> None:
        t = self.seat.t
        lists = {"": t("list.all")} | {name: t.of("list.name", name) for name in LIST_NAMES}
        states = {s: t.of("entry_state", s) for s in get_args(EntryState)} | {"any": t("queue.any")}
        with (
            ui.element("div").classes("bar").props(f'role=search aria-label="{t("queue.filters")}"')
        ):
            for name, words, value in (
                ("list", lists, self._asked.get("list", "")),
                ("state", states, self._asked.get("state", "active")),
            ):
                box = ui.select(words, value=value, label=t(f"list.{name}"))
                box.props("outlined dense options-dense").style("min-width:140px")
                box.on_value_change(lambda e, name=name: self._turn(name, e.value))

    def _turn(self, name: str, value: str) -> None:
        kept = {key: held for key, held in self._asked.items() if key != name}
        ui.navigate.to(f"/lists?{urlencode(kept | ({name: value} if value else {}))}")

    def _row(self, one: dict[str, Any], people: dict[str, str], lifted: set[str]) -> None:
        t = self.seat.t
        with ui.element("div").classes("facts").style(f"--cols:{_COLUMNS}").props("role=listitem"):
            cells(_facts(one, people, t))
            with ui.element("div").classes("bar all").style("grid-column:1/-1"):
                ui.html(_why(one, t), sanitize=False).classes("muted")
                ui.element("div").classes("grow")
                if one["id"] in lifted:
                    ui.html(chip(t("list.lift_asked"), "wait"), sanitize=False)
                elif one["state"] == "active" and self.seat.role in LIST_AUTHORS:
                    path = f"/v1/lists/entries/{one['id']}/lift"
                    button(t("list.lift"), lambda: self.give_reason(t("list.lift"), path))


def _facts(one: dict[str, Any], people: dict[str, str], t: Words) -> list[tuple[str, str]]:
    hub = f" = {t.of('hub.type', one['hub'])}" if one["hub"] else ""
    rule = f" ({one['rule']})" if one["rule"] else ""
    approver = one["approver"]
    who = people.get(one["author"], one["author"])
    who += f" → {people.get(approver, approver)}" if approver else ""
    until = moment(one["until"]) if one["until"] else t("list.forever")
    state = chip(t.of("entry_state", one["state"]), _KINDS.get(one["state"], "low"))
    return [
        (one["id"], f"<b>{safe(t.of('list.name', one['list']))}</b>"),
        (t.of("list.kind", one["kind"]), f"<b>{safe(one['masked'])}</b>{safe(hub + rule)}"),
        (t("list.source"), safe(t.of("source", one["source"]))),
        (t("list.until"), safe(until)),
        (t("list.author"), safe(who)),
        (t("list.state"), state),
    ]


def _why(one: dict[str, Any], t: Words) -> str:
    parts = [one["reason"], one["legal_basis"], one["appeal"]]
    if one["lift_reason"]:
        parts.append(f"{t('entry_state.lifted')}: {one['lift_reason']}")
    return safe(" · ".join(part for part in parts if part))
