"""The grade table of cash on delivery as a grid: a row a grade, every mistake at its cell.

The grid keeps cells, the API takes a file: what is checked has one cell a line, so that the line of a
mistake names its cell; what is kept is the old text with the changed cells in it (``rules.grade_sheet``).
"""

import unicodedata
from collections import defaultdict
from typing import Any, Final

from nicegui import ui

from api.console.client import ApiError
from api.console.grade_words import mistake_text
from api.console.parts import heading
from api.console.policy_problems import problems_html
from api.console.seat import Seat
from api.console.shown import safe
from api.console.view import button
from rules.grade_sheet import Place, Sheet
from rules.limits import GRADES
from rules.limits_check import ACTIONS

_COLUMNS: Final = (
    *("from_score", "per_parcel_yuan", "per_day_yuan", "outstanding_yuan", "monthly_share"),
    *("payout_days", "deposit_share", "advance_share", "valid_days", "action", "source"),
)
_TEXTS: Final = frozenset({"source"})
_VERSION: Final = ("version",)


class GradeGrid:
    """The page of one table.

    Args:
        seat: who edits.
        name: of the table or version that it began as.
        sheet: its cells.
    """

    def __init__(self, seat: Seat, name: str, sheet: Sheet) -> None:
        self._seat = seat
        self._sheet = sheet
        self._version = str(int(sheet.cells[_VERSION].value) + 1)
        self._fields: dict[Place, Any] = {}
        self._notes: dict[Place, ui.label] = {}
        t = seat.t
        with ui.element("div").classes("stack").style("width:100%").props("id=main"):
            with ui.element("div").classes("bar"):
                ui.link(f"← {t('policy.back')}", "/policies").classes("nav")
                heading(t("policy.editing", policy=name), t("grid.note", version=self._version))
                ui.element("div").classes("grow")
                ui.link(t("grid.as_text"), f"/policies/edit?as=text&{_from(name)}").classes("nav")
            self._grades()
            with ui.element("div").classes("bar actions"):
                button(t("policy.check"), self._check)
                button(t("policy.save"), self._save, main=True)
            self._told = ui.element("div").props("role=status").style("width:100%")
            self._assumptions()

    def _grades(self) -> None:
        t = self._seat.t
        with (
            ui.element("section").classes("panel").props(f'aria-label="{t("grid.grades")}"'),
            ui.element("div").classes("wide"),
        ):
            ui.html(f"<h2>{safe(t('grid.grades'))}</h2>", sanitize=False)
            table = ui.element("table").classes("plain grid")
            table.on("keydown.ctrl.enter", self._check)
        with table:
            with ui.element("tr"):
                for name in ("grade", *_COLUMNS):
                    ui.html(safe(t(f"grid.{name}")), sanitize=False, tag="th")
            for row, grade in enumerate(GRADES):
                with ui.element("tr"):
                    ui.html(f"<b>{grade}</b>", sanitize=False, tag="td")
                    for name in _COLUMNS:
                        with ui.element("td"):
                            label = f"{grade} · {t(f'grid.{name}')}"
                            self._cell(("grades", str(row), name), label)

    def _assumptions(self) -> None:
        t = self._seat.t
        names = [place[1] for place in self._sheet.cells if place[0] == "assumptions"]
        with ui.element("details").classes("panel") as self._rest:
            ui.html(safe(t("grid.assumptions")), sanitize=False, tag="summary")
            with ui.element("div").classes("wide"), ui.element("table").classes("plain grid"):
                for name in dict.fromkeys(names):
                    word, unit = t(f"assume.{name}"), ("assumptions", name, "unit")
                    with ui.element("tr"):
                        ui.html(safe(word), sanitize=False, tag="td").classes("name")
                        with ui.element("td"):
                            self._cell(("assumptions", name, "value"), word)
                        ui.html(safe(self._sheet.cells[unit].value), sanitize=False, tag="td")
                        with ui.element("td"):
                            source = f"{word} · {t('grid.source')}"
                            self._cell(("assumptions", name, "source"), source)

    def _cell(self, place: Place, label: str) -> None:
        value, name = self._sheet.cells[place].value, place[-1]
        if name == "action":
            words = {one: self._seat.t.of("decision", one) for one in ACTIONS}
            field: Any = ui.select(words, value=value).classes("choice")
        else:
            field = ui.input(value=value).classes("text" if name in _TEXTS else "number")
        field.props(f'outlined dense hide-bottom-space aria-label="{safe(label)}"')
        self._fields[place] = field
        self._notes[place] = ui.label("").classes("wrong").props("role=alert")

    def _values(self) -> dict[Place, str]:
        """What stands in the cells; numbers as a Chinese keyboard or a habit may write them."""
        values = {
            place: plain_number(field.value or "") if place[-1] not in _TEXTS else field.value
            for place, field in self._fields.items()
        }
        return values | {_VERSION: self._version}

    async def _check(self) -> bool:
        text, places = self._sheet.one_a_line(self._values())
        t = self._seat.t
        try:
            await self._seat.post("/v1/policy-checks", {"text": text})
        except ApiError as error:
            self._mark(error, places)
            return False
        self._mark(None, places)
        self._tell(f'<p class="chip good" style="white-space:normal">{safe(t("grid.good"))}</p>')
        return True

    def _mark(self, error: ApiError | None, places: dict[int, Place]) -> None:
        """Every mistake at its cell; those that belong to none, and how many there are, below."""
        t = self._seat.t
        told: dict[Place, list[str]] = defaultdict(list)
        for one in error.problems if error else ():
            told[places.get(one["line"], ())].append(mistake_text(one["message"], t))
        for place, field in self._fields.items():
            self._notes[place].set_text("; ".join(told.get(place, ())))
            field.props(f"error={str(place in told).lower()} no-error-icon")
            field.props(f"aria-invalid={str(place in told).lower()}")
        if any(place[:1] == ("assumptions",) for place in told):
            self._rest.props("open")
        if error is None:
            return
        if not error.problems:
            self._tell(f"<p>{safe(self._seat.words_of(error))}</p>")
            return
        loose = [words for place in told.keys() - self._fields.keys() for words in told[place]]
        count = t("grid.mistakes", n=len(told))
        self._tell("".join(f"<p>{safe(words)}</p>" for words in (count, *loose)))

    async def _save(self) -> None:
        if not await self._check():
            return
        text = self._sheet.changed(self._values())
        try:
            kept = await self._seat.post("/v1/policies", {"text": text})
        except ApiError as error:
            self._tell(problems_html(error, self._seat))
            return
        ui.notify(self._seat.t("policy.drafted"), type="positive", position="top")
        ui.navigate.to(f"/policies/{kept['id']}")

    def _tell(self, body: str) -> None:
        self._told.clear()
        with self._told:
            ui.html(body, sanitize=False).classes("panel")


def _from(name: str) -> str:
    return f"version={name}" if "@" in name else f"policy={name}"


def plain_number(text: str) -> str:
    """Full-width digits as plain ones, without blanks and commas between thousands.

    >>> plain_number(" 20,000")
    '20000'
    """
    return "".join(unicodedata.normalize("NFKC", text).replace(",", "").split())
