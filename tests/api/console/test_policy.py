"""The content policy: a nonce for each page, and nothing that comes later runs."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect
from starlette.responses import HTMLResponse, Response, StreamingResponse

from api.console.policy import Nonces, policy_of
from tests.api.console.running import town
from tests.api.console.test_walk import browser

__all__ = ["browser"]


def _asked(answer: Response) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport: Any = httpx.ASGITransport(app=Nonces(answer))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.get("/")

    return asyncio.run(ask())


def test_each_page_has_a_nonce_of_its_own_at_every_script() -> None:
    page = "<script>1</script><p>脚本</p><script type=module src=x></script><scripture>"
    seen = set()
    for _ in range(5):
        answer = _asked(HTMLResponse(page))
        (nonce,) = re.findall(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert answer.text.count(f'<script nonce="{nonce}"') == 2
        assert "<scripture>" in answer.text
        assert int(answer.headers["content-length"]) == len(answer.content)
        seen.add(nonce)
    assert len(seen) == 5


def test_a_page_in_pieces_is_one_and_other_answers_pass() -> None:
    pieces = StreamingResponse(iter([b"<scr", b"ipt>1</script>"]), media_type="text/html")
    assert '<script nonce="' in _asked(pieces).text
    plain = _asked(Response("<script>", media_type="text/plain"))
    assert plain.text == "<script>"
    assert "content-security-policy" not in plain.headers


def test_a_policy_without_scripts_has_neither_inline_nor_eval() -> None:
    scripts = policy_of("").split(";")[1]
    assert scripts.split() == ["script-src", "'self'"]


@pytest.mark.timeout(200)
def test_in_a_browser_pages_work_and_what_is_put_in_later_does_not_run(
    browser: Browser, tmp_path: Path
) -> None:
    with town(tmp_path / "home") as place:
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
