"""Honest look-alikes of frauds: for each a YAML file and a module of the same name.

Some are occasions with a day (a wedding, a pay day), which plan their own events. Others are
ambient: ordinary traffic of a place or season that looks odd, and is only marked.
"""
