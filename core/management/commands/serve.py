"""`manage.py serve`: the production server, and in the demo the job worker beside it, until Ctrl-C or TERM."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from core.running.leaving import MARK

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 20  # seconds that a child gets to finish what it is doing
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a child that has ended is started again
SOUND_AFTER = 60  # seconds after which an earlier end no longer makes the pause longer


class Child:
    """A process that is kept running: it is started again when it ends, unless it has never worked."""

    def __init__(self, name: str, command: list[str], proof: int | None = None) -> None:
        self.name, self.command, self.port = name, command, proof
        self.has_worked, self.pause, self.started_at = False, SHORTEST_PAUSE, 0.0
        self.next_start: float | None = None  # when it is started again
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """In a session of its own: Ctrl-C reaches `serve` alone, which then ends its children in order."""
        self.started_at, self.next_start = time.monotonic(), None
        self.process = subprocess.Popen(self.command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603 (our own words)

    @property
    def ended(self) -> int | None:
        """With which code the process has ended; None while it runs."""
        return self.process.poll() if self.process else 1

    def look(self) -> None:
        """Note whether it does what it is for: the server answers, the worker has run for a while."""
        if not self.has_worked:
            self.has_worked = answers(self.port) if self.port else time.monotonic() - self.started_at > 5

    def start_again(self) -> str:
        """After a pause, longer each time when it keeps ending soon; what to say of it when the pause begins."""
        if self.next_start is None:
            if time.monotonic() - self.started_at > SOUND_AFTER:
                self.pause = SHORTEST_PAUSE
            self.next_start = time.monotonic() + self.pause
            told = f"{self.name} ended ({self.ended}); starting it again in {self.pause:g} s"
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.kill_group()
            return told
        if time.monotonic() >= self.next_start:
            self.start()
        return ""

    def kill_group(self) -> None:
        """End what the process has left behind, too: granian's workers outlive a granian that was killed."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Command(BaseCommand):
    """Run granian, and the worker with --with-worker or in the demo."""

    help = "Serves the application with granian; in the demo with the job worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where and how wide."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument(
            "--drain", type=float, default=float(os.environ.get("DRAIN_SECONDS", "0")),
            help="seconds in which /readyz says no and people are still served, before the server ends",
        )  # fmt: skip
        parser.add_argument("--with-worker", action="store_true", default=settings.DEMO)

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the children, keep them running until a signal comes, end them."""
        host, port = options["host"], options["port"]
        if taken := who_has(host, port):
            raise CommandError(taken)
        # A signal is only counted, and so is each later one: nothing interrupts the ending of the children
        self.signals = 0
        for number in SIGNALS:
            signal.signal(number, self.stop)
        folder = tempfile.TemporaryDirectory(prefix="serve-")
        leaving = Path(folder.name, "leaving")
        os.environ[MARK] = str(leaving)
        children = [Child("the web server", self.server(host, port, options["workers"]), port)]
        if options["with_worker"]:
            children.append(Child("the worker", [sys.executable, "manage.py", "worker"]))
        failed = None
        try:
            if settings.DEMO:
                self.welcome(children[0])
            while not self.is_ending and failed is None:
                time.sleep(0.2)
                failed = self.keep_running(children)
            if failed is None:
                self.drain(leaving, options["drain"])
        finally:
            self.end(children)
            folder.cleanup()
            for number in SIGNALS:  # Python itself, ending, would take them by their default again
                signal.signal(number, signal.SIG_IGN)
        if failed is not None:
            self.stderr.write(f"{failed.name} could not start")
            sys.exit(failed.ended or 1)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Every signal ends the wait in the same way, also the tenth."""
        self.signals += 1

    @property
    def is_ending(self) -> bool:
        """Whether somebody has asked for it."""
        return self.signals > 0

    def drain(self, leaving: Path, seconds: float) -> None:
        """Say at /readyz that nobody more should be sent, and serve until the proxy knows. A second signal hurries."""
        leaving.touch()
        until, asked = time.monotonic() + seconds, self.signals
        while time.monotonic() < until and self.signals == asked:
            time.sleep(0.1)

    def keep_running(self, children: list[Child]) -> Child | None:
        """Start again what has ended; the child that cannot work at all, if there is one."""
        for child in children:
            child.look()
            if child.ended is not None:
                if not child.has_worked:
                    return child
                if told := child.start_again():
                    self.stderr.write(told)
        return None

    @staticmethod
    def end(children: list[Child]) -> None:
        """Ask all to finish, then wait for each, and leave nothing behind."""
        for child in children:
            if child.process:
                child.process.terminate()
        end = time.monotonic() + PATIENCE
        for child in children:
            if child.process:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, end - time.monotonic()))
            child.kill_group()

    @staticmethod
    def server(host: str, port: int, workers: int) -> list[str]:
        """Granian's command line.

        Phones of a live room poll every two seconds: the default of 1,024 connections is too few, and so is a short
        keep-alive. A blocking thread of each worker holds a database connection: keep them below its limit.
        """
        return [
            *(sys.executable, "-m", "config.web", "--interface", "wsgi", "--host", host, "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", "4", "--backlog", "8192", "--backpressure", "2048"),
            *(
                "--http",
                "1",
                "--no-ws",
                "--respawn-failed-workers",
                "--workers-kill-timeout",
                "15",
                "--log-level",
                "warning",
                "--no-access-log",  # it would write addresses, which may hold living secrets; whatever is set outside
            ),
            "config.web:application",
        ]

    def welcome(self, server: Child) -> None:
        """Say where the demo is and who may be tried, once it answers."""
        for _attempt in range(150):
            server.look()
            if server.has_worked or server.ended is not None or self.is_ending:
                break
            time.sleep(0.1)
        if server.ended is not None or self.is_ending:
            return
        people = import_string(settings.DEMO_PEOPLE)()
        self.stdout.write("\n".join(["", *(f"  {person.user.name:<18} {person.to_try}" for person in people)]))
        self.stdout.write(
            f"\n{settings.SITE_URL}/\nSign in with one click: the sign-in page lists the people above. "
            f"Mail: {settings.SITE_URL}/demo/mail\nCtrl-C ends it; `make demo-reset` starts afresh."
        )
        self.stdout.flush()  # also into a file


def answers(port: int) -> bool:
    """Whether the server on this machine's port gives any answer, be it that the database does not."""
    try:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
            host = next(iter(settings.ALLOWED_HOSTS), "").lstrip(".*") or "localhost"  # one that it serves
            connection.request("GET", "/healthz", headers={"Host": host})
            return connection.getresponse().status in (200, 503)
    except (OSError, http.client.HTTPException):
        return False


# ---- A port in use. Granian shares a port with whoever has it, so that answers would come from two servers by turns.


def who_has(host: str, port: int) -> str:
    """Why this port cannot be had, by whom it is taken, and what to do; empty when it is free."""
    if is_free(host, port):
        return ""
    other = next((each for each in range(port + 1, port + 100) if is_free(host, each)), port + 1)
    start = f"PORT={other} make demo" if settings.DEMO else f"PORT={other} manage.py serve (or --port {other})"
    return f"Port {port} is taken by {taker(port)}. Stop it, or take another port: {start}"


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there."""
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # after a restart: old connections may linger
            try:
                probe.bind(address)
            except OSError:
                return False
    return True


def taker(port: int) -> str:
    """The process that listens on the port, where Linux tells us; what may not be read belongs to somebody else."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:  # 0A: it listens
                    sockets.add(f"socket:[{fields[9]}]")
    for process in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        with contextlib.suppress(OSError):
            if any(os.readlink(opened) in sockets for opened in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
                return f"process {process.name} ({' '.join(words)[:100].strip()}, in {os.readlink(process / 'cwd')})"
    return "another program"
