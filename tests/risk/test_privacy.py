"""No name, phone, document or address of a world leaves the sealed bodies: not to the disk in clear,
not to answers, metrics, logs or errors.
"""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from api.app import create_app
from api.request_log import JsonRequestLog
from data.errors import PostRiskError
from data.events import Event, OutcomeLine, Party
from data.records import EventRecord
from data.store import Store
from data.subject import Subject
from data.vault import Vault
from risk.answers import Answer
from risk.bundle import Bundle
from tests.api.fakes import FakeKeys
from tests.risk.builders import (
    FlakyStore,
    demo_lines,
    engine_with,
    event_of,
    feed,
    service_over,
    shipment_body,
)
from tests.risk.running import run_async

EVENTS = [line for line in demo_lines() if not isinstance(line, OutcomeLine)][:160]
PARTIES = ("sender", "receiver", "applicant", "agent", "business", "legal_rep")
TEXTS = ("contact_phone", "warehouse_address", "settle_account_no", "device_id", "ip", "employer")


def private_texts(event: Event) -> Iterator[str]:
    """What names somebody; of names only those too long to be part of another word."""
    for role in PARTIES:
        party = getattr(event, role, None)
        if isinstance(party, Party):
            yield from filter(None, (party.id_no, party.phone, party.address, party.account_no))
            if party.name and len(party.name) >= 3:
                yield party.name
    for name in TEXTS:
        text = getattr(event, name, None)
        if text and len(text) >= 6:
            yield text


NEEDLES = sorted({text for event in EVENTS for text in private_texts(event)})


def found_in(haystack: bytes | str) -> list[str]:
    raw = haystack.encode() if isinstance(haystack, str) else haystack
    return [text for text in NEEDLES if text.encode() in raw]


def test_there_is_something_to_be_found() -> None:
    assert len(NEEDLES) > 500
    bodies = b"".join(map(msgspec.json.encode, EVENTS))
    assert len(found_in(bodies)) > 0.99 * len(NEEDLES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> Path:
    """A database over which the events were scored, closed again."""
    path = tmp_path_factory.mktemp("private")
    store = Store.open(f"sqlite:///{path / 'postrisk.sqlite'}", Vault({1: bytes(range(32))}, 1))
    store.migrate()
    run_async(feed(service_over(store, engine_with(bundle)), EVENTS[:100]))
    wal = (path / "postrisk.sqlite-wal").read_bytes()
    (path / "copy-of-wal").write_bytes(wal)
    run_async(feed(service_over(store, engine_with(bundle)), EVENTS[100:]))
    store.close()
    return path


def test_the_files_of_the_database_hold_nothing_in_clear(folder: Path) -> None:
    files = sorted(folder.iterdir())
    assert sum(path.stat().st_size for path in files) > 500_000
    for path in files:
        assert found_in(path.read_bytes()) == [], path.name


def test_a_stored_answer_and_its_explanation_name_nobody(folder: Path) -> None:
    store = Store.open(f"sqlite:///{folder / 'postrisk.sqlite'}", Vault({1: bytes(range(32))}, 1))
    records = [record for record in store.scan() if isinstance(record, EventRecord)]
    store.close()
    assert len(records) == len(EVENTS)
    for record in records:
        assert found_in(Answer(record).counter + Answer(record).analyst()) == []
        assert found_in(record.raw_scores + record.hits + record.graph + record.ledger) == []


def test_answers_metrics_and_logs_over_http_name_nobody(
    flaky_sqlite: FlakyStore, bundle: Bundle, capfd: pytest.CaptureFixture[str]
) -> None:
    log = io.StringIO()
    service = service_over(flaky_sqlite, engine_with(bundle))
    app = create_app(service, FakeKeys(), log=JsonRequestLog(log))

    async def story() -> list[str]:
        transport = httpx.ASGITransport(app=app)
        said = []
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            headers = {"Authorization": "Bearer key-analyst"}
            for number, event in enumerate(EVENTS[:60]):
                body = msgspec.to_builtins(event)
                bodies = [body, body | {"weight_grams": 7, "employer": "x"}, body | {"sender": 7}]
                bodies += [{**body, "occurred_at": body.get("sender", {}).get("phone", "x")}]
                if number % 20 == 0:
                    flaky_sqlite.fail()
                for each in bodies:
                    content = msgspec.json.encode(each)
                    for raw in (content, content[: len(content) // 2]):
                        answer = await client.post("/v1/score", content=raw, headers=headers)
                        said.append(answer.text)
                    while not service.ready:
                        await asyncio.sleep(0.01)
            said.append((await client.get("/metrics")).text)
        return said

    said = run_async(story())
    errors = [text for text in said if text.startswith('{"error"')]
    assert len(errors) > 300
    assert found_in("".join(said)) == []
    assert log.getvalue().count("request_failed") == len(errors)
    assert found_in(log.getvalue()) == []
    captured = capfd.readouterr()
    assert found_in(captured.out + captured.err) == []


def test_an_unforeseen_error_does_not_take_its_data_along(
    flaky_sqlite: FlakyStore, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_with(bundle)
    service = service_over(flaky_sqlite, engine)
    log = io.StringIO()
    app = create_app(service, FakeKeys(), log=JsonRequestLog(log))

    def breaks(subject: Subject) -> None:
        raise KeyError(subject)

    monkeypatch.setattr(engine, "judged", breaks)

    async def story() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            content = msgspec.json.encode(EVENTS[0])
            headers = {"Authorization": "Bearer key-analyst"}
            return await client.post("/v1/score", content=content, headers=headers)

    answer = run_async(story())
    assert answer.status_code == 500
    assert '"KeyError"' in log.getvalue()
    assert found_in(answer.text + log.getvalue()) == []


@pytest.mark.parametrize("field", ["id_type", "phone", "name"])
def test_a_refusal_says_where_and_not_what(field: str) -> None:
    body = shipment_body()
    body["sender"] = {field: ["13912345670"]}
    with pytest.raises(PostRiskError) as caught:
        event_of(body)
    assert caught.value.param == f"sender.{field}"
    assert "13912345670" not in caught.value.message
