from hypothesis import given
from hypothesis import strategies as st

from api.request_ids import RequestIds


def test_a_well_formed_id_is_echoed() -> None:
    assert RequestIds("p").echo_or_new(b"Till-7_a.b:c") == "Till-7_a.b:c"
    assert RequestIds("p").echo_or_new(b"x" * 64) == "x" * 64


def test_new_ids_differ_also_between_processes() -> None:
    ids = RequestIds()
    assert len({ids.echo_or_new(None) for _ in range(1000)}) == 1000
    assert ids.echo_or_new(None) != RequestIds().echo_or_new(None)


@given(st.binary(max_size=80))
def test_whatever_is_sent_the_id_is_well_formed_and_ours_are_echoed_back(sent: bytes) -> None:
    ids = RequestIds()
    answer = ids.echo_or_new(sent)
    assert 1 <= len(answer) <= 64
    assert answer.isascii()
    assert ids.echo_or_new(answer.encode()) == answer
