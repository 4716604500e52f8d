"""Rows of a table with all their numbers side by side: our features and the event's own columns."""

from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.plain import COLUMNS, categorical
from benchmarks.quality.table import Table
from risk.features import catalogue

_SORT: Final = {
    "shipment": ("channel", "pay_mode", "is_return", "has_account", "has_merchant"),
    "account_opening": (
        *("channel", "applicant_id_type", "agent_name_length", "has_guardian", "has_batch"),
    ),
    "cod_application": (),
}
"""Columns that make a sort, as in ``sorts``: a length tells only whether there is one."""


class Sampled(Struct, frozen=True):
    """Some rows of a table.

    Attributes:
        places: shape (n_rows,), in the table.
        fraud: shape (n_rows,).
        sort: shape (n_rows,), a number for each sort of event.
        names: of the columns.
        values: shape (n_rows, n_columns); a missing value is below all others.
    """

    places: NDArray[np.intp]
    fraud: NDArray[np.int8]
    sort: NDArray[np.int64]
    names: list[str]
    values: NDArray[np.float64]


def sampled(table: Table, honest: int, of_a_campaign: int, seed: int) -> Sampled:
    """A seeded sample of a table.

    Args:
        table: of one kind.
        honest: how many honest rows at most.
        of_a_campaign: how many frauds of a campaign at most.
        seed: of the choice.
    """
    places = np.sort(_chosen(table, honest, of_a_campaign, np.random.default_rng(seed)))
    plain = np.asarray(table.plain[places], np.float64)
    columns = _columns(table.kind, plain)
    vectors = np.asarray(table.vectors[places])
    values = np.concatenate([vectors, *columns.values()], axis=1)
    # The trees of the baselines take NaN as it is; a ranking needs a place for it.
    np.nan_to_num(values, copy=False, nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    names = [
        *catalogue.NAMES,
        *(f"{n} (own)" for n, c in columns.items() for _ in range(c.shape[1])),
    ]
    return Sampled(places, table.facts["fraud"][places], _sorts(table.kind, plain), names, values)


def _chosen(
    table: Table, honest: int, of_a_campaign: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    facts = table.facts
    others = np.flatnonzero(facts["fraud"] == 0)
    parts = [rng.choice(others, min(honest, len(others)), replace=False)]
    frauds = rng.permutation(np.flatnonzero(facts["fraud"] == 1))
    # In random order, the first of each campaign are a fair choice of it.
    ordered = frauds[np.argsort(facts["campaign"][frauds], kind="stable")]
    campaigns = facts["campaign"][ordered]
    first = np.searchsorted(campaigns, campaigns, side="left")
    parts.append(ordered[np.arange(len(ordered)) - first < of_a_campaign])
    return np.concatenate(parts)


def _columns(kind: str, plain: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The event's own columns by name; a column of codes becomes one for each of its codes."""
    codes = set(categorical(kind))
    found = {}
    for at, name in enumerate(COLUMNS[kind]):
        column = plain[:, at]
        known = np.unique(column[~np.isnan(column)])[:250] if at in codes else None
        found[name] = column[:, None] if known is None else column[:, None] == known
    return found


def _sorts(kind: str, plain: NDArray[np.float64]) -> NDArray[np.int64]:
    names = COLUMNS[kind]
    columns = [_level(name, plain[:, names.index(name)]) for name in _SORT[kind]]
    if not columns:
        return np.zeros(len(plain), np.int64)
    sorts = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)[1]
    return np.asarray(sorts.reshape(-1), np.int64)


def _level(name: str, column: NDArray[np.float64]) -> NDArray[np.float64]:
    missing = np.isnan(column)
    return (
        (~missing).astype(np.float64) if name.endswith("_length") else np.where(missing, -1, column)
    )
