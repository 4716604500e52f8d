"""The address panel: as written, as read, and what each address is worth."""

from typing import Any, Final

from api.console.parts import chip, panel
from api.console.shown import safe
from api.console.texts import Words

_MOST: Final = 12
_GOOD: Final = 0.6


def addresses_panel(t: Words, sheet: dict[str, Any]) -> None:
    """The addresses of a case, each once, the poorest first."""
    seen: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for alert in sheet["alerts"]:
        for party in alert["parties"]:
            if party["address"] is not None:
                found = party["address"]
                seen.setdefault((found["written"], found["canonical"]), (party["role"], found))
    ranked = sorted(seen.values(), key=lambda one: one[1]["quality"])[:_MOST]
    body = "".join(address_html(role, found, t) for role, found in ranked)
    note = f"<p class=muted>{t('place.short')}</p>" if body else ""
    body = body or f"<p class=muted>{t('place.none')}</p>"
    panel(t("place.title"), f"{note}<div class=scroll>{body}</div>")


def address_html(role: str, found: dict[str, Any], t: Words) -> str:
    """One address."""
    quality = f"{found['quality']:.0%}"
    worth = chip(f"{t('place.quality')} {quality}", "good" if found["quality"] >= _GOOD else "wait")
    flags = " ".join(chip(t.of("flag", flag), "medium") for flag in found["flags"])
    kind = chip(t.of("hub.type", found["kind"]), "low") if found["kind"] else ""
    parts = " · ".join(_part(part, t) for part in found["parts"])
    return (
        f"<table class=plain><tr><td colspan=2><b>{safe(t.of('party', role))}</b> {worth} {kind} {flags}"
        f"</td></tr><tr><td class=name>{t('place.written')}</td><td>{safe(found['written'])}</td></tr>"
        f"<tr><td class=name>{t('place.canonical')}</td><td>{safe(found['canonical'] or '–')}</td></tr>"
        f"<tr><td class=name>{t('place.quality')}</td><td class=muted>{parts}</td></tr></table>"
    )


def _part(part: dict[str, Any], t: Words) -> str:
    return f"{safe(t.of('place.part', part['name']))} {part['got']:.2f}/{part['most']:.2f}"
