"""Servers as in real use, wrk against them, and people who write."""

import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.management.commands.serve import Command as Serve

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What one round of load gave."""

    rate: float  # answers a second
    p50: float  # ms
    p95: float
    cpu: float = 0.0  # ms of the server's processor for each answer; the database's own is not in it


class Server:
    """granian as `manage.py serve` starts it; a floor of `bench.floor_wsgi` where one is named."""

    def __init__(self, floor: str = "", workers: int = 2) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = Serve.server("127.0.0.1", self.port, workers)
        if floor:
            command[2], command[-1] = "granian", "bench.floor_wsgi:application"
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "FLOOR": floor})
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("GET", "/healthz")
                client.getresponse()
                return
            time.sleep(0.05)
        self.process.kill()
        raise SystemExit("the server did not start")

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu(self) -> float:
        """Seconds of processor that the workers have used."""
        used = 0
        for pid in self.workers:
            values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(values[11]) + int(values[12])
        return used / TICK

    def memory(self) -> float:
        """MB of the largest worker that are its own (its share of what processes share is counted in)."""
        return max(
            int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1]) / 1024
            for pid in self.workers
        )

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(20)


@contextlib.contextmanager
def serving(floor: str = "", workers: int = 2) -> Iterator[Server]:
    """A server for a while."""
    server = Server(floor, workers)
    try:
        yield server
    finally:
        server.stop()


Lines = Sequence[tuple[str, str]]  # path, cookie


def load(server: Server, lines: Lines, *, connections: int = 8, seconds: int = 2) -> Load:
    """One round of wrk over these addresses. Every answer must be a good one."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as asked:
        asked.writelines(f"{path}\t{cookie}\n" for path, cookie in lines)
        asked.flush()
        before = server.cpu()
        told = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"),
                *("-s", "bench/requests.lua", f"http://127.0.0.1:{server.port}", "--", asked.name),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
        ).stdout
        used = server.cpu() - before
    figures = re.search(r"figures (\d+) (\d+) (\d+) (\d+) (\d+)", told)
    if not figures or figures[3] != "0" or figures[1] == "0":
        raise SystemExit(f"{lines[0][0]}: not every answer was a good one\n{told}")
    count, microseconds, _wrong, p50, p95 = map(int, figures.groups())
    return Load(count / microseconds * 1e6, p50 / 1000, p95 / 1000, used * 1000 / count)


def race(runners: dict[str, tuple[Server, Lines]], rounds: int = 3, **how: int) -> dict[str, Load]:
    """Each in turn, several rounds, the best of each: a neighbour on the machine then disturbs all alike."""
    best: dict[str, Load] = {}
    for _round in range(rounds):
        for name, (server, lines) in runners.items():
            got = load(server, lines, **how)
            if name not in best or got.rate > best[name].rate:
                best[name] = got
    return best


class Writer:
    """One person who types into one text: each save carries the version that it started from."""

    def __init__(self, port: int, path: str, slot: str, cookie: str, user: str, version: int = 1) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.path, self.slot, self.version, self.times = path, slot, version, list[float]()
        self.headers = {
            "Cookie": cookie,
            "X-CSRFToken": "c" * 32,
            "X-User": user,
            "X-Autosave": "1",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def save(self, text: str) -> None:
        """Send the text and take the new version from the answer."""
        body = urllib.parse.urlencode({f"text-{self.slot}": text, f"version-{self.slot}": self.version})
        start = time.perf_counter()
        self.connection.request("POST", self.path, body, self.headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.times.append((time.perf_counter() - start) * 1000)
        found = re.search(rf'name="version-{re.escape(self.slot)}"\s+value="(\d+)"', page)
        if answer.status != 200 or not found:
            raise SystemExit(f"a save was answered with {answer.status}")
        self.version = int(found[1])


def write_together(writers: list[Writer], seconds: float, pace: float) -> list[float]:
    """All write, each once in `pace` seconds; returns the times of all saves in ms."""
    end = time.monotonic() + seconds

    def go(place: int, writer: Writer) -> None:
        time.sleep(pace * place / len(writers))
        count = 0
        while time.monotonic() < end:
            began = time.monotonic()
            writer.save(f"Teksti {place}, kerta {count}. " + "Viikon muutokset kirjataan taululle. " * 8)
            count += 1
            time.sleep(max(0.0, pace - (time.monotonic() - began)))

    threads = [threading.Thread(target=go, args=pair) for pair in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for writer in writers for each in writer.times]


def pgbench(seconds: int = 2) -> float:
    """ms of one UPDATE of one row by its key, each in its own transaction, by pgbench over the same socket."""
    from django.db import connection

    values = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row AS SELECT n AS id, 0 AS value FROM generate_series(1, 10000) n")
        cursor.execute("ALTER TABLE bench_row ADD PRIMARY KEY (id)")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("\\set id random(1, 10000)\nUPDATE bench_row SET value = value + 1 WHERE id = :id;\n")
        script.flush()
        os.chmod(script.name, 0o644)
        told = subprocess.run(
            [
                *("pgbench", "-n", "-c1", f"-T{seconds}", "-f", script.name, "-h", values["OPTIONS"]["host"]),
                *("-U", values["USER"], values["NAME"]),
            ],
            capture_output=True,
            text=True,
        )
    found = re.search(r"latency average = ([\d.]+) ms", told.stdout)
    if not found:
        raise SystemExit(told.stderr)
    return float(found[1])


def percentile(values: list[float], share: int) -> float:
    """The value below which so many per cent of them lie."""
    return statistics.quantiles(values, n=100)[share - 1]
