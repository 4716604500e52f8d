"""Limits by hand: the table of them, and what a role may do with each."""

from typing import Any, Final

from nicegui import ui

from api.console.forms import Form, Incomplete, day_after, end_of_day, fen_of, reason_of
from api.console.parts import cells, chip
from api.console.shown import moment, safe, yuan
from api.console.view import View, button
from api.roles import CREDIT_SIGNERS

_COLUMNS: Final = "1fr 1fr 1fr 1fr 1.2fr 1.4fr"
_KIND: Final = {"active": "good", "proposed": "wait"}
_NAMES: Final = ("per_parcel", "per_day", "outstanding")
_DAYS: Final = 90


def limits_panel(
    view: View,
    limits: list[dict[str, Any]],
    people: dict[str, str],
    *,
    title: str,
    linked: bool = False,
) -> None:
    """Limits by hand, with the buttons of who may sign.

    Args:
        view: the page; it is drawn anew after each act.
        limits: as the API has them.
        people: login names by id.
        title: of the panel.
        linked: whether each leads to its application.
    """
    t = view.seat.t
    with ui.element("section").classes("panel").props(f'aria-label="{safe(title)}"'):
        ui.html(f"<h2>{safe(title)}</h2>", sanitize=False)
        if not limits:
            ui.label(t("credit.no_by_hand")).classes("muted")
        for one in limits:
            with ui.element("div").classes("facts").style(f"--cols:{_COLUMNS};padding:10px 0"):
                cells(_facts(view, one, people))
                _why(one)
                _acts(view, one, linked=linked)


def _facts(view: View, one: dict[str, Any], people: dict[str, str]) -> list[tuple[str, str]]:
    t = view.seat.t
    state = chip(t.of("state", one["state"]), _KIND.get(one["state"], "low"))
    who = people.get(one["author"], one["author"])
    signer = one["decided_by"]
    signed = f" → {people.get(signer, signer)}" if signer else ""
    return [
        *((t(f"credit.{name}"), yuan(one["limits"][f"{name}_fen"], t)) for name in _NAMES),
        (t("act.until"), moment(one["until"])),
        (f"{t('credit.author')} / {t('credit.signer')}", safe(f"{who}{signed}")),
        (one["id"], state),
    ]


def _why(one: dict[str, Any]) -> None:
    words = safe(one["reason"]) + (f" · {safe(one['end_reason'])}" if one["end_reason"] else "")
    ui.html(words, sanitize=False).classes("muted all").style("grid-column:1/-1")


def _acts(view: View, one: dict[str, Any], *, linked: bool) -> None:
    seat, t, path = view.seat, view.seat.t, f"/v1/credit/limits/{one['id']}"
    person = seat.visitor.person
    own = person is not None and person.id == one["author"]
    with ui.element("div").classes("bar all").style("grid-column:1/-1"):
        if linked:
            ui.link(t("credit.open", id=one["event_id"]), f"/credit/{one['event_id']}")
        if seat.role not in CREDIT_SIGNERS:
            return
        if one["state"] == "proposed" and not own:
            button(
                t("credit.sign"),
                lambda: view.do(f"{path}/sign", told=t("credit.signed")),
                main=True,
            )
            button(
                t("credit.refuse"), lambda: view.give_reason(t("credit.refuse"), f"{path}/refuse")
            )
        if one["state"] == "active":
            button(
                t("credit.withdraw"),
                lambda: view.give_reason(t("credit.withdraw"), f"{path}/withdraw"),
            )


def propose_form(view: View, event_id: str, limits: dict[str, int]) -> Form:
    """Which limits, until when, and why.

    Args:
        view: the page.
        event_id: of the application.
        limits: that hold now: what the fields begin with.
    """
    seat, t = view.seat, view.seat.t

    async def send(values: dict[str, Any]) -> None:
        amounts = {f"{name}_fen": fen_of(seat, values[name]) for name in _NAMES}
        if list(amounts.values()) != sorted(amounts.values()):
            raise Incomplete(t("credit.order"))
        body = amounts | {
            "until": end_of_day(seat, values["until"]),
            "reason": reason_of(seat, values),
        }
        await view.send(f"/v1/credit/applications/{event_id}/limits", body)
        view.tell(t("credit.proposed"))

    form = Form(seat, t("credit.propose"), send)
    form.note(t("credit.propose_note"))
    for name in _NAMES:
        form.amount(name, f"{t(f'credit.{name}')} ({t('unit.yuan')})", limits[f"{name}_fen"])
    form.day("until", t("act.until"), day_after(_DAYS))
    form.text("reason", t("act.reason"), lines=True)
    return form
