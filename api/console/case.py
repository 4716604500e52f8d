"""The page of one case: everything on one screen, drawn anew after each act."""

from datetime import datetime
from typing import Any

from fastapi import Request
from nicegui import ui

from api.console.acts import Acts
from api.console.addresses import addresses_panel
from api.console.case_forms import files_panel
from api.console.case_panels import (
    alerts_panel,
    gaps_panel,
    log_panel,
    parties_panel,
    rules_panel,
    similar_panel,
    timeline_panel,
)
from api.console.case_why import why_panel
from api.console.links import links_panel
from api.console.network import network_panel
from api.console.queue import names_of, owner_text
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import left, moment, safe, typology_text, yuan
from api.console.texts import CHINESE
from data.clock import wall_clock_ms
from data.instants import to_datetime, to_ms


def add_case_page(house: House) -> None:
    """Let ``/cases/…`` show a case."""
    add_page(house, "/cases/{case_id}", "nav.queue", _build)


async def _build(seat: Seat, request: Request) -> None:
    case_id = request.path_params["case_id"]
    view = _CaseView(seat, case_id, guided="guide" in request.query_params)
    await view.draw()
    seat.visitor.last_case = case_id


class _CaseView:
    def __init__(self, seat: Seat, case_id: str, *, guided: bool) -> None:
        self._seat = seat
        self._case_id = case_id
        self._guided = guided
        self._acts = Acts(seat, case_id, self.draw)
        self._main = ui.element("div").classes("stack").style("width:100%").props("id=main")
        ui.keyboard(on_key=self._acts.key)

    async def draw(self) -> None:
        """Ask for the case and show it in the place of what was shown."""
        sheet = await self._seat.get(f"/v1/cases/{self._case_id}")
        links = await self._seat.get(f"/v1/cases/{self._case_id}/links")
        people = await names_of(self._seat)
        self._acts.sheet, self._acts.people = sheet, people
        self._main.clear()
        with self._main:
            self._head(sheet, people)
            if self._guided:
                self._guide()
            self._acts.buttons()
            self._sentence(sheet)
            with ui.element("div").classes("two"):
                with ui.element("div").classes("stack"):
                    why_panel(self._seat.t, sheet)
                    rules_panel(self._seat.t, sheet)
                    alerts_panel(self._seat.t, sheet)
                    similar_panel(self._seat.t, sheet)
                with ui.element("div").classes("stack"):
                    network_panel(self._seat.t, links)
                    links_panel(self._seat.t, sheet)
                    timeline_panel(self._seat.t, sheet)
                    parties_panel(self._seat.t, sheet)
                    addresses_panel(self._seat.t, sheet)
                    gaps_panel(self._seat.t, sheet)
                    files_panel(self._acts)
                    log_panel(self._seat.t, sheet, people)

    def _head(self, sheet: dict[str, Any], people: dict[str, str]) -> None:
        t, case = self._seat.t, sheet["case"]
        told, late = left(case["due_at"], to_datetime(wall_clock_ms()), t)
        waits = case["status"] in ("open", "second")
        clock = f'<span class="chip {"late" if late else ""}">{told}</span>' if waits else ""
        owner = owner_text(case["owner"], self._seat, people, t)
        asleep = case["snoozed_until"]
        if asleep is not None and to_ms(datetime.fromisoformat(asleep)) > wall_clock_ms():
            told_asleep = t("case.asleep", until=moment(asleep))
            clock += f'<span class="chip wait">{safe(told_asleep)}</span>'
        label = t("case.label_now", label=t.of("label", sheet["label"])) if sheet["label"] else ""
        with ui.element("div").classes("bar"):
            ui.link(f"← {t('case.back')}", "/queue").classes("nav")
            ui.html(
                f"<h1>{safe(case['case_id'])}</h1>"
                f'<span class="chip {safe(case["band"])}">{safe(t.of("band", case["band"]))}</span>'
                f'<span class="chip">{t("case.score")} {case["score"]}</span>'
                f'<span class="chip">{safe(typology_text(case["typology"], t))}</span>'
                f'<span class="chip">{safe(t.of("decision", case["decision"]))}</span>'
                f'<span class="chip" data-status="{safe(case["status"])}">'
                f"{safe(t.of('status', case['status']))}</span>{clock}"
                f"<span class=muted>{t('case.owner')}: {safe(owner)} · {t('queue.money')} "
                f"{yuan(case['money_at_risk_fen'], t)} · {t('queue.loss')} "
                f"{yuan(case['expected_loss_fen'], t)}</span>"
                + (f"<b>{safe(label)}</b>" if label else ""),
                sanitize=False,
            ).classes("bar").style("width:auto")

    def _guide(self) -> None:
        steps = "".join(
            f'<span class="chip">{self._seat.t(f"guide.{n}")}</span>' for n in range(1, 7)
        )
        ui.html(steps, sanitize=False).classes("guide").props("role=note")

    def _sentence(self, sheet: dict[str, Any]) -> None:
        text = sheet["summary_zh" if self._seat.t.language == CHINESE else "summary_en"]
        with ui.element("section").classes("panel"):
            ui.html(f"<p class=sentence>{safe(text)}</p>{self._reasons(sheet)}", sanitize=False)
            if sheet["blind"]:
                ui.label(self._seat.t("case.blind")).classes("chip medium")

    def _reasons(self, sheet: dict[str, Any]) -> str:
        """The causes of the leading alert, in the words that a clerk could say."""
        lead = max(sheet["alerts"], key=lambda alert: alert["score"], default=None)
        language = "zh" if self._seat.t.language == CHINESE else "en"
        lines = (
            "".join(f"<li>{safe(one[language])}</li>" for one in lead["reasons"]) if lead else ""
        )
        return f"<ul class=reasons>{lines}</ul>" if lines else ""
