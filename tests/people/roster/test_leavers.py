"""A preview says the same of a leaver who has a conversation as of one who has none."""

import re

import pytest
from django.urls import reverse

from people.models import RosterImport
from tests.people.roster.bring import HEAD
from tests.people.roster.test_pages import fields, upload
from tests.states import make_world

pytestmark = pytest.mark.django_db


def shown(browser, person) -> bytes:
    """The whole preview of a list without this person, but for their name, its address and the form's proof."""
    answer, row = upload(browser, HEAD + "999;Muu;Ihminen;;;;\n")
    browser.post(reverse("roster_columns", args=[row.pk]), fields(browser.get(answer.url)))
    page = browser.get(reverse("roster_preview", args=[row.pk])).content.decode()
    RosterImport.objects.all().delete()
    assert person.list_name in page
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "PROOF", page).replace(str(row.pk), "ID")
    return page.replace(person.list_name, "NAME").replace(person.number, "NUMBER").encode()


def test_nobody_infers_a_conversation_of_a_leaver(signed_in):
    world = make_world("talk")
    browser = signed_in(world.people["hr"])
    said = []
    for role in ("employee", "colleague"):  # one with a conversation that goes on, one without any
        person = world.people[role]
        type(person).objects.filter(pk=person.pk).update(number="12345", number_key="12345", unit=None)
        person.refresh_from_db()
        said.append(shown(browser, person))
        type(person).objects.filter(pk=person.pk).update(number="", number_key="")
    assert said[0] == said[1]
