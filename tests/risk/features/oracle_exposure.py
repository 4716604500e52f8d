"""What merchants have under way, as a plain list of parcels: no limits, as the state is asked without any."""

from dataclasses import dataclass

from data.events import Shipment
from data.subject import Subject
from risk.exposure import ENDS, LAPSE_MS
from risk.exposure_terms import UNLIMITED_FEN


@dataclass
class Open:
    event: int
    merchant: int
    fen: int
    clock_ms: int
    collected: bool = False


class ExposureOracle:
    """Parcels that have not ended, in the order in which they came."""

    def __init__(self) -> None:
        self.open: list[Open] = []

    def reserve(self, subject: Subject, clock_ms: int) -> None:
        fen = cod_fen(subject)
        if not fen:
            return
        old = [parcel for parcel in self.open if parcel.clock_ms + LAPSE_MS <= clock_ms][:4]
        self.open = [parcel for parcel in self.open if parcel not in old]
        self.open.append(Open(subject.event_node, subject.merchant, fen, clock_ms))

    def tell(self, event: int, outcome: str) -> None:
        for parcel in [parcel for parcel in self.open if parcel.event == event]:
            parcel.collected |= outcome == "delivered"
            if outcome in ENDS:
                self.open.remove(parcel)

    def values(self, subject: Subject) -> dict[str, float]:
        fen = cod_fen(subject)
        if not fen:
            return {}
        own = [p for p in self.open if p.merchant == subject.merchant and not p.collected]
        outstanding = sum(parcel.fen for parcel in own)
        over = max(0, outstanding + fen - UNLIMITED_FEN)
        return {"merchant_outstanding_fen": outstanding, "cod_over_limit_fen": over}


def cod_fen(subject: Subject) -> int:
    event = subject.event
    if not isinstance(event, Shipment) or event.pay_mode != "cod" or not subject.merchant:
        return 0
    return max(0, min(event.cod_amount_fen, 10**15))
