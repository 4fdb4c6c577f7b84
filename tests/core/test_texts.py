"""What people write comes in without signs that show nothing, through every door, and reaches every PDF whole."""

import datetime
import unicodedata

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from core import pdf
from core.texts import cleaning
from core.texts.writing import Sent
from tests.pdfs import missing_glyphs, text_of
from vatupassi.conversation import invitations
from vatupassi.models import Occasion

CONTROLS = [chr(code) for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\t\n"]
HIDDEN = ["\ud83d", "\udc00", "\ufeff", "\ufffc", "\ufff9", "\uffff", "\ufdd0", "\ue000", "\U000f0001", "\u206a"]
TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
BREAKS = ["\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
KEPT = "Åäö 👩🏽‍🔧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 שלום\u200f! می\u200cخواهم työ\u00adkyky 1\u00a0000 €\n\tsisennys – ”näin” \u2060"


SIGNS = [*CONTROLS, *HIDDEN, *TURNING]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{ord(sign):x}")
def test_a_sign_that_shows_nothing_goes(sign):
    assert cleaning.clean(f"Kahvi{sign}huone") == ("Kahvi\nhuone" if sign in BREAKS else "Kahvihuone")


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_a_line_break_of_any_kind_is_one_sign(line_break):
    assert cleaning.clean(f"a{line_break}b") == "a\nb"


def test_what_languages_and_emoji_need_stays():
    assert cleaning.clean(KEPT) == KEPT
    assert cleaning.clean("\uf0b7 Ensimmäinen") == "• Ensimmäinen"


@pytest.mark.parametrize("text", ["a\r\x0b\r\nb\x01", KEPT, "\r\r\n\n", "".join(CONTROLS + HIDDEN + TURNING)])
def test_cleaning_twice_changes_nothing(text):
    assert cleaning.clean(cleaning.clean(text)) == cleaning.clean(text)


def test_a_request_is_cleaned_before_its_view_and_a_password_is_not():
    seen = []
    middleware = cleaning.clean_requests(lambda request: None)
    data = {"text": "a\x01\r\nb", "new_password": "a\x01b", "many": ["\x00", "x"]}
    request = RequestFactory().post("/?q=%00a", data)
    assert middleware.process_view(request, seen.append, (), {}) is None
    assert dict(request.POST.lists()) == {"text": ["a\nb"], "new_password": ["a\x01b"], "many": ["", "x"]}
    assert request.GET["q"] == "a"
    assert isinstance(request.POST, QueryDict)


def test_autosaved_text_is_cleaned_too():
    assert Sent.of({"text-a": "a\x01\r\nb", "version-a": "1"}, "a") == Sent(text="a\nb", version=1)


def test_what_was_saved_before_is_printed_without_a_box(tmp_path, settings):
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "OPTIONS": {}}
    ]
    head = '<html lang="fi"><head><title>x</title></head>'
    page = head + "<body>{% for one in signs %}<p>Kahvi{{ one }}huone</p>{% endfor %}"
    (tmp_path / "text.html").write_text(page, encoding="utf-8")
    data = pdf.render("text.html", {"signs": SIGNS}, "fi")
    assert missing_glyphs(data) == 0
    assert text_of(data).replace(" ", "").count("Kahvihuone") == len(SIGNS)


HOSTILE = "Kahvi\x01\x0bhuone\ufeff \u202etakaperin\r\nloppu"
SAFE = "Kahvi\nhuone takaperin\nloppu"


@pytest.mark.django_db
def test_through_the_pages_to_the_memo(aino, matti, signed_in):
    """A text that saves itself, a form of one line and of more, and a view of one's own: saved clean, printed whole."""
    occasion = Occasion.objects.get(code="early-support")
    begins = timezone.now() - datetime.timedelta(minutes=5)
    talk = invitations.start(
        employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=begins, agreed=True
    )
    soon = f"{timezone.localdate() + datetime.timedelta(days=14):%d.%m.%Y}"
    client = signed_in(aino)
    pages = {
        reverse("conversation_write", args=[talk.pk, "tiedanko"]): {"text-tiedanko.works": HOSTILE},
        reverse("agreement_add", args=[talk.pk, "agreements"]): {
            "text": HOSTILE,
            "side": "employee",
            "kind": "act",
            "due_on": soon,
        },
        reverse("differing_view_save", args=[talk.pk]): {"text-differing": HOSTILE, "version-differing": "0"},
    }
    for address, data in pages.items():
        assert client.post(address, data | {"version-tiedanko.works": "0"}).status_code == 302, address
    assert [text for note in talk.notes.all() if (text := note.text.open(aino))] == [SAFE]
    assert [agreement.text.open(aino) for agreement in talk.agreements.all()] == [SAFE]
    assert [view.text.open(aino) for view in talk.differing_views.all()] == [SAFE]
    data = client.get(reverse("memo_pdf", args=[talk.pk])).content
    assert text_of(data).count("Kahvi huone takaperin loppu") == 3
    assert missing_glyphs(data) == 0
