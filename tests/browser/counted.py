"""What a way through the pages costs: pages, clicks, fields. A swipe counts as a tap, typed text as a field."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page


@dataclass
class Counted:
    """A person at a browser whose steps are counted, from the page on which they begin."""

    page: Page
    clicks: int = 0
    fields: int = 0
    pages: list[str] = field(default_factory=list)

    def begin(self, path: str = "/") -> None:
        """The first page, which counts as one."""
        self.page.goto(path)
        self.pages.append(self._path())

    def click(self, what: Locator) -> None:
        """A click or a tap, and the page that it leads to."""
        what.click()
        self.clicks += 1
        self.page.wait_for_load_state()
        self.arrive()

    def swipe(self, to: Locator) -> None:
        """A swipe that brings this into view."""
        to.scroll_into_view_if_needed()
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.fields += 1

    def arrive(self) -> None:
        """Count the page on which one is now, if it is another than before."""
        if self._path() != self.pages[-1]:
            self.pages.append(self._path())

    def _path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def cost(self) -> dict[str, int]:
        return {"pages": len(self.pages), "clicks": self.clicks, "fields": self.fields}
