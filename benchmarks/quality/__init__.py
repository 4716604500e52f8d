"""The quality benchmark: what the engine finds in a labelled world, beside four plain baselines.

One simulated world, one replay through the very engine, one split by time; five methods on the same
events; every figure with an interval drawn over campaigns. ``suite`` puts it together.
"""
