"""Who is told of what: ``notices.yaml``, read once when the sender starts.

Secrets do not stand in it: it names a file or a variable of the environment that holds each.
"""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from data.errors import WrongUse
from data.instants import HOUR_MS
from data.notices import EVENTS, Event, Notice
from risk.case_routing import COMPLIANCE, DESKS
from risk.notify.signing import secret_of

Language = Literal["zh", "en"]
_SCHEMES: Final = ("dingtalk", "wecombot", "feishu", "lark", "mailto", "mailtos")
"""Chats that are offered: DingTalk, WeCom, Feishu (Lark abroad) and e-mail."""


class Subscriber(Struct, frozen=True, kw_only=True):
    """Who is told.

    Attributes:
        id: its name here; it stands with its deliveries.
        webhook: URL, of a machine.
        secrets: that sign, the newest first.
        chat: URL as apprise writes it, of people.
        language: of a chat.
        events: what it is told of.
        desks: whose cases it is told of.
    """

    id: str
    webhook: str = ""
    secrets: tuple[bytes, ...] = ()
    chat: str = ""
    language: Language = "zh"
    events: frozenset[str] = frozenset(EVENTS)
    desks: frozenset[str] = frozenset(DESKS) - {COMPLIANCE}

    def wants(self, notice: Notice) -> bool:
        """Whether a notice is for it."""
        return notice.event in self.events and (not notice.desk or notice.desk in self.desks)

    def __repr__(self) -> str:
        """Never a secret or a URL with a token: a repr ends in logs."""
        return f"Subscriber({self.id})"


class NoticeSettings(Struct, frozen=True):
    """The whole file.

    Attributes:
        subscribers: in order.
        allowed_hosts: that may be private and plain HTTP: the carrier's own network.
        ca_file: certificates of authorities to trust for webhooks instead of the system's.
        max_age_ms: a notice that nobody could be told of for so long is told to nobody.
    """

    subscribers: tuple[Subscriber, ...]
    allowed_hosts: tuple[str, ...]
    ca_file: str | None
    max_age_ms: int

    def route(self, notice: Notice) -> list[str]:
        """The ids of those whom a notice is for."""
        return [one.id for one in self.subscribers if one.wants(notice)]

    def tls(self) -> ssl.SSLContext:
        """What HTTPS trusts.

        Raises:
            WrongUse: the file can't be read.
        """
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError):
            raise WrongUse("ca_file: no certificates can be read from it") from None


class _Entry(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    webhook: str = ""
    secret_file: str = ""
    secret_env: str = ""
    old_secret_file: str = ""
    old_secret_env: str = ""
    chat_file: str = ""
    chat_env: str = ""
    language: Language = "zh"
    events: tuple[Event, ...] = EVENTS
    desks: tuple[str, ...] | None = None


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    subscribers: tuple[_Entry, ...]
    allowed_hosts: tuple[str, ...] = ()
    ca_file: str | None = None
    max_age_hours: int = 72


def read_settings(path: Path, variable: Callable[[str], str | None]) -> NoticeSettings:
    """The settings of a file.

    Args:
        path: of the file.
        variable: the value of a variable of the environment, None where it is not set.

    Raises:
        WrongUse: the file or a secret can't be read, or a field is wrong; it is named.
    """
    try:
        written = msgspec.yaml.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise WrongUse(f"{path.name} can't be read: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise WrongUse(f"{path.name}: {error}") from None
    ids = [entry.id for entry in written.subscribers]
    if len(set(ids)) != len(ids) or not all(ids):
        raise WrongUse(f"{path.name}: each subscriber needs an id of its own")
    if written.max_age_hours < 1:
        raise WrongUse(f"{path.name}: max_age_hours is at least 1")
    allowed = frozenset(written.allowed_hosts)
    return NoticeSettings(
        tuple(_Reading(entry, variable).subscriber(allowed) for entry in written.subscribers),
        written.allowed_hosts,
        written.ca_file,
        written.max_age_hours * HOUR_MS,
    )


class _Reading:
    """One subscriber as it is read; every mistake names its field."""

    def __init__(self, entry: _Entry, variable: Callable[[str], str | None]) -> None:
        self._entry = entry
        self._variable = variable

    def subscriber(self, allowed: frozenset[str]) -> Subscriber:
        entry = self._entry
        chat = self._secret("chat", entry.chat_file, entry.chat_env)
        if bool(entry.webhook) == bool(chat):
            raise self._wrong("webhook", "either a webhook or a chat is needed, not both")
        desks = frozenset(DESKS) - {COMPLIANCE} if entry.desks is None else frozenset(entry.desks)
        if not desks <= frozenset(DESKS):
            raise self._wrong("desks", f"the desks are {', '.join(DESKS)}")
        return Subscriber(
            id=entry.id,
            webhook=self._webhook(allowed),
            secrets=self._secrets() if entry.webhook else (),
            chat=self._chat(chat) if chat else "",
            language=entry.language,
            events=frozenset(entry.events),
            desks=desks,
        )

    def _webhook(self, allowed: frozenset[str]) -> str:
        url = self._entry.webhook
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise self._wrong("webhook", "this is no URL") from None
        if not host or parts.username or parts.fragment or not url.isascii() or " " in url:
            raise self._wrong("webhook", "a plain URL is needed, without a password")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in allowed):
            raise self._wrong("webhook", "https:// is needed, or a host of allowed_hosts")
        return url

    def _secrets(self) -> tuple[bytes, ...]:
        entry = self._entry
        new = self._secret("secret", entry.secret_file, entry.secret_env)
        old = self._secret("old_secret", entry.old_secret_file, entry.old_secret_env)
        if not new:
            raise self._wrong("secret_file", "a webhook needs secret_file or secret_env")
        try:
            return tuple(secret_of(text) for text in (new, old) if text)
        except ValueError as error:
            raise self._wrong("secret_file", str(error)) from None

    def _chat(self, url: str) -> str:
        if url.partition("://")[0] not in _SCHEMES:
            raise self._wrong("chat_file", f"the URL begins with one of {', '.join(_SCHEMES)} ://")
        return url

    def _secret(self, name: str, file: str, variable: str) -> str:
        """A secret from where the entry says; "" where it names no place."""
        if file:
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise self._wrong(f"{name}_file", "the file can't be read") from None
        if not variable:
            return ""
        value = self._variable(variable)
        if not value:
            raise self._wrong(f"{name}_env", "the variable is not set")
        return value.strip()

    def _wrong(self, field: str, why: str) -> WrongUse:
        return WrongUse(f"subscriber {self._entry.id}, {field}: {why}")
