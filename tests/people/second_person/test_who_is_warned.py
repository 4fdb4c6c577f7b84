"""HR cannot first make a warning harmless: by another supervisor, or by a name that is taken for somebody else's."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core import retention
from core.models import Mail
from core.outbox import letter
from people.jobs import tell_of_lines_by_date
from people.models import EarlierSupervisor, SignInChange, SupervisionLine
from tests.factories import make_line, make_person
from tests.people.conftest import agree, change_address, in_use
from tests.people.register_form import edit, told
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
OF_TEAM = "sign_in_change_of_team"


def said_to(person):
    """The letters about changes that a person can read, the newest first."""
    rows = Mail.objects.filter(to=person, kind__startswith="sign_in_change").order_by("-created_at")
    return [f"{found.subject} {found.body}" for row in rows.select_related("to") if (found := letter(row))]


def fresh(person):
    """As the register's page shows them now, so that saving it changes nothing else."""
    return type(person).objects.get(pk=person.pk)


def warned(person):
    return told(person).count(OF_TEAM), len(said_to(person))


# ---- The supervisor


@pytest.mark.both_databases
def test_a_supervisor_swapped_first_is_told_as_well(signed_in, sari, second, pekka, hers, library):
    puppet = make_person(name="Nukke Esihenkilö", unit=library)
    make_line(unit=library, supervisor=puppet)
    edit(signed_in(sari), hers, unit=library.pk)
    change_address(signed_in, sari, fresh(hers))
    assert (warned(pekka), warned(puppet)) == ((1, 1), (1, 1))
    assert "Johanna Åberg" in said_to(pekka)[0]
    agree(signed_in, second)
    assert (warned(pekka), warned(puppet)) == ((2, 2), (2, 2))


def test_also_when_the_person_has_no_supervisor_any_more(signed_in, sari, pekka, hers):
    edit(signed_in(sari), hers, unit="")
    change_address(signed_in, sari, fresh(hers))
    assert warned(pekka) == (1, 1)


def test_also_by_the_dates_of_lines_before_and_after_the_night(signed_in, sari, pekka, hers, streets, library):
    """A line that ends today and one that begins tomorrow change nothing at once, and nobody acts tomorrow."""
    puppet, later = make_person(name="Nukke Esihenkilö"), make_person(name="Toinen Nukke", unit=library)
    make_line(unit=library, supervisor=later)
    today = timezone.localdate()
    SupervisionLine.objects.filter(supervisor=pekka).update(ends_on=today)
    make_line(unit=streets, supervisor=puppet, starts_on=today + datetime.timedelta(days=1))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        edit(signed_in(sari), hers, unit=library.pk)  # before the night's job
        kept = EarlierSupervisor.objects.filter(person=hers).values_list("supervisor", flat=True)
        assert set(kept) == {pekka.pk, puppet.pk}
        EarlierSupervisor.objects.all().delete()
        edit(signed_in(sari), hers, unit=streets.pk)
        EarlierSupervisor.objects.all().delete()
        tell_of_lines_by_date.func()
        assert EarlierSupervisor.objects.get(person=hers).supervisor == pekka
    with time_machine.travel(timezone.now() + datetime.timedelta(days=20)):
        edit(signed_in(sari), hers, unit=library.pk)
        change_address(signed_in, sari, fresh(hers))
        assert (warned(pekka), warned(puppet), warned(later)) == ((1, 1), (1, 1), (1, 1))


def test_a_month_later_only_the_present_one(signed_in, sari, pekka, leena, hers, library):
    edit(signed_in(sari), hers, unit=library.pk)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        change_address(signed_in, sari, fresh(hers))
        assert (warned(pekka), warned(leena)) == ((0, 0), (1, 1))
        retention.dispose()
        assert EarlierSupervisor.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=740)):
        retention.dispose()
        assert EarlierSupervisor.objects.count() == 0


def test_an_earlier_supervisor_who_asks_is_not_the_one_who_is_told(signed_in, second, pekka, leena, hers, library):
    pekka.is_hr = True
    with_second_step(pekka).save()
    edit(signed_in(second), hers, unit=library.pk)
    change_address(signed_in, pekka, fresh(hers))
    assert (warned(pekka), warned(leena)) == ((0, 0), (1, 1))


# ---- The name


def test_whoever_gets_another_name_is_told_where_they_are_reached(client, signed_in, sari, aino):
    in_use(aino)
    edit(signed_in(sari), aino, last_name="Virtanen-Laine")
    (said,) = said_to(aino)
    assert ("Aino Virtanen." in said, "Sari Koskinen" in said, "Nimesi" in said) == (True, True, True)
    assert Mail.objects.get(to=aino, kind="sign_in_change_done").ids["address"] == aino.email
    hers = signed_in(aino)
    assert "sign-in-news" in hers.get(reverse("home")).text
    page = hers.get(reverse("own_changes")).text
    assert (bool(re.search(r"Aino Virtanen\s*<", page)), "Sari Koskinen" in page) == (True, True)
    edit(signed_in(sari), fresh(aino), title_fi="päällikkö")
    assert len(said_to(aino)) == 1  # the name is as it was


def test_without_an_address_the_supervisor_tells(signed_in, sari, pekka, hers):
    edit(signed_in(sari), hers, calling_name="Hanna")
    (said,) = said_to(pekka)
    assert ("Hanna Åberg" in said, "Johanna Åberg" in said, "Sari Koskinen" in said) == (True, True, True)


def test_a_name_stays_while_a_second_person_looks_at_it(signed_in, sari, second, hers, aino):
    change_address(signed_in, sari, fresh(hers))
    in_use(aino)
    for client, person in ((signed_in(second), hers), (signed_in(second), sari)):
        answer = edit(client, person, first_name="Pekka", calling_name="")
        assert "Tämän henkilön kirjautumistavan muutos on kesken." in answer.content.decode()
        person.refresh_from_db()
        assert person.first_name != "Pekka"
    assert edit(signed_in(second), aino, first_name="Anja").status_code == 302
    assert agree(signed_in, second, SignInChange.objects.waiting().get()) == "done"
    assert edit(signed_in(sari), fresh(hers), first_name="Pekka").status_code == 302


def test_a_second_person_sees_under_which_name_the_account_went(signed_in, sari, second, hers):
    edit(signed_in(sari), hers, first_name="Pekka", last_name="Öhman", calling_name="")
    change_address(signed_in, sari, fresh(hers))
    change = SignInChange.objects.waiting().get()
    page = signed_in(second).get(reverse("change_list")).text
    assert "Nimi on muutettu äskettäin. Aiempi nimi: Johanna Åberg." in page
    assert "Aiempi nimi: Johanna Åberg." in said_to(second)[0]
    with time_machine.travel(change.asked_at + datetime.timedelta(days=40)):
        SignInChange.objects.filter(pk=change.pk).update(asked_at=timezone.now())
        assert "Johanna" not in signed_in(second).get(reverse("change_list")).text


def test_an_account_never_used_is_corrected_without_a_word(signed_in, sari, johanna, pekka):
    edit(signed_in(sari), johanna, last_name="Oberg")
    assert (told(johanna), told(pekka), SignInChange.objects.count()) == ([], [], 0)
