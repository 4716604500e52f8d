"""Dialogs that ask for what an act needs: a form, Ctrl+Enter, Escape; it stays open until it is whole."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from nicegui import ui

from api.console.client import ApiError
from api.console.seat import Seat
from data.clock import wall_clock_ms
from data.instants import to_datetime

Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]
"""Gets the values; raises ``ApiError`` where the API refuses, ``Incomplete`` where a value is missing."""
SHORTEST_REASON: Final = 10
_MOST_FEN: Final = 10**15


class Incomplete(Exception):
    """A value is missing; the message says which, in the person's language."""


class Form:
    """One dialog.

    Args:
        seat: whose it is.
        title: what is done.
        send: does it.
    """

    def __init__(self, seat: Seat, title: str, send: Send) -> None:
        self._seat = seat
        self._send = send
        self._fields: dict[str, Any] = {}
        self._shells: dict[str, ui.element] = {}
        self.dialog = ui.dialog().props(f'aria-label="{title}"')
        with self.dialog, ui.card().style("width:560px;max-width:94vw") as card:
            ui.html(f"<h2>{title}</h2>", sanitize=False)
            self.body = ui.element("div").classes("stack").style("width:100%")
            self._told = ui.label("").style("color:#a4161a").props("role=alert")
            with ui.element("div").classes("bar"):
                ui.element("div").classes("grow")
                ui.button(seat.t("act.cancel"), on_click=self.dialog.close).props("flat no-caps")
                ok = ui.button(seat.t("act.ok"), on_click=self._go)
                ok.props("no-caps unelevated").classes("confirm")
        card.on("keydown.ctrl.enter", self._go)

    def choice(
        self, name: str, label: str, options: dict[str, str], value: str | None = None
    ) -> None:
        """One of several."""
        with self.body:
            box = ui.select(options, label=label, value=value, with_input=len(options) > 8)
            box.props("outlined dense options-dense").classes("full-width")
        self._fields[name] = self._shells[name] = box

    def ticks(
        self, name: str, label: str, options: dict[str, str], *, one: str | None = None
    ) -> None:
        """Any of several."""
        with (
            self.body,
            ui.element("fieldset").classes("ticks") as shell,
        ):
            ui.html(f"<legend class=muted>{label}</legend>", sanitize=False)
            with ui.element("div").classes("bar").style("gap:0 12px"):
                boxes = {key: ui.checkbox(word, value=key == one) for key, word in options.items()}
        self._fields[name], self._shells[name] = boxes, shell

    def text(self, name: str, label: str, *, lines: bool = False, value: str = "") -> None:
        """Free words."""
        with self.body:
            field = (ui.textarea if lines else ui.input)(label, value=value)
            field.props(f'outlined dense aria-label="{label}"').classes("full-width")
        self._fields[name] = self._shells[name] = field

    def day(self, name: str, label: str, value: str = "") -> None:
        """A day of the calendar, as ``2025-03-14``."""
        self.text(name, label, value=value)
        self._fields[name].props("type=date stack-label")

    def amount(self, name: str, label: str, fen: int | None = None) -> None:
        """Money in yuan."""
        self.text(name, label, value="" if fen is None else f"{fen / 100:.2f}")
        self._fields[name].props("type=number step=0.01 min=0")

    def only(self, choice: str, fields: dict[str, tuple[str, ...]]) -> None:
        """Show some fields only where a choice asks for them.

        Args:
            choice: name of the field that is chosen.
            fields: value of that field -> the fields that it asks for.
        """
        box = self._fields[choice]

        def turn() -> None:
            for value, names in fields.items():
                for name in names:
                    self._shells[name].set_visibility(box.value == value)

        box.on_value_change(turn)
        turn()

    def complain(self, words: str) -> None:
        """Say what is wrong."""
        self._told.set_text(words)

    def put(self, name: str, value: str) -> None:
        """Write into a field."""
        self._fields[name].set_value(value)

    def note(self, words: str) -> None:
        """A line that explains."""
        with self.body:
            ui.label(words).classes("muted")

    def open(self) -> None:
        """Show it."""
        self.dialog.open()

    def values(self) -> dict[str, Any]:
        """What stands in the fields; ticks as a list of the ticked."""
        return {
            name: [key for key, box in field.items() if box.value]
            if isinstance(field, dict)
            else (field.value or "").strip()
            for name, field in self._fields.items()
        }

    async def _go(self) -> None:
        self._told.set_text("")
        try:
            await self._send(self.values())
        except Incomplete as missing:
            self._told.set_text(str(missing))
        except ApiError as error:
            self._told.set_text(self._seat.words_of(error))
        else:
            self.dialog.close()


def fen_of(seat: Seat, text: object) -> int:
    """An amount in yuan as fen.

    Raises:
        Incomplete: it is none, or less than nothing.
    """
    try:
        fen = Decimal(str(text)) * 100
        whole = int(fen)
    except (ArithmeticError, ValueError):
        raise Incomplete(seat.t("act.no_amount")) from None
    if fen != whole or not 0 <= whole <= _MOST_FEN:
        raise Incomplete(seat.t("act.no_amount"))
    return whole


def end_of_day(seat: Seat, text: object) -> str:
    """The end of a day in Beijing, as the API takes it.

    Raises:
        Incomplete: it is no day.
    """
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise Incomplete(seat.t("act.no_day")) from None
    return f"{day.isoformat()}T23:59:59+08:00"


def day_after(days: int) -> str:
    """The day so many days from now in Beijing."""
    now = to_datetime(wall_clock_ms()) + timedelta(hours=8, days=days)
    return now.date().isoformat()


def reason_of(seat: Seat, values: dict[str, Any]) -> str:
    """The reason, long enough.

    Raises:
        Incomplete: it is too short.
    """
    reason = str(values["reason"])
    if len(reason) < SHORTEST_REASON:
        raise Incomplete(seat.t("act.too_short"))
    return reason
