"""Tells people and machines outside what they should hear of: from the outbox, at least once.

It runs as a process of its own (``postrisk notify``); what scores never imports it.
"""
