"""Why a case has its score: contributions by family, with what speaks for the customer in green."""

from typing import Any, Final

from nicegui import ui

from api.console.shown import family_of, feature_text, safe, value_text
from api.console.texts import Words

_MOST: Final = 14
_WHOLES: Final = ("rules", "anomaly")
"""Parts of the ledger that are no feature and have no value."""
_LEAST: Final = 0.005
"""Log-odds below which a contribution is a bar of no width."""


def why_panel(t: Words, sheet: dict[str, Any]) -> None:
    """The bars; each has its fact in words and its value beside it."""
    explained = sheet["explained"]
    with ui.element("section").classes("panel").props(f'aria-label="{t("case.explain")}"'):
        ui.html(f"<h2>{t('case.explain')}</h2>", sanitize=False)
        if explained is None:
            ui.label(t("case.value_none")).classes("muted")
            return
        told = t(
            "case.explain_of",
            id=explained["event_id"],
            base=f"{explained['base']:+.2f}",
            total=f"{explained['total']:+.2f}",
        )
        legend = (
            f'<span class="muted">{safe(told)}</span> '
            f'<span class="chip" style="border-color:#b45309;color:#7a4200">▶ {t("case.raises")}</span> '
            f'<span class="chip" style="border-color:#0f6b3c;color:#0f6b3c">◀ {t("case.lowers")}</span>'
        )
        ui.html(legend, sanitize=False)
        if sheet["peers"] is not None:
            ui.label(peers_text(sheet["peers"], t)).classes("muted")
        ui.html(bars_html(explained["contributions"], t, sheet["usual"]), sanitize=False)


def bars_html(
    contributions: list[dict[str, Any]],
    t: Words,
    usual: dict[str, dict[str, Any]] | None = None,
) -> str:
    """The largest contributions, families by what they add up to.

    Args:
        contributions: of the ledger.
        t: words.
        usual: feature -> the range that most of its peers have, or of the kind, where it is known.
    """
    largest = sorted(contributions, key=lambda one: -abs(one["contribution"]))[:_MOST]
    kept = [one for one in largest if abs(one["contribution"]) >= _LEAST]
    if not kept:
        return f"<p class=muted>{t('case.no_parts')}</p>"
    widest = abs(kept[0]["contribution"])
    families: dict[str, list[dict[str, Any]]] = {}
    for one in kept:
        families.setdefault(_group(one["feature"]), []).append(one)
    parts = []
    for family, members in sorted(families.items(), key=lambda pair: -_size(pair[1])):
        total = sum(one["contribution"] for one in members)
        parts.append(
            f"<div class=family><span>{safe(t.of('family', family))}</span>"
            f"<span class=muted>{total:+.2f}</span></div>"
        )
        parts += [_bar(one, widest, t, (usual or {}).get(one["feature"])) for one in members]
    return "".join(parts)


def _group(feature: str) -> str:
    return feature if feature in _WHOLES else family_of(feature)


def _size(members: list[dict[str, Any]]) -> float:
    return float(sum(abs(one["contribution"]) for one in members))


def _bar(one: dict[str, Any], widest: float, t: Words, usual: dict[str, Any] | None) -> str:
    amount = one["contribution"]
    helps = amount < 0
    text = feature_text(one["feature"], t)
    told = one["value"] is not None or one["feature"] not in _WHOLES
    value = t("case.value", value=value_text(one["feature"], one["value"], t)) if told else ""
    if usual is not None and one["value"] is not None:
        value = f"{value} ({usual_text(one['feature'], usual, t)})"
    side = t("case.lowers" if helps else "case.raises")
    return (
        f'<div class=why><span class="{"for-text" if helps else ""}">{safe(text)} '
        f"<span class=muted>{safe(value)}</span></span>"
        f'<span class=track role=img aria-label="{side} {abs(amount):.2f}">'
        f'<i class="{"for" if helps else ""}" style="width:{50 * abs(amount) / widest:.1f}%"></i></span>'
        f"<span>{'◀' if helps else '▶'} {abs(amount):.2f}</span></div>"
    )


def usual_text(feature: str, usual: dict[str, Any], t: Words) -> str:
    """What the middle 80 % of its peers have, or of such events, in the feature's own unit."""
    low, high = (value_text(feature, usual[end], t) for end in ("low", "high"))
    key = "case.peers" if usual["peers"] else "case.usual"
    return t(f"{key}_one", low=low) if low == high else t(key, low=low, high=high)


def peers_text(peers: dict[str, Any], t: Words) -> str:
    """Whom the event is held against."""
    return t(
        "case.peers_are", sort=t.of("sort", peers["sort"]), weeks=t.of("weeks", peers["weeks"])
    )
