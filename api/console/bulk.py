"""One act upon many cases of the queue, for who may: ticks, a form, and what became of each."""

from collections import Counter
from typing import Any, Final, get_args

from nicegui import ui

from api.console.case_forms import SPANS, until_after
from api.console.client import ApiError
from api.console.forms import Form, Incomplete, reason_of
from api.console.look_alikes import look_alikes
from api.console.seat import Seat
from api.console.view import button
from risk.case_requests import FRAUD_LABELS, LABELS, Evidence

_ACTIONS: Final = ("assign", "release", "escalate", "snooze", "dispose")


class Bulk:
    """The ticks of one page of the queue.

    Args:
        seat: whose.
        people: login names by id.
    """

    def __init__(self, seat: Seat, people: dict[str, str]) -> None:
        self._seat = seat
        self._people = people
        self._chosen: set[str] = set()
        self._layer = ui.element("div")

    def bar(self) -> None:
        """How many are chosen, and the button."""
        t = self._seat.t
        with ui.element("div").classes("bar").props(f'role=toolbar aria-label="{t("bulk.title")}"'):
            self._told = ui.label(t("bulk.chosen", n=0)).classes("muted").props("role=status")
            button(t("bulk.title"), self._open)

    def tick(self, case_id: str) -> None:
        """The box of one case."""
        box = ui.checkbox(on_change=lambda event: self._turn(case_id, chosen=bool(event.value)))
        box.props(f'dense aria-label="{self._seat.t("bulk.choose", id=case_id)}"')

    def _turn(self, case_id: str, *, chosen: bool) -> None:
        (self._chosen.add if chosen else self._chosen.discard)(case_id)
        self._told.set_text(self._seat.t("bulk.chosen", n=len(self._chosen)))

    def _open(self) -> None:
        t = self._seat.t
        if not self._chosen:
            ui.notify(t("bulk.none"), type="warning", position="top")
            return
        self._layer.clear()
        with self._layer:
            form = self._form()
        form.open()

    def _form(self) -> Form:
        t = self._seat.t
        form = Form(self._seat, f"{t('bulk.title')} ({len(self._chosen)})", self._send)
        form.choice("action", t("bulk.action"), {n: t(f"bulk.{n}") for n in _ACTIONS}, "assign")
        form.choice("to", t("act.to"), self._people)
        form.choice("hours", t("act.for"), {h: t(f"span.{h}") for h in SPANS}, "24")
        labels: dict[str, str] = {name: t.of("label", name) for name in LABELS}
        form.choice("label", t("act.label"), labels, "legit_explained")
        form.choice("look_alike", t("act.look_alike"), look_alikes(t))
        form.text("typology", t("act.typology"))
        evidence = {name: t.of("evidence", name) for name in get_args(Evidence)}
        form.ticks("evidence", t("act.evidence"), evidence)
        form.text("reason", t("act.reason"), lines=True)
        form.only("action", _FIELDS)
        return form

    async def _send(self, values: dict[str, Any]) -> None:
        body = {
            "case_ids": sorted(self._chosen),
            "action": values["action"],
            "reason": reason_of(self._seat, values),
        } | self._more(values)
        try:
            found = await self._seat.post("/v1/cases/bulk", body)
        except ApiError as error:
            raise Incomplete(self._seat.words_of(error)) from None
        ui.notify(told(found["results"], self._seat), position="top", multi_line=True)
        ui.navigate.reload()

    def _more(self, values: dict[str, Any]) -> dict[str, Any]:
        """What the action needs beside the reason.

        Raises:
            Incomplete: no evidence was ticked.
        """
        if values["action"] == "assign":
            return {"to": values["to"] or None}
        if values["action"] == "snooze":
            return {"until": until_after(values["hours"])}
        if values["action"] != "dispose":
            return {}
        if not values["evidence"]:
            raise Incomplete(self._seat.t("act.need_evidence"))
        disposal = {name: values[name] for name in ("label", "reason", "evidence")}
        if values["label"] in FRAUD_LABELS:
            disposal["typology"] = values["typology"].upper() or None
        if values["label"] == "legit_explained":
            disposal["look_alike"] = values["look_alike"] or None
        return {"disposal": disposal}


_FIELDS: Final = {
    "assign": ("to",),
    "snooze": ("hours",),
    "dispose": ("label", "look_alike", "typology", "evidence"),
}


def told(results: list[dict[str, Any]], seat: Seat) -> str:
    """How many are done, and why the others are not."""
    t = seat.t
    words = [t("bulk.done", n=sum(one["done"] for one in results))]
    failed = Counter(
        seat.words_of(ApiError(409, one["code"], one["message"]))
        for one in results
        if not one["done"]
    )
    words += [t("bulk.failed", n=n, why=why) for why, n in failed.items()]
    return "\n".join(words)
