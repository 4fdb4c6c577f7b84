"""Through PgBouncer in session pooling: pages and saves work, and the limits that it swallows stand in the database."""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from django.db import connection

from core.running import doctor
from tests.faults.behind_proxy import wait_until
from tests.faults.site import Browser, Site, address, free_port
from tests.faults.test_killed_workers import nothing_is_lost, told, wait_for_a_word, writers_of

PROGRAM = shutil.which("pgbouncer") or next((path for path in ("/usr/sbin/pgbouncer",) if Path(path).exists()), "")
LIMITS = {
    "statement_timeout": "15000",
    "lock_timeout": "8000",
    "idle_in_transaction_session_timeout": "30000",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "random_page_cost": "1.1",
}


@pytest.fixture
def pooled(postgresql, tmp_path):
    """The address of the test's database through a pooler."""
    if not PROGRAM:
        pytest.skip("needs a pooler: bin/need pgbouncer")
    values, port = connection.settings_dict, free_port()
    host = values["OPTIONS"].get("host") or values["HOST"]
    tmp_path = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    (tmp_path / "users").write_text(f'"{values["USER"]}" ""\n')
    (tmp_path / "pooler.ini").write_text(
        f"[databases]\n* = host={host}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"unix_socket_dir =\nauth_type = trust\nauth_file = {tmp_path}/users\npool_mode = session\n"
        "ignore_startup_parameters = options\ndefault_pool_size = 20\nserver_idle_timeout = 1\n"
    )
    who = {}
    if os.geteuid() == 0:  # it refuses to run as root; the server's socket is its user's own
        owner = pwd.getpwuid(Path(host).stat().st_uid)
        who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        for path in (tmp_path, *tmp_path.iterdir()):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    process = subprocess.Popen([PROGRAM, "-q", str(tmp_path / "pooler.ini")], **who)
    time.sleep(1)
    assert process.poll() is None
    yield address().replace("@/", f"@127.0.0.1:{port}/").partition("?")[0]
    process.terminate()
    process.wait(20)
    shutil.rmtree(tmp_path)


@contextlib.contextmanager
def limits_of_the_database():
    """What docs/operations.md tells to set where a pooler swallows them."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        for limit, value in LIMITS.items():
            cursor.execute(f"ALTER DATABASE \"{name}\" SET {limit} = '{value}'")
    yield
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(f'ALTER DATABASE "{name}" RESET {limit}')


def shown(pooled: str) -> dict[str, str]:
    """The limits as a connection of the application has them, through the pooler."""
    script = (
        "import django; django.setup(); from django.db import connection; c = connection.cursor()\n"
        f"for name in {list(LIMITS)}:\n c.execute('SHOW ' + name); print(name, c.fetchone()[0])"
    )
    environment = {**os.environ, "DATABASE_URL": pooled, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = subprocess.check_output([os.sys.executable, "-c", script], env=environment, text=True)
    return dict(line.split(" ", 1) for line in told.splitlines())


def limit_of_a_new_connection(pooled: str) -> str:
    """Asked when the pooler has let the one before go, which it does after a second in which nobody asks."""
    time.sleep(2.5)
    return shown(pooled)["statement_timeout"]


def test_session_pooling(pooled, talk, aino, matti):
    assert shown(pooled)["statement_timeout"] == "0"  # swallowed: a statement may take for ever
    with limits_of_the_database():
        wait_until(lambda: limit_of_a_new_connection(pooled) == "15s", 90, "the pooler keeps its old connection")
        assert shown(pooled)["lock_timeout"] == "8s"
        site = Site(DATABASE_URL=pooled)
        try:
            writers = writers_of(site, talk, aino, matti, patience=60)  # nobody is killed: only what is refused is lost
            for writer in writers:
                writer.start()
            for _word in range(40):
                wait_for_a_word(writers, 60)
            assert Browser(site, aino).ask("/").status == 200
            for writer in writers:
                writer.ended.set()
            for writer in writers:
                writer.join(30)
        finally:
            site.stop()
    nothing_is_lost(writers, talk)
    assert sum(writer.lost for writer in writers) == 0, site.errors()
    told(writers, "through PgBouncer")


def test_the_doctor_finds_limits_that_were_swallowed(postgresql):
    def said():
        return [each.text for each in dict(doctor.examine())["database"] if "statement_timeout" in each.text]

    assert said() == []
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        assert len(said()) == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
