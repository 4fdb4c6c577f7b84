"""A step of the talk: its agreements, and the memo that grows beside it."""

import datetime

import pytest
from django.utils import timezone

from tests.html import flat
from vatupassi.conversation import invitations
from vatupassi.conversation.draft import draft_of
from vatupassi.conversation.page import ConversationPage
from vatupassi.models import Agreement, BoardMark, Conversation, Note, Occasion
from vatupassi.occasion.steps import STEPS

pytestmark = pytest.mark.django_db


def begun(aino, matti, code="development"):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code=code),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        agreed=True,
    )


def talk_of(conversation, reader):
    found = (
        Conversation.objects.visible_to(reader).with_hints(reader).select_related("occasion", "employee", "supervisor")
    )
    return ConversationPage.load(found.get(pk=conversation.pk), reader)


def agree(conversation, text, question=""):
    day = timezone.localdate() + datetime.timedelta(days=9)
    return Agreement.objects.create(
        conversation=conversation, text=text, side="employee", due_on=day, question=question
    )


def test_a_question_shows_what_belongs_to_it_and_the_last_step_gathers_all(aino, matti):
    conversation = begun(aino, matti)
    agree(conversation, "Vieriohjaus", "osaanko"), agree(conversation, "Kahvihetki")
    talk = talk_of(conversation, matti)
    shown = {code: [each.text.open(matti) for each in talk.agreed_on(STEPS[code])] for code in STEPS}
    assert (shown["osaanko"], shown["tiedanko"], shown["nine"]) == (["Vieriohjaus"], [], ["Kahvihetki"])
    assert shown["agreements"] == ["Vieriohjaus", "Kahvihetki"]


def test_a_light_conversation_has_no_second_step_for_the_same_table(aino, matti, signed_in):
    conversation, his = begun(aino, matti, "how-are-you"), signed_in(matti)
    assert [step.code for step in conversation.occasion.walk] == ["together", "follow-up", "memo"]
    base = f"/keskustelut/{conversation.pk}/vaihe/"
    assert his.get(f"{base}agreements/").url == f"{base}together/"
    day = f"{timezone.localdate() + datetime.timedelta(days=9):%-d.%-m.%Y}"
    form = {"text": "Kahvihetki", "side": "supervisor", "due_on": day, "kind": "act"}
    assert his.post(f"{base}agreements/sovi/", form).url == f"{base}together/"
    assert "Kahvihetki" in his.get(f"{base}together/").content.decode()


def test_an_agreement_is_one_line_that_keeps_what_was_written(aino, matti, signed_in):
    conversation, his = begun(aino, matti), signed_in(matti)
    step = f"/keskustelut/{conversation.pk}/vaihe/osaanko/"
    page = flat(his.get(step).content)
    line = page.partition('id="agreement-new"')[2].partition("</form>")[0]
    assert 'name="question" value="osaanko"' in line
    assert ("Liittyykö" in line, 'name="measure"' in line) == (False, False)
    wrong = {"text": "Vieriohjaus", "side": "supervisor", "due_on": "ensi joskus", "kind": "act", "question": "osaanko"}
    page = flat(his.post(f"{step}sovi/", wrong).content)
    assert "Vieriohjaus</textarea>" in page
    assert 'value="ensi joskus"' in page
    assert 'id="agreement-more">' in page  # nothing in there is wrong, or chosen
    assert 'id="agreement-more" open>' in flat(his.post(f"{step}sovi/", wrong | {"kind": "trial"}).content)
    assert Agreement.objects.count() == 0
    his.post(f"{step}sovi/", wrong | {"due_on": f"{timezone.localdate() + datetime.timedelta(days=9):%-d.%-m.%Y}"})
    made = Agreement.objects.get()
    assert (made.question, made.side, made.kind) == ("osaanko", "supervisor", "act")


def test_the_memo_grows_of_what_is_written_and_leaves_out_what_both_have_not_ticked(aino, matti):
    conversation = begun(aino, matti)
    for slot in ("tiedanko.works", "kykenenko.works", "nine.1"):
        note = Note.in_slot(conversation, slot)
        note.store(f"Sana: {slot}", by=matti)
    for question in ("tiedanko", "kykenenko"):
        BoardMark.objects.create(conversation=conversation, side="employee", question=question, now=1)
    draft = draft_of(talk_of(conversation, matti), STEPS["osaanko"])
    held = [
        (part.step.code, part.is_here, len(part.levels), [text for _label, text in part.texts]) for part in draft.parts
    ]
    assert held == [("tiedanko", False, 1, ["Sana: tiedanko.works"]), ("osaanko", True, 0, [])]
    assert [step.code for step in draft.empty] == ["haluanko"]
    assert [step.code for step in draft.left_out] == ["kykenenko", "nine"]
    Conversation.objects.update(ability_by_employee=True, nine_by_employee=True, nine_by_supervisor=True)
    draft = draft_of(talk_of(conversation, matti), STEPS["kykenenko"])
    assert [(part.step.code, part.is_left_out) for part in draft.parts] == [
        ("tiedanko", False),
        ("kykenenko", True),
        ("nine", False),
    ]
    assert [part.texts for part in draft.parts if part.step.code == "kykenenko"] == [[]]


def test_a_reader_sees_no_draft_and_no_line_to_write(aino, matti, signed_in):
    conversation = begun(aino, matti)
    Conversation.objects.update(status="confirmed")
    page = signed_in(matti).get(f"/keskustelut/{conversation.pk}/vaihe/osaanko/").content.decode()
    assert ('id="draft"' in page, 'id="agreement-new"' in page, 'id="presence"' in page) == (False, False, False)
