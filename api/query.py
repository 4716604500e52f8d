"""The query string of a call, as strict as its body: what is not known is refused by name."""

from urllib.parse import parse_qsl

from data.errors import InvalidInput


def read_query(query: bytes, *known: str) -> dict[str, str]:
    """The parameters of a query string; empty values stay.

    A misspelt parameter that was passed over would give another answer than the caller asked for.

    Raises:
        InvalidInput: a parameter is not among the known ones, or is there more than once.

    >>> read_query(b"detail=analyst", "detail")
    {'detail': 'analyst'}
    """
    if not query:
        return {}
    found: dict[str, str] = {}
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if name not in known:
            raise InvalidInput("there is no such parameter", code="unknown_parameter", param=name)
        if name in found:
            raise InvalidInput("give it once", code="repeated_parameter", param=name)
        found[name] = value
    return found
