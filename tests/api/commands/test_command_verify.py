import shutil
from pathlib import Path

import pytest
from sqlalchemy import update

from data.tables import EVENTS
from risk.bootstrap import home_of, service_of, store_of
from risk.settings import Settings
from tests.api.commands.running import Console
from tests.risk.builders import demo_lines, feed
from tests.risk.running import run_async


@pytest.fixture
def scored_home(home: Path, bundle_folder: Path) -> Path:
    """A home whose own service has scored the beginning of the demo world."""
    shutil.copytree(bundle_folder, home / "bundle")
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    service = service_of(settings, home_of(settings), store)
    service.start()
    run_async(feed(service, demo_lines()[:150]))
    store.close()
    return home


def change_one(home: Path) -> None:
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    seq = next(record.seq for record in store.scan() if hasattr(record, "hits"))
    with store.engine.begin() as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.seq == seq).values(hits=b'["X"]'))
    store.close()


def test_an_honest_log_has_no_difference(console: Console, scored_home: Path) -> None:
    text = console.succeed("verify", "--home", scored_home)
    assert text.endswith(" derived again: 0 differ\n")


def test_another_bundle_in_the_home_changes_nothing(console: Console, scored_home: Path) -> None:
    shutil.rmtree(scored_home / "bundle")
    assert ": 0 differ" in console.succeed("verify", "--home", scored_home)


def test_a_changed_row_is_told_and_is_a_failure(console: Console, scored_home: Path) -> None:
    change_one(scored_home)
    line = console.refusal(1, "verify", "--home", scored_home)
    assert line == "1 stored decisions could not be derived again"
    assert ": 1 differ" in console.out
    assert ": hits" in console.out


@pytest.mark.parametrize("part", ["bundles", "policies"])
def test_a_missing_archive_is_one_clear_failure(
    console: Console, scored_home: Path, part: str
) -> None:
    shutil.rmtree(scored_home / "archive" / part)
    line = console.refusal(1, "verify", "--home", scored_home)
    assert "can't be derived again" in line


def test_an_empty_home_has_nothing_to_verify(console: Console, home: Path) -> None:
    assert console.succeed("verify", "--home", home).startswith("0 decisions and 0 outcomes")
