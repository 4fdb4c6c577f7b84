"""A memo over many pages is still one to a screen reader."""

import datetime
import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from core.pdf_process import drawer
from tests.pdfs import check_structure, pages_of, tags_of
from tests.vatupassi.memo.test_memo import agree, both_tick, get, make_talk, mark, write
from vatupassi.agreement.views import MOST_AGREEMENTS
from vatupassi.level.questions import Question
from vatupassi.memo.content import memo_of
from vatupassi.memo.layout import draw_memo
from vatupassi.models import Side

pytestmark = pytest.mark.django_db


def test_eighty_agreements_are_one_table(aino, matti, signed_in):
    talk = make_talk(employee=aino, supervisor=matti)
    for number in range(80):
        text = f"Sovittu asia numero {number}: kaksi iltavuoroa peräkkäin"
        agree(talk, text, side=Side.SUPERVISOR, question="osaanko")
    data = get(signed_in(aino), talk).content
    assert len(pages_of(data)) > 2
    found = [tag for tag, _alt in tags_of(data)]
    rows = talk.agreements.count()
    facts = found.index("THead")
    assert (found[:facts].count("Table"), found[facts:].count("Table")) == (1, 0)
    # what, who, when: which question it moves is told only where both have ticked Kykenenkö in
    assert (found[facts:].count("TR"), found[facts:].count("TD")) == (rows + 1, rows * 3)
    check_structure(data)


def test_a_conversation_has_a_bound_in_agreements_as_in_lines(aino, matti, signed_in):
    """The attack: a thousand of four hundred lines each, and the worker draws for five minutes, again and again."""
    talk = make_talk(employee=aino, supervisor=matti)
    for number in range(MOST_AGREEMENTS - 1 - talk.agreements.count()):
        agree(talk, f"Sovittu asia numero {number}", side=Side.SUPERVISOR)
    client, day = signed_in(aino), timezone.localdate() + datetime.timedelta(days=7)
    form = {"text": "Tämä mahtuu", "side": "employee", "due_on": f"{day.day}.{day.month}.{day.year}", "kind": "act"}
    add = reverse("agreement_add", args=[talk.pk, talk.occasion.walk[0].code])
    assert client.post(add, form).status_code == 302
    page = client.post(add, form | {"text": "Tämä ei enää mahdu"})
    assert talk.agreements.count() == MOST_AGREEMENTS
    assert "Sovittuja asioita on jo 50." in page.text
    assert "Tämä ei enää mahdu" in page.text  # nothing typed is lost


def seconds_of(pid):
    """Of a processor, that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_memo_with_everything_is_drawn_in_a_moment(aino, matti):
    """A grid in a grid in a grid took twelve seconds: each is laid out several times for the one outside."""
    talk = make_talk(employee=aino, supervisor=matti, occasion="development")
    words = "Keittiön työt sujuvat, ja uusi tilausjärjestelmä on vielä arvailua. " * 8
    for question in Question:
        mark(talk, "employee", question, now=2, target=3, text=words)
        for slot in ("works", "change", "try"):
            write(talk, f"{question}.{slot}", words)
    both_tick(talk, "ability")
    content = memo_of(talk, opened=lambda text: text.open_as_system("a test of time"))
    drawer.warm_up()
    before = seconds_of(drawer.process.pid)
    draw_memo(content, language="fi", draft=False)
    assert seconds_of(drawer.process.pid) - before < 5
