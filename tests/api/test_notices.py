"""``/v1/notices``: who may see and resend, and what is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.roles import NOTICE_READERS, NOTICE_SENDERS
from data.notices import notice_of
from data.outbox import Outbox
from data.store import Store
from data.vault import Vault
from tests.api.caller import Caller
from tests.api.fakes import ROLES, FakeKeys, FakeService, NoLog


class NoticeDoor(Caller):
    """Calls an app with an outbox; one delivery in it is dead, one waits."""

    def __init__(self, outbox: Outbox) -> None:
        self.service = FakeService()
        self.log = NoLog()
        self.outbox = outbox
        self.app = create_app(self.service, FakeKeys(), notices=outbox, log=self.log)
        outbox.add(notice_of("case.high", f"C-{n}", n, data={"stake_fen": 77}) for n in (1, 2))
        outbox.spread(lambda _notice: ["hook"], 100, 0)
        outbox.dead(outbox.claim("hook", 100, 1_000, 1)[0], 100, "status_500")


@pytest.fixture
def notices(tmp_path: Path, vault: Vault) -> Iterator[NoticeDoor]:
    store = Store.open(f"sqlite:///{tmp_path / 'x.sqlite'}", vault)
    store.migrate()
    yield NoticeDoor(Outbox(store.engine))
    store.close()


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_of_system_and_audit_see_them(notices: NoticeDoor, role: str) -> None:
    assert notices.get("/v1/notices", role).status_code == (200 if role in NOTICE_READERS else 403)
    answer = notices.post("/v1/notices/case_high-C-1/retry", None, role)
    assert answer.status_code == (200 if role in NOTICE_SENDERS else 403)


def test_the_list_shows_how_each_stands_and_no_body(notices: NoticeDoor) -> None:
    answer = notices.get("/v1/notices?status=dead&limit=1", "system_admin")
    assert answer.json() == {
        "items": [
            {
                "id": "case_high-C-1",
                "event": "case.high",
                "at": "1970-01-01T00:00:00.001000+00:00",
                "subscriber": "hook",
                "status": "dead",
                "tries": 1,
                "next_at": None,
                "error": "status_500",
            }
        ],
        "counts": {"waiting": 1, "sent": 0, "dead": 1},
    }
    assert len(notices.get("/v1/notices", "audit_admin").json()["items"]) == 2


def test_a_dead_one_is_tried_anew(notices: NoticeDoor) -> None:
    path = "/v1/notices/case_high-C-1/retry"
    assert notices.post(path, {}, "system_admin").json() == {"deliveries": 1}
    assert notices.post(path, {}, "system_admin").status_code == 404
    assert notices.outbox.counts() == {"waiting": 2}


@pytest.mark.parametrize(
    ("path", "param"), [("?status=lost", "status"), ("?limit=0", "limit"), ("?x=1", "x")]
)
def test_a_wrong_parameter_is_named(notices: NoticeDoor, path: str, param: str) -> None:
    answer = notices.get(f"/v1/notices{path}", "system_admin")
    assert (answer.status_code, answer.json()["error"]["param"]) == (422, param)


def test_without_an_outbox_it_is_503(door: Caller) -> None:
    assert door.get("/v1/notices", "system_admin").status_code == 503
    assert door.post("/v1/notices/x.y/retry", {}, "system_admin").status_code == 404
    answer = door.post("/v1/notices/x/retry", {"a": 1}, "system_admin")
    assert answer.status_code == 422
