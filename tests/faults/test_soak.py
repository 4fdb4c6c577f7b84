"""Traffic without a pause for a while: the memory of a web process stays as it is once it is warm."""

import gzip
import http.client
import os
import threading
import time
from pathlib import Path

from tests.faults.site import Browser, Site

SECONDS = float(os.environ.get("FAULT_SOAK", "20"))  # `make faults` asks for twenty minutes
CLIENTS, MOST_GROWTH = 4, 24  # MB, of the fuller worker after its first third


class Visitor(threading.Thread):
    """Opens pages by turns, compressed, saves a word now and then, over one connection."""

    def __init__(self, browser, talk, number):
        super().__init__(daemon=True)
        step = f"/keskustelut/{talk.pk}/vaihe/osaanko/"
        self.pages = ["/", step, "/keskustelut/", f"/keskustelut/{talk.pk}/", "/vatupassi/", f"{step}tallenna/"]
        self.browser, self.count, self.wrong, self.ended = browser, 0, [], threading.Event()
        self.number = number

    def run(self):
        client = http.client.HTTPConnection("127.0.0.1", self.browser.site.port, timeout=30)
        while not self.ended.is_set():
            page = self.pages[(self.count + self.number) % len(self.pages)]
            if page.endswith("tallenna/"):
                status = self.browser.ask(page, {"none": ""}).status
            else:
                client.request("GET", page, headers=self.browser.headers | {"Accept-Encoding": "gzip"})
                answer = client.getresponse()
                body, status = answer.read(), answer.status
                if answer.headers["Content-Encoding"] != "gzip" or b"<h1" not in gzip.decompress(body):
                    status = "not compressed"
            self.count += 1
            if status not in (200, 302):
                self.wrong.append((page, status))
        client.close()


def memory(site):
    """MB of the fuller web process."""
    sizes = []
    for pid in site.workers():
        told = Path(f"/proc/{pid}/status").read_text()
        sizes.append(int(told.partition("VmRSS:")[2].split()[0]) / 1024)
    return max(sizes)


def test_memory_stays_flat(postgresql, talk, aino, matti):
    site = Site(workers=1)
    try:
        visitors = [Visitor(Browser(site, (aino, matti)[number % 2]), talk, number) for number in range(CLIENTS)]
        for visitor in visitors:
            visitor.start()
        process = site.workers()
        time.sleep(SECONDS / 3)
        warm = memory(site)
        time.sleep(SECONDS * 2 / 3)
        after = memory(site)
        assert site.workers() == process  # none was started anew meanwhile
        for visitor in visitors:
            visitor.ended.set()
        for visitor in visitors:
            visitor.join(60)
    finally:
        site.stop()
    assert [visitor.wrong for visitor in visitors] == [[]] * CLIENTS
    assert sum(visitor.count for visitor in visitors) > SECONDS
    assert after - warm < MOST_GROWTH
    print(
        f"{sum(visitor.count for visitor in visitors)} requests in {SECONDS:.0f} s, "
        f"{warm:.0f} MB when warm, {after:.0f} MB at the end"
    )
