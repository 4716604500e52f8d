"""A bundle reads back as it was written, and nothing else is read."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from data.errors import Failure
from data.files import sha256_of
from risk.bundle import (
    CARD,
    FORMAT,
    MANIFEST,
    NO_BUNDLE,
    Bundle,
    Manifest,
    load_bundle,
    save_bundle,
)
from risk.features import catalogue
from tests.risk.builders import demo_counts, engine_with, opening, shipment

MODEL = "shipment.npz"


@pytest.fixture
def folder(tmp_path: Path, bundle_folder: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(bundle_folder, tmp_path / "bundle"))


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = msgspec.json.decode((folder / MANIFEST).read_bytes())
    return manifest


def rewrite(folder: Path, **changes: Any) -> None:
    """Change the manifest as a stranger would, with a fitting id."""
    manifest = msgspec.convert(manifest_of(folder) | changes, Manifest)
    name = changes.get("id", "bundle")
    from_scratch = msgspec.structs.replace(manifest, id=name)
    digest = bundle_digest(from_scratch)
    full = msgspec.structs.replace(from_scratch, id=f"{name}-{digest}")
    (folder / MANIFEST).write_bytes(msgspec.json.encode(full))


def bundle_digest(manifest: Manifest) -> str:
    return hashlib.sha256(msgspec.json.encode(manifest)).hexdigest()[:8]


def replace_model(folder: Path, content: bytes) -> None:
    """Put other bytes in place of a model, with the right hash in the manifest."""
    (folder / MODEL).write_bytes(content)
    files = manifest_of(folder)["files"] | {MODEL: sha256_of(folder / MODEL)}
    rewrite(folder, files=files)


def refusal(folder: Path) -> str:
    with pytest.raises(Failure) as caught:
        load_bundle(folder)
    assert "\n" not in caught.value.message
    assert caught.value.__cause__ is None
    return caught.value.message


def test_a_loaded_bundle_scores_like_the_one_that_was_saved(folder: Path, bundle: Bundle) -> None:
    again = load_bundle(folder)
    assert again.id == bundle.id
    for event in (shipment(), opening()):
        left, right = engine_with(bundle).evaluate(event), engine_with(again).evaluate(event)
        assert left.analyst_decision() == right.analyst_decision()


def test_saving_again_gives_the_same_bytes(tmp_path: Path, folder: Path, bundle: Bundle) -> None:
    assert bundle.manifest is not None
    models = {kind: model.model for kind, model in bundle.models.items()}
    manifest = msgspec.structs.replace(bundle.manifest, id="bundle", files={})
    saved = save_bundle(tmp_path / "again", models, manifest, bundle.card)
    assert saved.id == bundle.id
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["account_opening.npz", CARD, MANIFEST, MODEL]
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_the_manifest_says_what_was_learnt(bundle: Bundle) -> None:
    manifest = bundle.manifest
    assert manifest is not None
    assert manifest.format == FORMAT
    assert manifest.schema == catalogue.schema_hash()
    assert manifest.events == {kind: demo_counts()[kind] for kind in bundle.models}
    assert manifest.id.startswith("bundle-")
    assert set(manifest.files) == {"account_opening.npz", CARD, MODEL}
    assert list(manifest.learnt) == ["shipment"]  # few frauds among the demo's openings are known
    assert set(manifest.columns["shipment"]) < set(manifest.learnt["shipment"])
    for kind, model in bundle.models.items():
        learnt = manifest.learnt.get(kind)
        of_trees = () if learnt is None else (*learnt, "anomaly", "rules")
        assert model.names == (of_trees or manifest.columns[kind])
        assert (model.rules is None) == (learnt is None)
        assert model.rules == manifest.rules.get(kind)
        assert model.bands.medium < model.bands.high < model.bands.critical


def test_a_bundle_of_before_rules_were_weighed_scores_as_it_did(folder: Path) -> None:
    """Its manifest has no word of them, and what it decided must be derived again bit for bit."""
    rewrite(folder, rules={})
    assert "rules" not in manifest_of(folder)
    model = load_bundle(folder).models["shipment"]
    assert model.rules is None
    assert model.names[-1] == "anomaly"
    vector = engine_with().evaluate(shipment()).reading.packed
    assert model.score(vector, 3) == model.model.score(vector)


@pytest.mark.parametrize("hold", [-1.0, 0.5, "1", None])
def test_weights_of_rules_that_fall_or_are_none_are_refused(folder: Path, hold: object) -> None:
    manifest = manifest_of(folder)
    manifest["rules"]["shipment"] = {"step_up": 0.25, "review": 1.0, "hold": hold}
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    assert "is not a bundle's manifest" in refusal(folder)


def test_changed_weights_of_rules_are_refused(folder: Path) -> None:
    manifest = manifest_of(folder)
    manifest["rules"]["shipment"] = {"step_up": 5.0, "review": 5.0, "hold": 5.0}
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    assert "differs from its id" in refusal(folder)


def test_a_changed_card_is_refused(folder: Path) -> None:
    content = (folder / CARD).read_bytes()
    (folder / CARD).write_bytes(content.replace(b'"events": ', b'"events": 9', 1))
    assert f"the file {CARD} differs from its hash" in refusal(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"as_of":1}', b"[" * 20_000])
def test_a_card_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    (folder / CARD).write_bytes(content)
    rewrite(folder, files=manifest_of(folder)["files"] | {CARD: sha256_of(folder / CARD)})
    assert f"{CARD} can't be read" in refusal(folder)


def test_a_bundle_of_before_there_were_cards_has_none(folder: Path) -> None:
    files = {name: digest for name, digest in manifest_of(folder)["files"].items() if name != CARD}
    (folder / CARD).unlink()
    rewrite(folder, files=files)
    assert load_bundle(folder).card is None


def test_a_changed_model_file_is_refused(folder: Path) -> None:
    content = bytearray((folder / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / MODEL).write_bytes(content)
    assert "shipment.npz differs from its hash" in refusal(folder)


def test_a_missing_model_file_is_refused(folder: Path) -> None:
    (folder / MODEL).unlink()
    assert "'shipment.npz' is missing" in refusal(folder)


def test_a_changed_manifest_is_refused_even_when_it_reads_well(folder: Path) -> None:
    manifest = manifest_of(folder)
    manifest["bands"]["shipment"]["critical"] += 5.0
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    assert "differs from its id" in refusal(folder)


def test_another_schema_and_another_format_are_refused(folder: Path) -> None:
    rewrite(folder, schema="00000000")
    assert "made for the features 00000000" in refusal(folder)
    rewrite(folder, format=FORMAT + 1)
    assert f"format {FORMAT + 1} is not {FORMAT}" in refusal(folder)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe", b'{"format":"one"}', b"[" * 20_000]
)
def test_a_manifest_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    (folder / MANIFEST).write_bytes(content)
    assert "is not a bundle's manifest" in refusal(folder)


def test_an_unknown_field_of_the_manifest_is_refused(folder: Path) -> None:
    manifest = manifest_of(folder) | {"run": "me"}
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    assert "is not a bundle's manifest" in refusal(folder)


@pytest.mark.parametrize("made", [Path.mkdir, Path.touch, None])
def test_a_place_without_a_bundle_is_refused(
    tmp_path: Path, made: Callable[[Path], None] | None
) -> None:
    place = tmp_path / "place"
    if made is not None:
        made(place)
    assert "there is no bundle in" in refusal(place)


@pytest.mark.parametrize("name", ["../evil.npz", "/etc/passwd", "a/b.npz", "..", ".", "", "a\0b"])
def test_a_file_outside_of_the_folder_is_refused(folder: Path, name: str) -> None:
    files = manifest_of(folder)["files"] | {name: "0" * 64}
    rewrite(folder, files=files)
    message = refusal(folder)
    assert "is not a file of the bundle" in message or "is missing" in message


@pytest.mark.parametrize("where", ["../evil", "absolute"])
def test_a_model_outside_of_the_folder_is_refused(folder: Path, tmp_path: Path, where: str) -> None:
    """A kind becomes a file name: one that is not among the hashed files must not be opened."""
    shutil.copyfile(folder / MODEL, tmp_path / "evil.npz")
    kind = str(tmp_path / "evil") if where == "absolute" else where
    manifest = manifest_of(folder)
    bands = manifest["bands"] | {kind: manifest["bands"]["shipment"]}
    columns = manifest["columns"] | {kind: manifest["columns"]["shipment"]}
    rewrite(folder, bands=bands, columns=columns)
    assert "can't be read" in refusal(folder)


def as_zip(member: bytes, name: str = "names.npy") -> bytes:
    path = Path(name).name
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(path, member)
    return buffer.getvalue()


def an_object_array() -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, names=np.array([{"a": 1}], dtype=object))
    return buffer.getvalue()


def a_plain_array() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"not a zip at all",
        b"\x80\x04K\x01.",  # a pickle of 1
        an_object_array(),
        a_plain_array(),
        as_zip(b""),
        as_zip(b"\x93NUMPY\x01\x00"),
        as_zip(b"hello", "text.txt"),
    ],
)
def test_a_model_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    replace_model(folder, content)
    assert refusal(folder).endswith("the model of shipment can't be read")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_model_is_refused(folder: Path, share: float) -> None:
    content = (folder / MODEL).read_bytes()
    replace_model(folder, content[: int(len(content) * share)])
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_a_damaged_stream_inside_the_zip_is_refused(folder: Path) -> None:
    content = bytearray((folder / MODEL).read_bytes())
    content[100:2000] = bytes(1900)
    replace_model(folder, bytes(content))
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_a_model_without_one_of_its_arrays_is_refused(folder: Path) -> None:
    with np.load(folder / MODEL) as arrays:
        kept = {name: arrays[name] for name in arrays.files if name != "blend.imputer.medians"}
    buffer = io.BytesIO()
    np.savez(buffer, **kept)
    replace_model(folder, buffer.getvalue())
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_columns_that_do_not_fit_the_model_are_refused(folder: Path) -> None:
    columns = manifest_of(folder)["columns"]
    rewrite(folder, columns=columns | {"shipment": columns["shipment"][:-1]})
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_columns_that_no_catalogue_knows_are_refused(folder: Path) -> None:
    columns = manifest_of(folder)["columns"]
    rewrite(folder, columns=columns | {"shipment": ["no_such_feature"]})
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_a_kind_without_columns_is_refused(folder: Path) -> None:
    columns = manifest_of(folder)["columns"]
    del columns["shipment"]
    rewrite(folder, columns=columns)
    assert refusal(folder).endswith("the model of shipment can't be read")


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path, bundle: Bundle) -> None:
    (tmp_path / "file").touch()
    assert bundle.manifest is not None
    with pytest.raises(Failure, match="can't write the bundle"):
        save_bundle(tmp_path / "file" / "bundle", {}, bundle.manifest)


def test_before_anything_was_learnt_there_is_a_bundle_of_no_models() -> None:
    assert Bundle("none", {}, None) == NO_BUNDLE
