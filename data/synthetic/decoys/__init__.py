"""Honest look-alikes of frauds: one file for each kind of occasion."""
