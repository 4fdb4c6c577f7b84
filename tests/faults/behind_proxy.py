"""Two web processes and two workers behind a real proxy, as deploy/haproxy.cfg sets it up, on the test's database."""

import contextlib
import csv
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from tests.core.processes import descendants
from tests.faults.site import ROOT, address, free_port

PROGRAM = shutil.which("haproxy") or next((path for path in ("/usr/sbin/haproxy",) if Path(path).exists()), "")
P = TypeVar("P", bound="Process")
DRAIN = 3  # seconds; the proxy asks each second


def ended(process: subprocess.Popen[bytes]) -> None:
    """It and all that it has started, as when a machine goes."""
    below = descendants(process.pid)
    for pid in (process.pid, *below):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def wait_until(what: Callable[[], bool], seconds: float, told: str) -> None:
    """On a busy machine for longer."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, told
        time.sleep(0.1)


class Process:
    """A command that can be killed and started again."""

    def __init__(self, command: list[str], log: Path, **environment: str) -> None:
        self.command, self.log = command, log
        self.environment = {
            **os.environ,
            "DATABASE_URL": address(),
            "DJANGO_SETTINGS_MODULE": "tests.core.worker_settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "PROXIES": "1",
            **environment,
        }
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def kill(self) -> None:
        ended(self.process)

    def terminate(self) -> None:
        """As a service manager ends it; waits until it has ended."""
        self.process.terminate()
        assert self.process.wait(90) == 0, self.log.read_text()


class Web(Process):
    """`manage.py serve`."""

    def __init__(self, folder: Path, name: str, drain: int = DRAIN) -> None:
        self.port = free_port()
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        super().__init__([*command, "--workers", "1", "--drain", str(drain)], folder / name)

    def ready(self) -> int:
        """What it says at /readyz; 0 when nobody answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.closing(client):
                client.request("GET", "/readyz")
                return client.getresponse().status
        return 0

    def wait(self) -> None:
        wait_until(lambda: self.ready() == 200, 90, "the server did not start")


class Worker(Process):
    """`manage.py worker`, which knows the tests' jobs."""

    def __init__(self, folder: Path, name: str) -> None:
        command = [sys.executable, "manage.py", "worker", "--interval", "0.05", "--beat", "0.5"]
        super().__init__(command, folder / name, EMAIL_URL="smtp://127.0.0.1:1")


# How deploy/haproxy.cfg has another process asked when one takes no connection; a proxy that does not has none of it
ASKS_AGAIN = {
    "retries 2": "retries 0",
    "option redispatch 1": "",
    "retry-on conn-failure": "retry-on none",
    "inter 1s fall 1 rise 1 observe layer4 error-limit 1 on-error mark-down": "inter 5s fall 1 rise 1",
}


def set_up(folder: Path, asks_again: bool) -> Path:
    """The file of the proxy: ours, or one of a proxy that looks each five seconds and asks nobody else."""
    ours = ROOT / "deploy" / "haproxy.cfg"
    if asks_again:
        return ours
    text = ours.read_text()
    for line, plain in ASKS_AGAIN.items():
        assert text.count(line) == 1, line
        text = text.replace(line, plain)
    made = folder / "plain.cfg"
    made.write_text(text)
    return made


class Two:
    """All of it. `port`: where people go."""

    def __init__(self, folder: Path, drain: int = DRAIN, asks_again: bool = True) -> None:
        self.port, self.processes = free_port(), list[Process]()
        try:
            self.webs = [self.kept(Web(folder, f"web {number}", drain)) for number in (1, 2)]
            self.workers = [self.kept(Worker(folder, f"worker {number}")) for number in (1, 2)]
            for web in self.webs:
                web.wait()
            proxy = Process.__new__(Process)
            told = folder / "told.cfg"  # where it tells the test whom it asks
            told.write_text(f"global\n  stats socket {folder / 'told'} level user\n")
            files = [str(set_up(folder, asks_again)), str(told)]
            proxy.command, proxy.log = [PROGRAM, "-db", "-f", files[0], "-f", files[1]], folder / "proxy"
            self.socket = str(folder / "told")
            proxy.environment = {
                "PATH": os.environ["PATH"],
                "SITE_BIND": f"127.0.0.1:{self.port}",
                "SITE_SCHEME": "http",
                "SITE_HOST": "127.0.0.1",
                "WEB_1": f"127.0.0.1:{self.webs[0].port}",
                "WEB_2": f"127.0.0.1:{self.webs[1].port}",
            }
            proxy.start()
            self.kept(proxy)
            wait_until(lambda: self.status("/readyz") == 200, 30, "the proxy does not answer")
            self.wait_for_both()
        except BaseException:
            self.stop()
            raise

    def kept(self, process: "P") -> "P":
        self.processes.append(process)
        return process

    def status(self, path: str) -> int:
        """Through the proxy; 0 when nobody answers."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            with contextlib.closing(client):
                client.request("GET", path)
                return client.getresponse().status
        return 0

    def wait_for_both(self) -> None:
        """Until the proxy asks either of them, so that the other may go."""
        wait_until(lambda: self.up() == 2, 60, "the proxy does not ask both")

    def up(self) -> int:
        """How many processes the proxy asks, as it says."""
        with socket.socket(socket.AF_UNIX) as told:
            told.connect(self.socket)
            told.sendall(b"show stat\n")
            lines = told.makefile(encoding="ascii").read().splitlines()
        rows = list(csv.DictReader(line.removeprefix("# ") for line in lines if line))
        return sum(row["pxname"] == "web" and row["svname"] in ("one", "two") and row["status"] == "UP" for row in rows)

    def stop(self) -> None:
        for process in self.processes:
            ended(process.process)
