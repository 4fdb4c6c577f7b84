"""Words that stand in a template as they are: put in when it is loaded, in the environment's language."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext

WORDS = "A memo can be left unconfirmed: it has no consequence. Ending locks the text as it is."


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_text_in_parts_is_put_in_whole(language):
    parts = f'{{{{ _("{WORDS[:20]}"\n    "{WORDS[20:60]}"\n    "{WORDS[60:]}") }}}}'
    with translation.override(language):
        words = gettext(WORDS)
    assert words != WORDS
    for source in (f'{{{{ _("{WORDS}") }}}}', parts):
        assert engines["jinja2"].env.of[language].preprocess(source) == words


def test_a_quote_in_a_text_is_one():
    source = r"""{{ _("a \"b\" " 'c \'d\'') }}"""
    assert engines["jinja2"].env.of["en"].preprocess(source) == "a \"b\" c 'd'"


def test_a_text_with_a_value_waits_for_it():
    source = '{{ _("a %(b)s", b=c) }}{{ _("a " ~ b) }}{{ _("a", "b") }}'
    assert engines["jinja2"].env.of["en"].preprocess(source) == source
