from pathlib import Path

import pytest

from data.errors import Failure
from risk.bundle import NO_BUNDLE
from risk.candidates import candidate_parts
from rules.load import shipped_policies
from tests.risk.builders import shipped


def parts(path: Path) -> tuple[str, str]:
    bundle, policy = candidate_parts(path, NO_BUNDLE, shipped())
    return bundle.id, policy.id


def changed(path: Path, old: str, new: str) -> Path:
    source = next(file for file in shipped_policies() if file.name == "shipment_fan_out.yaml")
    text = source.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_a_bundle_comes_under_the_present_policies(bundle_folder: Path) -> None:
    bundle_id, policy_id = parts(bundle_folder)
    assert bundle_id != NO_BUNDLE.id
    assert policy_id == shipped().id


def test_a_policy_file_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    same = changed(tmp_path / "same.yaml", "version: 1", "version: 1")
    _, policy = candidate_parts(same, NO_BUNDLE, shipped())
    assert {rule.id for rule in policy.rules} == {rule.id for rule in shipped().rules}
    other = changed(
        tmp_path / "other.yaml", "receivers_24h: {value: 30", "receivers_24h: {value: 60"
    )
    assert parts(other)[1] != parts(same)[1]


def test_a_folder_is_the_whole_set(tmp_path: Path) -> None:
    changed(tmp_path / "one.yaml", "version: 1", "version: 1")
    _, policy = candidate_parts(tmp_path, NO_BUNDLE, shipped())
    assert 0 < len(policy.rules) < len(shipped().rules)


def test_what_is_no_candidate_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no bundle and no policy file"):
        parts(tmp_path / "nothing")
    with pytest.raises(Failure, match="neither a bundle nor"):
        parts(tmp_path)
    (tmp_path / "bad.yaml").write_text("id: 3", encoding="utf-8")
    with pytest.raises(Failure, match=r"bad\.yaml:"):
        parts(tmp_path / "bad.yaml")
