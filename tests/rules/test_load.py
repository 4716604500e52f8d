"""Loading tells the mistakes of all files at once, and the shipped files have none."""

from pathlib import Path

import pytest

from data.errors import Failure
from rules.compile import compile_policies
from rules.load import check_file, load_policies, shipped_policies
from rules.vocabulary import Vocabulary


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_mistakes_of_all_files_in_one_failure(tmp_path: Path, vocabulary: Vocabulary) -> None:
    files = [write(tmp_path, "a.yaml", "id: 3"), write(tmp_path, "b.yaml", "[")]
    with pytest.raises(Failure) as caught:
        load_policies(files, vocabulary)
    assert "a.yaml:1: id must be a text" in caught.value.message
    assert "b.yaml:2: not YAML" in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_ids_are_unique_over_files(catalogue_vocabulary: Vocabulary) -> None:
    path = shipped_policies()[0]
    with pytest.raises(Failure) as caught:
        load_policies([path, path], catalogue_vocabulary)
    assert "the id of rule AO01-c1 is taken" in caught.value.message
    assert "the id of policy account-opening-caps is taken" in caught.value.message


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_an_unreadable_file(content: bytes | None, tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "gone.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Failure, match=r"gone\.yaml can't be read"):
        load_policies([path], vocabulary)


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_shipped_files_have_no_mistakes(path: Path, catalogue_vocabulary: Vocabulary) -> None:
    assert check_file(path, catalogue_vocabulary) == []


def test_shipped_policies_load_and_compile(catalogue_vocabulary: Vocabulary) -> None:
    policies = load_policies(shipped_policies(), catalogue_vocabulary)
    compiled = compile_policies(policies, catalogue_vocabulary)
    assert len(policies) == 20
    assert compiled.id.startswith("postrisk-core@4-")
    assert {rule.typology for rule in compiled.rules if rule.typology} == {
        *(f"AO-{number:02d}" for number in (1, 2, 3, 5, 6, 7, 9)),
        *(f"SH-{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13)),
        *(f"CR-{number:02d}" for number in (1, 2, 3, 5, 6, 7, 8, 10)),
        *(f"IN-{number:02d}" for number in (1, 2, 3, 8)),
    }
