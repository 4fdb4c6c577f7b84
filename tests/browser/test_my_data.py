"""A person has everything about themselves put together, opens both files and compares them with the database."""

import json
import os
from pathlib import Path

import pytest
from django.db import transaction

from core.models import AccessLog
from people.my_data.tellings import TELLINGS, whose
from tests import demo_copy
from tests.jobs import run_jobs
from tests.people_fixtures import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")  # a folder: look at what was made


def shot(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("fi", 1280), ("sv", 390)])
def test_everything_about_aino(language, width, page_for, axe):
    from people.models import User

    demo_copy.load()
    aino = User.objects.get(username="aino")
    aino.set_password(PASSWORD)
    aino.save()
    page = page_for(aino, language=language, width=width)
    page.goto("/mina/tiedot/")
    axe(page)
    shot(page, f"my-data-{language}-{width}")
    page.locator("#copy form button").click()
    page.locator("#copy progress").wait_for()
    axe(page)
    with transaction.atomic():
        run_jobs()
    page.locator("#copy a[href$='.json']").wait_for()  # the page looks again by itself
    axe(page)
    shot(page, f"my-data-ready-{language}-{width}")
    page.locator("#copy a[href$='.json']").click()
    page.locator("input[type=password]").fill(PASSWORD)
    with page.expect_download() as download:
        page.locator("main form button.btn").click()
    assert download.value.suggested_filename == "omat-tiedot.json"
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    told = {table["table"]: len(table["rows"]) for group in data["groups"] for table in group["tables"]}
    kept = {model._meta.label: model._base_manager.filter(whose(model)(aino)).count() for model in TELLINGS}
    moved = {"usersessions.UserSession"}  # the browser's own session was told before it signed in anew
    assert {name: count for name, count in kept.items() if count and name not in moved} == {
        name: count for name, count in told.items() if name not in moved
    }
    assert AccessLog.objects.filter(reader=aino, subject=aino).count() == 0
    page.goto("/mina/tiedot/")
    with page.expect_download() as download:
        page.locator("#copy a[href$='.pdf']").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    if SHOTS:
        Path(f"{SHOTS}/omat-tiedot-{language}.pdf").write_bytes(content)
