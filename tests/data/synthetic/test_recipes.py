import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.synthetic.calendar import day_of
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.base import Ambient
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.drafts import LEVELS
from data.synthetic.presets import PresetName
from data.synthetic.recipes import CampaignRecipe, Recipe, read_folder, read_recipe

PRESETS: tuple[PresetName, ...] = ("S", "M", "L")


def test_modules_are_named_after_what_they_make() -> None:
    for typology, (_, made) in typologies().items():
        assert made.__module__.rpartition(".")[2] == typology.lower().replace("-", "")
    for decoy, (_, kind) in look_alikes().items():
        assert kind.__module__.rpartition(".")[2] == decoy.lower()


@pytest.mark.parametrize("typology", sorted(typologies()))
def test_recipes_are_whole(typology: str) -> None:
    recipe, _ = typologies()[typology]
    assert set(recipe.days) == set(LEVELS)
    assert 0 < recipe.found.coverage < 1
    assert 0 < recipe.found.delay_days[0] <= recipe.found.delay_days[1]
    assert all(set(levels) == set(LEVELS) for levels in recipe.levers.values())
    for scale in recipe.scale.values():
        assert 0 < scale.size[0] <= scale.size[1]


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("typology", sorted(typologies()))
def test_look_alikes_are_three_times_as_many(typology: str, name: PresetName) -> None:
    recipe, _ = typologies()[typology]
    like = [(r, made) for r, made in look_alikes().values() if typology in r.resembles]
    if any(issubclass(made, Ambient) for _, made in like) or name not in recipe.scale:
        return
    alike = sum(r.scale[name].mean_events() for r, _ in like if name in r.scale)
    assert alike >= 3 * recipe.scale[name].mean_events()


@given(st.integers(), st.integers(1, 60), st.sampled_from([14, 40, 183]))
def test_a_start_leaves_room_for_all_days(seed: int, length: int, world_days: int) -> None:
    recipe = Recipe(from_share=0.6, dates=[("09-01", "09-20"), ("06-05", "06-12")])
    start = recipe.draw_start(random.Random(seed), length, world_days)
    assert start >= 0
    assert start + length <= max(world_days, length)


def test_dates_hold_where_the_world_has_them() -> None:
    recipe, rng = Recipe(dates=[("09-01", "09-20")]), random.Random(1)
    starts = {recipe.draw_start(rng, 3, 183) for _ in range(300)}
    assert (min(starts), max(starts)) == (day_of("09-01"), day_of("09-20"))
    assert max(recipe.draw_start(rng, 3, 40) for _ in range(300)) == 37


def test_a_wrong_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("typology: AO-01\nsizes: [1, 2]\n", encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match="sizes"):
        read_recipe(path, CampaignRecipe)


def test_a_module_without_its_class_is_refused() -> None:
    with pytest.raises(ValueError, match="must define one class"):
        read_folder("data.synthetic.campaigns", CampaignRecipe, Path)
