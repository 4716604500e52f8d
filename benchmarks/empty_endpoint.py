"""What durable scores are compared with: an endpoint that checks the same body and does nothing.

FastAPI and pydantic as most services use them, on the same server (uvicorn, uvloop, httptools; one
process; no access log). ``--bare`` answers without reading anything: the ceiling of the client.

    python -m benchmarks.empty_endpoint [--bare]
"""

import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Annotated, Any, Final, Literal, TypeAlias

import uvicorn
from fastapi import FastAPI
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from data.events import AccountClass, Channel, Entity, IdType, PayMode

_Text: TypeAlias = Annotated[str, Field(max_length=4096, strict=True)]
# Any: the ASGI specification leaves the values of scope and messages untyped.
_Message: TypeAlias = MutableMapping[str, Any]

_START: Final[_Message] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"11")],
}
_BODY: Final[_Message] = {"type": "http.response.body", "body": b'{"ok":true}'}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartyModel(_Model):
    """As ``data.events.Party``."""

    name: _Text | None = None
    id_type: IdType | None = None
    id_no: _Text | None = None
    phone: _Text | None = None
    address: _Text | None = None
    account_no: _Text | None = None


class ItemModel(_Model):
    """As ``data.events.Item``."""

    category: _Text
    text: _Text
    declared_value_fen: StrictInt = 0
    insured_value_fen: StrictInt = 0


class _CommonModel(_Model):
    event_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:\-]{1,64}$", strict=True)]
    occurred_at: AwareDatetime
    entity: Entity | None = None
    channel: Channel | None = None
    outlet_id: _Text | None = None
    operator_id: _Text | None = None
    device_id: _Text | None = None
    ip: _Text | None = None
    extra: Annotated[
        dict[StrictStr, StrictStr | StrictInt | float | StrictBool | None], Field(max_length=32)
    ] = {}


class ShipmentModel(_CommonModel):
    """As ``data.events.Shipment``."""

    kind: Literal["shipment"]
    sender: PartyModel
    receiver: PartyModel
    item: ItemModel
    weight_grams: StrictInt
    pay_mode: PayMode
    waybill_no: _Text | None = None
    cod_amount_fen: StrictInt = 0
    freight_fen: StrictInt = 0
    monthly_account: _Text | None = None
    merchant_id: _Text | None = None
    is_return: StrictBool | None = None
    id_verified: StrictBool | None = None
    inspected: StrictBool | None = None


class OpeningModel(_CommonModel):
    """As ``data.events.AccountOpening``."""

    kind: Literal["account_opening"]
    applicant: PartyModel
    account_class: AccountClass
    purpose: _Text
    id_expiry: _Text | None = None
    employer: _Text | None = None
    agent: PartyModel | None = None
    agent_relation: _Text | None = None
    guardian_relation: _Text | None = None
    batch_id: _Text | None = None
    existing_cards: StrictInt = 0
    face_score: float | None = None


class ApplicationModel(_CommonModel):
    """As ``data.events.CodApplication``."""

    kind: Literal["cod_application"]
    merchant_id: _Text
    business: PartyModel
    settle_account_no: _Text
    requested_limit_fen: StrictInt
    legal_rep: PartyModel | None = None
    contact_phone: _Text | None = None
    warehouse_address: _Text | None = None
    category: _Text | None = None
    registered_on: _Text | None = None
    expected_monthly_cod_fen: StrictInt = 0
    average_cod_fen: StrictInt = 0
    deposit_fen: StrictInt = 0
    payout_cycle_days: StrictInt = 0
    advance_requested: StrictBool | None = None


EventModel: TypeAlias = Annotated[
    ShipmentModel | OpeningModel | ApplicationModel, Field(discriminator="kind")
]


def empty_app() -> FastAPI:
    """The endpoint that checks and does nothing."""
    app = FastAPI()

    @app.post("/v1/score")
    async def score(event: EventModel) -> dict[str, bool]:
        del event
        return {"ok": True}

    return app


async def bare_app(
    scope: _Message,
    receive: Callable[[], Awaitable[_Message]],
    send: Callable[[_Message], Awaitable[None]],
) -> None:
    """Answers 200 to everything without reading it."""
    del receive
    if scope["type"] == "http":
        await send(_START)
        await send(_BODY)


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, port: int) -> None:
        super().__init__(config)
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        print(f"the empty endpoint answers at http://127.0.0.1:{self._port}", flush=True)


def main(arguments: list[str]) -> None:
    """Serve on a free port of this machine and announce it."""
    app: Any = bare_app if "--bare" in arguments else empty_app()  # Any: uvicorn's own union
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(2048)
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="uvloop",
        access_log=False,
        log_config=None,
        lifespan="off",
    )
    _Announcing(config, listener.getsockname()[1]).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1:])
