"""The board: figures of the reviewers' work, out of ``/v1/cases/metrics``."""

from typing import Any

from fastapi import Request
from nicegui import ui

from api.console.parts import figure
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.style import PRIMARY
from api.console.texts import Words
from risk.case_routing import BANDS


def add_board_page(house: House) -> None:
    """Let ``/board`` show the figures."""
    add_page(house, "/board", "board.title", _build)


async def _build(seat: Seat, _request: Request) -> None:
    t = seat.t
    with ui.element("div").classes("stack").style("width:100%"):
        ui.html(f"<h1>{t('board.title')}</h1>", sanitize=False)
        found = await seat.get("/v1/cases/metrics")
        with ui.element("div").classes("bar"):
            for word, value in _figures(found, t):
                figure(word, value)
        with ui.element("section").classes("panel"):
            ui.html(f"<h2>{t('board.by_band')}</h2>", sanitize=False)
            ui.echart(_chart(found["precision_by_band"], t)).style("height:280px;width:100%").props(
                f'role=img aria-label="{t("board.by_band")}"'
            )


def _figures(found: dict[str, Any], t: Words) -> list[tuple[str, str]]:
    touch = found["first_touch_minutes_p50"]
    return [
        (t("board.open"), f"{found['open_cases']:,}"),
        (t("board.overdue"), f"{found['overdue_cases']:,}"),
        (t("board.opened"), f"{found['opened']:,}"),
        (t("board.closed"), f"{found['closed']:,}"),
        (t("board.precision"), _share(found["alert_precision"], t)),
        (t("board.sla"), _share(found["sla_met"], t)),
        (t("board.override"), _share(found["override_rate"], t)),
        (t("board.tier1"), _share(found["tier_1_share"], t)),
        (t("board.touch"), t("board.none") if touch is None else f"{touch:.0f}"),
        (t("board.appeal"), _share(found["appeal_success"], t)),
        (t("board.kappa"), t("board.none") if found["kappa"] is None else f"{found['kappa']:.2f}"),
    ]


def _share(value: float | None, t: Words) -> str:
    return t("board.none") if value is None else f"{value:.0%}"


def _chart(by_band: dict[str, float | None], t: Words) -> dict[str, Any]:
    return {
        "animation": False,
        "grid": {"left": 50, "right": 20, "top": 20, "bottom": 30},
        "xAxis": {"type": "category", "data": [t.of("band", band) for band in BANDS]},
        "yAxis": {"type": "value", "max": 1},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 60,
                "itemStyle": {"color": PRIMARY},
                "data": [by_band.get(band) for band in BANDS],
            }
        ],
    }
