"""Journeys in another browser: the own assessment and sharing it, a talk until both confirm, HR finds a person."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.browser.conftest import conversation  # noqa: F401
from tests.wide.firefox import Firefox
from vatupassi.models import Agreement, AssessmentItem, BoardMark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def firefox(live_server, transactional_db, tmp_path):
    """`firefox(user, width)`: a page of a Firefox of their own, signed in. Scripts must not complain."""
    with Firefox(tmp_path) as browser:

        def page_for(user, width=1280):
            visitor = Client()
            visitor.force_login(user)
            cookies = {name: morsel.value for name, morsel in visitor.cookies.items()}
            return browser.page(live_server.url, cookies | {settings.LANGUAGE_COOKIE_NAME: "fi"}, width)

        yield page_for
        assert browser.errors == []


SAVED = "document.querySelector('{}')?.innerText.includes('Tallennettu')"


def test_the_own_assessment_is_marked_and_one_item_shared(firefox, conversation, aino, matti):  # noqa: F811
    hers, his = firefox(aino, 390), firefox(matti)
    hers.goto("/vatupassi/")
    hers.press("#q-tiedanko .now .scale label:nth-of-type(6)")
    hers.until(SAVED.format("#field-tiedanko [data-status]"))
    hers.press("#field-tiedanko .ask-note summary")
    hers.press("#text-tiedanko")
    hers.write("Tavoitteet ovat selvät.")
    hers.until("document.querySelectorAll('[data-dirty]').length === 0")
    item = AssessmentItem.objects.get(question="tiedanko")
    assert (item.now, item.text.open(aino)) == (2, "Tavoitteet ovat selvät.")
    step = f"/keskustelut/{conversation.pk}/vaihe/tiedanko/"
    his.goto(step)
    assert "Tavoitteet ovat selvät." not in his.read("document.body.innerText")
    hers.goto(f"/keskustelut/{conversation.pk}/jaa/")
    hers.press("[name=share-tiedanko]")
    hers.press("[name=note-tiedanko]")
    hers.press(role="button", name="Jaa 1 kohta")
    hers.shows("Matti Laine näkee 1 kohdan")
    his.shows("Tavoitteet ovat selvät.")
    assert BoardMark.objects.get(side="employee").now == 2


def test_two_lines_and_an_agreement_are_saved_and_both_confirm(firefox, conversation, aino, matti):  # noqa: F811
    hers, his = firefox(aino, 390), firefox(matti)
    step, memo = (f"/keskustelut/{conversation.pk}/vaihe/{name}/" for name in ("tiedanko", "memo"))
    hers.goto(step)
    his.goto(step)
    for slot, text in (("works", "Viikkopalaveri auttaa."), ("change", "Muutoksista kerrotaan ajoissa.")):
        his.press(f'textarea[name="text-tiedanko.{slot}"]')
        his.write(text)
    his.until("document.querySelectorAll('[data-dirty]').length === 0")
    hers.until("[...document.querySelectorAll('textarea')].some(one => one.value === 'Muutoksista kerrotaan ajoissa.')")
    day = timezone.localdate() + datetime.timedelta(days=10)
    his.press("#agreement-new textarea")
    his.write("Muutokset kirjataan taululle")
    his.press("#agreement-new input[name=due_on]")
    his.write(f"{day.day}.{day.month}.{day.year}")
    his.press("#agreement-new button.btn:not(.plain)")
    his.until("document.querySelectorAll('#agreements tbody tr').length === 1")
    assert Agreement.objects.get().due_on == day
    for page in (hers, his):
        page.goto(memo)
        page.shows("Muutokset kirjataan taululle")
        page.press(role="button", name="Vahvistan muistion")
        page.until("!document.querySelector('form[action*=vahvista]')")
    his.shows("Olette kumpikin vahvistaneet muistion.")


def test_hr_finds_a_person_in_the_register(firefox, sari, aino, matti):
    hers = firefox(sari)
    hers.goto("/ihmiset/")
    hers.press("main input[type=search]")
    hers.write("virta\ue007")  # and Enter
    hers.until("location.search.includes('virta')")
    hers.press(role="link", name="Virtanen Aino")
    hers.until("document.querySelector('h1')?.innerText.includes('Aino Virtanen')")
