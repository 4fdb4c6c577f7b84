"""The supervisor's team: whose turn it is, and nothing against a person."""

import datetime
import re

import pytest
from django.utils import timezone

from core.formats import short_day
from tests.factories import make_line, make_person, make_unit
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.models import Agreement, Conversation, FollowUp, NotNow, Occasion, Offer, Round
from vatupassi.team.page import team_of

DAY = datetime.timedelta(days=1)


def talk(employee, supervisor, *, days=1, by=None, **more):
    occasion = Occasion.objects.get(code="how-are-you")
    at = timezone.now() + days * DAY
    return invitations.start(
        employee=employee, supervisor=supervisor, by=by or supervisor, occasion=occasion, starts_at=at, **more
    )


def line(supervisor, person):
    (found,) = [each for each in team_of(supervisor) if each.person == person]
    return found


def said(supervisor, person):
    """Of one person: the chips and the words."""
    return [(state.chip, state.text) for state in line(supervisor, person).states]


def shown_in(supervisor, person):
    return {str(each) for each in line(supervisor, person).shown_in}


def test_somebody_with_whom_nothing_is_going_on_is_to_be_offered_a_conversation(aino, matti):
    assert (said(matti, aino), shown_in(matti, aino)) == ([("tarjoa keskustelua", "")], {"", "offer"})


@pytest.mark.parametrize("how", ["invited", "declined", "offer", "round", "without", "held"])
def test_offers_of_every_kind_count_for_half_a_year(how, aino, matti):
    occasion, today = Occasion.objects.get(code="how-are-you"), timezone.localdate()
    if how == "offer":
        Offer.objects.create(employee=aino, supervisor=matti, occasion=occasion, offered_on=today)
    elif how == "round":
        Round.objects.create(supervisor=matti, occasion=occasion).invited.add(aino)
    elif how == "without":
        invitations.start_held(employee=aino, supervisor=matti, by=matti, occasion=occasion, day=today)
    else:
        made = talk(aino, matti)
        if how == "declined":
            invitations.decline(made, by=aino)
        if how == "held":
            Conversation.objects.update(status="closed", closed_on=today, held_on=today)
    assert "offer" not in shown_in(matti, aino)
    long_ago = today - datetime.timedelta(days=190)
    moment = timezone.now() - datetime.timedelta(days=190)
    Offer.objects.update(offered_on=long_ago)
    Round.objects.update(created_at=moment)
    Conversation.objects.filter(closed_on=None).update(status="closed", closed_on=long_ago)
    Conversation.objects.update(created_at=moment, held_on=long_ago)
    assert "offer" in shown_in(matti, aino)


def test_anothers_offer_is_not_ones_own(aino, matti, leena):
    occasion = Occasion.objects.get(code="how-are-you")
    Offer.objects.create(employee=aino, supervisor=leena, occasion=occasion, offered_on=timezone.localdate())
    assert "offer" in shown_in(matti, aino)


def test_what_waits_for_the_supervisor(aino, matti):
    made = talk(aino, matti, by=aino)
    (found,) = said(matti, aino)
    assert (found[0], found[1].startswith("Ehdottaa keskustelua: ")) == ("odottaa vastaustasi", True)
    assert shown_in(matti, aino) == {"", "waits"}
    invitations.accept(made, by=matti)
    assert shown_in(matti, aino) == {""}


def test_a_time_that_does_not_suit_waits_for_another_one(aino, matti):
    invitations.refuse_time(talk(aino, matti), by=aino)
    assert said(matti, aino) == [("odottaa vastaustasi", "Aika ei sovi. Ehdota toista aikaa.")]


def test_an_unanswered_suggestion_says_nothing_against_anybody(aino, matti):
    talk(aino, matti)
    ((chip, text),) = said(matti, aino)
    assert (chip, text.startswith("Ehdotit aikaa: "), shown_in(matti, aino)) == ("", True, {""})


def test_a_memo_that_the_employee_has_confirmed_waits_and_an_unconfirmed_one_is_to_do(two_agreements, aino, matti):
    Conversation.objects.update(status="agreed", awaiting="", starts_at=timezone.now() - DAY)
    two_agreements.refresh_from_db()
    assert shown_in(matti, aino) == {"", "todo"}
    two_agreements.confirmations.create(text_revision=two_agreements.text_revision, side="employee", by=aino)
    assert said(matti, aino) == [("odottaa vahvistustasi", f"Muistio: {two_agreements.occasion.name}")]
    two_agreements.confirmations.create(text_revision=two_agreements.text_revision, side="supervisor", by=matti)
    assert shown_in(matti, aino) == {""}


def test_a_late_follow_up_and_a_late_promise_are_the_supervisors_own(confirmed, aino, matti):
    assert [chip for chip, _text in said(matti, aino)] == [""]
    FollowUp.objects.update(starts_at=timezone.now() - 3 * DAY)
    Agreement.objects.update(due_on=timezone.localdate() - DAY)
    assert [chip for chip, _text in said(matti, aino)] == ["seuranta myöhässä", "lupaus myöhässä"]
    assert said(matti, aino)[1][1] == short_day(timezone.localdate() - DAY)
    assert shown_in(matti, aino) == {"", "todo"}
    Agreement.objects.filter(side="supervisor").update(done_at=timezone.now())  # the employee's is none of this
    assert [chip for chip, _text in said(matti, aino)] == ["seuranta myöhässä"]


def test_no_agreements_are_counted_and_nobody_is_said_not_to_have_been_talked_with(client, confirmed, aino, matti):
    make_person(name="Uusi Tulija", unit=aino.unit)
    client.force_login(matti)
    page = flat(client.get("/tiimi/").content)
    for word in ("sovit", "ei keskusteltu", "ei vielä"):
        assert word not in re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main")[0]).lower()


def test_a_row_is_hidden_until_it_is_shown_again_or_something_waits(client, aino, matti):
    client.force_login(matti)
    for _time in range(2):
        assert client.post(f"/tiimi/{aino.pk}/ei-nyt/").status_code == 302
    assert NotNow.objects.count() == 1
    assert shown_in(matti, aino) == {"not-now"}
    page = client.get("/tiimi/")
    assert [each.person for each in page.context["page"]] == [one for one in _team(matti) if one != aino]
    hidden = client.get("/tiimi/?show=not-now")
    assert [each.person for each in hidden.context["page"]] == [aino]
    assert [each.person for each in client.get("/tiimi/?q=virtanen").context["page"]] == [aino]
    talk(aino, matti, by=aino)
    assert shown_in(matti, aino) == {"", "waits"}
    client.post(f"/tiimi/{aino.pk}/ei-nyt/", {"again": "1"})
    assert not NotNow.objects.exists()


def _team(supervisor):
    return [each.person for each in team_of(supervisor)]


def test_only_ones_own_team_is_left_in_peace(client, aino, matti, leena, timo):
    for person in (leena, timo, aino):
        client.force_login(person)
        assert client.post(f"/tiimi/{aino.pk}/ei-nyt/").status_code == 404
    assert not NotNow.objects.exists()


def test_going_back_to_the_filter_stays_on_this_site(client, aino, matti):
    client.force_login(matti)
    answer = client.post(f"/tiimi/{aino.pk}/ei-nyt/", {"next": "/tiimi/?show=offer"})
    assert answer.headers["Location"] == "/tiimi/?show=offer"
    answer = client.post(f"/tiimi/{aino.pk}/ei-nyt/", {"next": "https://example.com/"})
    assert answer.headers["Location"] == "/tiimi/"


def test_chips_are_links_with_their_numbers(client, aino, matti):
    talk(aino, matti, by=aino)
    other = make_person(name="Oona Korhonen", unit=aino.unit)
    client.force_login(matti)
    page = client.get("/tiimi/")
    assert {str(each): count for each, count in page.context["filters"]}.items() >= {"waits": 1, "todo": 0}.items()
    assert 'href="/tiimi/?show=offer"' in page.content.decode()
    assert other in [each.person for each in client.get("/tiimi/?show=offer").context["page"]]
    assert [each.person for each in client.get("/tiimi/?show=waits").context["page"]] == [aino]
    assert client.get("/tiimi/?show=nonsense").status_code == 200


def test_two_coming_conversations_both_show_and_the_row_leads_to_the_pair(client, aino, matti):
    for days in (9, 2):
        talk(aino, matti, days=days, agreed=True)
    assert len(said(matti, aino)) == 2
    client.force_login(matti)
    assert f'href="/keskustelut/kanssa/{aino.pk}/"' in client.get("/tiimi/").content.decode()


def test_a_team_of_sixty_in_three_units_costs_as_many_statements_as_one_of_one(
    client, aino, matti, kotikunta, django_assert_num_queries
):
    client.force_login(matti)
    client.get("/tiimi/")
    with django_assert_num_queries(4):  # the session, the person, the team, what goes on
        client.get("/tiimi/")
    units = [aino.unit, make_unit(name="Keskuskeittiö", parent=kotikunta), make_unit(name="Kahvio", parent=kotikunta)]
    for unit in units[1:]:
        make_line(unit=unit, supervisor=matti)
    for number in range(59):
        person = make_person(name=f"Nimi Sukunimi{number:02}", unit=units[number % 3])
        talk(person, matti, days=number % 5 + 1, agreed=True)
    with django_assert_num_queries(4):
        page = client.get("/tiimi/")
    assert len(page.context["page"]) == 60
    assert "Keskuskeittiö" in page.content.decode()
    names = [each.person.sort_key for each in page.context["page"]]
    assert names == sorted(names)
    assert len(client.get("/tiimi/?q=kahvio").context["page"]) > 5


def test_a_deputy_sees_no_team_of_the_supervisors(client, aino, matti, timo):
    client.force_login(timo)
    assert client.get("/tiimi/").context["anybody"] is False
