"""Policies: what decides, our versions, what each rule hits; from here they are edited and rolled back."""

from typing import Any, Final

from fastapi import Request
from nicegui import ui

from api.console.client import ApiError
from api.console.parts import cells, chip, heading, table
from api.console.queue import names_of
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe
from api.console.texts import CHINESE, Words
from api.console.view import View, button
from api.roles import POLICY_AUTHORS, POLICY_PUBLISHERS

LOOKED_AT: Final = 20_000
_COLUMNS: Final = "2.2fr .8fr 1fr 1fr 1.2fr"
_KINDS: Final = {"live": "good", "partly_live": "good", "shadow": "wait"}
_MOST_IDLE: Final = 12


def add_policies_page(house: House) -> None:
    """Let ``/policies`` show what decides."""
    add_page(house, "/policies", "policy.title", _build)


async def _build(seat: Seat, _request: Request) -> None:
    await _Policies(seat).draw()


class _Policies(View):
    async def load(self) -> Any:
        return await self.seat.get("/v1/policies"), await names_of(self.seat)

    def show(self, found: Any) -> None:
        page, people = found
        t = self.seat.t
        with ui.element("div").classes("bar"):
            heading(t("policy.title"), t("policy.deciding", id=page["deciding"]))
            if page["partly"]:
                ui.label(t("policy.partly", id=page["partly"])).classes("muted")
            ui.element("div").classes("grow")
            if page["can_roll_back"] and self.seat.role in POLICY_PUBLISHERS:
                button(
                    t("policy.roll_back"),
                    lambda: self.give_reason(t("policy.roll_back"), "/v1/policy-rollbacks"),
                )
            if self.seat.role in POLICY_AUTHORS:
                button(t("policy.new"), lambda: ui.navigate.to("/policies/edit"), main=True)
        self._versions(page["versions"], people)
        with ui.element("div").classes("two"):
            self._files(page)
            self._yields()

    def _versions(self, versions: list[dict[str, Any]], people: dict[str, str]) -> None:
        t = self.seat.t
        ui.html(f"<h2>{t('policy.versions')}</h2>", sanitize=False)
        if not versions:
            ui.label(t("policy.no_versions")).classes("panel muted")
            return
        with ui.element("div").classes("rows").props("role=list"):
            for one in reversed(versions):
                label = safe(t("policy.open", id=one["id"]))
                with (
                    ui.element("div").props("role=listitem"),
                    ui.link(target=f"/policies/{one['id']}")
                    .classes("facts")
                    .style(f"--cols:{_COLUMNS}")
                    .props(f'aria-label="{label}"'),
                ):
                    cells(version_facts(one, people, t))

    def _files(self, page: dict[str, Any]) -> None:
        t, live = self.seat.t, {v["policy"]: v["id"] for v in page["versions"] if _lives(v)}
        with ui.element("section").classes("panel").props(f'aria-label="{t("policy.files")}"'):
            ui.html(f"<h2>{t('policy.files')}</h2>", sanitize=False)
            for policy, version in sorted(page["policies"].items()):
                with ui.element("div").classes("bar").style("padding:4px 0"):
                    ui.html(
                        f"<b>{safe(policy)}</b> <span class=muted>v{safe(version)} "
                        f"{safe(live.get(policy, ''))}</span>",
                        sanitize=False,
                    )
                    ui.element("div").classes("grow")
                    if self.seat.role in POLICY_AUTHORS:
                        link = ui.link(t("policy.edit"), f"/policies/edit?policy={policy}")
                        link.props(f'aria-label="{safe(t("policy.editing", policy=policy))}"')

    def _yields(self) -> None:
        t = self.seat.t
        with ui.element("section").classes("panel").props(f'aria-label="{t("policy.yields")}"'):
            with ui.element("div").classes("bar"):
                ui.html(f"<h2>{t('policy.yields')}</h2>", sanitize=False)
                ui.element("div").classes("grow")
                button(t("policy.count"), lambda: self._count(place))
            place = ui.element("div")

    async def _count(self, place: ui.element) -> None:
        try:
            found = await self.seat.post("/v1/policy-yields", {"events": LOOKED_AT})
        except ApiError as error:
            self.complain(error)
            return
        place.clear()
        with place:
            ui.html(yields_html(found, self.seat.t), sanitize=False)


def yields_html(found: dict[str, Any], t: Words) -> str:
    """Each rule with its hits, how often it fires, and what became of the events."""
    at = "zh" if t.language == CHINESE else "en"
    events = found["events"] or 1
    fired = sorted((one for one in found["rules"] if one["hits"]), key=lambda one: -one["hits"])
    idle = [one["rule"] for one in found["rules"] if not one["hits"]]
    rows = [
        (
            f"<b>{safe(one['rule'])}</b><br><span class=muted>{safe(one[at])}</span>",
            f"{one['hits']:,}<br><span class=muted>{one['hits'] / events:.2%}</span>",
            f"{one['alone']:,}",
            f"{one['confirmed']:,}",
            f"{one['cleared']:,}",
            precision(one["confirmed"], one["cleared"]),
        )
        for one in fired
    ]
    heads = [
        t(f"policy.{n}") for n in ("rule", "hits", "alone", "confirmed", "cleared", "precision")
    ]
    told = t("policy.counted", n=f"{found['events']:,}", idle=len(idle))
    rest = "、".join(idle[:_MOST_IDLE]) + (" …" if len(idle) > _MOST_IDLE else "")
    return (
        f"<p class=muted>{safe(told)}</p><div class=scroll style='max-height:520px'>"
        f"{table(heads, rows)}</div><p class=muted>{safe(rest)}</p>"
    )


def precision(confirmed: int, cleared: int) -> str:
    """Confirmed of all that a verdict was given on; nothing where there was none."""
    judged = confirmed + cleared
    return f"{confirmed / judged:.0%}" if judged else "–"


def version_facts(one: dict[str, Any], people: dict[str, str], t: Words) -> list[tuple[str, str]]:
    """A version as the cells of a row."""
    share = f" {one['share']:.1%}" if one["life"] == "partly_live" else ""
    author = people.get(one["author"], one["author"])
    publisher = people.get(one["publisher"], one["publisher"]) if one["publisher"] else "–"
    when = one["published_at"] or one["drafted_at"]
    return [
        (t("policy.version"), f"<b>{safe(one['id'])}</b>"),
        (t("list.state"), life_chip(one["life"], t) + safe(share)),
        (t("policy.author"), safe(author)),
        (t("policy.publisher"), safe(publisher)),
        (t("policy.when"), moment(when)),
    ]


def life_chip(life: str, t: Words) -> str:
    """Where a version is in its life."""
    return chip(t.of("life", life), _KINDS.get(life, "low"))


def _lives(version: dict[str, Any]) -> bool:
    return version["life"] in ("live", "partly_live")
