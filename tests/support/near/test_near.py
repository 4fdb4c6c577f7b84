"""Near-support people: HR names them, their own unit sees them, they get no access."""

import pytest

from core.models import Mail
from support.models import NearSupporter
from tests.factories import make_person

pytestmark = pytest.mark.django_db
LIST, PATH = "/tuki/lahituki/", "/tuki/polku/"


def name(client, person, unit, **more):
    data = {"person": person.name, "person-which": str(person.pk), "unit": str(unit.pk), "phone": "09 555 0181"}
    return client.post(LIST, data | more, follow=True)


def test_those_of_the_unit_and_below_see_the_name_and_nobody_else(aino, sari, kitchen, hr_unit, signed_in):
    liisa = make_person(name="Liisa Lähi", unit=kitchen)
    other = make_person(name="Olli Muu", unit=hr_unit)
    name(signed_in(sari), liisa, kitchen)
    assert "Liisa Lähi" in signed_in(aino).get(PATH).text
    assert 'href="tel:095550181"' in signed_in(aino).get(PATH).text
    assert "Liisa Lähi" not in signed_in(other).get(PATH).text
    assert "tel:095550181" not in signed_in(liisa).get(PATH).text  # one does not turn to oneself
    NearSupporter.objects.update(unit=kitchen.parent)
    assert "Liisa Lähi" in signed_in(aino).get(PATH).text


def test_who_is_named_is_told_once_and_a_second_time_the_number_changes(sari, kitchen, signed_in):
    liisa = make_person(name="Liisa Lähi", unit=kitchen)
    hers = signed_in(sari)
    name(hers, liisa, kitchen)
    name(hers, liisa, kitchen, phone="09 555 0182")
    assert NearSupporter.objects.get().phone == "09 555 0182"
    assert [mail.to for mail in Mail.objects.filter(kind="near_named")] == [liisa]


def test_a_wrong_number_is_asked_again_and_the_name_stays(sari, kitchen, signed_in):
    liisa = make_person(name="Liisa Lähi", unit=kitchen)
    page = name(signed_in(sari), liisa, kitchen, phone="soita").text
    assert "Kirjoita numero" in page
    assert 'value="Liisa Lähi"' in page
    assert not NearSupporter.objects.exists()


def test_nobody_names_themselves(sari, hr_unit, signed_in):
    name(signed_in(sari), sari, hr_unit)
    assert not NearSupporter.objects.exists()


def test_who_has_left_is_not_shown(aino, sari, kitchen, signed_in):
    liisa = make_person(name="Liisa Lähi", unit=kitchen)
    name(signed_in(sari), liisa, kitchen)
    liisa.is_active = False
    liisa.save()
    assert "Liisa Lähi" not in signed_in(aino).get(PATH).text
