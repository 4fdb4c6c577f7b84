"""Rounds of bookable times: offered to all, booked once, changed, cancelled, and never two in one time."""

import contextlib
import datetime
import threading
import uuid

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from core import formats, start
from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine
from people.rights import actions as rights
from tests.factories import make_person
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.models import Conversation, Occasion, Round, RoundAnswer, RoundTime
from vatupassi.round import actions as rounds

pytestmark = pytest.mark.django_db


def in_days(days, hour=9, minute=0):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def written(moment):
    local = timezone.localtime(moment)
    return f"{local.day}.{local.month}.{local.year}"


def offer(matti, team, *, count=3):
    times = [in_days(7, 9 + n) for n in range(count)]
    with transaction.atomic():
        return rounds.offer(
            by=matti,
            id=uuid.uuid4(),
            team=team,
            times=times,
            occasion=Occasion.objects.get(code="how-are-you"),
            minutes=30,
            place="kahvihuone",
        )


@pytest.fixture
def kaisa(kitchen):
    return make_person(name="Kaisa Åkerman", unit=kitchen)


@pytest.fixture
def offered(matti, aino, kaisa):
    made = offer(matti, [aino, kaisa])
    Mail.objects.all().delete()
    return made


def test_whoever_has_asked_for_a_restriction_books_no_time_and_is_told_why(offered, aino, sari, signed_in):
    rights.ask(aino, kind="rajoitus", text="")
    page = signed_in(aino).post(url(offered, "varaa"), {"time": offered.times.first().pk}, follow=True)
    assert "Olet pyytänyt rajoittamaan tietojesi käyttöä" in flat(page.content)
    assert not Conversation.objects.exists()
    assert not offered.times.booked().exists()


def url(offered, act=""):
    return f"/ajat/{offered.pk}/" + (f"{act}/" if act else "")


def told():
    return sorted((mail.kind, mail.to.first) for mail in Mail.objects.select_related("to"))


def test_a_round_going_on_takes_more_times(offered, matti, aino, kaisa, kitchen, signed_in):
    his = signed_in(matti)
    rounds.book(offered, by=aino, time=offered.times.first().pk)
    make_person(name="Bahar Şahin", unit=kitchen)
    Mail.objects.all().delete()
    assert "Bahar Şahin" in his.get(url(offered)).content.decode()
    form = {"times": [sent(in_days(7, 9, 30)), sent(in_days(7, 12))]}
    for _click in range(2):
        assert his.post(url(offered, "lisaa/tarjoa"), form).status_code == 302
    assert [time.starts_at for time in offered.times.all()] == [
        in_days(7, hour, minute) for hour, minute in ((9, 0), (9, 30), (10, 0), (11, 0), (12, 0))
    ]
    assert told() == [("round_more", "Kaisa")]
    overlapping = his.post(url(offered, "lisaa/tarjoa"), {"times": [sent(in_days(7, 11, 15))]})
    assert list(overlapping.context["form"].errors) == ["times"]
    rounds.close(offered)
    assert his.get(url(offered, "lisaa")).status_code == 404


def test_a_newcomer_is_invited_without_more_times(offered, matti, kitchen, signed_in):
    his, _bahar = signed_in(matti), make_person(name="Bahar Şahin", unit=kitchen)
    for _click in range(2):
        assert his.post(url(offered, "kutsu")).status_code == 302
    assert told() == [("round_offered", "Bahar")]
    assert "Uusia ihmisiä tiimissäsi" not in his.get(url(offered)).content.decode()


def sent(moment):
    """A time as the week sends it."""
    return moment.astimezone(datetime.UTC).isoformat()


def week_of(moment):
    year, week, _day = timezone.localdate(moment).isocalendar()
    return f"{year}-W{week:02}"


def offering(people, times, **more):
    return {
        "id": uuid.uuid4(),
        "people": [person.pk for person in people],
        "times": [sent(at) for at in times],
        "occasion": Occasion.objects.get(code="how-are-you").pk,
        "minutes": "15",
        "first": "9",
        "last": "15",
        "place": "kahvihuone",
    } | more


def test_a_supervisor_offers_times_to_those_chosen(matti, aino, kaisa, signed_in):
    his = signed_in(matti)
    page = his.get("/tiimi/ajat/uusi/")
    assert [(person.name, chosen) for person, _note, chosen in page.context["team"]] == [
        ("Aino Virtanen", True),
        ("Kaisa Åkerman", True),
    ]
    assert [row.code for row in page.context["occasions"]] == ["how-are-you", "all-well", "change", "development"]
    times = [in_days(7, 9), in_days(7, 9, 20), in_days(8, 13)]
    form = offering([kaisa], times)
    for _click in range(2):
        assert his.post("/tiimi/ajat/tarjoa/", form).status_code == 302
    made = Round.objects.get()
    assert [time.starts_at for time in made.times.all()] == times
    assert (made.minutes, made.place, made.book_until < timezone.localdate(times[0])) == (15, "kahvihuone", True)
    assert told() == [("round_offered", "Kaisa")]
    assert "Mitä kuuluu" in his.get("/tiimi/ajat/").content.decode()
    page = his.get(url(made))
    assert [person for person, _time, _answer in page.context["people"]] == [kaisa]


def test_nobody_from_another_team_is_offered_anything(matti, aino, stranger, signed_in):
    answer = signed_in(matti).post("/tiimi/ajat/tarjoa/", offering([aino, stranger], [in_days(7)]))
    assert (list(answer.context["form"].errors), Round.objects.count()) == (["people"], 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"times": []}, "times"),
        ({"times": ["huomenna"]}, "times"),
        ({"times": ["2026-12-08T09:00:00"]}, "times"),
        ({"times": ["2016-05-18T09:00:00+00:00"]}, "times"),
        ({"people": []}, "people"),
        ({"minutes": "17"}, "minutes"),
        ({"book_until": "1.3.2017"}, "book_until"),
        ({"place": "x" * 201}, "place"),
    ],
)
def test_an_offer_that_is_none_says_what_to_do_and_keeps_the_rest(matti, aino, signed_in, wrong, field):
    answer = signed_in(matti).post("/tiimi/ajat/tarjoa/", offering([aino], [in_days(7)]) | wrong)
    assert (list(answer.context["form"].errors), Round.objects.count()) == ([field], 0)


def test_times_that_overlap_and_a_last_day_after_them_are_refused(matti, aino, signed_in):
    his = signed_in(matti)
    overlap = offering([aino], [in_days(7, 9), in_days(7, 9, 10)])
    late = offering([aino], [in_days(7, 9)], book_until=written(in_days(8)))
    found = [list(his.post("/tiimi/ajat/tarjoa/", form).context["form"].errors) for form in (overlap, late)]
    assert found == [["times"], ["book_until"]]


def test_what_is_in_the_calendar_is_one_block_and_what_is_chosen_in_another_week_stays(matti, aino, kaisa, signed_in):
    monday = in_days(14 - timezone.localdate().weekday())
    invitations.start(
        employee=aino,
        supervisor=matti,
        by=aino,
        occasion=Occasion.objects.first(),
        starts_at=monday + datetime.timedelta(minutes=10),
        minutes=45,
        agreed=True,
    )
    his = signed_in(matti)
    page = his.get("/tiimi/ajat/uusi/", {"week": week_of(monday)})
    first, second, third = (row[0] for row in page.context["week"].rows[:3])
    assert (first.name, first.rows, second, third) == ("Aino Virtanen", 3, None, None)
    assert page.context["week"].rows[3][0].value == sent(monday + datetime.timedelta(hours=1))
    chosen = monday + datetime.timedelta(hours=1)
    typed = offering([kaisa], [chosen], place="Huone 7", to=week_of(in_days(21)))
    later = his.post("/tiimi/ajat/tarjoa/", typed)
    assert later.context["week"].code == week_of(in_days(21))
    assert later.context["elsewhere"] == [(chosen, sent(chosen))]
    assert ('value="Huone 7"' in later.text, Round.objects.count()) == (True, 0)
    assert [chosen for _person, _note, chosen in later.context["team"]] == [False, True]


def test_other_hours_length_and_a_time_outside_the_week(matti, aino, signed_in):
    his, saturday = signed_in(matti), in_days(12 - timezone.localdate().weekday(), 18)
    typed = offering([aino], [], minutes="60", first="16", last="21", weekend="on", show="1", week=week_of(saturday))
    week = his.post("/tiimi/ajat/tarjoa/", typed).context["week"]
    assert ([len(row) for row in week.rows], len(week.days)) == ([7, 7, 7, 7], 7)
    assert timezone.localtime(week.rows[0][5].at).time() == datetime.time(16)
    one = typed | {"one": "1", "day": written(saturday), "clock": "18"}
    assert his.post("/tiimi/ajat/tarjoa/", one).context["chosen"] == {sent(saturday)}
    refused = his.post("/tiimi/ajat/tarjoa/", one | {"day": "31.2.2027"})
    assert (refused.context["chosen"], list(refused.context["one"].errors)) == (set(), ["day"])


@pytest.mark.parametrize("code", ["", "x", "2026-W99", "1999-W01", "2026-W50²", "9999-W52"])
def test_a_week_that_is_none_is_the_next_one(matti, aino, signed_in, code):
    page = signed_in(matti).get("/tiimi/ajat/uusi/", {"week": code})
    today = timezone.localdate()
    assert page.context["week"].monday == today + datetime.timedelta(days=7 - today.weekday())


def test_no_time_suits_and_not_now_are_answers_without_a_reason(offered, matti, aino, kaisa, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    for _click in range(2):
        assert hers.post(url(offered, "vastaa"), {"answer": "shift"}).status_code == 302
    signed_in(kaisa).post(url(offered, "vastaa"), {"answer": "not_now"})
    assert {person.first: said for person, _time, said in his.get(url(offered)).context["people"]} == {
        "Aino": "mikään aika ei sovi vuoroon",
        "Kaisa": "ei nyt",
    }
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):  # gone from view, as of an invitation
        assert {said for _person, _time, said in signed_in(matti).get(url(offered)).context["people"]} == {""}
    assert [thing.url for thing in start.things(aino)] == []
    assert told() == []
    his.post(url(offered, "lisaa/tarjoa"), {"times": [sent(in_days(9, 18))]})
    assert told() == [("round_more", "Aino")]  # whoever has said not now is left alone
    assert url(offered) in [thing.url for thing in start.things(aino)]
    hers.post(url(offered, "varaa"), {"time": offered.times.last().pk})
    hers.post(url(offered, "vastaa"), {"answer": "not_now"})  # with a time of hers she cancels it instead
    assert [(row.person, row.answer) for row in RoundAnswer.objects.all()] == [(kaisa, "not_now")]
    assert hers.post(url(offered, "vastaa"), {"answer": "x"}).status_code == 302


def test_after_the_last_day_nobody_books(offered, aino, kaisa, signed_in):
    Round.objects.update(book_until=timezone.localdate() - datetime.timedelta(days=1))
    assert start.things(aino) == []
    signed_in(aino).post(url(offered, "varaa"), {"time": offered.times.first().pk})
    assert signed_in(kaisa).post(url(offered, "vastaa"), {"answer": "shift"}).status_code == 404
    assert Conversation.objects.count() == 0
    assert signed_in(aino).get(url(offered)).context["is_open"] is False


def test_the_invited_book_one_time_each_and_never_see_who_booked(offered, aino, kaisa, matti, signed_in):
    hers, other = signed_in(aino), signed_in(kaisa)
    first, second, _third = offered.times.all()
    for _click in range(2):
        hers.post(url(offered, "varaa"), {"time": first.pk})
    booked = Conversation.objects.get()
    assert (booked.employee, booked.supervisor, booked.status, booked.starts_at) == (
        aino,
        matti,
        "agreed",
        first.starts_at,
    )
    assert (booked.place, booked.minutes) == ("kahvihuone", 30)
    assert told() == [("time_agreed", "Aino"), ("time_agreed", "Matti")]
    shown = other.get(url(offered)).content.decode()
    assert "Aino" not in shown
    assert f'value="{first.pk}"' not in shown
    other.post(url(offered, "varaa"), {"time": first.pk})  # too late
    assert Conversation.objects.count() == 1
    other.post(url(offered, "varaa"), {"time": second.pk})
    assert Conversation.objects.count() == 2
    page = signed_in(matti).get(url(offered)).content.decode()
    assert "Aino Virtanen" in page
    assert "Kaisa Åkerman" in page


def test_the_booker_changes_and_cancels(offered, aino, kaisa, signed_in):
    hers = signed_in(aino)
    first, second, _third = offered.times.all()
    hers.post(url(offered, "varaa"), {"time": first.pk})
    hers.post(url(offered, "varaa"), {"time": second.pk})
    booked = Conversation.objects.get()
    assert (booked.starts_at, booked.calendar_sequence) == (second.starts_at, 1)
    assert set(offered.times.free()) == set(offered.times.exclude(pk=second.pk))
    for _click in range(2):
        hers.post(url(offered, "peru"))
    booked.refresh_from_db()
    assert booked.status == "declined"
    assert offered.times.free().count() == 3
    assert told()[0] == ("declined", "Matti")
    signed_in(kaisa).post(url(offered, "varaa"), {"time": second.pk})
    hers.post(url(offered, "varaa"), {"time": first.pk})
    assert Conversation.objects.filter(status="agreed").count() == 2


def test_a_conversation_declined_on_its_own_page_frees_the_time(offered, aino, signed_in):
    hers = signed_in(aino)
    first = offered.times.first()
    hers.post(url(offered, "varaa"), {"time": first.pk})
    hers.post(f"/keskustelut/{Conversation.objects.get().pk}/peru/")
    assert first in offered.times.free()
    hers.post(url(offered, "varaa"), {"time": first.pk})
    assert RoundTime.objects.of(aino).get() == first


def test_a_conversation_that_has_begun_is_not_moved(offered, aino, signed_in):
    first, second, _third = offered.times.all()
    signed_in(aino).post(url(offered, "varaa"), {"time": first.pk})
    Conversation.objects.update(starts_at=timezone.now())
    for act in ("varaa", "peru"):
        signed_in(aino).post(url(offered, act), {"time": second.pk})
    assert RoundTime.objects.of(aino).get() == first


def test_closing_keeps_what_was_booked(offered, aino, kaisa, matti, signed_in):
    first, second, _third = offered.times.all()
    signed_in(aino).post(url(offered, "varaa"), {"time": first.pk})
    signed_in(matti).post(url(offered, "sulje"))
    assert signed_in(kaisa).post(url(offered, "varaa"), {"time": second.pk}).status_code == 302
    assert signed_in(kaisa).get(url(offered)).status_code == 200
    assert Conversation.objects.count() == 1
    signed_in(aino).post(url(offered, "peru"))  # her own she may still cancel
    assert Conversation.objects.get().status == "declined"


def test_a_free_time_can_be_removed_and_a_booked_one_stays(offered, aino, matti, signed_in):
    first, second, _third = offered.times.all()
    signed_in(aino).post(url(offered, "varaa"), {"time": first.pk})
    for time in (first, second):
        signed_in(matti).post(url(offered, f"poista/{time.pk}"))
    assert offered.times.count() == 2
    assert first in offered.times.all()


def test_the_start_page_offers_it_until_it_is_booked(offered, aino, matti, signed_in):
    address = url(offered)
    assert [thing.url for thing in start.things(aino)] == [address]
    assert [thing.url for thing in start.things(matti)] == []
    signed_in(aino).post(url(offered, "varaa"), {"time": offered.times.first().pk})
    assert address not in [thing.url for thing in start.things(aino)]


def test_when_the_supervisor_has_changed_nobody_books_with_the_former_one(offered, aino, kaisa, matti, signed_in):
    signed_in(kaisa).post(url(offered, "varaa"), {"time": offered.times.last().pk})
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert start.things(aino) == []
    signed_in(aino).post(url(offered, "varaa"), {"time": offered.times.first().pk})
    assert Conversation.objects.count() == 1
    assert "Kaisa" not in signed_in(matti).get(url(offered)).content.decode()


def test_the_wrong_person_finds_nothing(offered, aino, sari, leena, stranger, mikael, signed_in):
    time = offered.times.first()
    for who in (sari, leena, stranger, mikael):
        client = signed_in(who)
        answers = [client.get(url(offered)).status_code]
        acts = ("varaa", "peru", "vastaa", "sulje")
        answers += [client.post(url(offered, act), {"time": time.pk}).status_code for act in acts]
        answers.append(client.post(url(offered, f"poista/{time.pk}")).status_code)
        assert answers == [404] * 6
    invited = signed_in(aino)
    assert invited.post(url(offered, "sulje")).status_code == 404
    assert invited.post(url(offered, f"poista/{time.pk}")).status_code == 404
    for path in ("/tiimi/ajat/", "/tiimi/ajat/uusi/"):
        assert invited.get(path).status_code == 404
    assert invited.post("/tiimi/ajat/tarjoa/").status_code == 404


def test_a_supervisor_without_a_team_is_told(leena, kotikunta, signed_in):
    assert signed_in(leena).get("/tiimi/ajat/uusi/").status_code == 200


def test_the_letter_is_neutral(matti, aino, kaisa):
    offer(matti, [aino])
    found = letter(Mail.objects.get())
    text = found.subject + found.body
    assert "Matti Laine" in text
    assert not any(word in text.lower() for word in ("tuki", "kuuluu", "kahvihuone"))


@pytest.mark.both_databases
def test_a_round_of_many_costs_as_many_queries_as_one_of_few(
    matti, kitchen, aino, signed_in, django_assert_num_queries
):
    small, client = offer(matti, [aino]), signed_in(matti)
    team = [make_person(unit=kitchen) for _n in range(30)]
    large = offer(matti, team, count=12)
    for person, time in zip(team, list(large.times.all())[:8], strict=False):
        signed_in(person).post(url(large, "varaa"), {"time": time.pk})
    client.get(url(small))
    for each in (small, large):
        with django_assert_num_queries(8):
            client.get(url(each))


def _race(offered, people, time, *, lock):
    """Everybody wants the same time at the same moment; returns how many got it."""
    together = threading.Barrier(len(people))
    got = []

    def run(person):
        try:
            with transaction.atomic():
                rows = Round.objects.bookable_by(person).select_related("supervisor", "occasion")
                mine = (rows.for_update() if lock else rows).get(pk=offered.pk)
                with contextlib.suppress(threading.BrokenBarrierError):
                    together.wait(timeout=0.5 if lock else 20)  # without a lock all come, sooner or later
                rounds.book(mine, by=person, time=time.pk)
            got.append(person)
        except rounds.Taken:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(got)


@pytest.fixture
def team(kitchen):
    return [make_person(unit=kitchen) for _n in range(6)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite writes in turn by itself")
@pytest.mark.parametrize(("lock", "alone"), [(True, True), (False, False)])
def test_six_people_for_one_time(matti, team, lock, alone):
    """With the lock one of them gets it. Without it (the control) more than one believes so."""
    Occasion.objects.get_or_create(code="how-are-you", defaults={"steps": ["memo"]})
    offered = offer(matti, team, count=1)
    time = offered.times.get()
    assert (_race(offered, team, time, lock=lock) == 1) is alone
    if lock:
        assert Conversation.objects.count() == 1


def test_lengths_are_in_the_readers_language(matti, aino, signed_in):
    matti.language = "sv"
    matti.save()
    assert "30 minuter" in signed_in(matti).get("/tiimi/ajat/uusi/").content.decode()
    page = signed_in(matti).get(f"/keskustelut/uusi/?with={aino.pk}").content.decode()
    assert "45 minuter" in page


def test_the_start_page_tells_two_rounds_apart_by_their_first_free_time(offered, matti, aino, kaisa, signed_in):
    first = offered.times.order_by("starts_at").first()
    rounds.book(offered, by=kaisa, time=first.pk)
    page = signed_in(aino).get("/").content.decode()
    rows = [
        f"<b>{formats.clock_only(time)}</b>{formats.short_day(time, 'fi')}" for time in (in_days(7, 9), in_days(7, 10))
    ]
    assert [row in page for row in rows] == [False, True]


def test_whoever_has_a_conversation_coming_is_told_and_not_ticked_at_first(matti, aino, kaisa, signed_in):
    occasion = Occasion.objects.get(code="how-are-you")
    at = in_days(3, 9)
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=at)
    team = signed_in(matti).get("/tiimi/ajat/uusi/").context["team"]
    assert team == [(aino, f"keskustelu {formats.day(at)}", False), (kaisa, "", True)]
