"""The endpoint that scores are compared with checks the very contract."""

import asyncio
from typing import Any

import httpx
import msgspec
import pytest

from benchmarks.empty_endpoint import (
    ApplicationModel,
    ItemModel,
    OpeningModel,
    PartyModel,
    ShipmentModel,
    empty_app,
)
from data.events import AccountOpening, CodApplication, Item, Party, Shipment

SHIPMENT: dict[str, Any] = {
    "event_id": "t:1",
    "kind": "shipment",
    "occurred_at": "2025-03-14T09:26:53+08:00",
    "sender": {"phone": "13800138000"},
    "receiver": {},
    "item": {"category": "书", "text": "教材"},
    "weight_grams": 450,
    "pay_mode": "sender",
}


def status_of(body: dict[str, Any]) -> int:
    async def ask() -> int:
        transport = httpx.ASGITransport(empty_app())
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.post("/v1/score", json=body)).status_code

    return asyncio.run(ask())


def test_a_good_body_is_answered() -> None:
    assert status_of(SHIPMENT) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"weight_grams": "450"},
        {"weight_grams": 1.5},
        {"pay_mode": "barter"},
        {"occurred_at": "2025-03-14T09:26:53"},
        {"event_id": "no spaces"},
        {"sender": None},
        {"unknown": 1},
        {"kind": "other"},
    ],
)
def test_what_breaks_the_contract_is_refused(change: dict[str, Any]) -> None:
    assert status_of({**SHIPMENT, **change}) == 422


@pytest.mark.parametrize(
    ("model", "struct"),
    [
        (ShipmentModel, Shipment),
        (OpeningModel, AccountOpening),
        (ApplicationModel, CodApplication),
        (PartyModel, Party),
        (ItemModel, Item),
    ],
)
def test_it_has_the_fields_of_the_contract(model: Any, struct: type[msgspec.Struct]) -> None:
    assert set(model.model_fields) - {"kind"} == set(struct.__struct_fields__)
