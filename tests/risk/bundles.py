"""Bundles that can be told apart by one answer, and how an operator puts them in place."""

import shutil
from pathlib import Path
from typing import Final

import msgspec

from data.decisions import Band
from detectors.boosted import Boosted
from risk.bundle import MANIFEST, Bundle, KindModel, load_bundle, save_bundle
from risk.decide import Bands

_ALL: Final = 1e9
BANDS: Final[dict[Band, Bands]] = {
    "low": Bands(_ALL, _ALL, _ALL),
    "medium": Bands(-_ALL, _ALL, _ALL),
    "high": Bands(-_ALL, -_ALL, _ALL),
    "critical": Bands(-_ALL, -_ALL, -_ALL),
}
"""Thresholds that put every event into one band."""


def save_as(bundle: Bundle, folder: Path, band: Band) -> Bundle:
    """The same models under another id, with every event in one band."""
    assert bundle.manifest is not None
    models = {kind: model.model for kind, model in bundle.models.items()}
    bands = dict.fromkeys(models, BANDS[band])
    save_bundle(folder, models, msgspec.structs.replace(bundle.manifest, id=band, bands=bands))
    return load_bundle(folder)


def without_trees(bundle: Bundle) -> Bundle:
    """The detectors alone: other scores than the bundle's; not a bundle of a folder."""
    models = {
        kind: KindModel(
            model.model.blend if isinstance(model.model, Boosted) else model.model, BANDS["high"]
        )
        for kind, model in bundle.models.items()
    }
    return Bundle("detectors", models)


def place(source: Path, target: Path) -> None:
    """Put a bundle into a folder file by file, the manifest last, as training does."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir(), key=lambda path: path.name == MANIFEST):
        shutil.copyfile(path, target / path.name)


def spoil(folder: Path) -> None:
    """Change one octet of a model."""
    path = folder / "shipment.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
