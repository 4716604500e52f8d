import pytest

from data import errors
from data.errors import Failure, InvalidInput, PostRiskError, WrongUse


def _all() -> list[type[PostRiskError]]:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    return [kind for kind in found if issubclass(kind, PostRiskError)]


@pytest.mark.parametrize("kind", _all(), ids=lambda kind: kind.__name__)
def test_every_error_has_message_type_and_code(kind: type[PostRiskError]) -> None:
    error = kind("what happened")
    assert error.message == str(error) == "what happened"
    assert error.code == kind.default_code
    assert error.param is None
    assert kind.__doc__


def test_codes_are_told_apart() -> None:
    codes = [kind.default_code for kind in _all()]
    assert len(codes) == len(set(codes)) == 11


def test_a_code_and_a_field_may_be_given() -> None:
    error = InvalidInput("x", code="malformed_json", param="sender.phone")
    assert (error.type, error.code, error.param) == (
        "invalid_request",
        "malformed_json",
        "sender.phone",
    )


def test_wrong_use_is_a_failure_of_its_own_kind() -> None:
    assert issubclass(WrongUse, Failure)
    assert WrongUse("x").code != Failure("x").code


def test_the_tree_drawn_at_the_top_is_the_tree() -> None:
    drawn = errors.__doc__ or ""
    assert all(kind.__name__ in drawn for kind in _all())
