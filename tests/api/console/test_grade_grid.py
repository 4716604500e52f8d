"""The grid of grades in a true browser: a mistake at its cell, a draft that changes only what was changed."""

import pytest
from playwright.sync_api import Browser, expect

from api.console.grade_grid import plain_number
from tests.api.console.desk import PATIENCE_MS, Desk
from tests.api.console.running import Town


@pytest.mark.timeout(300)
def test_a_cap_is_changed_at_its_cell(browser: Browser, place: Town) -> None:
    author = Desk(browser, place, "zhou", home="策略")
    author.go("/policies/edit?policy=cod-grades", "等级表")
    page = author.page
    cell = page.get_by_label("C · 每日上限(元)")
    cell.fill("300,000")
    page.get_by_label("D · 返款天数").fill("七天")
    author.press("检查")
    author.sees("C 级不得高于 B 级")
    author.sees("须为 0 至 90 的整数")
    author.sees("2 个格子有误")
    author.picture("grades_wrong")
    author.can_be_read(1440)
    expect(cell).to_have_attribute("aria-invalid", "true")
    page.get_by_label("D · 返款天数").fill("7")
    cell.fill("25,000")
    author.press("保存为草稿")
    author.sees("与现行的差别")
    changed = page.locator("pre .new").all_inner_texts()
    assert len([line for line in changed if line.startswith("+") and "+++" not in line]) == 2
    assert any("per_day_yuan: 25000" in line for line in changed)
    page.go_back()
    page.get_by_role("link", name="以文本编辑").click()
    expect(page.get_by_label("策略文件")).to_be_visible(timeout=PATIENCE_MS)
    author.keeps_to_its_host()


@pytest.mark.parametrize("text", ["20,000", "20000", " 20 000 ", "2,0000"])
def test_a_number_is_taken_as_people_write_it(text: str) -> None:
    assert plain_number(text) == "20000"
