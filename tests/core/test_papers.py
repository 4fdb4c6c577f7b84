"""PDFs do not hold up pages: a line with an end, a limit, one for each person, and the worker for long ones."""

import ast
import contextlib
import datetime
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest
from django.db import connection
from django.utils import timezone

from core import jobs_of_papers, papers, pdf_process, retention
from core.models import PaperOrder
from core.pdf_process import Busy, Drawer, Refused, drawer, one_drawing_of
from people.models import User
from tests.conftest import ROOT
from tests.jobs import run_jobs
from vatupassi.conversation import invitations
from vatupassi.models import Conversation, Note, Occasion

LINES = "<!doctype html><html lang=fi><title>x</title><p style='white-space:pre'>%s</p>"
HOSTILE = LINES % ("a\n" * 60_000)  # minutes of drawing
SOUND = LINES % "Hei"


@pytest.fixture
def own_drawer():
    """A drawing process of this test's own."""
    made = Drawer()
    yield made
    made.end()


@pytest.fixture
def talk(aino, matti) -> Conversation:
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )


def write_much(talk: Conversation, by: User, lines: int) -> None:
    for slot in ("tiedanko.works", "tiedanko.change", "osaanko.works", "haluanko.works"):
        Note.in_slot(talk, slot).store("a\n" * lines, by=by)


def address(talk: Conversation) -> str:
    return f"/keskustelut/{talk.pk}/muistio.pdf"


def pages(data: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(data)).pages)


# ---- The process


def test_a_drawing_that_takes_too_long_is_ended_and_the_next_one_comes(own_drawer, monkeypatch) -> None:
    assert pages(own_drawer.draw_for_page(SOUND)) == 1
    before = own_drawer.process.pid
    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 1.0)
    start = time.monotonic()
    with pytest.raises(Busy):
        own_drawer.draw_for_page(HOSTILE)
    assert time.monotonic() - start < 20  # of minutes
    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 30.0)
    assert pages(own_drawer.draw_for_page(SOUND)) == 1
    assert own_drawer.process.pid != before


def test_a_killed_process_is_one_answer_late_and_then_another(own_drawer) -> None:
    own_drawer.draw_for_page(SOUND)
    own_drawer.process.kill()
    own_drawer.process.wait()
    assert pages(own_drawer.draw_for_page(SOUND)) == 1


def test_a_drawing_ends_with_the_process_that_asked_for_it(own_drawer) -> None:
    own_drawer.draw_for_page(SOUND)
    process = own_drawer.process
    own_drawer._write(process, HOSTILE.encode(), time.monotonic() + 30)
    process.stdin.close()  # as the kernel does for a web process that is killed
    assert process.wait(20) == 0  # of minutes


@pytest.mark.parametrize("start", ["raise SystemExit", "print('full', end='')"])
def test_one_that_cannot_start_is_asked_for_again(start, own_drawer, monkeypatch) -> None:
    """On a full disk, for instance: no 500."""
    with monkeypatch.context() as broken:
        broken.setattr(pdf_process, "START", start)
        with pytest.raises(Busy):
            own_drawer.draw_for_page(SOUND)
    assert pages(own_drawer.draw_for_page(SOUND)) == 1


def test_memory_has_a_bound_and_a_refusal_no_words(own_drawer) -> None:
    with pytest.raises(Refused) as refused:
        own_drawer.draw_for_page("<html lang=fi><title>x</title><img src='file:///etc/salaisuus' alt=''>")
    assert "salaisuus" not in str(refused.value)
    limits = Path(f"/proc/{own_drawer.process.pid}/limits").read_text()
    assert f"Max address space         {pdf_process.MEMORY}" in limits


def test_a_job_hears_how_many_pages_there_are(own_drawer) -> None:
    told: list[int] = []
    made = own_drawer.draw_for_job(LINES % ("a\n" * 300), told.append)
    assert max(told) == pages(made)
    assert told == sorted(told)


# ---- The line


def test_of_eight_at_once_two_are_in_line_and_the_others_are_told_at_once(own_drawer, monkeypatch) -> None:
    own_drawer.warm_up()
    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 6.0)
    monkeypatch.setattr(pdf_process, "WAIT", 2.0)

    def ask(_number: int) -> float:
        start = time.monotonic()
        with pytest.raises(Busy):
            own_drawer.draw_for_page(HOSTILE)
        return time.monotonic() - start

    with ThreadPoolExecutor(8) as pool:
        taken = sorted(pool.map(ask, range(8)))
    assert max(taken[:6]) < 1.9 < taken[6], taken  # told at once, before the one that waited for its turn
    assert taken[6] < 5.9 < taken[7], taken  # which was told before the one that was drawn until the limit


def seconds_until_a_page(drawer: Drawer) -> float:
    """A web process of four threads gets eight hostile drafts and then a page: how long the page waits for a thread."""
    drawer.warm_up()

    def draft() -> None:
        with contextlib.suppress(Busy):
            drawer.draw_for_page(HOSTILE)

    with ThreadPoolExecutor(4) as threads:
        for _number in range(8):
            threads.submit(draft)
        start = time.monotonic()
        return threads.submit(time.monotonic).result() - start


def test_eight_hostile_drafts_hold_no_page_up(own_drawer, monkeypatch) -> None:
    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 3.0)
    assert seconds_until_a_page(own_drawer) < 1.5  # on a busy machine, too: see below


def test_they_would_without_the_end_of_the_line(own_drawer, monkeypatch) -> None:
    monkeypatch.setattr(pdf_process, "PAGE_LIMIT", 3.0)
    monkeypatch.setattr(own_drawer, "line", threading.BoundedSemaphore(8))
    assert seconds_until_a_page(own_drawer) > 1.5


@pytest.mark.django_db
def test_one_person_has_one_drawing_at_a_time(aino, matti) -> None:
    with one_drawing_of(aino), one_drawing_of(matti), pytest.raises(Busy), one_drawing_of(aino):
        pass
    with one_drawing_of(aino):
        pass


@pytest.mark.django_db(transaction=True)
def test_also_in_two_web_processes(aino, matti) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is the demo's, and has one process that matters")
    other = connection.copy()
    number = pdf_process.zlib.crc32(aino.pk.bytes) - 2**31
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [pdf_process.LOCKS_OF_DRAWINGS, number])
            with pytest.raises(Busy), one_drawing_of(aino):
                pass
            with one_drawing_of(matti):
                pass
        other.rollback()
        with one_drawing_of(aino):
            pass
    finally:
        other.close()


@pytest.mark.django_db
def test_the_page_says_when_to_try_again_and_tries_itself(talk, aino, signed_in) -> None:
    client = signed_in(aino)
    with one_drawing_of(aino):
        answer = client.get(address(talk))
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Refresh"], answer["Cache-Control"]) == ("5", "5", "no-store, private")
    assert "edellinen PDF:si on vielä kesken" in answer.content.decode()
    assert client.get(address(talk))["Content-Type"] == "application/pdf"


def test_only_a_job_draws_without_the_limits_of_a_page() -> None:
    """Whatever makes a PDF takes the request whose answer waits for it, and every page gives it."""
    apps = ("core", "rooms", "people", "support", "vatupassi", "verme", "workshops")
    trees = {path: ast.parse(path.read_text()) for app in apps for path in sorted((ROOT / app).rglob("*.py"))}
    draw, calls = {"pdf.render"}, []
    for node in (node for tree in trees.values() for node in ast.walk(tree)):
        if (
            isinstance(node, ast.FunctionDef)
            and node.name != "render"
            and "request: Request | None" in ast.unparse(node.args)
        ):
            draw.add(node.name)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in draw:
                given = [ast.unparse(one) for one in (*node.args, *(keyword.value for keyword in node.keywords))]
                calls.append((str(path.relative_to(ROOT)), "request" in given))
    assert (len(draw), len(calls)) > (3, 18)
    assert [path for path, gives in calls if not gives and not path.endswith("/jobs.py")] == []


# ---- Long ones


@pytest.mark.django_db
def test_a_long_one_is_made_by_the_worker_and_shown_at_its_own_address(
    talk, aino, matti, signed_in, monkeypatch
) -> None:
    monkeypatch.setattr(jobs_of_papers, "TELL_EVERY", 0.0)
    write_much(talk, matti, 700)
    client = signed_in(aino)
    before = drawer.process.pid if drawer.process else None
    asked = client.get(address(talk))
    assert (asked.status_code, "Refresh" in asked) == (200, False)
    assert "Tee PDF" in asked.content.decode()
    assert PaperOrder.objects.count() == 0  # a GET writes nothing
    assert (drawer.process.pid if drawer.process else None) == before
    assert client.post(address(talk)).headers["Location"] == address(talk)
    client.post(address(talk))  # twice is once
    waiting = client.get(address(talk))
    assert (waiting.status_code, waiting["Refresh"]) == (202, "3")
    assert "PDF odottaa vuoroaan." in waiting.content.decode()
    PaperOrder.objects.update(pages=12)
    assert "PDF:ää tehdään: 12 sivua valmiina." in client.get(address(talk)).content.decode()
    run_jobs()
    made = client.get(address(talk))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'inline; filename="muistio.pdf"'
    assert PaperOrder.objects.get().pages == pages(made.content) > 20  # as the worker has told
    assert PaperOrder.objects.get().html.open_as_system("test") == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_clicks_at_the_same_moment_are_one_order(talk, aino, matti, signed_in, monkeypatch) -> None:
    monkeypatch.setattr(papers, "LONG", 0.0)
    write_much(talk, matti, 3)
    for _turn in range(5):
        PaperOrder.objects.all().delete()
        gate, browsers = threading.Barrier(4), [signed_in(aino) for _browser in range(4)]

        def click(browser, gate=gate) -> int:
            browser.raise_request_exception = False
            gate.wait()
            try:
                return browser.post(address(talk)).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as many:
            assert list(many.map(click, browsers)) == [302] * 4
        assert PaperOrder.objects.count() == 1


@pytest.mark.django_db
def test_nobody_else_gets_it_and_a_changed_text_asks_anew(talk, aino, matti, stranger, signed_in) -> None:
    write_much(talk, matti, 700)
    signed_in(aino).post(address(talk))
    run_jobs()
    assert signed_in(aino).get(address(talk))["Content-Type"] == "application/pdf"
    assert signed_in(matti).get(address(talk)).status_code == 200
    assert "Tee PDF" in signed_in(matti).get(address(talk)).content.decode()
    assert signed_in(stranger).get(address(talk)).status_code == 404
    assert signed_in(stranger).post(address(talk)).status_code == 404
    Note.in_slot(talk, "haluanko.works").store("Toinen teksti", by=matti)
    assert "Tee PDF" in signed_in(aino).get(address(talk)).content.decode()
    signed_in(aino).post(address(talk))
    assert PaperOrder.objects.count() == 1  # the earlier one is gone
    signed_in(matti).post(address(talk))
    assert {order.owner for order in PaperOrder.objects.all()} == {aino, matti}  # and nobody else's


@pytest.mark.django_db
def test_one_that_fails_says_so(talk, aino, matti, signed_in) -> None:
    write_much(talk, matti, 700)
    client = signed_in(aino)
    client.post(address(talk))
    PaperOrder.objects.update(has_failed=True)
    told = client.get(address(talk))
    assert "Refresh" not in told
    assert "Yritä uudelleen" in told.content.decode()
    client.post(address(talk))
    assert PaperOrder.objects.get().has_failed is False


@pytest.mark.django_db
def test_a_short_one_needs_no_order(talk, aino, signed_in) -> None:
    client = signed_in(aino)
    assert client.get(address(talk))["Content-Type"] == "application/pdf"
    assert client.post(address(talk)).status_code == 302
    assert PaperOrder.objects.count() == 0


@pytest.mark.django_db
def test_an_order_lives_until_the_next_midnight(talk, aino, matti, signed_in) -> None:
    write_much(talk, matti, 700)
    signed_in(aino).post(address(talk))
    ordered = timezone.localtime(PaperOrder.objects.get().ordered_at)
    retention.dispose(ordered.replace(hour=23, minute=59, second=59))
    assert PaperOrder.objects.count() == 1
    retention.dispose(ordered.replace(hour=0, minute=0) + datetime.timedelta(days=1, minutes=1))
    assert PaperOrder.objects.count() == 0


def test_what_counts_as_long() -> None:
    assert not papers.is_long(LINES % ("Sovimme työvuoroista. " * 2000))
    assert papers.is_long(LINES % ("Sovimme työvuoroista. " * 5000))
    assert papers.is_long(LINES % ("a\n" * 2000))
    assert papers.estimate("<li>\n  <b>a\nb</b>\n  c\n</li>") == papers.estimate("<li><b>a\nb</b>c</li>")
