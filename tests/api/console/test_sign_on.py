"""Single sign-on in a true browser: button, away, back, and in; with the provider's lies and without."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.console.running import Town, town
from tests.risk.oidc_provider import CLIENT, SECRET, Provider, providing

_PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("sign-on")
    home = folder / "home"
    home.mkdir(mode=0o700)
    (folder / "secret").write_text(SECRET, encoding="utf-8")

    def written(console: str) -> None:
        (home / "oidc.yaml").write_text(
            f"issuer: {provider.issuer}\nclient_id: {CLIENT}\n"
            f"client_secret_file: {folder / 'secret'}\n"
            f"redirect_uri: {console}/login/back\nname_zh: 邮政统一认证\n"
            "roles: {risk-analyst: analyst}\n",
            encoding="utf-8",
        )

    with town(home, prepare=written) as running:
        yield running


def _at_login(browser: Browser, place: Town) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{place.console}/board")
    expect(page.get_by_role("button", name="使用邮政统一认证登录")).to_be_visible()
    return page


@pytest.mark.timeout(300)
def test_away_and_back_into_the_page_that_was_asked_for(
    browser: Browser, place: Town, provider: Provider
) -> None:
    provider.claims["groups"] = ["strangers"]
    page = _at_login(browser, place)
    page.get_by_role("button", name="使用邮政统一认证登录").click()
    expect(page.get_by_text("您在本系统没有可用的角色")).to_be_visible(timeout=_PATIENCE_MS)

    provider.claims["groups"] = ["risk-analyst"]
    provider.faults = {"nonce"}
    page.get_by_role("button", name="使用邮政统一认证登录").click()
    expect(page.get_by_text("单点登录未成功")).to_be_visible(timeout=_PATIENCE_MS)

    provider.faults = set()
    page = _at_login(browser, place)
    page.get_by_role("button", name="使用邮政统一认证登录").click()
    page.wait_for_url("**/console/board", timeout=_PATIENCE_MS)
    expect(page.get_by_text("li.ming@sso").first).to_be_visible()

    stolen = f"{place.console}/login/on?code=code-0&state=x"
    page = browser.new_context().new_page()
    page.goto(stolen)
    expect(page.get_by_text("单点登录未成功")).to_be_visible(timeout=_PATIENCE_MS)

    page.get_by_label("用户名").first.fill("li")
    page.get_by_label("密码", exact=True).first.fill(place.passwords["li"])
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="待办队列")).to_be_visible(timeout=_PATIENCE_MS)


def test_the_way_back_is_a_bare_page_that_quotes_nothing(place: Town) -> None:
    back = httpx.get(
        f"{place.console}/login/back",
        params={"code": '"><script>x</script>', "state": "s", "evil": "1"},
        trust_env=False,
    )
    assert back.status_code == 200
    assert "<script" not in back.text
    assert "evil" not in back.text
    assert "set-cookie" not in back.headers
    assert back.headers["content-security-policy"].startswith("default-src 'none'")
