"""Options that several commands share."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from data.errors import WrongUse
from data.instants import to_ms

home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of keys, embedded database and bundle [default: POSTRISK_HOME or .postrisk].",
)
database_option = click.option(
    "--database",
    metavar="URL",
    help="The log: postgresql://USER@HOST/DATABASE or sqlite:///FILE "
    "[default: POSTRISK_DATABASE or the home's SQLite file].",
)
bundle_option = click.option(
    "--bundle",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the bundle to score with [default: the home's, if there is one].",
)
prevalence_option = click.option(
    "--prevalence-scale",
    type=(float, float),
    default=(1.0, 1.0),
    show_default=True,
    help="Campaigns relative to the preset's: shipments and openings (0.3 0.5 is realistic).",
)
events_argument = click.argument("events", type=click.Path(path_type=Path), metavar="EVENTS.jsonl")


def seed_option(default: int) -> Callable[[Any], Any]:
    """``--seed``."""
    return click.option(
        "--seed", type=int, default=default, show_default=True, help="Same seed, same bytes."
    )


def instant(text: str | None, option: str) -> int | None:
    """Milliseconds of an RFC 3339 instant.

    Raises:
        WrongUse: it is not one, or has no offset.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{option} must be an instant like 2025-07-01T00:00:00+08:00") from None
    if moment.tzinfo is None:
        raise WrongUse(f"{option} needs an offset, like 2025-07-01T00:00:00+08:00")
    return to_ms(moment)
