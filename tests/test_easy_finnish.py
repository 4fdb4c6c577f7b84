"""Easy Finnish: chosen by a person for themselves alone, whole on the pages that promise it, and Finnish elsewhere."""

import ast
import datetime
import io
import re
import subprocess
import uuid
from pathlib import Path

import pikepdf
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, trans_real

from core import content, organisation
from core.content.models import ContentVersion
from core.organisation.models import Employer, Organisation
from people.models import MyDataExport, SupervisionLine, User
from people.register import sheet
from tests.pdfs import pages_of, text_of
from tests.test_catalogues import ROOT, messages  # noqa: F401  # a fixture
from vatupassi.conversation import invitations
from vatupassi.level import picture
from vatupassi.memo import confirmation
from vatupassi.models import LONGEST_TEXT, Assessment, Conversation, FollowUp, Note, Occasion
from vatupassi.opening import actions as openings

pytestmark = pytest.mark.django_db
LINE = "Tämä sivu on yleiskielellä."
EASY = settings.EASY_FINNISH


@pytest.fixture
def easy(client: Client, aino: User) -> Client:
    """Aino, who reads easy Finnish."""
    client.force_login(aino)
    client.post(reverse("set_language"), {"language": EASY})
    return client


def test_it_is_chosen_where_the_language_is_and_the_language_stays_finnish(easy, aino):
    aino.refresh_from_db()
    assert (aino.language, aino.reads_easy_finnish, easy.cookies["django_language"].value) == ("fi", True, "fi")
    page = easy.get(reverse("account_settings"))
    assert page.headers["Content-Language"] == "fi"
    assert '<html lang="fi">' in page.text
    assert re.search(r'<option value="fi-selko"\s+lang="fi" selected>', page.text)
    assert re.findall(r'value="([\w-]+)"\s+lang="\w+" aria-current="true"', page.text) == [EASY]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_another_language_ends_it(easy, aino, language):
    easy.post(reverse("set_language"), {"language": language})
    aino.refresh_from_db()
    assert (aino.language, aino.reads_easy_finnish) == (language, False)


def test_a_visitor_may_choose_it_too(client):
    client.post(reverse("set_language"), {"language": EASY})
    page = client.get(reverse("account_login"))
    assert (LINE in page.text, page.headers["Content-Language"]) == (True, "fi")
    assert LINE not in client.get(reverse("account_login"), headers={"Cookie": "django_language=sv"}).text


def test_a_page_in_ordinary_language_says_so_and_an_easy_one_does_not(easy, aino, signed_in):
    assert easy.get(reverse("account_settings")).text.count(LINE) == 1
    assert LINE not in easy.get(reverse("assessment")).text
    easy.post(reverse("set_language"), {"language": "fi"})
    assert LINE not in easy.get(reverse("account_settings")).text


def test_nobody_else_learns_of_it(easy, aino, sari, matti, signed_in):
    for reader, name in ((sari, "person_edit"), (matti, "pair")):
        assert "selko" not in re.sub(
            r"(?s)<footer>.*</footer>", "", signed_in(reader).get(reverse(name, args=[aino.pk])).text
        )
    assert not {"reads_easy_finnish", "wording"} & set(re.findall(r"\w+", Path(sheet.__file__).read_text()))


def test_hrs_own_words_win_over_the_easy_ones(easy, sari):
    original = "Mikä sujuu työssä hyvin?"
    assert original in easy.get(reverse("assessment")).text
    ContentVersion.objects.create(group="guiding-kykenenko", number=1, by=sari, texts={"1": {"fi": "Mikä luistaa?"}})
    content.forget()
    page = easy.get(reverse("assessment")).text
    assert ("Mikä luistaa?" in page, original in page) == (True, False)


def test_ours_wins_over_djangos_words_here_too(messages):  # noqa: F811
    ours = messages.merged("fi", messages.read(messages.OTHERS.read_text(encoding="utf-8")))
    said = messages.read(messages.catalogue(messages.EASY).read_text(encoding="utf-8"))
    plain = {key: entry.strings[0] for key, entry in ours.items() if not entry.plural and key not in said}
    assert len(plain) > 10
    with translation.override(EASY):
        assert {key: gettext(key[1]) for key in plain} == plain


def test_the_check_wants_the_easy_pages_strings_and_no_others(messages):  # noqa: F811
    needed = messages.wanted()
    entries = messages.easy(needed)
    assert [*messages.faults(messages.EASY, entries)] == []
    assert [*messages.out_of_date(messages.EASY, entries)] == []
    assert messages.needed_in_easy() <= entries.keys()
    assert len(entries) < len(needed) / 5
    one = ("", "How is your work going right now?")
    entries[one].strings = [""]
    assert [*messages.faults(messages.EASY, entries)] == [f"{messages.EASY}: missing: {one[1]}"]


def test_nobody_takes_it_for_a_language_of_its_own():
    """Who asks which language is active takes two letters of it; the engine and what is remembered by it do not."""
    may = {"config/jinja.py", "vatupassi/level/picture.py", "core/views.py", "core/middleware.py"}
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = []
    for name in listed.split():
        if name in may or name.startswith("tests/"):
            continue
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        cut = {id(n) for s in ast.walk(tree) if isinstance(s, ast.Subscript) for n in ast.walk(s.value)}
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) == "get_language"
            and id(node) not in cut
        ]
    assert found == []


# ---- The easy pages have nothing in ordinary language


@pytest.fixture
def marked(tmp_path, settings, messages):  # noqa: F811
    """What easy Finnish takes from Finnish stands in brackets, so that a page shows it."""
    catalogue = Catalog(locale="fi", charset="utf-8")
    easy_ones = messages.read(messages.catalogue(messages.EASY).read_text(encoding="utf-8"))
    for key, entry in messages.read(messages.catalogue("fi").read_text(encoding="utf-8")).items():
        own = easy_ones.get(key)
        texts = own.strings if own and own.filled else [f"⟦{text}⟧" for text in entry.strings]
        ids = (key[1], entry.plural) if entry.plural else key[1]
        catalogue.add(ids, tuple(texts) if entry.plural else texts[0], context=key[0] or None)
    folder = tmp_path / messages.EASY / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path]

    def forget() -> None:
        trans_real._translations.pop(EASY, None)
        engines["jinja2"].env.of[EASY].cache.clear()
        picture._radios.cache_clear()
        picture._shown_words.cache_clear()

    forget()
    yield
    forget()


def ordinary(page: str) -> list[str]:
    return re.findall("⟦(.*?)⟧", page, re.DOTALL)


def test_what_falls_back_is_found(marked, easy):
    assert "Kirjautuminen" in ordinary(easy.get(reverse("account_settings")).text)


@pytest.fixture
def marks(aino: User) -> Assessment:
    """Four marks, each with a target, and a note."""
    assessment = Assessment.start(by=aino)
    for item in assessment.items.all():
        item.assessment = assessment
        item.mark(now=1, target=2)
        item.store("Sujuu.", by=aino)
    return assessment


def invited(aino: User, matti: User, **fields: object) -> Conversation:
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=3),
        **fields,
    )


def test_the_first_assessment(marked, easy):
    assert ordinary(easy.get(reverse("assessment")).text) == []
    assert ordinary(easy.get(reverse("assessment_own")).text) == []
    assert ordinary(easy.get(reverse("assessment_history")).text) == []
    assert ordinary(easy.get("/").text) == []


def test_the_own_assessment(marked, easy, marks):
    version = re.search(r'name="version-tiedanko"\s+value="(\d+)"', easy.get(reverse("assessment")).text)[1]
    item = {"assessment": marks.pk, "version-tiedanko": version, "tiedanko-now": 3, "text-tiedanko": "Menee."}
    for changed, status in (
        ({"text-tiedanko": "x" * (LONGEST_TEXT + 1)}, 422),
        ({"version-tiedanko": 0}, 409),
        ({}, 200),
    ):
        saved = easy.post(reverse("assessment_item"), item | changed, headers={"X-Autosave": "1"})
        assert (saved.status_code, ordinary(saved.text)) == (status, [])
    pages = ["assessment", "assessment_own", "assessment_history"]
    addresses = [*map(reverse, pages), marks.get_absolute_url(), reverse("assessment_removal", args=[marks.pk]), "/"]
    assert [(address, found) for address in addresses if (found := ordinary(easy.get(address).text))] == []
    assert ordinary(easy.get(f"{reverse('assessment_own')}?valmis").text) == []


def test_an_invitation_and_its_answer(marked, easy, aino, matti, timo, leena):
    conversation = invited(aino, matti)
    page, propose = conversation.get_absolute_url(), reverse("conversation_propose", args=[conversation.pk])
    assert [ordinary(easy.get(address).text) for address in ("/", page)] == [[], []]
    for day, clock in (("", ""), ("31.2.2027", "25"), ("31.31.2027", "x"), ("1.1.2020", "9"), ("vk 60", "9")):
        assert ordinary(easy.post(propose, {"day": day, "clock": clock}).text) == []


@pytest.fixture
def looked_at(marked, easy):
    """`looked_at(name, answer)`: what of the page is in ordinary language; in the end nothing may be."""
    found: dict[str, list[str]] = {}

    def look(*pages) -> None:
        for page in pages:
            answer = easy.get(page) if isinstance(page, str) else page
            assert answer.status_code in (200, 422)
            if words := ordinary(answer.text):
                found.setdefault(answer.request["PATH_INFO"], []).extend(words)

    yield look
    assert found == {}


def confirmed(conversation: Conversation, aino: User, matti: User) -> None:
    Note.in_slot(conversation, "tiedanko.works").store("Sujuu.", by=aino)
    conversation.refresh_from_db()
    for person in (aino, matti):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
        conversation.refresh_from_db()


def test_what_comes_of_an_invitation(looked_at, easy, aino, matti, leena):
    talks = reverse("conversation_list")
    looked_at(talks, reverse("share"))  # nothing yet
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for act, data in (
        ("refuse_time", {}),
        ("propose", {"day": f"{tomorrow.day}.{tomorrow.month}.{tomorrow.year}", "clock": "10"}),
        ("accept", {}),
        ("practical", {}),
        ("partner", {}),
        ("paper", {}),
        ("decline", {}),
    ):
        conversation = invited(aino, matti, id=uuid.uuid4())
        done = easy.post(reverse(f"conversation_{act}", args=[conversation.pk]), data, follow=True)
        looked_at(done, conversation.get_absolute_url(), talks)
    looked_at(f"{talks}?q=nobody")


def test_the_page_of_a_talk_and_the_list_of_talks(looked_at, easy, aino, matti, timo, leena, sari, marks, signed_in):
    conversation, talks = invited(aino, matti, agreed=True), reverse("conversation_list")
    page = conversation.get_absolute_url()
    stamp = re.search(r'name="stamp"\s+value="([^"]*)"', easy.get(reverse("sharing", args=[conversation.pk])).text)[1]
    easy.post(reverse("sharing", args=[conversation.pk]), {"stamp": stamp, "tiedanko": "on", "note-tiedanko": "on"})
    looked_at(page)
    confirmed(conversation, aino, matti)
    for number, days, held in ((1, -9, timezone.now()), (2, 9, None)):
        starts_at = timezone.now() + datetime.timedelta(days=days)
        FollowUp.objects.create(conversation=conversation, number=number, starts_at=starts_at, held_at=held)
    looked_at(page, talks)
    openings.give_memo(conversation, to=timo, until=timezone.localdate() + datetime.timedelta(days=5), by=aino)
    openings.open_to_hr(conversation, to=sari, scope="whole", by=matti)
    looked_at(page)
    openings.open_to_hr(conversation, to=sari, scope="whole", by=aino)
    looked_at(page)
    User.objects.filter(pk=aino.pk).update(restricted_since=timezone.now())
    looked_at(page, talks)
    User.objects.filter(pk=aino.pk).update(restricted_since=None)
    signed_in(matti).post(reverse("conversation_end", args=[conversation.pk]))
    looked_at(page, talks)
    looked_at(easy.post(reverse("conversation_open_again", args=[conversation.pk]), follow=True))
    looked_at(easy.post(reverse("conversation_end", args=[conversation.pk]), follow=True))
    SupervisionLine.objects.filter(supervisor=matti).update(supervisor=leena)
    looked_at(page)


def test_sharing_taking_back_and_undoing(marked, easy, aino, matti, marks):
    conversation = invited(aino, matti)
    sheet_of = reverse("sharing", args=[conversation.pk])
    page = easy.get(sheet_of).text
    assert ordinary(page) == []
    stamp = re.search(r'name="stamp"\s+value="([^"]*)"', page)[1]
    chosen = {"stamp": stamp, "tiedanko": "on", "osaanko": "on", "note-tiedanko": "on"}
    assert ordinary(easy.post(sheet_of, chosen | {"stamp": "old"}).text) == []
    assert easy.post(sheet_of, chosen).url == reverse("assessment_own")
    assert ordinary(easy.get(reverse("assessment_own")).text) == []
    for _twice in range(2):
        easy.post(reverse("sharing_undo", args=[conversation.pk]))
        assert ordinary(easy.get(reverse("assessment_own")).text) == []
    invited(aino, matti, id=uuid.uuid4())
    assert ordinary(easy.get(reverse("share")).text) == []


@pytest.mark.parametrize("kind", Employer.values)
def test_the_privacy_notice(marked, easy, aino, kind):
    Organisation.objects.update_or_create(defaults={"kind": kind})
    organisation.forget()
    User.objects.filter(pk=aino.pk).update(privacy_told_at=None)
    assert ordinary(easy.get(reverse("privacy")).text) == []
    assert ordinary(easy.get("/").text) == []


def test_the_quick_guide_is_a_page_of_its_own_and_the_board_is_not(easy):
    page = easy.get(reverse("papers")).text
    assert re.findall(r'href="/paperit/(\w+/[\w-]+)\.pdf"', page)[-4:] == [
        *("pikaohje/fi-selko", "pikaohje/fi", "pikaohje/sv", "pikaohje/en"),
    ]
    answer = easy.get("/paperit/pikaohje/fi-selko.pdf")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "fi")
    assert answer.headers["Content-Disposition"] == 'inline; filename="vatupassi-pikaohje-selko.pdf"'
    assert len(pages_of(answer.content)) == 1
    assert "VatuPassi selkosuomeksi" in text_of(answer.content)
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == "fi"
    assert easy.get("/paperit/taulu/fi-selko.pdf").status_code == 404


def test_what_one_takes_along_stays_in_finnish(easy, aino, marks):
    text = text_of(easy.get(reverse("assessment_pdf", args=[marks.pk])).content)
    assert "hieman plussan puolella" in text
    easy.post(reverse("my_data_make"))
    assert MyDataExport.objects.get(owner=aino).language == "fi"
