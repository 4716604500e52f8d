"""``truth.csv``: what really is behind each event of a simulated world. The engine never reads it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from data.errors import Failure

TRUTH: Final = "truth.csv"
TRUTH_HEADER: Final = "event_id,is_fraud,typology,campaign_id,stealth,decoy"


class Truth(NamedTuple):
    """One line; see ``data.synthetic.drafts.Label``."""

    event_id: str
    is_fraud: bool
    typology: str
    campaign: str
    stealth: str
    decoy: str


def truths(path: Path) -> Iterator[Truth]:
    """The lines of a truth, in the order of the events.

    Raises:
        Failure: the file can't be read, or is another one.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            if next(rows, []) != TRUTH_HEADER.split(","):
                raise Failure(f"{path.name} is no truth of a simulated world")
            for event_id, is_fraud, typology, campaign, stealth, decoy in rows:
                yield Truth(event_id, is_fraud == "1", typology, campaign, stealth, decoy)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Failure(f"can't read {path.name}: {type(error).__name__}") from None
