import gzip
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Failure, WrongUse
from data.events import decode_line
from data.importing import arrange
from data.importing.external_sort import ExternalSort
from tests.data.importing.building import HEADER, PARCELS, ROW, csv, run


def row(number: int, at: str, **changes: str) -> str:
    cells = dict(zip(HEADER.split(","), ROW.split(","), strict=True))
    return ",".join((cells | {"id": f"P{number}", "at": at} | changes).values())


def test_rows_become_lines_in_order_of_time(tmp_path: Path) -> None:
    body = csv(row(1, "2025-06-02"), row(2, "2025-06-01"), row(3, "2025-06-04"))
    found = run(tmp_path, PARCELS, body)
    assert [line.get("outcome_id", line["event_id"]) for line in found.lines] == [
        "P2",
        "P1",
        "P1:delivered",
        "P2:delivered",
        "P3:delivered",
        "P3",
    ]
    report = found.report
    assert (report.rows, report.made, report.outcomes) == (3, {"shipment": 3}, 3)
    assert (report.out_of_order, report.rejected) == (1, 0)
    assert report.first is not None and report.last is not None
    assert report.first.isoformat() == "2025-06-01T00:00:00+08:00"
    assert report.last.isoformat() == "2025-06-04T00:00:00+08:00"
    assert found.rejected == []


def test_bad_rows_are_told_of_without_their_values(tmp_path: Path) -> None:
    body = csv(
        ROW,
        row(2, "2025-06-01", kg="两公斤", **{"from": "王某某"}),
        row(3, "昨天", pay="赊账"),
        row(4, "2025-06-01") + ",多一格",
        row(1, "2025-06-01 09:00"),
        row(1, "2025-06-01 09:00", what="别的"),
        row(5, "2025-06-01", state="丢了"),
    )
    found = run(tmp_path, PARCELS, body)
    assert found.faults == [
        (3, "weight_grams", "unparsable"),
        (4, "occurred_at", "unparsable"),
        (4, "pay_mode", "unmapped"),
        (5, "", "unparsable"),
        (8, "outcomes.1.outcome", "unmapped"),
        (6, "event_id", "duplicate"),
        (7, "event_id", "duplicate"),
        (6, "outcome_id", "duplicate"),
        (7, "outcome_id", "duplicate"),
    ]
    report = found.report
    assert (report.rows, report.rejected, report.made.total()) == (7, 5, 2)
    assert (report.outcomes, report.refused_outcomes) == (1, 3)
    assert (report.repeated, report.reused) == (3, 1)
    told = (tmp_path / "rejected.jsonl").read_text(encoding="utf-8") + report.text()
    for value in ("两公斤", "王某某", "昨天", "多一格", "P1", "别的", "张三"):
        assert value not in told
    assert set(found.rejected[0]) == {"row", "field", "fault", "reason"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_the_same_file_in_any_dress_gives_the_same_lines(tmp_path: Path, encoding: str) -> None:
    plain = run(tmp_path, PARCELS, csv(ROW)).lines
    body = csv(ROW).replace(",", ";").encode(encoding)
    mapping = PARCELS + f"encoding: {encoding}\ndelimiter: ;\n"
    assert run(tmp_path, mapping, gzip.compress(body), "file.csv.gz").lines == plain


def test_json_lines(tmp_path: Path) -> None:
    mapping = PARCELS.replace("column: from", "column: from.name")
    line = '{"id":"P1","at":"2025-06-01T09:00:00Z","from":{"name":"张三"},"kg":0.5,"worth":0.1,"pay":"到付"}'
    found = run(tmp_path, mapping, f"{line}\n{{broken\n[1]\n", "f.jsonl")
    assert found.faults == [(2, "", "unparsable"), (3, "", "unparsable")]
    (event,) = found.lines
    assert event["sender"] == {"name": "张三"}
    assert (event["weight_grams"], event["item"]["declared_value_fen"]) == (500, 10)


def test_where_no_row_becomes_an_event_the_old_output_stays(tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    out.write_text('{"old": 1}\n')
    found = run(tmp_path, PARCELS, csv("bad"))
    assert found.report.lines == 0
    assert out.read_text() == '{"old": 1}\n'
    assert (2, "weight_grams", "missing") in found.faults


@pytest.mark.parametrize("body", ["", HEADER, HEADER + "\n\n,,,\n"])
def test_a_file_without_rows_is_a_failure_and_leaves_nothing(tmp_path: Path, body: str) -> None:
    with pytest.raises(Failure, match=r"file\.csv (is empty|holds no rows)"):
        run(tmp_path, PARCELS, body)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.csv", "mapping.yaml"]


def test_a_file_that_breaks_off_is_a_failure_and_leaves_nothing(tmp_path: Path) -> None:
    body = csv(*(row(number, "2025-06-01") for number in range(3000)))
    with pytest.raises(Failure, match="not a whole gzip file"):
        run(tmp_path, PARCELS, gzip.compress(body.encode())[:-9], "file.csv.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.csv.gz", "mapping.yaml"]


def test_a_mapping_that_makes_no_sense_is_told_before_the_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"fields\.weight_grams\.unit"):
        run(tmp_path, PARCELS.replace(", unit: kg", ""), b"", "none.csv")


def test_more_than_fits_into_memory_is_sorted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = csv(*(row(n, f"2025-06-{1 + n * 7 % 28:02} {n % 24:02}:00") for n in range(400)))
    expected = run(tmp_path, PARCELS, body)
    monkeypatch.setattr(arrange, "ExternalSort", lambda folder: ExternalSort(folder, 5_000))
    found = run(tmp_path, PARCELS, body)
    assert found.lines == expected.lines
    assert len(found.lines) == 800
    times = [
        decode_line((tmp_path / "events.jsonl").read_bytes().splitlines()[n]) for n in (0, 799)
    ]
    assert times[0].occurred_at < times[1].occurred_at


CELLS = st.one_of(
    st.sampled_from(
        ["", "P1", "P2", "2025-06-01", "1.5", "寄付", "签收", '"', "1E+10", "a\nb", "\x00"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=11), max_size=8))
def test_any_rows_are_written_or_rejected_and_never_crash(rows: list[list[str]]) -> None:
    body = csv(*(",".join(cells) for cells in rows), ROW)
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), PARCELS, body.encode("utf-8", "replace"))
        report = found.report
        assert report.rows == report.made.total() + report.rejected
        assert len(found.lines) == report.lines
        times = [datetime.fromisoformat(line["occurred_at"]) for line in found.lines]
        assert times == sorted(times)


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=500), encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_any_bytes_are_written_or_rejected_and_never_crash(body: bytes, encoding: str) -> None:
    mapping = PARCELS + f"encoding: {encoding}\ncolumns: [{HEADER}]\n"
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = run(Path(folder), mapping, body)
        except (Failure, WrongUse) as refused:
            assert refused.code in {"failure", "bad_format"}  # no rows, or no text
        else:
            assert found.report.rows == found.report.made.total() + found.report.rejected
