"""`manage.py serve` as a process: a port that is taken, signals that come in numbers, a server that was killed."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.processes import database, descendants
from tests.faults.site import free_port

ROOT = Path(__file__).resolve().parents[2]


class Serve:
    """The command with the worker beside it."""

    def __init__(self, folder: Path, port: int, address: str) -> None:
        self.port, self.told = port, folder / f"told-{time.monotonic_ns()}"
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "manage.py", "serve", "--port", str(port), "--with-worker"]
        with self.told.open("w") as told:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=told)

    def status(self) -> int:
        """What the server says of itself; 0 when nobody answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with contextlib.closing(connection):
                connection.request("GET", "/healthz")
                return connection.getresponse().status
        return 0

    def wait_until_it_answers(self, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while self.status() != 200:
            assert self.process.poll() is None, self.told.read_text()
            assert time.monotonic() < end, self.told.read_text()
            time.sleep(0.1)


@pytest.fixture
def serve(tmp_path: Path, transactional_db) -> Iterator:
    """`serve(port)`: started, and ended after the test whatever happened."""
    started: list[Serve] = []
    with database(tmp_path) as base:

        def start(port: int) -> Serve:
            started.append(Serve(tmp_path, port, base.url))
            return started[-1]

        yield start
    for each in started:
        below = descendants(each.process.pid)
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def alive(pids: list[int]) -> list[int]:
    """Those that have not ended; a zombie has."""
    states = {}
    for pid in pids:
        with contextlib.suppress(OSError):
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return [pid for pid, state in states.items() if state != "Z"]


def test_a_taken_port_is_told_by_whom_and_how_to_take_another(serve) -> None:
    first = serve(free_port())
    first.wait_until_it_answers()
    second = serve(first.port)
    assert second.process.wait(60) == 1
    told = second.told.read_text()
    found = re.search(r"Port (\d+) is taken by process (\d+) \((.*), in (.*)\)\. (.*)", told)
    assert found, told
    assert int(found[1]) == first.port
    assert int(found[2]) in descendants(first.process.pid)
    assert "granian" in found[3] or "python" in found[3]
    assert found[4] == str(ROOT)
    other = re.fullmatch(r"Stop it, or take another port: PORT=(\d+) manage\.py serve \(or --port \1\)", found[5])
    assert other, found[5]
    assert int(other[1]) > first.port
    assert first.status() == 200


def test_a_program_of_another_kind_has_the_port(serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        started = serve(other.getsockname()[1])
        assert started.process.wait(60) == 1
        assert f"is taken by process {os.getpid()} (" in started.told.read_text()


@pytest.mark.parametrize("when", ["while it starts", "while it runs"])
def test_ten_signals_end_everything(serve, when: str) -> None:
    started = serve(free_port())
    if when == "while it runs":
        started.wait_until_it_answers()
    else:
        while len(descendants(started.process.pid)) < 2:
            assert started.process.poll() is None
            time.sleep(0.02)
    below = descendants(started.process.pid)
    assert len(below) >= 2  # granian and the worker at least
    for number in range(10):
        with contextlib.suppress(ProcessLookupError):
            os.kill(started.process.pid, [signal.SIGTERM, signal.SIGINT, signal.SIGHUP][number % 3])
        time.sleep([0, 0.001, 0.05, 0.3][number % 4])
        below += descendants(started.process.pid)
    assert started.process.wait(90) == 0, started.told.read_text()
    end = time.monotonic() + 30
    while (left := alive(below)) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []
    assert "Traceback" not in started.told.read_text()


def test_it_comes_back_when_all_web_workers_are_killed_at_once_and_again(serve) -> None:
    """Granian takes that for a crash loop and ends."""
    started = serve(free_port())
    started.wait_until_it_answers()
    time.sleep(3)  # until `serve`, which looks five times a second, knows that the server has worked
    granian = next(pid for pid in descendants(started.process.pid) if "config.web" in cmdline(pid))
    while granian in alive([granian]):
        for pid in descendants(granian):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.3)
    started.wait_until_it_answers()
    assert "the web server ended (1); starting it again in 0.5 s" in started.told.read_text()


def test_a_server_killed_itself_leaves_no_workers_behind(serve) -> None:
    """Its workers would go on listening beside the new ones."""
    started = serve(free_port())
    started.wait_until_it_answers()
    time.sleep(3)  # until `serve`, which looks five times a second, knows that the server has worked
    granian = next(pid for pid in descendants(started.process.pid) if "config.web" in cmdline(pid))
    workers = descendants(granian)
    os.kill(granian, signal.SIGKILL)
    end = time.monotonic() + 30
    while alive(workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(workers) == []
    started.wait_until_it_answers()


def test_what_cannot_start_is_not_tried_for_ever() -> None:
    started = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(free_port()), "--workers", "1"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "GRANIAN_HTTP": "1", "GRANIAN_LOOP": "nonsense"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert started.returncode != 0
    assert "the web server could not start" in started.stderr


def cmdline(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    return ""
