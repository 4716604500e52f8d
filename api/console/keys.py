"""Keys and their versions: the system administrator's page. No secret is among it."""

from typing import Any

from fastapi import Request
from nicegui import ui

from api.console.parts import chip, heading, panel, table
from api.console.seat import House, Seat
from api.console.shell import add_page
from api.console.shown import moment, safe
from api.console.texts import Words

_KINDS = {"active": "good", "expired": "wait", "revoked": "low"}


def add_keys_page(house: House) -> None:
    """Let ``/admin/keys`` show the keys."""
    add_page(house, "/admin/keys", "keys.title", _build)


async def _build(seat: Seat, _request: Request) -> None:
    t = seat.t
    found = await seat.get("/v1/keys")
    with ui.element("div").classes("stack").style("width:100%").props("id=main"):
        heading(t("keys.title"), t("keys.note"))
        panel(t("keys.vault"), vault_html(found, t))
        panel(t("keys.api"), api_keys_html(found["api_keys"], t))


def vault_html(found: dict[str, Any], t: Words) -> str:
    """The versions of the keys of sealed data, the current one first."""
    rows = [
        (
            f"<b>{t('keys.version', n=version)}</b>",
            chip(t("keys.current"), "good")
            if version == found["vault_current"]
            else chip(t("keys.opens"), "low"),
        )
        for version in sorted(found["vault_versions"], reverse=True)
    ]
    return table((t("policy.version"), t("people.state")), rows)


def api_keys_html(keys: list[dict[str, Any]], t: Words) -> str:
    """API keys, the newest first."""
    rows = [
        (
            f"<b>{safe(one['id'])}</b>",
            safe(t.of("role", one["role"])),
            chip(t.of("key", one["state"]), _KINDS.get(one["state"], "low")),
            moment(one["created_at"]),
            moment(one["expires_at"]) if one["expires_at"] else t("list.forever"),
        )
        for one in reversed(keys)
    ]
    heads = ("keys.id", "people.role", "people.state", "people.since", "keys.ends")
    return table([t(name) for name in heads], rows)
