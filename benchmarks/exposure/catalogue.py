"""The figures of the exposure run, by their permanent ids; a part of ``benchmarks.catalogue``."""

from typing import Final

from benchmarks.definitions import exactly, plain, proof

_NONE: Final = exactly(0)

EXPOSURE: Final = (
    plain("exposure.kills", "kills", "kill -9 at random moments, each followed by a start"),
    plain("exposure.reservations", "parcels", "COD parcels that were accepted and reserved"),
    plain("exposure.held", "parcels", "COD parcels held, by a limit or by a rule"),
    plain("exposure.in_doubt", "requests", "sent, and no answer came before a kill"),
    plain("exposure.releases", "parcels", "parcels that ended, by outcomes"),
    plain("exposure.open_fen", "fen", "still under way at the end"),
    plain("exposure.held_fen", "fen", "collected and not paid out at the end"),
    proof("exposure.over_limit", "parcels", _NONE, "reserved above a limit, by a plain recount"),
    proof("exposure.lost", "requests", _NONE, "acknowledged, and not in the log"),
    proof("exposure.changed", "parcels", _NONE, "acknowledged, and decided otherwise in the log"),
    proof("exposure.failures", "requests", _NONE, "answered otherwise than with 200"),
    proof("exposure.leaked_fen", "fen", _NONE, "what entries and a plain recount differ by"),
    proof("exposure.check_wrong", "rows", _NONE, "what postrisk exposure check finds wrong"),
    plain("exposure.minutes", "min", "the whole run"),
)
