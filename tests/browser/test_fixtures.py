"""The browser fixtures notice what they are there to notice."""

import socket
import threading
import time

import pytest

from tests.browser.waiting import until

pytestmark = pytest.mark.browser


def test_a_page_is_signed_in_and_speaks_the_persons_language(page_for, aino, matti) -> None:
    pages = [page_for(aino, "sv", 390), page_for(matti)]
    for page in pages:
        page.goto("/")
    assert [page.locator("html").get_attribute("lang") for page in pages] == ["sv", "fi"]
    assert [page.locator("body").get_attribute("data-user") for page in pages] == [str(aino.pk), str(matti.pk)]
    assert [page.viewport_size["width"] for page in pages] == [390, 1280]


def test_the_policy_refuses_inline_script_and_the_refusal_is_noticed(page_for, browser_problems) -> None:
    page = page_for()
    page.goto("/robots.txt")
    page.goto("/")
    assert browser_problems == []
    page.evaluate("""() => {
        const script = document.createElement("script")
        try {
            script.textContent = "document.title = 'taken'"
        } catch {} // Trusted Types throw besides
        document.head.append(script)
    }""")
    assert page.title() != "taken"
    until(page, lambda: len(browser_problems), 1)
    assert "TrustedScript" in browser_problems.pop()


def test_an_error_in_a_script_is_noticed(page_for, browser_problems) -> None:
    page = page_for()
    page.goto("/")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken') }) }")
    until(page, lambda: len(browser_problems), 1)
    assert "broken" in browser_problems.pop()


def test_axe_finds_an_image_without_a_text(page_for, axe) -> None:
    page = page_for()
    page.set_content('<html lang="fi"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_axe_waits_for_a_page_that_has_only_begun(page_for, axe) -> None:
    body = b'<!doctype html><html lang="fi"><title>x</title><main><h1>x</h1></main></html>'

    def answer() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
            time.sleep(0.5)
            connection.sendall(body)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, daemon=True).start()
        page = page_for()
        page.goto(f"http://127.0.0.1:{server.getsockname()[1]}/", wait_until="commit")
        axe(page)
        assert page.locator("h1").count() == 1
