import doctest
from pathlib import Path

import pytest

from data import connect
from data.connect import check_reachable, engine_for, is_postgres, place_of
from data.errors import Failure


def test_the_examples_of_the_docstrings_hold() -> None:
    found = doctest.testmod(connect)
    assert (found.failed, found.attempted) == (0, 1)


def test_an_engine_connects_to_nothing_yet() -> None:
    engine = engine_for("postgresql://me:secret@127.0.0.1:1/db")
    assert is_postgres(engine)
    assert place_of(engine.url) == "127.0.0.1:1/db"
    with pytest.raises(Failure):
        check_reachable(engine)


def test_a_place_never_holds_user_password_or_options() -> None:
    url = engine_for("postgresql://me:secret@db/post?sslpassword=secret2").url
    assert place_of(url) == "db:5432/post"


def test_a_local_socket_has_a_place_too() -> None:
    assert place_of(engine_for("postgresql:///post").url) == "local socket:5432/post"


def test_an_existing_file_keeps_its_content_and_mode(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    path.write_bytes(b"")
    path.chmod(0o640)
    engine = engine_for(f"sqlite:///{path}")
    check_reachable(engine)
    engine.dispose()
    assert path.stat().st_mode & 0o777 == 0o640
