"""The memo: what it holds, its PDF opened and read, and who gets it."""

import dataclasses
import datetime
import html
import io
import re
import time

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import AccessLog
from people.models import User
from tests.jobs import run_jobs
from tests.pdfs import ends_of_text, in_order, pages_of, tags_of, text_of
from vatupassi.conversation import invitations
from vatupassi.memo import confirmation
from vatupassi.memo.content import MemoContent, memo_of
from vatupassi.memo.layout import draw_frozen_memo, draw_memo
from vatupassi.models import (
    Agreement,
    BoardMark,
    Conversation,
    DifferingView,
    FollowUp,
    Memo,
    Note,
    Occasion,
    Opening,
    Side,
    SupportPerson,
)

pytestmark = pytest.mark.django_db
WINTER = datetime.datetime(2026, 12, 3, 7, 15, tzinfo=datetime.UTC)  # 9.15 in Helsinki
SUMMER = datetime.datetime(2027, 6, 3, 6, 15, tzinfo=datetime.UTC)  # 9.15 as well
LONG_NAME = "Anna-Kaarina Wilhelmiina-Margareeta Korhonen-Vanhala-Lindströminen-Mäki-Petäjäniemi-Suihko"
ODD = "palkka < 3000 & > 2000 <ei tagi> Ş ŋ ﬁ 😀"
LONG_WORD = "työkyvyttömyyseläkehakemusprosessikuvaus"
LONG_URL = "https://intra.kotikunta.example/" + "palvelut/tyokyky/" * 8 + "x" * 12


@pytest.fixture
def talk(aino: User, matti: User) -> Conversation:
    """A conversation with something in every place."""
    conversation = make_talk(employee=aino, supervisor=matti)
    both_tick(conversation, "view")
    for question in ("tiedanko", "osaanko", "kykenenko"):
        mark(conversation, Side.EMPLOYEE, question, now=1, target=3, text=f"Ainon sanat: {question}")
    for question in ("tiedanko", "haluanko"):  # the employee has not shared Haluanko
        now = 2 if question == "tiedanko" else None
        mark(conversation, Side.SUPERVISOR, question, now=now, text=f"Matin sanat: {question}")
    write(conversation, "tiedanko.works", "Tavoitteet ovat selvät.")
    write(conversation, "kykenenko.try", "Taukojumppa.")
    agree(conversation, "Kaksi iltavuoroa peräkkäin", side=Side.SUPERVISOR, question="osaanko", helps_now=True)
    agree(conversation, "Kollegan päivän seuraaminen", question="kykenenko", kind=Agreement.Kind.TRIAL)
    FollowUp.objects.create(conversation=conversation, number=1, starts_at=WINTER + datetime.timedelta(weeks=6))
    return conversation


def make_talk(*, employee: User, supervisor: User, starts_at: datetime.datetime = WINTER, **details) -> Conversation:
    details = {"occasion": "early-support", "place": "keittiön toimisto", "memo_language": "fi"} | details
    details.setdefault("held_on", timezone.localdate(starts_at))
    details["occasion"] = Occasion.objects.get(code=details["occasion"])
    return invitations.start(
        employee=employee, supervisor=supervisor, by=supervisor, starts_at=starts_at, agreed=True, **details
    )


def both_tick(conversation: Conversation, code: str) -> None:
    for side in Side:
        setattr(conversation, f"{code}_by_{side.value}", True)
    conversation.save()


def mark(conversation: Conversation, side: str, question: str, *, now=None, target=None, text: str = "") -> BoardMark:
    return BoardMark.objects.create(
        conversation=conversation, side=side, question=question, now=now, target=target, text=text
    )


def write(conversation: Conversation, slot: str, text: str) -> None:
    note = Note.objects.get(conversation=conversation, slot=slot)
    note.text = text
    note.save()


def agree(conversation: Conversation, text: str, *, side: str = Side.EMPLOYEE, **details) -> Agreement:
    due_on = details.pop("due_on", datetime.date(2026, 12, 18))
    return Agreement.objects.create(conversation=conversation, text=text, side=side, due_on=due_on, **details)


def confirm(conversation: Conversation) -> Memo:
    conversation.refresh_from_db()
    for person in (conversation.employee, conversation.supervisor):
        confirmation.confirm(conversation, by=person, text_revision=conversation.text_revision)
    return conversation.memos.get(text_revision=conversation.text_revision)


def as_system(text) -> str:
    return text.open_as_system("a test reads it")


def content_of(conversation: Conversation) -> MemoContent:
    return memo_of(Conversation.objects.get(pk=conversation.pk), opened=as_system)


def get(client: Client, conversation: Conversation, number: int | None = None):
    version = "" if number is None else f"-{number}"
    return client.get(f"/keskustelut/{conversation.pk}/muistio{version}.pdf")


def test_the_pdf_reads_in_order(talk):
    frozen = confirm(talk)
    frozen.confirmed_at = WINTER
    data = draw_frozen_memo(frozen, as_system(frozen.content))
    in_order(
        text_of(data),
        *("Kotikunta · Varhainen tuki", "Luottamuksellinen · Vahvistettu", "Keskustelumuistio"),
        "Varhaisen tuen keskustelu, pidetty to 3.12.2026 klo 9.15–10",
        *("Aino Virtanen", "ruokapalvelutyöntekijä", "Matti Laine", "ruokapalvelupäällikkö"),
        *("Ruokapalvelut", "keittiön toimisto", "Tämä ei ole varoitus."),
        *("Tiedänkö?", "Aino Virtanen: hieman plussan puolella", "tavoite: selvästi plussan puolella"),
        *("Matti Laine: plussan puolella", "Ainon sanat: tiedanko", "Matin sanat: tiedanko"),
        *("Mikä jo toimii", "Tavoitteet ovat selvät.", "Osaanko?"),
        *("Mitä sovimme", "Kaksi iltavuoroa peräkkäin", "auttaa heti", "Matti Laine", "18.12.2026"),
        *("Seuranta", "to 14.1.2027 klo 9.15", "Vahvistukset", "Aino Virtanen", "Matti Laine"),
        "Vahvistushetkellä tämän näkivät: Aino Virtanen ja Matti Laine.",
        *(
            "Poistetaan, kun keskustelun päättymisestä on kulunut 24 kk,",
            "viimeistään kun keskustelun päivästä on kulunut 3 vuotta.",
            "Kykenenkö-kysymys tulee muistioon vain, jos",
        ),
        "Kumpikin osapuoli voi lisätä eriävän näkemyksen",
    )
    (only,) = pages_of(data)  # a usual memo is one sheet
    assert only.endswith("Keskustelumuistio 3.12.2026 · Kotikunta 1 (1)")


def test_the_pdf_is_tagged_and_its_metadata_neutral(talk):
    data = draw_memo(content_of(talk), language="fi", draft=False)
    tags = tags_of(data)
    assert {"H1", "H2", "P", "Table", "TH", "TD", "Figure", "L"} <= {tag for tag, _alt in tags}
    assert [tag for tag, _alt in tags].count("H1") == 1
    figures = [alt for tag, alt in tags if tag == "Figure"]
    assert figures == [
        "Tiedänkö? Aino Virtanen: hieman plussan puolella, tavoite selvästi plussan puolella. "
        "Matti Laine: plussan puolella",
        "Osaanko? Aino Virtanen: hieman plussan puolella, tavoite selvästi plussan puolella",
    ]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "fi"
        assert dict(pdf.docinfo) == {"/Title": "Keskustelumuistio 3.12.2026", "/Producer": pdf.docinfo["/Producer"]}
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "Aino" not in str(pdf.open_metadata())
        assert "/AF" not in pdf.Root
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert {re.sub(r"^/[A-Z]{6}\+|-.*", "", font) for font in fonts} == {"Source"} or all("Source" in f for f in fonts)


@pytest.mark.parametrize(
    "language, words",
    [
        (
            "fi",
            (
                "Keskustelumuistio",
                "to 3.12.2026 klo 9.15–10",
                "Mitä sovimme",
                "18.12.2026",
                "Varhaisen tuen keskustelu",
            ),
        ),
        ("sv", ("Promemoria över ett samtal", "tors 3.12.2026 kl. 9.15–10", "Samtal om tidigt stöd", "18.12.2026")),
        (
            "en",
            ("Memo of a conversation", "Thu 3 December 2026 9.15–10", "Early support discussion", "18 December 2026"),
        ),
    ],
)
def test_the_agreed_language_decides_not_the_reader_s(language, words, talk, matti, signed_in):
    talk.memo_language = language
    talk.save(update_fields=["memo_language"])
    matti.language = "sv" if language == "fi" else "fi"
    matti.save(update_fields=["language"])
    answer = get(signed_in(matti), talk)
    in_order(text_of(answer.content), *words[:2])
    assert [word for word in words if word not in text_of(answer.content)] == []
    assert answer["Content-Language"] == language
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == language


def test_equal_content_gives_equal_bytes(talk):
    content = content_of(talk)
    first = draw_memo(content, language="fi", draft=False)
    time.sleep(1.1)  # a clock in the file would show
    assert draw_memo(MemoContent.loads(content.dumps()), language="fi", draft=False) == first
    with timezone.override("America/New_York"):
        assert draw_memo(content, language="fi", draft=False) == first


@pytest.mark.parametrize("ticked", [(False, False), (True, False), (False, True), (True, True)])
def test_kykenenko_and_the_nine_answers_come_only_when_both_tick_them_in(ticked, aino, matti):
    conversation = make_talk(employee=aino, supervisor=matti, occasion="development")
    mark(conversation, Side.EMPLOYEE, "kykenenko", now=-2, text="Kuormittaa.")
    write(conversation, "kykenenko.change", "Kevyempi kärry.")
    write(conversation, "nine.5", "Palaudun metsässä.")
    agree(conversation, "Kärry vaihdetaan", question="kykenenko")
    conversation.ability_by_employee, conversation.ability_by_supervisor = ticked
    conversation.nine_by_employee, conversation.nine_by_supervisor = ticked
    conversation.save()
    content = content_of(conversation)
    text = text_of(draw_memo(content, language="fi", draft=False))
    private = ["Kuormittaa.", "Kevyempi kärry.", "Palaudun metsässä.", "miinuksen puolella"]
    assert [each for each in private if each in text] == (private if all(ticked) else [])
    assert ("Kykenenkö" in content.dumps() or "kykenenko" in str(content.marks)) == all(ticked)
    assert content.left_out == (["view"] if all(ticked) else ["ability", "nine", "view"])
    assert "Kärry vaihdetaan" in text  # both agreed on it; without the ticks it does not say which question it moves
    assert [row["question"] for row in content.agreements] == (["kykenenko"] if all(ticked) else [""])


@pytest.mark.parametrize("ticked", [(False, False), (True, False), (False, True), (True, True)])
def test_the_supervisor_s_view_comes_only_when_both_tick_it_in(ticked, talk):
    talk.view_by_employee, talk.view_by_supervisor = ticked
    talk.save()
    content = content_of(talk)
    text = text_of(draw_memo(content, language="fi", draft=False))
    assert ("Matin sanat: tiedanko" in text) == ("Matti Laine: plussan puolella" in text) == all(ticked)
    assert ("view" in content.left_out) == (not all(ticked))
    assert "Ainon sanat: tiedanko" in text


def test_the_page_says_what_the_paper_says(talk, aino, matti, signed_in):
    """One content, one template: as a draft, confirmed, and with a differing view."""

    def words(text: str) -> list[str]:
        text = re.sub(r"<svg.*?</svg>", " ", text, flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:b|i|span)\b[^>]*>", "", text)))
        return [word for word in text.replace("✓", "").split() if word not in ("AV", "ML", "1", "(1)")]

    def same(part: str) -> None:
        answer = signed_in(matti).get(f"/keskustelut/{talk.pk}/vaihe/memo/")
        page = answer.context["paper"]
        assert page in answer.content.decode()  # as markup, not as its letters
        printed = words(text_of(get(signed_in(matti), talk).content))
        assert part in " ".join(words(page))
        assert [word for word in words(page) if word not in printed] == []

    same("Aino Virtanen, ei vielä")
    confirm(talk)
    same("Vahvistushetkellä tämän näkivät: Aino Virtanen ja Matti Laine.")
    DifferingView.objects.create(conversation=talk, side=Side.EMPLOYEE, author=aino, text="En muista näin.")
    same("En muista näin.")


def test_the_supervisor_s_view_is_left_out_of_an_item_that_is_not_shared(talk, matti, signed_in):
    text = text_of(get(signed_in(matti), talk).content)
    assert "Matin sanat: tiedanko" in text
    assert "Matin sanat: haluanko" not in text


def test_people_s_own_words_stand_as_they_wrote_them(talk):
    write(talk, "tiedanko.change", ODD + "\nToinen rivi")
    text = text_of(draw_memo(content_of(talk), language="fi", draft=False))
    assert "palkka < 3000 & > 2000 <ei tagi> Ş ŋ" in text
    in_order(text, "<ei tagi>", ":)", "Toinen rivi")  # an emoji becomes words


def test_long_names_words_and_addresses_stay_inside_their_cells(aino, matti):
    aino.calling_name, aino.last_name = "", ""
    conversation = make_talk(employee=aino, supervisor=matti, place=f"{LONG_WORD} {LONG_URL}"[:200])
    conversation.employee_name = LONG_NAME
    conversation.save()
    mark(conversation, Side.EMPLOYEE, "osaanko", now=1, text=f"{LONG_WORD} {LONG_URL}")
    for number in range(10):
        agree(conversation, f"{number} {LONG_WORD} {LONG_URL}", question="osaanko")
    content = dataclasses.replace(content_of(conversation), readers=[LONG_NAME])
    data = draw_memo(content, language="fi", draft=False)
    right = 595.3 - 16 / 25.4 * 72  # a page less its margin
    assert max(ends_of_text(data)) <= right + 0.5
    assert text_of(data).replace(" ", "").replace("-", "").count(LONG_WORD) == 12
    assert 2 <= len(pages_of(data)) <= 5


def test_a_note_of_twenty_thousand_characters_goes_over_as_many_pages_as_it_needs(talk):
    text = ("Sana toisensa perään kertyy tähän. " * 600)[:20_000].strip()
    write(talk, "tiedanko.change", text)
    data = draw_memo(content_of(talk), language="fi", draft=False)
    pages = pages_of(data)
    assert 5 <= len(pages) <= 9
    assert "".join(text.split()) in "".join(
        "".join(re.sub(r"Keskustelumuistio 3\.12\.2026 · Kotikunta \d+ \(\d+\)$", "", page).split()) for page in pages
    )
    assert pages[-1].endswith(f"{len(pages)} ({len(pages)})")


@pytest.mark.parametrize(
    "starts_at, shown", [(WINTER, "to 3.12.2026 klo 9.15–10"), (SUMMER, "to 3.6.2027 klo 9.15–10")]
)
def test_times_are_local_in_winter_and_in_summer(starts_at, shown, aino, matti):
    conversation = make_talk(employee=aino, supervisor=matti, starts_at=starts_at)
    with timezone.override("UTC"):
        assert shown in text_of(draw_memo(content_of(conversation), language="fi", draft=False))


def test_the_secrecy_mark_and_the_support_person(talk, settings):
    settings.SECRECY_MARK = "Salassa pidettävä (JulkL 24 § 1 mom. 25 k)"
    SupportPerson.objects.create(conversation=talk, name="Timo Ääri", is_printed=True)
    text = text_of(draw_memo(content_of(talk), language="fi", draft=False))
    in_order(text, settings.SECRECY_MARK, "Keskustelumuistio", "Tukihenkilö", "Timo Ääri")


def test_an_empty_conversation_has_an_honest_memo_on_one_page(aino, matti):
    conversation = make_talk(employee=aino, supervisor=matti, place="", video_link="https://video.example/abc")
    pages = pages_of(draw_memo(content_of(conversation), language="fi", draft=True))
    assert len(pages) == 1
    in_order(
        pages[0], "Luonnos, ei vahvistettu", "etäyhteys", "Sovittuja asioita ei kirjattu.", "Seurannasta ei sovittu."
    )
    assert "video.example" not in pages[0]


def test_the_job_seals_the_pdf_once(talk, aino, signed_in):
    frozen = confirm(talk)
    assert not frozen.pdf
    before = get(signed_in(aino), talk)
    assert not Memo.objects.get().pdf  # a GET stores nothing
    run_jobs()
    first = Memo.objects.get().pdf.ciphertext()
    from vatupassi.memo.jobs import make_memo_pdf

    make_memo_pdf.call(str(frozen.pk))
    assert Memo.objects.get().pdf.ciphertext() == first
    assert get(signed_in(aino), talk).content == before.content
    make_memo_pdf.call("00000000-0000-4000-8000-000000000000")  # gone with its conversation


def test_a_job_that_was_queued_under_its_old_name_runs(talk):
    confirm(talk)
    queued = DBTaskResult.objects.filter(task_path__endswith=".make_memo_pdf")
    assert queued.update(task_path="vatupassi.jobs.make_memo_pdf") == 1
    run_jobs()
    assert Memo.objects.get().pdf


def test_the_stored_pdf_is_served_and_not_made_again(talk, matti, signed_in):
    frozen = confirm(talk)
    frozen.pdf = b"%PDF-1.7 as it was confirmed"
    frozen.save()
    answer = get(signed_in(matti), talk)
    assert answer.content == b"%PDF-1.7 as it was confirmed"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="muistio-2026-12-03.pdf"'
    assert AccessLog.objects.filter(reader=matti, subject=talk.employee, item=talk.pk).count() == 1


def test_the_confirmed_memo_keeps_what_was_when_everything_around_changes(talk, aino, matti, signed_in):
    confirm(talk)
    run_jobs()
    before = get(signed_in(aino), talk).content
    matti.calling_name, matti.last_name, matti.title_fi = "Matias", "Lainela", "johtaja"
    matti.save()
    Agreement.objects.update(outcome="done")
    assert get(signed_in(aino), talk).content == before
    Memo.objects.update(pdf=b"")  # made anew from the frozen content, it is the same
    assert get(signed_in(aino), talk).content == before
    matti.delete()
    assert "Matti Laine ruokapalvelupäällikkö" in text_of(get(signed_in(aino), talk).content)


NOW_ASKED = {
    "fi": "Mitä olet itse jo tehnyt, jotta asiat olisivat paremmin?",
    "sv": "Vad har du själv redan gjort för att förbättra läget?",
    "en": "What have you yourself already done to make things better?",
}


def test_a_question_that_is_reworded_later_leaves_an_old_memo_its_text(aino, matti):
    conversation = make_talk(employee=aino, supervisor=matti, occasion="development")
    write(conversation, "nine.8", "Vaihdoin vuoroa.")
    Conversation.objects.filter(pk=conversation.pk).update(nine_by_employee=True, nine_by_supervisor=True)
    frozen = MemoContent.loads(as_system(confirm(conversation).content))
    assert frozen.labels == {"nine.8": NOW_ASKED}

    def drawn(content: MemoContent) -> str:
        return " ".join(text_of(draw_memo(content, language="sv", draft=False)).split())

    older = {"nine.8": NOW_ASKED | {"sv": "Vad gjorde du?"}}  # frozen with words that have changed since
    asked = (NOW_ASKED["sv"], "Vad gjorde du?", "Vad har du redan gjort för att förbättra läget?")
    shown = [drawn(dataclasses.replace(frozen, labels=labels)) for labels in (frozen.labels, older, {})]
    assert [[words in text for words in asked] for text in shown] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],  # before memos kept what was asked
    ]


def test_beside_what_the_employee_has_done_stands_what_the_workplace_has(aino, matti, signed_in):
    conversation = make_talk(employee=aino, supervisor=matti, occasion="development")
    conversation.notes.filter(slot="nine.8-workplace").delete()  # begun before there was this question
    step = f"/keskustelut/{conversation.pk}/vaihe/nine/"
    page = signed_in(aino).get(step).content.decode()
    in_order(page, NOW_ASKED["fi"], "Mitä työpaikalla on tehty?", "Mitä suunnittelet seuraaville")
    answer = {"text-nine.8-workplace": "Kärryt vaihdettiin.", "version-nine.8-workplace": 0}
    signed_in(matti).post(f"{step}tallenna/", answer)
    assert as_system(conversation.notes.get(slot="nine.8-workplace").text) == "Kärryt vaihdettiin."


def test_a_differing_view_follows_the_agreements_and_the_stored_pdf_stays(talk, aino, matti, signed_in):
    confirm(talk)
    run_jobs()
    before, stored = get(signed_in(aino), talk).content, Memo.objects.get().pdf.ciphertext()
    at = datetime.datetime(2026, 12, 8, 6, 5, tzinfo=datetime.UTC)
    DifferingView.objects.create(
        conversation=talk, side=Side.EMPLOYEE, author=aino, text="En muista näin.", edited_at=at
    )
    for number in (None, 1):
        text = text_of(get(signed_in(matti), talk, number).content)
        in_order(text, "Mitä sovimme", "Eriävä näkemys", "Aino Virtanen, ti 8.12.2026 klo 8.05", "En muista näin.")
        in_order(text, "En muista näin.", "Vahvistukset")
    assert "En muista näin." not in text_of(before)
    assert Memo.objects.get().pdf.ciphertext() == stored


def test_reopening_gives_a_draft_and_keeps_the_confirmed_version(talk, aino, matti, signed_in):
    confirm(talk)
    run_jobs()
    first = get(signed_in(aino), talk, 1).content
    talk.refresh_from_db()
    confirmation.reopen(talk, by=matti)
    write(talk, "tiedanko.works", "Muutettu.")
    draft = text_of(get(signed_in(aino), talk).content)
    in_order(draft, "Luonnos, ei vahvistettu", "Muutettu.")
    assert "Luonnos" not in text_of(first)
    confirm(talk)
    run_jobs()
    assert "Tämä on versio 2." in text_of(get(signed_in(aino), talk).content)
    assert get(signed_in(aino), talk, 1).content == first
    assert get(signed_in(aino), talk, 3).status_code == 404


def test_who_gets_it(talk, aino, matti, timo, leena, sari, mikael, stranger, signed_in):
    def answers(*people: User) -> list[int]:
        return [get(signed_in(person), talk).status_code for person in people]

    assert answers(aino, matti) == [200, 200]
    assert answers(timo, leena, sari, mikael, stranger) == [404] * 5
    assert get(Client(), talk).status_code == 302
    Opening.objects.create(
        conversation=talk, reader=leena, to="supervisor", scope="whole", employee_opened_at=timezone.now()
    )
    Opening.objects.create(conversation=talk, reader=sari, to="hr", scope="own", employee_opened_at=timezone.now())
    assert answers(leena) == [404]  # a draft is the parties' own
    confirm(talk)
    assert answers(aino, matti, leena) == [200] * 3
    assert answers(timo, sari, mikael, stranger) == [404] * 4
    assert [get(signed_in(person), talk, 1).status_code for person in (leena, sari)] == [200, 404]
    assert "näkivät: Aino Virtanen, Matti Laine ja Leena Šimek." in text_of(get(signed_in(aino), talk).content)


def test_a_conversation_that_was_not_held_has_no_memo(talk, aino, signed_in):
    invitations.decline(talk, by=aino)
    assert get(signed_in(aino), talk).status_code == 404


@pytest.mark.both_databases
def test_queries_do_not_grow_with_rows(talk, aino, signed_in):
    client = signed_in(aino)
    get(client, talk)
    with CaptureQueriesContext(
        connection,
    ) as few:
        get(client, talk)
    for number in range(20):
        agree(talk, f"Asia {number}")
    with CaptureQueriesContext(connection) as many:
        get(client, talk)
    assert len(few) == len(many)


@pytest.mark.parametrize(("code", "asks"), [("debriefing", False), ("early-support", True)])
def test_a_talk_without_the_four_questions_offers_nothing_of_them(code, asks, aino, matti, signed_in):
    """Not the tick, whatever is sent to its address, nor a word on the paper, in a hand-over or beside an agreement."""
    conversation = make_talk(employee=aino, supervisor=matti, occasion=code)
    base = f"/keskustelut/{conversation.pk}"
    for person in (aino, matti):
        signed_in(person).post(f"{base}/muistio/mukaan/", {"ability": "on", "view": "on", "nine": "on"})
    conversation = Conversation.objects.get(pk=conversation.pk)
    ticked = {code for code in ("ability", "nine", "view") if getattr(conversation, f"{code}_by_employee")}
    assert ticked == ({"ability", "view"} if asks else set())
    page = signed_in(aino).get(f"{base}/vaihe/memo/").content.decode()
    assert ("tick-ability" in page) == ("tick-view" in page) == asks
    assert ("Kykenenkö" in page) == asks
    more = signed_in(aino).get(f"{base}/vaihe/agreements/sovi/uusi/").content.decode()
    assert ('name="question"' in more) == asks
    onwards = signed_in(aino).get(f"{base}/eteenpain/").content.decode()
    assert ('value="marks"' in onwards) == ('value="ability"' in onwards) == asks
    assert 'value="notes"' in onwards
    Conversation.objects.update(**dict.fromkeys(("ability_by_employee", "ability_by_supervisor"), False))
    text = text_of(get(signed_in(matti), conversation).content)
    assert ("Kykenenkö" in text) == asks
