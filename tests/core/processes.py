"""Real worker processes on the test database, for killing them."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Database:
    """The test's committed data where another process reaches it: on SQLite, a file with its copy."""

    def __init__(self, folder):
        if connection.vendor == "sqlite":
            path = folder / "copy.sqlite3"
            self.url = f"sqlite:///{path}"
            connection.ensure_connection()
            self.raw = sqlite3.connect(path, isolation_level=None, timeout=10)
            connection.connection.backup(self.raw)
        else:
            values = connection.settings_dict
            self.url = f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"
            if "host" in values["OPTIONS"]:
                self.url = f"postgresql://{values['USER']}@/{values['NAME']}?host={values['OPTIONS']['host']}"
            self.raw = None

    def query(self, sql):
        if self.raw:
            return self.raw.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def wait_for(self, sql, value, seconds=60):
        end = time.monotonic() + seconds
        while (found := (self.query(sql) or [(None,)])[0][0]) != value:
            assert time.monotonic() < end, f"{sql}: {found} after {seconds} s"
            time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    """All processes that this one has started, and those that they have."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *descendants(child)]
    return found


@contextlib.contextmanager
def database(folder):
    made = Database(folder)
    yield made
    if made.raw:
        made.raw.close()


class Worker(subprocess.Popen):
    """`manage.py worker`, with the tests' own jobs and letters known to it."""

    def __init__(self, base, smtp=1, beat=0.3):
        environment = {
            **os.environ,
            "DATABASE_URL": base.url,
            "DJANGO_SETTINGS_MODULE": "tests.core.worker_settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
            "SECRET_KEY": settings.SECRET_KEY,
        }
        command = [sys.executable, "manage.py", "worker", "--interval", "0.05", "--beat", str(beat)]
        super().__init__(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)

    def stop(self):
        self.terminate()
        return self.communicate(timeout=60)[1]

    def __exit__(self, *error):
        if self.poll() is None:
            self.stop()
        else:
            self.stderr.close()
