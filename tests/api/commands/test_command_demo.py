from pathlib import Path

from api.server import bind
from tests.api.commands.running import Console


def test_the_demo_shows_what_it_found_and_all_of_it_can_be_derived_again(
    console: Console, home: Path
) -> None:
    text = console.succeed("demo", "--once", "--home", home)
    assert text.lstrip().startswith("Scored ")
    for typology in ("SH-01", "SH-02", "AO-01", "AO-02"):
        assert f"  {typology}  " in text
    assert "/docs" in text
    assert "prk_" not in text
    first = text.partition("\nFlagged")[2]
    again = console.succeed("demo", "--once", "--home", home)
    assert again.partition("\nFlagged")[2] == first
    assert ": 0 differ" in console.succeed("verify", "--home", home)


def test_a_port_in_use_is_told_before_any_work(console: Console, home: Path) -> None:
    taken = bind("127.0.0.1", 0)
    line = console.refusal(1, "demo", "--port", taken.getsockname()[1], "--home", home)
    taken.close()
    assert "is in use" in line
    assert not (home / "demo").exists()
