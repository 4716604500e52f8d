"""One file a block of the catalogue: each computes its features in the catalogue's order."""
