"""Names of units and job titles in the employer's languages: each reader sees their own language's."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from people.models import Unit
from tests.factories import make_unit
from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.memo.content import MemoContent, memo_of
from vatupassi.models import Conversation, Occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilingual(kitchen, aino, matti):
    """Aino's and Matti's unit has a Swedish name, and so have their titles."""
    kitchen.name_sv = "Köket"
    kitchen.save()
    aino.title_sv, matti.title_sv = "måltidsarbetare", "måltidschef"
    aino.save()
    matti.save()
    return kitchen


def test_each_reader_sees_their_own_language_s_name(bilingual, aino, signed_in):
    seen = {}
    for language in ("fi", "sv", "en"):
        aino.language = language
        aino.save()
        page = flat(signed_in(aino).get(reverse("account_settings")).content)
        seen[language] = [words in page for words in (bilingual.name_fi, "Köket", aino.title_fi, "måltidsarbetare")]
    finnish, swedish = [True, False, True, False], [False, True, False, True]
    assert seen == {"fi": finnish, "sv": swedish, "en": finnish}  # what has no English name is called as it is


def test_the_tree_stands_in_the_reader_s_order(kotikunta, sari):
    Unit.objects.exclude(pk=kotikunta.pk).filter(above__distance=0).update(parent=None)
    top = make_unit(name="Ylin")
    for fi, sv in (("Aamu", "Ö-enheten"), ("Ilta", "Å-enheten")):
        Unit.objects.create(name_fi=fi, name_sv=sv, parent=top)
    orders = []
    for language in ("fi", "sv"):
        with translation.override(language):
            tree = Unit.objects.visible_to(sari).in_tree_order()
            orders.append([unit.name for unit in tree if unit.parent_id == top.pk])
    assert orders == [["Aamu", "Ilta"], ["Å-enheten", "Ö-enheten"]]


def test_a_unit_is_found_by_each_of_its_names_and_stands_by_the_first(bilingual, kotikunta, sari, signed_in):
    def found(word: str) -> bool:
        return bilingual.name_fi in signed_in(sari).get(reverse("unit_list"), {"q": word}).content.decode()

    assert [found(word) for word in ("KÖKET", bilingual.name_fi[:4], "Köpet")] == [True, True, False]
    for fi, sv in (("Katu ja puisto", ""), ("Katu", "Väg")):
        Unit.objects.create(name_fi=fi, name_sv=sv, parent=kotikunta)
    names = Unit.objects.filter(name_fi__startswith="Katu").values_list("name_fi", flat=True)
    assert [name for name in names if name in ("Katu", "Katu ja puisto")] == ["Katu", "Katu ja puisto"]


def memo(conversation: Conversation) -> MemoContent:
    fresh = Conversation.objects.get(pk=conversation.pk)
    return memo_of(fresh, opened=lambda text: text.open_as_system("a test reads it"))


def test_a_memo_has_them_in_its_own_language(bilingual, aino, matti, signed_in):
    conversation = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=timezone.now() + datetime.timedelta(days=3),
        memo_language="sv",
        agreed=True,
    )

    def titles() -> list[str]:
        content = memo(conversation)
        return [*(party["title"] for party in content.parties), content.unit]

    assert titles() == ["måltidsarbetare", "måltidschef", "Köket"]  # although Matti reads Finnish
    practical = reverse("conversation_practical", args=[conversation.pk])
    signed_in(matti).post(practical, {"memo_language": "fi"})
    assert titles() == [aino.title_fi, matti.title_fi, bilingual.name_fi]
    Conversation.objects.filter(pk=conversation.pk).update(unit_name="Entinen yksikkö")  # where she worked then
    signed_in(matti).post(practical, {"memo_language": "sv"})
    assert titles() == ["måltidsarbetare", "måltidschef", "Entinen yksikkö"]


def test_the_tenth_stands_after_the_second_and_is_found_by_its_number(kotikunta, sari, signed_in):
    names = ["Päiväkoti 2", "Päiväkoti 9", "Päiväkoti 10", "Päiväkoti 10 b", "Päiväkoti Aurinko"]
    for name in reversed(names):
        make_unit(name=name, parent=kotikunta)
    rows = Unit.objects.filter(name_fi__startswith="Päiväkoti").order_by("sort_key", "pk")
    assert [row.name_fi for row in rows] == names
    assert [row.name_fi for row in Unit.objects.in_tree_order() if row.name_fi in names] == names

    def found(word: str) -> list[bool]:
        page = flat(signed_in(sari).get(reverse("unit_list"), {"q": word}).content)
        return [f">{name}<" in page.replace("> ", ">").replace(" <", "<") for name in names]

    assert found("päiväkoti 1") == [False, False, True, True, False]  # as it is being typed
    assert found("10") == [False, False, True, True, False]
