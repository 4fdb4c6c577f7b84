"""Every migration of ours goes back and comes forward with the demo's data in the tables, on either database."""

import os
import subprocess
import sys

from django.db import connection

from tests.faults.site import ROOT, address


def test_migrations_go_back_and_forth_with_data(transactional_db, tmp_path):
    if connection.vendor == "sqlite":
        told = run(f"sqlite:///{tmp_path / 'migrating.sqlite3'}")
    else:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE migrating")
        try:
            told = run(address().replace(f"/{connection.settings_dict['NAME']}?", "/migrating?"))
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP DATABASE migrating WITH (FORCE)")
    lines = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert lines["changed"].split() == [], told
    assert lines["left"].split() == [], told
    assert lines["again"].strip() == "True"


def run(url):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.migrating"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
