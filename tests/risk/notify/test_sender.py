"""The sender over a real outbox and a real receiver."""

import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.exc import OperationalError
from standardwebhooks import Webhook

from data.clock import Clock as DataClock
from data.clock import wall_clock_ms
from data.instants import HOUR_MS
from data.notice_scans import NoticeScans
from data.notices import EVENTS, Notice, notice_of
from data.outbox import Outbox
from data.store import Store
from data.vault import Vault
from risk.notify.chat import AT_ONCE
from risk.notify.post import NotDelivered, Poster
from risk.notify.retries import MAX_TRIES
from risk.notify.sender import LEASE_MS, Sender, body_of
from risk.notify.settings import NoticeSettings, Subscriber
from risk.notify.signing import secret_of
from risk.notify.watch import Watch
from tests.risk.notify.receiver import SECRET, Receiver, hang, receiving, status

AGE_MS = 72 * HOUR_MS


class Clock:
    def __init__(self) -> None:
        self.now_ms = wall_clock_ms()

    def __call__(self) -> int:
        return self.now_ms


class Chat:
    """Remembers its messages; refuses while ``refuses`` is set."""

    def __init__(self) -> None:
        self.messages: list[list[str]] = []
        self.refuses = False

    def say(self, notices: Sequence[Notice]) -> None:
        if self.refuses:
            raise NotDelivered("chat_refused")
        self.messages.append([notice.id for notice in notices])


class Post:
    """An outbox with one sender."""

    def __init__(
        self, store: Store, *subscribers: Subscriber, clock: DataClock | None = None
    ) -> None:
        self.clock = Clock()
        self.outbox = Outbox(store.engine)
        self.chat = Chat()
        self.told: list[tuple[str, str, str]] = []
        settings = NoticeSettings(subscribers, ("127.0.0.1",), None, AGE_MS)
        self.sender = Sender(
            self.outbox,
            settings,
            Poster(["127.0.0.1"], whole_seconds=2.0),
            {"duty": self.chat},
            clock or self.clock,
            told=lambda *words: self.told.append(words),
        )

    def add(self, *numbers: int) -> None:
        self.outbox.add(
            notice_of("case.high", f"C-{n}", self.clock.now_ms, data={"case_id": f"C-{n}"})
            for n in numbers
        )

    def statuses(self) -> list[str]:
        return sorted(one.delivery.status for one in self.outbox.listed(None, 100))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def store(tmp_path: Path, vault: Vault) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'postrisk.sqlite'}", vault)
    opened.migrate()
    yield opened
    opened.close()


def _hook(receiver: Receiver, id_: str = "hook") -> Subscriber:
    return Subscriber(id=id_, webhook=receiver.url, secrets=(secret_of(SECRET),))


DUTY = Subscriber(id="duty", chat="dingtalk://x")


def test_a_notice_arrives_signed_under_its_id(store: Store, receiver: Receiver) -> None:
    post = Post(store, _hook(receiver))
    post.add(1)
    assert post.sender.turn() == 1
    (call,) = receiver.calls
    assert call.headers["webhook-id"] == "case_high-C-1"
    payload = Webhook(SECRET).verify(call.body.decode(), call.headers)
    assert (payload["type"], payload["data"]) == ("case.high", {"case_id": "C-1"})
    assert post.sender.turn() == 0
    assert post.statuses() == ["sent"]
    assert post.told == [("hook", "case_high-C-1", "")]


def test_a_failure_is_tried_again_with_the_same_id_and_body(
    store: Store, receiver: Receiver
) -> None:
    receiver.answers = [status(500), status(302, Location="http://127.0.0.1/")]
    post = Post(store, _hook(receiver))
    post.add(1)
    for _ in range(3):
        post.sender.turn()
        assert post.sender.turn() == 0  # not before its time
        post.clock.now_ms += HOUR_MS
    assert [error for _, _, error in post.told] == ["status_500", "redirected", ""]
    assert len({(call.headers["webhook-id"], call.body) for call in receiver.calls}) == 1
    assert post.statuses() == ["sent"]


def test_after_ten_tries_it_is_dead_and_a_person_may_send_it_anew(
    store: Store, receiver: Receiver
) -> None:
    receiver.answers = [status(503)] * MAX_TRIES
    post = Post(store, _hook(receiver))
    post.add(1)
    for _ in range(MAX_TRIES + 2):
        post.sender.turn()
        post.clock.now_ms += 24 * HOUR_MS
    assert len(receiver.calls) == MAX_TRIES
    assert post.statuses() == ["dead"]
    post.outbox.retry("case_high-C-1", post.clock.now_ms)
    assert post.sender.turn() == 1
    assert post.statuses() == ["sent"]


def test_gone_is_dead_at_once(store: Store, receiver: Receiver) -> None:
    receiver.answers = [status(410)]
    post = Post(store, _hook(receiver))
    post.add(1)
    post.sender.turn()
    assert post.statuses() == ["dead"]


def test_a_failed_try_ends_the_turn_of_its_subscriber_only(
    store: Store, receiver: Receiver
) -> None:
    with receiving() as broken:
        broken.answers = [status(500)] * 9
        post = Post(store, _hook(broken, "broken"), _hook(receiver))
        post.add(1, 2, 3)
        assert post.sender.turn() == 4
        assert len(broken.calls) == 1
        assert sorted(receiver.ids) == ["case_high-C-1", "case_high-C-2", "case_high-C-3"]


def test_a_subscriber_gets_what_it_asked_for(store: Store, receiver: Receiver) -> None:
    quiet = msgspec.structs.replace(_hook(receiver), events=frozenset({"hub.unknown"}))
    post = Post(store, quiet)
    post.add(1)
    assert post.sender.turn() == 0
    assert receiver.calls == []


def test_a_chat_gets_many_notices_in_one_message(store: Store) -> None:
    post = Post(store, DUTY)
    post.add(*range(AT_ONCE + 5))
    post.chat.refuses = True
    assert post.sender.turn() == AT_ONCE
    post.chat.refuses = False
    post.clock.now_ms += HOUR_MS
    assert post.sender.turn() == AT_ONCE + 5
    assert [len(message) for message in post.chat.messages] == [AT_ONCE, 5]
    assert post.statuses() == ["sent"] * (AT_ONCE + 5)


def test_what_was_claimed_and_not_ended_is_sent_again_under_its_id(
    store: Store, receiver: Receiver
) -> None:
    post = Post(store, _hook(receiver))
    post.add(1)
    post.sender._prepare()
    post.outbox.claim("hook", post.clock.now_ms, LEASE_MS, 1)  # and its sender is killed
    assert post.sender.turn() == 0
    post.clock.now_ms += LEASE_MS
    assert post.sender.turn() == 1
    assert receiver.ids == ["case_high-C-1"]


def test_while_it_runs_a_receiver_that_hangs_delays_nobody_else(
    store: Store, receiver: Receiver
) -> None:
    until, stop, arrived = threading.Event(), threading.Event(), threading.Event()

    def take(handler: BaseHTTPRequestHandler) -> None:
        status(204)(handler)
        arrived.set()

    with receiving() as hanging:
        hanging.answers = [hang(until)]
        receiver.answers = [take]
        post = Post(store, _hook(hanging, "hanging"), _hook(receiver), clock=wall_clock_ms)
        post.outbox.add([notice_of("case.high", "C-1", wall_clock_ms(), data={})])
        watch = Watch(NoticeScans(store.engine), post.outbox)
        running = threading.Thread(target=post.sender.run, args=(watch, stop))
        running.start()
        assert arrived.wait(20)
        until.set()
        stop.set()
        running.join(20)
        assert not running.is_alive()


def test_a_database_that_is_away_is_waited_for_and_a_fault_of_ours_is_not_hidden(
    store: Store, receiver: Receiver
) -> None:
    post = Post(store, _hook(receiver))

    class Broken(Watch):
        def look(self, now_ms: int) -> None:
            raise OperationalError("", {}, Exception())

    with pytest.raises(OperationalError):
        post.sender.run(Broken(NoticeScans(store.engine), post.outbox), threading.Event())


def test_the_body_says_what_when_and_the_data() -> None:
    for event in EVENTS:
        body = msgspec.json.decode(body_of(notice_of(event, "1", 0, data={"n": 1})))
        assert body == {"type": event, "timestamp": "1970-01-01T00:00:00+00:00", "data": {"n": 1}}
