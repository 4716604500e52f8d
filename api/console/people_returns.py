"""Accounts that come back: asking for it, what waits for a second administrator, what is handed over once."""

from functools import partial
from typing import Any

from nicegui import ui

from api.console.client import ApiError
from api.console.forms import Form, reason_of
from api.console.parts import chip
from api.console.shown import moment, safe
from api.console.texts import Words
from api.console.view import View, button
from api.roles import ACCOUNT_ADMINS


def ask_return(view: View, account: dict[str, Any], asks: str) -> None:
    """Ask why, and send it."""
    seat, t = view.seat, view.seat.t

    async def send(values: dict[str, Any]) -> None:
        body = {"asks": asks, "reason": reason_of(seat, values)}
        await view.send(f"/v1/accounts/{account['id']}/returns", body)
        view.tell(t("people.asked"))

    def make() -> Form:
        form = Form(seat, f"{t.of('asks', asks)} · {safe(account['name'])}", send)
        form.note(t("people.return_note"))
        form.text("reason", t("act.reason"), lines=True)
        return form

    view.beside(make)


def returns_panel(view: View, waiting: list[dict[str, Any]], names: dict[str, str]) -> None:
    """What waits, with who asked and why; nothing where nothing does."""
    t = view.seat.t
    if not waiting:
        return
    with ui.element("section").classes("panel").props(f'aria-label="{t("people.waiting")}"'):
        ui.html(f"<h2>{t('people.waiting')}</h2>", sanitize=False)
        for one in waiting:
            with ui.element("div").classes("bar").style("padding:6px 0"):
                ui.html(_words(one, names, t), sanitize=False)
                ui.element("div").classes("grow")
                _acts(view, one, names)


def _words(one: dict[str, Any], names: dict[str, str], t: Words) -> str:
    account, maker = (names.get(one[at], one[at]) for at in ("account", "maker"))
    return (
        f"<b>{safe(account)}</b> {chip(t.of('asks', one['asks']), 'wait')}<br>"
        f"<span class=muted>{safe(maker)} · {moment(one['asked_at'])} · {safe(one['reason'])}</span>"
    )


def _acts(view: View, one: dict[str, Any], names: dict[str, str]) -> None:
    t, person = view.seat.t, view.seat.visitor.person
    if view.seat.role not in ACCOUNT_ADMINS or person is None or person.id == one["account"]:
        return
    path = f"/v1/account-returns/{one['id']}"
    if person.id == one["maker"]:
        ui.html(chip(t("people.own"), "wait"), sanitize=False)
    else:
        name = names.get(one["account"], one["account"])
        button(t("list.approve"), partial(_approve, view, path, name), main=True)
    button(t("list.refuse"), partial(view.do, f"{path}/refuse", told=t("people.refused")))


async def _approve(view: View, path: str, name: str) -> None:
    try:
        made = await view.send(f"{path}/approve")
    except ApiError as error:
        view.complain(error)
        return
    view.put(lambda: hand_over(view.seat.t, name, made))


def hand_over(t: Words, name: str, made: dict[str, Any]) -> None:
    """What the person gets, once: a password, the address for codes, or the word that all is well."""
    told = {"people.password": made["password"], "people.seed": made["seed_uri"]}
    rows = "".join(
        f"<p>{t(word)}<br><b class=code>{safe(value)}</b></p>"
        for word, value in told.items()
        if value
    )
    note = t("people.made" if rows else "people.back")
    with ui.dialog(value=True).props("persistent") as dialog, ui.card().classes("made"):
        ui.html(f"<h2>{safe(name)}</h2><p class=muted>{note}</p>{rows}", sanitize=False)
        ui.button(t("act.close"), on_click=dialog.close).props("flat no-caps")
