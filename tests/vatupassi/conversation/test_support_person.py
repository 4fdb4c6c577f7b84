"""Whom the employee brings: named by the employee alone, encrypted, a new invitation, printed only where ticked."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.models import AccessLog, Mail
from core.retention import dispose
from vatupassi.conversation import invitations
from vatupassi.conversation.invitations import Brought, companions
from vatupassi.memo.content import memo_of
from vatupassi.models import BoardMark, Conversation, Interpreter, Occasion, SupportPerson

pytestmark = pytest.mark.django_db
NAME, INTERPRETER = "Kanaria Äyräpää", "Tulkki Kanaria"


@pytest.fixture
def talk(aino, matti):
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=aino,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() + datetime.timedelta(days=1),
        brought={"support": Brought(NAME), "interpreter": Brought(INTERPRETER)},
    )


def in_database():
    found = ""
    with connection.cursor() as cursor:
        for table in ("supportperson", "interpreter", "conversation"):
            cursor.execute(f"SELECT * FROM vatupassi_{table}")
            found += repr(cursor.fetchall())
    return found


def printed(talk):
    return memo_of(talk, opened=lambda text: text.open_as_system("a test")).companions


def save(client, talk, **data):
    return client.post(reverse("conversation_practical", args=[talk.pk]), {"memo_language": "fi"} | data)


def test_nothing_lies_open(talk):
    assert (SupportPerson.objects.count(), Interpreter.objects.count()) == (1, 1)
    assert [word for word in ("Kanaria", "Tulkki") if word in in_database()] == []


def test_both_parties_read_it_and_the_employee_sees_who_has(talk, aino, matti, timo, signed_in):
    for reader in (aino, matti):
        page = signed_in(reader).get(talk.get_absolute_url()).text
        assert (NAME in page, INTERPRETER in page) == (True, True)
    assert AccessLog.objects.get().reader == matti
    assert signed_in(timo).get(talk.get_absolute_url()).status_code == 404


def test_somebody_else_along_is_a_new_invitation_and_takes_sharing_back(talk, aino, matti, signed_in):
    hers = signed_in(aino)
    invitations.accept(talk, by=matti)
    BoardMark.objects.create(conversation=talk, side="employee", question="tiedanko", now=1)
    BoardMark.objects.create(conversation=talk, side="supervisor", question="tiedanko", now=1)
    Mail.objects.all().delete()
    assert f'value="{NAME}"' in hers.get(talk.get_absolute_url()).text
    save(hers, talk, support="on", support_name="Toinen")
    talk.refresh_from_db()
    assert companions(talk, reader=aino) == {"support": Brought("Toinen"), "interpreter": None}
    assert (talk.status, talk.awaiting) == ("invited", "supervisor")
    assert [mark.side for mark in talk.marks.all()] == ["supervisor"]
    assert [(mail.kind, mail.to) for mail in Mail.objects.all()] == [("invitation_changed", matti)]


def test_what_is_saved_unchanged_asks_nobody(talk, aino, matti, signed_in):
    invitations.accept(talk, by=matti)
    revision = Conversation.objects.get().revision
    save(signed_in(aino), talk, support="on", support_name=NAME, interpreter="on", interpreter_name=INTERPRETER)
    talk.refresh_from_db()
    assert (talk.status, talk.revision) == ("agreed", revision)


def test_a_tick_for_the_memo_asks_nobody_but_both_confirm_it(talk, aino, matti, signed_in):
    invitations.accept(talk, by=matti)
    assert printed(talk) == []
    before = Conversation.objects.get().text_revision
    ticks = {"support_printed": "on", "interpreter": "on", "interpreter_name": INTERPRETER}
    save(signed_in(aino), talk, support="on", support_name=NAME, **ticks)
    talk.refresh_from_db()
    assert (talk.status, talk.text_revision) == ("agreed", before + 1)
    assert printed(talk) == [{"kind": "support", "name": NAME}]


def test_somebody_without_a_name(talk, aino, signed_in):
    save(signed_in(aino), talk, support="on", support_name="")
    assert companions(talk, reader=aino) == {"support": Brought(""), "interpreter": None}
    assert "tulee mukaan" in signed_in(aino).get(talk.get_absolute_url()).text


def test_a_name_without_a_tick_brings_somebody_and_an_old_one_nobody(talk, aino, signed_in):
    save(signed_in(aino), talk, support_name="Uusi Nimi", interpreter_name=INTERPRETER)
    assert companions(talk, reader=aino) == {"support": Brought("Uusi Nimi"), "interpreter": None}


def test_what_was_typed_comes_back_with_the_message(talk, aino, signed_in):
    page = save(signed_in(aino), talk, support="on", support_name="Ä" * 121)
    assert "Ä" * 121 in page.text
    assert companions(talk, reader=aino)["support"] == Brought(NAME)


def test_the_supervisor_changes_the_language_and_brings_nobody(talk, aino, matti, signed_in):
    save(signed_in(matti), talk, memo_language="sv", support="on", support_name="Joku")
    talk.refresh_from_db()
    assert (talk.memo_language, companions(talk, reader=aino)["support"]) == ("sv", Brought(NAME))


def test_it_goes_with_the_conversation(talk, aino):
    invitations.decline(talk, by=aino)
    Conversation.objects.update(closed_on=timezone.localdate() - datetime.timedelta(days=60))
    dispose()
    assert (Conversation.objects.count(), SupportPerson.objects.count(), Interpreter.objects.count()) == (0, 0, 0)
