"""The events of the contract as frozen values, and the one strict decoder for them.

What breaks the contract is refused with the field's name; everything else is a fact to score.
Money is an integer in fen, weight an integer in grams, time RFC 3339 with an offset.
"""

import re
from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from data.errors import InvalidInput

_T = TypeVar("_T")

MAX_TEXT: Final = 4096
MAX_EXTRA: Final = 32

EventId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:\-]{1,64}\Z")]
Text: TypeAlias = Annotated[str, Meta(max_length=MAX_TEXT)]
Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
Extra: TypeAlias = Annotated[
    dict[Text, Text | int | float | bool | None], Meta(max_length=MAX_EXTRA)
]

Entity: TypeAlias = Literal["post", "express", "bank"]
Channel: TypeAlias = Literal[
    "counter", "courier_pda", "app", "mini_program", "web", "hotline", "erp_api"
]
IdType: TypeAlias = Literal[
    "resident_id", "hmt_permit", "foreigner_card", "passport", "uscc", "other"
]
PayMode: TypeAlias = Literal["sender", "collect", "monthly", "cod"]
AccountClass: TypeAlias = Literal["I", "II", "III"]
OutcomeKind: TypeAlias = Literal[
    "delivered",
    "refused",
    "returned",
    "undeliverable",
    "redirected",
    "claimed",
    "claim_paid",
    "complaint_not_ordered",
    "complaint_mismatch",
    "remitted",
    "overdue",
    "written_off",
    "settle_account_changed",
    "account_frozen",
    "confirmed_fraud",
    "policy_violation",
    "suspicious_unproven",
    "legit_explained",
    "data_error",
]
Source: TypeAlias = Literal["analyst", "carrier", "bank", "police", "merchant", "customer"]

FRAUD_OUTCOMES: Final = frozenset({"confirmed_fraud", "policy_violation", "written_off"})
CLEARED_OUTCOMES: Final = frozenset({"legit_explained"})


class Party(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A person or organisation as the counter typed it; every part may be missing or odd."""

    name: Text | None = None
    id_type: IdType | None = None
    id_no: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    account_no: Text | None = None


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """What is in the parcel."""

    category: Text
    text: Text
    declared_value_fen: int = 0
    insured_value_fen: int = 0


class Common(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """The fields of every event."""

    event_id: EventId
    occurred_at: Instant
    entity: Entity | None = None
    channel: Channel | None = None
    outlet_id: Text | None = None
    operator_id: Text | None = None
    device_id: Text | None = None
    ip: Text | None = None
    extra: Extra = {}


class Shipment(Common, frozen=True, kw_only=True, tag="shipment"):
    """A parcel at acceptance."""

    sender: Party
    receiver: Party
    item: Item
    weight_grams: int
    pay_mode: PayMode
    waybill_no: Text | None = None
    cod_amount_fen: int = 0
    freight_fen: int = 0
    monthly_account: Text | None = None
    merchant_id: Text | None = None
    is_return: bool | None = None
    id_verified: bool | None = None
    inspected: bool | None = None


class AccountOpening(Common, frozen=True, kw_only=True, tag="account_opening"):
    """A postal-savings account about to be opened."""

    applicant: Party
    account_class: AccountClass
    purpose: Text
    id_expiry: Text | None = None
    employer: Text | None = None
    agent: Party | UnsetType = UNSET
    agent_relation: Text | None = None
    guardian_relation: Text | None = None
    batch_id: Text | None = None
    existing_cards: int = 0
    face_score: float | None = None


class CodApplication(Common, frozen=True, kw_only=True, tag="cod_application"):
    """A merchant asks to use cash on delivery."""

    merchant_id: Text
    business: Party
    settle_account_no: Text
    requested_limit_fen: int
    legal_rep: Party | UnsetType = UNSET
    contact_phone: Text | None = None
    warehouse_address: Text | None = None
    category: Text | None = None
    registered_on: Text | None = None
    expected_monthly_cod_fen: int = 0
    average_cod_fen: int = 0
    deposit_fen: int = 0
    payout_cycle_days: int = 0
    advance_requested: bool | None = None


Event: TypeAlias = Shipment | AccountOpening | CodApplication


class Outcome(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A later fact about an event."""

    outcome_id: EventId
    event_id: EventId
    occurred_at: Instant
    outcome: OutcomeKind
    source: Source
    amount_fen: int | None = None


class OutcomeLine(Outcome, frozen=True, kw_only=True, tag_field="kind", tag="outcome"):
    """An outcome as a line of ``events.jsonl``, where it stands among the events."""


def as_outcome(line: OutcomeLine) -> Outcome:
    """The outcome of a line, in the form that HTTP takes and the log keeps."""
    return Outcome(**{name: getattr(line, name) for name in Outcome.__struct_fields__})


_EVENT_DECODER: Final = msgspec.json.Decoder(Event)
_OUTCOME_DECODER: Final = msgspec.json.Decoder(Outcome)
_LINE_DECODER: Final = msgspec.json.Decoder(
    Shipment | AccountOpening | CodApplication | OutcomeLine
)
_PATH: Final = re.compile(r" - at `(?:key in )?\$\.?(.*)`$")
_NAMED_FIELD: Final = re.compile(r"(?:missing required|unknown) field `([^`]*)`")


def decode_event(body: bytes) -> Event:
    """The event in a JSON body.

    Raises:
        InvalidInput: the body breaks the contract; ``param`` names the field.
    """
    event: Event = decode_strictly(_EVENT_DECODER, body)
    return event


def decode_outcome(body: bytes) -> Outcome:
    """The outcome in a JSON body.

    Raises:
        InvalidInput: the body breaks the contract; ``param`` names the field.
    """
    return decode_strictly(_OUTCOME_DECODER, body)


def decode_line(line: bytes) -> Event | OutcomeLine:
    """The event or outcome in one line of ``events.jsonl``.

    Raises:
        InvalidInput: the line breaks the contract; ``param`` names the field.
    """
    value: Event | OutcomeLine = decode_strictly(_LINE_DECODER, line)
    return value


def decode_raw_list(body: bytes) -> list[msgspec.Raw]:
    """The members of a JSON array, each still undecoded, so that a bad one spoils no other.

    Raises:
        InvalidInput: the body is not a JSON array.
    """
    try:
        return msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        raise refusal_of(error) from None


def decode_strictly(decoder: "msgspec.json.Decoder[_T]", body: bytes) -> _T:
    """The value in a JSON body.

    Raises:
        InvalidInput: the body is not what the decoder takes; ``param`` names the field.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refusal_of(error) from None


def refusal_of(error: Exception) -> InvalidInput:
    """A decoder's error in words that never repeat the caller's value."""
    text = str(error)
    if not isinstance(error, msgspec.ValidationError):
        return InvalidInput("the body is not valid JSON", code="malformed_json")
    path = _PATH.search(text)
    param = path.group(1) if path else ""
    named = _NAMED_FIELD.search(text)
    if named:
        param = f"{param}.{named.group(1)}" if param else named.group(1)
    return InvalidInput(_without_values(text), param=param.removesuffix("[...]") or None)


def _without_values(text: str) -> str:
    """The decoder's words without the caller's value, which may be somebody's name or phone."""
    reason = _PATH.sub("", text)
    is_value = reason.startswith(("Invalid value", "Invalid enum value"))
    return "Not one of the allowed values" if is_value else reason
