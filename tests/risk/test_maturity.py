import re
from pathlib import Path
from typing import get_args

import pytest

from data.events import AccountOpening, CodApplication, OutcomeKind, Shipment
from data.instants import DAY_MS
from risk.maturity import AWAITED, MATURITY_DAYS, maturity_ms


def test_every_kind_awaits_outcomes_of_the_contract() -> None:
    kinds = (Shipment, AccountOpening, CodApplication)
    assert set(AWAITED) == {kind.__struct_config__.tag for kind in kinds}
    assert set(MATURITY_DAYS) <= set(get_args(OutcomeKind))


@pytest.mark.parametrize(
    ("kind", "days"), [("shipment", 45), ("account_opening", 90), ("cod_application", 90)]
)
def test_a_kind_is_mature_when_the_slowest_of_its_outcomes_would_be_there(
    kind: str, days: int
) -> None:
    assert maturity_ms(kind) == days * DAY_MS
    assert all(MATURITY_DAYS[outcome] <= days for outcome in AWAITED[kind])


def test_the_table_of_the_docs_is_this_one() -> None:
    text = (Path(__file__).parents[2] / "docs" / "labels.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    told = {name: int(days) for names, days in rows for name in re.findall(r"`(\w+)`", names)}
    assert told == MATURITY_DAYS
