"""Opening a conversation to others: who reads what, who is told, and that it ends at the next request."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from core.models import AccessLog, Mail
from core.outbox import letter
from people.models import SupervisionLine
from tests.factories import make_line, make_person
from tests.people_fixtures import with_second_step
from tests.vatupassi.opening.conftest import AGREED, HERS, HIS, HIS_VIEW, NOTE, VIEW
from vatupassi.conversation import invitations
from vatupassi.models import Agreement, BoardMark, DifferingView, Occasion, Opening

pytestmark = pytest.mark.django_db


def told():
    return sorted((mail.kind, mail.to.first) for mail in Mail.objects.select_related("to"))


def test_the_employee_opens_the_whole_to_the_deputy_and_takes_it_back(page, aino, matti, timo, signed_in):
    hers, his = signed_in(aino), signed_in(timo)
    assert his.get(page).status_code == 404
    assert "Timo Ääri" in hers.get(page + "avaa/").content.decode()
    assert hers.post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"}).status_code == 302
    hers.post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"})  # a double click
    assert Opening.objects.count() == 1
    assert told() == [("opened_to_you", "Timo"), ("readers_changed", "Matti")]
    assert his.get(page).status_code == 200
    assert NOTE in his.get(page + "vaihe/tiedanko/").content.decode()
    assert his.post(page + "vaihe/tiedanko/tallenna/", {"text-tiedanko.works": "x"}).status_code == 404
    assert "Timo Ääri" in signed_in(matti).get(page).content.decode()
    assert page in his.get("/avatut/").content.decode()
    assert list(AccessLog.objects.filter(reader=timo).values_list("reader_role", "party")) == [("opened", False)]
    opening = Opening.objects.get()
    assert his.post(f"/avatut/{opening.pk}/peru/").status_code == 404
    assert signed_in(matti).post(f"/avatut/{opening.pk}/peru/").status_code == 302  # changes nothing
    assert his.get(page).status_code == 200
    hers.post(f"/avatut/{opening.pk}/peru/")
    assert his.get(page).status_code == 404
    assert his.get(page + "vaihe/tiedanko/").status_code == 404
    assert page not in his.get("/avatut/").content.decode()
    assert told()[-2:] == [("readers_changed", "Matti"), ("readers_changed", "Matti")]
    assert ("opening_ended", "Timo") in told()


def test_an_opening_to_a_supervisor_ends_with_their_line(page, aino, matti, timo, signed_in):
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"})
    assert signed_in(timo).get(page).status_code == 200
    SupervisionLine.objects.filter(supervisor=timo).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert signed_in(timo).get(page).status_code == 404


def test_only_people_in_line_can_be_chosen(page, aino, stranger, sari, matti, pekka, signed_in):
    for other in (stranger, sari, matti, pekka, aino):
        assert (
            signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": other.pk, "scope": "whole"}).status_code == 200
        )
    for other in (stranger, matti, aino):
        assert signed_in(aino).post(page + "avaa/hr/", {"reader": other.pk, "scope": "own"}).status_code == 200
    assert Opening.objects.count() == 0


def test_hr_reads_the_own_part_and_nothing_else_is_selected(conversation, page, aino, sari, signed_in):
    signed_in(aino).post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    opening = Opening.objects.get()
    hr = signed_in(sari)
    assert hr.get(page).status_code == 404
    assert hr.get(page + "vaihe/memo/").status_code == 404
    with CaptureQueriesContext(connection) as captured:
        shown = hr.get(f"/avatut/{opening.pk}/").content.decode()
    assert [text in shown for text in (HERS, AGREED, VIEW, NOTE, HIS, HIS_VIEW)] == [True, True, True] + [False] * 3
    sql = " ".join(query["sql"] for query in captured).lower()
    for table in ("note", "memo", "confirmation", "noteversion", "handover", "followup", "agreementreview"):
        assert f'"vatupassi_{table}"' not in sql
    for query in captured:
        if '"text"' in query["sql"] and "agreement" not in query["sql"]:
            assert "\"side\" = 'employee'" in query["sql"]
    assert list(AccessLog.objects.values_list("reader_id", "reader_role", "party", "kind")) == [
        (sari.pk, "hr", False, "conversation")
    ]


def test_reading_marks_without_a_word_is_in_the_log_too(conversation, page, aino, sari, signed_in):
    BoardMark.objects.filter(conversation=conversation).update(text=b"")
    Agreement.objects.all().delete()
    DifferingView.objects.all().delete()
    signed_in(aino).post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    signed_in(sari).get(f"/avatut/{Opening.objects.get().pk}/")
    assert AccessLog.objects.count() == 1


def test_the_whole_opens_to_hr_when_both_have_opened_it_employee_first(page, aino, matti, sari, signed_in):
    hers, his, hr = signed_in(aino), signed_in(matti), signed_in(sari)
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "whole"})
    opening = Opening.objects.get()
    assert told() == [("opened_to_you", "Sari"), ("opening_waits", "Matti")]
    assert hr.get(page).status_code == 404
    assert hr.get(f"/avatut/{opening.pk}/").status_code == 200  # her own part at once
    assert "odottaa: Matti Laine" in hers.get(page).content.decode()
    assert hers.post(f"/avatut/{opening.pk}/avaa/").status_code == 302  # the other's yes is not hers to give
    assert hr.get(page).status_code == 404
    his.post(f"/avatut/{opening.pk}/avaa/")
    his.post(f"/avatut/{opening.pk}/avaa/")
    assert hr.get(page).status_code == 200
    assert told().count(("opened_to_you", "Sari")) == 2
    assert ("readers_changed", "Aino") in told()
    his.post(f"/avatut/{opening.pk}/peru/")  # he takes his yes back: hers stays
    assert (hr.get(page).status_code, hr.get(f"/avatut/{opening.pk}/").status_code) == (404, 200)
    hers.post(f"/avatut/{opening.pk}/peru/")
    assert (hr.get(page).status_code, hr.get(f"/avatut/{opening.pk}/").status_code) == (404, 404)


def test_the_whole_opens_to_hr_when_both_have_opened_it_supervisor_first(page, aino, matti, sari, signed_in):
    hers, his, hr = signed_in(aino), signed_in(matti), signed_in(sari)
    assert his.post(page + "avaa/esihenkilo/", {"reader": sari.pk, "scope": "whole"}).status_code == 404
    his.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})  # a supervisor can only suggest the whole
    opening = Opening.objects.get()
    assert told() == [("opening_waits", "Aino")]
    assert (hr.get(page).status_code, hr.get(f"/avatut/{opening.pk}/").status_code) == (404, 404)
    assert f"/avatut/{opening.pk}/" not in hr.get("/avatut/").content.decode()
    hers.post(f"/avatut/{opening.pk}/avaa/")
    assert hr.get(page).status_code == 200
    assert NOTE in hr.get(page + "vaihe/tiedanko/").content.decode()
    assert AccessLog.objects.get().reader_role == "hr"


def test_a_supervisor_cannot_widen_what_the_employee_took_to_hr(page, aino, matti, sari, signed_in):
    hers, his, hr = signed_in(aino), signed_in(matti), signed_in(sari)
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    his.post(page + "avaa/hr/", {"reader": sari.pk})
    opening = Opening.objects.get()
    assert (hr.get(page).status_code, opening.waits_for) == (404, "employee")
    his.post(f"/avatut/{opening.pk}/avaa/")
    assert hr.get(page).status_code == 404
    hers.post(f"/avatut/{opening.pk}/avaa/")
    assert hr.get(page).status_code == 200
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})  # and back to her own part
    assert (hr.get(page).status_code, hr.get(f"/avatut/{opening.pk}/").status_code) == (404, 200)


def test_leaving_a_suggestion_is_no_news(page, aino, matti, sari, signed_in):
    signed_in(matti).post(page + "avaa/hr/", {"reader": sari.pk})
    signed_in(aino).post(f"/avatut/{Opening.objects.get().pk}/peru/")
    assert told() == [("opening_waits", "Aino")]
    assert Opening.objects.live().count() == 0


def test_another_hr_person_and_a_former_one_read_nothing(page, aino, sari, hr_unit, signed_in):
    colleague = with_second_step(make_person(name="Toinen Hr", unit=hr_unit, is_hr=True))
    signed_in(aino).post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"})
    own = f"/avatut/{Opening.objects.get().pk}/"
    assert signed_in(colleague).get(own).status_code == 404
    assert signed_in(aino).get(own).status_code == 404  # it is the reader's page
    sari.is_hr = False
    sari.save()
    assert signed_in(sari).get(own).status_code == 404


def test_the_wrong_person_finds_nothing(page, aino, matti, sari, timo, leena, stranger, mikael, signed_in):
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": leena.pk, "scope": "whole"})
    opening = Opening.objects.get()
    for who in (sari, timo, stranger, mikael):
        client = signed_in(who)
        assert client.get(page + "avaa/").status_code == 404
        assert client.post(page + "avaa/esihenkilo/", {"reader": who.pk, "scope": "whole"}).status_code == 404
        assert client.post(page + "avaa/hr/", {"reader": who.pk, "scope": "whole"}).status_code == 404
        assert client.post(f"/avatut/{opening.pk}/avaa/").status_code == 404
        assert client.post(f"/avatut/{opening.pk}/peru/").status_code == 404
        assert client.get(f"/avatut/{opening.pk}/").status_code == 404
    reader = signed_in(leena)  # a reader opens it to nobody else
    assert reader.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "whole"}).status_code == 404
    assert reader.post(f"/avatut/{opening.pk}/peru/").status_code == 404


def test_the_letters_tell_nothing_of_what_was_said(page, aino, matti, sari, timo, signed_in):
    hers = signed_in(aino)
    hers.post(page + "avaa/esihenkilo/", {"reader": timo.pk, "scope": "whole"})
    hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "whole"})
    letters = [letter(mail) for mail in Mail.objects.all()]
    assert len(letters) == 4
    for each in letters:
        assert "kanarialintu" not in each.subject + each.body + each.link
        assert "HR" not in each.subject + each.body
        assert "tuki" not in (each.subject + each.body).lower()


def test_the_former_supervisor_is_out_and_the_new_one_sees_only_what_is_opened(page, aino, matti, kitchen, signed_in):
    new = with_second_step(make_person(name="Uusi Päällikkö", unit=kitchen))
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    make_line(unit=kitchen, supervisor=new)
    assert signed_in(matti).get(page).status_code == 404
    assert signed_in(matti).post(page + "avaa/hr/", {}).status_code == 404
    assert signed_in(new).get(page).status_code == 404
    shown = signed_in(aino).get(page).content.decode()
    assert f"{page}avaa/" in shown
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": new.pk, "scope": "whole"})
    assert signed_in(new).get(page).status_code == 200


def leave(matti):
    """Matti's line ended yesterday."""
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))


def test_when_the_supervisor_has_changed_the_employee_is_told_and_chooses(page, aino, matti, kitchen, signed_in):
    assert "changed-title" not in signed_in(aino).get(page).content.decode()
    leave(matti)
    new = with_second_step(make_person(name="Uusi Päällikkö", unit=kitchen))
    make_line(unit=kitchen, supervisor=new)
    shown = signed_in(aino).get(page)
    assert (shown.context["gone"], shown.context["new_supervisor"], shown.context["new_reads"]) == (True, new, False)
    assert signed_in(new).get("/keskustelut/").content.decode().count("/keskustelut/") < 4
    signed_in(aino).post(page + "avaa/esihenkilo/", {"reader": new.pk, "scope": "whole"})
    assert signed_in(aino).get(page).context["new_reads"]
    assert ("readers_changed", "Matti") not in told()  # he is no party any more
    assert signed_in(new).get(page).context["gone"] is False


def test_a_supervisor_who_leaves_between_invitation_and_conversation(aino, matti, leena, signed_in):
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=timezone.now() + datetime.timedelta(days=3),
    )
    matti.is_active = False
    matti.save()
    page = f"/keskustelut/{made.pk}/"
    shown = signed_in(aino).get(page)
    assert (shown.context["gone"], shown.context["new_supervisor"], shown.context["written"]) == (True, leena, False)
    signed_in(aino).post(page + "kumppani/", {"partner": leena.pk})
    made.refresh_from_db()
    assert made.supervisor == leena
    assert signed_in(aino).get(page).context["gone"] is False


def test_without_a_supervisor_the_employee_can_still_go_to_hr(page, aino, matti, sari, signed_in):
    leave(matti)
    aino.unit = None
    aino.save()
    hers = signed_in(aino)
    assert hers.get(page).context["new_supervisor"] is None
    assert hers.get(page + "avaa/").status_code == 200
    assert (
        hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "whole"}).status_code == 200
    )  # with nobody to agree
    assert hers.post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"}).status_code == 302
    assert signed_in(sari).get(f"/avatut/{Opening.objects.get().pk}/").status_code == 200


def test_hr_peoples_own_conversations_are_hidden_from_their_colleagues(sari, hr_unit, leena, signed_in):
    made = invitations.start(
        employee=sari,
        supervisor=leena,
        by=sari,
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=timezone.now() + datetime.timedelta(days=3),
    )
    colleague = with_second_step(make_person(name="Toinen Hr", unit=hr_unit, is_hr=True))
    page = f"/keskustelut/{made.pk}/"
    assert signed_in(colleague).get(page).status_code == 404
    assert "Sari" not in signed_in(colleague).get("/avatut/").content.decode()
    assert (
        signed_in(sari).post(page + "avaa/hr/", {"reader": sari.pk, "scope": "own"}).status_code == 200
    )  # not oneself
    signed_in(sari).post(page + "avaa/hr/", {"reader": colleague.pk, "scope": "own"})
    assert signed_in(colleague).get(f"/avatut/{Opening.objects.get().pk}/").status_code == 200


def test_the_page_says_who_sees_it_today_when_the_supervisor_leads_no_more(page, conversation, aino, matti, signed_in):
    def line(path=""):
        text = strip_tags(" ".join(signed_in(aino).get(page + path).content.decode().split()))
        return (
            "Aino Virtanen ja Matti Laine." in text,
            "Kuka näkee: Aino Virtanen. Matti Laine ei enää näe" in text,
        )

    pages = ("", "vaihe/tiedanko/", "avaa/", "eteenpain/")
    assert [line(path) for path in pages] == [(True, False)] * 4
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert [line(path) for path in pages] == [(False, True)] * 4
    text = signed_in(aino).get(page).content.decode()
    said = ("Vain sinä voit lukea", "Vain te kaksi voitte lukea", 'id="prepare"')
    assert [words in text for words in said] == [True, False, False]
    assert "saa tiedon siitä, kenelle annat" not in signed_in(aino).get(page + "avaa/").content.decode()
    assert [f'{page}{act}/"' in text for act in ("sopii", "aika", "kaytanto", "peru")] == [False] * 3 + [True]


def test_an_hr_person_who_leads_the_employee_reads_as_a_supervisor_as_long_as_they_lead(page, aino, leena, signed_in):
    leena.is_hr = True
    leena.save()
    hers, reader = signed_in(aino), signed_in(leena)
    assert reader.get(page).status_code == 404  # neither role opens anything by itself
    assert hers.post(page + "avaa/esihenkilo/", {"reader": leena.pk, "scope": "whole"}).status_code == 302
    opening = Opening.objects.get()
    read = reader.get(page + "vaihe/tiedanko/")
    assert (read.status_code, [bird in read.content.decode() for bird in (NOTE, HERS, HIS)]) == (200, [True] * 3)
    assert f'href="{page}"' in reader.get("/avatut/").content.decode()
    assert reader.get(f"/avatut/{opening.pk}/").status_code == 404  # the own part is what HR is given
    assert reader.post(page + "vaihe/tiedanko/tallenna/", {"text-tiedanko.works": "x"}).status_code == 404
    assert set(AccessLog.objects.filter(reader=leena).values_list("reader_role", "party")) == {("opened", False)}
    assert "Leena Šimek" not in str(hers.get(page + "avaa/").context["hr_form"]["reader"])  # once is enough
    for is_hr, ends_in, status in ((False, 1, 200), (True, -1, 404)):
        leena.is_hr = is_hr
        leena.save()
        day = timezone.localdate() + datetime.timedelta(days=ends_in)
        SupervisionLine.objects.filter(supervisor=leena).update(ends_on=day)
        assert reader.get(page).status_code == status
