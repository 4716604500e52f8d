"""The content policy: a nonce for each page, and nothing that comes later runs."""

import asyncio
import re
from typing import Any

import httpx
from starlette.responses import HTMLResponse, Response, StreamingResponse

from api.console.policy import Nonces, policy_of


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
