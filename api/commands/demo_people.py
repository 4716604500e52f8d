"""Who may log in to the demo's console: three made-up colleagues, with new passwords at each start."""

from typing import Final

import click

from data.errors import Conflict
from risk.people import People

_CREW: Final = (
    ("li", "analyst", "claims and disposes"),
    ("wang", "senior_analyst", "signs, and decides appeals"),
    ("zhao", "senior_analyst", "a third person, for appeals that wang had a part in"),
)


def print_crew(people: People, address: str) -> None:
    """Make the accounts, or give those of an earlier start new passwords, and print them."""
    click.echo(f"\nConsole:  {address}/console/")
    for name, role, does in _CREW:
        click.echo(f"  {name:<6}{_password(people, name, role)}   {role}: {does}")


def _password(people: People, name: str, role: str) -> str:
    try:
        return people.add(name, role, one_time=False).password
    except Conflict:
        return people.reset(name, one_time=False)
