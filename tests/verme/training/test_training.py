"""The mentors' training: opened from a template, dated, attended, its tasks done, and at the end a mentor."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from core import retention
from core.models import AccessLog, Mail
from core.outbox import letter
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from verme.models import (
    InterimTask,
    Mentor,
    SeminarAttendance,
    SeminarDay,
    TaskDone,
    Training,
    TrainingDiary,
    TrainingPlace,
)
from verme.training import actions as acts

pytestmark = pytest.mark.django_db
BIRD = "kanarialintu-koulutus"


def make_training(*, trainer=None, language="fi", **fields):
    return acts.open_training(Training(name="Mentorikoulutus", language=language, trainer=trainer, **fields))


def set_days(training, first):
    """Each seminar two days, a month apart, from this many days from now on."""
    for seminar in training.seminars.all():
        start = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0)
        start += datetime.timedelta(days=first + 30 * (seminar.number - 1))
        slots = [acts.Slot(start + datetime.timedelta(days=n), 420) for n in (0, 1)]
        acts.arrange(seminar, slots, moved_place=False)


def days_of(training):
    return SeminarDay.objects.filter(seminar__training=training)


def attend_all(training, person):
    for day in days_of(training):
        acts.mark(day, person, present=True)


def give_task(training, number=1, text="Kokeile jotakin", days=10):
    due = timezone.localdate() + datetime.timedelta(days=days)
    return InterimTask.objects.create(
        training=training, seminar=training.seminars.get(number=number), text=text, due_on=due
    )


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


@pytest.fixture
def kirsi_hr(hr_unit):
    """A second HR person."""
    return with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))


@pytest.fixture
def hers(aino, signed_in):
    return signed_in(aino)


@pytest.fixture
def training(matti):
    """Trained by Matti; half of its days are over."""
    made = make_training(trainer=matti)
    set_days(made, -70)
    return made


@pytest.fixture
def place(training, aino):
    return acts.take_in(training, aino)


def at(what, row, more=""):
    return f"/verme/{what}/{row.pk}/{more}"


def entries(mail):
    return [Calendar.from_ical(file.content) for file in letter(mail).attachments]


def methods(kind):
    return [str(entry["METHOD"]) for entry in entries(Mail.objects.get(kind=kind))]


def test_hr_opens_a_training_with_five_seminars_in_its_language(hr, matti):
    form = {"name": "Mentorsutbildning", "language": "sv", "trainer": matti.pk, "credits": "9 sp", "signer": "Sari"}
    answer = hr.post("/verme/koulutukset/uusi/", form)
    hr.post("/verme/koulutukset/uusi/", form)  # a double click
    training = Training.objects.get()
    assert answer.headers["Location"] == training.get_absolute_url()
    assert [seminar.roman for seminar in training.seminars.all()] == ["I", "II", "III", "IV", "V"]
    third = training.seminars.get(number=3)
    assert (third.title, third.methods != "") == ("Dialog och berättelser", True)
    assert "Aseta päivät" in hr.get(training.get_absolute_url()).content.decode()
    assert "Mentorsutbildning" in hr.get("/verme/koulutukset/").content.decode()


def seminar_fields(**more):
    texts = {"title": "Dialogi", "goal": "", "themes": "", "methods": "", "place": "Kurssikeskus", "revision": "0"}
    days = {"day1": "25.3.2027", "from1": "9", "until1": "16", "day2": "26.3.2027", "from2": "9", "until2": "15.30"}
    return texts | days | more


def test_hr_does_not_take_over_a_training_for_itself(hr, sari, kirsi_hr, training, matti, signed_in):
    """The trainer is named on the seminar days, and reads what groups write there from then on (decision 0015)."""
    form = {"name": training.name, "trainer": sari.pk, "revision": "0"}
    page = hr.post(at("koulutukset", training, "muokkaa/"), form)
    assert "trainer" in page.context["form"].errors
    training.refresh_from_db()
    assert training.trainer == matti
    assert signed_in(kirsi_hr).post(at("koulutukset", training, "muokkaa/"), form).status_code == 302
    again = form | {"revision": "1"}
    assert hr.post(at("koulutukset", training, "muokkaa/"), again).status_code == 302  # saved as it stands
    training.refresh_from_db()
    assert training.trainer == sari


def test_a_seminar_moved_over_the_clock_change_keeps_its_hours_and_its_entry(hr, aino):
    training = make_training()
    acts.take_in(training, aino)
    seminar = training.seminars.get(number=3)
    hr.post(at("seminaarit", seminar), seminar_fields())
    moved = {"day1": "29.3.2027", "day2": "30.3.2027"}  # the clocks go forward on 28.3.2027
    hr.post(at("seminaarit", seminar), seminar_fields(**moved, revision="1"))
    # no calendar has to know
    hr.post(at("seminaarit", seminar), seminar_fields(goal="Kuuntelet", **moved, revision="2"))
    mails = Mail.objects.filter(to=aino, kind="verme_seminar")
    assert mails.count() == 2
    found = [entry.walk("VEVENT")[0] for entry in entries(mails.first())]
    assert [(int(entry["SEQUENCE"]), str(entry["SUMMARY"])) for entry in found] == [(1, "Koulutus")] * 2
    starts = [entry["DTSTART"].dt for entry in found]
    assert [start.hour for start in starts] == [6, 6]  # UTC: 9 o'clock in summer time
    assert [timezone.localtime(start).hour for start in starts] == [9, 9]
    assert {str(entry["UID"]) for entry in found} == {
        f"verme-seminar-{day.pk}@varhainen-tuki" for day in seminar.days.all()
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day2": "24.3.2027"}, "day2"),
        ({"until1": "8"}, "until1"),
        ({"from2": ""}, "from2"),
        ({"day1": "", "from1": "", "until1": ""}, "day1"),
        ({"day1": "28.3.2027", "from1": "3.30", "day2": "29.3.2027"}, "from1"),
    ],
)
def test_what_cannot_be_says_what_to_do(hr, change, field):
    seminar = make_training().seminars.get(number=3)
    page = hr.post(at("seminaarit", seminar), seminar_fields(**change))
    assert list(page.context["form"].errors) == [field]
    assert seminar.days.count() == 0


def test_a_day_that_people_know_of_is_moved_and_not_removed(hr, training):
    seminar = training.seminars.get(number=5)
    page = hr.post(at("seminaarit", seminar), seminar_fields(day2="", from2="", until2=""))
    assert "day2" in page.context["form"].errors
    assert seminar.days.count() == 2


def test_participants_come_and_go_with_their_calendars(hr, training, aino, hers):
    for _click in range(2):
        hr.post(at("koulutukset", training, "osallistuja/"), {"person": aino.pk})
    assert [str(entry["METHOD"]) for entry in entries(Mail.objects.get(kind="verme_training_joined"))] == [
        "REQUEST"
    ] * 4
    page = hers.get(at("koulutukset", training, "oma/")).content.decode()
    assert "Mitä seuraavaksi" in page
    assert "Mentorikoulutus" in hers.get("/").content.decode()
    assert "Mentorikoulutus" in hers.get("/verme/").content.decode()
    place = TrainingPlace.objects.get()
    hr.post(at("osallistujat", place, "pois/"))
    assert methods("verme_training_left") == ["CANCEL"] * 4
    assert hers.get(at("koulutukset", training, "oma/")).status_code == 404
    assert hers.get(at("koulutukset", training, "paivakirja/")).status_code == 200  # the diary stays theirs
    hr.post(at("koulutukset", training, "osallistuja/"), {"person": aino.pk})
    assert hers.get(at("koulutukset", training, "oma/")).status_code == 200


def test_attendance_is_one_tap_a_day_by_hr_or_the_trainer(training, place, aino, hr, hers, matti, signed_in):
    his, day = signed_in(matti), days_of(training).first()
    for _tap in range(2):
        his.post(at("seminaaripaivat", day, "lasna/"), {"person": aino.pk, "present": "1"})
    assert SeminarAttendance.objects.count() == 1
    assert 'aria-pressed="true"' in hr.get(at("seminaaripaivat", day)).content.decode()
    hr.post(at("seminaaripaivat", day, "lasna/"), {"person": aino.pk, "present": "0"})
    assert SeminarAttendance.objects.count() == 0
    assert hers.post(at("seminaaripaivat", day, "lasna/"), {"person": aino.pk, "present": "1"}).status_code == 404
    his.post(at("seminaaripaivat", day, "lasna/"), {"person": matti.pk, "present": "1"})  # takes no part
    his.post(at("seminaaripaivat", days_of(training).last(), "lasna/"), {"person": aino.pk, "present": "1"})  # ahead
    assert SeminarAttendance.objects.count() == 0


def test_days_of_each_participant_stand_under_their_seminars(training, place, aino, hr):
    first, *_rest = days = list(days_of(training))
    SeminarAttendance.objects.create(day=first, person=aino)
    (row,) = hr.get(at("koulutukset", training)).context["places"]
    states = [state for _seminar, days in row.by_seminar for state in days]
    over = sum(day.ends_at < timezone.now() for day in days)
    assert states.count("present") == 1
    assert states[0] == "present"
    assert (states.count("missed"), row.missed) == (over - 1, over - 1)
    assert len(row.by_seminar) == 5


def test_a_task_whose_day_has_passed_is_late_until_it_is_told_done(training, place, aino, hr):
    seminar, today = training.seminars.get(number=1), timezone.localdate()
    for days in (-1, 0, 1):
        due_on = today + datetime.timedelta(days=days)
        InterimTask.objects.create(training=training, seminar=seminar, text="Kokeile janaa", due_on=due_on)
    (row,) = hr.get(at("koulutukset", training)).context["places"]
    assert row.late == 1
    TaskDone.objects.create(task=InterimTask.objects.earliest("due_on"), person=aino)
    (row,) = hr.get(at("koulutukset", training)).context["places"]
    assert row.late == 0


def test_a_task_is_done_by_the_participant_and_acknowledged(training, place, aino, hers, matti, signed_in):
    his = signed_in(matti)
    form = {"seminar": training.seminars.get(number=1).pk, "text": "Kokeile janaa", "due_on": "31.3.2027"}
    for _click in range(2):
        his.post(at("koulutukset", training, "tehtava/"), form)
    task = InterimTask.objects.get()
    assert "Kokeile janaa" in hers.get(at("koulutukset", training, "oma/")).content.decode()
    hers.post(at("valitehtavat", task, "tehty/"), {"done": "1"})
    assert "ilmoitti tehneensä" in his.get(at("valitehtavat", task)).content.decode()
    assert hers.post(at("valitehtavat", task, "hyvaksy/"), {"person": aino.pk, "yes": "1"}).status_code == 404
    his.post(at("valitehtavat", task, "hyvaksy/"), {"person": aino.pk, "yes": "1"})
    hers.post(at("valitehtavat", task, "tehty/"), {"done": "0"})  # what has been acknowledged stays
    assert task.done.get().acknowledged_at is not None
    his.post(at("valitehtavat", task, "poista/"))
    assert InterimTask.objects.count() == 0


@pytest.mark.both_databases
def test_qualified_when_every_seminar_is_attended_and_every_task_acknowledged(training, place, aino, hr, hers):
    task = give_task(training)

    def qualifying():
        return TrainingPlace.objects.qualifying().count()

    attend_all(training, aino)
    acts.say_done(task, by=aino, done=True)
    assert qualifying() == 0  # said, not acknowledged
    acts.acknowledge(task, aino, yes=True)
    assert qualifying() == 1
    day = days_of(training).first()
    acts.mark(day, aino, present=False)
    assert qualifying() == 0
    hr.post(at("osallistujat", place, "patevyys/"))
    assert not Mentor.objects.exists()
    acts.mark(day, aino, present=True)
    assert "Vahvista mentoriksi" in hr.get(training.get_absolute_url()).content.decode()
    for _click in range(2):
        hr.post(at("osallistujat", place, "patevyys/"))
    mentor = Mentor.objects.get()
    assert (mentor.person, mentor.qualified_on, mentor.role) == (aino, timezone.localdate(), aino.title)
    assert Mail.objects.filter(kind="verme_qualified", to=aino).count() == 1
    with_second_step(aino)
    assert "Olet Verme-mentori" in hers.get(at("koulutukset", training, "oma/")).content.decode()
    assert "Virtanen Aino" in hr.get("/verme/mentorit/").content.decode()


def test_a_seminar_without_days_is_not_attended_and_another_ones_attendance_does_not_count(aino, johanna):
    training = make_training()
    for person in (aino, johanna):
        acts.take_in(training, person)
    assert TrainingPlace.objects.qualifying().count() == 0
    set_days(training, -200)
    attend_all(training, johanna)
    rows = {place.person: place for place in TrainingPlace.objects.with_progress()}
    assert (rows[aino].seminars_attended, rows[johanna].seminars_attended, rows[aino].seminars_all) == (0, 5, 5)
    assert (rows[aino].minutes_attended, rows[johanna].minutes_attended) == (0, 4200)
    assert [place.person for place in TrainingPlace.objects.qualifying()] == [johanna]


def test_a_mentor_of_old_keeps_the_earlier_day(training, place, aino):
    Mentor.objects.create(person=aino, qualified_on=datetime.date(2020, 5, 1), role="opettaja")
    attend_all(training, aino)
    acts.qualify(TrainingPlace.objects.get())
    assert Mentor.objects.get().qualified_on == datetime.date(2020, 5, 1)


# ---- The diary


def save(client, training, text, version, **more):
    fields = {"text-1": text, "version-1": str(version)} | more
    return client.post(at("koulutukset", training, "paivakirja/"), fields, headers={"X-Autosave": "1"})


def test_the_diary_is_its_writers_alone(training, place, aino, hers, hr, matti, signed_in, johanna):
    acts.take_in(training, johanna)
    assert save(hers, training, BIRD, 0).status_code == 200
    assert BIRD in hers.get(at("koulutukset", training, "paivakirja/")).content.decode()
    assert BIRD not in signed_in(johanna).get(at("koulutukset", training, "paivakirja/")).content.decode()
    for client in (hr, signed_in(matti)):
        assert client.get(at("koulutukset", training, "paivakirja/")).status_code == 404
        with CaptureQueriesContext(connection) as queries:
            assert BIRD not in client.get(training.get_absolute_url()).content.decode()
        assert [q["sql"] for q in queries if "trainingdiary" in q["sql"]] == []
    assert BIRD.encode() not in bytes(TrainingDiary.objects.values_list("text", flat=True).get())
    assert AccessLog.objects.count() == 0


def test_the_diary_works_without_a_script(training, place, hers):
    address = at("koulutukset", training, "paivakirja/")
    fields = {f"text-{n}": f"teksti {n}" for n in range(1, 6)} | {f"version-{n}": "0" for n in range(1, 6)}
    assert hers.post(address, fields).status_code == 302
    page = hers.post(address, fields | {"text-2": "muu"})
    assert page.status_code == 409
    assert "teksti 2" in page.content.decode()
    assert hers.post(address, {"text-2": "muu", "version-2": "1", "keep-2": "theirs"}).status_code == 302
    assert TrainingDiary.objects.get(seminar__number=2).text.open_as_system("test") == "teksti 2"


# ---- How long, and how many queries


@pytest.mark.both_databases
def test_the_diary_goes_after_six_months_and_the_training_after_two_years(aino):
    training = make_training()
    set_days(training, -200)
    last = training.days()[1]
    acts.take_in(training, aino)
    TrainingDiary.objects.create(seminar=training.seminars.get(number=1), person=aino, text=BIRD)
    undated = make_training()
    for days, counts in ((180, (1, 2)), (186, (0, 2)), (725, (0, 2)), (732, (0, 0))):
        with time_machine.travel(last + datetime.timedelta(days=days)):
            Training.objects.filter(pk=undated.pk).update(created_at=last)
            retention.dispose()
            assert (TrainingDiary.objects.count(), Training.objects.count()) == counts


@pytest.mark.both_databases
def test_pages_take_as_many_queries_for_many(training, place, hr, hers):
    day, counts = days_of(training).first(), []
    task = give_task(training)
    for size in (1, 30):
        for n in range(size):
            person = make_person()
            acts.take_in(training, person)
            acts.mark(day, person, present=True)
            acts.acknowledge(give_task(training, text=f"Tehtävä {size} {n}"), person, yes=True)
            make_training()
        counts.append([])
        for client, address in (
            (hr, training.get_absolute_url()),
            (hr, "/verme/koulutukset/"),
            (hr, at("seminaaripaivat", day)),
            (hr, at("valitehtavat", task)),
            (hers, at("koulutukset", training, "oma/")),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
