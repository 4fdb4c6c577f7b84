"""What one finds by a few letters or a day: one's own, and nothing of anybody else."""

import datetime
import re

import pytest
from django.utils import timezone

from people.models import SupervisionLine
from tests.factories import make_line, make_person
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.models import Conversation, Occasion

DAY = datetime.timedelta(days=1)
HITS = re.compile(
    r'<a href="([^"]*)"[^>]*>(?:<svg.*?</svg>|<span class="face.*?</span>)<span class="what"><b>(.*?)</b>'
)


def talk(employee, supervisor, *, days=1):
    occasion = Occasion.objects.get(code="how-are-you")
    at = timezone.now() + days * DAY
    return invitations.start(employee=employee, supervisor=supervisor, by=supervisor, occasion=occasion, starts_at=at)


def found(client, text):
    """Label → the titles under it."""
    page = flat(client.get("/etsi/", {"q": text}).content)
    sections = re.findall(r"<section[^>]*><h2>(.*?)</h2>(.*?)</section>", page)
    return {label: [title for _url, title in HITS.findall(rows)] for label, rows in sections}


def test_a_supervisor_finds_their_people_and_what_the_two_have(aino, matti, signed_in):
    made = talk(aino, matti)
    page = found(signed_in(matti), "aino")
    assert page["Ihmiset"] == ["Aino Virtanen"]
    assert page["Tee"] == ["Ehdota keskustelua: Aino Virtanen"]
    assert [title.split(",")[0] for title in page["Keskustelut"]] == ["Aino Virtanen"]
    answer = flat(signed_in(matti).get("/etsi/", {"q": "virt"}).content)
    assert made.get_absolute_url() in answer
    assert f"/keskustelut/kanssa/{aino.pk}/" in answer


def test_an_employee_finds_who_may_talk_with_them(aino, matti, leena, johanna, signed_in):
    talk(aino, matti)
    client = signed_in(aino)
    assert found(client, "Laine")["Ihmiset"] == ["Matti Laine"]
    assert found(client, "šimek")["Ihmiset"] == found(client, "simek")["Ihmiset"] == ["Leena Šimek"]
    assert found(client, "Johanna") == {}


@pytest.mark.parametrize("text", ["ai", "", "²²²", "---", "'); --", "%", "___", "a" * 5000, "\0aino\0x"])
def test_nobody_is_found_by_less_than_three_letters_or_by_signs(text, aino, matti, signed_in):
    assert "Ihmiset" not in found(signed_in(matti), text)


def test_anothers_conversation_is_not_found(aino, matti, leena, timo, sari, johanna, signed_in):
    made = talk(aino, matti)
    for person in (leena, timo, sari, johanna):
        assert "Keskustelut" not in found(signed_in(person), "virtanen"), person
        assert str(made.pk) not in signed_in(person).get("/etsi/").content.decode()


def test_a_former_supervisor_finds_it_no_more(aino, matti, kitchen, signed_in):
    talk(aino, matti)
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - DAY)
    assert found(signed_in(matti), "virtanen") == {}
    assert found(signed_in(aino), "laine")["Keskustelut"]  # the employee's own stays


def test_a_conversation_is_found_by_its_day(aino, matti, kitchen, signed_in):
    other = make_person(name="Bahar Şahin", unit=kitchen)
    tomorrow = timezone.localdate() + DAY
    talk(aino, matti)
    talk(other, matti, days=12)
    client = signed_in(matti)
    for text in (f"{tomorrow.day}.{tomorrow.month}.", f"{tomorrow.day}.{tomorrow.month}.{tomorrow.year}", "huomenna"):
        assert [title.split(",")[0] for title in found(client, text)["Keskustelut"]] == ["Aino Virtanen"], text
    assert "Keskustelut" not in found(client, f"sahin {tomorrow.day}.{tomorrow.month}.")
    assert [title.split(",")[0] for title in found(client, "sahin")["Keskustelut"]] == ["Bahar Şahin"]
    for text in ("31.2.", "99.99.", "0.0.0000", "29.2.9999"):
        assert "Keskustelut" not in found(client, text)


def test_a_follow_up_stands_beside_its_conversation(aino, matti, confirmed, signed_in):
    at = confirmed.follow_ups.get().starts_at
    day = timezone.localtime(at)
    titles = found(signed_in(aino), f"{day.day}.{day.month}.")["Keskustelut"]
    assert len(titles) == 2
    assert f"/keskustelut/{confirmed.pk}/seuranta/1/" in signed_in(aino).get("/etsi/", {"q": "laine"}).content.decode()


def test_without_words_what_is_coming_and_the_pages(aino, matti, signed_in):
    talk(aino, matti)
    page = found(signed_in(aino), "")
    assert list(page) == ["Keskustelut", "Sivut"]
    assert "Pikanäppäimet" in found(signed_in(aino), "pikan")["Sivut"]
    assert "Sivut" not in found(signed_in(aino), "tarjoa tiimille")
    assert "Tarjoa tiimille aikoja" in found(signed_in(matti), "tarjoa tiimille")["Sivut"]


def test_as_many_statements_for_one_as_for_thirty(aino, matti, kitchen, signed_in, django_assert_num_queries):
    talk(aino, matti)
    client = signed_in(matti)
    client.get("/etsi/", {"q": "aino"})
    with django_assert_num_queries(5):  # the session, the person, whom they lead, their own line, conversations
        client.get("/etsi/", {"q": "aino"})
    for _number in range(30):
        person = make_person(name="Aino Virtanen", unit=kitchen)
        talk(person, matti)
    with django_assert_num_queries(4):  # so many are led that the line upwards is not asked for
        page = found(client, "aino")
    assert (len(page["Ihmiset"]), len(page["Keskustelut"])) == (8, 8)


def test_a_declined_one_is_not_found(aino, matti, signed_in):
    made = talk(aino, matti)
    invitations.decline(made, by=aino)
    assert Conversation.objects.get().status == "declined"
    assert "Keskustelut" not in found(signed_in(matti), "virtanen")


def test_a_leaver_is_found_in_what_was_held_alone(aino, matti, kitchen, signed_in):
    make_line(unit=kitchen, supervisor=make_person(name="Toinen Johtaja"))
    talk(aino, matti)
    Conversation.objects.update(supervisor=None)
    page = found(signed_in(aino), "laine")
    assert (page["Ihmiset"], len(page["Keskustelut"])) == (["Matti Laine"], 1)
