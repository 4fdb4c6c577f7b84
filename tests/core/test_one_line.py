"""A name with a line break or a hidden character is refused wherever one is typed."""

import importlib
import pkgutil

import pytest
from django import forms
from django.urls import reverse

from core.fields import OneLine
from people.models import Unit, User

APPS = ("core", "rooms", "people", "support", "vatupassi", "verme", "workshops")
# codes and addresses, no names
SIGN_IN = {"SecondStepForm", "SecondStepAgainForm", "SecondStepOnForm", "ActivationForm", "SignInForm"}
SIGN_IN |= {"PasswordForgottenForm", "LinkWithCodeForm"}
BAD = ["Aino\nBcc: x@y.example", "Aino\r\nx", "Ai\x0bno", "Ai\x01no", "Ai\u2028no", "Ai\x85no", "Ai\x7fno"]


def forms_of(base: type = forms.BaseForm):
    for each in base.__subclasses__():
        yield each
        yield from forms_of(each)


def with_a_line() -> dict[str, type]:
    """Our form classes that take a text on one line."""
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not {"migrations", "management"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    return {
        f"{each.__module__}.{each.__name__}": each
        for each in forms_of()
        if each.__module__.split(".")[0] in APPS
        for field in getattr(each, "base_fields", {}).values()
        if isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput)
    }


def test_every_form_with_such_a_field_refuses_them() -> None:
    found = with_a_line()
    assert len(found) > 30
    assert [
        name for name, each in found.items() if not issubclass(each, OneLine) and each.__name__ not in SIGN_IN
    ] == []


class Names(OneLine, forms.Form):
    name = forms.CharField()
    text = forms.CharField(widget=forms.Textarea, required=False)


@pytest.mark.parametrize("name", BAD)
def test_a_name(name) -> None:
    form = Names({"name": name, "text": "rivi\nja toinen"})
    assert list(form.errors) == ["name"]


@pytest.mark.parametrize(
    "name", ["Aino Äyräpää", " Aino ", "Aino\n", "Ngũgĩ wa Thiong’o", "Zoë-Marie 😀", "李 明", "a\xadb"]
)
def test_names_of_people_pass(name) -> None:
    assert Names({"name": name}).errors == {}


@pytest.mark.django_db
def test_a_person_and_a_unit(signed_in, sari, kotikunta) -> None:
    hers = signed_in(sari)
    person = {"last_name": "Uusi\nBcc: kaikki@kotikunta.example", "first_name": "Ulla", "username": "ulla"}
    page = hers.post(reverse("person_add"), person | {"language": "fi", "unit": kotikunta.pk})
    assert (page.status_code, User.objects.filter(username="ulla").count()) == (200, 0)
    assert "Kirjoita tämä yhdelle riville." in page.text
    page = hers.post(reverse("unit_add"), {"name_fi": "Yksikkö\r\ntoinen", "parent": kotikunta.pk})
    assert (page.status_code, Unit.objects.filter(name_fi__startswith="Yksikkö").count()) == (200, 0)
