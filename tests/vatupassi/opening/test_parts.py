"""What the employee gives in part: what was agreed to a new supervisor, the confirmed memo to somebody they trust."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog, Mail
from people.models import SupervisionLine
from tests.factories import make_line, make_person
from tests.people_fixtures import with_second_step
from tests.vatupassi.opening.conftest import AGREED, HERS, HIS, NOTE, VIEW
from vatupassi.memo import confirmation
from vatupassi.models import Conversation, Opening

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def confirmed(conversation, aino, matti):
    for person in (aino, matti):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    Mail.objects.all().delete()
    return Conversation.objects.get(pk=conversation.pk)


@pytest.fixture
def later(matti, kitchen):
    """Who leads the kitchen now."""
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - DAY)
    person = with_second_step(make_person(name="Uusi Esihenkilö", unit=kitchen))
    make_line(unit=kitchen, supervisor=person)
    return person


def give(client, page, reader, until="huomenna"):
    return client.post(page + "avaa/luotetulle/", {"reader": reader.pk, "until": until})


def text(answer):
    return answer.content.decode()


def test_a_new_supervisor_is_given_what_was_agreed_and_nothing_else(page, aino, later, signed_in, conversation):
    hers, new = signed_in(aino), signed_in(later)
    assert "Anna vain sovitut asiat" in text(hers.get(page))
    hers.post(page + "avaa/esihenkilo/", {"reader": later.pk, "scope": "agreed"})
    opening = Opening.objects.get()
    assert new.get(page).status_code == new.get(page + "vaihe/tiedanko/").status_code == 404
    assert new.get(page + "muistio.pdf").status_code == 404
    read = text(new.get(f"/avatut/{opening.pk}/"))
    assert AGREED in read
    assert [word for word in (NOTE, HERS, HIS, VIEW) if word in read] == []
    assert AccessLog.objects.get(reader=later).item == conversation.pk
    hers.post(page + "avaa/esihenkilo/", {"reader": later.pk, "scope": "whole"})  # more, when she wants it
    assert NOTE in text(new.get(page + "vaihe/tiedanko/"))
    assert Opening.objects.count() == 1


def test_what_was_agreed_closes_with_the_line(page, aino, later, signed_in):
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": later.pk, "scope": "agreed"})
    SupervisionLine.objects.filter(supervisor=later).update(ends_on=timezone.localdate() - DAY)
    assert signed_in(later).get(f"/avatut/{Opening.objects.get().pk}/").status_code == 404


def test_a_trusted_person_reads_the_memo_until_the_day(page, confirmed, aino, matti, johanna, signed_in):
    hers, his, reader = signed_in(aino), signed_in(matti), signed_in(johanna)
    before = text(his.get(page))
    assert give(hers, page, johanna, "2 viikkoa").status_code == 302
    opening = Opening.objects.get()
    address = f"/avatut/{opening.pk}/"
    assert AGREED in text(reader.get(address))
    assert reader.get(address + "muistio.pdf")["Content-Type"] == "application/pdf"
    assert [reader.get(path).status_code for path in (page, page + "vaihe/memo/", page + "muistio.pdf")] == [404] * 3
    for mine in (text(hers.get(page)), text(hers.get(page + "vaihe/memo/"))):
        assert "Johanna Åberg voi lukea muistion" in mine
        assert "Ei kukaan" not in mine
    pair = text(hers.get(f"/keskustelut/kanssa/{matti.pk}/"))
    assert "Johanna Åberg" in pair
    assert "vahvistettu muistio" in pair
    assert "Johanna" not in text(his.get(f"/keskustelut/kanssa/{aino.pk}/"))
    after = text(his.get(page))
    assert "Johanna" not in after + text(his.get(page + "vaihe/memo/")) + text(his.get(page + "avaa/"))
    assert after.count("<li") == before.count("<li")
    assert his.get(address).status_code == 404
    assert his.post(address + "peru/").status_code == 404
    assert [mail.to for mail in Mail.objects.all()] == [johanna]  # the supervisor is told nothing
    confirmed.refresh_from_db()
    with time_machine.travel(timezone.now() + 15 * DAY):
        assert signed_in(johanna).get(address).status_code == 404
        assert "Johanna Åberg" not in text(signed_in(aino).get(page))


def test_it_is_taken_back_at_once(page, confirmed, aino, matti, stranger, signed_in):
    give(signed_in(aino), page, stranger)
    address = f"/avatut/{Opening.objects.get().pk}/"
    signed_in(aino).post(address + "peru/")
    assert signed_in(stranger).get(address).status_code == 404
    assert {mail.to for mail in Mail.objects.all()} == {stranger}


def test_twice_is_once_and_a_later_day_is_the_day(page, confirmed, aino, stranger, signed_in):
    for until in ("huomenna", "huomenna", "2 viikkoa"):
        give(signed_in(aino), page, stranger, until)
    opening = Opening.objects.get()
    assert opening.until == timezone.localdate() + 14 * DAY
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("until", ["", "eilen", "1.1.2099", "²", "x" * 5000])
def test_a_day_that_is_none_opens_nothing(until, page, confirmed, aino, stranger, signed_in):
    answer = give(signed_in(aino), page, stranger, until)
    assert (answer.status_code, Opening.objects.count()) == (200, 0)


def test_nobody_but_the_employee_gives_and_no_party_is_given(page, confirmed, aino, matti, sari, stranger, signed_in):
    for person in (matti, sari, stranger):
        assert give(signed_in(person), page, stranger).status_code == 404
    for person in (aino, matti):
        assert give(signed_in(aino), page, person).status_code == 200
    assert Opening.objects.count() == 0


def test_without_a_confirmed_memo_there_is_nothing_to_give(page, conversation, aino, stranger, signed_in):
    assert give(signed_in(aino), page, stranger).status_code == 404
    assert "johon luotat" not in text(signed_in(aino).get(page + "avaa/"))


def test_a_person_is_found_by_three_letters(page, confirmed, aino, stranger, signed_in):
    hers = signed_in(aino)
    assert "Outi Vieras" not in text(hers.get(page + "avaa/", {"q": "vi"}))
    assert "Outi Vieras" in text(hers.get(page + "avaa/", {"q": "vieras"}))
    assert 'name="until"' not in text(hers.get(page + "avaa/", {"q": "Laine"}))  # the party is no one to give to
    assert reverse("opening_trusted", args=[confirmed.pk]) in text(hers.get(page + "avaa/", {"q": "vieras"}))


def test_a_supervisor_who_reads_the_memo_may_still_be_given_the_whole(page, confirmed, aino, leena, signed_in):
    hers = signed_in(aino)
    give(hers, page, leena)
    hers.post(page + "avaa/esihenkilo/", {"reader": leena.pk, "scope": "whole"})
    assert signed_in(leena).get(page).status_code == 200
    assert Opening.objects.count() == 2
