"""A policy file to write: checked line by line, kept as a draft without effect; a grade table as a grid."""

from fastapi import Request
from nicegui import ui

from api.console.client import ApiError
from api.console.grade_grid import GradeGrid
from api.console.parts import heading
from api.console.policy_problems import problems_html
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import safe
from api.console.view import button
from rules.grade_sheet import sheet_of


def add_policy_edit_page(house: House) -> None:
    """Let ``/policies/edit`` show the editor; before the page of a version, whose path would take its."""
    add_page(house, "/policies/edit", "policy.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    policy = request.query_params.get("policy", "")
    version = request.query_params.get("version", "")
    text = ""
    if version:
        text = (await seat.get(f"/v1/policies/{version}"))["text"]
    elif policy:
        text = (await seat.get(f"/v1/policy-texts/{policy}"))["text"]
    sheet = None if request.query_params.get("as") == "text" else sheet_of(text)
    if sheet is not None:
        GradeGrid(seat, policy or version, sheet)
    else:
        _Editor(seat, policy or version, text)


class _Editor:
    def __init__(self, seat: Seat, name: str, text: str) -> None:
        self._seat = seat
        t = seat.t
        with ui.element("div").classes("stack").style("width:100%").props("id=main"):
            with ui.element("div").classes("bar"):
                ui.link(f"← {t('policy.back')}", "/policies").classes("nav")
                title = t("policy.editing", policy=name) if name else t("policy.new")
                heading(title, t("policy.text_note"))
            self._field = ui.textarea(value=text)
            label = f'aria-label="{t("policy.text")}"'
            self._field.props(f"outlined spellcheck=false {label}").classes("code full-width")
            with ui.element("div").classes("bar"):
                button(t("policy.check"), self._check)
                button(t("policy.save"), self._save, main=True)
            self._told = ui.element("div").props("role=status").style("width:100%")
        self._field.on("keydown.ctrl.enter", self._check)

    async def _check(self) -> None:
        t = self._seat.t
        try:
            done = await self._seat.post("/v1/policy-checks", {"text": self._field.value or " "})
        except ApiError as error:
            self._show(problems_html(error, self._seat))
            return
        told = t("policy.good", version=done["version"], n=len(done["rules"]))
        self._show(f'<p class="chip good" style="white-space:normal">{safe(told)}</p>')

    async def _save(self) -> None:
        try:
            kept = await self._seat.post("/v1/policies", {"text": self._field.value or " "})
        except ApiError as error:
            self._show(problems_html(error, self._seat))
            return
        ui.notify(self._seat.t("policy.drafted"), type="positive", position="top")
        ui.navigate.to(f"/policies/{kept['id']}")

    def _show(self, body: str) -> None:
        self._told.clear()
        with self._told:
            ui.html(body, sanitize=False).classes("panel")
