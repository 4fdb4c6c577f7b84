"""What a browser loads, and what a phone waits for."""

import os
import shutil
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pages import Served
from bench.report import Report
from tests.conftest import CHROMIUM, FLAGS

# A mid phone as Lighthouse throttles it: a processor four times slower, 150 ms, 1.6 Mbit/s down, 0.75 up
PROCESSOR = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """
window.seen = { lcp: 0, blocked: 0, shifted: 0 };
const watch = (type, take) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.seen.lcp = entry.startTime; });
watch("longtask", (entry) => { window.seen.blocked += Math.max(0, entry.duration - 50); });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shifted += entry.value; });
"""
KB = 1000


@dataclass
class View:
    """What one view loaded over the wire, headers included."""

    page: float = 0
    fonts: float = 0
    requests: list[str] = field(default_factory=list)


def measure(report: Report, served: Served) -> None:
    """Bytes of a first and a next view, then the phone."""
    program = next(found for name in CHROMIUM if name and (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=os.geteuid() != 0, args=FLAGS)
        size(report, served, browser)
        phone(report, served, browser)
        browser.close()


def visitor(served: Served, browser: Browser) -> Page:
    """A fresh browser of a supervisor, at a phone's width."""
    base = f"http://127.0.0.1:{served.app.port}"
    context = browser.new_context(base_url=base, viewport={"width": 390, "height": 844}, locale="fi")
    pairs = [pair.split("=", 1) for pair in served.people.cookie(served.people.supervisors[0]).split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in pairs])
    return context.new_page()


def loaded(page: Page, session: Any, path: str) -> View:
    """Open a page and count what came."""
    view, kinds = View(), {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        length = event["encodedDataLength"]
        if length:  # nothing travels from the browser's own store
            view.requests.append(kinds.get(event["requestId"], "?"))
            if kinds.get(event["requestId"]) == "Font":
                view.fonts += length
            else:
                view.page += length

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    session.remove_listener("Network.responseReceived", answered)
    session.remove_listener("Network.loadingFinished", finished)
    return view


def size(report: Report, served: Served, browser: Browser) -> None:
    """The start page with nothing stored, then the list, then a conversation."""
    page = visitor(served, browser)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    first = loaded(page, session, "/")
    following = loaded(page, session, "/keskustelut/")
    loaded(page, session, served.step(served.people.conversations[0]))
    talk = loaded(page, session, served.step(served.people.conversations[0], "osaanko"))
    page.context.close()
    report.limit("first view (start page), nothing stored, without fonts", first.page / KB, 30, "kB", 1)
    report.limit("first view with its fonts", (first.page + first.fonts) / KB, 75, "kB", 1)
    report.limit("first view: requests", len(first.requests), 7, "")
    report.limit("next view (list of 50 lines)", (following.page + following.fonts) / KB, 6, "kB", 1)
    report.limit("next step of a full conversation, with its memo", (talk.page + talk.fonts) / KB, 9, "kB", 1)


def phone(report: Report, served: Served, browser: Browser) -> None:
    """The median of three first views on a simulated mid phone: start page and conversation."""
    for what, path in (("start page", "/"), ("conversation page", served.step(served.people.conversations[0]))):
        runs = []
        for _run in range(3):
            page = visitor(served, browser)
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", NETWORK)
            session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})
            page.add_init_script(WATCH)
            page.goto(path, wait_until="networkidle")
            runs.append(page.evaluate("window.seen"))
            page.context.close()
        lcp, blocked, shifted = (sorted(run[name] for run in runs)[1] for name in ("lcp", "blocked", "shifted"))
        report.limit(f"mid phone, {what}: largest paint", lcp / 1000, 1.4, "s", 2)
        report.limit(f"mid phone, {what}: blocked", blocked, 50, "ms")
        report.limit(f"mid phone, {what}: shifted", shifted, 0, "", 3)
