"""Units: nobody moves one under themselves, and one in which somebody works stays."""

from django.urls import reverse

from tests.factories import make_line, make_unit


def test_nobody_moves_a_unit_under_themselves(signed_in, sari, hr_unit, kitchen, aino, matti):
    make_line(unit=hr_unit, supervisor=sari, kind="deputy")
    answer = signed_in(sari).post(
        reverse("unit_edit", args=[kitchen.pk]), {"name_fi": "Keittiö", "parent": hr_unit.pk, "revision": "0"}
    )
    assert "parent" in answer.context["form"].errors
    kitchen.refresh_from_db()
    assert kitchen.name == "Ruokapalvelut"


def test_nor_out_of_the_hands_of_whoever_leads_it(signed_in, sari, kotikunta, streets, kitchen, aino, matti, pekka):
    make_line(unit=kotikunta, supervisor=sari)
    part = make_unit(name="Keskuskeittiö", parent=kitchen)
    aino.unit = part
    aino.save()
    data = {"name_fi": part.name, "parent": kotikunta.pk, "revision": "0"}
    answer = signed_in(sari).post(reverse("unit_edit", args=[part.pk]), data)
    assert "parent" in answer.context["form"].errors
    assert aino.supervisor == matti
    signed_in(sari).post(reverse("unit_edit", args=[part.pk]), data | {"parent": streets.pk})
    assert aino.supervisor == pekka


def test_removing_a_unit(signed_in, sari, aino, kitchen, kotikunta):
    browser = signed_in(sari)
    for unit, word in ((kitchen, "Siirrä heidät ensin"), (kotikunta, "alayksiköitä")):
        answer = browser.post(reverse("unit_remove", args=[unit.pk]), follow=True)
        assert word in answer.text
    empty = make_unit(name="Tyhjä", parent=kitchen)
    assert browser.post(reverse("unit_remove", args=[empty.pk])).url == reverse("unit_list")
    assert not type(empty).objects.filter(pk=empty.pk).exists()
