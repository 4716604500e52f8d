"""Paths and bodies of the calls on notices."""

from typing import Final

from msgspec import Struct

PATHS: Final = ("/v1/notices", "/v1/notices/{notice_id}/retry")
STATUSES: Final = ("waiting", "sent", "dead")
MOST: Final = 1_000


class NoticeView(Struct, frozen=True):
    """A delivery: of which notice, to whom, and how it stands."""

    id: str
    event: str
    at: str
    subscriber: str
    status: str
    tries: int
    next_at: str | None
    error: str


class NoticeList(Struct, frozen=True):
    """Deliveries, and how many there are of each status."""

    items: list[NoticeView]
    counts: dict[str, int]


class NoticeRetried(Struct, frozen=True):
    """How many deliveries will be tried anew."""

    deliveries: int
