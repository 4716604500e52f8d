from pathlib import Path

import pytest

from data.errors import Failure, WrongUse
from data.importing.document import read_document


def refusal(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "m.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(WrongUse) as caught:
        read_document(path)
    return caught.value.message


def test_values_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("a: {x: 1, 是: yes}\nb:\n  - c: ~\n  - d: 2025-01-01\n", encoding="utf-8")
    document = read_document(path)
    assert document.value == {"a": {"x": 1, "是": True}, "b": [{"c": None}, {"d": "2025-01-01"}]}
    assert document.lines["b", "2", "d"] == 4
    assert document.mistake(("b", "2", "d"), "odd").message == "m.yaml:4: b.2.d: odd"
    assert document.mistake(("b", "2", "none"), "odd").message == "m.yaml:4: b.2.none: odd"
    assert document.mistake((), "odd").message == "m.yaml:1: odd"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "m.yaml:1: the file must hold one mapping"),
        ("- 1", "m.yaml:1: the file must hold one mapping"),
        ("a: 1\na: 2", "m.yaml:2: the key a stands here twice"),
        ("a: &x 1\nb: *x", "m.yaml:2: aliases"),
        ("a:\n  b: [1", "not YAML"),
        ("? [a]\n: 1", "m.yaml:1: a key must be a plain word"),
        ("a: 1\nb: !own x", "m.yaml:2: can't be read"),
        ('a: "\\ud800"', "m.yaml:1: "),
        ("a: " + "[" * 50 + "]" * 50, "m.yaml:1: nested more than"),
        (b"a: 1\nb: \xff", "m.yaml:2: a mapping must be UTF-8"),
        (b"#" * (1 << 20) + b"\na: 1", "larger than 1 MiB"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str | bytes, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_a_tag_never_runs(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    path = tmp_path / "m.yaml"
    path.write_text(f"a: !!python/object/apply:os.mkdir [{marker}]\n")
    read_document(path)
    assert not marker.exists()


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"can't read none.yaml"):
        read_document(tmp_path / "none.yaml")
