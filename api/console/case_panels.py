"""The panels of a case's page that are lists: rules, time, parties, similar cases, gaps, alerts, the log."""

from collections import Counter
from typing import Any, Final

from api.console.case_why import usual_text
from api.console.parts import panel
from api.console.shown import feature_text, moment, safe, typology_text, value_text
from api.console.texts import CHINESE, Words

_MOST_TIMES: Final = 60


def rules_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Rules hit, each value against its threshold; a rule stands once, with how many alerts it hit."""
    hits: dict[str, dict[str, Any]] = {}
    explained = sheet["explained"] or {"event_id": ""}
    lead: set[str] = set()
    counted: Counter[str] = Counter()
    words: dict[str, str] = {}
    for alert in sorted(sheet["alerts"], key=lambda one: -one["score"]):
        for hit in alert["rules"]:
            if hit["id"] not in hits and alert["event_id"] == explained["event_id"]:
                lead.add(hit["id"])
            hits.setdefault(hit["id"], hit)
            counted[hit["id"]] += 1
        # Reasons begin with those of the rules, in the same order.
        for hit, reason in zip(alert["rules"], alert["reasons"], strict=False):
            words.setdefault(hit["id"], reason["zh" if t.language == CHINESE else "en"])
    rows = "".join(
        _rule(hit, counted[name], words, t, sheet["usual"] if name in lead else {})
        for name, hit in hits.items()
    )
    head = (
        f"<tr><th>{t('case.rule')}</th><th>{t('case.rule_value')}</th>"
        f"<th>{t('case.rule_threshold')}</th></tr>"
    )
    body = f"<table class=plain>{head}{rows}</table>" if rows else f"<p>{t('case.no_rules')}</p>"
    panel(t("case.rules"), body)


def _rule(
    hit: dict[str, Any],
    count: int,
    words: dict[str, str],
    t: Words,
    usual: dict[str, dict[str, Any]],
) -> str:
    """A rule's head, its measured values with what is usual, and what else it asked for in one line."""
    flags = [one for one in hit["evidence"] if isinstance(one["threshold"], bool)]
    numbers = [one for one in hit["evidence"] if not isinstance(one["threshold"], bool)]
    head = (
        f"<tr><td colspan=3><b>{safe(hit['id'])}</b> v{hit['version']} · "
        f"{safe(t.of('decision', hit['action']))} <span class=muted>{t('case.seen_in', n=count)}</span>"
        f"<br>{safe(words.get(hit['id'], ''))}</td></tr>"
    )
    rows = "".join(
        f"<tr><td>{safe(feature_text(one['name'], t))}</td>"
        f"<td><b>{safe(value_text(one['name'], one['value'], t))}</b>{_beside(one, usual, t)}</td>"
        f"<td>{safe(value_text(one['name'], one['threshold'], t))}</td></tr>"
        for one in numbers
    )
    also = "; ".join(
        f"{feature_text(one['name'], t)}: {value_text(one['name'], one['value'], t)}"
        for one in flags
    )
    told = t("case.rules_met", names=also)
    met = f"<tr><td colspan=3 class=muted>{safe(told)}</td></tr>" if flags else ""
    return head + rows + met


def _beside(one: dict[str, Any], usual: dict[str, dict[str, Any]], t: Words) -> str:
    """What is usual, where it is known and the value is."""
    known = usual.get(one["name"])
    if known is None or one["value"] is None:
        return ""
    return f" <span class=muted>{safe(usual_text(one['name'], known, t))}</span>"


def timeline_panel(t: Words, sheet: dict[str, Any]) -> None:
    """One line of time over parcels, accounts and credit; newest first."""
    items = list(reversed(sheet["timeline"]))[:_MOST_TIMES]
    lines = []
    for item in items:
        what, _, outcome = item["what"].partition(":")
        word = t.of("what", what) + (f" · {t.of('label', outcome)}" if outcome else "")
        over = "、".join(t.of("node", kind) for kind in item["over"])
        own = f' <span class="chip">{t("case.this")}</span>' if item["event_id"] else ""
        lines.append(
            f'<div class="line {"own" if item["event_id"] else ""}"><span class=muted>'
            f"{moment(item['at'])}</span> {safe(word)} <span class=muted>{safe(over)}</span>{own}</div>"
        )
    told = t("case.timeline_words", n=len(sheet["timeline"]))
    panel(t("case.timeline"), f"<p class=muted>{told}</p><div class=scroll>{''.join(lines)}</div>")


def parties_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Who and where, masked; the same party of many alerts stands once."""
    seen: Counter[tuple[str, ...]] = Counter()
    for alert in sheet["alerts"]:
        for party in alert["parties"]:
            facts = (party["name"], party["id_no"], party["phone"], party["place"])
            seen[(party["role"], *facts, ",".join(party["missing"]))] += 1
    rows = "".join(_party(party, count, t) for party, count in seen.most_common(30))
    panel(t("case.parties"), f"<div class=scroll><table class=plain>{rows}</table></div>")


def _party(party: tuple[str, ...], count: int, t: Words) -> str:
    role, name, id_no, phone, place, missing = party
    parts = "、".join(t.of("part", part) for part in missing.split(",") if part)
    lacking = (
        f'<br><span class="chip medium">{t("case.missing", parts=parts)}</span>' if parts else ""
    )
    times = f"<br><span class=muted>{t('case.seen_in', n=count)}</span>" if count > 1 else ""
    return (
        f"<tr><td>{safe(t.of('party', role))}{times}</td>"
        f"<td>{safe(name)} {safe(phone)}<br><span class=muted>{safe(id_no)}</span></td>"
        f"<td>{safe(place)}{lacking}</td></tr>"
    )


def similar_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Closed cases like this one, with what they were."""
    rows = "".join(
        f"<tr><td>{safe(one['case_id'])}</td><td>{safe(t.of('label', one['label'], '–'))}</td>"
        f"<td>{t('case.distance', d=round(one['distance'], 2))}</td>"
        f"<td>{t('queue.alerts', n=one['alerts'])}</td></tr>"
        for one in sheet["similar"]
    )
    body = (
        f"<table class=plain>{rows}</table>"
        if rows
        else f"<p class=muted>{t('case.no_similar')}</p>"
    )
    panel(t("case.similar"), body)


def gaps_panel(t: Words, sheet: dict[str, Any]) -> None:
    """Which inputs were missing or late."""
    chips = []
    for gap in sheet["data_gaps"]:
        role, _, part = gap.partition(".")
        words = f"{t.of('party', role)} · {t.of('part', part)}" if part else t.of("gap", gap)
        chips.append(f'<span class="chip medium">{safe(words)}</span>')
    body = " ".join(chips) if chips else f"<span class=muted>{t('case.no_gaps')}</span>"
    panel(t("case.gaps"), body)


def alerts_panel(t: Words, sheet: dict[str, Any]) -> None:
    """The alerts, newest first."""
    rows = "".join(
        f'<tr><td><span class="chip {safe(one["band"])}">{one["score"]}</span></td>'
        f"<td>{safe(one['event_id'])}<br><span class=muted>{moment(one['occurred_at'])} · "
        f"{safe(one['outlet_id'] or '')}</span></td>"
        f"<td>{safe(t.of('decision', one['decision']))}<br><span class=muted>"
        f"{safe(typology_text(one['typology'], t))}</span></td></tr>"
        for one in reversed(sheet["alerts"])
    )
    left = sheet["alerts_left_out"]
    more = f"<p class=muted>{t('case.alerts_left', n=left)}</p>" if left else ""
    body = f"<div class=scroll><table class=plain>{rows}</table></div>{more}"
    panel(f"{t('case.alerts')} ({sheet['case']['alerts']})", body)


def log_panel(t: Words, sheet: dict[str, Any], people: dict[str, str]) -> None:
    """Who did what, newest first, and the appeals with their clocks."""
    lines = [
        f'<div class="line own"><b>{t("step.appeal")} {one["id"]}</b> {safe(one["status"])} '
        f"{safe(t.of('act', one['result'], ''))} <span class=muted>{moment(one['due_at'])}</span></div>"
        for one in sheet["appeals"]
    ]
    for step in reversed(sheet["steps"]):
        who = people.get(step["actor"], step["actor"])
        label = step["detail"].get("label")
        lines.append(
            f"<div class=line><span class=muted>{moment(step['at'])} {safe(who)}</span> "
            f"{safe(t.of('step', step['action']))} "
            f"{safe(t.of('label', label) if label else '')}"
            f"{'<br>' + safe(step['text']) if step['text'] else ''}</div>"
        )
    panel(t("case.log"), f"<div class=scroll>{''.join(lines)}</div>")
