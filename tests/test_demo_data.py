"""The demo's data loads, whatever day it is, and is alive around it."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from config import demo
from people.launch import papers
from people.models import User
from people.sign_in.demo import REPRESENTATIVES
from support.models import Contact, LoadNotice
from tests import demo_copy
from tests.pdfs import text_of
from vatupassi.models import Conversation, FollowUp, Memo, Opening, RoundTime
from verme.models import Kooste, Season, Session, SignUp, Survey


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-11-25", marks=pytest.mark.both_databases),
        "2026-11-28",
        "2027-03-28",
        "2027-10-31",
        "2028-02-29",
    ],
)
def test_the_demo_lives_around_any_day(day):
    with time_machine.travel(datetime.datetime.fromisoformat(f"{day}T07:30:00+00:00"), tick=False):
        demo.load()
        now = timezone.now()
        assert Memo.objects.count() == 3
        assert sorted(set(Conversation.objects.values_list("status", flat=True))) == [
            "agreed",
            "closed",
            "confirmed",
            "invited",
        ]
        coming = Conversation.objects.filter(employee__username="aino", status="agreed").get()
        assert 0 < (coming.starts_at - now).days * 24 + (coming.starts_at - now).seconds / 3600 < 96
        assert FollowUp.objects.ahead().filter(starts_at__lt=now).exists()  # one is due
        assert RoundTime.objects.filter(conversation__employee__username="elina").count() == 1
        closed = Season.objects.filter(state=Season.State.CLOSED)
        placed = SignUp.objects.placed().filter(season__in=closed).order_by().values("season").annotate(n=Count("pk"))
        assert sorted(placed.values_list("n", flat=True)) == [11, 11]  # what HR's list says of them
        assert not Kooste.objects.filter(session__group__season__in=closed).exclude(handling="done").exists()
        assert Session.objects.filter(group__season__in=closed, kooste=None).count() == 0
        told = Survey.objects.filter(state=Survey.State.RELEASED)
        assert [(survey.result or {})["enough"] for survey in told] == [True, True, True]
        for session in Session.objects.all():
            assert timezone.localtime(session.starts_at).weekday() < 5
        for conversation in Conversation.objects.all():
            assert timezone.localtime(conversation.starts_at).weekday() < 5
        nothing_has_happened_after(now)


def nothing_has_happened_after(now):
    """What has been marked, written, held or confirmed is not ahead: a page would say of it what is not so."""
    past = ("started_at", "edited_at", "marked_at", "held_at", "confirmed_at", "passed_at")
    ahead = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in past and model._base_manager.filter(**{f"{field.name}__gt": now}).exists()
    ]
    assert ahead == []


@pytest.mark.django_db
def test_the_staffs_representatives_see_what_somebody_has_let_them_read_and_no_more(signed_in):
    demo_copy.load()
    raija, ilkka = (User.objects.get(username=name) for name in ("raija", "ilkka"))
    talk = Conversation.objects.get(employee__username="aino", status="confirmed")
    notice = LoadNotice.objects.get()
    steward, safety = signed_in(raija), signed_in(ilkka)
    for person in (raija, ilkka):
        assert (person.is_hr, person.is_admin, person.is_data_protection_officer, person.keeps_register) == (False,) * 4
        assert not Conversation.objects.visible_to(person).exists()
        assert not User.objects.supervised_by(person).exists()
    (opening,) = Opening.objects.readable_by(raija)
    assert opening.conversation == talk
    read = reverse("opening_read", args=[opening.pk])
    assert read in steward.get(reverse("openings")).text
    assert steward.get(read).status_code == 200
    assert steward.get(talk.get_absolute_url()).status_code == 404
    assert [safety.get(path).status_code for path in (read, talk.get_absolute_url())] == [404, 404]
    told = reverse("load_notice", args=[notice.pk])
    assert told in safety.get(reverse("load_write")).text
    assert "Aurauskaudella" in safety.get(told).text
    assert steward.get(told).status_code == 404
    answer = {"answer": "Vastaan toisen puolesta.", "revision": notice.revision}
    assert safety.post(reverse("load_answer", args=[notice.pk]), answer).status_code == 404
    his = signed_in(notice.supervisor).get(told).text
    assert ("Aurauskaudella" in his, "Ilkka" in his.partition("<main")[2]) == (True, False)
    for client in (steward, safety):
        paper = reverse("launch_pdf", args=["yhteistoiminta", "fi"])
        assert paper in client.get(reverse("papers")).text
        assert client.get(paper).headers["Content-Type"] == "application/pdf"
        assert client.get(reverse("launch_pdf", args=["kirje", "fi"])).status_code == 404
        assert client.get(reverse("launch")).status_code == 404
        assert client.get(reverse("assessment")).status_code == 200


@pytest.mark.django_db
def test_the_paper_for_co_operation_names_the_demos_representatives_in_the_demo_alone(settings):
    demo_copy.load()
    names = {person.name for person in User.objects.filter(username__in=REPRESENTATIVES)}
    assert names <= set(Contact.objects.values_list("name", flat=True))
    for settings.DEMO in (True, False):
        text = " ".join(text_of(papers.make(papers.paper_at("yhteistoiminta"), "fi")).split())
        assert {name for name in names if name in text} == (names if settings.DEMO else set())
