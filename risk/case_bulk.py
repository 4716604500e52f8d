"""What one act upon many cases must hold."""

from typing import TypeVar

from data.errors import InvalidInput
from risk.case_disposal import require_whole
from risk.case_requests import Bulk

_T = TypeVar("_T")


def require_act(body: Bulk) -> None:
    """Refuse as a whole what no case could take.

    Raises:
        InvalidInput: the disposal lacks what its label needs.
    """
    if body.disposal is not None:
        require_whole(body.disposal)


def given(value: _T | None, name: str) -> _T:
    """A field that the action needs.

    Raises:
        InvalidInput: it is missing.
    """
    if value is None:
        raise InvalidInput("this act needs it", param=name)
    return value
