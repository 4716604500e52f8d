"""Any carrier's own file into ``events.jsonl``: read by a mapping, checked, sorted, and told about.

A mapping (YAML) says which column goes into which field of the contract. No row stops a run: what can't
become an event goes to the file of rejected rows with its number, field and reason, never with its
values, for they may be personal. Memory does not grow with the file.
"""
