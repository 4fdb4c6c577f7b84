"""Databases with every migration run, made once and then copied: a process that runs tests starts at once.

They lie in var/tests under a digest of what migrations are made of; whatever changes that, and whoever deletes them,
has them made anew. Each copy is migrated by Django once more, which finds what the digest does not know.
"""

import fcntl
import functools
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
# by migrations, of ours
IMPORTED = [
    *("core/append_only.py", "core/sealed.py", "core/names.py", "core/backup/journal.py"),
    *("people/desk/handled.py", "people/rights/models.py"),
]
DATABASE = "migrated"  # its name in a PostgreSQL cluster


@functools.cache
def digest() -> str:
    """Of every migration of ours, what they import, and the versions of what has others and runs them all.

    As the process found them first, whatever is edited while it runs.
    """
    ours = [*sorted(ROOT.glob("*/migrations/*.py")), *(ROOT / name for name in IMPORTED)]
    found = hashlib.sha256(sys.version.encode() + sqlite3.sqlite_version.encode())
    for path in [*ours, ROOT / "requirements" / "base.txt", Path(__file__)]:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The file that `make` writes, if it is not there yet. The others wait meanwhile, and older ones go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    stem, _dot, suffix = name.partition(".")
    path = KEPT / f"{stem}-{digest()}.{suffix}"
    with open(KEPT / f"{stem}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in KEPT.glob(f"{stem}-*.{suffix}"):
                old.unlink()
            new = KEPT / f"{stem}.new"
            new.unlink(missing_ok=True)
            make(new)
            new.replace(path)
    return path


def migrate(url: str) -> None:
    """Every migration, in a process of their own."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)


def sqlite_file() -> Path:
    """A migrated file to copy."""

    def make(new: Path) -> None:
        migrate(f"sqlite:///{new}")
        file = sqlite3.connect(new)
        file.execute("PRAGMA journal_mode=DELETE")  # all in one file
        file.close()

    return kept("migrated.sqlite3", make)
