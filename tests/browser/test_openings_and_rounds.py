"""The pages of openings, rounds, the next step and occasions in a real browser: seen, accessible, nothing too wide."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from people.models import SupervisionLine
from tests.factories import make_line, make_person
from vatupassi.conversation import invitations
from vatupassi.hand_over import actions as hand_over
from vatupassi.models import Agreement, BoardMark, Conversation, DifferingView, Note, Occasion, Round
from vatupassi.opening import actions as openings
from vatupassi.round import actions as rounds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "työkyvyttömyyseläkehakemusprosessikuvaus"


@pytest.fixture
def conversation(aino, matti, timo, sari):
    """Held and written, opened to the deputy, the whole asked for HR, a summary approved and then void."""
    with transaction.atomic():
        made = invitations.start(
            employee=aino,
            supervisor=matti,
            by=aino,
            occasion=Occasion.objects.get(code="early-support"),
            starts_at=timezone.now() - datetime.timedelta(days=1),
            place="keittiön toimisto",
        )
        made.touch(status="agreed", awaiting="")
        for question, now, target in (("tiedanko", 1, 2), ("osaanko", 2, 2), ("kykenenko", -1, 1)):
            BoardMark.objects.create(
                conversation=made,
                side="employee",
                question=question,
                now=now,
                target=target,
                text=f"Aamuvuoro sujuu hyvin, iltavuoro painaa. {LONG}",
            )
        due = timezone.localdate() + datetime.timedelta(days=14)
        text = "Matti järjestää kaksi vapaata iltaa viikossa"
        Agreement.objects.create(conversation=made, text=text, side="supervisor", due_on=due, question="kykenenko")
        DifferingView.objects.create(conversation=made, side="employee", author=aino, text="Olen osin eri mieltä.")
        openings.open_to_supervisor(made, to=timo, by=aino)
        openings.open_to_hr(made, to=sari, scope="whole", by=aino)
        given = {"to": "oh", "parts": ["agreements"], "text_revision": made.text_revision}
        hand_over.approve(made, by=aino, **given)
        Note.in_slot(made, "tiedanko.works").store("Aamut sujuvat", by=aino)
        hand_over.propose(made, to="expert", parts=["agreements", "notes"], by=matti)
    return made


def in_days(days, hour, minute=0):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


@pytest.fixture
def offered(matti, aino, kitchen):
    names = ("Kaisa Åkerman", "Anna-Maria Korhonen-Vähäsöyrinki", "Olli Nieminen")
    team = [aino, *(make_person(name=name, unit=kitchen) for name in names)]
    with transaction.atomic():
        made = rounds.offer(
            by=matti,
            id=uuid.uuid4(),
            team=team,
            times=[in_days(day, 9 + n // 2, n % 2 * 30) for day in (7, 8) for n in range(5)],
            occasion=Occasion.objects.get(code="how-are-you"),
            minutes=30,
            place="kahvihuone",
        )
    for person, time in zip(team[1:3], made.times.all()[1:3], strict=True):
        with transaction.atomic():
            rounds.book(Round.objects.for_update().get(pk=made.pk), by=person, time=time.pk)
    return made


@pytest.fixture(params=[("fi", 1280), ("sv", 390)], ids=["fi-1280", "sv-390"])
def see(request, page_for, axe):
    """`see(user, path, …)`: each page is accessible and no wider than the screen; returns the last one."""
    language, width = request.param

    def look(user, *paths):
        page = page_for(user, language, width)
        for path in paths:
            page.goto(path)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        return page

    return look


def test_openings(conversation, aino, matti, sari, timo, see):
    base = f"/keskustelut/{conversation.pk}/"
    see(aino, base, base + "avaa/", base + "eteenpain/")
    see(matti, base, base + "avaa/", base + "eteenpain/")
    opening = conversation.openings.get(reader=sari)
    see(sari, "/avatut/", f"/avatut/{opening.pk}/")
    see(timo, "/avatut/", base)


def test_a_changed_supervisor(conversation, aino, matti, kitchen, see):
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    make_line(unit=kitchen, supervisor=make_person(name="Riitta Mäkelä", unit=kitchen))
    page = see(aino, f"/keskustelut/{conversation.pk}/")
    assert page.locator("#changed form").count() == 2  # the whole, or what was agreed


def test_rounds(offered, aino, matti, see):
    see(matti, "/tiimi/", "/tiimi/ajat/", "/tiimi/ajat/uusi/", f"/ajat/{offered.pk}/", f"/ajat/{offered.pk}/lisaa/")
    page = see(aino, "/", f"/ajat/{offered.pk}/")
    page.locator("input[name=time]").first.check()
    page.locator("main form .btn").first.click()
    page.locator("#mine").wait_for()
    assert Conversation.objects.filter(employee=aino).count() == 1
    see(aino, f"/ajat/{offered.pk}/")


def test_occasions(sari, see):
    Occasion.objects.filter(code="change").update(in_use=False)
    see(sari, "/aiheet/", "/aiheet/uusi/", f"/aiheet/{Occasion.objects.first().pk}/")
