"""The audit: every figure has one id, is used by a suite and told in the docs."""

import re
from pathlib import Path

import pytest

from benchmarks import catalogue
from benchmarks.catalogue import (
    BY_ID,
    CATALOGUE,
    DETECTORS,
    KINDS,
    METHODS,
    METRICS,
    PHASES,
    PROBES,
    REFERENCES,
    SETTINGS,
    measured,
)

GENERATOR = [
    (PROBES, "{probe}"),
    (("dormitories", "warehouses", "stations", "villages"), "{hub}"),
    (("rings", "singles"), "{group}"),
    (("l0", "l1_l2", "l1", "l2"), "{level}"),
    (("sh_08", "ao_09"), "{typology}"),
]

ROOT = Path(catalogue.__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
TOLD = set(
    re.findall(
        r"`((?:load|crash|equality|forms|speed|quality|detectors|handbook|graph|credit|exposure)\.[\w.{}]+)`",
        DOCUMENT,
    )
)


def family(id_: str) -> str:
    """An id as the docs and the suites write it: kinds, phases and detectors as placeholders."""
    if id_.startswith("credit.world."):
        return re.sub(r"^credit\.world\.(?:fitted\.)?", "credit.world.{card}", id_)
    if id_.startswith("credit."):
        id_ = re.sub(r"^credit\.(?:taiwan|german)\.", "credit.{name}.", id_)
        return re.sub(r"\.\w+\.(?:auc|ks|brier|ece)$", ".{model}.{metric}", id_)
    if id_.startswith("handbook."):
        return re.sub(r"^handbook\.\w+\.\w+\.\w+$", "handbook.{model}.{span}.{name}", id_)
    if id_.startswith("graph.scale."):
        return re.sub(r"\.\d+\.\w+$", ".{size}.{name}", id_)
    if id_.startswith("graph.s_ffsd."):
        return re.sub(
            r"^graph\.s_ffsd\.\w+\.\w+\.\w+$", "graph.s_ffsd.{split}.{knowing}.{name}", id_
        )
    if id_.startswith("graph.tolokers."):
        return re.sub(r"\.\w+\.roc_auc$", ".{features}.roc_auc", id_)
    families = [(KINDS, "{kind}"), (PHASES, "{phase}")]
    if id_.startswith("detectors."):
        families += [(SETTINGS, "{setting}"), (METRICS, "{metric}"), (REFERENCES, "{name}")]
    elif id_.startswith("quality.g"):
        families += GENERATOR
    else:
        quality = id_.startswith("quality.")
        families.append((METHODS, "{method}") if quality else (DETECTORS, "{name}"))
    for names, placeholder in families:
        for name in names:
            id_ = re.sub(rf"\.{name}(?=[._]|$)", f".{placeholder}", id_)
    return id_


def test_ids_are_unique_and_well_formed() -> None:
    ids = [definition.id for definition in CATALOGUE]
    assert len(ids) == len(set(ids))
    assert all(
        re.fullmatch(
            r"(load|crash|equality|forms|speed|quality|detectors|handbook|graph|credit|exposure)(\.[a-z0-9_]+)+",
            id_,
        )
        for id_ in ids
    )


def test_every_id_is_told_in_the_docs_and_none_beside() -> None:
    assert {family(definition.id) for definition in CATALOGUE} == TOLD


def test_every_id_is_measured_by_a_suite() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "benchmarks").rglob("*.py")
        if path.name != "catalogue.py"
    )
    missing = [
        definition.id
        for definition in CATALOGUE
        if f'"{definition.id}"' not in code
        and f'"{family(definition.id)}"' not in code
        and not definition.id.startswith(("speed.detector.", "speed.attribution."))
    ]
    assert missing == []


def test_each_proof_has_a_target() -> None:
    assert all(definition.target for definition in CATALOGUE if definition.proof)


def test_a_measurement_takes_its_meaning_from_the_catalogue() -> None:
    figure = measured("crash.lost", 2, "two of nine")
    known = BY_ID["crash.lost"]
    assert (figure.unit, figure.target, figure.proof) == (known.unit, known.target, True)
    assert figure.note == f"{known.what}; two of nine"


def test_an_undeclared_id_is_refused() -> None:
    with pytest.raises(KeyError):
        measured("load.made_up", 1.0)
