"""Graphs: trees on neighbour aggregates beside published graph neural networks, on public data.

Neither data set is part of the project.
"""
