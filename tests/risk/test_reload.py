"""Bundles are taken between events, what is refused changes nothing, and neither stops the loop."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from risk.archive import Archive
from risk.bundle import Bundle
from risk.engine import Engine
from risk.reload import Reload, Reloads
from risk.watch import BundleWatch
from tests.risk.builders import engine_with
from tests.risk.bundles import place, save_as, spoil
from tests.risk.running import run_async

LOOK_SECONDS = 0.01


class Scene:
    """An engine of rules alone, with both folders still empty."""

    def __init__(self, folder: Path) -> None:
        self.champion, self.challenger = folder / "champion", folder / "challenger"
        self.engine: Engine = engine_with()
        self.told: list[Reload] = []
        self.archive = Archive(folder / "archive")
        self.reloads = Reloads(
            self.engine,
            BundleWatch(self.champion, self.archive),
            BundleWatch(self.challenger, self.archive),
            self.told.append,
            LOOK_SECONDS,
        )

    async def told_of(self, count: int) -> None:
        while len(self.told) < count:
            await asyncio.sleep(LOOK_SECONDS)

    def gauges(self) -> tuple[float, float]:
        """Changes, refusals."""
        figures = self.reloads.gauges()
        return figures["bundle_changes_total"], figures["bundle_refusals_total"]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_champion_and_challenger_are_taken_and_promoted(
    scene: Scene, bundle: Bundle, tmp_path: Path
) -> None:
    first, second = (save_as(bundle, tmp_path / band, band) for band in ("low", "high"))

    async def changing() -> None:
        async with scene.reloads:
            place(tmp_path / "low", scene.champion)
            await scene.told_of(1)
            place(tmp_path / "high", scene.challenger)
            await scene.told_of(2)
            assert scene.engine.bundle.id == first.id
            place(tmp_path / "high", scene.champion)
            await scene.told_of(3)

    run_async(changing())
    assert scene.told == [
        Reload("champion", first.id, None),
        Reload("challenger", second.id, None),
        Reload("champion", second.id, None),
    ]
    assert scene.engine.challenger is not None
    assert scene.engine.bundle.id == scene.engine.challenger.id == second.id
    assert scene.gauges() == (3, 0)
    assert [scene.archive.bundle(each.id).id for each in (first, second)] == [first.id, second.id]


def test_a_broken_bundle_is_refused_once_and_the_old_one_goes_on(
    scene: Scene, bundle: Bundle, bundle_folder: Path
) -> None:
    async def changing() -> None:
        async with scene.reloads:
            place(bundle_folder, scene.champion)
            await scene.told_of(1)
            spoil(scene.champion)
            await scene.told_of(2)
            await asyncio.sleep(10 * LOOK_SECONDS)

    run_async(changing())
    assert [each.bundle for each in scene.told] == [bundle.id, None]
    refusal = scene.told[-1].refusal
    assert refusal is not None and "shipment.npz differs from its hash" in refusal
    assert scene.engine.bundle.id == bundle.id
    assert scene.gauges() == (1, 1)


def test_the_same_bundle_again_is_no_change(
    scene: Scene, bundle: Bundle, bundle_folder: Path, tmp_path: Path
) -> None:
    other = save_as(bundle, tmp_path / "high", "high")

    async def changing() -> None:
        async with scene.reloads:
            for folder in (scene.champion, scene.challenger):
                place(bundle_folder, folder)
            await scene.told_of(2)
            taken = scene.engine.bundle, scene.engine.challenger
            for folder in (scene.champion, scene.challenger):
                place(bundle_folder, folder)  # the same content with another time
            await asyncio.sleep(30 * LOOK_SECONDS)
            assert (scene.engine.bundle, scene.engine.challenger) == taken
            place(tmp_path / "high", scene.champion)
            await scene.told_of(3)

    run_async(changing())
    assert [each.bundle for each in scene.told] == [bundle.id, bundle.id, other.id]


def test_an_accident_is_a_refusal_that_says_its_class_alone(
    scene: Scene, bundle_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accident(_folder: Path) -> Bundle:
        raise MemoryError("张三")

    monkeypatch.setattr("risk.watch.load_bundle", accident)
    run_async(put_and_hear(scene, bundle_folder))
    assert scene.told == [Reload("champion", None, "MemoryError")]
    assert scene.engine.bundle.id == "none"


async def put_and_hear(scene: Scene, source: Path) -> None:
    async with scene.reloads:
        place(source, scene.champion)
        await scene.told_of(1)


def test_the_loop_goes_on_while_a_bundle_is_loaded(
    scene: Scene, bundle: Bundle, bundle_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, go_on = threading.Event(), threading.Event()
    _slow(monkeypatch, bundle, loading.set, lambda: go_on.wait(30))

    async def changing() -> None:
        async with scene.reloads:
            place(bundle_folder, scene.champion)
            while not loading.is_set():
                await asyncio.sleep(LOOK_SECONDS)
            assert scene.engine.bundle.id == "none"
            go_on.set()
            await scene.told_of(1)

    run_async(changing())
    assert scene.engine.bundle is bundle


def test_a_load_under_way_at_the_end_is_thrown_away(
    scene: Scene, bundle: Bundle, bundle_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = threading.Event()
    _slow(monkeypatch, bundle, loading.set, lambda: threading.Event().wait(0.2))

    async def ending() -> None:
        async with scene.reloads:
            place(bundle_folder, scene.champion)
            while not loading.is_set():
                await asyncio.sleep(LOOK_SECONDS)

    run_async(ending())
    assert scene.told == []
    assert scene.engine.bundle.id == "none"


def _slow(
    monkeypatch: pytest.MonkeyPatch,
    bundle: Bundle,
    begin: Callable[[], object],
    wait: Callable[[], object],
) -> None:
    def load(_folder: Path) -> Bundle:
        begin()
        wait()
        return bundle

    monkeypatch.setattr("risk.watch.load_bundle", load)


def test_without_a_challenger_s_folder_the_challenger_stays(
    tmp_path: Path, bundle: Bundle, bundle_folder: Path
) -> None:
    engine, told = engine_with(), list[Reload]()
    watch = BundleWatch(tmp_path / "champion", Archive(tmp_path / "archive"))
    reloads = Reloads(engine, watch, None, told.append, LOOK_SECONDS)

    async def changing() -> None:
        async with reloads:
            place(bundle_folder, tmp_path / "champion")
            while not told:
                await asyncio.sleep(LOOK_SECONDS)

    run_async(changing())
    assert (engine.bundle.id, engine.challenger) == (bundle.id, None)
