"""Every page that links lead to, as each person of the demo sees it: pictures on one sheet, var/pictures/index.html.

`python -m bench.contact_sheet [USERNAME …]` takes one of each kind of page, light and dark, 390 and 1280 px wide, in
Finnish and in Swedish. PAGES=home,team takes only those, PAGES=vatupassi those of an app; SCHEMES=light, WIDTHS=390 and
LANGUAGES=fi only some of each.
"""

import html
import inspect
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.pictures import ROOT, demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from people.models import User

FOLDER = ROOT / "var" / "pictures"
PEOPLE = ("aino", "matti", "sari", "leena", "otto", "pekka")
LINKS = "() => [...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href').split('#')[0])"


def chosen(name: str, usual: str) -> list[str]:
    return [part for part in os.environ.get(name, usual).split(",") if part]


def kind(path: str) -> str | None:
    """The name of the view behind a path; None for files and for what is not ours."""
    from django.urls import Resolver404, resolve

    try:
        name = resolve(path.split("?")[0]).url_name
    except Resolver404:
        return None
    files = ("pdf", "calendar", "export", "file", "letter", "ics", "xlsx", "static")
    is_file = any(word in str(name) for word in files)
    return None if name is None or is_file else name


def app_of(path: str) -> str:
    """The app whose address it is, by the file in which its view is named."""
    from django.urls import resolve

    view = resolve(path.split("?")[0]).func
    code = getattr(inspect.unwrap(view), "__module__", "") or ""
    return code.partition(".")[0]


def context_of(browser: "Browser", base: str, person: "User", width: int, scheme: str) -> "BrowserContext":
    from django.conf import settings
    from django.test import Client

    visitor = Client(SERVER_NAME="localhost")
    visitor.force_login(person)
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": 844 if width < 600 else 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Helsinki",
    )
    session = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}])
    return context


def pages_of(context: "BrowserContext", wanted: list[str]) -> dict[str, str]:
    """One address for each kind of page that this person's links lead to."""
    page = context.new_page()
    found: dict[str, str] = {}
    seen: set[str] = set()
    todo = ["/"]
    while todo:
        path = todo.pop(0)
        name = kind(path)
        if name is None or path in seen or name in found:
            continue
        seen.add(path)
        answer = page.goto(path)
        if answer is None or answer.status != 200:
            continue
        found[name] = path
        todo += page.evaluate(LINKS)
    page.close()
    return {name: path for name, path in found.items() if not wanted or {name, app_of(path)} & set(wanted)}


def variants() -> Iterator[tuple[str, int, str]]:
    for language in chosen("LANGUAGES", "fi,sv"):
        for width in chosen("WIDTHS", "390,1280"):
            for scheme in chosen("SCHEMES", "light,dark"):
                yield language, int(width), scheme


def take(base: str, usernames: list[str]) -> dict[str, list[Path]]:
    """The pictures of each page of each person."""
    from playwright.sync_api import sync_playwright

    from people.models import User
    from tests.conftest import CHROMIUM, FLAGS

    program = next(found for name in CHROMIUM if name and (found := shutil.which(name)))
    taken: dict[str, list[Path]] = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        for username in usernames:
            person = User.objects.get(username=username)
            context = context_of(browser, base, person, 1280, "light")
            found = pages_of(context, chosen("PAGES", ""))
            context.close()
            for language, width, scheme in variants():
                User.objects.filter(pk=person.pk).update(language=language)
                context = context_of(browser, base, person, width, scheme)
                page = context.new_page()
                for name, path in found.items():
                    page.goto(path)
                    picture = FOLDER / f"{username}-{name}-{language}-{width}-{scheme}.png"
                    page.screenshot(path=picture, full_page=True)
                    taken[f"{username}: {name}"].append(picture)
                context.close()
            User.objects.filter(pk=person.pk).update(language=person.language)
        browser.close()
    return taken


def sheet(taken: dict[str, list[Path]]) -> str:
    """One row for each page, its pictures side by side, each a link to itself."""
    rows = []
    for title, pictures in taken.items():
        images = "".join(
            f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy" height="320"></a>'
            for name in (html.escape(picture.name) for picture in pictures)
        )
        rows.append(f"<h2>{html.escape(title)}</h2><p>{images}</p>")
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>{"".join(rows)}</html>'


def main() -> None:
    began = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with demo() as base:
        taken = take(base, sys.argv[1:] or list(PEOPLE))
    (FOLDER / "index.html").write_text(sheet(taken), encoding="utf-8")
    count = sum(map(len, taken.values()))
    print(f"{count} pictures of {len(taken)} pages in {time.monotonic() - began:.0f} s: {FOLDER}/index.html")


if __name__ == "__main__":
    main()
