"""A case from alert to lift in a true browser, with API and console as two processes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.api.console.desk import PATIENCE_MS, REASON, Desk
from tests.api.console.running import Town, application, opening, town


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "home") as running:
        yield running


@pytest.mark.timeout(300)
def test_a_case_from_alert_to_lift(browser: Browser, place: Town) -> None:
    assert place.score(opening(1))["decision"] == "approve"
    alert = place.score(opening(2))
    case_id = alert["case_id"]
    assert alert["decision"] == "decline"
    before = place.score(application(1))

    maker = Desk(browser, place, "li")
    expect(maker.page.get_by_text(case_id)).to_be_visible()
    maker.picture("queue")
    maker.open(case_id)
    _claim_and_unmask(maker)
    _dispose(maker)

    checker = Desk(browser, place, "wang")
    _sign(checker, case_id)
    known = place.score(application(2))
    assert known["graph"]["hops_to_confirmed"] == 0
    assert (before["decision"], known["decision"]) == ("approve", "hold")

    _appeal(maker, case_id)
    officer = Desk(browser, place, "zhao")
    _lift(officer, case_id)
    lifted = place.score(application(3))
    assert lifted["graph"]["hops_to_confirmed"] is None
    assert "CR05-b" in _rules(known) and "CR05-b" not in _rules(lifted)

    for desk in (maker, checker, officer):
        desk.keeps_to_its_host()


def _rules(decision: dict[str, Any]) -> set[str]:
    return {hit["id"] for hit in decision["rules"]}


def _claim_and_unmask(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="处置 (D)")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("AO01-c1")).to_be_visible()
    expect(page.get_by_text("13700137000")).to_have_count(0)
    desk.picture("case")
    page.keyboard.press("u")
    desk.confirm()
    expect(page.get_by_text("请至少勾选一项。")).to_be_visible()
    desk.pick("查看原因", "回访客户")
    desk.tick("开户人 · 电话")
    desk.confirm()
    expect(page.locator(".clear").get_by_text("13700137000")).to_be_visible(timeout=PATIENCE_MS)
    page.locator(".clear").get_by_role("button").click()
    expect(page.locator(".clear")).to_have_count(0)


def _dispose(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("d")
    page.keyboard.press("1")
    desk.confirm()
    expect(page.get_by_text("理由至少 10 个字符。")).to_be_visible()
    desk.reason()
    desk.tick("已回访客户")
    desk.picture("dispose")
    desk.confirm()
    desk.status("second")
    expect(page.get_by_role("button", name="复核 (S)")).to_have_count(0)


def _sign(desk: Desk, case_id: str) -> None:
    desk.open(case_id)
    expect(desk.page.get_by_text(REASON)).to_be_visible()
    desk.page.keyboard.press("s")
    desk.pick("结论", "确认欺诈")
    desk.reason()
    desk.confirm()
    desk.status("closed")


def _appeal(desk: Desk, case_id: str) -> None:
    desk.open(case_id)
    desk.page.get_by_role("button", name="登记申诉").click()
    desk.reason()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.get_by_text("申诉已登记")).to_be_visible(timeout=PATIENCE_MS)


def _lift(desk: Desk, case_id: str) -> None:
    desk.open(case_id)
    desk.page.get_by_role("button", name="决定申诉").click()
    desk.pick("决定", "撤销原决定")
    desk.reason()
    desk.confirm()
    expect(desk.page.get_by_text("已撤销,立即生效。")).to_be_visible(timeout=PATIENCE_MS)
