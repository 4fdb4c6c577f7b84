"""The start page: what is first for whom."""

import datetime

import pytest
from django.utils import timezone

from core.outbox import send
from people.models import SupervisionLine
from tests.factories import make_person
from vatupassi.actions import confirmation, invitations
from vatupassi.models import Agreement, Assessment, Conversation, FollowUp, Occasion


def primary(client):
    """The address behind the one primary button."""
    page = client.get("/").content.decode()
    assert page.count('class="btn" href=') == 1
    return page.split('class="btn" href="')[1].split('"')[0]


def test_a_newcomer_begins_with_the_own_assessment_also_when_there_are_notices(client, aino, matti):
    client.force_login(aino)
    assert primary(client) == "/vatupassi/"
    send("letter_made", to=aino)
    assert primary(client) == "/vatupassi/"
    assert "/mina/ilmoitukset/" in client.get("/").content.decode()
    Assessment.objects.create(owner=aino)
    assert primary(client) == "/mina/ilmoitukset/"


def test_an_invitation_comes_before_that(client, aino, matti):
    soon = timezone.now() + datetime.timedelta(days=1)
    occasion = Occasion.objects.get(code="how-are-you")
    conversation = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=soon)
    client.force_login(aino)
    assert primary(client) == conversation.get_absolute_url()


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
    rows = {person.pk: person for person in client.get("/tiimi/").context["page"]}
    assert timezone.localdate(rows[aino.pk].held) == timezone.localdate()


def test_the_team_shows_what_its_supervisor_holds_and_nothing_of_others(client, confirmed, aino, matti, leena):
    """`confirmed`: a conversation of Aino and Matti with two agreements, its follow-up ahead."""
    now = timezone.now()
    others = {"employee": aino, "supervisor": leena, "occasion": Occasion.objects.get(code="how-are-you")}
    Conversation.objects.create(**others, started_by="employee", status="agreed", starts_at=now, touched_at=now)
    held = Conversation.objects.create(**others, started_by="employee", status="confirmed", starts_at=now)
    Agreement.objects.create(conversation=held, text="Leenan kanssa", side="employee", due_on=now.date())
    FollowUp.objects.create(conversation=held, number=1, starts_at=now)
    client.force_login(matti)
    (row,) = [person for person in client.get("/tiimi/").context["page"] if person == aino]
    ahead = FollowUp.objects.get(conversation=confirmed)
    assert (row.ahead, row.follow_up, row.open_agreements) == (None, ahead.starts_at, 2)
    assert timezone.localdate(row.held) == timezone.localdate(confirmed.starts_at)


@pytest.mark.parametrize(("hours", "chips"), [(-1, 1), (1, 0)])
def test_the_team_leads_to_the_conversation_and_says_when_it_is_under_way(client, aino, matti, hours, chips):
    at = timezone.now() + datetime.timedelta(hours=hours)
    occasion = Occasion.objects.get(code="how-are-you")
    found = invitations.start(employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=at, agreed=True)
    client.force_login(matti)
    page = client.get("/tiimi/").content.decode()
    assert (page.count(f'<a href="{found.get_absolute_url()}">'), page.count(">kesken<")) == (1, chips)


@pytest.mark.parametrize("place", ["no unit", "no supervisor"])
def test_who_has_no_supervisor_yet_meets_no_fault(place, client, kotikunta):
    lonely = make_person(name="Seppo Särkkä", unit=kotikunta if place == "no supervisor" else None)
    client.force_login(lonely)
    for path in ("/", "/vatupassi/", "/keskustelut/", "/keskustelut/uusi/", "/mina/", "/paperit/"):
        assert client.get(path).status_code == 200
    assert "HR voi merkitä" in client.get("/keskustelut/uusi/").content.decode()
    assert client.get("/tiimi/").status_code == 404


def test_who_has_no_mail_is_told_of_none(client, aino):
    client.force_login(aino)
    send("letter_made", to=aino)
    assert "myös sähköpostilla" in client.get("/").content.decode()
    aino.email = ""
    aino.save()
    page = client.get("/").content.decode()
    assert ("Mitä sinulle on kerrottu." in page, "myös sähköpostilla" in page) == (True, False)


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
