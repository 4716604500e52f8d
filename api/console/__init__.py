"""The reviewers' console: a client of the HTTP API and of nothing else.

It never touches the store. What a person may see and do is decided by the API's own roles, and written
into its audit log. Nothing that scores imports it: ``postrisk console`` runs it as a process of its own,
and only ``postrisk demo`` puts both into one.
"""
