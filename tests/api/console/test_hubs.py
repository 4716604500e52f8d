"""The hubs page in a true browser: what nothing explains, a word on it by two people, and taking it back."""

import pytest
from playwright.sync_api import Browser

from tests.api.console.desk import REASON, Desk
from tests.api.console.running import Town
from tests.api.test_hub_calls import opening

WIDTHS = (1440, 390)


@pytest.mark.timeout(300)
def test_a_shared_phone_gets_a_word_by_two_people_and_loses_it(
    browser: Browser, place: Town
) -> None:
    for number in range(1, 53):
        place.score(opening(number))
    author = Desk(browser, place, "li")
    author.go("/hubs", "开户人 52")
    author.chip("不明(行为可疑)")
    author.sees("最忙一天占比")
    for width in WIDTHS:
        author.page.set_viewport_size({"width": width, "height": 900})
        author.can_be_read(width)
        author.picture(f"hubs_{width}")
    author.press("定性")
    author.reason()
    author.confirm()
    author.sees("请选择它是什么。")
    author.pick("公共地址类型", "村组")
    author.confirm()
    author.sees("已提交定性")
    assert author.page.get_by_role("button", name="同意").count() == 0
    second = Desk(browser, place, "wang")
    second.go("/hubs", REASON)
    second.press("同意")
    second.sees("已同意,立即生效。")
    second.chip("村组")
    second.sees("人工定性")
    second.press("申请解除")
    second.reason()
    second.confirm()
    second.sees("已提交解除")
    third = Desk(browser, place, "zhao")
    third.go("/hubs", "解除 1 条")
    third.press("同意")
    third.chip("不明(行为可疑)")
    third.sees("无法解释")
    for desk in (author, second, third):
        desk.keeps_to_its_host()
