"""Ranges of the Chinese telephone plan that scoring needs, as plain facts.

Sources: the numbering plan of the ministry as collected in the domain notes (virtual operators,
data SIMs), area codes from ``phone.dat`` (see ``SOURCE.md``). Ranges are assigned anew each year:
an unlisted mobile prefix is not an error.
"""

from pathlib import Path
from typing import Final

# Mobile virtual network operators: the first three digits tell.
VIRTUAL_OPERATOR_PREFIXES: Final = frozenset({"162", "165", "167", "170", "171"})

# 11-digit numbers handed out as data or machine SIMs.
DATA_SIM_PREFIXES: Final = frozenset({"140", "141", "144", "146", "148", "149"})

# 13-digit machine numbers.
MACHINE_PREFIX: Final = "1064"

# Landline area codes without the leading 0: 2 digits for the largest cities, else 3.
AREA_CODES: Final = frozenset(
    Path(__file__).with_name("area_codes.txt").read_text(encoding="ascii").split()
)
