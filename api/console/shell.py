"""The frame of every page: header, two menu levels at most, language, who is here; and the door to it."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from api.console.client import ApiError
from api.console.places import Place, below, places_of, stands_in, target_of
from api.console.seat import House, Seat
from api.console.style import CSS, DANGER, GOOD, PRIMARY, WARN
from api.console.texts import CHINESE, ENGLISH

Build: TypeAlias = Callable[[Seat, Request], Awaitable[None]]
_TIMEOUT_SECONDS: Final = 15.0


def add_page(house: House, path: str, title: str, build: Build) -> None:
    """Let a path show a page to who is logged in; others are sent to log in.

    Args:
        house: what pages share.
        path: of the page, with ``{names}`` of its parts.
        title: key of the page's title.
        build: fills the page.
    """

    async def show(request: Request) -> Response | None:
        visitor = house.visitor()
        if visitor.token is None:
            back = quote(f"{path_of(request)}")
            return RedirectResponse(f"{root_of(request)}/login?to={back}")
        seat = Seat(house, visitor)
        frame(seat, path, title)
        try:
            await build(seat, request)
        except ApiError as error:
            ui.label(seat.words_of(error)).classes("panel").props("role=alert")
        return None

    ui.page(path, response_timeout=_TIMEOUT_SECONDS)(show)


def root_of(request: Request) -> str:
    """Where the console stands in the app that it is mounted on."""
    return str(request.scope.get("root_path", ""))


def path_of(request: Request) -> str:
    """Path and query of a request within the console."""
    path = request.url.path.removeprefix(root_of(request))
    return f"{path}?{request.url.query}" if request.url.query else path


def dress(seat: Seat, title: str) -> None:
    """Colours, style and title of a page."""
    ui.colors(primary=PRIMARY, positive=GOOD, negative=DANGER, warning=WARN)
    ui.add_css(CSS)
    ui.page_title(f"{seat.t(title)} · {seat.t('app.title')}")
    language = "zh-CN" if seat.t.language == CHINESE else "en"
    ui.add_head_html(f"<script>document.documentElement.lang='{language}'</script>")


def frame(seat: Seat, path: str, title: str) -> None:
    """Header and menu."""
    dress(seat, title)
    t = seat.t
    with ui.header(elevated=False).classes("items-center q-px-md q-py-xs"):
        ui.label(t("app.title")).classes("text-weight-bold")
        with (
            ui.element("nav")
            .classes("bar")
            .props(f'aria-label="{t("nav.main")}"')
            .style("width:auto")
        ):
            here = [place for place in places_of(seat.role) if stands_in(place, path)]
            for place in places_of(seat.role):
                _link(seat, place, here=place in here)
        ui.element("div").classes("grow")
        if seat.visitor.person is not None:
            ui.label(f"{seat.visitor.person.name} · {t.of('role', seat.role)}").classes("muted who")
        language_button(seat)
        _flat(t("nav.logout"), lambda: _leave(seat))
    inner = [one for place in here for one in below(place, seat.role)]
    if len(inner) > 1:
        with ui.element("nav").classes("bar").props(f'aria-label="{t("nav.second")}"'):
            for one in inner:
                _link(seat, one, here=stands_in(one, path))


def _link(seat: Seat, place: Place, *, here: bool) -> None:
    link = ui.link(seat.t(place.word), target_of(place, seat.role)).classes("nav")
    if here:
        link.classes("here").props("aria-current=page")


def language_button(seat: Seat) -> None:
    """One click to the other language; the page is drawn anew."""

    def turn() -> None:
        seat.visitor.language = ENGLISH if seat.visitor.language == CHINESE else CHINESE
        ui.navigate.reload()

    button = _flat(seat.t("nav.language"), turn)
    button.props(f'aria-label="{seat.t("nav.language_label")}"')


def _flat(text: str, act: Callable[[], object]) -> ui.button:
    return ui.button(text, on_click=act).props("flat dense no-caps color=dark")


async def _leave(seat: Seat) -> None:
    await seat.log_out()
    ui.navigate.to("/login")
