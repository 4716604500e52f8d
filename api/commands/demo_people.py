"""Who may log in to the demo's console: made-up colleagues of each desk, with new passwords at each start."""

from typing import Final

import click

from data.errors import Conflict
from risk.people import People

_CREW: Final = (
    ("li", "analyst", "claims and disposes"),
    ("wang", "senior_analyst", "signs, and decides appeals"),
    ("zhao", "senior_analyst", "a third person, for appeals that wang had a part in"),
    ("chen", "cod_officer", "grades merchants, asks for limits by hand"),
    ("sun", "approver", "signs those limits"),
    ("zhou", "strategy_admin", "drafts and tries out rules"),
    ("wu", "strategy_approver", "publishes them"),
    ("sec", "security_admin", "accounts"),
    ("sec2", "security_admin", "a second one, for accounts that come back"),
    ("sys", "system_admin", "keys and versions"),
    ("aud", "audit_admin", "the audit log"),
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
