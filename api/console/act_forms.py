"""The forms of the acts on a case: what each asks for, and what it sends."""

from typing import TYPE_CHECKING, Any, get_args

from nicegui import ui

from api.console.forms import Form, Incomplete, reason_of
from api.console.look_alikes import look_alikes
from api.console.shown import moment, safe
from risk.case_requests import FRAUD_LABELS, LABELS, Evidence, Why
from risk.masked_parties import PARTS

if TYPE_CHECKING:
    from api.console.acts import Acts


def dispose_form(acts: "Acts", label: str | None = None) -> Form:
    """Label, evidence, reason; a typology of frauds, a look-alike of honest cases."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        body: dict[str, Any] = {"label": values["label"], "reason": reason_of(acts.seat, values)}
        if not values["evidence"]:
            raise Incomplete(t("act.need_evidence"))
        body["evidence"] = values["evidence"]
        if values["label"] in FRAUD_LABELS:
            body["typology"] = values["typology"].upper() or None
        if values["label"] == "legit_explained":
            body["look_alike"] = values["look_alike"] or None
        done = await acts.send("disposition", body)
        second = done["second"] == "signature"
        word = t.of("status", done["status"])
        acts.tell(t("act.done_second") if second else t("act.done", status=word))

    form = Form(acts.seat, t("act.decide"), send)
    labels: dict[str, str] = {
        name: f"{at} {t.of('label', name)}" for at, name in enumerate(LABELS, start=1)
    }
    form.choice("label", t("act.label"), labels, label or LABELS[0])
    form.text("typology", t("act.typology"), value=acts.sheet["case"]["typology"] or "")
    form.choice("look_alike", t("act.look_alike"), look_alikes(t))
    evidence = {name: t.of("evidence", name) for name in get_args(Evidence)}
    form.ticks("evidence", t("act.evidence"), evidence)
    form.text("reason", t("act.reason"), lines=True)
    return form


def second_form(acts: "Acts") -> Form:
    """What another person finds the case to be."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        body = {"label": values["label"], "reason": reason_of(acts.seat, values)}
        done = await acts.send("second-look", body)
        acts.tell(t("act.done", status=t.of("status", done["status"])))

    form = Form(acts.seat, t("act.second"), send)
    form.choice("label", t("act.label"), {name: t.of("label", name) for name in LABELS})
    form.text("reason", t("act.reason"), lines=True)
    return form


def comment_form(acts: "Acts") -> Form:
    """A word to colleagues."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        await acts.send("comments", {"text": values["text"] or " "})
        acts.tell(t("act.kept"))

    form = Form(acts.seat, t("act.comment"), send)
    form.text("text", t("act.text"), lines=True)
    return form


def escalate_form(acts: "Acts") -> Form:
    """Why the next tier has to look."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        await acts.send("escalate", {"reason": reason_of(acts.seat, values)})
        acts.tell(t("act.kept"))

    form = Form(acts.seat, t("act.escalate"), send)
    form.text("reason", t("act.reason"), lines=True)
    return form


def transfer_form(acts: "Acts") -> Form:
    """To whom, and why."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        await acts.send("transfer", {"to": values["to"], "reason": reason_of(acts.seat, values)})
        acts.tell(t("act.kept"))

    form = Form(acts.seat, t("act.transfer"), send)
    form.choice("to", t("act.to"), acts.people)
    form.text("reason", t("act.reason"), lines=True)
    return form


def appeal_form(acts: "Acts") -> Form:
    """Which event the customer appeals against, and what they say."""
    t = acts.seat.t

    async def send(values: dict[str, Any]) -> None:
        body = {"event_id": values["event_id"], "reason": reason_of(acts.seat, values)}
        kept = await acts.send("appeals", body)
        acts.tell(t("act.appeal_due", due=moment(kept["due_at"])))

    form = Form(acts.seat, t("act.appeal"), send)
    events = _events(acts)
    form.choice("event_id", t("act.event"), events, next(iter(events), None))
    form.text("reason", t("act.reason"), lines=True)
    return form


def decide_appeal_form(acts: "Acts") -> Form:
    """Whether the decision stands."""
    t = acts.seat.t
    waiting = {
        str(one["id"]): f"{one['id']} · {one['event_id']} · {moment(one['due_at'])}"
        for one in acts.sheet["appeals"]
        if one["status"] == "open"
    }

    async def send(values: dict[str, Any]) -> None:
        body = {"result": values["result"], "reason": reason_of(acts.seat, values)}
        await acts.send(f"appeals/{values['appeal']}/decision", body)
        acts.tell(t("act.lifted_now" if values["result"] == "lifted" else "act.kept"))

    form = Form(acts.seat, t("act.decide_appeal"), send)
    form.choice("appeal", t("step.appeal"), waiting, next(iter(waiting)))
    form.choice(
        "result", t("act.result"), {name: t.of("act", name) for name in ("lifted", "upheld")}
    )
    form.text("reason", t("act.reason"), lines=True)
    return form


def unmask_form(acts: "Acts") -> Form:
    """Which personal data of which alert, and why; they are shown in a dialog and nowhere kept."""
    t = acts.seat.t
    lead = acts.sheet["explained"]["event_id"] if acts.sheet["explained"] else None
    roles = dict.fromkeys(p["role"] for alert in acts.sheet["alerts"] for p in alert["parties"])
    fields = {
        f"{role}.{part}": f"{t.of('party', role)} · {t.of('part', part)}"
        for role in roles
        for part in PARTS[:4]
    }

    async def send(values: dict[str, Any]) -> None:
        if not values["fields"]:
            raise Incomplete(t("act.need_fields"))
        shown = await acts.send("unmask", values)
        acts.show(lambda: _show_clear(acts, shown["values"], fields))

    form = Form(acts.seat, t("act.unmask"), send)
    form.choice("event_id", t("act.event"), _events(acts), lead)
    form.choice("why", t("act.why"), {name: t.of("why", name) for name in get_args(Why)})
    form.ticks("fields", t("act.fields"), fields)
    form.note(t("act.unmask_note"))
    return form


def _show_clear(acts: "Acts", values: dict[str, str | None], names: dict[str, str]) -> None:
    t = acts.seat.t
    rows = "".join(
        f"<tr><td>{safe(names.get(name, name))}</td><td><b>{safe(value or t('act.none'))}</b></td></tr>"
        for name, value in values.items()
    )
    with ui.dialog(value=True) as dialog, ui.card().classes("clear"):
        ui.html(f"<h2>{t('act.unmask')}</h2><table class=plain>{rows}</table>", sanitize=False)
        ui.label(t("act.unmask_note")).classes("muted")
        ui.button(t("act.cancel"), on_click=dialog.close).props("flat no-caps")


def _events(acts: "Acts") -> dict[str, str]:
    return {
        one["event_id"]: f"{one['event_id']} · {moment(one['occurred_at'])}"
        for one in reversed(acts.sheet["alerts"])
    }
