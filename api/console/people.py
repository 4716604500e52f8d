"""People and roles: the security administrator's page; the auditor reads it."""

from typing import Any, Final

from fastapi import Request
from nicegui import ui

from api.console.forms import Form, Incomplete
from api.console.parts import cells, chip, heading
from api.console.people_returns import ask_return, hand_over, returns_panel
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe
from api.console.view import View, button
from api.roles import ACCOUNT_ADMINS
from data.api_keys import ROLES
from risk.people import NAME

_COLUMNS: Final = "1fr 1.2fr 1fr .8fr 1.2fr"
_KINDS: Final = {"active": "good", "new": "wait", "locked": "high", "disabled": "low"}


def add_people_page(house: House) -> None:
    """Let ``/admin/people`` show the accounts."""
    add_page(house, "/admin/people", "people.title", _build)


async def _build(seat: Seat, _request: Request) -> None:
    await _People(seat).draw()


class _People(View):
    async def load(self) -> Any:
        waiting = await self.seat.get("/v1/account-returns")
        return (await self.seat.get("/v1/accounts"))["accounts"], waiting["returns"]

    def show(self, found: Any) -> None:
        accounts, waiting = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            heading(t("people.title"), t("people.note"))
            ui.element("div").classes("grow")
            if self.seat.role in ACCOUNT_ADMINS:
                button(t("people.add"), lambda: self.beside(self._adding), main=True)
        returns_panel(self, waiting, {one["id"]: one["name"] for one in accounts})
        with ui.element("div").classes("rows").props("role=list"):
            for one in accounts:
                self._row(one)

    def _row(self, one: dict[str, Any]) -> None:
        t = self.seat.t
        with ui.element("div").classes("facts").style(f"--cols:{_COLUMNS}").props("role=listitem"):
            cells(
                (
                    (t("people.name"), f"<b>{safe(one['name'])}</b>"),
                    (t("people.role"), safe(t.of("role", one["role"]))),
                    (
                        t("people.state"),
                        chip(t.of("account", one["state"]), _KINDS.get(one["state"], "low")),
                    ),
                    (t("people.totp"), t("unit.yes" if one["totp"] else "unit.no")),
                    (t("people.since"), moment(one["created_at"])),
                )
            )
            self._acts(one)

    def _acts(self, one: dict[str, Any]) -> None:
        t, path = self.seat.t, f"/v1/accounts/{one['id']}"
        person = self.seat.visitor.person
        own = person is not None and person.id == one["id"]
        if self.seat.role not in ACCOUNT_ADMINS or own:
            return
        if one["state"] == "disabled":
            with ui.element("div").classes("bar all").style("grid-column:1/-1"):
                ui.element("div").classes("grow")
                button(t("people.return"), lambda: ask_return(self, one, "enable"))
            return
        with ui.element("div").classes("bar all").style("grid-column:1/-1"):
            ui.element("div").classes("grow")
            button(t("people.change"), lambda: self.beside(lambda: self._changing(one, path)))
            if one["totp"]:
                button(t("people.new_code"), lambda: ask_return(self, one, "new_code"))
            button(t("people.reset"), lambda: self.beside(lambda: self._resetting(one, path)))
            button(t("people.disable"), lambda: self.beside(lambda: self._disabling(one, path)))

    def _adding(self) -> Form:
        seat, t = self.seat, self.seat.t

        async def send(values: dict[str, Any]) -> None:
            if not NAME.fullmatch(values["name"]):
                raise Incomplete(t("people.bad_name"))
            body = {"name": values["name"], "role": values["role"], "totp": bool(values["totp"])}
            made = await self.send("/v1/accounts", body)
            self.put(lambda: hand_over(self.seat.t, values["name"], made))

        form = Form(seat, t("people.add"), send)
        form.text("name", t("people.name"))
        form.choice("role", t("people.role"), self._roles(), "analyst")
        form.ticks("totp", t("people.totp"), {"totp": t("people.want_totp")})
        return form

    def _changing(self, one: dict[str, Any], path: str) -> Form:
        async def send(values: dict[str, Any]) -> None:
            await self.send(f"{path}/role", {"role": values["role"]})
            self.tell(self.seat.t("people.changed"))

        form = Form(self.seat, f"{self.seat.t('people.change')} · {safe(one['name'])}", send)
        form.choice("role", self.seat.t("people.role"), self._roles(), one["role"])
        return form

    def _resetting(self, one: dict[str, Any], path: str) -> Form:
        async def send(_values: dict[str, Any]) -> None:
            made = await self.send(f"{path}/reset")
            self.put(lambda: hand_over(self.seat.t, one["name"], made))

        return Form(self.seat, f"{self.seat.t('people.reset')} · {safe(one['name'])}", send)

    def _disabling(self, one: dict[str, Any], path: str) -> Form:
        t = self.seat.t

        async def send(_values: dict[str, Any]) -> None:
            await self.send(f"{path}/disable")
            self.tell(t("people.disabled"))

        form = Form(self.seat, t("people.disable"), send)
        form.note(t("people.sure", name=one["name"]))
        return form

    def _roles(self) -> dict[str, str]:
        # An API client is no person, and has a key instead.
        return {name: self.seat.t.of("role", name) for name in ROLES if name != "api_client"}
