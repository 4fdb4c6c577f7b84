"""The application's real server on the test's own database, and people who use it over HTTP."""

import contextlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from core.management.commands.serve import Command as Serve

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def address() -> str:
    """The test database for another process."""
    values = connection.settings_dict
    host = values["OPTIONS"].get("host") or values["HOST"]
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={host}"


def of_process(pid: int, *places: int) -> list[int]:
    """Numbers of a process by their places in /proc/<pid>/stat (`man proc`); none where it has ended."""
    with contextlib.suppress(OSError):
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return [int(values[place - 3]) for place in places]
    return []


def began(pid: int) -> list[int]:
    """When a process began."""
    return of_process(pid, 22)


def used(pid: int) -> float:
    """Seconds of the processor that a process has used."""
    return sum(of_process(pid, 14, 15)) / os.sysconf("SC_CLK_TCK")


class Site:
    """granian as in real use. It is started again when it ends, as a service manager would."""

    def __init__(self, workers: int = 2, **environment: str) -> None:
        self.port = free_port()
        self.command = Serve.server("127.0.0.1", self.port, workers)
        # killing its workers often is what we are here for, and nobody waits for their goodbye
        self.command[-1:-1] = ["--respawn-interval", "0.1", "--workers-kill-timeout", "2"]
        self.environment = {
            **os.environ,
            "DATABASE_URL": address(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            **environment,
        }
        self.told = os.memfd_create("told")  # what it writes about errors
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stderr=self.told)
        end = time.monotonic() + 120  # two seconds of work or five, on a machine that others keep busy
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if self.status("/healthz") == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def status(self, path: str) -> int:
        """Of a visitor's GET."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as client:
            client.request("GET", path)
            with client.getresponse() as answer:
                return answer.status

    def errors(self) -> str:
        """What the server has written about errors until now, the newest last: for the words of a failed test."""
        size = os.fstat(self.told).st_size
        return os.pread(self.told, 50_000, max(0, size - 50_000)).decode(errors="replace")

    def workers(self) -> list[int]:
        """The processes that answer, the oldest first: not by their numbers, which begin anew in a long drill."""
        try:
            told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        except OSError:
            return []
        return sorted(map(int, told.split()), key=began)

    def kill_oldest(self) -> None:
        """As the kernel does when memory runs out."""
        if found := self.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(found[0], signal.SIGKILL)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(25)  # longer than granian waits for its workers
        except subprocess.TimeoutExpired:
            self.process.kill()


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")  # a PDF is no text


class Browser:
    """One signed-in person over HTTP."""

    def __init__(self, site: Site, user: object) -> None:
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        self.token = secrets.token_hex(16)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={self.token}"}
        self.site, self.user = site, user

    def ask(self, path: str, data: dict[str, object] | None = None, timeout: float = 20, **headers: str) -> Answer:
        """GET, or POST where there is data. OSError and HTTPException where the server went away."""
        with contextlib.ExitStack() as stack:
            connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=timeout)
            stack.callback(connection.close)
            if data is None:
                connection.request("GET", path, headers=self.headers | headers)
            else:
                sent = {"X-CSRFToken": self.token, "Content-Type": "application/x-www-form-urlencoded"}
                connection.request("POST", path, urllib.parse.urlencode(data), self.headers | sent | headers)
            return Answer(stack.enter_context(connection.getresponse()))

    def autosave(self, path: str, slot: str, text: str, version: int, timeout: float = 20) -> Answer:
        """As static/js/autosave.js saves one field."""
        data = {f"text-{slot}": text, f"version-{slot}": version}
        return self.ask(path, data, timeout, **{"X-Autosave": "1", "X-User": str(self.user.pk)})  # type: ignore[attr-defined]
