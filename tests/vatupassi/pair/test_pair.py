"""The pair's page: for the two alone, the same for both, and nothing that either may not open by themselves."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from core.formats import short_day
from people.models import SupervisionLine
from tests.factories import make_line, make_person
from tests.html import flat
from tests.people_fixtures import with_second_step
from vatupassi.conversation import ending, invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.memo import confirmation
from vatupassi.models import Agreement, BoardMark, Conversation, Occasion, Opening
from vatupassi.opening import actions as openings
from vatupassi.pair.page import Point

DAY = datetime.timedelta(days=1)


def talk(employee, supervisor, *, days=1, by=None, **more):
    occasion = Occasion.objects.get(code="how-are-you")
    at = timezone.now() + days * DAY
    return invitations.start(
        employee=employee, supervisor=supervisor, by=by or supervisor, occasion=occasion, starts_at=at, **more
    )


def without_proof(page):
    """Without the forms' tokens, which differ each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page).strip()


def get(client, person, other, query=""):
    client.force_login(person)
    return client.get(f"/keskustelut/kanssa/{other.pk}/{query}")


def change_supervisor(kitchen, matti):
    """Somebody else leads the kitchen since today."""
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - DAY)
    new = with_second_step(make_person(name="Uusi Esihenkilö", unit=kitchen))
    make_line(unit=kitchen, supervisor=new, starts_on=timezone.localdate())
    return new


def primary(page):
    """The one button: its words."""
    found = re.findall(r'<a class="btn" href="[^"]*">([^<]*)</a>', flat(page.content).split("<main")[1])
    assert len(found) == 1, found
    return found[0]


# ---- Whose it is


def test_it_is_for_the_two_alone(client, aino, matti, timo, leena, sari, confirmed):
    colleague = make_person(name="Bahar Şahin", unit=aino.unit)
    assert (get(client, aino, matti).status_code, get(client, matti, aino).status_code) == (200, 200)
    for person in (colleague, sari):
        assert get(client, person, aino).status_code == 404
    assert get(client, aino, colleague).status_code == 404
    assert get(client, aino, aino).status_code == 404
    assert get(client, aino, sari).status_code == 404
    for other in (timo, leena):  # a line of theirs covers the employee: their own page, and nothing of the others'
        page = get(client, other, aino)
        assert (page.status_code, page.context["pair"].conversations) == (200, [])
        assert "Enintään kaksi iltavuoroa" not in page.content.decode()


def test_both_read_the_same(client, aino, matti, confirmed):
    hers, his = get(client, aino, matti).context, get(client, matti, aino).context
    for name in ("way", "events", "readers", "current"):
        assert hers[name] == his[name]
    texts = [
        sorted(promise.text for promise in [*context["promises"].to_me, *context["promises"].mine])
        for context in (hers, his)
    ]
    assert texts[0] == texts[1] == ["Enintään kaksi iltavuoroa", "Koulutuspäivä"]


def test_two_supervisors_at_once_see_only_their_own(client, aino, matti, leena, confirmed):
    own = talk(aino, leena, agreed=True)
    assert get(client, leena, aino).context["pair"].conversations == [own]
    assert get(client, matti, aino).context["pair"].conversations == [confirmed]
    assert get(client, aino, leena).context["pair"].conversations == [own]
    assert confirmed.get_absolute_url() not in get(client, aino, leena).content.decode()


def test_after_a_change_the_former_supervisor_has_no_page_and_the_new_one_an_empty_one(
    client, aino, matti, kitchen, confirmed
):
    new = change_supervisor(kitchen, matti)
    assert get(client, matti, aino).status_code == 404
    page = get(client, new, aino)
    assert (page.status_code, page.context["pair"].conversations, page.context["current"]) == (200, [], None)
    hers = get(client, aino, matti)
    assert hers.context["pair"].conversations == [confirmed]
    text = flat(hers.content)
    assert "Matti Laine ei ole enää esihenkilösi" in text
    assert f'href="/keskustelut/kanssa/{new.pk}/"' in text
    assert "/keskustelut/uusi/" not in text.split("<main")[1]


def test_an_opened_conversation_does_not_come_to_the_readers_page(client, aino, matti, timo, confirmed):
    openings.open_to_supervisor(confirmed, to=timo, by=aino)
    assert get(client, timo, aino).context["pair"].conversations == []
    assert get(client, aino, matti).context["readers"] == [
        ("Timo Ääri", f"{_day(confirmed.held_day)}: koko keskustelu")
    ]
    assert get(client, matti, aino).context["readers"] == get(client, aino, matti).context["readers"]


def test_hr_with_the_own_part_is_named_and_reads_no_page(client, aino, matti, sari, confirmed):
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.OWN, by=aino)
    assert get(client, sari, aino).status_code == 404
    assert get(client, matti, aino).context["readers"] == [
        ("Sari Koskinen", f"{_day(confirmed.held_day)}: työntekijän oma osuus")
    ]


def test_a_new_supervisor_gets_in_one_tap_what_was_agreed_in_all_and_nothing_else(
    client, aino, matti, kitchen, confirmed
):
    with_another, empty = talk(aino, matti, agreed=True), talk(aino, matti, agreed=True)
    Agreement.objects.create(
        conversation=with_another, text="Oma vuorolista", side="supervisor", due_on=timezone.localdate()
    )
    new = change_supervisor(kitchen, matti)
    address = f"/keskustelut/kanssa/{matti.pk}/anna-sovitut/"
    client.force_login(aino)
    client.post(address, {"reader": str(matti.pk)})  # of an older page: somebody else leads now
    assert not Opening.objects.exists()
    assert "2 keskustelussa" in flat(get(client, aino, matti).content)
    for _twice in range(2):
        assert client.post(address, {"reader": str(new.pk)}).headers["Location"] == f"/keskustelut/kanssa/{matti.pk}/"
    given = Opening.objects.filter(reader=new, scope="agreed")
    assert {row.conversation for row in given} == {confirmed, with_another}
    page = get(client, aino, matti)
    assert (page.context["to_give"], len(page.context["readers"])) == (0, 1)
    client.force_login(new)
    for opening in given:
        assert client.get(opening.conversation.get_absolute_url()).status_code == 404
        assert client.get(f"/avatut/{opening.pk}/").status_code == 200
    assert client.get(empty.get_absolute_url()).status_code == 404
    for person in (new, matti):
        client.force_login(person)
        assert client.post(address, {"reader": str(new.pk)}).status_code == 404


def _day(day):
    return f"{day.day}.{day.month}.{day.year}"


# ---- The way, and the one button


def states(client, person, other):
    return [point.state for point in get(client, person, other).context["way"]]


def test_one_button_that_fits_the_state_on_each_side(client, aino, matti):
    assert (primary(get(client, aino, matti)), primary(get(client, matti, aino))) == ("Ehdota keskustelua",) * 2
    made = talk(aino, matti, days=3)
    assert primary(get(client, aino, matti)) == "Vastaa"
    assert primary(get(client, matti, aino)) == "Valmistaudu"
    assert states(client, aino, matti) == ["done", "here", "", "", ""]
    invitations.accept(made, by=aino)
    assert primary(get(client, aino, matti)) == "Valmistaudu"
    assert states(client, aino, matti) == ["done", "done", "here", "", ""]
    with time_machine.travel(made.starts_at, tick=False):
        assert primary(get(client, aino, matti)) == "Siirry keskusteluun"
        made = Conversation.objects.get(pk=made.pk)
        confirmation.confirm(made, by=aino, text_revision=made.text_revision)
        assert primary(get(client, aino, matti)) == "Lue muistio"
        assert primary(get(client, matti, aino)) == "Lue ja vahvista muistio"
        hers, his = (get(client, *two).content.decode() for two in ((aino, matti), (matti, aino)))
        assert ("odottaa vahvistustasi" in hers, "odottaa vahvistustasi" in his) == (False, True)
        assert states(client, aino, matti) == ["done", "done", "done", "here", ""]
        confirmation.confirm(made, by=matti, text_revision=made.text_revision)
        assert primary(get(client, aino, matti)) == "Ehdota keskustelua"
        made = Conversation.objects.get(pk=made.pk)
        follow_ups.plan(made, starts_at=timezone.now() + 30 * DAY, minutes=30)
        assert primary(get(client, matti, aino)) == "Avaa seuranta"
        assert states(client, aino, matti) == ["done", "done", "done", "done", "here"]


def test_the_way_tells_the_day_on_which_the_time_was_agreed(client, aino, matti):
    made, day = talk(aino, matti, days=9), timezone.localdate() + DAY
    with time_machine.travel(timezone.now() + DAY, tick=False):
        invitations.accept(made, by=aino)
        told = [get(client, person, other).context["way"][1] for person, other in ((aino, matti), (matti, aino))]
        assert told == [Point("Aika sovittu", short_day(day, "fi"), "done")] * 2
        invitations.refuse_time(made, by=aino)
        assert (Conversation.objects.get().agreed_on, states(client, matti, aino)[1]) == (None, "here")


def test_what_is_shared_is_said_to_each_of_the_two(client, aino, matti):
    made = talk(aino, matti)
    for question in ("tiedanko", "haluanko"):
        BoardMark.objects.create(conversation=made, side="employee", question=question, now=1)
    said = {person: flat(get(client, person, other).content) for person, other in ((aino, matti), (matti, aino))}
    assert "Olet jakanut: Tiedänkö? ja Haluanko?" in said[aino]
    assert "Aino Virtanen on jakanut: Tiedänkö? ja Haluanko?" in said[matti]


def test_what_one_has_ended_the_other_finds(client, aino, matti, confirmed):
    ending.end(confirmed, by=matti)
    page = get(client, aino, matti)
    assert page.context["button"].url == f"{confirmed.get_absolute_url()}#ended"


def test_two_coming_conversations_the_next_one_first(client, aino, matti):
    later, first = talk(aino, matti, days=9, agreed=True), talk(aino, matti, days=2, agreed=True)
    page = get(client, matti, aino)
    assert (page.context["current"], [row.url for row in page.context["others"]]) == (
        first,
        [later.get_absolute_url()],
    )


# ---- What was


def test_what_is_not_held_does_not_stand_there(client, aino, matti):
    invitations.decline(talk(aino, matti), by=aino)
    page = get(client, matti, aino)
    assert (page.context["current"], page.context["events"]) == (None, [])


def test_twelve_months_and_earlier_behind_a_link(client, aino, matti):
    occasion, today = Occasion.objects.get(code="how-are-you"), timezone.localdate()
    for days in (10, 500):
        invitations.start_held(
            employee=aino, supervisor=matti, by=matti, occasion=occasion, day=today - datetime.timedelta(days=days)
        )
    page = get(client, aino, matti)
    assert (len(page.context["events"]), page.context["has_earlier"]) == (1, True)
    assert "Käyty ilman työkalua." in page.content.decode()
    assert len(get(client, aino, matti, "?all=1").context["events"]) == 2


# ---- What is agreed and open


def test_own_promises_are_ticked_here_and_one_comes_back_here(client, aino, matti, confirmed):
    his = confirmed.agreements.get(side="supervisor")
    page = flat(get(client, matti, aino).content)
    assert page.count('class="tick"') == 1  # the employee's part is for the employee alone
    answer = client.post(f"/lupaukset/{his.pk}/", {"ticked": "1", "on": "pair"})
    assert answer.headers["Location"] == f"/keskustelut/kanssa/{aino.pk}/"
    his.refresh_from_db()
    assert (his.done_at is None, his.outcome) == (False, "under_way")  # whether it was kept the employee says
    assert flat(get(client, aino, matti).content).count('class="tick"') == 2


def test_late_is_said_to_the_supervisor_alone(client, aino, matti, confirmed):
    confirmed.agreements.update(due_on=timezone.localdate() - 4 * DAY)
    assert "4 päivää myöhässä" in get(client, matti, aino).content.decode()
    assert "myöhässä" not in get(client, aino, matti).content.decode()


def test_the_script_gets_the_row_as_it_is_on_the_page(client, aino, matti, confirmed):
    hers = confirmed.agreements.get(side="employee")
    client.force_login(aino)
    answer = client.post(f"/lupaukset/{hers.pk}/", {"ticked": "1", "on": "pair"}, headers={"HX-Request": "true"})
    assert without_proof(answer.text) in without_proof(get(client, aino, matti).content.decode())


@pytest.mark.parametrize("count", [1, 8])
def test_as_many_statements_with_many_conversations(count, client, aino, matti, confirmed, django_assert_num_queries):
    for number in range(count):
        talk(aino, matti, days=number + 1, agreed=True)
    get(client, aino, matti)
    with django_assert_num_queries(9):  # the access log, for a supervisor, once a day more
        client.get(f"/keskustelut/kanssa/{matti.pk}/")


# ---- Without the tool


def test_that_the_two_have_talked_is_noted_in_one_tap(client, aino, matti):
    for person, other, side in ((aino, matti, "employee"), (matti, aino, "supervisor")):
        page = get(client, person, other)
        occasion = page.context["occasions"].get(code="how-are-you")
        form = {"id": page.context["new_id"], "partner": f"{side}:{other.pk}", "occasion": occasion.pk}
        assert f'value="{form["partner"]}"' in page.content.decode()
        for _twice in range(2):
            assert client.post("/keskustelut/uusi/kayty/", form).status_code == 302
    assert [event.text for event in get(client, aino, matti).context["events"]] == ["Käyty ilman työkalua."] * 2


def test_an_agreed_one_becomes_one_on_paper_or_held_without_the_tool(client, aino, matti):
    made = talk(aino, matti, agreed=True)
    assert "/kayty/" not in get(client, matti, aino).content.decode()  # its time has not come
    Conversation.objects.update(starts_at=timezone.now() - DAY / 24)
    page = get(client, matti, aino).content.decode()
    for act in ("paperilla", "kayty"):
        url = f"{made.get_absolute_url()}{act}/"
        assert f'action="{url}"' in page
        assert client.post(url).status_code == 302
        page = get(client, matti, aino).content.decode()
    made.refresh_from_db()
    assert (made.way, made.status, made.held_on) == ("without", "closed", timezone.localdate(made.starts_at))
    assert get(client, aino, matti).context["current"] is None


def test_the_conversation_leads_to_the_pair(client, aino, matti, confirmed):
    client.force_login(aino)
    assert f'href="/keskustelut/kanssa/{matti.pk}/"' in client.get(confirmed.get_absolute_url()).content.decode()
