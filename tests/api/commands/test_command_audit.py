"""``postrisk audit``: a whole log is told so; a broken one ends with 1 and the place."""

from pathlib import Path

import pytest
from sqlalchemy import Delete, Update, delete, update

from data.audit import AuditEntry
from data.case_tables import AUDIT
from risk.bootstrap import audit_of, home_of, room_of, store_of
from risk.settings import Settings
from tests.api.commands.running import Console

ENTRIES = 5


def fill(home: Path) -> None:
    """Entries of a home, as its cases write them."""
    settings = Settings(home)
    folder = home_of(settings)
    store = store_of(settings, folder)
    room = room_of(folder, store)
    for at_ms in range(ENTRIES):
        with room.desk._keeping.work() as work:
            work.audit(AuditEntry(0, at_ms, "me", "analyst", "view_case", None, None, "", "queue"))
    assert audit_of(folder, store)[1] == audit_of(folder, store)[0].head()
    room.close()


def spoil(home: Path, change: Update | Delete) -> None:
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    with store.engine.begin() as connection:
        connection.execute(change)
    store.close()


def test_a_whole_log_holds_and_tells_its_end(console: Console, home: Path) -> None:
    fill(home)
    said = console.succeed("audit", "verify", "--home", home)
    assert said.startswith(f"{ENTRIES} entries hold; the end is {ENTRIES}:")
    head = said.strip().rpartition(" ")[2]
    console.succeed("audit", "verify", "--home", home, "--head", head)
    assert console.refusal(1, "audit", "verify", "--home", home, "--head", f"9:{'0' * 64}")
    assert console.refusal(2, "audit", "verify", "--home", home, "--head", "none")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (update(AUDIT).where(AUDIT.c.seq == 3).values(reason="none"), "entry 3 was changed"),
        (delete(AUDIT).where(AUDIT.c.seq == 2), "entry 2 is missing"),
        (delete(AUDIT).where(AUDIT.c.seq >= 4), "entry 4 is missing"),
        (delete(AUDIT), "entry 1 is missing"),
    ],
    ids=["changed", "removed", "tail", "all"],
)
def test_a_broken_log_ends_with_1_and_the_place(
    console: Console, home: Path, change: Update | Delete, place: str
) -> None:
    fill(home)
    spoil(home, change)
    assert place in console.refusal(1, "audit", "verify", "--home", home)
