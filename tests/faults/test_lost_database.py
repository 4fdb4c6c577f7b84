"""The database's connections are cut, it stops and comes back, it hangs: a clean 503 each time, then all is well."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from tests.faults.site import Browser, Site
from tests.faults.test_killed_workers import nothing_is_lost, told, wait_for_a_word, writers_of
from tests.throwaway_pg import binaries
from vatupassi.models import Conversation, Note

CRASHES = int(os.environ.get("FAULT_CRASHES", "3"))  # `make faults` asks for more


class Reader(threading.Thread):
    """Opens a page and saves a text by turns until told to stop; notes each answer that is not a good one."""

    def __init__(self, site, user, talk):
        super().__init__()
        self.browser, self.page, self.ended = Browser(site, user), f"/keskustelut/{talk.pk}/vaihe/osaanko/", False
        self.statuses, self.unclean = [], []

    def run(self):
        while not self.ended:
            for answer in (self.browser.ask(self.page), self.browser.ask(f"{self.page}tallenna/", {"none": ""})):
                self.statuses.append(answer.status)
                if answer.status not in (200, 302) and not is_clean(answer):
                    self.unclean.append((answer.status, answer.text[:200]))
            time.sleep(0.02)


def is_clean(answer):
    """A page of our own that says when to come back."""
    return (
        answer.status == 503
        and answer.headers["Retry-After"] == "10"
        and answer.headers["Content-Type"] == "text/html; charset=utf-8"
        and "<h1>" in answer.text
    )


@pytest.fixture(autouse=True)
def own_connection_anew(transactional_db):
    """What a test did to the server must not meet the next one."""
    yield
    connection.close()


@pytest.fixture
def readers(site, talk, aino, matti):
    made = [Reader(site, person, talk) for person in (aino, matti, aino, matti)]
    for reader in made:
        reader.start()
    time.sleep(1)
    yield made
    for reader in made:
        reader.ended = True
    for reader in made:
        reader.join(60)


def cut():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def ends_well(site, reader, seconds=60):
    """The page is there again."""
    end = time.monotonic() + seconds
    while (status := reader.browser.ask(reader.page).status) != 200:
        assert status == 503
        assert time.monotonic() < end
        time.sleep(0.2)
    assert site.status("/healthz") == 200


def test_connections_cut_in_the_middle(site, readers):
    cuts, end = 0, time.monotonic() + 60
    while cuts < 12 and time.monotonic() < end:
        time.sleep(0.25)
        cuts += cut()
    ends_well(site, readers[0])
    while sum(reader.statuses.count(200) for reader in readers) < 10 and time.monotonic() < end:
        time.sleep(0.25)
    for reader in readers:
        reader.ended = True
    for reader in readers:
        reader.join(60)
    assert [reader.unclean for reader in readers] == [[]] * 4, site.errors()
    assert cuts >= 12
    assert sum(reader.statuses.count(200) for reader in readers) >= 10


def test_the_server_stops_and_comes_back(site, readers, talk):
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    if not data.exists() or "TEST_DATABASE_URL" in os.environ:
        pytest.skip("the database server is not ours to stop")
    connection.close()
    control(data, "stop", "-m", "immediate")
    down = time.monotonic()
    while time.monotonic() < down + 2:
        assert site.status("/healthz") == 503
        time.sleep(0.3)
    during = readers[0].browser.ask(readers[0].page)
    control(data, "start")
    ends_well(site, readers[0])
    for reader in readers:
        reader.ended = True
    for reader in readers:
        reader.join(60)
    assert is_clean(during)
    assert [reader.unclean for reader in readers] == [[]] * 4, site.errors()
    assert all(503 in reader.statuses for reader in readers)
    assert Conversation.objects.get().pk == talk.pk  # and our own connection is a new one


@pytest.fixture
def keeps_promises(postgresql):
    """The tests' server may forget the last moment; here it may not. Connections made from now on know it."""
    for value in ("= on", "TO DEFAULT"):
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET synchronous_commit {value}')
        if value == "= on":
            connection.close()
            yield
            connection.close()


def test_every_acknowledged_word_survives_a_crash_of_the_database(keeps_promises, talk, aino, matti):
    """Its processes end at once, as with the machine, and it recovers from its log."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone()[0] == "on"
    if not data.exists() or "TEST_DATABASE_URL" in os.environ:
        pytest.skip("the database server is not ours to stop")
    site = Site()
    try:
        writers = writers_of(site, talk, aino, matti, passing=(503,))
        for writer in writers:
            writer.start()
        for _crash in range(CRASHES):
            for _word in range(4):
                wait_for_a_word(writers, 60)
            connection.close()
            control(data, "stop", "-m", "immediate")
            control(data, "start")
        wait_for_a_word(writers, 60)
        for writer in writers:
            writer.ended.set()
        for writer in writers:
            writer.join(30)
    finally:
        site.stop()
    nothing_is_lost(writers, talk)
    assert sum(writer.lost for writer in writers) >= 1, "no request met a crash, so this proves little"
    told(writers, f"{CRASHES} crashes of PostgreSQL")


def used_by_all_threads(site, browser, page):
    """Every thread of the server holds a connection and has asked something over it."""
    with ThreadPoolExecutor(24) as pool:
        statuses = list(pool.map(lambda _number: browser.ask(page).status, range(240)))
    assert set(statuses) == {200}
    time.sleep(0.5)  # until all are idle


def backends():
    """How many connections others hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize("how", ["crash", "restart", "cut", "killed"])
def test_an_idle_connection_that_was_lost_shows_in_no_answer(site, talk, aino, how):
    """Once the database is back, nobody gets a 503 for what it did while nobody asked."""
    browser, page = Browser(site, aino), f"/keskustelut/{talk.pk}/vaihe/osaanko/"
    save = f"{page}tallenna/"
    used_by_all_threads(site, browser, page)
    assert backends() >= 4, "too few idle connections to prove anything"
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    if how == "cut":
        cut()
    elif not data.exists() or "TEST_DATABASE_URL" in os.environ:
        pytest.skip("the database server is not ours to stop")
    elif how == "killed":  # one backend dies, so the server ends them all and recovers by itself
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'")
            victim = cursor.fetchone()[0]
        os.kill(victim, signal.SIGKILL)
        noticed = time.monotonic() + 20
        with contextlib.suppress(OperationalError, InterfaceError):  # until the server has ended ours as well
            while time.monotonic() < noticed:
                backends()
                time.sleep(0.05)
        connection.close()
    else:
        connection.close()
        control(data, "stop", "-m", "immediate" if how == "crash" else "fast")
        control(data, "start")
    back = time.monotonic() + 60
    while time.monotonic() < back:
        with contextlib.suppress(OperationalError):
            connection.close()
            backends()
            break
        time.sleep(0.2)
    asks = [lambda: browser.ask(page), lambda: browser.ask("/"), lambda: browser.ask(save, {"none": ""})]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: asks[number % 3](), range(96)))
    wrong = [(answer.status, answer.text[:80]) for answer in answers if answer.status not in (200, 302)]
    assert wrong == [], site.errors()


def control(data, *words):
    """pg_ctl as the user whose server it is, with the options it was started with."""
    owner = data.stat().st_uid
    options = re.findall(r'"([^"]*)"', (data / "postmaster.opts").read_text())
    command = [binaries() / "pg_ctl", "-D", data, "-w", "-t", "30", "-l", "/dev/null"]
    if words[0] == "start":
        command += ["-o", " ".join(options)]
    who = {} if os.geteuid() == owner else {"user": owner, "group": data.stat().st_gid, "extra_groups": []}
    subprocess.run([*command, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, **who)


def test_a_lock_that_is_held_too_long(site, talk, aino):
    """Somebody's transaction hangs on the conversation: the page says so within seconds, and nothing is lost later."""
    browser = Browser(site, aino)
    path = f"/keskustelut/{talk.pk}/vaihe/osaanko/tallenna/"
    with transaction.atomic():
        Conversation.objects.for_update().get(pk=talk.pk)
        start = time.monotonic()
        answer = browser.autosave(path, "osaanko.works", "Sana", 0)
        taken = time.monotonic() - start
        read = browser.ask(f"/keskustelut/{talk.pk}/vaihe/osaanko/")
    assert is_clean(answer)
    assert 7 < taken < 14.5  # lock_timeout of the settings, 8 s; what else ends a statement takes 15
    assert read.status == 200  # reading needs no lock
    assert browser.autosave(path, "osaanko.works", "Sana", 0).status == 200
    assert Note.objects.get(slot="osaanko.works").text.open_as_system("test") == "Sana"


def test_a_statement_that_takes_too_long(site, talk, aino):
    """A table that cannot be read (a long ALTER, for instance): the reader gets the same page, not a hanging tab."""
    browser = Browser(site, aino)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE vatupassi_note IN ACCESS EXCLUSIVE MODE")
        start = time.monotonic()
        answer = browser.ask(f"/keskustelut/{talk.pk}/vaihe/osaanko/")
        taken = time.monotonic() - start
    assert is_clean(answer)
    assert taken < 16
    assert browser.ask(f"/keskustelut/{talk.pk}/vaihe/osaanko/").status == 200


def test_the_server_survives_what_it_was_not_asked(site):
    """Half a request and rubbish do not take a thread away."""
    for rubbish in (
        b"GET / HTTP/1.1\r\nHost: localh",
        b"\x16\x03\x01\x02\x00",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", site.port), 5) as raw:
            raw.sendall(rubbish)
    assert site.status("/healthz") == 200
