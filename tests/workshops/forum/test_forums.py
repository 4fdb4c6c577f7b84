"""The leadership structure: whose forums are whose, the tree, meetings, the table and the plan."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from icalendar import Calendar

from core import retention
from core.formats import short_day
from tests.factories import make_person
from tests.pdfs import in_order, text_of
from workshops.forum.models import forum_and_below, forum_tree, level_heads
from workshops.models import Forum, ForumItem, ForumMeeting, ForumRow

pytestmark = pytest.mark.django_db
FORUMS = "/tyopajat/foorumit/"


def forum(name="Yksikkökokous", **fields):
    return Forum.objects.create(name_fi=name, **fields)


def form(**more):
    return {"name_fi": "Foorumi", "kind": "group", "rhythm": "weekly", "revision": "0", **more}


def flat(branches):
    return [(branch.forum.name_fi, flat(branch.below)) for branch in branches]


@pytest.fixture
def meeting(kitchen):
    starts_at = timezone.make_aware(datetime.datetime(2028, 2, 29, 9, 15))
    return ForumMeeting.objects.create(forum=forum(unit=kitchen), starts_at=starts_at)


# ---- The tree


@pytest.mark.both_databases
def test_the_tree_goes_by_kind_and_then_by_the_finnish_alphabet():
    top = forum("Valtuusto", kind="council")
    board = forum("Hallitus", kind="board", parent=top)
    for name in ("Öljy", "Åland", "Zeniitti", "Äiti"):
        forum(name, kind="group", parent=board)
    forum("Jory", kind="top_team", parent=board)
    names = ["Jory", "Zeniitti", "Åland", "Äiti", "Öljy"]
    assert flat(forum_tree(Forum.objects.all())) == [("Valtuusto", [("Hallitus", [(name, []) for name in names])])]


def test_each_level_is_headed_by_the_kinds_that_stand_on_it():
    top = Forum.objects.create(name_fi="Valtuusto", kind="council")
    board = Forum.objects.create(name_fi="Hallitus", kind="board", parent=top)
    for name, kind in (("Johtoryhmä", "top_team"), ("Lautakunta", "committee")):
        Forum.objects.create(name_fi=name, kind=kind, parent=board)
    with translation.override("en"):
        heads = level_heads(forum_tree(Forum.objects.all()))
    assert heads == ["council", "board", "committee, management team of the organisation"]


def test_the_tree_tells_the_next_meeting_and_that_there_is_none(meeting, matti, signed_in):
    later = meeting.forum.meetings.create(starts_at=timezone.now() + datetime.timedelta(days=400))
    meeting.forum.meetings.exclude(pk=later.pk).update(starts_at=timezone.now() - datetime.timedelta(days=3))
    his = signed_in(matti)
    assert short_day(later.starts_at, "fi") in his.get(FORUMS).content.decode()
    later.delete()
    assert "ei seuraavaa kokousta" in his.get(FORUMS).content.decode()
    meeting.delete()  # one that has never met is not said to miss anything
    assert "ei seuraavaa kokousta" not in his.get(FORUMS).content.decode()


def test_a_forum_whose_parent_is_not_seen_stands_at_the_top(kitchen, streets, aino):
    hidden = forum("Kadut", unit=streets)
    forum("Keittiö", unit=kitchen, parent=hidden)
    forum("Koko")
    assert flat(forum_tree(Forum.objects.visible_to(aino))) == [("Keittiö", []), ("Koko", [])]


def test_no_forum_is_put_under_itself(sari, signed_in):
    top = forum("Ylin")
    low = forum("Alin", parent=forum("Keskellä", parent=top))
    assert len(forum_and_below(top, Forum.objects.all())) == 3
    for parent in (top, low):
        page = signed_in(sari).post(f"{FORUMS}{top.pk}/muokkaa/", form(parent=parent.pk))
        assert "parent" in page.context["form"].errors


def test_a_removed_forum_leaves_those_below_in_the_tree(sari, signed_in):
    top = forum("Ylin")
    middle = forum("Keskellä", parent=top)
    low = forum("Alin", parent=middle)
    signed_in(sari).post(f"{FORUMS}{middle.pk}/poista/")
    low.refresh_from_db()
    assert low.parent == top


def test_a_forum_that_has_met_stays(meeting, matti, signed_in):
    signed_in(matti).post(f"{FORUMS}{meeting.forum_id}/poista/")
    assert Forum.objects.count() == 1


# ---- Whose


def test_who_sees_and_who_writes(kitchen, aino, matti, johanna, sari, leena, signed_in):
    ours, whole = forum(unit=kitchen), forum("Jory", chair=johanna)
    seen = {
        person.username: [
            (signed_in(person).get(f"{FORUMS}{one.pk}/").status_code, signed_in(person).get(path).status_code)
            for one in (ours, whole)
            for path in (f"{FORUMS}{one.pk}/kokous/",)
        ]
        for person in (aino, matti, johanna, sari, leena)
    }
    assert seen == {
        "aino": [(200, 404), (200, 404)],
        "matti": [(200, 200), (200, 404)],
        "johanna": [(404, 404), (200, 200)],  # the chair of the organisation's
        "sari": [(404, 404), (200, 200)],
        "leena": [(200, 200), (200, 404)],
    }


def test_a_chair_writes_but_does_not_move_the_forum(johanna, signed_in):
    whole = forum("Jory", chair=johanna)
    assert signed_in(johanna).get(f"{FORUMS}{whole.pk}/muokkaa/").status_code == 404
    assert signed_in(johanna).post(f"{FORUMS}{whole.pk}/poista/").status_code == 404


def test_nobody_makes_a_forum_for_another_unit(matti, pekka, sari, kitchen, signed_in):
    for person, unit in ((pekka, kitchen.pk), (matti, ""), (sari, kitchen.pk)):
        assert "unit" in signed_in(person).post(FORUMS + "uusi/", form(unit=unit)).context["form"].errors
    assert Forum.objects.count() == 0


@pytest.mark.both_databases
def test_a_double_click_makes_one(matti, kitchen, signed_in):
    for _click in range(2):
        signed_in(matti).post(FORUMS + "uusi/", form(unit=kitchen.pk, weekdays=["4", "2"]))
    assert [row.weekdays for row in Forum.objects.all()] == [[2, 4]]


@pytest.mark.parametrize(
    ("rhythm", "weekdays", "words"),
    [
        ("monthly", [0], ["kerran kuussa maanantaisin", "en gång i månaden på måndagar", "once a month on Mondays"]),
        ("fortnightly", [], ["joka toinen viikko", "varannan vecka", "every second week"]),
    ],
)
def test_the_rhythm_in_words(rhythm, weekdays, words):
    row, said = Forum(rhythm=rhythm, weekdays=weekdays), []
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            said.append(row.when)
    assert said == words


# ---- Meetings


@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        ("2026-11-25", [2, 4], "27.11.2026"),  # a Wednesday: Friday comes next
        ("2026-12-31", [2], "6.1.2027"),
        ("2028-02-28", [1], "29.2.2028"),
        ("2028-02-28", [], ""),
    ],
)
def test_the_day_suggested_follows_the_rhythm(today, days, expected, matti, kitchen, signed_in):
    ours = forum(unit=kitchen, weekdays=days)
    with time_machine.travel(datetime.datetime.fromisoformat(f"{today}T10:00:00+00:00"), tick=False):
        page = signed_in(matti).get(f"{FORUMS}{ours.pk}/kokous/").content.decode()
    assert f'name="day" value="{expected}"' in page if expected else 'name="day" value' not in page


@pytest.mark.parametrize(("day", "clock"), [("26.3.2028", "3.30"), ("31.10.2027", "3.30"), ("30.2.2028", "9.15")])
def test_a_time_that_does_not_exist_is_refused(day, clock, matti, kitchen, signed_in):
    page = signed_in(matti).post(f"{FORUMS}{forum(unit=kitchen).pk}/kokous/", {"day": day, "clock": clock})
    assert page.context["form"].errors != {}
    assert ForumMeeting.objects.count() == 0


def test_an_agenda_has_times_and_its_matters_move(meeting, matti, signed_in):
    his, at = signed_in(matti), f"{FORUMS}kokoukset/{meeting.pk}/"
    for title, minutes in (("Avaus", "5"), ("Talous", "30"), ("Avaus", "5"), ("Muut asiat", "10")):  # one twice
        his.post(at + "asia/", {"title": title, "brought_by": "Matti", "minutes": minutes})
    in_order(his.get(at).content.decode(), "9.15", "1. Avaus", "9.20", "2. Talous", "9.50", "3. Muut asiat")
    last = ForumItem.objects.get(title="Muut asiat")
    for _click in range(3):
        his.post(f"{FORUMS}asiat/{last.pk}/ylos/")
    assert [item.title for item in meeting.items.all()] == ["Muut asiat", "Avaus", "Talous"]


@pytest.mark.parametrize("minutes", ["-1", "601", "x"])
def test_impossible_minutes_are_refused(minutes, meeting, matti, signed_in):
    page = signed_in(matti).post(f"{FORUMS}kokoukset/{meeting.pk}/asia/", {"title": "Asia", "minutes": minutes})
    assert "minutes" in page.context["form"].errors


def test_a_decision_goes_into_the_table_once_and_stays_there(meeting, matti, signed_in):
    his = signed_in(matti)
    item = ForumItem.objects.create(meeting=meeting, title="Loma-ajat", brought_by="Matti", decision="Sovittiin.")
    for _click in range(2):
        his.post(f"{FORUMS}asiat/{item.pk}/taulukkoon/")
    row = ForumRow.objects.get()
    assert (row.matter, row.decision, row.who) == ("Loma-ajat", "Sovittiin.", "Matti")
    his.post(f"{FORUMS}rivit/{row.pk}/", {"matter": "Loma-ajat", "who": "Aino", "due_on": "1.3.2028"})
    his.post(f"{FORUMS}rivit/{row.pk}/tehty/")
    his.post(f"{FORUMS}kokoukset/{meeting.pk}/poista/")
    row.refresh_from_db()
    assert (row.who, row.due_on, row.done_on) == ("Aino", datetime.date(2028, 3, 1), timezone.localdate())
    assert ForumItem.objects.count() == 0


# ---- The plan


def test_two_who_plan_lose_nothing(matti, kitchen, signed_in):
    ours = forum(unit=kitchen)
    his, at = signed_in(matti), f"{FORUMS}{ours.pk}/suunnitelma/"
    his.post(at, {"plan": "Ensimmäinen", "version": "0"})
    page = his.post(at, {"plan": "Toinen", "version": "0"})
    in_order(page.content.decode(), "Ensimmäinen", "Joku muu on muuttanut", "Toinen")
    his.post(at, {"plan": "Molemmat", "version": page.context["version"]})
    ours.refresh_from_db()
    assert (ours.plan, ours.version) == ("Molemmat", 2)


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", ""])
def test_a_plan_with_a_version_that_is_no_number_is_told(matti, kitchen, signed_in, version):
    ours = forum(unit=kitchen)
    page = signed_in(matti).post(f"{FORUMS}{ours.pk}/suunnitelma/", {"plan": "Oma", "version": version})
    in_order(page.content.decode(), "Joku muu on muuttanut", "Oma")
    ours.refresh_from_db()
    assert (ours.plan, ours.version) == ("", 0)


# ---- Size and age


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.both_databases
def test_pages_take_the_same_queries(many, matti, kitchen, signed_in):
    ours = forum(unit=kitchen, plan="Suunnitelma")
    for number in range(many):
        forum(f"Foorumi {number}", parent=ours, unit=kitchen)
        ForumRow.objects.create(forum=ours, matter=f"Rivi {number}")
        held = ForumMeeting.objects.create(forum=ours, starts_at=timezone.now() - datetime.timedelta(days=number + 1))
    for number in range(many):
        item = ForumItem.objects.create(meeting=held, title=f"Asia {number}", position=number)
        ForumRow.objects.create(forum=ours, item=item, matter="Asia")
    his, counts = signed_in(matti), []
    for path in (FORUMS, f"{FORUMS}{ours.pk}/", f"{FORUMS}kokoukset/{held.pk}/"):
        his.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert his.get(path).status_code == 200
        counts.append(len(seen))
    assert counts == [3, 7, 7]


def test_old_meetings_and_done_rows_go_by_themselves(kitchen):
    ours, old = forum(unit=kitchen), timezone.now() - datetime.timedelta(days=366 * 5 + 5)
    for starts_at in (old, timezone.now()):
        held = ForumMeeting.objects.create(forum=ours, starts_at=starts_at)
        ForumItem.objects.create(meeting=held, title="Asia")
    ForumRow.objects.create(forum=ours, matter="Tehty", done_on=old.date())
    ForumRow.objects.create(forum=ours, matter="Kesken", created_at=old)
    retention.dispose()
    assert (ForumMeeting.objects.count(), ForumItem.objects.count()) == (1, 1)
    assert [row.matter for row in ForumRow.objects.all()] == ["Kesken"]


@pytest.mark.both_databases
def test_a_chair_is_named_by_name_among_two_thousand(sari, kitchen, streets, signed_in):
    aino = make_person(name="Aino Korhonen", unit=kitchen)
    other = make_person(name="Aino Korhonen", unit=streets)
    make_person(name="Kaisa Korhonen", unit=streets)
    his = signed_in(sari)

    def named(text):
        answer = his.post("/tyopajat/foorumit/uusi/", form(name_fi=f"F {text}", chair=text))
        return Forum.objects.get(name_fi=f"F {text}").chair if answer.status_code == 302 else answer

    assert named("korhonen kai").list_name == "Korhonen Kaisa"
    assert named(f"Korhonen Aino, {kitchen.name}") == aino
    errors = named("Korhonen Aino").context["form"].errors["chair"][0]
    assert (f"Korhonen Aino, {kitchen.name}" in errors, f"Korhonen Aino, {streets.name}" in errors) == (True, True)
    assert "chair" in named("Ei Ketään").context["form"].errors
    forum = Forum.objects.get(chair=aino)
    page = his.get(f"{forum.get_absolute_url()}muokkaa/").content.decode()
    assert ('value="Korhonen Aino"' in page, len(page) < 60_000) == (True, True)
    his.post(f"{forum.get_absolute_url()}muokkaa/", form(name_fi="Sama", chair="Korhonen Aino"))
    forum.refresh_from_db()
    assert (forum.name_fi, forum.chair, other.pk == aino.pk) == ("Sama", aino, False)


def test_the_agenda_and_the_structure_are_printed_and_the_meetings_go_into_the_calendar(meeting, aino, signed_in):
    hers = signed_in(aino)
    ForumItem.objects.create(
        meeting=meeting, title="Työvuorot", brought_by="keittiö", minutes=20, decision="Kokeillaan"
    )
    paper = hers.get(f"{meeting.get_absolute_url()}asialista.pdf").content
    in_order(text_of(paper), "Asialista", "Työvuorot", "keittiö", "Kokeillaan")
    paper = text_of(hers.get("/tyopajat/foorumit/rakenne.pdf").content)
    assert str(meeting.forum) in paper
    later = timezone.now() + datetime.timedelta(days=7)
    ForumMeeting.objects.create(forum=meeting.forum, starts_at=later, place="Sali")
    ForumMeeting.objects.create(forum=meeting.forum, starts_at=later + datetime.timedelta(days=7))
    answer = hers.get(f"{meeting.forum.get_absolute_url()}kokoukset.ics")
    calendar = Calendar.from_ical(answer.content)
    assert (str(calendar["METHOD"]), len(calendar.walk("VEVENT"))) == (
        "PUBLISH",
        2 + (meeting.starts_at > timezone.now()),
    )


def test_a_calendar_takes_the_meeting_anew_whenever_its_time_place_or_length_changes(meeting, matti, signed_in):
    his, base = signed_in(matti), meeting.get_absolute_url()

    def entry() -> tuple[int, str]:
        [found] = Calendar.from_ical(his.get(f"{meeting.forum.get_absolute_url()}kokoukset.ics").content).walk("VEVENT")
        return int(found["SEQUENCE"]), str(found.get("LOCATION", ""))

    when = {"day": "1.6.2027", "clock": "9.15", "place": "Uusi sali"}
    matter = {"title": "Työvuorot", "minutes": "20"}
    seen = [entry()[0]]
    for path, data in (
        (f"{base}muokkaa/", when),
        (f"{base}muokkaa/", when),  # nothing has changed
        (f"{base}asia/", matter),
    ):
        assert his.post(path, data).status_code == 302
        seen.append(entry()[0])
    item = f"{FORUMS}asiat/{ForumItem.objects.get().pk}/"
    for path, data in (
        (item, matter | {"title": "Vuorot"}),
        (item, matter | {"minutes": "30"}),
        (f"{item}poista/", {}),
    ):
        assert his.post(path, data).status_code == 302
        seen.append(entry()[0])
    assert (seen, entry()[1]) == ([0, 1, 1, 2, 2, 3, 4], "Uusi sali")
