"""A text that is too long is never cut, by the browser or by the server: it comes back whole, with the reason."""

import ast
import datetime
import re
import subprocess
from pathlib import Path

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from support.measure.forms import MeasureForm
from vatupassi.conversation import invitations
from vatupassi.group import actions as group_acts
from vatupassi.models import LONGEST_TEXT, Occasion
from verme.season.forms import SeasonForm
from workshops.forum.forms import PlanForm

ROOT = Path(__file__).resolve().parents[2]
OVER = "ä" * LONGEST_TEXT + "LOPPU JÄÄ"
TOLD = "9 merkkiä liikaa"

# ---- The browser


@pytest.mark.parametrize("form", [MeasureForm, SeasonForm, PlanForm], ids=lambda form: form.__name__)
def test_no_control_of_a_form_cuts(form, db):
    page = form().as_p()
    assert "maxlength" not in page
    assert "data-limit" in page


def test_a_limit_is_told_in_the_form_of_any_library():
    class Sign(forms.Form):
        name = forms.CharField(max_length=80)
        link = forms.URLField(max_length=500, assume_scheme="https")
        text = forms.CharField(max_length=10, widget=forms.Textarea)
        free = forms.CharField()

    assert re.findall(r'(maxlength|data-limit)="(\d+)"', Sign().as_p()) == [
        ("data-limit", "80"), ("data-limit", "500"), ("data-limit", "10"),
    ]  # fmt: skip


def test_no_template_cuts_and_every_text_area_of_ours_tells_its_limit():
    templates = {path: path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")}
    assert [path.name for path, text in templates.items() if "maxlength" in text] == []
    areas = [area for text in templates.values() for area in re.findall(r"<textarea[^>]*", text)]
    assert areas
    assert [area for area in areas if "data-limit" not in area] == []


# ---- The server

# What is cut although it is text: it is no one's words, or whole elsewhere.
SLICES = {
    "path.stem[:22]": "a file's name of ours",
    "socket.gethostname()[:30]": "a machine's name",
    "text[:MESSAGE]": "a token of ours",
    "left[:65536]": "bytes on their way",
    "' '.join(words)[:100]": "a command's name",
    "typed[:40]": "a room's code",
    'request.GET.get("q", "").strip()[:60]': "what somebody looks for: nothing is kept",
    'sent.get("q", "").replace("\\0", "").strip()[:60]': "what somebody looks for: nothing is kept",
    "members[:number]": "people",
    'LoadNotice.objects.sent_to(request.user).defer("text", "answer")[:MOST_LISTED]': "rows of the database",
    "query.split()[:MOST_WORDS]": "what somebody looks for: nothing is kept",
    "list(found.values())[:MOST_PARTNERS]": "people",
    "_shown(user)[:MOST]": "rows of the database",
    "code[:12]": "a room's code",
    "code[:40]": "a room's code",
    'request.GET.get("p", "")[:80]': "a part of a page",
    'request.POST.get("key", "")[:36]': "a phone's own key",
    'browser_name(request.headers.get("User-Agent", ""))[:60]': "a browser's name",
    "sort_key(self.name)[:190]": "a key to sort by",
    'sort_key(f"{self.last_name} {self.first}")[:190]': "a key to sort by",
    "sort_key(name)[:190]": "a key to sort by",
    "list_key(self.name)[:250]": "a key to sort by",
    "list_key(self.title)[:450]": "a key to sort by",
    "BETWEEN.join(keys)[:950]": "a key to sort by",
    "base[:140]": "a user name that we make",
    "sheet.rows[:HEADER_AMONG]": "rows of a file",
    "packed[:length]": "a bank account that is not kept",
    "list(values)[:EXAMPLES]": "examples of a column",
    "who[:20]": "whom a finding is about; the page counts the others",
    "words[:start]": "what stands before a name’s part: the rest is read too",
    "words[:end]": "what stands before a name’s part: the rest is read too",
    "path[:length]": "the units above a unit",
    "said.unit[:length]": "the units above a unit",
    "[line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]": "lines of a file",
    "name[:200]": "a file's name",
    'preview["errors"][:200]': "findings; the page counts the others",
    "workbook.sheet_names[:MOST_SHEETS]": "sheets of a file",
    'number.casefold().lstrip("0")[:40]': "a key to find by",
    "tokens[:start]": "the words of a day, read and not kept",
    "whole[:at]": "what stands before a sentence: what follows comes after it",
    "[*_followed(self._clashes(by), before, text), *new][:MOST_CLASHES]": "what is asked about: both stay in the text",
    "merged.clashes[:MOST_CLASHES]": "the same",
    "saved[:head]": "what stands before a change: what follows comes after it",
    "kept[:100]": "a file's name",
    "stem[:100]": "a file's name",
    "kind[:10]": "a file's ending",
    '_("Results")[:31]': "a sheet's name, ours",
    "text.split()[:MOST_WORDS]": "what is searched for, and not kept",
    'request.GET.get("q", "").replace("\\0", "").strip()[:LONGEST]': "the same",
    'request.GET.get("q", "").replace("\\0", "").strip()[:60]': "the same",
    """re.sub('"[^"]*"', "…", first)[:200]""": "a program's complaint",
    "reads[:LATEST_READS]": "rows; the page leads to the others",
    'data.get(name, "").strip()[:100]': "what somebody looks for: nothing is kept",
    "value[0][:LONGEST]": "the same",
    "name_in(text).split()[:MOST_WORDS]": "the same",
    'request.GET.get("_of", "")[:60]': "a field's name",
    'request.GET.get(name, "")[:150]': "what somebody looks for: nothing is kept",
    '_("Figures")[:31]': "a sheet's name, ours",
    "self.q.split()[:MOST_WORDS]": "what is searched for, and not kept",
    "self.place.split()[:MOST_WORDS]": "the same",
    'data.get(name, "").strip()[:LONGEST]': "the same",
    "found.people[: several.AT_ONCE]": "people; the next press has the next ones",
    "_runs(request)[:LATEST]": "rows; a page has all",
    'options["file"].name[:200]': "a file's name",
    "surveys[:MOST_AHEAD]": "dates of HR's desk; their own page has all",
    "self.groups[:MOST_GROUPS]": "blocks of a strip; its own page has all",
    "seasons[:MOST_SEASONS]": "strips of HR's desk; their own page has all",
}
NO_TEXT = re.compile(  # rows of the database, lists, digests
    r"\.(select_\w+|order_by|values_list|exclude|filter|ahead|visible_to|prefetch_related|first_free|with_free_time)\(.*\)$|digest\(\)$"
    r"|\.hex$|\.hex\(\)$|^(rows|found|waiting|blocks|themes|things|rest|select)$|^sorted\(|^\[each for"
    r"|^(_mine|_results|left_alone|without_leader)\("
)


def cuts(tree: ast.AST, source: str) -> list[str]:
    """Slices from the beginning to a number or a named limit."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            cut, code = node.slice, str(ast.get_source_segment(source, node))
            number = isinstance(cut.upper, ast.Constant) and isinstance(cut.upper.value, int) and cut.upper.value >= 10
            if cut.lower is None and cut.step is None and (number or isinstance(cut.upper, ast.Name | ast.Attribute)):
                value = str(ast.get_source_segment(source, node.value))
                if code not in SLICES and not NO_TEXT.search(value.replace("\n", " ")):
                    found.append(code)
    return found


def test_the_server_cuts_no_words_of_a_person():
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    ours = [name for name in listed.split() if not name.startswith(("tests/", "bench/")) and "/migrations/" not in name]
    sources = {name: (ROOT / name).read_text(encoding="utf-8") for name in ours}
    assert {name: found for name, text in sources.items() if (found := cuts(ast.parse(text), text))} == {}


@pytest.mark.parametrize(
    "line", ['request.POST.get("text", "").strip()[:LONGEST_TEXT]', "title[:150]", "line.strip()[:200]"]
)
def test_the_search_finds_a_cut(line):
    assert cuts(ast.parse(line), line) == [line]


@pytest.fixture
def talk(aino, matti):
    begins = timezone.now() - datetime.timedelta(minutes=5)
    return invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=begins,
        agreed=True,
    )


@pytest.mark.parametrize("script", [{}, {"HTTP_X_AUTOSAVE": "1"}], ids=["form", "script"])
@pytest.mark.django_db
def test_a_text_of_a_conversation(talk, aino, signed_in, script):
    address = reverse("conversation_write", args=[talk.pk, "tiedanko"])
    answer = signed_in(aino).post(address, {"text-tiedanko.works": OVER, "version-tiedanko.works": "0"}, **script)
    page = answer.content.decode()
    assert OVER in page
    assert TOLD in page
    assert [note.text.open(aino) for note in talk.notes.filter(slot="tiedanko.works")] in ([], [""])


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
@pytest.mark.django_db
def test_a_line_break_counts_once_as_in_the_browser(talk, aino, signed_in, breaks):
    text = "ä" * (LONGEST_TEXT - 2) + breaks + "ä"
    address = reverse("conversation_write", args=[talk.pk, "tiedanko"])
    signed_in(aino).post(address, {"text-tiedanko.works": text, "version-tiedanko.works": "0"})
    assert talk.notes.get(slot="tiedanko.works").text.open(aino) == text.replace("\r", "")


@pytest.mark.django_db
def test_an_agreement_and_a_differing_view(talk, aino, signed_in):
    client = signed_in(aino)
    address = reverse("agreement_add", args=[talk.pk, "agreements"])
    page = client.post(
        address, {"text": OVER, "side": "employee", "kind": "act", "due_on": "1.1.2100"}
    ).content.decode()
    assert OVER in page
    assert "Lyhennä tekstiä: tähän mahtuu enintään 20000 merkkiä (nyt 20009)." in page
    page = client.post(reverse("differing_view_save", args=[talk.pk]), {"text-differing": OVER}).content.decode()
    assert OVER in page
    assert TOLD in page
    assert (talk.agreements.count(), talk.differing_views.count()) == (0, 0)


@pytest.mark.django_db
def test_a_view_sent_after_the_end_is_not_shown_as_saved(talk, aino, signed_in):
    talk.closed_on = timezone.localdate()
    talk.status = talk.Status.CLOSED
    talk.save(update_fields=["closed_on", "status"])
    page = signed_in(aino).post(
        reverse("differing_view_save", args=[talk.pk]),
        {"text-differing": "Näen tämän toisin.", "version-differing": "0"},
    )
    assert "Keskustelu on päättynyt, joten tätä ei tallennettu." in page.content.decode()
    assert "Näen tämän toisin.</textarea>" in page.content.decode()
    assert talk.differing_views.count() == 0


@pytest.mark.django_db
def test_a_note_of_a_group(matti, signed_in):
    session = group_acts.begin("Tiimi", by=matti)
    client = signed_in(matti)
    page = client.post(
        reverse("group_note", args=[session.pk, "together"]), {"text-together": OVER, "version-together": "0"}
    ).content
    assert OVER in page.decode()
    assert TOLD in page.decode()
    assert session.notes.count() == 0


@pytest.mark.django_db
def test_one_line(sari, signed_in):
    long = "Hiljainen huone " * 6
    page = signed_in(sari).post(reverse("measure_new"), {"kind": "proactive", "name_fi": long}).content.decode()
    assert long.strip() in page
    assert "Lyhennä tekstiä: tähän mahtuu enintään 80 merkkiä (nyt 95)." in page
