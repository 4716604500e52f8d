"""What a person does with a case: buttons for what the role may, keys for the same, forms for the rest."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from nicegui import ui

from api.console.act_forms import (
    appeal_form,
    comment_form,
    decide_appeal_form,
    dispose_form,
    escalate_form,
    second_form,
    transfer_form,
    unmask_form,
)
from api.console.case_forms import assign_form, files_form, merge_form, snooze_form
from api.console.client import ApiError
from api.console.forms import Form
from api.console.seat import Seat
from risk.case_requests import LABELS

_DIGITS: Final = {str(number): label for number, label in enumerate(LABELS, start=1)}


class Acts:
    """The acts on one case.

    Args:
        seat: who acts.
        case_id: on which.
        draw: shows the case anew.

    Attributes:
        sheet: the case as it was shown last.
        people: login names by id.
    """

    def __init__(self, seat: Seat, case_id: str, draw: Callable[[], Awaitable[None]]) -> None:
        self.seat = seat
        self.path = f"/v1/cases/{case_id}"
        self.sheet: dict[str, Any] = {}
        self.people: dict[str, str] = {}
        self._draw = draw
        self._deciding = False
        self._form: Form | None = None
        # Beside what is drawn anew: a form outlives the button that opened it.
        self._layer = ui.element("div")

    def buttons(self) -> None:
        """The buttons of what can be done now; what the role may never do is not there."""
        t = self.seat.t
        with (
            ui.element("div")
            .classes("bar actions")
            .props(f'role=toolbar aria-label="{t("act.decide")}"')
        ):
            for word, act in self._possible():
                quiet = word not in ("act.claim", "act.decide", "act.second")
                props = "no-caps dense padding='4px 12px' " + ("outline" if quiet else "unelevated")
                ui.button(t(word), on_click=act).props(props).mark(word)

    async def key(self, event: Any) -> None:
        """``c`` claims, ``u`` unmasks, ``d`` then a digit decides, ``s`` looks again."""
        if not event.action.keydown or event.action.repeat or event.modifiers.ctrl:
            return
        if self._form is not None and self._form.dialog.value:
            return
        name = str(event.key)
        possible = dict(self._possible())
        if self._deciding and name in _DIGITS and "act.decide" in possible:
            self._deciding = False
            self._open(lambda acts: dispose_form(acts, _DIGITS[name]))
            return
        self._deciding = name == "d"
        act = {"c": "act.claim", "u": "act.unmask", "s": "act.second"}.get(name)
        if act in possible:
            await _run(possible[act])

    async def send(self, path: str, body: Any = None) -> dict[str, Any]:
        """Do something, tell what became of it, show the case anew.

        Raises:
            ApiError: the API refused.
        """
        done: dict[str, Any] = await self.seat.post(f"{self.path}/{path}", body)
        await self._draw()
        return done

    def tell(self, words: str) -> None:
        """A word that something is done."""
        with self._layer:
            ui.notify(words, type="positive", position="top")

    def complain(self, error: ApiError) -> None:
        """A word that something was refused."""
        with self._layer:
            self.seat.say(error)

    def show(self, build: Callable[[], None]) -> None:
        """Put something beside the case."""
        with self._layer:
            build()

    def _possible(self) -> list[tuple[str, Callable[[], Any]]]:
        case, may = self.sheet["case"], set(self.sheet["may"])
        person = self.seat.visitor.person
        mine = person is not None and case["owner"] == person.id
        found: list[tuple[str, str, bool, Callable[[], Any]]] = [
            (
                "act.claim",
                "claimCase",
                case["status"] == "open" and case["owner"] is None,
                self._claim,
            ),
            (
                "act.decide",
                "disposeCase",
                case["status"] == "open" and mine,
                self._form_of(dispose_form),
            ),
            ("act.second", "secondLook", self._waits_for_me(), self._form_of(second_form)),
            (
                "act.unmask",
                "unmaskCase",
                case["status"] == "open" and mine,
                self._form_of(unmask_form),
            ),
            ("act.comment", "commentCase", True, self._form_of(comment_form)),
            (
                "act.escalate",
                "escalateCase",
                case["status"] == "open" and mine,
                self._form_of(escalate_form),
            ),
            (
                "act.transfer",
                "transferCase",
                case["status"] == "open" and mine,
                self._form_of(transfer_form),
            ),
            ("act.assign", "assignCase", case["status"] == "open", self._form_of(assign_form)),
            (
                "act.snooze",
                "snoozeCase",
                case["status"] == "open" and mine,
                self._form_of(snooze_form),
            ),
            (
                "act.merge",
                "mergeCase",
                case["status"] == "open" and mine,
                self._form_of(merge_form),
            ),
            ("act.files", "attachFile", True, self._form_of(files_form)),
            ("act.release", "releaseCase", case["status"] == "open" and mine, self._release),
            ("act.appeal", "openAppeal", bool(self.sheet["alerts"]), self._form_of(appeal_form)),
            (
                "act.decide_appeal",
                "decideAppeal",
                self._has_appeal(),
                self._form_of(decide_appeal_form),
            ),
        ]
        return [(word, act) for word, call, now, act in found if now and call in may]

    def _waits_for_me(self) -> bool:
        person = self.seat.visitor.person
        last = self.sheet["dispositions"][-1] if self.sheet["dispositions"] else None
        own = last is not None and person is not None and last["maker"] == person.id
        return (self.sheet["case"]["status"] == "second" or self.sheet["blind"]) and not own

    def _has_appeal(self) -> bool:
        return any(one["status"] == "open" for one in self.sheet["appeals"])

    def _form_of(self, make: Callable[["Acts"], Form]) -> Callable[[], None]:
        return lambda: self._open(make)

    def _open(self, make: Callable[["Acts"], Form]) -> None:
        self._layer.clear()
        with self._layer:
            self._form = make(self)
        self._form.open()

    async def _claim(self) -> None:
        await self._plain("claim")

    async def _release(self) -> None:
        await self._plain("release")

    async def _plain(self, path: str) -> None:
        try:
            await self.send(path)
        except ApiError as error:
            self.complain(error)


async def _run(act: Callable[[], Any]) -> None:
    result = act()
    if isinstance(result, Awaitable):
        await result
