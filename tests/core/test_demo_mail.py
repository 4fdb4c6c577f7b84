"""The demo's mail is read in the browser, and only in the demo."""

import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, include, path, reverse

from config import urls


@pytest.fixture
def demo(settings, tmp_path: Path) -> Iterator[None]:
    """The demo's addresses and folder."""
    module = types.ModuleType("demo_urls_of_test")
    module.urlpatterns = [*urls.urlpatterns, path("demo/", include("core.demo_urls"))]
    settings.ROOT_URLCONF = module
    settings.DATA_DIR = tmp_path
    settings.DEMO = True
    clear_url_caches()
    yield
    clear_url_caches()


def letter(subject: str, body: str = "Hei Aino") -> EmailMessage:
    connection = get_connection("core.demo_mail.MailFolder")
    return EmailMessage(subject, body, "tuki@kotikunta.example", ["aino@kotikunta.example"], connection=connection)


@pytest.mark.django_db
def test_letters_are_shown_newest_first_as_text(demo, client: Client) -> None:
    letter("Kutsu").send()
    letter("Muistutus", "Avaa https://kotikunta.example/x <b>ei tagi</b>").send()
    page = client.get(reverse("demo_mail")).content.decode()
    assert page.index("Muistutus") < page.index("Kutsu")
    assert "&lt;b&gt;ei tagi&lt;/b&gt;" in page
    assert 'href="https://kotikunta.example/x"' in page
    assert "aino@kotikunta.example" in page


@pytest.mark.django_db
def test_an_attachment_is_a_download(demo, client: Client, settings) -> None:
    message = letter("Kutsu")
    message.attach("kutsu.ics", b"BEGIN:VCALENDAR", "text/calendar")
    message.send()
    (file,) = (settings.DATA_DIR / "mail").glob("*.eml")
    answer = client.get(reverse("demo_mail_attachment", args=[file.stem, 0]))
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer["Content-Disposition"] == 'attachment; filename="kutsu.ics"'
    assert client.get(reverse("demo_mail_attachment", args=[file.stem, 1])).status_code == 404
    assert client.get(reverse("demo_mail_attachment", args=["secrets", 0])).status_code == 404


@pytest.mark.django_db
def test_without_letters_the_page_says_what_will_come(demo, client: Client) -> None:
    assert "Ei vielä viestejä" in client.get(reverse("demo_mail")).content.decode()


def test_outside_the_demo_the_page_does_not_exist() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_mail")
