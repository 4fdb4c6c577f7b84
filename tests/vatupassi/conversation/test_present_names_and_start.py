"""What a page says must be true now: names, coming conversations, what waits for whom, proposals, the first save."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core.formats import moment
from core.working_days import is_working_day
from people.models import User
from tests.jobs import run_jobs
from tests.pdfs import text_of
from vatupassi.conversation import invitations
from vatupassi.models import Assessment, Conversation, Memo, Occasion, Opening
from vatupassi.opening import actions as openings
from vatupassi.sharing import actions as sharing

pytestmark = pytest.mark.django_db


def talk(employee, supervisor, *, days=1, **more):
    at = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=days)
    occasion = Occasion.objects.get(code="how-are-you")
    return invitations.start(
        employee=employee, supervisor=supervisor, by=supervisor, occasion=occasion, starts_at=at, agreed=True, **more
    )


def rename(client, person, last, **more):
    form = client.get(f"/ihmiset/{person.pk}/").context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    data |= {"last_name": last, "revision": str(form.revision)}
    answer = client.post(f"/ihmiset/{person.pk}/", data | more)
    assert answer.status_code == 302, answer.context["form"].errors


# ---- Names


def test_a_new_surname_shows_in_what_has_not_ended_and_the_memo_keeps_its_own(confirmed, aino, matti, sari, signed_in):
    run_jobs()
    ahead, over = talk(aino, matti), talk(aino, matti, days=-40)
    Conversation.objects.filter(pk=over.pk).update(status="closed", closed_on=timezone.localdate())
    rename(signed_in(sari), aino, "Uusinimi")
    rename(signed_in(sari), matti, "Esinimi")
    his, hers = signed_in(matti), signed_in(aino)
    for client, new in ((his, "Aino Uusinimi"), (hers, "Matti Esinimi")):
        for path in ("/", ahead.get_absolute_url(), confirmed.get_absolute_url()):
            assert new in client.get(path).content.decode()
        assert new not in client.get(over.get_absolute_url()).content.decode()
    memo = text_of(Memo.objects.get(conversation=confirmed).pdf.open(aino))
    assert ("Aino Virtanen" in memo, "Uusinimi" in memo) == (True, False)


def test_a_new_title_shows_in_what_has_not_ended(aino, matti, sari, signed_in):
    ahead, over = talk(aino, matti), talk(aino, matti, days=-40)
    Conversation.objects.filter(pk=over.pk).update(status="closed", closed_on=timezone.localdate())
    before = matti.title
    rename(signed_in(sari), matti, matti.last_name, title_fi="keittiöpäällikkö")
    titles = dict(Conversation.objects.values_list("pk", "supervisor_title"))
    assert titles == {ahead.pk: "keittiöpäällikkö", over.pk: before}


# ---- The start page


@pytest.fixture
def other_hr(sari):
    return sari


def test_a_suggestion_to_take_it_to_hr_waits_on_the_start_page(confirmed, aino, matti, sari, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.WHOLE, by=matti)
    title = "haluaisi antaa HR:lle lukuoikeuden keskusteluunne"
    page = hers.get("/").content.decode()
    assert ("Matti Laine " + title in page, "Sari Koskinen" in page) == (True, True)
    for client in (his, signed_in(sari)):
        assert title not in client.get("/").content.decode()
    openings.take_back(Opening.objects.get(), by=aino)
    assert title not in hers.get("/").content.decode()
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.WHOLE, by=aino)
    assert "Aino Virtanen " + title in his.get("/").content.decode()
    openings.agree(Opening.objects.live().get(), by=matti)
    assert title not in his.get("/").content.decode()


def test_a_suggestion_of_a_reader_who_is_not_in_hr_any_more_waits_for_nobody(confirmed, aino, matti, sari, signed_in):
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.WHOLE, by=matti)
    hers = signed_in(aino)
    assert "haluaisi antaa HR:lle" in hers.get("/").content.decode()
    User.objects.filter(pk=sari.pk).update(is_hr=False)
    assert "haluaisi antaa HR:lle" not in hers.get("/").content.decode()


def test_what_was_opened_to_me_is_on_my_start_page_until_i_have_read_it(confirmed, aino, matti, sari, leena, signed_in):
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.OWN, by=aino)
    openings.open_to_supervisor(confirmed, to=leena, by=aino)
    title = "Aino Virtanen on antanut sinulle lukuoikeuden keskusteluun"
    for person in (sari, leena):
        client = signed_in(person)
        page = client.get("/").content.decode()
        assert title in page
        opening = Opening.objects.get(reader=person)
        path = f"/avatut/{opening.pk}/" if person == sari else confirmed.get_absolute_url()
        assert path in page
        assert client.get(path).status_code == 200
        assert title not in client.get("/").content.decode()
    for person in (aino, matti):
        assert title not in signed_in(person).get("/").content.decode()


def test_what_is_taken_back_is_on_no_start_page(confirmed, aino, sari, signed_in):
    openings.open_to_hr(confirmed, to=sari, scope=Opening.Scope.OWN, by=aino)
    openings.take_back(Opening.objects.get(), by=aino)
    assert "lukuoikeuden keskusteluun" not in signed_in(sari).get("/").content.decode()


# ---- Another time


@pytest.mark.parametrize("days", [-30, -1, *range(7)])  # a Friday among them
def test_another_time_is_neither_past_nor_the_same(days, aino, matti, signed_in):
    conversation = talk(aino, matti, days=days)
    page = signed_in(aino).get(conversation.get_absolute_url())
    day = page.context["when_form"]["day"].value()
    assert f"Nyt sovittuna: {moment(conversation.starts_at)}." in page.content.decode()  # beside the form
    assert day > max(timezone.localdate(), timezone.localdate(conversation.starts_at))
    assert is_working_day(day)


@pytest.mark.parametrize("days", [0, 9])
def test_another_time_of_a_follow_up_neither(days, confirmed, aino, signed_in):
    sitting = confirmed.follow_ups.get()
    with time_machine.travel(sitting.starts_at + datetime.timedelta(days=days)):
        hers = signed_in(aino)
        forms = [
            hers.get(confirmed.get_absolute_url()).context["follow_up_form"],
            hers.get(sitting.get_absolute_url()).context["move_form"],
        ]
        for form in forms:
            assert form["day"].value() > max(timezone.localdate(), timezone.localdate(sitting.starts_at))


@pytest.mark.parametrize("days", [-50, -1, 0, 9])
def test_the_next_follow_up_is_proposed_after_this_one(days, confirmed, aino, signed_in):
    """“Päätä ja sovi uusi” in a sitting that is held long before its time proposed the same day, or an earlier one."""
    sitting = confirmed.follow_ups.get()
    sitting.starts_at += datetime.timedelta(days=60)
    sitting.save()
    with time_machine.travel(sitting.starts_at + datetime.timedelta(days=days)):
        day = signed_in(aino).get(sitting.get_absolute_url()).context["next_form"]["day"].value()
        assert day >= max(timezone.localdate(), timezone.localdate(sitting.starts_at)) + datetime.timedelta(weeks=6)


# ---- The own assessment


def item(client, **data):
    return client.post("/vatupassi/kohta/", data, headers={"X-Autosave": "1", "X-Requested-With": "fetch"})


@pytest.mark.parametrize("again", [1, 2])
def test_a_blank_new_assessment_does_not_say_that_it_is_shared(again, aino, matti, signed_in):
    conversation, hers = talk(aino, matti), signed_in(aino)
    first = Assessment.start(by=aino)
    shared = first.items.get(question="osaanko")
    shared.mark(now=1)
    sharing.share(conversation, shared, with_note=False, by=aino)
    sees = "Matti Laine näkee 1 kohdan, muut vain sinä."
    assert sees in hers.get("/vatupassi/").content.decode()
    hers.post("/vatupassi/uusi/")
    assert sees not in hers.get("/vatupassi/").content.decode()
    sheet = hers.get(f"/keskustelut/{conversation.pk}/jaa/").content.decode()
    assert sheet.count("Jaettu aiemmasta arviosta") == 1
    anew = Assessment.objects.first().items.get(question="osaanko")
    anew.mark(now=again)
    sharing.share(conversation, anew, with_note=False, by=aino)
    assert sees in hers.get("/vatupassi/").content.decode()
