"""A release: asked for by HR, made once, the same for all staff and for ever."""

import contextlib
import datetime
import io
import threading
import types

import openpyxl
import pikepdf
import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test import Client

from core import organisation
from core.models import Organisation
from tests.jobs import run_jobs
from tests.pdfs import ends_of_text, text_of
from tests.vatupassi.figures.world import DAY, TERM, at, frozen, held, make_town, sat, unit
from vatupassi.figures import release as releasing
from vatupassi.figures.attacker import Finding
from vatupassi.figures.hidden import by_people
from vatupassi.figures.last import last_release
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release, ReleaseQuerySet, Remainder
from vatupassi.figures.page import FEW_HIDDEN, shown
from vatupassi.figures.rules import Told, band
from vatupassi.models import Conversation

pytestmark = pytest.mark.django_db
MARGIN = 18 * 72 / 25.4 - 1  # of the papers, in points, and what an eye does not see
ASK = "/tilastot/2025/syksy/julkaise/"
LATER = at(datetime.date(2026, 2, 3))


@pytest.fixture
def town():
    """64 people in eight teams; three of each had a conversation, those of one department a follow-up in time."""
    found = make_town()
    for name, people in found.items():
        for person in people[:3]:
            talk = held(person, started_by="supervisor")
            if name.startswith("Sivistys"):
                sat(talk)
    return found


@pytest.fixture
def released(town):
    frozen()
    release = Release.objects.get()
    with time_machine.travel(LATER, tick=False):
        assert releasing.ask(release)
        run_jobs()
    release.refresh_from_db()
    assert release.state == "made"
    return release


def test_the_journey(town, sari, aino, signed_in):
    """HR asks, the worker counts, everybody sees the same; asking again changes nothing."""
    frozen()
    with time_machine.travel(LATER):
        hr, employee = signed_in(sari), signed_in(aino)
        assert "Julkaise syksy 2025 koko henkilöstölle" in hr.get("/tilastot/").text
        assert "Julkaise" not in employee.get("/tilastot/").text
        assert hr.post(ASK).status_code == 302
        assert hr.get("/tilastot/").headers["Refresh"]
        assert "Refresh" not in employee.get("/tilastot/").headers
        run_jobs()
        page = employee.get("/tilastot/").text
        assert hr.get("/tilastot/2025/syksy/").status_code == 200
    assert "20–39" in page
    assert "Sivistys" in page
    assert "liian pieni ryhmä" in page
    assert Release.objects.get().released_on == LATER.date()


def test_it_is_not_released_before_its_follow_ups_have_had_their_time(town, sari, signed_in):
    frozen()
    with time_machine.travel(at(datetime.date(2026, 1, 14))):
        client = signed_in(sari)
        assert "15.1.2026" in client.get("/tilastot/").text
        client.post(ASK)
    assert Release.objects.get().state == "frozen"
    with time_machine.travel(at(datetime.date(2026, 1, 15))):
        client = signed_in(sari)
        client.post(ASK)
    assert Release.objects.get().state == "waiting"


def test_what_is_told(released):
    """Departments, since a team has one supervisor; the department without follow-ups says nothing of them."""
    found = shown(released, None)
    assert (found.whole.held.words, found.whole.offered.words, found.whole.in_time.words) == ("20–39", "20–39", "10–19")
    units = [(line.name, line.depth, line.held.words) for line in found.units if not line.more]
    assert units[:2] == [("Sivistys", 0, "10–19"), ("Sivistys 0", 1, "liian pieni ryhmä")]
    assert ("Tekniikka", 0, "10–19") in units
    assert [line.in_time.words for line in found.units if line.name == "Tekniikka"] == ["liian pieni ryhmä"]
    assert {line.held.words for line in found.units if line.depth} == {"liian pieni ryhmä"}


def test_many_hidden_units_are_one_row():
    rows = [{"name": {"fi": ""}, "parent": -1, "id": "", "held": [20, 39, None]}]
    rows += [{"name": {"fi": f"Y{n}"}, "parent": 0, "id": str(n), "held": None} for n in range(FEW_HIDDEN + 1)]
    rows = [row | {"offered": None, "in_time": None} for row in rows]
    release = Release(year=2025, half="syksy", figures={"rows": rows, "occasions": [], "promises": None})
    assert [line.more for line in shown(release, None).units] == [["Y0", "Y1", "Y2", "Y3", "Y4"]]
    release.figures["rows"].pop()
    assert [line.name for line in shown(release, None).units] == ["Y0", "Y1", "Y2", "Y3"]


def test_beside_the_term_before(released):
    figures = {"rows": [released.figures["rows"][0] | {"held": [10, 19, None]}], "occasions": [], "promises": None}
    before = Release(year=2025, half="kevat", figures=figures)
    found = shown(released, before)
    assert found.whole.before.words == "10–19"
    assert found.units[0].before is None  # it was not there then


def test_nothing_of_it_changes_any_more(released, town, sari, signed_in):
    """Neither by a reorganisation nor by a conversation that somebody records later; and it cannot be asked again."""
    before = released.figures
    for person in town["Tekniikka 0"]:
        held(person)
        person.unit = unit("Sivistys 0")
        person.save()
    with time_machine.travel(LATER):
        signed_in(sari).post(ASK)
        run_jobs()
    released.refresh_from_db()
    assert released.figures == before
    assert not FrozenUnit.objects.exists()
    assert not FrozenPlace.objects.exists()


def test_what_deleted_conversations_left_goes_with_the_release(town):
    Remainder.objects.create(year=2025, half="syksy")
    other = Remainder.objects.create(year=2026, half="kevat")
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="waiting")
    releasing.make_release.func(str(release.pk))
    assert list(Remainder.objects.all()) == [other]


def test_a_release_that_the_attacker_opens_is_not_made(town, sari, signed_in, monkeypatch):
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="waiting")
    opened = iter([[], [Finding(0, None)], [], [], [], []])
    monkeypatch.setattr("vatupassi.figures.counting.Attacker.findings", lambda self: iter(next(opened)))
    monkeypatch.setattr("vatupassi.figures.counting.safest", lambda tree, limits: {0: Told(20, 39)})
    releasing.make_release.func(str(release.pk))
    release.refresh_from_db()
    assert (release.state, release.figures) == ("stopped", None)
    with time_machine.travel(LATER):
        page = signed_in(sari).get("/tilastot/").text
    assert "Mitään ei julkaistu" in page


def test_a_worker_that_was_killed_in_the_middle_begins_again(town):
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="counting", step="choosing")
    releasing.make_release.func(str(release.pk))
    release.refresh_from_db()
    assert release.state == "made"


def test_a_fault_is_told_and_can_be_tried_again(town, monkeypatch):
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="waiting")

    def fail(_release, _tell):
        raise ZeroDivisionError

    monkeypatch.setattr(releasing, "figures_of", fail)
    with pytest.raises(ZeroDivisionError):
        releasing.make_release.func(str(release.pk))
    release.refresh_from_db()
    assert release.state == "failed"
    with time_machine.travel(LATER):
        assert releasing.can_be_asked(release)


def test_few_people_are_told_nothing_of(sari, signed_in):
    make_town(teams=1, people=3)
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="waiting")
    releasing.make_release.func(str(release.pk))
    with time_machine.travel(LATER):
        page = signed_in(sari).get("/tilastot/").text
    assert "liian pieni ryhmä" in page


def test_the_page_asks_little(released, sari, signed_in, django_assert_num_queries, town):
    """The same for one unit and for thirty; with the person and the session six statements at most."""
    client = signed_in(sari)
    client.get("/tilastot/")
    with django_assert_num_queries(5):
        client.get("/tilastot/")
    released.figures["rows"] += [dict(released.figures["rows"][1], id=str(n)) for n in range(30)]
    released.save(update_fields=["figures"])
    with django_assert_num_queries(5):
        client.get("/tilastot/")


def test_the_paper_says_the_same(released, aino, signed_in):
    response = signed_in(aino).get("/tilastot/2025/syksy/tilastot.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    text = text_of(response.content)
    assert "syksy 2025" in text
    assert "20–39" in text
    assert "Mitä ei kerrota ja miksi" in text


def test_the_sheet_says_the_same_and_runs_no_formula(released, aino, signed_in):
    released.figures["rows"][1]["name"] = dict.fromkeys(("fi", "sv", "en"), '=HYPERLINK("http://paha.example")')
    released.save(update_fields=["figures"])
    response = signed_in(aino).get("/tilastot/2025/syksy/tilastot.xlsx")
    page = openpyxl.load_workbook(io.BytesIO(response.content)).active
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert ["Koko organisaatio", "20–39", "20–39", "10–19"] in values
    assert any("vähentämällä" in str(value) for row in values for value in row)  # why something is not told
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert not [value for row in values for value in row if str(value).startswith("=")]


def test_what_the_desk_shows(released):
    found = last_release()
    assert found is not None
    assert (found.term.title, found.held, found.url) == ("syksy 2025", "20–39", "/tilastot/2025/syksy/")


def test_the_desk_tells_the_last_of_them(released, sari, signed_in):
    page = signed_in(sari).get("/hr/").content.decode()
    assert "Tilastot: syksy 2025" in page
    assert page.count("20–39") >= 1


def test_a_desk_without_a_release_tells_none(sari, signed_in):
    assert "Tilastot:" not in signed_in(sari).get("/hr/").content.decode()


def test_no_release_no_figures(db):
    assert last_release() is None


def test_no_exact_number_is_kept(released, town):
    """Of what was counted only bands and rounded shares are left in the row."""
    for row in released.figures["rows"]:
        for name in ("offered", "held", "in_time"):
            if row[name]:
                low, high, share = row[name]
                assert (low, high) == band(low)
                assert share is None or share % 5 == 0


# ---- The evidence report


def test_what_exists_and_is_used_without_a_person(released, sari, signed_in):
    client = signed_in(sari)
    page = client.get("/tilastot/toimintamalli/").text
    assert "Varhaisen tuen keskustelu" in page
    assert "14 keinoa" in page
    assert "ei käytössä: yhteystietoja puuttuu" in page
    assert "20–39" in page
    text = text_of(client.get("/tilastot/toimintamalli.pdf").content)
    assert "Varhaisen tuen keskustelu" in text
    assert "Koskinen" not in text


# ---- At the same moment


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two of HR ask at once; two workers run at once."""

    def at_once(self, *acts) -> None:
        start = threading.Barrier(len(acts))

        def go(act) -> None:
            start.wait(10)
            try:
                act()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=go, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    def test_two_ask(self, sari, monkeypatch):
        frozen()
        queued = self.ask_twice(sari, monkeypatch)
        assert queued == ["x"]

    def test_without_the_lock_it_would_be_counted_twice(self, sari, monkeypatch):
        """The control."""
        frozen()
        monkeypatch.setattr(ReleaseQuerySet, "for_update", lambda self: self)
        assert self.ask_twice(sari, monkeypatch) == ["x", "x"]

    def ask_twice(self, sari, monkeypatch) -> list[str]:
        met, queued = threading.Barrier(2), list[str]()
        real = releasing.can_be_asked

        def together(release):
            answer = real(release)
            with contextlib.suppress(threading.BrokenBarrierError):
                met.wait(1.5)
            return answer

        monkeypatch.setattr(releasing, "can_be_asked", together)
        queue = types.SimpleNamespace(enqueue=lambda _pk: queued.append("x"))
        monkeypatch.setattr(releasing, "make_release", queue)
        clients = [Client(), Client()]
        with time_machine.travel(LATER):
            for client in clients:
                client.force_login(sari)
            self.at_once(*(lambda client=client: client.post(ASK) for client in clients))
        return queued

    def test_two_workers(self):
        for person in [person for people in make_town().values() for person in people[:3]]:
            held(person)
        release = frozen()
        Release.objects.filter(pk=release.pk).update(state="waiting")
        self.at_once(*[lambda: releasing.make_release.func(str(release.pk))] * 2)
        release.refresh_from_db()
        assert release.state == "made"
        assert release.figures["rows"][0]["held"] == [20, 39, None]

    def test_a_term_that_ends_during_an_import(self):
        """The import holds the register: the tree is frozen as the import has left it, not as it was in the middle."""
        town = make_town()
        moved, done = threading.Event(), threading.Event()

        def importing() -> None:
            from people.roster.actions import lock_register

            with transaction.atomic():
                lock_register()
                moved.set()
                done.wait(1)
                for person in town["Tekniikka 0"]:
                    person.unit = unit("Sivistys 0")
                    person.save()

        def freezing() -> None:
            moved.wait(10)
            frozen()

        self.at_once(importing, freezing)
        numbers = {row.unit: row.number for row in FrozenUnit.objects.all()}
        assert FrozenPlace.objects.filter(unit=numbers[unit("Sivistys 0").pk]).count() == 16
        assert Conversation.objects.count() == 0
        assert TERM.first_day < DAY


def test_the_paper_stays_within_its_margins(released, signed_in, aino):
    """With the term before beside it, too: there the table once went over the edge of the text."""
    before = released.term.before
    more = {"limits": released.limits, "state": "made", "released_on": before.last_day, "figures": released.figures}
    Release.objects.create(year=before.year, half=before.half, last_day=before.last_day, **more)
    content = signed_in(aino).get("/tilastot/2025/syksy/tilastot.pdf").content
    assert before.title in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as paper:
        width = float(paper.pages[0].mediabox[2])
    assert max(ends_of_text(content)) <= width - MARGIN


# ---- the smallest group that HR has set


def set_least(number: int) -> None:
    """HR's number, as another process sees it."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Kotikunta", "least_people": number})


@pytest.fixture
def _forgotten():
    yield
    organisation.nothing_saved()


@pytest.mark.usefixtures("_forgotten")
@pytest.mark.parametrize("later", [5, 20])
def test_a_release_keeps_the_number_that_held_when_its_term_ended(town, sari, signed_in, later):
    """Twelve of each department had a conversation: by thirteen neither is told, whatever HR sets later."""
    set_least(13)
    frozen()
    set_least(later)
    with time_machine.travel(LATER):
        releasing.ask(Release.objects.get())
        run_jobs()
        client = signed_in(sari)
        page = " ".join(client.get("/tilastot/2025/syksy/").text.split())
        sheet = openpyxl.load_workbook(io.BytesIO(client.get("/tilastot/2025/syksy/tilastot.xlsx").content)).active
        paper = " ".join(text_of(client.get("/tilastot/2025/syksy/tilastot.pdf").content).split())
    release = Release.objects.get()
    assert release.limits["least"] == 13
    assert [row["held"] for row in release.figures["rows"] if row["held"]] == [[20, 39, None]]  # the whole alone
    cells = " ".join(str(cell) for row in sheet.values for cell in row if cell)
    for text in (page, cells, paper):
        assert "0–12" in text.replace("\u2060", "")  # which keeps the two together
        assert "alle 13" in text


@pytest.mark.usefixtures("_forgotten")
def test_by_the_number_that_the_application_comes_with_both_departments_are_told(town):
    """The control of the test above."""
    release = frozen()
    with time_machine.travel(LATER):
        releasing.ask(release)
        run_jobs()
    release.refresh_from_db()
    assert len([row for row in release.figures["rows"] if row["held"]]) == 3


@pytest.mark.usefixtures("_forgotten")
def test_what_a_larger_number_would_hide_is_said_of_the_last_release(released):
    set_least(5)
    said = " ".join(by_people(5, 13))
    assert "kerrottu 2 yksiköstä" in said
    assert "Alle 13 ihmistä oli varmasti 0 yksikössä ja ehkä 2 yksikössä" in said
    assert "kerrottu" not in " ".join(list(by_people(13, 5))[1:-1])  # a lower one hides nothing
    waiting = frozen(TERM.before)
    assert waiting.limits["least"] == 5
    assert "pienin ryhmä on 5 ihmistä" in " ".join(by_people(5, 8))


@pytest.mark.parametrize("year", [0, 1999, 2100, 10_000, 9**99])
def test_a_year_that_no_calendar_has_is_not_found(year, aino, signed_in):
    hers = signed_in(aino)
    for rest in ("", "tilastot.pdf", "tilastot.xlsx"):
        assert hers.get(f"/tilastot/{year}/kevat/{rest}").status_code == 404
