"""Bundles change under load: no request fails, none is answered by half of each, verify finds nothing."""

import json
import re
import signal
import subprocess
from pathlib import Path
from typing import get_args

import httpx
import pytest

from data.decisions import Band
from risk.bundle import load_bundle
from tests.api.commands.load import Load, until
from tests.api.commands.running import Console, serving
from tests.risk.builders import shipment_body
from tests.risk.bundles import place, save_as, spoil

Bundles = dict[Band, tuple[str, Path]]
"""Band of every event -> id and folder of the bundle."""


@pytest.fixture
def bundles(tmp_path: Path, bundle_folder: Path) -> Bundles:
    trained = load_bundle(bundle_folder)
    folders = {band: tmp_path / band for band in get_args(Band)}
    return {band: (save_as(trained, path, band).id, path) for band, path in folders.items()}


@pytest.fixture
def headers(console: Console, home: Path) -> dict[str, str]:
    key = console.succeed("key", "new", "--role", "api_client", "--home", home).strip()
    return {"Authorization": f"Bearer {key}"}


def test_bundles_change_under_load_and_every_request_is_answered(
    console: Console, home: Path, headers: dict[str, str], bundles: Bundles, tmp_path: Path
) -> None:
    champion, challenger = home / "bundle", tmp_path / "challenger"
    place(bundles["low"][1], champion)
    place(bundles["critical"][1], challenger)
    with serving("--home", home, "--challenger", challenger) as (process, url):
        load = Load(url, headers)
        with load.running():
            load.wait_for(bundles["low"][0])
            for band in ("medium", "high"):
                place(bundles[band][1], champion)
                load.wait_for(bundles[band][0])
            place(bundles["low"][1], challenger)
            until(
                lambda: figure(url, 'challenger_bands_total{challenger="low",champion="high"}') > 0
            )
            place(bundles["low"][1], champion)  # the challenger is promoted
            load.wait_for(bundles["low"][0])
            spoil(champion)
            until(lambda: figure(url, "bundle_refusals_total") == 1)
            seen = len(load.answers)
            until(lambda: len(load.answers) > seen + 100)
        assert load.failures == []
        assert {(answer["bundle"], answer["band"]) for answer in load.answers} == {
            (bundles[band][0], band) for band in ("low", "medium", "high")
        }
        assert {answer["bundle"] for answer in load.answers[seen:]} == {bundles["low"][0]}
        assert figure(url, "bundle_changes_total") == 4
        assert figure(url, 'challenger_bands_total{challenger="critical",champion="medium"}') > 0
        lines = ended(process)
    assert [(line["event"], line["role"], line.get("bundle")) for line in lines] == [
        ("bundle_taken", "champion", bundles["medium"][0]),
        ("bundle_taken", "champion", bundles["high"][0]),
        ("bundle_taken", "challenger", bundles["low"][0]),
        ("bundle_taken", "champion", bundles["low"][0]),
        ("bundle_refused", "champion", None),
    ]
    assert "shipment.npz differs from its hash" in lines[-1]["reason"]
    verified = console.succeed("verify", "--home", home)
    assert f"{len(load.answers):,} decisions and 0 outcomes derived again: 0 differ" in verified
    place(bundles["high"][1], champion)
    with serving("--home", home) as (_, url):
        answer = httpx.post(f"{url}/v1/score", json=shipment_body("new"), headers=headers)
        assert answer.json()["bundle"] == bundles["high"][0]  # the newest, after a restart too


def test_a_challenger_that_is_none_is_one_clear_line(
    console: Console, home: Path, tmp_path: Path
) -> None:
    arguments = ("serve", "--port", 0, "--home", home, "--challenger", tmp_path / "nothing")
    assert "there is no bundle in" in console.refusal(1, *arguments)


def figure(url: str, name: str) -> float:
    """One figure of ``/metrics``; 0 if it is not there."""
    found = re.search(
        rf"^postrisk_{re.escape(name)} (\S+)$", httpx.get(f"{url}/metrics").text, re.M
    )
    return float(found[1]) if found else 0.0


def ended(process: "subprocess.Popen[str]") -> list[dict[str, str]]:
    """The lines on stderr of a server that is told to stop."""
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    return [json.loads(line) for line in errors.splitlines()]
