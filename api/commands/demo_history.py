"""What the demo's colleagues did before you came: some cases closed as the simulated truth has it, one held.

Without it the console would have no similar closed case to show and no figure on its board.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Final

import msgspec

from data.accounts import Person
from data.api_keys import Caller
from data.case_filter import Filter
from risk.case_desk import CaseDesk
from risk.case_page import CaseItem
from risk.case_requests import Comment, Disposal
from risk.cases import Cases

_MOST: Final = 200
_REASON: Final = "演示:按模拟世界的真相结案 (demo: closed as the simulated truth has it)"
_NOTE: Final = "已联系网点,等回复 (demo: asked the outlet, waiting for its answer)"


async def work_before(cases: Cases, people: list[Person], truth: Path) -> int:
    """Close the older of two cases of one typology, once; hold one other. Gives how many were closed."""
    callers = {person.name: Caller(person.id, person.role) for person in people}
    maker, senior = callers["li"], callers["wang"]
    if (await cases.queue(senior, Filter(status="closed"), None, 1)).items:
        return 0
    known = _truth_of(truth)
    alike: dict[tuple[str, str | None], list[CaseItem]] = defaultdict(list)
    waiting = Filter(status="open", unowned=True, tiers_up_to=1)
    for item in (await cases.queue(maker, waiting, None, _MOST)).items:
        alike[item.kind, item.typology].append(item)
    closed = 0
    for found in alike.values():
        oldest = min(found, key=lambda item: item.case_id)
        if len(found) > 1 and oldest.decision != "decline":
            await _close(cases, maker, oldest, known)
            closed += 1
    await _hold_one(cases, senior)
    return closed


async def _close(
    cases: Cases, caller: Caller, item: CaseItem, known: dict[str, tuple[str, str]]
) -> None:
    await cases.act(CaseDesk.claim, caller, item.case_id)
    sheet = await cases.page(caller, item.case_id)
    typology, decoy = known.get(sheet.alerts[0].event_id, ("", ""))
    body: dict[str, object] = {"reason": _REASON, "evidence": ["called_customer", "checked_graph"]}
    if typology:
        body |= {"label": "confirmed_fraud", "typology": typology}
    elif decoy.startswith("L"):
        body |= {"label": "legit_explained", "look_alike": decoy}
    else:
        body |= {"label": "suspicious_unproven"}
    await cases.dispose(caller, item.case_id, msgspec.convert(body, Disposal))


async def _hold_one(cases: Cases, caller: Caller) -> None:
    """A colleague works on the parcels of one document at several outlets."""
    found = (await cases.queue(caller, Filter(typology="SH-06", unowned=True), None, 1)).items
    for item in found:
        await cases.act(CaseDesk.claim, caller, item.case_id)
        await cases.act(CaseDesk.comment, caller, item.case_id, Comment(_NOTE))


def _truth_of(path: Path) -> dict[str, tuple[str, str]]:
    """Event id -> typology and look-alike, "" where it is none."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["event_id"]: (row["typology"], row["decoy"]) for row in csv.DictReader(file)}
