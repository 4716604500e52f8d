"""An event's own columns: what a table of events holds without any history.

For the two tabular baselines. Texts of a closed or short list become the codes of categories; free
texts count by their length alone. A missing value is NaN, which the trees take as it is.
"""

from typing import Final

from data.events import AccountOpening, CodApplication, Event, Party, Shipment
from data.instants import local_day, local_hour

CATEGORIES: Final = 250
"""Codes of one column; what comes later shares the last (the trees take at most 255)."""

_COMMON: Final = ("hour", "weekday", "entity", "channel", "has_device", "has_operator")
_PARTY: Final = ("id_type", "name_length", "id_length", "phone_length", "address_length")
_SHIPMENT: Final = (
    *("pay_mode", "item_category", "item_text_length", "declared_value_fen", "insured_value_fen"),
    *("weight_grams", "cod_amount_fen", "freight_fen", "has_account", "has_merchant"),
    *("is_return", "id_verified", "inspected"),
)
_OPENING: Final = (
    *("account_class", "purpose", "agent_relation", "birth_year", "employer_length"),
    *("has_expiry", "has_guardian", "has_batch", "existing_cards", "face_score"),
)
_APPLICATION: Final = (
    *("category", "requested_limit_fen", "expected_monthly_cod_fen", "average_cod_fen"),
    *("deposit_fen", "payout_cycle_days", "advance_requested", "account_length"),
)


def _of(party: str) -> tuple[str, ...]:
    return tuple(f"{party}_{name}" for name in _PARTY)


COLUMNS: Final = {
    "shipment": (*_COMMON, *_of("sender"), *_of("receiver"), *_SHIPMENT),
    "account_opening": (*_COMMON, *_of("applicant"), *_of("agent"), *_OPENING),
    "cod_application": (*_COMMON, *_of("business"), *_of("legal_rep"), *_APPLICATION),
}
"""Names of the columns of each kind, in order."""

_CATEGORICAL: Final = frozenset(
    {"entity", "channel", "pay_mode", "item_category", "account_class", "purpose"}
    | {"agent_relation", "category"}
)


def categorical(kind: str) -> list[int]:
    """The places of the columns that hold codes."""
    columns = enumerate(COLUMNS[kind])
    return [at for at, name in columns if name in _CATEGORICAL or name.endswith("id_type")]


class PlainReader:
    """Makes rows of events; codes are given in the order in which texts are first seen."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], int] = {}
        self._counts: dict[str, int] = {}

    def read(self, event: Event, at_ms: int) -> list[float]:
        """The row of an event, in the order of ``COLUMNS``."""
        common = [
            float(local_hour(at_ms)),
            float((local_day(at_ms) + 3) % 7),  # the first day of 1970 was a Thursday
            self._code("entity", event.entity),
            self._code("channel", event.channel),
            float(event.device_id is not None),
            float(event.operator_id is not None),
        ]
        if isinstance(event, Shipment):
            return [*common, *self._shipment(event)]
        if isinstance(event, AccountOpening):
            return [*common, *self._opening(event)]
        return [*common, *self._application(event)]

    def _shipment(self, event: Shipment) -> list[float]:
        item = event.item
        return [
            *self._party(event.sender),
            *self._party(event.receiver),
            self._code("pay_mode", event.pay_mode),
            self._code("item_category", item.category),
            float(len(item.text)),
            float(item.declared_value_fen),
            float(item.insured_value_fen),
            float(event.weight_grams),
            float(event.cod_amount_fen),
            float(event.freight_fen),
            float(event.monthly_account is not None),
            float(event.merchant_id is not None),
            _flag(event.is_return),
            _flag(event.id_verified),
            _flag(event.inspected),
        ]

    def _opening(self, event: AccountOpening) -> list[float]:
        return [
            *self._party(event.applicant),
            *self._party(event.agent or None),
            self._code("account_class", event.account_class),
            self._code("purpose", event.purpose),
            self._code("agent_relation", event.agent_relation),
            _birth_year(event.applicant),
            _length(event.employer),
            float(event.id_expiry is not None),
            float(event.guardian_relation is not None),
            float(event.batch_id is not None),
            float(event.existing_cards),
            float("nan") if event.face_score is None else event.face_score,
        ]

    def _application(self, event: CodApplication) -> list[float]:
        return [
            *self._party(event.business),
            *self._party(event.legal_rep or None),
            self._code("category", event.category),
            float(event.requested_limit_fen),
            float(event.expected_monthly_cod_fen),
            float(event.average_cod_fen),
            float(event.deposit_fen),
            float(event.payout_cycle_days),
            _flag(event.advance_requested),
            float(len(event.settle_account_no)),
        ]

    def _party(self, party: Party | None) -> list[float]:
        if party is None:
            return [float("nan")] * len(_PARTY)
        return [
            self._code("id_type", party.id_type),
            _length(party.name),
            _length(party.id_no),
            _length(party.phone),
            _length(party.address),
        ]

    def _code(self, column: str, text: str | None) -> float:
        if text is None:
            return float("nan")
        known = self._codes.get((column, text))
        if known is None:
            known = min(self._counts.get(column, 0), CATEGORIES - 1)
            self._counts[column] = known + 1
            self._codes[column, text] = known
        return float(known)


def _length(text: str | None) -> float:
    return float("nan") if text is None else float(len(text))


def _flag(value: bool | None) -> float:  # noqa: FBT001  a fact, no switch
    return float("nan") if value is None else float(value)


def _birth_year(party: Party) -> float:
    """The year in a resident id of 18 characters."""
    digits = (party.id_no or "")[6:10]
    ascii_year = len(party.id_no or "") == 18 and digits.isascii() and digits.isdigit()
    return float(digits) if ascii_year else float("nan")
