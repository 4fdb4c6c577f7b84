"""The next step along the support path: a supervisor may propose, the employee alone approves, changes void it."""

import datetime

import pytest
from django.utils import timezone

from core.models import AccessLog, Mail
from core.outbox import letter
from people.models import SupervisionLine
from vatupassi.conversation import invitations
from vatupassi.models import HandOver, Note, Occasion, Opening

pytestmark = pytest.mark.django_db

CANARY = "kanarialintu"


@pytest.fixture
def conversation(aino, matti):
    made = invitations.start(
        employee=aino,
        supervisor=matti,
        by=aino,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=timezone.now() - datetime.timedelta(days=1),
    )
    Note.in_slot(made, "tiedanko.works").store(CANARY, by=aino)
    made.refresh_from_db()
    Mail.objects.all().delete()
    return made


@pytest.fixture
def page(conversation):
    return f"/keskustelut/{conversation.pk}/eteenpain/"


@pytest.fixture
def chosen(conversation):
    return {"to": "oh", "parts": ["notes", "agreements"], "text_revision": conversation.text_revision}


def test_one_click_leads_to_a_request_and_to_whom_it_fits(page, aino, matti, signed_in):
    hers, his = (signed_in(person).get(page).content.decode() for person in (aino, matti))
    assert (hers.count('href="/tuki/apu/"'), his.count('href="/tuki/apu/"')) == (1, 1)
    assert ("/tuki/maarapaivat/" in hers, "/tuki/maarapaivat/" in his) == (False, True)


def test_each_reads_whose_the_parts_are(page, aino, matti, signed_in):
    hers, his = (signed_in(person).get(page).content.decode() for person in (aino, matti))
    words = ["Eriävä näkemykseni", "Työntekijän eriävä näkemys", "mitä itse merkitsin", "mitä työntekijä merkitsi"]
    assert [each in hers for each in words] == [True, False, True, False]
    assert [each in his for each in words] == [False, True, False, True]


def told():
    return [(mail.kind, mail.to.first) for mail in Mail.objects.select_related("to").order_by("created_at")]


def test_the_employee_approves_and_both_download(page, chosen, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    assert hers.get(page).status_code == 200
    for _click in range(2):
        assert hers.post(page + "hyvaksy/", chosen).status_code == 302
    made = HandOver.objects.get()
    assert (made.to, made.parts, bool(made.approved_at)) == ("oh", ["notes", "agreements"], True)
    assert told() == [("hand_over_approved", "Matti")]
    pdf = f"/yhteenvedot/{made.pk}/yhteenveto.pdf"
    for client in (hers, his):
        answer = client.get(pdf)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert pdf in client.get(page).content.decode()
    assert AccessLog.objects.get().reader == matti


def test_the_employee_looks_before_approving_and_nothing_is_stored(page, chosen, aino, matti, signed_in):
    answer = signed_in(aino).post(page + "katso/", chosen)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert HandOver.objects.count() == 0
    assert signed_in(matti).post(page + "katso/", chosen).status_code == 404


def test_the_supervisor_proposes_and_the_employee_decides(page, chosen, aino, matti, signed_in):
    hers, his = signed_in(aino), signed_in(matti)
    assert his.post(page + "hyvaksy/", chosen).status_code == 404
    for _click in range(2):
        assert his.post(page + "ehdota/", chosen).status_code == 302
    proposal = HandOver.objects.get()
    assert (proposal.approved_at, told()) == (None, [("hand_over_proposed", "Aino")])
    assert his.get(f"/yhteenvedot/{proposal.pk}/yhteenveto.pdf").status_code == 404
    assert hers.get(page).context["form"].initial["parts"] == ["notes", "agreements"]
    hers.post(page + "hyvaksy/", chosen | {"parts": ["agreements"]})
    made = HandOver.objects.get()
    assert (made.pk, made.parts) == (proposal.pk, ["agreements"])
    his.post(f"/yhteenvedot/{made.pk}/poista/")  # only the employee removes what they approved
    assert HandOver.objects.count() == 1
    hers.post(f"/yhteenvedot/{made.pk}/poista/")
    assert HandOver.objects.count() == 0


def test_the_employee_leaves_a_proposal_and_the_supervisor_takes_one_back(page, chosen, aino, matti, signed_in):
    for client in (signed_in(aino), signed_in(matti)):
        signed_in(matti).post(page + "ehdota/", chosen)
        client.post(f"/yhteenvedot/{HandOver.objects.get().pk}/poista/")
        assert HandOver.objects.count() == 0
    assert signed_in(aino).post(page + "ehdota/", chosen).status_code == 404


def test_a_changed_text_voids_the_approval_and_says_so(conversation, page, chosen, aino, matti, signed_in):
    hers = signed_in(aino)
    hers.post(page + "hyvaksy/", chosen)
    pdf = f"/yhteenvedot/{HandOver.objects.get().pk}/yhteenveto.pdf"
    Note.in_slot(conversation, "tiedanko.works").store("toinen teksti", by=aino)
    assert hers.get(pdf).status_code == 404
    assert signed_in(matti).get(pdf).status_code == 404
    shown = hers.get(page)
    assert [row.is_valid for row in shown.context["made"]] == [False]
    assert pdf not in shown.content.decode()
    hers.post(page + "hyvaksy/", chosen)  # made from the page before the change
    assert HandOver.objects.count() == 1
    hers.post(page + "hyvaksy/", chosen | {"text_revision": conversation.text_revision})
    assert [row.is_valid for row in HandOver.objects.visible_to(aino)] == [True, False]


def test_nothing_goes_along_by_itself(page, chosen, aino, signed_in):
    answer = signed_in(aino).post(page + "hyvaksy/", chosen | {"parts": []})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"parts"}
    assert HandOver.objects.count() == 0


def test_the_wrong_person_finds_nothing(page, chosen, aino, matti, sari, leena, timo, stranger, mikael, signed_in):
    conversation_page = page.removesuffix("eteenpain/")
    signed_in(aino).post(
        conversation_page + "avaa/esihenkilo/", {"reader": leena.pk, "scope": "whole"}
    )  # a reader is no party
    assert Opening.objects.whole().count() == 1
    signed_in(aino).post(page + "hyvaksy/", chosen)
    pk = HandOver.objects.get().pk
    for who in (sari, leena, timo, stranger, mikael):
        client = signed_in(who)
        assert client.get(page).status_code == 404
        assert client.get(f"/yhteenvedot/{pk}/yhteenveto.pdf").status_code == 404
        posts = [page + "ehdota/", page + "hyvaksy/", page + "katso/", f"/yhteenvedot/{pk}/poista/"]
        assert [client.post(path, chosen).status_code for path in posts] == [404] * 4
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert signed_in(matti).get(f"/yhteenvedot/{pk}/yhteenveto.pdf").status_code == 404


def test_the_letters_tell_nothing_of_what_was_said(page, chosen, aino, matti, signed_in):
    signed_in(matti).post(page + "ehdota/", chosen)
    signed_in(aino).post(page + "hyvaksy/", chosen)
    letters = [letter(mail) for mail in Mail.objects.all()]
    assert len(letters) == 2
    for each in letters:
        text = (each.subject + each.body).lower()
        assert not any(word in text for word in (CANARY, "työterveys", "tuki", "hr"))
