"""Compiles the scoring path where that is asked for; everything else stands in pyproject.toml.

With ``POSTRISK_COMPILE=1`` the modules below are compiled by mypyc from the very files that run
uncompiled: one source, two forms, held equal by ``python -m benchmarks.smoke``. See
docs/adr/0007-compiled-scoring-path.md.
"""

import os

from setuptools import setup

COMPILED = [
    "api/answers.py",
    "api/request_ids.py",
    "api/scoring.py",
    "data/identifiers.py",
    "data/instants.py",
    "data/normalise/*.py",
    "data/recency.py",
    "data/rows.py",
    "data/subject.py",
    "graph/arena.py",
    "graph/hubs.py",
    "graph/identity.py",
    "risk/case_book.py",
    "risk/decide.py",
    "risk/decider.py",
    "risk/engine.py",
    "risk/evaluation.py",
    "risk/event_texts.py",
    "risk/explain.py",
    "risk/exposure.py",
    "risk/exposure_groups.py",
    "risk/exposure_reads.py",
    "risk/exposure_terms.py",
    "risk/exposure_values.py",
    "risk/firing.py",
    "risk/features/*.py",
    "risk/features/blocks/*.py",
    "risk/answers.py",
    "risk/band_pairs.py",
    "risk/graph_facts.py",
    "risk/group_commit.py",
    "risk/hearing.py",
    "risk/intake.py",
    "risk/known_ids.py",
    "risk/known_rows.py",
    "risk/ledger.py",
    "risk/lookups.py",
    "risk/pending.py",
    "risk/records.py",
    "risk/replica.py",
    "risk/service.py",
    "risk/shared_service.py",
    "risk/turns.py",
    "rules/lists.py",
]


PLAIN = {
    "data/normalise/__init__.py",
    # A list of 200 values that are made once: half a minute of the compiler for nothing.
    "risk/features/catalogue.py",
    "risk/features/feature.py",
}
"""Not compiled, though a pattern has them."""


def extensions():
    """The extension modules, or none."""
    if os.environ.get("POSTRISK_COMPILE") != "1":
        return []
    from glob import glob

    from mypyc.build import mypycify

    files = sorted({f for pattern in COMPILED for f in glob(pattern)} - PLAIN)
    groups = [
        ([f for f in files if f.startswith(("data", "graph"))], "ground"),
        ([f for f in files if not f.startswith(("data", "graph"))], "engine"),
    ]
    return mypycify(["--config-file=mypyc.ini", *files], opt_level="2", separate=groups)


setup(ext_modules=extensions(), options={"build_ext": {"parallel": 2}})
