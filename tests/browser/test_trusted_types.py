"""Trusted Types: markup comes into a page only through our policy, which lets no code through; htmx works under it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

CODE = [
    "<img src=x onerror='document.title=1'>",
    "<p><b ONCLICK='x()'>x</b></p>",
    "<script>document.title=1</script>",
    "<template><svg onload=x></svg></template>",
    "<script src='https://else.example/x.js'></script>",
    "<a href='javascript:x()'>x</a>",
    "<a href=' java\tscript:x()'>x</a>",
    "<form action='data:text/html,x'></form>",
    "<iframe srcdoc='x'></iframe>",
    "<object data='x'></object>",
    "<base href='https://else.example/'>",
    "<meta http-equiv=refresh content='0;url=x'>",
]
PLAIN = (
    "<p data-x='onclick=1'>onerror=alert(1) &lt;script&gt; <a href='/mina/'>javascript</a></p><table><tr><td>x</table>"
)


def wait_for_htmx(page: Page) -> None:
    """It comes after the page. (Playwright's own waiting for a function evaluates a string, which the page forbids.)"""
    until(page, lambda: page.evaluate("() => Boolean(window.htmx)"), True)


@pytest.fixture
def page(sari, page_for, browser_problems) -> Page:
    found = page_for(sari)
    found.goto("/ihmiset/uusi/")
    expect(found.locator("main h1")).to_be_visible()
    wait_for_htmx(found)
    yield found
    provoked = ("rusted", "Content Security Policy", "htmx:swapError")
    browser_problems[:] = [line for line in browser_problems if not any(words in line for words in provoked)]


def refused(page: Page, script: str, value: object) -> bool:
    """Whether the page threw what a policy throws; anything else fails the test."""
    try:
        page.evaluate(script, value)
    except Error as error:
        if "TypeError" not in str(error):
            raise
        return True
    return False


def test_the_header(client, db) -> None:
    policy = client.get("/kirjaudu/").headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types default seen" in policy


@pytest.mark.parametrize("markup", CODE)
def test_code_in_markup_is_refused(page, markup) -> None:
    for sink in (
        "markup => { document.createElement('div').innerHTML = markup }",
        "markup => document.body.insertAdjacentHTML('beforeend', markup)",
        "markup => new DOMParser().parseFromString(markup, 'text/html')",
        "markup => window.htmx.swap('#main', markup, { swapStyle: 'beforeend' })",
    ):
        assert refused(page, sink, markup), (sink, markup)


def test_plain_markup_passes(page) -> None:
    assert not refused(page, "markup => { document.createElement('div').innerHTML = markup }", PLAIN)
    assert not refused(page, "markup => window.htmx.swap('#main', markup, { swapStyle: 'beforeend' })", PLAIN)
    expect(page.locator("[data-x]")).to_have_text("onerror=alert(1) <script> javascript")


@pytest.mark.parametrize("address", ["https://else.example/x.js", "/static/js/room.js", "data:text/javascript,x"])
def test_no_other_code_is_loaded(page, address) -> None:
    assert refused(page, "url => { document.createElement('script').src = url }", address)


def test_nobody_makes_another_policy(page) -> None:
    for name in ("default", "seen", "mine"):
        assert refused(page, "name => window.trustedTypes.createPolicy(name, { createHTML: (html) => html })", name)


def test_a_poisoned_answer_does_not_come_into_the_page(page, browser_problems) -> None:
    """What a fault on the server would let through stops at the page."""
    poisoned = "<main id='main'><p id='poison'>x<img src=x onerror='document.title=1'></p></main>"
    page.route("**/poison", lambda route: route.fulfill(body=poisoned, content_type="text/html"))
    page.evaluate("() => void window.htmx.ajax('GET', '/poison', { target: '#main', swap: 'innerHTML' })")
    told = ("Trusted", "htmx")
    until(page, lambda: any(word in line for line in browser_problems for word in told), True)
    expect(page.locator("#poison")).to_have_count(0)
    expect(page.locator("main h1")).to_be_visible()
    browser_problems.clear()
