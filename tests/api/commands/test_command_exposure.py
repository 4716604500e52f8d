"""``postrisk exposure``: an honest ledger, a changed one, and a merchant's entries."""

from pathlib import Path

import pytest
from sqlalchemy import text

from risk.bootstrap import home_of, service_of, store_of
from risk.settings import Settings
from tests.api.commands.running import Console
from tests.risk.builders import feed, outcome
from tests.risk.running import run_async
from tests.risk.test_exposure import parcel


@pytest.fixture
def used_home(home: Path) -> Path:
    """A home whose service has let five parcels in; the first was collected and paid out."""
    settings = Settings(home)
    store = store_of(settings, home_of(settings))
    service = service_of(settings, home_of(settings), store)
    service.start()
    run_async(feed(service, [parcel(number) for number in range(5)]))
    for number, said in enumerate(("delivered", "remitted")):
        told = outcome(number, event_id="sh-0", outcome=said)
        run_async(service.record_outcome(told))
    store.close()
    return home


def test_an_honest_ledger_is_proved(console: Console, used_home: Path) -> None:
    said = console.succeed("exposure", "check", "--home", used_home)
    assert said.splitlines() == [
        "7 entries of 7 rows derived again: 0 rows differ, 0 entries missing, 0 foreign",
        "5 reservations: 0 over a limit, 0 reserved or ended twice",
        "reserved 149,500 fen = ended 29,900 + lapsed 0 + outstanding 119,600 + collected 0: 0 fen leaked",
    ]


def test_a_changed_ledger_is_a_failure(console: Console, used_home: Path) -> None:
    settings = Settings(used_home)
    store = store_of(settings, home_of(settings))
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM exposure_entries WHERE seq = 7"))
    store.close()
    line = console.refusal(1, "exposure", "check", "--home", used_home)
    assert line == "the exposure ledger is not what the log says"
    assert "1 entries missing" in console.out
    assert ": 29,900 fen leaked" in console.out
    assert "  seq 7" in console.out


def test_a_merchant_s_entries_are_shown_newest_first(console: Console, used_home: Path) -> None:
    lines = console.succeed("exposure", "show", "m-1", "--home", used_home).splitlines()
    assert [line.split()[1] for line in lines] == ["release", "collect", *["reserve"] * 5]
    line = console.refusal(1, "exposure", "show", "nobody", "--home", used_home)
    assert line == "the ledger holds no entry of this merchant"
