"""HR words questions anew: first shown, then in use; two at once; back to the original; old memos stay."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core import content
from core.content import GROUPS
from core.models import ContentVersion, Mail
from core.outbox import Letter, compose, letter
from tests.factories import make_person
from tests.people_fixtures import with_second_step
from tests.states import invite
from tests.verme.survey.test_surveys import make_season
from vatupassi.level.questions import HELP, NINE, Question
from vatupassi.memo.content import labels_of
from verme.methods.cards import CARDS
from verme.models import Survey
from verme.rules.writing import template
from verme.survey import actions as surveys

pytestmark = pytest.mark.django_db
PAGE = "/hr/sisallot/guiding-kykenenko/"


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


def form(group="guiding-kykenenko", number=0, **changed):
    """What the page sends: every field as it reads now, and what is changed (`fi_2="…"`)."""
    found, own = GROUPS[group], content.latest().get(group, {})
    sent = {
        f"{code}-{language}": own.get(code, {}).get(language) or found.original(code, language)
        for code in found.originals
        for language in ("fi", "sv", "en")
    }
    own_words = {f"{name[3:]}-{name[:2]}": text for name, text in changed.items() if name != "use"}
    return sent | own_words | {"number": str(number)} | ({"use": "1"} if "use" in changed else {})


def first(language="fi"):
    with translation.override(language):
        return str(HELP[Question.ABLE][0])


def test_the_original_stands_until_hr_has_worded_it(hr):
    original = first()
    shown = hr.post(PAGE, form(fi_1="Mikä töissäsi luistaa?"))
    assert "Näin se tulee näkymään" in shown.content.decode()
    assert (first(), ContentVersion.objects.count()) == (original, 0)
    done = hr.post(PAGE, form(fi_1="Mikä töissäsi luistaa?", use=True))
    assert (done.status_code, done.url) == (302, PAGE)
    assert first() == "Mikä töissäsi luistaa?"
    assert first("sv") == GROUPS["guiding-kykenenko"].original("1", "sv")
    assert ContentVersion.objects.get().texts == {"1": {"fi": "Mikä töissäsi luistaa?"}}


def test_it_shows_beside_the_level(hr, aino, signed_in):
    hr.post(PAGE, form(fi_1="Mikä töissäsi luistaa?", use=True))
    assert "Mikä töissäsi luistaa?" in signed_in(aino).get(reverse("assessment")).content.decode()


def test_a_missing_translation_is_said(hr):
    hr.post(PAGE, form(fi_1="Mikä töissäsi luistaa?", use=True))
    assert hr.get(PAGE).content.decode().count("käännös puuttuu") == 2


def test_the_original_comes_back_and_so_does_an_earlier_version(hr):
    original = first()
    hr.post(PAGE, form(fi_1="Yksi?", use=True))
    hr.post(PAGE, form(number=1, fi_1="Kaksi?", use=True))
    hr.post(PAGE, {"restore": "0"})
    assert first() == original
    hr.post(PAGE, {"restore": "1"})
    assert first() == "Yksi?"
    assert list(ContentVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert hr.post(PAGE, {"restore": "77"}).status_code == 404


def test_an_empty_field_takes_the_original_back(hr):
    original = first()
    hr.post(PAGE, form(fi_1="Yksi?", use=True))
    hr.post(PAGE, form(number=1, fi_1="  ", use=True))
    assert first() == original


def test_two_who_word_different_texts_keep_both_and_of_the_same_the_later_one_chooses(hr, signed_in):
    kirsi = signed_in(with_second_step(make_person(name="Kirsi Holm", is_hr=True)))
    opened = form(fi_1="Sarin?", use=True)
    kirsi.post(PAGE, form(sv_2="Kirsis?", use=True))
    hr.post(PAGE, opened)
    assert content.latest()["guiding-kykenenko"] == {"1": {"fi": "Sarin?"}, "2": {"sv": "Kirsis?"}}
    opened = form(number=2, fi_1="Sarin toinen?", use=True)
    kirsi.post(PAGE, form(number=2, fi_1="Kirsin?", use=True))
    text = hr.post(PAGE, opened).content.decode()
    assert ("Kirsin?" in text, ">\nSarin toinen?</textarea>" in text, first()) == (True, True, "Kirsin?")


@pytest.mark.parametrize("words", ["x" * 201, "kaksi\nriviä", "a\u0000b"])
def test_what_does_not_fit_is_told(hr, words):
    answer = hr.post(PAGE, form(fi_1=words, use=True))
    assert (answer.status_code, ContentVersion.objects.count()) in {(200, 0), (302, 1)}
    if ContentVersion.objects.exists():  # a sign that nobody can type is cleaned away before it is read
        assert "\0" not in first()
    else:
        assert 'role="alert"' in answer.content.decode()


def test_a_confirmed_memo_keeps_what_was_asked(hr):
    frozen = labels_of(["nine.1"])
    hr.post("/hr/sisallot/nine/", form("nine", fi_1="Miten voit tänään?", use=True))
    with translation.override("fi"):
        assert str(NINE["1"]) == "Miten voit tänään?"
    assert frozen["nine.1"]["fi"] != "Miten voit tänään?"
    assert labels_of(["nine.1"])["nine.1"]["fi"] == "Miten voit tänään?"


def test_what_is_no_group_has_no_page(hr):
    assert hr.get("/hr/sisallot/circus/").status_code == 404


def test_a_page_asks_for_the_texts_once_a_minute(hr, django_assert_num_queries):
    content.forget()
    first()
    with django_assert_num_queries(0):
        first()


# ---- Letters, cards, rules, surveys


def send_page(hr, group, number=0, **changed):
    """Change and take into use; fields are given as they are called, with _ for -."""
    return hr.post(f"/hr/sisallot/{group}/", form(group, number) | changed | {"use": "1"})


def test_letters_greet_in_hrs_words(hr, aino):
    send_page(hr, "letters", **{"greeting-fi": "Moi %(name)s!", "closing-fi": "Terveisin"})
    message = compose(Mail(to=aino, ids={}, created_at=timezone.now()), Letter("Asia", "Teksti."))
    assert message.body.startswith("Moi Aino!\n\nTeksti.")
    assert "Terveisin\n" in message.body


def test_an_invitation_and_a_first_letter_in_hrs_words(hr, aino, matti):
    words = {"invitation-fi": "%(name)s pyytää sinua juttelemaan: %(time)s.", "welcome-fi": "Tervetuloa.\nAloita:"}
    send_page(hr, "letters", **words)
    invite({"employee": aino, "supervisor": matti})
    with translation.override("fi"):
        body = letter(Mail.objects.get(kind="invitation")).body
        assert body.startswith("Matti Laine pyytää sinua juttelemaan: ")
        assert letter(Mail(to=aino, kind="activation", ids={})).body.startswith("Tervetuloa.\nAloita:\n\n")


@pytest.mark.parametrize("words", ["Hei %(email)s", "Hei %(name)d", "100 % hyvää", "Hei %s", "Hei %(name"])
def test_a_place_that_the_letter_does_not_have(hr, aino, words):
    answer = send_page(hr, "letters", **{"greeting-fi": words})
    assert (answer.status_code, ContentVersion.objects.count()) == (200, 0)
    assert "%(name)s" in answer.text
    assert words in unescape(answer.text)  # what was typed is still there
    ContentVersion.objects.create(group="letters", number=1, texts={"greeting": {"fi": words}})
    content.forget()
    assert compose(Mail(to=aino, ids={}, created_at=timezone.now()), Letter("Asia", "T.")).body.startswith("Hei Aino")


def test_a_card_in_hrs_words(hr, aino, signed_in):
    send_page(hr, "methods", **{"picture-name-fi": "Esine pöydällä", "picture-steps-fi": "Yksi.\r\nKaksi."})
    for page in ("method_list", "method_card"):
        args = ["picture"] if page == "method_card" else []
        assert "Esine pöydällä" in signed_in(aino).get(reverse(page, args=args)).text
    with translation.override("fi"):
        assert str(CARDS["picture"].steps) == "Yksi.\nKaksi."


def test_new_groups_begin_with_hrs_rules(hr):
    send_page(hr, "ground-rules", **{"template-fi": "Ensimmäinen sääntö.\nToinen sääntö."})
    with translation.override("fi"):
        assert template() == "Ensimmäinen sääntö.\nToinen sääntö."


def test_a_survey_keeps_the_words_that_it_began_with(hr):
    season = make_season()
    send_page(hr, "survey", **{"useful-fi": "Oliko ryhmästä iloa?", "useful-partly-sv": "i viss mån"})
    survey = surveys.make(season, "feedback")
    send_page(hr, "survey", number=1, **{"useful-fi": "Jotain muuta?"})
    first_one = Survey.objects.get(pk=survey.pk).asked[0]
    assert (first_one["key"], first_one["words"]["fi"]) == ("useful", "Oliko ryhmästä iloa?")
    assert first_one["choices"][1] == {"code": "partly", "fi": "osittain", "sv": "i viss mån", "en": "partly"}


def test_every_page_of_texts_opens(hr):
    for code in GROUPS:
        assert hr.get(f"/hr/sisallot/{code}/").status_code == 200
