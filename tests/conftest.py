"""What every test may ask for: databases, catalogues, fonts and a browser. The people are in people_fixtures.py."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.people_fixtures"]

ROOT = Path(__file__).resolve().parent.parent
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
]


def pytest_configure(config: pytest.Config) -> None:
    """Make what the tests read and git does not hold: compiled catalogues and font faces. Once, before the workers."""
    if hasattr(config, "workerinput"):
        return
    from django.conf import settings
    from django.utils.translation.reloader import translation_file_changed

    for command in (["bin/messages", "--compile"], ["bin/fonts.py", settings.FONTS_DIR]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    translation_file_changed(None, Path("django.mo"))  # Django was set up before this and has read older ones


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what may use the database: `make test` runs the rest once, since a second database changes nothing there."""
    from django.test import TransactionTestCase

    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)  # type: ignore[attr-defined]
    if asks or issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        item.add_marker("database")


LONG = {
    *("test_the_role_table_holds[talk]", "test_with_a_door_open_the_table_fails"),
    *("test_migrations_go_back_and_forth_with_data", "test_a_canary_in_every_field_is_found_by_nobody"),
    *("test_every_page_of", "test_from_invitation_to_memo_and_follow_up", "test_every_page_fits_and_is_accessible"),
    *("test_a_season_from_the_call_to_the_certificates", "test_the_source_day_from_the_template_to_the_results"),
    *("test_what_people_write_stays_text", "test_from_an_empty_training_to_a_mentor"),
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, among those that roll back and among those that commit: nobody waits for one at the end."""

    def order(item: pytest.Item) -> tuple[bool, bool]:
        marker = item.get_closest_marker("django_db")
        commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames  # type: ignore[attr-defined]
        return commits, not {item.name, item.name.partition("[")[0]} & LONG

    items.sort(key=order)


def pytest_report_header() -> str:
    """Say on which database this run is: a variable set too late would show here."""
    from django.db import connection

    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """The machine's own Chromium, started once."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=10_000)  # as what a page is asked to do: a busy machine is slow, not wrong
    program = next((found for name in CHROMIUM if name and (found := shutil.which(name))), None)
    assert program, "no Chromium: bin/need chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_problems() -> Iterator[list[str]]:
    """What the pages of a test complained about: script errors, CSP reports, failed requests. Must be empty at the end.

    A test that provokes one (a lost network) takes it out of the list after asserting it.
    """
    problems: list[str] = []
    yield problems
    assert problems == []


@pytest.fixture
def page_for(chromium, live_server, transactional_db, browser_problems, client) -> Iterator[Callable]:
    """`page_for(user, language="fi", width=1280)`: a page of a browser of their own, signed in; user None: a visitor.

    Each page takes paths (`page.goto("/")`) and has its own cookies. Options go to Playwright's `new_context`.
    """
    from django.conf import settings
    from django.test import Client

    contexts = []

    def make(user=None, language: str = "fi", width: int = 1280, **options):
        options = {"viewport": {"width": width, "height": 844}, "reduced_motion": "reduce"} | options
        context = chromium.new_context(
            base_url=live_server.url, locale=language, timezone_id="Europe/Helsinki", **options
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            if user.language != language:
                user.language = language
                user.save(update_fields=["language"])
            visitor = Client()
            visitor.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = visitor.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        watch(page, browser_problems)
        return page

    yield make
    for context in contexts:
        context.close()


def watch(page, problems: list[str]) -> None:
    """Note what goes wrong in a page."""
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda message: message.type == "error" and problems.append(f"{page.url}: {message.text}"))
    page.on("response", lambda answer: answer.status >= 500 and problems.append(f"{answer.status} {answer.url}"))


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: the page as it stands has no violation of WCAG 2.2 AA that a machine can find."""
    from axe_playwright_python.base import AXE_SCRIPT

    # all rules run; what they found in order is not told node by node, which took most of the time
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}

    def check(page) -> None:
        page.wait_for_load_state()  # a click waits only until the next page has begun, and then it may still be empty
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)
        found = [
            f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(node["html"] for node in violation["nodes"])
            for violation in violations
        ]
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process remembers of the database must not outlive a test that rolls back."""
    from core import access, retention
    from support.models import measures

    for memory in (access, retention, measures):
        memory.forget()
    yield
    for memory in (access, retention, measures):
        memory.forget()


@pytest.fixture(autouse=True)
def seeded(request: pytest.FixtureRequest) -> None:
    """A test that commits is followed by a flush, which takes what the migrations put in: put it in again.

    With several processes any test may come after it.
    """
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
    elif marker or "db" in request.fixturenames:
        request.getfixturevalue("db")
    else:
        return
    from importlib import import_module

    from django.apps import apps

    from vatupassi.models import Occasion

    if not Occasion.objects.exists():
        for seeds in ("support.migrations.0002_fourteen_measures", "vatupassi.migrations.0002_occasions"):
            import_module(seeds).add(apps, None)
