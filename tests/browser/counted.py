"""What a way through the pages costs: pages, clicks, fields. A swipe counts as a tap, typed text as a field."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page

from tests.browser.waiting import press


@dataclass
class Counted:
    """A person at a browser whose steps are counted, from the page on which they begin."""

    page: Page
    clicks: int = 0
    fields: int = 0
    pages: list[str] = field(default_factory=list)

    def begin(self, path: str = "/") -> None:
        """The first page, which counts as one; from here on each page counts as the browser comes to it."""
        self.page.goto(path)
        self.pages.append(urlsplit(self.page.url).path)
        self.page.on("framenavigated", self._arrive)

    def click(self, what: Locator) -> None:
        """A click or a tap."""
        what.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def press(self, button: Locator) -> None:
        """A click on what acts: it is done before anything else is."""
        press(button)
        self.clicks += 1

    def swipe(self, to: Locator) -> None:
        """A swipe that brings this into view."""
        to.scroll_into_view_if_needed()
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.fields += 1

    def _arrive(self, frame: Frame) -> None:
        """Count the page to which one has come, if it is another than before."""
        path = urlsplit(frame.url).path
        if frame.parent_frame is None and path != self.pages[-1]:
            self.pages.append(path)

    @property
    def cost(self) -> dict[str, int]:
        return {"pages": len(self.pages), "clicks": self.clicks, "fields": self.fields}
