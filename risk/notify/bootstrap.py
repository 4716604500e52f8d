"""Puts the sender together from settings."""

from collections.abc import Callable
from pathlib import Path

from data.clock import wall_clock_ms
from data.errors import WrongUse
from data.home import Home
from data.notice_scans import NoticeScans
from data.outbox import Outbox
from data.store import Store
from risk.notify.chat import Chat
from risk.notify.post import Poster
from risk.notify.sender import Saying, Sender
from risk.notify.settings import NoticeSettings, read_settings
from risk.notify.watch import Watch
from risk.settings import Settings, variable


def notice_settings_of(settings: Settings, home: Home) -> NoticeSettings:
    """Who is told of what.

    Raises:
        WrongUse: the file is not there, or a field of it is wrong.
    """
    path = settings.notices or home.path / "notices.yaml"
    if not Path(path).exists():
        raise WrongUse(
            "nobody is to be told of anything: write notices.yaml into the home, or name a file in "
            "POSTRISK_NOTICES (docs/notices.md shows one)",
            code="no_notices",
        )
    return read_settings(path, variable)


def sender_of(
    told: NoticeSettings,
    store: Store,
    heard: Callable[[str, str, str], None] = lambda _to, _id, _error: None,
) -> Sender:
    """The sender over a database; ``heard`` is called after each try.

    Raises:
        WrongUse: a chat's URL can't be read, or its library is not installed.
    """
    chats: dict[str, Saying] = {
        one.id: Chat(one.chat, one.language) for one in told.subscribers if one.chat
    }
    poster = Poster(told.allowed_hosts, told.tls())
    return Sender(Outbox(store.engine), told, poster, chats, wall_clock_ms, told=heard)


def watch_of(store: Store) -> Watch:
    """What looks for deadlines and drift."""
    return Watch(NoticeScans(store.engine), Outbox(store.engine))
