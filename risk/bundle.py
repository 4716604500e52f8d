"""A bundle: what was learnt, as a folder of plain arrays beside a manifest.

``manifest.json`` holds ids, schema hash, dates, metrics, bands and the SHA-256 of each file beside it;
``card.json`` is the model card, which no score reads; ``scorecard.json`` the points of a fitted scorecard.
Loading runs no code from the folder, and refuses a file whose hash differs or another schema.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure
from data.files import AtomicWriter, sha256_of
from detectors.blend import Blend, Blended
from detectors.boosted import Boosted
from risk.card import Card
from risk.decide import Bands
from risk.features import catalogue
from risk.rule_weights import RuleWeights
from rules.scorecard import Scorecard
from rules.scorecard_check import load_scorecard, scorecard_text

FORMAT: Final = 2
MANIFEST: Final = "manifest.json"
CARD: Final = "card.json"
SCORECARD: Final = "scorecard.json"
_UNREADABLE: Final = (
    *(EOFError, LookupError, RuntimeError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What a damaged model raises, from the zip down to the blend."""


_ONE: Final = struct.Struct("<d")


class Manifest(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What stands in ``manifest.json``.

    Attributes:
        id: name of the bundle, with a digest of its content.
        schema: hash of the feature catalogue it was fitted on.
        trained_until: instant of the last event seen, RFC 3339.
        events: training events a kind.
        labels: matured labels used a kind, (frauds, cleared).
        bands: log-odds thresholds a kind.
        columns: names of the features that each kind's detectors see.
        learnt: likewise its trees; a kind that is not there has none.
        files: file name -> SHA-256.
        rules: kind -> what a fired rule is worth; a kind that is not there counts no rules, as in all
            bundles of before this was learnt, whose digests hold no word of it.
    """

    format: int
    id: str
    schema: str
    trained_until: str
    seed: int
    events: dict[str, int]
    labels: dict[str, tuple[int, int]]
    bands: dict[str, Bands]
    columns: dict[str, tuple[str, ...]]
    learnt: dict[str, tuple[str, ...]]
    metrics: dict[str, float]
    files: dict[str, str]
    rules: dict[str, RuleWeights] = {}


class KindModel(Struct, frozen=True):
    """The model of one kind of event, its bands, and what a fired rule is worth, if that was learnt."""

    model: Blend | Boosted
    bands: Bands
    rules: RuleWeights | None = None

    def score(self, vector: bytes, asked: int) -> Blended:
        """Scores and explains a vector, with the rules that fired on it as the ledger's last part.

        Args:
            vector: the packed vector.
            asked: rank of the severest action that rules asked for, 0 for none.
        """
        found = self.model.score(vector)
        if self.rules is None:
            return found
        worth = self.rules.of(asked)
        parts = found.contributions + _ONE.pack(worth)
        return Blended(found.base, found.total + worth, found.raw, parts)

    @property
    def places(self) -> tuple[int, ...]:
        """Where the names of its ledger stand among ``LEDGER_NAMES``."""
        places = self.model.columns
        if isinstance(self.model, Boosted):
            places = (*places, catalogue.ANOMALY_AT)
        return places if self.rules is None else (*places, catalogue.RULES_AT)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in its ledger."""
        return tuple(catalogue.LEDGER_NAMES[at] for at in self.places)


class Bundle(Struct, frozen=True):
    """A loaded bundle; a kind without a model is scored by rules alone.

    Without a scorecard of its own the expert one of the policies grades COD applications.
    """

    id: str
    models: dict[str, KindModel]
    manifest: Manifest | None = None
    card: Card | None = None
    scorecard: Scorecard | None = None


NO_BUNDLE: Final = Bundle("none", {})
"""Before anything was learnt: rules alone, and every answer says so under ``degraded``."""


def load_bundle(folder: Path) -> Bundle:
    """The bundle in a folder.

    Raises:
        Failure: there is no bundle, a file differs from its hash, or it was made for another schema.
    """
    manifest = _manifest(folder)
    if manifest.format != FORMAT:
        raise Failure(f"bundle {folder}: format {manifest.format} is not {FORMAT}")
    if manifest.schema != catalogue.schema_hash():
        raise Failure(
            f"bundle {folder} was made for the features {manifest.schema}, this engine has "
            f"{catalogue.schema_hash()}: train again"
        )
    if manifest.id != _full_id(manifest):
        raise Failure(f"bundle {folder}: the manifest differs from its id")
    files = {name: _content(folder, name, digest) for name, digest in manifest.files.items()}
    models = {kind: _model(folder, manifest, kind, files) for kind in manifest.bands}
    scorecard = _scorecard(folder, files)
    return Bundle(manifest.id, models, manifest, _card(folder, files), scorecard)


def save_bundle(
    folder: Path,
    models: Mapping[str, Blend | Boosted],
    manifest: Manifest,
    card: Card | None = None,
    scorecard: Scorecard | None = None,
) -> Manifest:
    """Write a bundle; returns the manifest with id and hashes filled in.

    Raises:
        Failure: the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"can't write the bundle to {folder}: {error.strerror}") from None
    for kind, model in models.items():
        with AtomicWriter(folder / f"{kind}.npz") as file:
            file.write(_npz(model.to_arrays()))
    names = [f"{kind}.npz" for kind in models]
    if card is not None:
        with AtomicWriter(folder / CARD) as file:
            file.write(msgspec.json.format(msgspec.json.encode(card), indent=2))
        names.append(CARD)
    if scorecard is not None:
        with AtomicWriter(folder / SCORECARD) as file:
            file.write(scorecard_text(scorecard).encode())
        names.append(SCORECARD)
    files = {name: sha256_of(folder / name) for name in names}
    named = msgspec.structs.replace(manifest, files=files)
    full = msgspec.structs.replace(named, id=f"{named.id}-{_digest(named)}")
    with AtomicWriter(folder / MANIFEST) as file:
        file.write(msgspec.json.format(msgspec.json.encode(full), indent=2))
    return full


def _digest(manifest: Manifest) -> str:
    return hashlib.sha256(msgspec.json.encode(manifest)).hexdigest()[:8]


def _full_id(manifest: Manifest) -> str:
    """The id that ``save_bundle`` would have given: bands and columns are held by it."""
    name = manifest.id.rpartition("-")[0]
    return f"{name}-{_digest(msgspec.structs.replace(manifest, id=name))}"


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A ``.npz`` whose bytes depend on the arrays alone: the zip's dates are fixed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue())
    return buffer.getvalue()


def _manifest(folder: Path) -> Manifest:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except OSError:
        raise Failure(f"there is no bundle in {folder}") from None
    except msgspec.DecodeError:
        raise Failure(f"{folder / MANIFEST} is not a bundle's manifest") from None


def _content(folder: Path, name: str, digest: str) -> bytes:
    """The bytes of a file: hashed and used from memory, so nobody can swap them in between."""
    if Path(name).name != name or name in {"", "..", MANIFEST}:
        raise Failure(f"bundle {folder}: {name!r} is not a file of the bundle")
    try:
        content = (folder / name).read_bytes()
    except (OSError, ValueError):  # a name with a NUL is a ValueError
        raise Failure(f"bundle {folder}: the file {name!r} is missing") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Failure(f"bundle {folder}: the file {name} differs from its hash in the manifest")
    return content


def _card(folder: Path, files: Mapping[str, bytes]) -> Card | None:
    """The model card; a bundle of before there were any has none."""
    if CARD not in files:
        return None
    try:
        return msgspec.json.decode(files[CARD], type=Card)
    except (msgspec.DecodeError, RecursionError):
        raise Failure(f"bundle {folder}: {CARD} can't be read") from None


def _scorecard(folder: Path, files: Mapping[str, bytes]) -> Scorecard | None:
    """The fitted scorecard of COD applications; most bundles of a first year have none."""
    if SCORECARD not in files:
        return None
    try:
        text = files[SCORECARD].decode()
    except UnicodeDecodeError:
        raise Failure(f"bundle {folder}: {SCORECARD} can't be read") from None
    return load_scorecard(text, catalogue.credit_features(), f"bundle {folder}: {SCORECARD}")


def _model(folder: Path, manifest: Manifest, kind: str, files: Mapping[str, bytes]) -> KindModel:
    try:
        arrays = _arrays(files[f"{kind}.npz"])
        columns, width = _places(manifest.columns[kind]), len(catalogue.NAMES)
        learnt = manifest.learnt.get(kind)
        model = (
            Blend.from_arrays(arrays, columns, width)
            if learnt is None
            else Boosted.from_arrays(arrays, _places(learnt), columns, width)
        )
    except _UNREADABLE:
        raise Failure(f"bundle {folder}: the model of {kind} can't be read") from None
    return KindModel(model, manifest.bands[kind], manifest.rules.get(kind))


def _places(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(catalogue.INDEX[name] for name in names)


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of a ``.npz``; one of objects is refused, because reading it would run code."""
    found: dict[str, NDArray[Any]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                array = np.lib.format.read_array(member, allow_pickle=False)
            found[name.removesuffix(".npy")] = array
    return found
