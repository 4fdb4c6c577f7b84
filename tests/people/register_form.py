"""Sending the form of a person, and what somebody was told then."""

from django.urls import reverse

from core.models import Mail
from people.user.models import ROLES, User

TITLES = ("title_fi", "title_sv", "title_en")


def data_of(person, **changes):
    fields = ("username", "first_name", "last_name", "calling_name", *TITLES, "email", "language")
    data = {name: getattr(person, name) for name in fields} | {"unit": person.unit_id or ""}
    data["revision"] = User.objects.values_list("revision", flat=True).get(pk=person.pk)  # as on a page opened just now
    data |= {name: "on" for name in ROLES if getattr(person, name)}
    return {name: value for name, value in (data | changes).items() if value is not None}


def edit(browser, person, **changes):
    return browser.post(reverse("person_edit", args=[person.pk]), data_of(person, **changes))


def told(person):
    return sorted(Mail.objects.filter(to=person).values_list("kind", flat=True))
