"""One person of the story at one screen: signs in, goes, reads, presses; every page visited is checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser import DESK, ROOT, Watch, check_page, settle

PASSWORD = "ocop-demo-2024"
PICTURES = ROOT / "docs" / "hinh"
LARGEST_PICTURE = 250_000


class Stage:
    """Where the story plays: the address of the portal and the people who have come so far."""

    def __init__(self, url: str, new_person: Callable[..., Page]) -> None:
        self.url = url
        self._new_person = new_person
        self._actors: dict[tuple[str, int], Actor] = {}
        self.kept: dict[str, Any] = {}

    def actor(self, username: str, width: int = DESK, **options: Any) -> Actor:
        """A person at a screen; the first time signs in, later goes on where he was."""
        key = (username, width)
        if key not in self._actors:
            actor = Actor(self, self._new_person(width, **options), username)
            if username:
                actor.sign_in()
            self._actors[key] = actor
        return self._actors[key]

    def visitor(self, width: int = DESK) -> Actor:
        """Somebody without an account."""
        return self.actor("", width)


class Actor:
    """A person's page, with the words of daily work."""

    def __init__(self, stage: Stage, page: Page, username: str) -> None:
        self.stage, self.page, self.username = stage, page, username
        self.watch = Watch(page)
        self.width = (page.viewport_size or {"width": DESK})["width"]

    # --- moving -----------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Through the form, as everybody does; the first page is the list of things to do."""
        self.page.goto(f"{self.stage.url}/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(self.page).to_have_url(f"{self.stage.url}/viec-can-lam/")
        expect(self.heading).to_have_text("Việc cần làm")
        everything = self.main.get_by_role("link", name=re.compile("Xem cả"))
        if everything.count():
            everything.click()
            self.page.wait_for_load_state()

    def go(self, path: str) -> Actor:
        """Open an address of the portal."""
        self.page.goto(path if path.startswith("http") else self.stage.url + path, timeout=60_000)
        return self

    def follow(self, name: str | re.Pattern[str], *, inside: Locator | None = None, exact: bool = False) -> Actor:
        """Follow a link by its words."""
        place = inside or self.main
        place.get_by_role("link", name=name, exact=exact).first.click()
        self.page.wait_for_load_state()
        return self

    def press(self, name: str | re.Pattern[str], *, inside: Locator | None = None, exact: bool = True) -> Actor:
        """Press a button by its words and wait for the page that answers."""
        with self.page.expect_navigation():
            (inside or self.main).get_by_role("button", name=name, exact=exact).first.click()
        return self

    # --- filling ----------------------------------------------------------------------------------------------------

    def fill(self, values: dict[str, str]) -> Actor:
        """Type into fields, by their labels."""
        for label, value in values.items():
            self.main.get_by_label(label).first.fill(value)
        return self

    def choose(self, label: str, words: str) -> Actor:
        """Choose in a list; one with a search box is typed into, as people do."""
        field = self.main.get_by_label(label).first
        if field.evaluate("e => e.tagName") == "SELECT" and field.is_visible():
            field.select_option(label=words)
            return self
        field.click()
        self.page.keyboard.type(words, delay=5)
        option = self.page.locator(".ts-dropdown .option").filter(has_text=words).first
        option.click()
        return self

    # --- reading ----------------------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> Locator:
        return self.page.locator("h1")

    def sees(self, *texts: str, within: Locator | None = None) -> Actor:
        """These words stand on the page."""
        for text in texts:
            expect(within or self.main).to_contain_text(text)
        return self

    def sees_not(self, *texts: str) -> Actor:
        """These words don't."""
        for text in texts:
            expect(self.main).not_to_contain_text(text)
        return self

    def is_at(self, heading: str) -> Actor:
        """The page's one heading."""
        expect(self.heading).to_have_text(heading)
        return self

    def check(self, picture: str = "", *, height: int = 0) -> Actor:
        """The page as it stands: axe, policy, scripts, width; a picture for the handbook when asked for."""
        check_page(self.page, self.watch)
        if picture and os.environ.get("OCOP_PICTURES") == "1":
            _keep_picture(self.page, PICTURES / f"{picture}-{self.width}.png", height)
        return self

    def path(self) -> str:
        """The address without the host."""
        return self.page.url.removeprefix(self.stage.url)

    def number_in_path(self) -> int:
        """The first number of the address."""
        found = re.search(r"/(\d+)/", self.path())
        assert found, self.path()
        return int(found.group(1))

    def fetch(self, path: str) -> bytes:
        """The bytes of a file with this person's cookies."""
        answer = self.page.request.get(path if path.startswith("http") else self.stage.url + path, timeout=60_000)
        assert answer.status == 200, f"{answer.status} {path}"
        return answer.body()


def _keep_picture(page: Page, target: Path, height: int) -> None:
    settle(page)
    size_of_view = page.viewport_size or {"width": DESK, "height": 900}
    target.parent.mkdir(parents=True, exist_ok=True)
    clip: FloatRect = {
        "x": 0,
        "y": 0,
        "width": size_of_view["width"],
        "height": height or size_of_view["height"],
    }
    page.screenshot(path=str(target), clip=clip, animations="disabled")
    size = target.stat().st_size
    assert size <= LARGEST_PICTURE, f"{target.name} has {size} bytes"
