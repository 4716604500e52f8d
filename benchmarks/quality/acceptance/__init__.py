"""Acceptance tests of the simulator, G1 to G12: whether its worlds are hard and give nothing away.

Each file holds one test or what several share; ``benchmarks.quality.generator`` puts them together.
"""
