"""Templates render the same through chains as in Django's own way (core/quick_templates.py)."""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from core.addresses import address
from core.quick_templates import QuickNodes

BASE = "<title>{% block title %}Otsikko{% endblock %}</title>{% block page %}{% endblock %}{{ after }}"
FILES = {
    "base.html": BASE,
    "middle.html": '{% extends "base.html" %}{% block page %}[{% block inner %}{{ name }}{% endblock %}]{% endblock %}',
    "piece.html": "<{{ item }}{{ forloop.counter }}>",
    "tree.html": '{{ branch.name }}{% for branch in branch.twigs %}({% include "tree.html" %}){% endfor %}',
    "with_block.html": "{% block title %}oma{% endblock %}",
    "deep.html": "{% if yes %}{% for x in things %}{% with y=x %}{% block part %}{{ y }}{% endblock %}{% endwith %}"
    "{% endfor %}{% else %}{% block other %}muu{% endblock %}{% endif %}{% block last %}{{ there }}{% endblock %}",
    "hidden.html": "{% spaceless %}<p> {% block part %}a{% endblock %} </p>{% endspaceless %}",
}


class Pair(NamedTuple):
    """A named tuple."""

    left: str
    right: int


class Odd:
    """What templates meet besides plain values."""

    class do_not_call:
        """A class that is not called."""

        do_not_call_in_templates = True
        value = "luokka"

    def method(self) -> str:
        """Called."""
        return "kutsuttu"

    def needs(self, argument: str) -> str:
        """Cannot be called."""
        return argument

    def delete(self) -> str:
        """May not be called."""
        raise AssertionError

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def gone(self) -> str:
        """Fails in silence."""
        raise ObjectDoesNotExist

    def __str__(self) -> str:
        return "<outo & muu>"


def values() -> dict[str, Any]:
    """A context with something of each kind."""
    return {
        "name": "Şahin & <Ääri> 'O’Neill'",
        "safe": mark_safe("<b>valmis</b>"),
        "nothing": None,
        "empty": [],
        "number": 7,
        "large": 45000,
        "share": 48.7,
        "yes": True,
        "day": datetime.date(2026, 12, 3),
        "moment": timezone.make_aware(datetime.datetime(2026, 12, 3, 7, 15), datetime.UTC),
        "things": ["a", "<b>", "ö"],
        "pairs": [("x", 1), ("y", 2)],
        "table": {"key": "arvo", "items_of": [1, 2]},
        "pair": Pair("vasen", 2),
        "odd": Odd(),
        "call": lambda: "soitto",
        "person": SimpleNamespace(name="Aino", boss=SimpleNamespace(name="Matti"), pk=UUID(int=5)),
        "branch": {"name": "juuri", "twigs": [{"name": "a", "twigs": []}, {"name": "b", "twigs": [{"name": "c"}]}]},
        "id": UUID(int=77),
        "lazy": translation.gettext_lazy("Save"),
        "after": "loppu",
        "csrf_token": SimpleLazyObject(lambda: "aB3" * 10),
    }


TEMPLATES = [
    "teksti {{ name }} {{ safe }} {{ nothing }} {{ number }} {{ large }} {{ share }} {{ yes }} {{ lazy }} {{ odd }}",
    "{{ missing }}|{{ missing.deeper }}|{{ table.missing }}|{{ person.missing }}|{{ things.9 }}|{{ nothing.more }}",
    "{{ table.key }} {{ table.items_of.1 }} {{ things.1 }} {{ pair.left }} {{ pair.1 }} {{ person.boss.name }}",
    "{% for key, value in table.items %}{{ key }}={{ value|join:', ' }};{% endfor %}",
    "{{ odd.method }} {{ odd.needs }} {{ odd.delete }} {{ odd.gone }} {{ odd.do_not_call.value }} {{ call }}",
    "{{ name|upper }} {{ safe|upper }} {{ name|safe }} {{ safe|escape }} {{ name|force_escape|linebreaks }}",
    "{{ missing|default:'tyhjä' }} {{ nothing|default_if_none:name }} {{ things|length }} {{ number|add:number }}",
    "{{ number|floatformat:1 }} {{ day|date_only }} {{ moment|clock }} {{ moment }} {{ day }}",
    "{{ yes|yesno:'kyllä,ei' }}",
    "{{ moment|date:'H.i' }} {{ moment|time:'H.i' }} {{ name|truncatechars:5 }} {{ name|short:5 }} {{ 'vakio'|upper }}",
    "{{ 5 }} {{ 2.5 }} {{ 'a & b' }} {{ _('Save') }} {{ _('Save')|upper }}",
    "{% if yes and not nothing or missing %}a{% elif number == 7 %}b{% else %}c{% endif %}",
    "{% if missing %}a{% elif number > 'x' %}b{% elif 'a' in things %}c{% endif %}",
    "{% if nothing.x.y == 1 %}d{% endif %}",
    "{% if number >= 7 and 'z' not in things and nothing is None and yes is not None and share != 2 %}a{% endif %}",
    "{% if things|length > 2 and table.key == 'arvo' %}a{% endif %}{% if not odd.gone %}b{% endif %}",
    "{% for item in things %}{{ forloop.counter }}{{ forloop.revcounter0 }}{{ forloop.first }}{{ forloop.last }}"
    "{{ item }}{% endfor %}{{ item }}",
    "{% for item in things reversed %}"
    "{% for x in things %}{{ forloop.parentloop.counter }}{{ x }}{% endfor %}{% endfor %}",
    "{% for item in empty %}a{% empty %}{{ name }}{% endfor %}{% for item in missing %}b{% empty %}ei{% endfor %}",
    "{% for left, right in pairs %}{{ left }}{{ right }}{% endfor %}{{ left }}",
    "{% for x in things %}{% cycle 'a' 'b' %}{% ifchanged %}{{ x|lower }}{% endifchanged %}{% endfor %}",
    "{% with total=things|length other=name %}{{ total }}{{ other }}{% endwith %}{{ total }}",
    "{% include 'piece.html' with item=name %}{% for item in things %}{% include 'piece.html' %}{% endfor %}",
    "{% include 'piece.html' with item=1 only %}{% include name_of_file|default:'piece.html' %}",
    "{% include 'with_block.html' %}{% include 'tree.html' %}",
    "{% translate 'Save' %} {% translate 'Save' as word %}{{ word }} {% translate name %} {% translate 'Save'|upper %}",
    "{% blocktranslate %}Deleted{% endblocktranslate %}{% blocktranslate with date=name %}Deleted on {{ date }}."
    "{% endblocktranslate %}{% blocktranslate trimmed %} 100 % {{ missing }} {% endblocktranslate %}",
    "{% blocktranslate count n=number %}{{ n }} step{% plural %}{{ n }} steps{% endblocktranslate %}",
    "{% url 'home' %} {% url 'conversation_detail' id %} {% url 'conversation_step' id 'tiedanko' %}",
    "{% url 'conversation_step' pk=id step=table.step|default:'osaanko' %} {% url 'home' as there %}{{ there }}",
    "{% url 'no such page' as nowhere %}[{{ nowhere }}] {% url 'conversation_detail' nothing as bad %}[{{ bad }}]",
    "{% autoescape off %}{{ name }}{% if yes %}{{ odd }}{% endif %}{% endautoescape %}{{ name }}",
    "{% filter upper %}{{ name }}{% endfilter %}{% firstof nothing name %}{% spaceless %}<p> </p>{% endspaceless %}",
    "{% comment %}{{ name }}{% endcomment %}{# ei #}{% load l10n %}{{ number|unlocalize }}{% static 'css/site.css' %}",
    "{% extends 'middle.html' %}{% block inner %}{{ block.super }}!{% endblock %}"
    "{% block title %}{{ name }}{% endblock %}",
    "{% extends 'base.html' %}{% block page %}"
    "{% for item in things %}{% include 'piece.html' %}{% endfor %}{% endblock %}",
    "{% extends 'middle.html' %}{% block title %}vain sanoja{% endblock %}{{ name }}",
    "{% extends 'deep.html' %}{% block part %}{% url 'home' as there %}<{{ y }}{{ there }}{% endblock %}",
    "{% extends 'deep.html' %}{% block part %}{% block new %}{{ name }}{% endblock %}{% endblock %}"
    "{% block other %}ei{% endblock %}",
    "{% extends 'hidden.html' %}{% block part %}{{ name }}{% endblock %}",
    "{% extends chosen|default:'middle.html' %}{% block inner %}{{ name }}{% endblock %}",
    "{% extends 'base.html' %}{% block page %}{% include 'with_block.html' %}{% block title %}x{% endblock %}"
    "{% endblock %}",
    "{% language 'sv' %}{% translate 'Save' %}{% endlanguage %}{% translate 'Save' %}",
    "{% regroup pairs by 1 as groups %}{% for g in groups %}{{ g.grouper }}{{ g.list|length }}{% endfor %}",
    "{% if missing %}{% url 'no such page' %}{% include 'nowhere.html' %}{% endif %}",
    "{% csrf_token %}{% with csrf_token=name %}{% csrf_token %}{% endwith %}",
    "{% now 'Y' %}{% widthratio number 10 100 %}{% templatetag openblock %}{% verbatim %}{{ x }}{% endverbatim %}",
]


def engine(quick: bool) -> Engine:
    """Django's engine with our libraries, with or without chains."""
    inner = [("django.template.loaders.locmem.Loader", FILES | {f"{n}.html": text for n, text in enumerate(TEMPLATES)})]
    kind = "core.quick_templates.Loader" if quick else "django.template.loaders.cached.Loader"
    builtins = ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.formats"]
    libraries = {"l10n": "django.templatetags.l10n"}
    return Engine(loaders=[(kind, inner)], builtins=builtins, libraries=libraries)


@pytest.fixture(scope="module")
def engines() -> tuple[Engine, Engine]:
    """Both."""
    return engine(quick=True), engine(quick=False)


@pytest.fixture(params=["fi", "sv", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language."""
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("number", range(len(TEMPLATES)))
def test_both_ways_are_the_same(engines: tuple[Engine, Engine], language: str, number: int) -> None:
    quick, plain = (each.get_template(f"{number}.html") for each in engines)
    assert isinstance(quick.nodelist, QuickNodes)
    for _again in range(2):
        assert quick.render(Context(values())) == plain.render(Context(values()))


def test_words_are_of_the_language_of_the_moment(engines: tuple[Engine, Engine]) -> None:
    template = engines[0].get_template(f"{TEMPLATES.index(next(t for t in TEMPLATES if 'translate' in t))}.html")
    seen = {}
    for language in ("fi", "sv", "en", "fi"):
        with translation.override(language):
            seen[language] = template.render(Context(values()))
    assert len(set(seen.values())) == 3


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{% url 'no such page' %}", NoReverseMatch),
        ("{% for a, b in things %}{{ a }}{% endfor %}", ValueError),
        ("{% include 'nowhere.html' %}", Exception),
        ("{{ odd.fails }}", ZeroDivisionError),
    ],
)
def test_errors_are_django_s(text: str, error: type[Exception]) -> None:
    found = []
    for kind in ("core.quick_templates.Loader", "django.template.loaders.cached.Loader"):
        loaders = [(kind, [("django.template.loaders.locmem.Loader", {"x.html": text})])]
        template = Engine(loaders=loaders, builtins=["django.templatetags.i18n"]).get_template("x.html")
        odd = type("Fails", (), {"fails": property(lambda self: 1 / 0)})()
        with pytest.raises(error) as raised:
            template.render(Context(values() | {"odd": odd}))
        found.append((raised.type, str(raised.value)))
    assert found[0] == found[1]


def test_a_template_that_cannot_be_read_says_so() -> None:
    loaders = [("core.quick_templates.Loader", [("django.template.loaders.locmem.Loader", {"x.html": "{% if %}"})])]
    with pytest.raises(TemplateSyntaxError):
        Engine(loaders=loaders).get_template("x.html")


def test_while_debugging_templates_are_django_s() -> None:
    loaders = [("core.quick_templates.Loader", [("django.template.loaders.locmem.Loader", {"x.html": "a"})])]
    assert not isinstance(Engine(loaders=loaders, debug=True).get_template("x.html").nodelist, QuickNodes)


def test_addresses_are_those_of_the_resolver() -> None:
    one, two = UUID(int=1), UUID("5eed0000-0000-0000-0000-000000000001")  # the second looks like a stand-in
    for pk in (one, two, one):
        assert address("conversation_detail", pk) == reverse("conversation_detail", args=[pk])
        kwargs = {"pk": pk, "step": "haluanko"}
        assert address("conversation_step", **kwargs) == reverse("conversation_step", kwargs=kwargs)
    with pytest.raises(NoReverseMatch):
        address("conversation_detail", "no id")
