"""A round for all: HR has the supervisors of units in use told, once each."""

import datetime

import pytest
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import SupervisionLine, Unit, User
from tests.factories import make_person, make_unit
from tests.jobs import run_jobs
from vatupassi.models import Occasion

pytestmark = pytest.mark.django_db
PAGE = "/hr/kayttoonotto/mita-kuuluu/"


def told():
    return sorted(Mail.objects.filter(kind="round_for_all").values_list("to__username", flat=True))


@pytest.fixture
def heads(sari, kitchen, matti):
    """Matti leads the kitchen, with a deputy; Ville a unit not in use yet; Veera has ended."""
    SupervisionLine.objects.exclude(supervisor=matti).delete()
    Unit.objects.filter(pk=kitchen.pk).update(is_open=True)
    later = make_unit(name="Siivous")
    Unit.objects.filter(pk=later.pk).update(is_open=False)
    ville, veera, dana = (make_person(username=name) for name in ("ville", "veera", "dana"))
    SupervisionLine.objects.create(supervisor=ville, unit=later)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    former = make_unit(name="Varasto")
    SupervisionLine.objects.create(supervisor=veera, unit=former, starts_on=yesterday, ends_on=yesterday)
    SupervisionLine.objects.create(supervisor=dana, unit=kitchen, kind=SupervisionLine.Kind.DEPUTY)
    return later


def test_only_supervisors_of_units_in_use_get_the_letter_and_each_once(sari, matti, heads, signed_in):
    hr = signed_in(sari)
    assert hr.get(PAGE).context["count"] == 1
    for _click in range(2):
        assert hr.post(PAGE + "kerro/").status_code == 302
    run_jobs()
    assert told() == [matti.username]
    assert hr.get(PAGE).context["count"] == 0
    Unit.objects.filter(pk=heads.pk).update(is_open=True)
    assert hr.get(PAGE).context["count"] == 1
    hr.post(PAGE + "kerro/")
    run_jobs()
    assert told() == sorted([matti.username, "ville"])


def test_the_letter_leads_to_the_round_with_the_conversation_chosen(sari, matti, aino, heads, signed_in):
    Occasion.objects.filter(code="how-are-you").update(position=85)  # no longer the first that is proposed
    signed_in(sari).post(PAGE + "kerro/")
    run_jobs()
    made = letter(Mail.objects.get(kind="round_for_all"))
    assert "Mitä kuuluu" in made.body
    form = signed_in(matti).get(made.link).context["form"]
    assert form.initial["occasion"].code == "how-are-you"
    assert signed_in(matti).get("/tiimi/ajat/uusi/?about=\x00").status_code == 200


def test_nobody_is_told_while_the_occasion_is_retired(sari, matti, heads, signed_in):
    User.objects.filter(pk=matti.pk).update(is_hr=True)  # who sees retired ones elsewhere
    Occasion.objects.filter(code="how-are-you").update(in_use=False)
    hr = signed_in(sari)
    assert 'action="' + PAGE not in hr.get(PAGE).text
    assert "Kenellekään ei lähetetty" in hr.post(PAGE + "kerro/", follow=True).text
    run_jobs()
    assert told() == []
    Occasion.objects.filter(code="how-are-you").update(in_use=True)
    assert "Viestit lähtevät" in hr.post(PAGE + "kerro/", follow=True).text
    Occasion.objects.filter(code="how-are-you").update(in_use=False)
    run_jobs()
    assert told() == []


def test_hr_sees_the_words_and_nothing_of_who_has_done_it(sari, matti, heads, signed_in):
    hr = signed_in(sari)
    page = hr.get(PAGE).text
    assert "Tarjoa tiimillesi lyhyt keskustelu" in page
    assert matti.name not in page
    assert PAGE in hr.get("/hr/kayttoonotto/").text
