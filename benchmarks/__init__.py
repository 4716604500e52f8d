"""The product measured and proved from outside: permanent ids, seeds, true figures.

Every figure is declared in ``benchmarks.catalogue`` and told in ``docs/benchmarks.md``. A proof that
fails makes a run fail; a speed target that is missed is printed as missed, with the figure.
"""
