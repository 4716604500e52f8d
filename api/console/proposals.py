"""What waits for a second person on lists and hubs: the proposals, and approving or refusing them."""

from typing import Any

from nicegui import ui

from api.console.parts import chip
from api.console.shown import moment, safe
from api.console.texts import Words
from api.console.view import View, button
from api.roles import LIST_APPROVERS

_MOST_NAMED = 5


def proposals_panel(
    view: View,
    proposals: list[dict[str, Any]],
    entries: dict[str, dict[str, Any]],
    people: dict[str, str],
) -> None:
    """Open proposals with what they ask for; nothing where there are none.

    Args:
        view: the page; it is drawn anew after each act.
        proposals: open ones.
        entries: by id, those that are known here.
        people: login names by id.
    """
    t = view.seat.t
    if not proposals:
        return
    with ui.element("section").classes("panel").props(f'aria-label="{t("list.waiting")}"'):
        ui.html(f"<h2>{t('list.waiting')}</h2>", sanitize=False)
        for one in proposals:
            with ui.element("div").classes("bar").style("padding:6px 0"):
                ui.html(_words(one, entries, people, t), sanitize=False)
                ui.element("div").classes("grow")
                _acts(view, one)


def asked_to_lift(proposals: list[dict[str, Any]]) -> set[str]:
    """The entries that open proposals ask to lift."""
    return {id_ for one in proposals if one["asks"] == "lift" for id_ in one["entries"]}


def _words(
    one: dict[str, Any], entries: dict[str, dict[str, Any]], people: dict[str, str], t: Words
) -> str:
    named = [entries[id_] for id_ in one["entries"] if id_ in entries]
    told = "; ".join(entry_words(entry, t) for entry in named[:_MOST_NAMED])
    reason = one["reason"] or (named[0]["reason"] if named else "")
    asks = t(f"list.asks.{one['asks']}", n=one["count"])
    who = people.get(one["author"], one["author"])
    return (
        f"<b>{safe(one['id'])}</b> {chip(asks, 'wait')} {safe(told)}<br>"
        f"<span class=muted>{safe(who)} · {moment(one['at'])} · {safe(reason)}</span>"
    )


def entry_words(entry: dict[str, Any], t: Words) -> str:
    """An entry in a few words: list, kind, masked identifier."""
    hub = f" = {t.of('hub.type', entry['hub'])}" if entry["hub"] else ""
    rule = f" ({entry['rule']})" if entry["rule"] else ""
    kind = t.of("list.kind", entry["kind"])
    return f"{t.of('list.name', entry['list'])} · {kind} {entry['masked']}{hub}{rule}"


def _acts(view: View, one: dict[str, Any]) -> None:
    seat, t, path = view.seat, view.seat.t, f"/v1/lists/proposals/{one['id']}"
    person = seat.visitor.person
    if seat.role not in LIST_APPROVERS:
        return
    if person is None or person.id != one["author"]:
        button(
            t("list.approve"),
            lambda: view.do(f"{path}/approve", told=t("list.approved")),
            main=True,
        )
    button(t("list.refuse"), lambda: view.give_reason(t("list.refuse"), f"{path}/refuse"))
