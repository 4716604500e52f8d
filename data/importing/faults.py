"""What can be wrong with a row: five words for the report, and the reason for the person who mends it.

No fault holds a value of the file, except ``BadValue.code``, which the report shows only where it looks
like a code (see ``data.importing.report``).
"""

from typing import Literal, TypeAlias

from msgspec import Struct

Fault: TypeAlias = Literal["missing", "unparsable", "out_of_range", "unmapped", "duplicate"]


class BadValue(Exception):
    """A cell that can't become its field.

    Attributes:
        fault: the word for the report.
        reason: what is wrong, without the value.
        code: the value itself where it is one of a column of codes, else empty.
    """

    def __init__(self, fault: Fault, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.fault: Fault = fault
        self.reason = reason
        self.code = code


class Problem(Struct, frozen=True):
    """Why a row, or an outcome that stands on it, was not taken.

    Attributes:
        row: its number: the line of the file on which it begins, or the row of a Parquet file.
        field: the field of the contract; empty where the row as a whole can't be read.
        fault: the word for the report.
        reason: what is wrong, without the value.
    """

    row: int
    field: str
    fault: Fault
    reason: str
