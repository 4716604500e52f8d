"""One person at one browser while a page is shown: words, calls with the person's token, errors in words."""

from dataclasses import dataclass
from typing import Any

from nicegui import app, ui

from api.console.client import Api, ApiError
from api.console.texts import Words
from api.console.visitors import Visitor, Visitors


@dataclass(frozen=True, slots=True)
class House:
    """What all pages share: the API and who sits where."""

    api: Api
    visitors: Visitors

    def visitor(self) -> Visitor:
        """Who sits at the browser that asks for this page."""
        return self.visitors.at(str(app.storage.browser["id"]))


class Seat:
    """A page's person.

    Args:
        house: what pages share.
        visitor: who it is.
    """

    def __init__(self, house: House, visitor: Visitor) -> None:
        self._house = house
        self.visitor = visitor
        self.t = Words(visitor.language)

    @property
    def role(self) -> str:
        """The role of who is logged in; "" before."""
        return self.visitor.person.role if self.visitor.person else ""

    async def get(self, path: str, query: dict[str, str] | None = None) -> Any:
        """The answer of a GET.

        Raises:
            ApiError: the API refused; of a session that is over, the browser is on its way to log in.
        """
        return await self._call("GET", path, query=query)

    async def post(self, path: str, body: Any = None) -> Any:
        """The answer of a POST.

        Raises:
            ApiError: as ``get``.
        """
        return await self._call("POST", path, body=body)

    async def log_out(self) -> None:
        """End the session; the console forgets it even where the API is not there."""
        try:
            await self._call("DELETE", "/v1/sessions/current")
        except ApiError:
            pass
        finally:
            self.forget()

    def forget(self) -> None:
        """Take the session from the browser."""
        self.visitor.token = None
        self.visitor.person = None

    def say(self, error: ApiError) -> None:
        """Tell an error in words of the person's language."""
        ui.notify(self.words_of(error), type="negative", position="top", timeout=6000)

    def words_of(self, error: ApiError) -> str:
        """An error in words."""
        for key in (f"error.{error.code}", f"error.{error.status}"):
            text = self.t.known(key)
            if text is not None:
                return text
        return self.t("error.other", message=error.message)

    async def _call(self, method: str, path: str, **more: Any) -> Any:
        try:
            return await self._house.api.call(method, path, self.visitor.token, **more)
        except ApiError as error:
            if error.status == 401:
                self.forget()
                ui.navigate.to("/login?over=1")
            raise
