"""``POST /v1/exposure``: what a COD merchant has under way, and what its limits are.

A read that comes as a POST: a merchant id is free text and may be a phone number where data are dirty, and
nothing that names a person may stand in a URL.
"""

from typing import Annotated, Final

import msgspec

from api.ports import Exposures, KeyRing
from api.query import read_query
from api.roles import EXPOSURE_READERS, require
from api.security import role_of
from api.wire import EVENT_LIMIT_BYTES, Head, Receive, Scope, read_body
from data.decisions import ENCODER
from data.events import Text, decode_strictly
from data.exposure_entries import MAX_SEQ
from risk.exposure_desk import MAX_ENTRIES


class ExposureQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose exposure, and which of its entries.

    Attributes:
        merchant_id: as in shipments and applications.
        entries: how many at most.
        before_seq: only entries of rows before this place in the log; from ``next_before_seq``.
    """

    merchant_id: Text
    entries: Annotated[int, msgspec.Meta(ge=1, le=MAX_ENTRIES)] = 20
    before_seq: Annotated[int, msgspec.Meta(ge=1, le=MAX_SEQ)] | None = None


_DECODER: Final = msgspec.json.Decoder(ExposureQuery)


async def merchant_exposure(
    exposures: Exposures, keys: KeyRing, head: Head, scope: Scope, receive: Receive
) -> bytes:
    """A merchant's exposure as JSON.

    Raises:
        PostRiskError: as the contract says for the call.
        ClientGone: the caller hung up.
    """
    require(role_of(head.authorization, keys), EXPOSURE_READERS)
    read_query(scope["query_string"])
    body = await read_body(receive, head.content_length, EVENT_LIMIT_BYTES)
    query = decode_strictly(_DECODER, body)
    return ENCODER.encode(await exposures.show(query.merchant_id, query.entries, query.before_seq))
