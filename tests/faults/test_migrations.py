"""Every migration of ours goes back and comes forward with the demo's data in the tables, on either database."""

import os
import shutil
import subprocess
import sys

import pytest
from django.db import connection

from tests import migrated
from tests.faults.site import ROOT, address

pytestmark = pytest.mark.both_databases


def test_migrations_go_back_and_forth_with_data(transactional_db, tmp_path):
    """Back as far as the data can follow; from there, on one copy, forward, and on another to nothing and up again."""
    places = Files(tmp_path) if connection.vendor == "sqlite" else Databases()
    told = tmp_path / "told"
    try:
        back = run("back", places.first(), told)
        second = places.second()
        forward, anew = run("forward", places.first_url, told), run("anew", second, told)
    finally:
        places.drop()
    assert back == ["support people: [('Timo Ääri', '')]"]
    assert forward == ["left open: 0", "sealed again: Timo Ääri", "changed:"]
    assert anew == ["left:", "again: True"]


class Files:
    """SQLite."""

    def __init__(self, folder):
        self.file, self.copy = folder / "migrating.sqlite3", folder / "copy.sqlite3"
        self.first_url = f"sqlite:///{self.file}"

    def first(self):
        shutil.copyfile(migrated.sqlite_file(), self.file)
        return self.first_url

    def second(self):
        for end in ("", "-wal"):
            if os.path.exists(f"{self.file}{end}"):
                shutil.copyfile(f"{self.file}{end}", f"{self.copy}{end}")
        return f"sqlite:///{self.copy}"

    def drop(self):
        """They go with their folder."""


class Databases:
    """PostgreSQL: two on the tests' server."""

    def __init__(self):
        self.first_url = self.url("migrating")

    def url(self, name):
        return address().replace(f"/{connection.settings_dict['NAME']}?", f"/{name}?")

    def first(self):
        template = connection.settings_dict["TEST"].get("TEMPLATE") or "template0"  # empty: migrated there, then
        self.execute(f"CREATE DATABASE migrating TEMPLATE {template}")
        return self.first_url

    def second(self):
        self.execute("CREATE DATABASE migrating_copy TEMPLATE migrating")
        return self.url("migrating_copy")

    def drop(self):
        for name in ("migrating", "migrating_copy"):
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def run(what, url, told):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.migrating", what, told],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [line.strip() for line in done.stdout.splitlines()]
