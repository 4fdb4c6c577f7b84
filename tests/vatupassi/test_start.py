"""The start page: what is first for whom."""

import datetime
import re

import pytest
import time_machine
from django.template import engines
from django.utils import timezone

from core.formats import clock, short_day
from core.outbox import send
from core.start import Thing
from people.models import SupervisionLine
from tests.factories import make_person
from tests.html import alone
from vatupassi.conversation import invitations
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, Assessment, Conversation, FollowUp, Occasion


def first(client):
    """Where the first row leads, or the one primary button where there is no row."""
    page = client.get("/").content.decode()
    assert page.count('class="btn" href=') == 1
    rows = re.findall(r'<ol class="rows first">.*?<a\b[^>]*?href="([^"]+)"', page, re.DOTALL)
    return rows[0] if rows else page.split('class="btn" href="')[1].split('"')[0]


def primary(client):
    """The address behind the one primary button."""
    return client.get("/").content.decode().split('class="btn" href="')[1].split('"')[0]


def test_a_newcomer_begins_with_the_own_assessment_also_when_there_are_notices(client, aino, matti):
    client.force_login(aino)
    assert (first(client), primary(client)) == ("/vatupassi/", "/vatupassi/")
    send("role_changed", to=aino)
    assert (first(client), primary(client)) == ("/vatupassi/", "/vatupassi/")
    assert client.get("/").content.decode().count('href="/mina/ilmoitukset/"') == 1  # the bell tells it, and no row
    assessment = Assessment.start(by=aino)
    assert primary(client) == "/vatupassi/"  # nothing marked yet
    assessment.items.filter(question="tiedanko").update(now=1)
    assert primary(client) == "/keskustelut/uusi/"


def test_one_own_levels_are_shown_with_their_day(client, aino):
    assessment = Assessment.start(by=aino)
    assessment.items.filter(question="tiedanko").update(now=1)
    Assessment.objects.update(edited_at=datetime.datetime(2026, 11, 16, 12, tzinfo=datetime.UTC))
    client.force_login(aino)
    assert "merkitty ma 16.11.2026" in client.get("/").content.decode()


@pytest.mark.parametrize(("days", "group"), [(0, "now"), (1, "tomorrow"), (2, "later"), (7, "later")])
def test_on_a_sunday_tomorrow_is_tomorrow(days, group):
    with time_machine.travel(datetime.datetime(2026, 12, 6, 12, tzinfo=datetime.UTC), tick=False):
        assert Thing("Seuranta", "", "/", "Avaa", timezone.now() + datetime.timedelta(days=days)).group == group


def test_an_invitation_stands_first(client, aino, matti):
    soon = timezone.now() + datetime.timedelta(days=1)
    occasion = Occasion.objects.get(code="how-are-you")
    conversation = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=soon)
    client.force_login(aino)
    assert first(client) == conversation.get_absolute_url()


@pytest.mark.parametrize(
    ("days", "urgent", "due", "group"),
    [
        (0, False, True, "now"),
        (-1, False, False, "now"),  # an employee's is never late
        (-1, False, True, "late"),
        (-1, True, True, "late"),
        (3, False, True, "week"),  # Thursday to Sunday
        (4, False, True, "later"),
        (4, True, False, "now"),
        (None, False, False, "later"),
    ],
)
def test_things_stand_in_groups_of_time(days, urgent, due, group):
    with time_machine.travel(datetime.datetime(2026, 12, 3, 12, tzinfo=datetime.UTC), tick=False):
        when = None if days is None else timezone.now() + datetime.timedelta(days=days)
        thing = Thing("Seuranta", "", "/", "Avaa", when, urgent=urgent, is_due=due)
        assert thing.group == group
        assert thing.days_late == (1 if group == "late" else 0)


def test_what_is_ready_without_a_day_stands_under_now():
    assert Thing("Kysely", "", "/", "Avaa", is_ready=True).group == "now"


def test_a_row_without_a_day_keeps_the_column_of_the_others():
    row = "{% from 'components/page.html' import row %}{{ row('/', 'Verme', dated=dated) }}"
    shown = [engines["jinja2"].from_string(row).render({"dated": dated}) for dated in (True, False)]
    assert [('class="when"' in html, 'class="bare"' in html) for html in shown] == [(True, False), (False, True)]


def test_a_follow_up_is_late_on_the_supervisors_side_only(client, confirmed, aino, matti):
    FollowUp.objects.update(starts_at=timezone.now() - datetime.timedelta(days=3))
    confirmed.agreements.all().delete()
    for person, late in ((matti, True), (aino, False)):
        client.force_login(person)
        page = client.get("/").content.decode()
        assert "Seuranta:" in page
        assert ("3 päivää myöhässä" in page, "Myöhässä" in page) == (late, late)


def test_one_held_before_its_time_is_no_future_in_the_team(client, aino, matti):
    later = timezone.now() + datetime.timedelta(days=5)
    occasion = Occasion.objects.get(code="how-are-you")
    conversation = invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=later, agreed=True
    )
    for person in (aino, matti):
        conversation.refresh_from_db()
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    client.force_login(matti)
    rows = {line.person.pk: line.person for line in client.get("/tiimi/").context["page"]}
    assert rows[aino.pk].held == timezone.localdate()


def test_the_team_shows_what_its_supervisor_holds_and_nothing_of_others(client, confirmed, aino, matti, leena):
    """`confirmed`: a conversation of Aino and Matti with two agreements, its follow-up ahead."""
    now = timezone.now()
    others = {"employee": aino, "supervisor": leena, "occasion": Occasion.objects.get(code="how-are-you")}
    Conversation.objects.create(**others, started_by="employee", status="agreed", starts_at=now, touched_at=now)
    held = Conversation.objects.create(**others, started_by="employee", status="confirmed", starts_at=now)
    Agreement.objects.create(conversation=held, text="Leenan kanssa", side="employee", due_on=now.date())
    FollowUp.objects.create(conversation=held, number=1, starts_at=now)
    client.force_login(matti)
    (row,) = [line for line in client.get("/tiimi/").context["page"] if line.person == aino]
    ahead = FollowUp.objects.get(conversation=confirmed)
    assert [state.text for state in row.states] == [f"Seuranta {short_day(ahead.starts_at)} {clock(ahead.starts_at)}"]
    assert row.person.held == timezone.localdate(confirmed.starts_at)


@pytest.mark.parametrize(("days", "chips"), [(-1, 1), (1, 0)])
def test_the_team_leads_to_the_pair_and_says_what_is_under_way(client, aino, matti, days, chips):
    at = timezone.now() + datetime.timedelta(days=days)
    occasion = Occasion.objects.get(code="how-are-you")
    invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=at, agreed=True)
    client.force_login(matti)
    page = client.get("/tiimi/").content.decode()
    assert (page.count(f'href="/keskustelut/kanssa/{aino.pk}/"'), alone(page, "kesken")) == (1, chips)


@pytest.mark.parametrize("place", ["no unit", "no supervisor"])
def test_who_has_no_supervisor_yet_meets_no_fault(place, client, kotikunta):
    lonely = make_person(name="Seppo Särkkä", unit=kotikunta if place == "no supervisor" else None)
    client.force_login(lonely)
    for path in ("/", "/vatupassi/", "/keskustelut/", "/keskustelut/uusi/", "/mina/", "/paperit/"):
        assert client.get(path).status_code == 200
    assert "HR voi merkitä" in client.get("/keskustelut/uusi/").content.decode()
    assert client.get("/tiimi/").status_code == 404


def test_a_former_supervisor_is_not_offered_as_the_partner(client, confirmed, aino, matti):
    """`confirmed` has its follow-up ahead; another conversation has been agreed on."""
    soon = timezone.now() + datetime.timedelta(days=1)
    occasion = Occasion.objects.get(code="how-are-you")
    agreed = invitations.start(employee=aino, supervisor=matti, by=aino, occasion=occasion, starts_at=soon, agreed=True)
    client.force_login(aino)
    page = client.get("/").content.decode()
    assert f"Seuranta: {confirmed.supervisor_name}" in page
    assert "ei ole enää esihenkilösi" not in page
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    page = client.get("/").content.decode()
    assert "Seuranta:" not in page
    assert page.count(f"{confirmed.supervisor_name} ei ole enää esihenkilösi<") >= 2
    for conversation in (agreed, confirmed):
        assert f'{conversation.get_absolute_url()}#changed"' in page
        assert 'id="changed"' in client.get(conversation.get_absolute_url()).content.decode()
    client.force_login(matti)
    assert agreed.get_absolute_url() not in client.get("/").content.decode()
