"""One person at a browser of their own: logs in, goes about, and is held to what every page must keep."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.api.console.running import Town, chromium
from tests.databases import must_be_there

PATIENCE_MS: Final = 30_000
REASON: Final = "回访本人,承认替他人开户"
_CONTRAST: Final = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's Chromium; skips where it is not, unless it must be there."""
    path = chromium()
    if path is None and must_be_there():
        pytest.fail("Chromium is not here")
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


class Desk:
    """One person at a browser.

    Args:
        browser: the browser.
        place: what runs.
        name: who logs in.
        width: of the screen.
        home: heading of the person's first page.
    """

    def __init__(
        self, browser: Browser, place: Town, name: str, *, width: int = 1440, home: str = "待办队列"
    ) -> None:
        self._place = place
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.page.on("request", lambda asked: self.hosts.add(urlsplit(asked.url).netloc))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.goto(f"{place.console}/")
        self.page.get_by_label("用户名").first.fill(name)
        self.page.get_by_label("密码", exact=True).first.fill(place.passwords[name])
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", name=home).first).to_be_visible(timeout=PATIENCE_MS)

    def go(self, path: str, word: str) -> None:
        """Open a page and wait for a word on it."""
        self.page.goto(f"{self._place.console}{path}")
        self.sees(word)

    def sees(self, word: str) -> None:
        """Wait for a word."""
        expect(self.page.get_by_text(word).first).to_be_visible(timeout=PATIENCE_MS)

    def chip(self, word: str) -> None:
        """Wait for a word in a frame, as a state is shown."""
        expect(self.page.locator(".chip").get_by_text(word, exact=True).first).to_be_visible(
            timeout=PATIENCE_MS
        )

    def press(self, name: str) -> None:
        """A button by its words."""
        self.page.get_by_role("button", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        """A field of the form that is open."""
        self.page.locator(".q-dialog").get_by_label(label).first.fill(text)

    def english(self) -> None:
        """Turn to English."""
        self.page.get_by_role("button", name="切换为英文").click()
        expect(self.page.get_by_role("button", name="Switch to Chinese")).to_be_visible(
            timeout=PATIENCE_MS
        )

    def open(self, case_id: str) -> None:
        """The page of a case."""
        self.page.goto(f"{self._place.console}/cases/{case_id}")
        expect(self.page.get_by_role("heading", name=case_id)).to_be_visible(timeout=PATIENCE_MS)

    def pick(self, label: str, option: str) -> None:
        """One of a list."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option).click()

    def tick(self, word: str) -> None:
        """A box."""
        self.page.get_by_role("checkbox", name=word, exact=True).click()

    def reason(self) -> None:
        """A reason that is long enough."""
        self.page.get_by_label("理由(至少 10 个字符)").first.fill(REASON)

    def confirm(self) -> None:
        """Send the form."""
        self.page.locator(".confirm").last.click()

    def status(self, name: str) -> None:
        """Wait until the case stands so."""
        expect(self.page.locator(f'[data-status="{name}"]')).to_be_visible(timeout=PATIENCE_MS)

    def can_be_read(self, width: int) -> None:
        """Contrast AA of every text that is shown, and no page wider than its screen."""
        found = self.page.evaluate(_CONTRAST)
        assert found["seen"] > 5, self.page.url
        assert found["poor"] == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url

    def keeps_to_its_host(self) -> None:
        """Nothing came from elsewhere, and no script failed."""
        assert self.hosts == {urlsplit(self._place.console).netloc}
        assert self.faults == []

    def picture(self, name: str) -> None:
        """Kept where somebody asked for pictures."""
        folder = os.environ.get("POSTRISK_PICTURES")  # noqa: TID251  a test's own wish
        if folder:
            self.page.wait_for_timeout(800)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))
