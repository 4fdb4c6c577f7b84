"""Answering a survey without a name on a phone, in a real browser."""

import datetime

import pytest
from django.utils import timezone

from tests.browser.test_verme import fits
from tests.verme.conftest import make_season
from verme.models import Answer
from verme.survey import actions as acts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("kind", ["feedback", "topics"])
@pytest.mark.parametrize(
    ("language", "nothing", "how", "send", "thanks", "used"),
    [
        (
            "fi",
            "Vastaa ainakin yhteen kohtaan ja lähetä sitten.",
            "Näin vastauksesi pysyy nimettömänä",
            "Lähetä ilman nimeä",
            "Kiitos",
            "Linkki on jo käytetty",
        ),
        (
            "sv",
            "Svara på minst en fråga och skicka sedan.",
            "Så förblir ditt svar utan namn",
            "Skicka utan namn",
            "Tack",
            "Länken har redan använts",
        ),
    ],
)
def test_a_link_is_answered_on_a_phone_once(page_for, axe, aino, kind, language, nothing, how, send, thanks, used):
    survey = acts.make(make_season(name="Kevät", state="running"), kind)
    acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=14))
    (secret,) = acts.tickets(survey, 1)
    page = page_for(aino, language=language, width=390)
    page.goto(f"/vastaa/{secret}/?lang={language}")
    assert aino.name not in page.locator("body").inner_text()  # signed in elsewhere, nobody here
    page.get_by_text(how).click()
    axe(page)
    fits(page)
    page.get_by_role("button", name=send).click()
    page.get_by_text(nothing).first.wait_for()
    axe(page)
    fits(page)
    page.locator("main form input[type=radio], main form input[type=checkbox]").first.check()
    page.get_by_role("button", name=send).click()
    page.get_by_role("heading", name=thanks, level=1).wait_for()
    assert secret not in page.url
    axe(page)
    fits(page)
    page.goto(f"/vastaa/{secret}/?lang={language}")
    page.get_by_role("heading", name=used, level=1).wait_for()
    axe(page)
    fits(page)
    assert Answer.objects.filter(survey=survey).count() == 1
