"""Frauds: for each typology a YAML file and a module of the same name.

The file says how many campaigns there are, how long and how well hidden; the module's class plans
the events of one.
"""
