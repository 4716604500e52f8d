"""The log of a home, read beside the server: rows, vectors, and a state rebuilt from them."""

import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.processes import try_postrisk
from data.errors import Failure
from data.records import EventRecord
from data.store import Store
from data.subject import Reader
from risk.bootstrap import archive_of, home_of, store_of, tokeniser_of
from risk.features.catalogue import INDEX
from risk.features.state import State
from risk.settings import Settings
from risk.verify import Verifier

_DIFFER: Final = re.compile(r"([\d,]+) differ")


@contextmanager
def log_of(home: Path) -> Iterator[Store]:
    """The log of a home, closed at the end."""
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    try:
        yield store
    finally:
        store.close()


def vector_of(record: EventRecord) -> list[float]:
    """The stored vector."""
    return array("d", record.vector).tolist()


def feature_of(record: EventRecord, name: str) -> float:
    """One feature of the stored vector."""
    return vector_of(record)[INDEX[name]]


def fresh_verifier(home: Path) -> Verifier:
    """A verifier with a state of its own, which knows nothing but the rows it is given."""
    settings = Settings(home)
    folder = home_of(settings)
    state = State(settings.max_identifiers)
    return Verifier(Reader(tokeniser_of(folder)), state, archive_of(folder))


def verify_differing(home: Path) -> int:
    """How many decisions ``postrisk verify`` finds to differ.

    Raises:
        Failure: it said nothing of that.
    """
    code, printed, told = try_postrisk("verify", "--home", home)
    found = _DIFFER.search(printed)
    if found is None:
        raise Failure(f"postrisk verify ended with {code}: {told[-400:]}")
    return int(found[1].replace(",", ""))
