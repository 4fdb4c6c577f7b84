"""Names, room codes and people's words are nothing for a browser's translator: `translate="no"`.

Where an element holds a name alone, or has one of the classes that people's words have. A name inside a sentence of
ours is translated with it.
"""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# no two of its ways begin with the same letter: else a long tag is tried in endless ways
TAG = r'(?:[^<>{}"]|"[^"]*"|\{\{(?:(?!\}\})[^<>])*\}\}|\{%(?:(?!%\})[^<>])*%\})*'
WHO = r"name|name_of|names|employee|supervisor|other|owner|person|mentor|facilitator|who|by|room\.code|spaced_code"
NAME = re.compile(
    rf"<(?:td|dd|li|span|b|strong|h1|h2|h3|a|p|summary|th|dt|legend)\b{TAG}>"
    rf"(?=\s*{{{{ [\w.]*(?:{WHO})(?:\(\))?(?:\|[^}}]*| if [^}}]*)? }}}}\s*<)"
)
WORDS = re.compile(
    rf'<(?:p|div|span|li|td|dd|h2|h3|blockquote|q)\b{TAG}class="(?:[^"]* )?'
    rf'(?:quote|written|line-text|own-words|room-code)(?: [^"]*)?"{TAG}>'
)
SENTENCE = re.compile(r"\{% trans\b.*?\{% endtrans", re.DOTALL)


def unmarked(text: str) -> list[str]:
    """Elements that hold a name or someone's words and do not say so."""
    text = SENTENCE.sub("", text)
    return [each for pattern in (NAME, WORDS) for each in pattern.findall(text) if 'translate="no"' not in each]


def test_names_codes_and_words_are_marked_in_every_template():
    pages = [
        path for path in TEMPLATES.rglob("*.html") if "pdf" not in path.parts and not path.name.startswith("pdf")
    ]  # paper is not translated
    found = {str(path.relative_to(TEMPLATES)): unmarked(path.read_text(encoding="utf-8")) for path in pages}
    assert {name: elements for name, elements in found.items() if elements} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<td>{{ row.name }}</td>",
        "<dd>\n  {{ row.name }}\n</dd>",
        '<h3>{{ row.by.name if row.by else "" }}</h3>',
        '<p class="quote" hx-disable>{{ text }}</p>',
        '<a href="{{ url_for("x", 1) }}">{{ who.name }}</a>',
    ],
)
def test_an_unmarked_one_is_found(text):
    assert len(unmarked(text)) == 1
    assert unmarked(text.replace(">", ' translate="no">', 1)) == []


@pytest.mark.django_db
def test_the_page_says_so(aino, signed_in):
    page = signed_in(aino).get("/").content.decode()
    assert re.search(r'<span[^>]* translate="no">Aino Virtanen</span>', page)
