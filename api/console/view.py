"""A page that is drawn anew after each act: it asks, shows, and opens forms beside what it shows."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from nicegui import ui

from api.console.client import ApiError
from api.console.forms import Form, reason_of
from api.console.seat import Seat


class View(ABC):
    """One page of one person.

    Args:
        seat: who looks at it.
    """

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        # Beside what is drawn anew: a form outlives the button that opened it.
        self._layer = ui.element("div")
        self._form: Form | None = None
        self._main = ui.element("div").classes("stack").style("width:100%").props("id=main")

    @abstractmethod
    async def load(self) -> Any:
        """What the page shows, out of the API.

        Raises:
            ApiError: the API refused.
        """

    @abstractmethod
    def show(self, found: Any) -> None:
        """Put what was loaded on the page."""

    async def draw(self) -> None:
        """Ask, and show it in the place of what was shown.

        Raises:
            ApiError: the API refused.
        """
        found = await self.load()
        self._main.clear()
        with self._main:
            self.show(found)

    async def send(self, path: str, body: Any = None) -> Any:
        """Do something and show the page anew.

        Raises:
            ApiError: the API refused.
        """
        done = await self.seat.post(path, body)
        await self.draw()
        return done

    async def do(self, path: str, body: Any = None, *, told: str | None = None) -> None:
        """The same for a button without a form: what is refused is told."""
        try:
            await self.send(path, body)
        except ApiError as error:
            self.complain(error)
        else:
            self.tell(told or self.seat.t("act.kept"))

    def beside(self, make: Callable[[], Form]) -> None:
        """Open a form."""
        self._layer.clear()
        with self._layer:
            self._form = make()
        self._form.open()

    @property
    def busy(self) -> bool:
        """Whether a form is open, so that keys are words of its fields."""
        return self._form is not None and bool(self._form.dialog.value)

    def give_reason(self, title: str, path: str) -> None:
        """Ask for a reason, and send it."""

        async def go(values: dict[str, Any]) -> None:
            await self.send(path, {"reason": reason_of(self.seat, values)})
            self.tell(self.seat.t("act.kept"))

        def make() -> Form:
            form = Form(self.seat, title, go)
            form.text("reason", self.seat.t("act.reason"), lines=True)
            return form

        self.beside(make)

    def put(self, build: Callable[[], None]) -> None:
        """Put something beside the page."""
        with self._layer:
            build()

    def tell(self, words: str) -> None:
        """A word that something is done."""
        with self._layer:
            ui.notify(words, type="positive", position="top")

    def complain(self, error: ApiError) -> None:
        """A word that something was refused."""
        with self._layer:
            self.seat.say(error)


def button(words: str, act: Callable[[], object], *, main: bool = False) -> ui.button:
    """A button; ``main`` for the one thing that a page is for."""
    props = "no-caps dense padding='4px 12px' " + ("unelevated" if main else "outline")
    return ui.button(words, on_click=act).props(props)
