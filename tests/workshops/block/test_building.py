"""Building an agenda: the source's day exactly, moving, inserting, lengths, undo, two at once, own templates."""

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as DjangoCase

from tests.factories import make_person
from tests.html import flat
from tests.workshops.conftest import DAY, at, make_agenda, times, titles
from workshops.agenda.patterns import PATTERNS
from workshops.block import actions as blocks
from workshops.block.forms import clean_slides
from workshops.models import Block
from workshops.running import actions as running

pytestmark = pytest.mark.django_db


def arrange(client, agenda, **sent):
    """One act on the list, with the version that the page shows."""
    agenda.refresh_from_db()
    return client.post(f"/tyopajat/{agenda.pk}/jarjesta/", {"version": agenda.version} | sent, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


# ---- The order


def test_up_down_and_to_a_place(agenda, his):
    first, second, third, *rest = agenda.blocks.all()
    page = arrange(his, agenda, down=first.pk)
    assert titles(agenda)[:2] == [second.title, first.title]
    assert said(page) == [f"{first.title}: kohta 2/10, alkaa klo\xa09.45."]
    arrange(his, agenda, up=first.pk)
    assert times(agenda) == DAY
    arrange(his, agenda, **{"move": third.pk, f"to-{third.pk}": "1"})
    assert titles(agenda)[:3] == [third.title, first.title, second.title]
    arrange(his, agenda, drag=third.pk, before=rest[0].pk)
    assert titles(agenda)[:4] == [first.title, second.title, third.title, rest[0].title]
    arrange(his, agenda, drag=third.pk, before="")
    assert titles(agenda)[-1] == third.title


@pytest.mark.parametrize("to", ["0", "-4", "99", "999999999999", "x", ""])
def test_a_place_that_is_none(agenda, his, to):
    block = agenda.blocks.all()[4]
    assert arrange(his, agenda, **{"move": block.pk, f"to-{block.pk}": to}).status_code == 200
    assert sorted(titles(agenda)) == sorted(row["title"] for row in PATTERNS["active-support"].blocks("fi"))


def test_sixty_blocks_and_one_of_them_moved_sixty_times(matti, his):
    agenda = make_agenda(matti, pattern="")
    blocks.add_first_blocks(agenda, [{"title": f"Osa {n}", "minutes": 5} for n in range(60)])
    block = agenda.blocks.all()[59]
    for _n in range(60):
        arrange(his, agenda, up=block.pk)
    assert titles(agenda) == ["Osa 59", *(f"Osa {n}" for n in range(59))]
    assert [row.position for row in agenda.blocks.all()] == list(range(60))
    assert his.get(f"/tyopajat/{agenda.pk}/rakenna/").status_code == 200


def test_a_programme_has_an_end(matti, his):
    agenda = make_agenda(matti, pattern="")
    blocks.add_first_blocks(agenda, [{"title": f"Osa {n}", "minutes": 5} for n in range(100)])
    page = arrange(his, agenda, duplicate=agenda.blocks.first().pk)
    assert said(page) == ["Ohjelmaan mahtuu enintään 100 kohtaa."]
    assert agenda.blocks.count() == 100


@pytest.mark.both_databases
def test_two_facilitators_reorder_at_once_and_nothing_is_lost(agenda, his, sari, signed_in):
    agenda.facilitatings.create(person=sari)
    hers, version = signed_in(sari), agenda.version
    first, second, third, *_rest = agenda.blocks.all()
    his.post(f"/tyopajat/{agenda.pk}/jarjesta/", {"version": version, "down": first.pk})
    page = hers.post(f"/tyopajat/{agenda.pk}/jarjesta/", {"version": version, "down": second.pk}, follow=True)
    assert said(page)[0].startswith("Joku toinen on muuttanut ohjelmaa sillä välin.")
    assert titles(agenda)[:3] == [second.title, first.title, third.title]  # his stands, hers was not done half


def test_to_htmx_the_list_answers_with_what_was_done(agenda, his):
    block = agenda.blocks.first()
    sent = {"version": agenda.version, "down": block.pk}
    part = his.post(f"/tyopajat/{agenda.pk}/jarjesta/", sent, headers={"HX-Request": "true"}).content
    line = f'<p class="saved vh" role="status" id="said">{block.title}: kohta 2/10, alkaa klo 9.45.</p>'
    part = flat(part)
    assert line in part
    here = re.search(r'<span class="saved said-here">.*?</button></span>', part)
    assert "Kumoa" in here[0]  # beside the part that was moved
    assert part.index(here[0]) > part.index(f'id="block-{block.pk}"')
    page = flat(his.get(f"/tyopajat/{agenda.pk}/rakenna/").content)
    part = (
        part.replace(line, '<p class="saved" role="status" id="said"></p>').replace(here[0], "").replace(" worked", "")
    )
    assert "".join(tokenless(part).split()) in "".join(tokenless(page).split())


def tokenless(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)


# ---- Adding, lengths, pins


def test_inserting_before_the_first(agenda, his):
    first = agenda.blocks.first()
    form = {"title": "Kahvi", "kind": "break", "minutes": "15"}
    assert his.post(f"/tyopajat/{agenda.pk}/osa/?before={first.pk}", form).status_code == 302
    assert titles(agenda)[:2] == ["Kahvi", first.title]
    assert times(agenda)[:3] == ["9.15", "9.30", "10.00"]


def test_added_quickly_it_stands_before_the_end(agenda, his):
    his.post(f"/tyopajat/{agenda.pk}/osa/", {"title": "", "kind": "lunch", "minutes": "30", "quick": "1"})
    assert titles(agenda)[-2:] == ["Lounas", "Työpaja päättyy"]


@pytest.mark.parametrize(
    ("minutes", "kind", "error"),
    [
        ("0", "talk", "Anna 1–600 minuuttia. Vain päätös voi kestää 0 minuuttia."),
        ("601", "talk", "Anna 1–600 minuuttia."),
        ("-5", "talk", "Anna 1–600 minuuttia."),
        ("pitkä", "talk", "Anna pituus minuutteina, esimerkiksi 45."),
        ("600", "talk", None),
        ("0", "closing", None),
    ],
)
def test_how_long_a_part_may_be(agenda, his, minutes, kind, error):
    form = {"title": "Puhe", "kind": kind, "minutes": minutes}
    page = his.post(f"/tyopajat/{agenda.pk}/osa/", form)
    assert (page.context["form"].errors.get("minutes", [None])[0] if page.status_code == 200 else None) == error


def test_a_length_in_the_list_has_the_same_limits(agenda, his):
    block = agenda.blocks.first()
    page = arrange(his, agenda, **{f"was-{block.pk}": "30", f"minutes-{block.pk}": "601"})
    assert said(page) == [f"{block.title}: Anna 1–600 minuuttia."]


def test_new_lengths_and_another_one_meanwhile(agenda, his):
    first, second, *_rest = agenda.blocks.all()
    sent = {
        f"was-{first.pk}": "30",
        f"minutes-{first.pk}": "45",
        f"was-{second.pk}": "30",
        f"minutes-{second.pk}": "30",
    }
    assert said(arrange(his, agenda, **sent)) == ["1 uusi pituus."]
    assert times(agenda)[:3] == ["9.15", "10.00", "10.30"]
    sent[f"minutes-{first.pk}"] = "20"
    page = arrange(his, agenda, **sent)
    assert said(page) == [
        f"{first.title}: joku toinen on sillä välin asettanut pituudeksi 45 minuuttia. Omaasi ei tallennettu."
    ]
    assert agenda.blocks.first().minutes == 45


def test_a_pin_shows_the_gap_and_the_over_run_in_words(agenda, his):
    lunch = agenda.blocks.get(kind="lunch")
    form = {"title": "Lounas", "kind": "lunch", "minutes": "45", "version": lunch.version, "pinned_at": "11.45"}
    assert his.post(f"/tyopajat/osat/{lunch.pk}/", form).status_code == 302
    page = his.get(f"/tyopajat/{agenda.pk}/rakenna/").content.decode()
    assert "15 minuuttia tyhjää ennen tätä" in page
    lunch.refresh_from_db()
    his.post(f"/tyopajat/osat/{lunch.pk}/", form | {"pinned_at": "11.10", "version": lunch.version})
    page = his.get(f"/tyopajat/{agenda.pk}/rakenna/").content.decode()
    assert "edellinen ylittää aikansa 20 minuuttia" in page
    assert times(agenda)[4:6] == ["11.10", "11.55"]


def test_a_day_over_midnight_says_so(matti, his):
    agenda = make_agenda(matti, pattern="", starts_at=at("18.5.2027", "22.00"))
    blocks.add_first_blocks(agenda, [{"title": "Yö", "minutes": 300}])
    assert "klo\xa022.00–3.00 (ke 19.5.)" in his.get(f"/tyopajat/{agenda.pk}/rakenna/").content.decode()


def test_no_pin_in_an_hour_that_the_night_does_not_have(matti, his):
    agenda = make_agenda(matti, pattern="", starts_at=at("28.3.2027", "1.00"))
    form = {"title": "Yö", "kind": "talk", "minutes": "60", "pinned_at": "3.30"}
    page = his.post(f"/tyopajat/{agenda.pk}/osa/", form)
    assert page.context["form"].errors["pinned_at"] == [
        "Sinä yönä kelloja siirretään eteenpäin, eikä kellonaikaa 3.30 ole. Valitse toinen aika."
    ]


def test_speakers_further_talks_slides_and_links(agenda, his):
    block = agenda.blocks.all()[1]
    form = {
        "title": "Työhyvinvointi", "kind": "talk", "minutes": "30", "version": block.version, "slides": "s. 2 - 12",
        "s0-0-title": "toimialajohtaja", "s0-0-name": "Şükrü Åhlman Ŋ", "s0-0-organisation": "Kotikunta",
        "t1-title": "Toinen", "t1-slides": "13", "s1-0-name": "Bahar Şahin",
        "l0-label": "Diat", "l0-url": "www.example.org/diat",
    }  # fmt: skip
    assert his.post(f"/tyopajat/osat/{block.pk}/", form).status_code == 302
    block.refresh_from_db()
    assert block.slides == "2–12"
    assert [str(one) for one in block.talks[0].speakers] == ["toimialajohtaja Şükrü Åhlman Ŋ, Kotikunta"]
    assert block.talks[1].title == "Toinen"
    assert block.links == [{"label": "Diat", "url": "https://www.example.org/diat"}]
    page = his.get(f"/tyopajat/{agenda.pk}/").content.decode()
    assert "toimialajohtaja Şükrü Åhlman Ŋ, Kotikunta" in page
    assert 'href="https://www.example.org/diat"' in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "x y"])
def test_a_link_leads_to_the_web_only(agenda, his, url):
    block = agenda.blocks.first()
    form = {"title": "x", "kind": "talk", "minutes": "30", "version": block.version, "l0-url": url}
    page = his.post(f"/tyopajat/osat/{block.pk}/", form)
    assert "l0-url" in page.context["form"].errors


def test_slides_as_people_write_them():
    assert [clean_slides(text) for text in ("2-12", "s. 2 – 12", "5", "2-3, 7", "")] == [
        "2–12",
        "2–12",
        "5",
        "2–3, 7",
        "",
    ]
    for wrong in ("12-2", "sivut", "1-2-3"):
        with translation.override("fi"), pytest.raises(ValidationError, match="Anna diat muodossa"):
            clean_slides(wrong)


def test_two_who_edit_one_part_see_both(agenda, his):
    block = agenda.blocks.first()
    form = {"title": "Matin", "kind": "opening", "minutes": "30", "version": block.version}
    his.post(f"/tyopajat/osat/{block.pk}/", form)
    page = his.post(f"/tyopajat/osat/{block.pk}/", form | {"title": "Sarin"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Joku toinen on muuttanut tätä kohtaa sillä välin" in text
    assert "Matin" in text
    assert 'value="Sarin"' in text
    block.refresh_from_db()
    assert block.title == "Matin"
    again = page.context["other"].version
    assert his.post(f"/tyopajat/osat/{block.pk}/", form | {"title": "Sarin", "version": again}).status_code == 302
    block.refresh_from_db()
    assert block.title == "Sarin"


# ---- Duplicate, take out, undo


def test_a_duplicate_has_the_files_and_not_the_pin(agenda, his):
    block = agenda.blocks.get(kind="lunch")
    block.pinned_at = datetime.time(11, 30)
    block.save()
    block.attachments.create(name="ruokalista.pdf", content_type="application/pdf", size=5, data=b"%PDF-")
    arrange(his, agenda, duplicate=block.pk)
    one, copy = agenda.blocks.filter(kind="lunch")
    assert (one.pk, copy.pinned_at, copy.attachments.get().name) == (block.pk, None, "ruokalista.pdf")


def undo(client, agenda, **more):
    agenda.refresh_from_db()
    return client.post(f"/tyopajat/{agenda.pk}/kumoa/", {"version": agenda.version} | more, follow=True)


def test_what_was_taken_out_comes_back_after_a_reload_with_its_files(agenda, his):
    block = agenda.blocks.all()[3]
    block.attachments.create(name="diat.pdf", content_type="application/pdf", size=5, data=b"%PDF-")
    before = titles(agenda)
    arrange(his, agenda, remove=block.pk)
    assert titles(agenda) == [title for title in before if title != block.title]
    file = block.attachments.get()
    assert his.get(f"/tyopajat/liitteet/{file.pk}/").status_code == 404
    page = his.get(f"/tyopajat/{agenda.pk}/rakenna/").content.decode()
    assert f"Palauta: {block.title}" in page
    undo(his, agenda)
    assert titles(agenda) == before
    assert his.get(f"/tyopajat/liitteet/{file.pk}/").status_code == 200
    undo(his, agenda, redo="1")
    assert block.title not in titles(agenda)


def test_several_steps_go_back_and_forward_one_by_one(agenda, his):
    """A new change after going back forgets what was ahead; thirty steps are kept."""
    first, second, third, *_rest = agenda.blocks.all()
    orders = [titles(agenda)]
    for block in (first, second, third):
        arrange(his, agenda, remove=block.pk)
        orders.append(titles(agenda))
    for order in (orders[2], orders[1], orders[0]):
        undo(his, agenda)
        assert titles(agenda) == order
    assert said(undo(his, agenda))[-1] == "Kumottavaa ei ole."
    undo(his, agenda, redo="1")
    undo(his, agenda, redo="1")
    assert titles(agenda) == orders[2]
    arrange(his, agenda, duplicate=third.pk)
    assert agenda.steps.filter(undone=True).count() == 0
    for _time in range(31):
        arrange(his, agenda, down=agenda.blocks.first().pk)
    assert agenda.steps.count() == 30


def test_undo_does_not_undo_what_somebody_else_did_since(agenda, his):
    first, second, *_rest = agenda.blocks.all()
    version = agenda.version
    arrange(his, agenda, down=first.pk)
    page = his.post(f"/tyopajat/{agenda.pk}/kumoa/", {"version": version}, follow=True)
    assert said(page)[0].startswith("Joku toinen on muuttanut ohjelmaa")
    assert titles(agenda)[0] == second.title


def test_nothing_to_undo(agenda, his):
    assert said(undo(his, agenda)) == ["Kumottavaa ei ole."]


acts = st.lists(
    st.tuples(st.sampled_from(["move", "add", "remove", "duplicate", "change", "lengths"]), st.integers(0, 99)),
    min_size=1,
    max_size=8,
)


class Undoing(DjangoCase):
    """Generated: after any acts, undo puts back exactly what was before the last one, and undoing that the rest."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(acts)
    def test_undo_restores(self, todo):
        agenda, history = make_agenda(make_person()), []

        def rows():
            return [(block.pk, block.position, json.dumps(blocks.plan_of(block))) for block in agenda.blocks.all()]

        for what, n in todo:
            agenda.refresh_from_db()
            before, there, slots = rows(), list(agenda.blocks.all()), agenda.version
            block = there[n % len(there)] if there else None
            if what == "add" or block is None:
                blocks.add(agenda, Block(title=f"Uusi {n}", minutes=n + 1, pinned_at=datetime.time(n % 24)), n)
            elif what == "move":
                blocks.move(agenda, block, n % 12, version=agenda.version)
            elif what == "change":
                block.title, block.pinned_at = f"Muu {n}", datetime.time(n % 24, 5)
                blocks.change(agenda, block)
            elif what == "lengths":
                blocks.set_lengths(agenda, {str(block.pk): (block.minutes, n)})
            else:
                getattr(blocks, what)(agenda, block)
            after = rows()
            assert [row[1] for row in after] == list(range(len(after)))
            if agenda.version == slots:
                continue  # nothing changed
            assert blocks.undo(agenda, version=agenda.version)
            assert rows() == before
            assert blocks.redo(agenda, version=agenda.version)
            assert rows() == after
            history.append(before)
        while history:
            assert blocks.undo(agenda, version=agenda.version)
            assert rows() == history.pop()


# ---- While it runs, and how much it asks


def test_a_part_that_has_been_held_keeps_its_place(published, his):
    with transaction.atomic():
        running.begin(published)
        running.begin_next(published, after=str(published.blocks.all()[0].pk))
    first, second, third, fourth, *_rest = published.blocks.all()
    page = arrange(his, published, down=first.pk)
    assert said(page) == ["Kohta on meneillään tai jo pidetty, joten se pysyy paikallaan."]
    arrange(his, published, **{"move": fourth.pk, f"to-{fourth.pk}": "1"})
    assert titles(published)[:4] == [first.title, second.title, fourth.title, third.title]
    assert said(arrange(his, published, remove=second.pk))[0].startswith("Kohta on meneillään")


@pytest.mark.parametrize("path", ["rakenna/", "", "kaynnissa/"])
@pytest.mark.both_databases
def test_queries_do_not_grow_with_blocks(matti, his, path):
    counts = []
    for number in (3, 60):
        agenda = make_agenda(matti, pattern="", title=str(number))
        blocks.add_first_blocks(agenda, [{"title": f"Osa {n}", "minutes": 5} for n in range(number)])
        his.get(f"/tyopajat/{agenda.pk}/{path}")
        with CaptureQueriesContext(connection) as seen:
            assert his.get(f"/tyopajat/{agenda.pk}/{path}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
