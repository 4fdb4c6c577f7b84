"""`manage.py serve`: the production server, and in the demo the job worker beside it, until Ctrl-C or TERM."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from django.utils.module_loading import import_string

PATIENCE = 20  # seconds that a child gets to finish what it is doing


class Command(BaseCommand):
    """Run granian, and the worker with --with-worker or in the demo."""

    help = "Serves the application with granian; in the demo with the job worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where and how wide."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument("--with-worker", action="store_true", default=settings.DEMO)

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the children, wait for the first to end or for a signal, end the others."""
        commands = [self.server(options["host"], options["port"], options["workers"])]
        if options["with_worker"]:
            commands.append([sys.executable, "manage.py", "worker"])
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        # Sessions of their own: Ctrl-C reaches this process alone, which then ends them in order
        children = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603 (our own words)
            for command in commands
        ]
        ended = None
        try:
            if settings.DEMO:
                self.welcome(children[0], options["port"])
            while ended is None:
                time.sleep(0.2)
                ended = next((child for child in children if child.poll() is not None), None)
            self.stderr.write(f"{' '.join(map(str, ended.args))} ended by itself")  # type: ignore[arg-type]
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                child.terminate()
            for child in children:
                try:
                    child.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    child.kill()
        if ended is not None:
            sys.exit(ended.returncode or 1)

    @staticmethod
    def stop(number: int, frame: FrameType | None) -> None:
        """Every signal ends the wait in the same way."""
        raise KeyboardInterrupt

    @staticmethod
    def server(host: str, port: int, workers: int) -> list[str]:
        """Granian's command line.

        Phones of a live room poll every two seconds: the default of 1,024 connections is too few, and so is a short
        keep-alive. A blocking thread of each worker holds a database connection: keep them below its limit.
        """
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
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
            ),
            "config.wsgi:application",
        ]

    def welcome(self, server: subprocess.Popen[bytes], port: int) -> None:
        """Say where the demo is and who may be tried, once it answers."""
        import http.client

        for _attempt in range(150):
            if server.poll() is not None:
                return
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        people = import_string(settings.DEMO_PEOPLE)()
        self.stdout.write("\n".join(["", *(f"  {person.user.name:<18} {person.to_try}" for person in people)]))
        self.stdout.write(
            f"\n{settings.SITE_URL}/\nSign in with one click: the sign-in page lists the people above. "
            f"Mail: {settings.SITE_URL}/demo/mail\nCtrl-C ends it; `make demo-reset` starts afresh."
        )
        self.stdout.flush()  # also into a file
