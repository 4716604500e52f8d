"""Rules as data: checked expressions over named facts, compiled once, each with its own examples.

A policy file says what is measured, what follows from it and which law or analyst stands behind it;
it holds examples of what must fire and of the honest look-alikes that must not. Loading tells every
mistake of a file at once. Nothing of a policy file is ever run as Python: an expression is parsed,
checked against the vocabulary, and only the checked form is compiled.
"""
