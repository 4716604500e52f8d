"""What goes in and out of the calls on sessions and people, and where they stand."""

from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from data.accounts import Person
from data.passwords import LONGEST

PATHS: Final = ("/v1/sessions", "/v1/sessions/current", "/v1/people", "/v1/sessions/oidc")

Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class LogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Name and password; the code where the account has one; a new password where one is due."""

    name: Word
    password: Word
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")] | None = None
    new_password: Word | None = None


class SessionOpened(Struct, frozen=True):
    """The token, shown once, to be sent as ``Authorization: Bearer``; it ends when nobody uses it."""

    token: str
    person: Person
    ends_at: str


class SignOnBegun(Struct, frozen=True):
    """Where to send a browser, and what must come back: the caller keeps it for that browser alone."""

    name_zh: str
    name_en: str
    url: str
    state: str
    sealed: str


class SignOn(Struct, frozen=True, forbid_unknown_fields=True):
    """What came back with the browser, and what was kept for it."""

    code: Annotated[str, Meta(min_length=1, max_length=4_096)]
    state: Annotated[str, Meta(min_length=1, max_length=200)]
    sealed: Annotated[str, Meta(min_length=1, max_length=4_096)]


class SessionView(Struct, frozen=True):
    """Whose the session is, and when it ends without another call."""

    person: Person
    ends_at: str


class PeopleList(Struct, frozen=True):
    """Those who may log in, by name."""

    people: list[Person]
