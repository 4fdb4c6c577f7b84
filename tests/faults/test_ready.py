"""A web process is ready before its first request: nothing is imported or compiled while somebody waits."""

import http.client
import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.pdf_process import FIRST_PAGES
from tests.core.processes import database, descendants
from tests.faults.site import Browser, Site, used

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_requests_compile_nothing(transactional_db, aino, matti, shared_talk, tmp_path) -> None:
    with database(tmp_path) as base:
        environment = {**os.environ, "DATABASE_URL": base.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        told = subprocess.run(
            [sys.executable, "-m", "tests.faults.first_requests", "aino", "matti"],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    found = json.loads(told.stdout.splitlines()[-1])
    assert found["compiled"] == []
    assert found["statuses"] == [200]
    assert not found["connected_when_ready"]  # a connection must not be shared by those that are forked


def began(process: int) -> float:
    """Seconds since the machine started, at which the process did."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="each worker loads the application itself")
def test_a_worker_in_anothers_place_has_nothing_left_to_load(talk, aino) -> None:
    site = Site(workers=1)
    try:
        first, browser, status = site.workers(), Browser(site, aino), 0
        site.kill_oldest()
        end = time.monotonic() + 60
        while status != 200 and time.monotonic() < end:
            try:
                path = f"/keskustelut/{talk.pk}/vaihe/osaanko/tallenna/"
                status = browser.autosave(path, "osaanko.works", "Sana.", 0).status
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        worker = site.workers()
        assert status == 200
        assert first != worker
        assert used(worker[-1]) < 0.8  # seconds of the processor; loading the application alone takes two
        end = time.monotonic() + 60
        while not (drawing := descendants(worker[-1])) and time.monotonic() < end:
            time.sleep(0.1)
        assert began(drawing[0]) - began(worker[-1]) > FIRST_PAGES - 0.5  # the first pages have the processor
    finally:
        site.stop()
