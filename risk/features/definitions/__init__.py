"""The definitions of all features, one file a block: name, unit, purposes, plain sentences.

The values of a block are computed in the file of the same name in ``risk/features/blocks``.
"""
