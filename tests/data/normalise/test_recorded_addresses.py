"""Invented addresses and how they were read before the parser was made faster: no field may move."""

import json
from pathlib import Path

import msgspec
import pytest

from data.normalise.address import parse_address

RECORDED = Path(__file__).with_name("recorded_addresses.jsonl")


@pytest.mark.parametrize("line", RECORDED.read_text(encoding="utf-8").splitlines())
def test_reads_as_recorded(line: str) -> None:
    raw, *expected = json.loads(line)
    *fields, parts, flags = msgspec.structs.astuple(parse_address(raw))
    assert [*fields, [got for _, got, _ in parts], list(flags)] == expected
