"""An anonymous survey: made, opened, answered once, closed; what is told and what is not."""

import datetime
import io
import re
import types

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Mail
from core.retention import dispose
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.pdfs import text_of
from tests.verme.conftest import make_group, make_season
from verme.models import Answer, Invitation, Membership, Survey, Ticket
from verme.start_together import results as results_to_read
from verme.survey import actions as acts
from verme.survey import questions, results, sheet

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/vastaa/([\w-]+)/\?lang=(\w\w)")


def members(group, count, **fields):
    found = [
        make_person(name=f"Jäsen Numero{n}", email=f"j{n}.{group.pk}@kotikunta.example", **fields) for n in range(count)
    ]
    Membership.objects.bulk_create(Membership(group=group, person=person) for person in found)
    return found


@pytest.fixture
def running(db):
    return make_season(name="Kevät", state="running")


def opened(season, kind="feedback"):
    survey = acts.make(season, kind)
    acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=14))
    run_jobs()
    return survey


def links():
    """Address → secret, of the letters that have been sent."""
    return {message.to[0]: LINK.search(message.body)[1] for message in mail.outbox if LINK.search(message.body)}


def close(survey):
    """End it, and let the worker count."""
    acts.close(survey)
    acts.count.func(str(survey.pk))
    survey.refresh_from_db()


def answers(survey, count, **fixed):
    for number in range(count):
        (secret,) = acts.tickets(survey, 1)
        acts.answer(secret, {"useful": str(number % 3), "best": f"sana{number}"} | fixed)


# ---- opening


def renamed(name):
    """Jobs of this function wait under the name that it had when surveys were in verme/actions."""
    queued = DBTaskResult.objects.filter(status="READY", task_path__endswith=f".{name}")
    return queued.update(task_path=f"verme.actions.surveys.{name}")


def test_jobs_that_were_queued_under_their_old_names_run(running):
    members(make_group(running), 8)
    survey = acts.make(running, "feedback")
    acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=14))
    assert renamed("send_links") == 1
    run_jobs()
    assert len(links()) == 8
    acts.close(survey)
    assert renamed("count") == 1
    acts.close_what_is_over.enqueue()
    assert renamed("close_what_is_over") == 1
    run_jobs()
    assert Survey.objects.get().state == "released"
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_everybody_of_the_season_gets_a_link_of_their_own_and_nothing_keeps_whose_it_is(running, aino):
    people = members(make_group(running), 8)
    opened(running)
    sent = links()
    assert sorted(sent) == sorted(person.email for person in people)
    assert len(set(sent.values())) == 8
    assert set(Ticket.objects.values_list("hash", flat=True)) == {Ticket.hashed(secret) for secret in sent.values()}
    assert Mail.objects.filter(kind="survey_reminder").count() == 0
    kept = [str(row.args_kwargs) for row in DBTaskResult.objects.all()]
    assert [secret for secret in sent.values() if any(secret in row for row in kept)] == []


def test_a_link_that_could_not_be_sent_goes_out_later_and_the_others_not_again(running, settings):
    people = members(make_group(running), 3)
    Invitation.objects.bulk_create(
        Invitation(survey=acts.make(running, "feedback"), person=person, sent=number > 0)
        for number, person in enumerate(people)
    )
    Survey.objects.update(state="open", until=timezone.localdate())
    acts.send_links.func(str(Survey.objects.get().pk))
    assert list(links()) == [people[0].email]


def test_those_without_an_address_get_slips_once(running, sari, signed_in):
    people = members(make_group(running), 3)
    for person in people[:2]:
        person.email = ""
        person.save()
    survey = opened(running)
    client = signed_in(sari)
    paper = client.post(reverse("survey_slips", args=[survey.pk]))
    assert paper["Content-Type"] == "application/pdf"
    text = text_of(paper.content).replace("\n", "")
    secrets = set(re.findall(r"/vastaa/([\w-]{22})/", text))
    assert len(secrets) == 2
    assert all(acts.door(secret).survey == survey for secret in secrets)
    assert [person.name for person in people if person.name in text] == []
    again = client.post(reverse("survey_slips", args=[survey.pk]), follow=True)
    assert "Laput on jo tulostettu" in again.content.decode()
    assert Ticket.objects.count() == 3


def test_a_reminder_goes_to_everybody_alike(running, sari, signed_in):
    people = members(make_group(running), 3)
    survey = opened(running)
    acts.answer(next(iter(links().values())), {"useful": "0"})
    signed_in(sari).post(reverse("survey_remind", args=[survey.pk]))
    assert {row.to for row in Mail.objects.filter(kind="survey_reminder")} == set(people)


# ---- answering


def test_a_link_opens_the_questions_in_its_language_and_ignores_who_is_signed_in(running, aino, signed_in):
    members(make_group(running), 1, language="sv")
    opened(running)
    (secret,) = links().values()
    client = signed_in(aino)
    page = client.get(f"/vastaa/{secret}/?lang=sv")
    assert "Har du haft nytta av gruppen?" in page.content.decode()
    assert aino.name not in page.content.decode()
    assert not page.wsgi_request.user.is_authenticated
    assert client.get("/").status_code == 200  # still signed in elsewhere


def test_an_answer_is_kept_once_and_says_nothing_of_its_writer(running):
    members(make_group(running), 1)
    survey = opened(running)
    (secret,) = links().values()
    client = Client()
    data = {"useful": "0", "themes": ["1", "2"], "best": "Sai olla hiljaa. Ş ŋ ﬁ <b>"}
    assert client.post(f"/vastaa/{secret}/", data)["Location"].startswith("/vastaa/kiitos/")
    assert acts._content(Answer.objects.get()) == data
    assert {field.name for field in Answer._meta.fields} == {"id", "survey", "content"}
    again = client.post(f"/vastaa/{secret}/", data | {"useful": "2"})
    assert "Linkki on jo käytetty" in again.content.decode()
    assert "Linkki on jo käytetty" in client.get(f"/vastaa/{secret}/").content.decode()
    assert Answer.objects.filter(survey=survey).count() == 1
    assert client.get("/vastaa/kiitos/").status_code == 200


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Vastaa ainakin yhteen kohtaan"),
        ({"themes": ["0", "1", "2", "3"], "best": "Tämä säilyy"}, "Valitse enintään 3"),
        ({"useful": "9", "best": "Tämä säilyy"}, "9"),
        ({"best": "x" * 2001}, "2000"),
    ],
)
def test_bad_input_says_what_to_do_and_loses_nothing(running, data, says):
    members(make_group(running), 1)
    opened(running)
    (secret,) = links().values()
    page = Client().post(f"/vastaa/{secret}/?lang=fi", data).content.decode()
    assert says in page
    assert data.get("best", "") in page
    assert Answer.objects.count() == 0
    assert not Ticket.objects.get().used


def test_choices_stand_on_one_line_where_three_short_ones_fit(running):
    members(make_group(running), 1)
    survey = opened(running)
    (secret,) = links().values()
    rows = Client().get(f"/vastaa/{secret}/?lang=fi").context["form"].rows()
    assert [(field.name, stands, most) for field, stands, most in rows] == [
        *[("useful", "thirds", 0), ("work", "thirds", 0), ("field", "chips", 0), ("themes", "chips", 3)],
        *[("time", "thirds", 0), ("again", "thirds", 0), ("best", "boxed", 0), ("wish", "boxed", 0)],
    ]
    questions_kept = survey.asked
    for row in questions_kept:
        if row["key"] in ("useful", "themes"):
            row["choices"][0]["fi"] = "Tähän on kirjoitettu niin pitkä vaihtoehto, ettei se mahdu"
    Survey.objects.filter(pk=survey.pk).update(asked=questions_kept)
    rows = Client().get(f"/vastaa/{secret}/?lang=fi").context["form"].rows()
    assert {field.name for field, stands, _most in rows if stands == "boxed"} == {"useful", "themes", "best", "wish"}
    bad = Client().post(f"/vastaa/{secret}/?lang=fi", {"work": "1", "themes": ["0", "1", "2", "3"]}).content.decode()
    assert len(re.findall(r"<input[^>]* checked", bad)) == 5  # what was ticked is ticked still


def test_a_link_nobody_has_made_opens_nothing(running):
    page = Client().get("/vastaa/abcdefghijklmnopqrstuv/")
    assert page.status_code == 404
    assert "Tällä linkillä ei avaudu kyselyä" in page.content.decode()


def test_a_closed_survey_takes_no_answers(running):
    members(make_group(running), 1)
    survey = opened(running)
    (secret,) = links().values()
    close(survey)
    for method in ("get", "post"):
        page = getattr(Client(), method)(f"/vastaa/{secret}/", {"useful": "0"}).content.decode()
        assert "Kysely on suljettu" in page
    assert Answer.objects.count() == 0


# ---- results


def test_nine_answers_tell_nothing_and_ten_do(running, sari, signed_in):
    members(make_group(running), 12)
    survey = opened(running)
    answers(survey, 9)
    page = signed_in(sari).get(reverse("survey_manage", args=[survey.pk])).content.decode()
    assert "12 ihmiseltä" in page
    assert " 9 " not in re.sub(r"<[^>]+>", " ", page)
    close(survey)
    assert survey.result == {"enough": False}
    page = signed_in(sari).get(survey.get_absolute_url()).content.decode()
    assert "Liian pieni ryhmä" in page
    assert "sana1" not in page


def test_shares_are_rounded_and_comments_mixed(running, aino, sari, signed_in):
    group = make_group(running)
    Membership.objects.create(group=group, person=aino)
    survey = opened(running)
    answers(survey, 12)
    client = signed_in(sari)
    client.post(reverse("survey_close", args=[survey.pk]))
    assert "lasketaan" in client.get(reverse("survey_manage", args=[survey.pk])).content.decode()
    run_jobs()
    page = signed_in(aino).get(survey.get_absolute_url())
    (useful, *_rest) = page.context["shown"]
    assert [(line.words, line.share) for line in useful.lines] == [
        ("kyllä", "35 %"),
        ("osittain", "35 %"),
        ("ei", "35 %"),
    ]
    assert page.context["answers"] == "10–19"
    assert sorted(page.context["shown"][6].comments) == sorted(f"sana{number}" for number in range(12))
    assert page.context["shown"][1].enough is False  # nobody answered that one


def test_comments_of_one_question_do_not_stand_in_the_order_of_another():
    asked = [questions.Question(key, "text", {"fi": key}) for key in ("a", "b")]
    given = [{"a": f"a{n}", "b": f"b{n}"} for n in range(40)]
    told = results.release(asked, given)["questions"]
    same = [x[1:] == y[1:] for x, y in zip(told["a"]["comments"], told["b"]["comments"], strict=True)]
    assert sum(same) < 10


def test_terms_stand_beside_each_other_while_the_question_is_the_same(running, sari, signed_in):
    before = make_season(name="Syksy", state="running", starts_on=timezone.localdate() - datetime.timedelta(days=200))
    for season in (before, running):
        members(make_group(season), 1)
        survey = acts.make(season, "feedback")
        if season == running:
            rows = survey.questions
            changed = rows[2]
            rows[2] = questions.Question(changed.key, changed.kind, changed.words, changed.choices[:2])
            survey.asked = questions.written(rows)
            survey.save()
        acts.open_for_answers(survey, until=timezone.localdate())
        answers(survey, 12, field="0")
        close(survey)
    page = signed_in(sari).get(Survey.objects.get(season=running).get_absolute_url())
    assert [old.season.name for old in page.context["earlier"]] == ["Syksy"]
    useful, _work, field = page.context["shown"][:3]
    assert [line.earlier for line in useful.lines] == [["35 %"]] * 3
    assert [line.earlier for line in field.lines] == [["–"]] * 2


def test_a_choice_that_is_worded_better_or_gets_company_keeps_its_earlier_terms(running, sari, signed_in):
    client = signed_in(sari)
    before = make_season(name="Syksy", state="running", starts_on=timezone.localdate() - datetime.timedelta(days=200))
    for season in (before, running):
        members(make_group(season), 1)
        survey = acts.make(season, "feedback")
        if season == running:
            reworded = {"kind": "one", "choices_fi": "kyllä on\nosittain\nei", "choices_sv": "ja\ndelvis\nnej"}
            edit(client, survey, "useful", reworded | {"choices_en": "yes\npartly\nno"})
            themes = [choice["fi"] for choice in questions.THEMES]
            added = {f"choices_{language}": "\n".join(["etätyö", *themes]) for language in questions.LANGUAGES}
            edit(client, survey, "themes", {"kind": "many", "most": "3"} | added)
        acts.open_for_answers(survey, until=timezone.localdate())
        answers(survey, 12, themes=["0"] if season == before else ["1"])
        close(survey)
    survey = Survey.objects.get(season=running)
    shown = {each.question.key: each for each in client.get(survey.get_absolute_url()).context["shown"]}
    assert shown["useful"].question.codes == ["yes", "partly", "no"]
    first = shown["useful"].lines[0]
    assert (first.words, first.earlier) == ("kyllä on", ["35 %"])
    lines = {line.words: (line.share, line.earlier) for line in shown["themes"].lines}
    assert (lines["työssä jaksaminen"], lines["etätyö"]) == (("≥ 80 %", ["≥ 80 %"]), ("0–1 vastaajaa", ["–"]))


def edit(client, survey, key, data):
    """HR saves one question anew."""
    survey.refresh_from_db()
    question = next(each for each in survey.questions if each.key == key)
    texts = {f"text_{language}": question.words[language] for language in questions.LANGUAGES}
    assert client.post(reverse("survey_question", args=[survey.pk, key]), texts | data).status_code == 302
    survey.refresh_from_db()


def test_a_choice_that_is_another_one_has_a_code_of_its_own(running, sari, signed_in):
    survey = acts.make(running, "feedback")

    def codes(finnish: str) -> list[str]:
        choices = {f"choices_{language}": finnish for language in questions.LANGUAGES}
        edit(signed_in(sari), survey, "field", {"kind": "one"} | choices)
        return next(each for each in survey.questions if each.key == "field").codes

    own, mixed, either = (choice["fi"] for choice in questions.FEEDBACK[2].choices)
    assert codes(f"{either}\n{own}\n{mixed}") == ["either", "own", "mixed"]  # moved
    assert codes(f"{either}\n{own}") == ["either", "own"]
    kept, also, new = codes(f"{either}\n{own}\n{mixed}")  # taken away and put in again: nothing is known of it
    assert (kept, also, len(new)) == ("either", "own", 8)
    assert len(set(codes(f"{own}\n{own}\n{own}"))) == 3


def test_the_papers_say_what_the_page_says(running, sari, signed_in):
    survey = acts.make(running, "feedback")
    acts.open_for_answers(survey, until=timezone.localdate())
    answers(survey, 12, best="=1+1")
    close(survey)
    client = signed_in(sari)
    text = text_of(client.get(reverse("survey_pdf", args=[survey.pk])).content)
    assert "Onko ryhmästä ollut sinulle hyötyä?" in text
    assert "35 %" in text
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(client.get(reverse("survey_xlsx", args=[survey.pk])).content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert ["Onko ryhmästä ollut sinulle hyötyä?", "kyllä", 35] in [row[:3] for row in rows]
    assert {row[1] for row in rows if row[0] == "Mikä ryhmässä oli parasta?"} == {"'=1+1"}
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}


FORMULAS = [
    "\x01=HYPERLINK()",
    "\t=1+1",
    "\u200b=1+1",
    "＝1+1",
    "  =1+1",
    "\n=1+1",
    "\x0b=1+1",
    "\ufeff@SUM(1)",
    "#N/A",
]


def test_no_answer_becomes_a_formula_in_the_sheet(running):
    """Hostile answers as they would stand in the database, from before they were cleaned on their way in."""
    from openpyxl import load_workbook

    survey = acts.make(running, "feedback")
    question = next(each for each in survey.questions if each.key == "best")
    lines = [types.SimpleNamespace(words="kyllä", share="35 %", earlier=["≥ 80 %"])]
    shown = [types.SimpleNamespace(question=question, lines=lines, enough=True, comments=FORMULAS)]
    context = {"title": "=1", "season": running, "earlier": [], "answers": 12, "shown": shown, "least": 10}
    file = sheet.of(context)
    cells = [
        cell for row in load_workbook(io.BytesIO(file)).active.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n"] == [12, 35]
    texts = [cell.value for cell in cells if cell.column == 2][-len(FORMULAS) :]
    assert [text[0] for text in texts] == ["'"] * (len(FORMULAS) - 1) + ["#"]


# ---- HR's questions


def test_hr_edits_the_questions_until_the_survey_opens(running, sari, signed_in):
    survey = acts.make(running, "feedback")
    client = signed_in(sari)
    address = reverse("survey_question", args=[survey.pk, "uusi"])
    data = {"kind": "one", "text_fi": "Uusi?", "text_sv": "Ny?", "text_en": "New?"}
    data |= {"choices_fi": "kyllä\nei", "choices_sv": "ja", "choices_en": "yes\nno"}
    page = client.post(address, data).content.decode()
    assert "Kirjoita yhtä monta vaihtoehtoa kuin suomeksi: 2." in page
    assert "Uusi?" in page
    client.post(address, data | {"choices_sv": "ja\nnej"})
    survey.refresh_from_db()
    assert [question.words["sv"] for question in survey.questions][-1] == "Ny?"
    key = survey.questions[-1].key
    client.post(reverse("survey_question", args=[survey.pk, key]), {"act": "up"})
    client.post(reverse("survey_question", args=[survey.pk, "best"]), {"act": "remove"})
    survey.refresh_from_db()
    assert [question.key for question in survey.questions][-2:] == [key, "wish"]
    acts.open_for_answers(survey, until=timezone.localdate())
    assert client.post(reverse("survey_question", args=[survey.pk, key]), {"act": "remove"}).status_code == 404


def test_the_next_season_begins_with_the_questions_of_the_last(running):
    first = acts.make(running, "feedback")
    first.asked = first.asked[:2]
    first.save()
    acts.open_for_answers(first, until=timezone.localdate())
    assert acts.make(make_season(name="Syksy"), "feedback").asked == first.asked


# ---- who reads, how long


def test_who_left_before_the_end_does_not_read_the_results(running, aino, johanna, signed_in):
    group = make_group(running)
    today = timezone.localdate()
    start = today - datetime.timedelta(days=30)
    Membership.objects.create(group=group, person=aino, starts_on=start, ends_on=today - datetime.timedelta(days=3))
    Membership.objects.create(group=group, person=johanna, starts_on=start)
    survey = opened(running)
    close(survey)
    assert signed_in(aino).get(survey.get_absolute_url()).status_code == 404
    assert signed_in(johanna).get(survey.get_absolute_url()).status_code == 200


@pytest.mark.both_databases
def test_raw_answers_live_ninety_days_and_results_five_years(running):
    members(make_group(running), 1)
    survey = opened(running)
    answers(survey, 3)
    close(survey)
    Survey.objects.update(released_on=timezone.localdate() - datetime.timedelta(days=89))
    dispose()
    assert Answer.objects.count() == 3
    Survey.objects.update(released_on=timezone.localdate() - datetime.timedelta(days=91))
    dispose()
    assert [model.objects.count() for model in (Answer, Ticket, Invitation, Survey)] == [0, 0, 0, 1]
    Survey.objects.update(released_on=timezone.localdate() - datetime.timedelta(days=365 * 5 + 3))
    dispose()
    assert Survey.objects.count() == 0


def test_results_are_found_from_the_group_the_season_and_the_start_page(running, aino, matti, sari, signed_in):
    group = make_group(running, state="confirmed")
    Membership.objects.create(group=group, person=aino)
    survey = opened(running)
    hers, his, hr = signed_in(aino), signed_in(matti), signed_in(sari)
    pages = [(hers, "/"), (hers, group.get_absolute_url()), (hr, running.get_absolute_url())]
    link = f'href="{survey.get_absolute_url()}"'
    assert [link in client.get(page).content.decode() for client, page in pages] == [False] * 3
    answers(survey, 12)
    close(survey)
    assert [link in client.get(page).content.decode() for client, page in pages] == [True] * 3
    assert link not in his.get("/").content.decode()
    assert [thing.group for thing in results_to_read(aino)] == ["now"]
    Survey.objects.update(released_on=timezone.localdate() - datetime.timedelta(days=14))
    assert [link in client.get(page).content.decode() for client, page in pages] == [False, True, True]
