"""The credit officers' list: applications to work on, and limits by hand that wait for a signature."""

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from api.console.limits import limits_panel
from api.console.parts import cells, chip, empty, heading
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe, yuan
from api.console.view import View
from data.decisions import LADDER

_SIZE: Final = "100"
_COLUMNS: Final = "1.5fr 1.6fr 1fr .6fr .7fr 1.1fr"


def add_credit_page(house: House) -> None:
    """Let ``/credit`` show the applications."""
    add_page(house, "/credit", "credit.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    await _Applications(seat, dict(request.query_params)).draw()


class _Applications(View):
    def __init__(self, seat: Seat, asked: dict[str, str]) -> None:
        super().__init__(seat)
        self._all = asked.get("show") == "all"
        self._before = asked.get("before", "")

    async def load(self) -> Any:
        query = {"limit": _SIZE} | ({"before_seq": self._before} if self._before else {})
        page = await self.seat.get("/v1/credit/applications", query)
        waiting = await self.seat.get("/v1/credit/limits", {"state": "proposed"})
        return page, waiting["overrides"], await names_of(self.seat)

    def show(self, found: Any) -> None:
        page, waiting, people = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            heading(t("credit.title"), t("credit.note"))
            ui.element("div").classes("grow")
            self._finder()
        if waiting:
            limits_panel(self, waiting, people, title=t("credit.waiting"), linked=True)
        self._tabs()
        shown = [one for one in page["applications"] if self._all or _waits(one)]
        if not shown:
            empty(t("credit.none"))
        with ui.element("div").classes("rows").props("role=list"):
            for one in shown:
                self._row(one)
        if page["next_before_seq"] is not None:
            older = {"before": page["next_before_seq"]} | ({"show": "all"} if self._all else {})
            ui.link(t("credit.more"), f"/credit?{urlencode(older)}").classes("nav")

    def _finder(self) -> None:
        t = self.seat.t
        with ui.element("form").classes("bar").style("width:auto") as form:
            field = ui.input(t("credit.find")).props(
                f'outlined dense aria-label="{t("credit.find")}"'
            )
            ui.button(t("credit.go")).props("no-caps outline type=submit")
        form.on("submit.prevent", lambda: ui.navigate.to(f"/credit/{field.value.strip()}"))

    def _tabs(self) -> None:
        t = self.seat.t
        with ui.element("nav").classes("bar").props(f'aria-label="{t("queue.filters")}"'):
            for word, path, here in (
                ("credit.todo", "/credit", not self._all),
                ("credit.all", "/credit?show=all", self._all),
            ):
                link = ui.link(t(word), path).classes("nav")
                if here:
                    link.classes("here").props("aria-current=page")

    def _row(self, one: dict[str, Any]) -> None:
        t = self.seat.t
        limit = "–" if one["outstanding_fen"] is None else yuan(one["outstanding_fen"], t)
        with (
            ui.element("div").props("role=listitem"),
            ui.link(target=f"/credit/{one['event_id']}")
            .classes("facts")
            .style(f"--cols:{_COLUMNS}")
            .props(f'aria-label="{safe(t("credit.open", id=one["event_id"]))}"'),
        ):
            cells(
                (
                    (t("credit.find"), f"<b>{safe(one['event_id'])}</b>"),
                    (t("credit.at"), moment(one["occurred_at"])),
                    (t("credit.decision"), decision_chip(one["decision"], self.seat)),
                    (t("credit.grade"), f"<b>{safe(one['grade'] or '–')}</b>"),
                    (t("credit.score"), safe("–" if one["score"] is None else one["score"])),
                    (t("credit.limit"), f"<span class=num>{safe(limit)}</span>"),
                )
            )


def decision_chip(decision: str, seat: Seat) -> str:
    """What was decided, coloured by how severe it is."""
    kind = ("good", "low", "wait", "high", "critical")[LADDER.index(decision)]
    return chip(seat.t.of("decision", decision), kind)


def _waits(one: dict[str, Any]) -> bool:
    """Whether a person has to look at an application."""
    return one["decision"] in ("review", "hold", "decline")
