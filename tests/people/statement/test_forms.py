"""Each page with a field to write in says who sees it."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "templates"
FIELD = re.compile(r"<textarea|form_field\(|writing_field\(|<input type=\"(?:text|email)\"")
INCLUDED = re.compile(r'{% include "([^"]+)"')
PAGE = re.compile(r'{% extends "(?:base|focused)\.html" %}')


def whole(name: str, texts: dict[str, str], above: tuple[str, ...] = ()) -> str:
    """A template with what it includes; one includes itself."""
    text, above = texts[name], (*above, name)
    pieces = [piece for piece in INCLUDED.findall(text) if piece in texts and piece not in above]
    return text + "".join(whole(piece, texts, above) for piece in pieces)


def silent(texts: dict[str, str]) -> list[str]:
    """Names of pages that have a field, of their own or in a piece, and no word of who sees."""
    pages = {name: whole(name, texts) for name, text in texts.items() if PAGE.search(text)}
    return sorted(name for name, text in pages.items() if FIELD.search(text) and "seen_by(" not in text)


def test_no_page_with_a_field_is_silent_about_who_sees() -> None:
    texts = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    assert sum(bool(PAGE.search(text) and FIELD.search(text)) for text in texts.values()) > 50
    assert silent(texts) == []


def test_the_guard_finds_one() -> None:
    page = '{% extends "base.html" %}\n{{ form_field(form.text) }}'
    assert silent({"a": page, "b": page + "{{ seen_by(who) }}", "c": "{{ form_field(form.text) }}"}) == ["a"]
    beside = '{% extends "base.html" %}\n{% include "c" %}'
    assert silent({"a": beside, "c": "{{ writing_field(text) }}"}) == ["a"]
