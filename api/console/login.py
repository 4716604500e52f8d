"""The page where people log in, with a name of their own here or by a single sign-on."""

from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.datastructures import QueryParams

from api.console.client import ApiError, Person
from api.console.seat import House, Seat
from api.console.shell import dress, language_button
from api.console.sign_on import begin_sign_on


def add_login_page(house: House) -> None:
    """Let ``/login`` show the page."""

    async def show(request: Request) -> None:
        seat = Seat(house, house.visitor())
        target = request.query_params.get("to", "/")
        # Only into the console: another host's address would send people away after they log in.
        safe = target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
        login = _Login(house, seat, safe)
        login.build(_note_of(request.query_params))
        login.offer(await begin_sign_on(house, seat, safe))

    ui.page("/login")(show)


class _Login:
    def __init__(self, house: House, seat: Seat, target: str) -> None:
        self._house = house
        self._seat = seat
        self._target = target

    def build(self, note: str | None) -> None:
        """Show the form; ``note`` is the key of a word above it."""
        seat, t = self._seat, self._seat.t
        dress(seat, "login.title")
        with ui.element("div").classes("panel").style("max-width:420px;margin:8vh auto 0"):
            with ui.element("div").classes("bar"):
                ui.html(f"<h1>{t('app.title')}</h1>", sanitize=False)
                ui.element("div").classes("grow")
                language_button(seat)
            self._note = ui.label(t(note) if note else "").classes("muted").props("role=alert")
            self._name = _field(t("login.name"), "username")
            self._password = _field(t("login.password"), "current-password", secret=True)
            self._code = _field(t("login.code"), "one-time-code")
            self._new = _field(t("login.new_password"), "new-password", secret=True)
            self._new.set_visibility(False)
            for field in (self._name, self._password, self._code, self._new):
                field.on("keydown.enter", self._go)
            ui.button(t("login.go"), on_click=self._go).props("no-caps unelevated").classes(
                "full-width"
            )
            self._outside = ui.element("div").classes("full-width")
            ui.label(t("login.note")).classes("muted")

    def offer(self, begun: dict[str, Any] | None) -> None:
        """Show the button of a single sign-on, where there is one."""
        if begun is None:
            return
        t, url = self._seat.t, str(begun["url"])
        words = t("login.outside", name=begun[f"name_{t.language}"])
        with self._outside:
            button = ui.button(words, on_click=lambda: ui.navigate.to(url))
            button.props("no-caps outline").classes("full-width")

    async def _go(self) -> None:
        body: dict[str, Any] = {"name": self._name.value, "password": self._password.value}
        if self._code.value:
            body["code"] = self._code.value
        if self._new.value:
            body["new_password"] = self._new.value
        try:
            opened = await self._house.api.call("POST", "/v1/sessions", body=body)
        except ApiError as error:
            self._refused(error)
            return
        person = opened["person"]
        self._seat.visitor.token = opened["token"]
        self._seat.visitor.person = Person(person["id"], person["name"], person["role"])
        ui.navigate.to(self._target)

    def _refused(self, error: ApiError) -> None:
        t = self._seat.t
        if error.code == "password_change_needed":
            self._new.set_visibility(True)
            self._note.set_text(t("login.change"))
        elif error.status in (401, 422) and error.param != "new_password":
            self._note.set_text(t("login.refused"))
        else:
            self._note.set_text(self._seat.words_of(error))


def _note_of(query: QueryParams) -> str | None:
    """The key of what is said above the form: why somebody is here again."""
    if "over" in query:
        return "login.over"
    return {"role": "login.no_role", "refused": "login.outside_refused"}.get(query.get("why", ""))


def _field(label: str, autocomplete: str, *, secret: bool = False) -> ui.input:
    field = ui.input(label, password=secret).classes("full-width")
    return field.props(f'outlined dense autocomplete={autocomplete} aria-label="{label}"')
