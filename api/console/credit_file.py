"""One application for cash on delivery: grade, points, limits, exposure, reasons, limits by hand."""

from typing import Any, Final

from fastapi import Request
from nicegui import ui

from api.console.case_panels import parties_panel
from api.console.credit import decision_chip
from api.console.limits import limits_panel, propose_form
from api.console.parts import chip, figure, panel, table
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import feature_text, moment, safe, value_text, yuan
from api.console.texts import CHINESE, Words
from api.console.view import View, button
from api.roles import CREDIT_OFFICERS
from risk.case_access import CALLS

_FULL: Final = 1.0


def add_credit_file_page(house: House) -> None:
    """Let ``/credit/…`` show an application."""
    add_page(house, "/credit/{event_id}", "credit.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    view = _File(seat, request.path_params["event_id"])
    await view.draw()
    ui.keyboard(on_key=view.key)


class _File(View):
    def __init__(self, seat: Seat, event_id: str) -> None:
        super().__init__(seat)
        self._event_id = event_id
        self._limits: dict[str, int] = {}

    async def load(self) -> Any:
        found = await self.seat.get(f"/v1/credit/applications/{self._event_id}")
        return found, await names_of(self.seat)

    def show(self, found: Any) -> None:
        sheet, people = found
        t = self.seat.t
        self._limits = (sheet["exposure"] or sheet["credit"] or _NONE)["limits"]
        self._head(sheet)
        if sheet["worked"] is None:
            ui.label(t("credit.no_model")).classes("panel")
        with ui.element("div").classes("two"):
            with ui.element("div").classes("stack"):
                if sheet["worked"] is not None:
                    terms_panel(t, sheet)
                    points_panel(t, sheet)
            with ui.element("div").classes("stack"):
                exposure_panel(t, sheet["exposure"], by_hand=_in_force(sheet["overrides"]))
                if sheet["worked"] is not None:
                    reasons_panel(t, sheet)
                by_hand = t("credit.by_hand")
                limits_panel(self, sheet["overrides"], people, title=by_hand)
                parties_panel(t, {"alerts": [{"parties": sheet["parties"]}]})

    def key(self, event: Any) -> None:
        """``L`` opens the form of limits by hand."""
        pressed = event.action.keydown and not event.action.repeat and event.key == "l"
        if pressed and self.seat.role in CREDIT_OFFICERS and not self.busy:
            self._propose()

    def _propose(self) -> None:
        self.beside(lambda: propose_form(self, self._event_id, self._limits))

    def _head(self, sheet: dict[str, Any]) -> None:
        t, credit = self.seat.t, sheet["credit"]
        # A short id is masked whole, and says nothing.
        merchant = (
            f"{t('credit.merchant')} {sheet['merchant']} ·" if sheet["merchant"].strip("*") else ""
        )
        with ui.element("div").classes("bar"):
            ui.link(f"← {t('credit.back')}", "/credit").classes("nav")
            ui.html(
                f"<h1>{safe(sheet['event_id'])}</h1>{decision_chip(sheet['decision'], self.seat)}"
                f"<span class=muted>{safe(merchant)} "
                f"{moment(sheet['occurred_at'])}</span>",
                sanitize=False,
            ).classes("bar").style("width:auto")
            if sheet["case_id"] and self.seat.role in CALLS["getCase"]:
                ui.link(t("credit.case", id=sheet["case_id"]), f"/cases/{sheet['case_id']}")
            ui.element("div").classes("grow")
            if self.seat.role in CREDIT_OFFICERS:
                button(f"{t('credit.propose')} (L)", self._propose, main=True)
        if credit is None or sheet["worked"] is None:
            return
        worked = sheet["worked"]
        with ui.element("div").classes("bar"):
            figure(t("credit.grade"), credit["grade"])
            figure(t("credit.score"), str(credit["score"]))
            figure(t("credit.pd"), f"{credit['pd']:.2%}")
            figure(t("credit.limit"), yuan(credit["limits"]["outstanding_fen"], t))
            figure(t("credit.el"), yuan(credit["expected_loss_fen"], t))
        told = t(
            "credit.sentence",
            score=credit["score"],
            grade=credit["grade"],
            pd=f"{credit['pd']:.2%}",
            asked=yuan(worked["requested_fen"], t),
            given=yuan(credit["limits"]["outstanding_fen"], t),
        )
        new = "" if worked["seasoned"] else f"<p>{safe(t('credit.new'))}</p>"
        ui.html(f"<p class=sentence>{safe(told)}</p>{new}", sanitize=False).classes("panel")


_NONE: Final = {"limits": {"per_parcel_fen": 0, "per_day_fen": 0, "outstanding_fen": 0}}


def terms_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Limits and terms, and which amount the limit is the least of."""
    credit, worked = sheet["credit"], sheet["worked"]
    limits = credit["limits"]
    rows = [
        *((t(f"credit.{name}"), yuan(limits[f"{name}_fen"], t)) for name in _LIMITS),
        (t("credit.payout"), t("credit.days", n=credit["payout_cycle_days"])),
        (t("credit.deposit"), f"{yuan(worked['deposit_fen'], t)} ({credit['deposit_ratio']:.0%})"),
        (t("credit.advance"), t("unit.yes" if credit["advance_allowed"] else "unit.no")),
        (t("credit.valid"), moment(credit["valid_until"])),
        (t("credit.ead"), yuan(worked["exposure_fen"], t)),
    ]
    body = _pairs(rows)
    parts = _pairs(
        (
            t(f"credit.part.{part['name']}"),
            yuan(part["fen"], t),
            chip(t("credit.binds"), "wait") if part["binding"] else "",
        )
        for part in sorted(worked["parts"], key=lambda part: -part["fen"])
    )
    panel(t("credit.terms"), f"{body}<h2 style='margin-top:14px'>{t('credit.parts')}</h2>{parts}")


_LIMITS: Final = ("per_parcel", "per_day", "outstanding")


def points_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Points by variable; what speaks for the merchant in green, to the left."""
    worked = sheet["worked"]
    told = t(
        "credit.points_words",
        card=worked["card"],
        base=worked["base"],
        score=sheet["credit"]["score"],
    )
    kind = t("credit.fitted" if worked["fitted"] else "credit.expert")
    legend = (
        f"<p class=muted>{safe(told)} ({kind})</p>"
        f'<span class="chip" style="border-color:#0f6b3c;color:#0f6b3c">◀ {t("credit.for")}</span> '
        f'<span class="chip" style="border-color:#b45309;color:#7a4200">▶ {t("credit.against")}</span>'
    )
    panel(t("credit.points"), legend + points_html(worked["points"], t))


def points_html(points: list[dict[str, Any]], t: Words) -> str:
    """The bars, the most telling first."""
    widest = max((abs(line["points"]) for line in points), default=0) or 1
    ranked = sorted(points, key=lambda line: -abs(line["points"]))
    return "".join(_bar(line, widest, t) for line in ranked)


def _bar(line: dict[str, Any], widest: int, t: Words) -> str:
    points, good = line["points"], line["points"] >= 0
    width = abs(points) / widest * 50
    value = safe(value_text(line["feature"], line["value"], t))
    notes = [chip(line["reason"], "medium")] if line["reason"] else []
    notes += [chip(t("credit.waits"), "low")] if line["waits"] else []
    label = safe(f"{t('credit.for' if good else 'credit.against')} {abs(points)}")
    side = "for" if good else "against"
    return (
        f"<div class=why><span>{safe(feature_text(line['feature'], t))} "
        f"<b>{value}</b> {' '.join(notes)}</span>"
        f'<span class=track role=img aria-label="{label}">'
        f'<i class="{side}" style="width:{width:.1f}%"></i></span>'
        f"<span class=num>{points:+d}</span></div>"
    )


def reasons_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Reason codes, for colleagues and for the customer."""
    at = "zh" if t.language == CHINESE else "en"
    rows = [
        (
            f"<b>{safe(one['code'])}</b>",
            safe(one[at]),
            safe(one[f"customer_{at}"]),
            str(one["points"]),
        )
        for one in sheet["worked"]["reasons"]
    ]
    heads = [t(f"credit.{name}") for name in ("code", "inner", "outer", "lost")]
    body = table(heads, rows) if rows else f"<p class=muted>{t('credit.no_reasons')}</p>"
    customer = sheet["customer"]
    if customer is not None:
        body += (
            f"<h2 style='margin-top:14px'>{t('credit.customer')}</h2>"
            f"<p>{safe(customer[at])}</p><p class=muted>{safe(customer['appeal'])}</p>"
        )
    panel(t("credit.reasons"), body)


def exposure_panel(t: Words, exposure: dict[str, Any] | None, *, by_hand: bool) -> None:
    """What is used of the merchant's limits and of the group's, and the last entries."""
    if exposure is None:
        panel(t("credit.exposure"), f"<p class=muted>{t('credit.no_exposure')}</p>")
        return
    limits, group = exposure["limits"], exposure["group"]
    bars = _gauge(
        t("credit.outstanding"), exposure["outstanding_fen"], limits["outstanding_fen"], t
    )
    bars += _gauge(t("credit.per_day"), exposure["day_fen"], limits["per_day_fen"], t)
    if group is not None:
        name = t("credit.group", n=group["merchants"])
        bars += _gauge(name, group["outstanding_fen"], group["limit_fen"], t)
    facts = _pairs(
        [
            (t("credit.collected"), yuan(exposure["collected_fen"], t)),
            (t("credit.room"), yuan(exposure["room_fen"], t)),
        ]
    )
    basis = "credit.holds_by_hand" if by_hand else "credit.not_granted"
    start = f"<p class=muted>{t(basis)}</p>" if by_hand or not exposure["granted"] else ""
    entries = [
        (
            safe(t.of("entry", one["kind"])),
            yuan(one["amount_fen"], t),
            yuan(one["outstanding_fen"], t),
        )
        for one in exposure["entries"]
    ]
    heads = (t("credit.entries"), t("queue.money"), t("credit.outstanding"))
    told = f"<div class=scroll>{table(heads, entries)}</div>" if entries else ""
    panel(t("credit.exposure"), f"{start}{bars}{facts}{told}")


def _in_force(overrides: list[dict[str, Any]]) -> bool:
    return any(one["state"] == "active" for one in overrides)


def _gauge(name: str, used: int, limit: int, t: Words) -> str:
    part = used / limit if limit else float(used > 0)
    told = safe(t("credit.used", name=name, used=yuan(used, t), limit=yuan(limit, t)))
    full = " full" if part >= _FULL else ""
    return (
        f"<div>{told}</div>"
        f'<div class="gauge{full}" role=img aria-label="{told}">'
        f'<i style="width:{min(part, 1.0):.1%}"></i></div>'
    )


def _pairs(rows: Any) -> str:
    """Two or three columns without a head; the last may be markup."""
    body = "".join(
        f"<tr><td>{safe(row[0])}</td><td><b>{safe(row[1])}</b></td><td>{''.join(row[2:])}</td></tr>"
        for row in rows
    )
    return f"<table class=plain>{body}</table>"
