"""One version of a policy: what differs, what it said in shadow, what it would have done; its next steps."""

from typing import Any, Final

from fastapi import Request
from nicegui import ui

from api.console.client import ApiError
from api.console.forms import Form, Incomplete
from api.console.parts import chip, heading, panel, table
from api.console.policies import LOOKED_AT, version_facts
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import safe, yuan
from api.console.texts import Words
from api.console.view import View, button
from api.roles import POLICY_AUTHORS, POLICY_PUBLISHERS

_MOST_FOUND: Final = 50


def add_policy_version_page(house: House) -> None:
    """Let ``/policies/…`` show a version."""
    add_page(house, "/policies/{version}", "policy.title", _build)


async def _build(seat: Seat, request: Request) -> None:
    await _Version(seat, request.path_params["version"]).draw()


class _Version(View):
    def __init__(self, seat: Seat, version: str) -> None:
        super().__init__(seat)
        self._path = f"/v1/policies/{version}"
        self._result: ui.element | None = None

    async def load(self) -> Any:
        return (
            await self.seat.get(self._path),
            await self.seat.get(f"{self._path}/diff"),
            await self.seat.get(f"{self._path}/shadow"),
            await names_of(self.seat),
        )

    def show(self, found: Any) -> None:
        version, diff, looked, people = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            ui.link(f"← {t('policy.back')}", "/policies").classes("nav")
            heading(version["id"])
        facts = "".join(
            f"<span><span class=muted>{safe(word)}</span> {value}</span>"
            for word, value in version_facts(version, people, t)[1:]
        )
        ui.html(facts, sanitize=False).classes("bar").style("gap:18px")
        self._steps(version)
        self._result = ui.element("div").classes("stack").style("width:100%").props("role=status")
        with ui.element("div").classes("two"):
            panel(t("policy.diff"), diff_html(diff, t))
            with ui.element("div").classes("stack"):
                panel(t("policy.shadow_title"), looked_html(looked, t))
                panel(t("policy.text"), f"<pre class=code>{safe(version['text'])}</pre>")

    def _steps(self, version: dict[str, Any]) -> None:
        t, role, life = self.seat.t, self.seat.role, version["life"]
        person = self.seat.visitor.person
        own = person is not None and person.id == version["author"]
        with ui.element("div").classes("bar actions").props("role=toolbar"):
            if role in POLICY_AUTHORS:
                edit = f"/policies/edit?version={version['id']}"
                button(t("policy.edit"), lambda: ui.navigate.to(edit))
                button(t("policy.try"), lambda: self._look("backtest", trial_html))
                button(t("policy.search"), lambda: self._look("search", search_html))
                if life in ("draft", "retired"):
                    button(t("policy.shadow"), lambda: self.do(f"{self._path}/shadow"))
            if role in POLICY_PUBLISHERS and not own:
                if life != "live":
                    button(t("policy.publish"), lambda: self.beside(self._publishing), main=True)
                if life != "retired":
                    button(t("policy.retire"), lambda: self.do(f"{self._path}/retire"))
            elif role in POLICY_PUBLISHERS:
                ui.label(t("policy.own")).classes("muted")

    def _publishing(self) -> Form:
        t = self.seat.t

        async def send(values: dict[str, Any]) -> None:
            try:
                share = float(values["share"]) / 100
            except ValueError:
                raise Incomplete(t("policy.no_share")) from None
            if not 0.001 <= share <= 1:
                raise Incomplete(t("policy.no_share"))
            await self.send(f"{self._path}/publish", {"share": share})
            self.tell(t("policy.published"))

        form = Form(self.seat, t("policy.publish"), send)
        form.note(t("policy.publish_note"))
        form.text("share", t("policy.share"), value="100")
        return form

    async def _look(self, call: str, told: Any) -> None:
        place = self._result
        if place is None:
            return
        place.clear()
        with place:
            ui.label(self.seat.t("policy.trying")).classes("panel")
        try:
            found = await self.seat.post(f"{self._path}/{call}", {"events": LOOKED_AT})
        except ApiError as error:
            place.clear()
            self.complain(error)
            return
        place.clear()
        with place:
            word = "policy.trial" if call == "backtest" else "policy.search"
            panel(self.seat.t(word), told(found, self.seat.t))


def diff_html(diff: dict[str, Any], t: Words) -> str:
    """A unified diff: what is new in green with +, what goes struck through with -."""
    if not diff["lines"]:
        return f"<p class=muted>{t('policy.no_diff')}</p>"
    lines = "".join(f'<span class="{_side(line)}">{safe(line)}\n</span>' for line in diff["lines"])
    against = safe(t("policy.against", name=diff["against"]))
    return f"<p class=muted>{against}</p><pre class=code>{lines}</pre>"


def _side(line: str) -> str:
    if line.startswith(("+++", "---", "@@")):
        return "where"
    return "new" if line.startswith("+") else "gone" if line.startswith("-") else ""


def looked_html(looked: dict[str, Any], t: Words) -> str:
    """What a version has said of live events without effect."""
    if not looked["events"]:
        return f"<p class=muted>{t('policy.shadow_none')}</p>"
    told = f"<p>{safe(t('policy.shadow_words', n=looked['events']))}</p>"
    return told + _counts(looked["hits"], t) + _moves(looked["moves"], t)


def trial_html(trial: dict[str, Any], t: Words) -> str:
    """A backtest in events, money and hours of review."""
    told = t(
        "policy.trial_words",
        n=f"{trial['events']:,}",
        frauds=trial["frauds_known"],
        skipped=trial["skipped"],
    )
    sums = table(
        ("", t("policy.then"), t("policy.now")),
        (
            (t("policy.stopped"), f"{trial['then']:,}", f"<b>{trial['now']:,}</b>"),
            (t("policy.hours"), f"{trial['hours_then']:,.1f}", f"<b>{trial['hours_now']:,.1f}</b>"),
        ),
    )
    sides = table(
        ("", t("policy.event"), t("policy.money"), t("policy.frauds"), t("policy.money")),
        (_side_row(t(f"policy.{name}"), trial[name], t) for name in ("gained", "lost")),
    )
    return f"<p>{safe(told)}</p>{sums}{sides}{_moves(trial['moves'], t)}"


def _side_row(name: str, side: dict[str, int], t: Words) -> tuple[str, ...]:
    return (
        name,
        f"{side['events']:,}",
        yuan(side["fen"], t),
        f"{side['frauds']:,}",
        yuan(side["fraud_fen"], t),
    )


def search_html(found: dict[str, Any], t: Words) -> str:
    """Parcels under way that the version's rules hit."""
    told = t(
        "policy.found",
        way=f"{found['under_way']:,}",
        hit=f"{found['hit']:,}",
        money=yuan(found["hit_fen"], t),
    )
    rows = [
        (
            safe(one["event_id"]),
            f"{safe(t.of('decision', one['decided']))} → {safe(t.of('decision', one['would']))}",
            " ".join(chip(rule, "low") for rule in one["rules"]),
            yuan(one["stake_fen"], t),
        )
        for one in found["found"][:_MOST_FOUND]
    ]
    heads = (t("act.event"), t("policy.moves"), t("policy.rule"), t("policy.money"))
    return f"<p>{safe(told)}</p>" + (
        f"<div class=scroll>{table(heads, rows)}</div>" if rows else ""
    )


def _counts(hits: dict[str, int], t: Words) -> str:
    rows = [(safe(rule), f"{n:,}") for rule, n in sorted(hits.items(), key=lambda one: -one[1])]
    return table((t("policy.rule"), t("policy.hits")), rows) if rows else ""


def _moves(moves: dict[str, int], t: Words) -> str:
    rows = [(safe(_move(move, t)), f"{n:,}") for move, n in sorted(moves.items())]
    return table((t("policy.moves"), t("policy.event")), rows) if rows else ""


def _move(move: str, t: Words) -> str:
    """``kind: action -> action`` in words."""
    kind, _, change = move.rpartition(": ")
    words = " → ".join(t.of("decision", action) for action in change.split(" -> "))
    return f"{t.of('kind', kind)} {words}" if kind else words
