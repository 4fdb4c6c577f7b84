"""What people write stays text: in no page does it run, load, send or become an attribute of htmx."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.sealed import SealedTextField
from tests.access.table import OK, ROWS, when
from tests.browser.waiting import until
from tests.pdfs import text_of
from tests.states import World, make_world
from vatupassi.models import Conversation, Memo, Note, Practice
from vatupassi.practice.content import Content

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHORT = [  # into names: at most 90 characters each
    '"></title></textarea><img src=x onerror=alert(1)><b hx-get=/probe hx-trigger=load>',
    "'></option><script src=//elsewhere.example/x.js></script><svg onload=alert(1)>",
]
LONG = "\n".join([
    *SHORT,
    "<script>alert(1)</script></script><script>fetch('https://elsewhere.example/')</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe><object data=//elsewhere.example></object>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example/'><base href=//elsewhere.example/>",
    "<link rel=stylesheet href=https://elsewhere.example/x.css><style>@import '//elsewhere.example/y.css'</style>",
    "<form action=https://elsewhere.example/><input autofocus onfocus=alert(1)></form>",
    "<div hx-get=/probe hx-trigger=load data-hx-on:load=alert(1) hx-on::load='alert(1)'>x</div>",
    "<a href='javascript:alert(1)' hx-boost=true>x</a> javascript:alert(1) {{ 1234*5678 }} {% raw %} ${alert(1)}",
    "<details open ontoggle=alert(1)><video><source onerror=alert(1)></video></details>",
    '<p data-autosave data-status data-merge data-keep="x" id="main" hx-swap-oob="true">x</p>',
])  # fmt: skip
# Texts of these are the product's own or derived, not what people write.
NOT_WRITTEN = {"sort_key", "code", "username", "password", "kind", "slot", "message_id", "browser"}


def fill(rotation: int) -> int:
    """The payloads into every text column of every row, past the forms; how many columns."""
    filled = 0
    for model in apps.get_models():
        if model._meta.app_label not in ("people", "vatupassi", "workshops", "verme", "support"):
            continue
        for number, field in enumerate(model._meta.concrete_fields):
            text = SHORT[(number + rotation) % len(SHORT)]
            if model is Practice and field.name == "content":
                filled += fill_practices()
            elif isinstance(field, SealedTextField) and model is not Memo:
                for row in model._base_manager.exclude(**{field.name: b""}):
                    setattr(row, field.name, LONG)
                    row.save()
                filled += 1
            elif type(field) is models.CharField and field.name not in NOT_WRITTEN and not field.choices:
                if (field.max_length or 0) >= len(text) and not field.unique:
                    model._base_manager.update(**{field.name: text})
                    filled += 1
            elif type(field) is models.TextField and field.name not in NOT_WRITTEN:
                model._base_manager.exclude(**{field.name: ""}).update(**{field.name: LONG})
                filled += 1
            elif type(field) is models.URLField:
                model._base_manager.update(
                    **{field.name: "https://elsewhere.example/?\"'><img src=x onerror=alert(1)>"}
                )
    return filled


def fill_practices() -> int:
    """The payload into each text of a practice, whose column holds them all."""
    for row in Practice.objects.select_related("owner"):
        content = Content.loads(row.content.open(row.owner))
        content.notes = {code: replace(text, text=LONG) for code, text in content.notes.items()}
        content.views = {code: replace(text, text=LONG) for code, text in content.views.items()}
        content.agreements = [replace(agreed, text=LONG) for agreed in content.agreements]
        row.content = content.dumps()
        row.save()
    return 1


def watched(page: Page) -> list[str]:
    """What a page does that it should not: dialogs, requests to other hosts or to what only a payload names."""
    done: list[str] = []
    own = re.compile(r"https?://localhost[:/]")

    def asked(request) -> None:
        if not own.match(request.url) or "/probe" in request.url:
            done.append(f"{page.url} asks {request.url}")

    page.on("request", asked)
    page.on("dialog", lambda dialog: (done.append(f"{page.url} says {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: done.append(f"{page.url} opens {popup.url}"))
    return done


def papers(world: World, role: str) -> Iterator[str]:
    """Every PDF that this role can have in this world."""
    for row in ROWS:
        may = row.method == "GET" and world.state in row.states and row.expected(world, role) == OK
        if may and row.address(world).endswith(".pdf"):
            yield row.address(world)


def pages(world: World, role: str) -> Iterator[str]:
    """Every page of HTML that this role can open in this world."""
    names, files = ("_pdf", "_file", "_calendar", "healthz", "robots"), (".pdf", ".ics", ".csv", ".xlsx")
    for row in ROWS:
        page = row.method == "GET" and world.state in row.states and not row.name.endswith(names)
        if page and row.expected(world, role) == OK and not row.address(world).endswith(files):
            yield row.address(world)


@pytest.fixture
def worlds() -> Callable[[str], World]:
    """A world in one transaction, as the actions need it, committed for the server."""

    def make(state: str) -> World:
        with transaction.atomic():
            return make_world(state)

    return make


@pytest.mark.parametrize("state, roles", [("talk", ["employee", "supervisor"]), ("hr own", ["employee", "hr"])])
def test_what_people_write_stays_text(worlds, page_for, state: str, roles: list[str]) -> None:
    world = worlds(state)
    assert fill(rotation=len(state)) > 15
    for role in roles:
        page = page_for(world.people[role])
        done, written = watched(page), 0
        for address in dict.fromkeys(pages(world, role)):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            written += "alert(1)" in page.locator("body").inner_text() or "alert(1)" in page.title()
            # what came out of a payload would be one of these, anywhere in the page
            made = page.locator("iframe, object, base, img[src=x], svg[onload], [hx-trigger=load], [srcdoc], #x")
            assert made.count() == 0, address
            assert "7006652" not in page.content(), address  # a text is no template
        assert done == [], role
        assert written > 3, role  # the payloads stand in the pages, as text


@pytest.mark.parametrize("state, roles", [("talk", ["employee", "supervisor"]), ("hr own", ["employee"])])
def test_it_stays_text_on_paper_too(worlds, signed_in, state: str, roles: list[str]) -> None:
    """Each paper once, for the first who can have it."""
    world = worlds(state)
    fill(rotation=1)
    written = 0
    readers = {address: role for role in reversed(roles) for address in papers(world, role)}
    for address, role in readers.items():
        answer = signed_in(world.people[role]).get(address)
        if answer.headers["Content-Type"] != "application/pdf":  # the page of a long one, which is looked at above
            continue
        text = re.sub(r"\s+", "", text_of(answer.content))
        assert "7006652" not in text, address
        assert b"javascript:" not in answer.content, address
        written += "onerror=alert(1)" in text or "onload=alert(1)" in text
    assert written > 0


def test_what_comes_into_an_open_page_stays_text_too(worlds, page_for) -> None:
    world = worlds("talk")
    page = page_for(world.people["employee"])
    done = watched(page)
    page.goto(reverse("conversation_step", args=[world.conversation.pk, "tiedanko"]))
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=world.conversation.pk)
        Note.in_slot(conversation, "tiedanko.change").store(LONG, by=world.people["supervisor"])
    expect(page.locator('textarea[name="text-tiedanko.change"]')).to_have_value(LONG)
    page.evaluate("() => new Promise((ready) => setTimeout(ready, 300))")  # after whatever it would have begun
    assert done == []


def test_a_link_leads_only_to_the_web(worlds, signed_in) -> None:
    world = worlds("talk")
    address = reverse("conversation_propose", args=[world.conversation.pk])
    his = signed_in(world.people["supervisor"])
    for link in (
        "javascript:alert(1)",
        "jAvAsCrIpT:alert(1)//https://kokous.example",
        "\tjavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://kokous.example/\njavascript:alert(1)",
    ):
        his.post(address, when(world) | {"place": link})
        world.conversation.refresh_from_db()
        assert world.conversation.video_link in ("", "https://kokous.example"), link


def test_the_watch_notices_what_a_payload_does(page_for, browser_problems) -> None:
    """The negative control: the same payloads in a page that escapes nothing and has no policy."""
    page = page_for()
    done = watched(page)
    body = f"<!doctype html><title>x</title><p>{LONG}"
    page.route("**/unescaped", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.route("https://elsewhere.example/**", lambda route: route.abort())
    page.goto("/unescaped", wait_until="commit")
    until(page, lambda: {line.split(" ")[1] for line in done} >= {"asks", "says"}, True)
    page.close()  # it goes on asking, and each thing that it does not get is told
    browser_problems.clear()
