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


def test_a_page_that_is_not_there_says_whose_site_it_is(client, aino, settings) -> None:
    client.force_login(aino)
    page = client.get("/ei-ole/").content.decode()
    assert page.count(f"{settings.EMPLOYER_NAME} · Varhainen tuki") == 2  # the title and the bar
