"""`make bench`: the figures of docs/speed.md, each against a floor taken in the same run.

On a throw-away PostgreSQL that keeps its promises to the disk, with 100,000 conversations (or as many as the first
argument says), granian as in real use, and wrk on the same machine. Machines are noisy: look at the ratios.
"""

import base64
import contextlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "256MB"}


def prepare(address: str, settings: str = "config.settings") -> None:
    """Everything that a server needs: its environment, fonts, catalogues, static files, an empty database."""
    data = ROOT / "var" / "bench"
    os.environ.update(
        DATABASE_URL=address,
        DATA_DIR=str(data),
        SECRET_KEY="only for the measurements",
        TEXT_KEYS=base64.b64encode(b"b" * 32).decode(),
        SECURE="false",
        PROXIES="0",
        DJANGO_SETTINGS_MODULE=settings,
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright keeps a loop in this thread
    )
    for name in ("DEMO", "DEBUG"):
        os.environ.pop(name, None)
    (data / "fonts" / "web").mkdir(parents=True, exist_ok=True)
    for command in (["bin/fonts.py", str(data / "fonts")], ["bin/messages", "--compile"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def main() -> None:
    """Measure and write."""
    from tests.throwaway_pg import server

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with server(**DURABLE) as address:
        prepare(address)
        from bench import browser, pages, papers, register, rooms, together
        from bench.report import Report, surroundings

        report = Report()
        print(surroundings())
        with contextlib.ExitStack() as stack:
            served = pages.start(stack)
            pages.measure(report, served, size)
            rooms.measure(report, served)
            together.measure(report, served)
            browser.measure(report, served)
            papers.measure(report, served)
            pages.memory(report, served)
    report.lines += register.in_its_own_process()
    if size >= 100_000:
        report.write()


if __name__ == "__main__":
    main()
