"""Every page for whom it is, in both languages and at both widths: readable, within its screen, of one host.

And what two people do on the newer ones: limits by hand, lists, policies, accounts, papers, bulk acts.
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from rules.load import shipped_text
from tests.api.console.desk import PATIENCE_MS, Desk
from tests.api.console.running import Town

WIDTHS = (1440, 390)
POLICY = "shipment-fan-out"
SEEN = {
    "li": ("待办队列", ("/queue", "/cases/{case}", "/lists", "/hubs", "/policies", "/counter")),
    "wang": ("待办队列", ("/board", "/queue?status=any", "/counter?event=walk:account:2")),
    "chen": ("待办队列", ("/credit", "/credit?show=all", "/credit/walk:cod:1")),
    "zhou": (
        "策略",
        (
            *("/policies", f"/policies/edit?policy={POLICY}", "/policies/{version}"),
            "/policies/edit?policy=cod-grades",
        ),
    ),
    "sec": ("人员与角色", ("/admin/people",)),
    "sys": ("密钥", ("/admin/keys",)),
    "aud": ("看板(最近 30 天)", ("/admin/audit", "/admin/people")),
}
"""Who, the heading of the first page, and the pages that are looked at as that person."""


@pytest.mark.timeout(300)
def test_limits_by_hand_need_a_second_person(browser: Browser, place: Town, case_id: str) -> None:
    officer = Desk(browser, place, "chen")
    officer.go("/credit?show=all", "walk:cod:1")
    officer.go("/credit/walk:cod:1", "评分明细")
    officer.page.keyboard.press("l")
    for label, amount in (("单件", "9000"), ("每日", "5000"), ("在途", "90000")):
        officer.fill(label, amount)
    officer.reason()
    officer.confirm()
    officer.sees("单件不超过每日,每日不超过在途。")
    officer.fill("每日", "30000")
    officer.confirm()
    officer.sees("已提交,须另一人签字。")
    assert officer.page.get_by_role("button", name="签字生效").count() == 0
    signer = Desk(browser, place, "sun")
    signer.go("/credit", "等待签字的人工额度")
    signer.press("签字生效")
    signer.sees("已签字,下一件起生效。")
    officer.go("/credit/walk:cod:1", "chen → sun")
    officer.sees("共 90,000.00 元")
    officer.keeps_to_its_host()


@pytest.mark.timeout(300)
def test_an_entry_is_asked_for_imported_approved_and_lifted(browser: Browser, place: Town) -> None:
    author = Desk(browser, place, "li")
    author.go("/lists", "名单")
    author.page.keyboard.press("a")
    author.fill("号码或名称", "13722223333")
    author.fill("原因", "三件包裹均为空包")
    author.confirm()
    author.sees("137******33")
    assert author.page.get_by_role("button", name="同意").count() == 0
    author.press("批量导入")
    rows = "list,kind,value,source,reason\nwatch,phone,13712312312,internal,空包\nwatch,phone,1,internal,x\n"
    author.fill("CSV 内容(含表头)", rows)
    author.confirm()
    author.sees("1 行已提交")
    author.sees("第 3 行")
    second = Desk(browser, place, "wang")
    second.go("/lists", "等待第二人")
    second.press("同意")
    second.sees("已同意,立即生效。")
    second.press("申请解除")
    second.reason()
    second.confirm()
    second.sees("解除 1 条")
    second.keeps_to_its_host()


@pytest.mark.timeout(300)
def test_a_policy_from_mistake_to_publication_and_back(browser: Browser, place: Town) -> None:
    author = Desk(browser, place, "zhou", home="策略")
    author.go(f"/policies/edit?policy={POLICY}", f"修改 {POLICY}")
    box = author.page.get_by_label("策略文件")
    good = box.input_value().replace("version: 2", "version: 3", 1)
    box.fill(good.replace("action: hold", "action: stop", 1))
    author.press("检查")
    author.sees("1 处错误")
    author.sees("action can't be 'stop'")
    box.fill(good.replace("value: 30", "value: 25", 1))
    author.press("检查")
    author.sees("没有错误")
    author.press("保存为草稿")
    author.sees("与现行的差别")
    author.press("影子运行")
    author.chip("影子")
    author.press("回测")
    author.sees("回测结果")
    path = urlsplit(author.page.url).path.removeprefix("/console")
    assert author.page.get_by_role("button", name="发布").count() == 0
    publisher = Desk(browser, place, "wu", home="策略")
    publisher.go(path, "发布")
    publisher.press("发布")
    publisher.confirm()
    publisher.sees("已发布,立即生效。")
    publisher.go("/policies", "回退上一次发布")
    publisher.press("统计最近")
    publisher.sees("AO01-c1")
    publisher.press("回退上一次发布")
    publisher.reason()
    publisher.confirm()
    publisher.sees("停用")
    publisher.keeps_to_its_host()
    assert "value: 30" in shipped_text(POLICY)


@pytest.mark.timeout(300)
def test_an_account_is_made_and_the_auditor_sees_by_whom(browser: Browser, place: Town) -> None:
    security = Desk(browser, place, "sec", home="人员与角色")
    security.press("新建账户")
    security.fill("用户名", "New Comer")
    security.confirm()
    security.sees("用户名为 2 至 32 位")
    security.fill("用户名", "newcomer")
    security.confirm()
    security.sees("一次性密码")
    security.press("关闭")
    security.sees("待首次登录")
    security.go("/admin/audit", "您的角色不能这样做。")
    auditor = Desk(browser, place, "aud", home="看板(最近 30 天)")
    auditor.go("/admin/audit", "校验通过")
    auditor.sees("新建账户")
    assert auditor.page.get_by_role("button", name="新建账户").count() == 0
    auditor.keeps_to_its_host()


@pytest.mark.timeout(300)
def test_a_disabled_account_comes_back_by_two_administrators(browser: Browser, place: Town) -> None:
    first = Desk(browser, place, "sec", home="人员与角色")
    first.press("新建账户")
    first.fill("用户名", "aaron")  # the first of the list
    first.confirm()
    first.press("关闭")
    first.press("停用")
    first.sees("确定停用 aaron")
    first.confirm()
    first.press("申请恢复")
    first.reason()
    first.picture("return")
    first.confirm()
    first.sees("等待第二名安全管理员")
    first.sees("本人申请,须他人同意")
    assert first.page.get_by_role("button", name="同意").count() == 0
    second = Desk(browser, place, "sec2", home="人员与角色")
    for width in WIDTHS:
        second.page.set_viewport_size({"width": width, "height": 900})
        second.can_be_read(width)
    second.press("同意")
    second.sees("一次性密码")
    second.press("关闭")
    second.sees("待首次登录")
    second.keeps_to_its_host()


@pytest.mark.timeout(300)
def test_a_case_gets_a_paper_sleeps_and_is_handed_over_in_bulk(
    browser: Browser, place: Town, case_id: str, tmp_path: Path
) -> None:
    paper = tmp_path / "note.txt"
    paper.write_text("回访记录", encoding="utf-8")
    expert = Desk(browser, place, "wang")
    expert.open(case_id)
    expert.sees("关系网络(两层)")
    expert.sees("地址核对")
    expert.page.keyboard.press("c")
    expert.sees("暂缓")
    expert.press("材料")
    expert.confirm()
    expert.sees("请先选择文件。")
    expert.page.locator('.q-dialog input[type="file"]').set_input_files(paper)
    expert.page.wait_for_function(
        "document.querySelector('.q-dialog input[aria-label=\"文件名\"]').value"
    )
    expert.confirm()
    expert.sees("材料已保存。")
    with expert.page.expect_download() as told:
        expert.press("下载 note.txt")
    assert Path(told.value.path()).read_text(encoding="utf-8") == "回访记录"
    expert.press("暂缓")
    expert.reason()
    expert.confirm()
    expert.sees("暂缓至")
    expert.go("/queue", "批量处理")
    expert.press("批量处理")
    expert.sees("请先勾选案件。")
    expert.tick(f"选择案件 {case_id}")
    expert.sees("已选 1 件")
    expert.press("批量处理")
    expert.pick("转给", "li")
    expert.reason()
    with expert.page.expect_navigation():  # the queue, read anew
        expert.confirm()
    expert.go("/queue", "li")
    expert.keeps_to_its_host()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SEEN)
def test_every_page_can_be_read_in_both_languages_at_both_widths(
    browser: Browser, place: Town, case_id: str, name: str
) -> None:
    home, paths = SEEN[name]
    desk = Desk(browser, place, name, home=home)
    version = place.first_version() if name == "zhou" else ""
    for english in (False, True):
        if english:
            desk.page.goto(f"{place.console}/")
            desk.english()
        for path in paths:
            asked = path.format(case=case_id, version=version)
            desk.page.goto(f"{place.console}{asked}")
            desk.page.wait_for_selector("h1")
            for width in WIDTHS:
                desk.page.set_viewport_size({"width": width, "height": 900})
                desk.can_be_read(width)
                desk.picture(f"{name}{asked.replace('/', '_')}_{width}_{'en' if english else 'zh'}")
    desk.keeps_to_its_host()


@pytest.mark.timeout(300)
def test_english_by_one_click_a_narrow_screen_and_the_door(
    browser: Browser, place: Town, case_id: str
) -> None:
    desk = Desk(browser, place, "li", width=390)
    page = desk.page
    page.get_by_role("button", name="切换为英文").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible(timeout=PATIENCE_MS)
    page.goto(f"{place.console}/queue?band=critical&status=closed")
    expect(page.get_by_text("No case fits these filters.")).to_be_visible(timeout=PATIENCE_MS)
    for path, word in (
        ("/queue?status=any", case_id),
        (f"/cases/{case_id}", "Rules hit"),
        ("/counter", "Look up"),
    ):
        page.goto(f"{place.console}{path}")
        expect(page.get_by_text(word).first).to_be_visible(timeout=PATIENCE_MS)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        desk.picture(f"narrow{path.replace('/', '_')}")
    page.goto(f"{place.console}/counter?event=walk:account:2")
    expect(page.get_by_text("Tell the reason and where to appeal")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_text("AO01")).to_have_count(0)
    desk.picture("counter")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.goto(f"{place.console}/cases/{case_id}")
    page.wait_for_url("**/login?to=**")
    desk.keeps_to_its_host()


@pytest.mark.timeout(200)
def test_in_a_browser_pages_work_and_what_is_put_in_later_does_not_run(
    browser: Browser, place: Town
) -> None:
    page = browser.new_context().new_page()
    page.set_default_timeout(30_000)
    barred: list[str] = []
    page.on("console", lambda said: barred.append(said.text))
    answer = page.goto(f"{place.console}/login")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy.split(";")[1]
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert [text for text in barred if "Content Security Policy" in text] == []
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        " '<img src=nothing onerror=\"window.ran = 1\">')"
    )
    page.evaluate(
        "const s = document.createElement('script');"
        " s.textContent = 'window.ran = 1'; document.body.append(s)"
    )
    page.wait_for_function("document.images[document.images.length - 1].complete")
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in barred)
