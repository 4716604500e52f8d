"""The cost table in ``costs.yaml``: what reviews, wrong holds and frauds cost. An estimate of ours.

The training report and the quality benchmark reckon with the same table.
"""

from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

FAMILY: Final = {"shipment": "SH", "account_opening": "AO", "cod_application": "CR"}
"""Kind of event -> the entry for its frauds of which no typology is known."""
FEN: Final = 100.0
"""Of a yuan."""


class Loss(Struct, frozen=True, forbid_unknown_fields=True):
    """What one fraud costs: yuan, and a share of the money at stake in it."""

    fixed: float
    of_money: float = 0.0


class CostTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The file, in yuan; a typology without an entry takes that of its family (``SH``)."""

    review: float
    wrong_hold: float
    prevented_share: float
    losses: dict[str, Loss]

    def loss_of(self, typology: str) -> Loss:
        """What a fraud of a typology costs.

        Raises:
            KeyError: neither the typology nor its family has an entry.
        """
        return self.losses.get(typology) or self.losses[typology.partition("-")[0]]


@cache
def cost_table() -> CostTable:
    """The table that stands beside this file."""
    text = Path(__file__).with_name("costs.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=CostTable)
