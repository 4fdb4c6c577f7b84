"""Error pages need neither database nor request: they are for the moment when those fail."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_page_stands_alone(template: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(template)
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
