"""The doors: HTTP, console and commands; the only floor where fastapi lives.

Promise: the same input gives the same answer through every door, every error has one body, and no
door lets a role see more than :mod:`api.roles` says.
"""
