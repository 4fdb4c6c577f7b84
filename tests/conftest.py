"""What every test may ask for: databases, catalogues, fonts and a browser. The people are in people_fixtures.py."""

import datetime
import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_django

from tests import migrated

pytest_plugins = ["tests.people_fixtures"]

ROOT = Path(__file__).resolve().parent.parent
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000  # ms that a page may take for what it is asked: a busy machine is slow, not wrong
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


# Seconds of a processor each: they begin first, and `make test-quick` leaves them out.
LONG = {
    "test_the_image_serves_pages_pdf_faces_and_static_files_and_writes_nothing",
    *("test_a_restored_backup_is_the_same_and_closed", "test_a_backup_is_readable_by_its_key_alone_and_only_unchanged"),
    *("test_the_role_table_holds", "test_with_a_door_open_the_table_fails"),
    *("test_a_closed_object_is_like_a_missing_one", "test_another_pairs_objects_do_not_exist_for_anybody_of_this_pair"),
    *("test_a_method_without_a_row_does_nothing", "test_no_form_works_without_its_proof"),
    *("test_migrations_go_back_and_forth_with_data", "test_a_canary_in_every_field_is_found_by_nobody"),
    *("test_every_acknowledged_word_survives_killed_workers", "test_the_server_stops_and_comes_back"),
    *("test_the_demo_lives_around_any_day", "test_two_hundred_phones_lose_nothing"),
    *("test_many_sign_up_at_once_for_twelve_places", "test_the_closure_follows"),
    *("test_every_acknowledged_text_of_two_tabs_is_found", "test_every_saved_word_can_be_found"),
    *("test_two_of_everything", "test_every_acknowledged_word_survives_a_crash_of_the_database"),
    *("test_memory_stays_flat", "test_session_pooling"),
    "test_a_killed_workers_job_is_taken_over_and_a_stopped_worker_finishes_its_own",
    "test_of_eight_at_once_two_are_in_line_and_the_others_are_told_at_once",
    *("test_every_page_of", "test_from_invitation_to_memo_and_follow_up", "test_every_page_fits_and_is_accessible"),
    *("test_a_season_from_the_call_to_the_certificates", "test_the_source_day_from_the_template_to_the_results"),
    *("test_what_people_write_stays_text", "test_from_an_empty_training_to_a_mentor"),
    *("test_a_group_marks_and_looks_at_it_together", "test_pages_are_accessible_and_fit", "test_openings"),
}


def is_long(item: pytest.Item) -> bool:
    """By its name, without the parameters."""
    return item.name.partition("[")[0] in LONG


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the long ones."""
    if is_long(item):
        item.add_marker("slow")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, among those that roll back and among those that commit: nobody waits for one at the end."""

    def order(item: pytest.Item) -> tuple[bool, bool]:
        marker = item.get_closest_marker("django_db")
        commits = bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames  # type: ignore[attr-defined]
        return commits, not is_long(item)

    items.sort(key=order)


def pytest_collection_finish() -> None:
    """What is imported by now stays until the end: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    """Say on which database this run is: a variable set too late would show here."""
    from django.db import connection

    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite's file is there before: a copy of a migrated one. PostgreSQL copies its own (tests/settings.py)."""
    from django.db import connection

    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Put the copy where pytest-django makes the test database, and take it away at the end."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    path = Path(connection.settings_dict["TEST"]["NAME"])
    shutil.copyfile(migrated.sqlite_file(), path)
    yield
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Keep what the migrations put in, for the end of tests that commit (tests/flushing).

    A private server writes its copy to the disk first: some tests let it crash, and with so little in its log a crash
    within the first minutes would leave the indexes of unlogged tables empty.
    """
    from django.db import connection

    from tests import kept_rows

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            kept_rows.keep("seeds")
            if "TEST_TEMPLATE" in os.environ:
                with connection.cursor() as cursor:
                    cursor.execute("CHECKPOINT")


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """The machine's own Chromium, started once."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
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
        context.set_default_timeout(PATIENCE)
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


# Where colours are forced, axe takes a text's colour from a value that Chromium tells as it was before
AS_FORCED = """() => {
  const forced = matchMedia("(forced-colors: active)");
  const told = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return told.call(this, name === "-webkit-text-fill-color" && forced.matches ? "color" : name);
  };
}"""


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: the page as it stands has no violation of WCAG 2.2 AA that a machine can find.

    `only`: the names of some rules, for a page that has passed all of them in another look.
    """
    from axe_playwright_python.base import AXE_SCRIPT
    from playwright.sync_api import Error

    # all rules run; what they found in order is not told node by node, which took most of the time
    all_rules = {"type": "tag", "values": WCAG}

    def violations_of(page, rules) -> list[dict]:
        page.wait_for_load_state()  # a click waits only until the next page has begun, and then it may still be empty
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
            page.evaluate(AS_FORCED)
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        return page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)

    def check(page, only: tuple[str, ...] | None = None) -> None:
        rules = {"type": "rule", "values": only} if only else all_rules
        try:
            violations = violations_of(page, rules)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            violations = violations_of(page, rules)  # the click before this led to another page only now
        found = [
            f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(node["html"] for node in violation["nodes"])
            for violation in violations
        ]
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture(autouse=True)
def one_day(request) -> None:
    """A test begins and ends on one day of Helsinki: just before midnight it waits for the new one."""
    from django.utils import timezone

    now = timezone.localtime(timezone=ZoneInfo("Europe/Helsinki"))
    midnight = (now + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left = (midnight - now).total_seconds()
    if left < (90 if request.node.get_closest_marker("browser") else 15):
        time.sleep(left)


@pytest.fixture(autouse=True)
def a_drawing_may_take_its_time(monkeypatch) -> None:
    """A busy machine draws slowly and is not wrong for that; tests/core/test_papers.py sets limits of its own."""
    from core import pdf_process

    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 120.0)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process remembers of the database must not outlive a test that rolls back."""
    from core import access, content, organisation, retention
    from rooms import live
    from support.measure import models as measures

    memories = (access, retention, live, measures)
    for memory in memories:
        memory.forget()
    organisation.nothing_saved()
    content.nothing_saved()
    yield
    for memory in memories:
        memory.forget()
