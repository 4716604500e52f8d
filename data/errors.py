"""The one tree of errors that callers may meet, with stable codes.

PostRiskError
├── InvalidInput          the body or a field breaks the contract
│   └── BadDocument       a policy file or table with mistakes, each of which is told
├── TooLarge              the body is over the limit
├── Unauthenticated       no key, or an unknown one
├── Forbidden             the key's role may not do this
├── NotFound              there is no such thing
├── Conflict              the id is taken by another body
├── Unavailable           a service we stand on is not there; try again
└── Failure               a command can't do what was asked (exit code 1)
    └── WrongUse          a command was called wrongly (exit code 2)

Messages never hold a name, phone, document or address: they go to logs and to callers.
"""

from collections.abc import Sequence
from typing import ClassVar


class PostRiskError(Exception):
    """Base of all errors that are told to a caller.

    Attributes:
        type: one of the closed list of error types in the contract.
        code: a stable machine-readable code.
        param: the path of the field at fault (``sender.phone``), if there is one.
    """

    type: ClassVar[str] = "internal"
    default_code: ClassVar[str] = "internal"

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.param = param


class InvalidInput(PostRiskError):
    """The body or one of its fields breaks the contract."""

    type = "invalid_request"
    default_code = "invalid_field"


class BadDocument(InvalidInput):
    """A document (a policy file, a table) with mistakes, each of which is told.

    Attributes:
        problems: line (from 1), message and hint of each.
    """

    default_code = "bad_document"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        problems: Sequence[tuple[int, str, str]] = (),
    ) -> None:
        super().__init__(message, code=code, param=param)
        self.problems = tuple(problems)


class TooLarge(PostRiskError):
    """The body is larger than the limit."""

    type = "too_large"
    default_code = "body_too_large"


class Unauthenticated(PostRiskError):
    """No API key was sent, or one that is not known."""

    type = "unauthenticated"
    default_code = "bad_key"


class Forbidden(PostRiskError):
    """The caller's role may not do this."""

    type = "forbidden"
    default_code = "role_forbidden"


class NotFound(PostRiskError):
    """There is no such thing."""

    type = "not_found"
    default_code = "not_found"


class Conflict(PostRiskError):
    """The id is already taken by another body."""

    type = "conflict"
    default_code = "id_reused"


class Unavailable(PostRiskError):
    """Something that we stand on is not there; nothing was kept; the same call may be sent again."""

    type = "unavailable"
    default_code = "unavailable"


class Failure(PostRiskError):
    """A command can't do what was asked: one clear line on stderr, exit code 1."""

    default_code = "failure"


class WrongUse(Failure):
    """A command was called wrongly: one clear line on stderr, exit code 2."""

    default_code = "wrong_use"
