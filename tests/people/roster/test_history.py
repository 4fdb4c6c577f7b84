"""What has become of imports: who, when, which file, how much; also of those that came to nothing."""

import datetime

import pytest
from django.core.management import CommandError
from django.urls import reverse
from django.utils import timezone

from core.retention import dispose
from people.models import RosterImport, RosterRun, User
from people.roster import jobs
from people.roster.jobs import save_import, take_turn
from tests.people.roster.bring import HEAD, SAMPLES, bring
from tests.people.roster.test_command import mapping, run, waiting
from tests.people.roster.test_pages import preview, second_hr

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
__all__ = ["mapping", "second_hr"]


def told():
    return [(one.file, one.outcome, one.is_nightly) for one in RosterRun.objects.all()]


def test_a_colleague_sees_what_was_brought(signed_in, sari, second_hr):
    _page, row = preview(signed_in(sari), "1")
    signed_in(sari).post(reverse("roster_save", args=[row.pk]), {"leavers_checked": "1"})
    save_import.call(str(row.pk))
    (one,) = RosterRun.objects.all()
    assert (one.by, one.file, one.outcome) == (sari, "henkilot.csv", "saved")
    assert (one.counts["new"], one.counts["units"]) == (6, 5)
    for name in ("roster_start", "roster_history"):
        page = signed_in(second_hr).get(reverse(name)).text
        assert "henkilot.csv" in page
        assert "Sari Koskinen" in page
        assert "6 uutta" in page


def test_a_night_and_what_stopped_it(mapping):
    run(SAMPLES["1"])
    with pytest.raises(CommandError):
        run(SAMPLES["6"])
    with pytest.raises(CommandError):
        run(SAMPLES["6"], dry_run=True)
    assert [(outcome, is_nightly) for _file, outcome, is_nightly in told()] == [("stopped", True), ("saved", True)]
    assert {file for file, *_rest in told()} == {SAMPLES["1"].name, SAMPLES["6"].name}


def test_what_came_to_nothing_stands_there_too(mapping, monkeypatch):
    row = waiting(mapping.saved_by, "1")
    bring(HEAD + "00101;Toinen;Nimi;;;;\n", mapping.saved_by)
    save_import.call(str(row.pk))
    lost = waiting(mapping.saved_by, HEAD + "9;Uusi;Ihminen;;;;\n")

    def fails(*_args, **_more):
        raise MemoryError

    monkeypatch.setattr(jobs, "carry_out", fails)
    with pytest.raises(MemoryError):
        save_import.func(str(lost.pk))
    assert [outcome for _file, outcome, _nightly in told()] == ["failed", "changed"]


def test_one_whose_worker_is_gone(mapping):
    lost = waiting(mapping.saved_by, "1")
    assert take_turn(lost)
    RosterImport.objects.update(beat_at="2026-01-01T00:00Z")
    assert take_turn(waiting(mapping.saved_by, "1"))
    assert [outcome for _file, outcome, _nightly in told()] == ["failed"]


def test_whoever_comes_second_is_told_at_once(signed_in, sari, second_hr):
    row = waiting(sari, "1")
    assert "tallentaa juuri nyt" not in signed_in(second_hr).get(reverse("roster_start")).text
    assert take_turn(row)
    page = signed_in(second_hr).get(reverse("roster_start")).text
    assert "Tiedostoa tallentaa juuri nyt Sari Koskinen." in page


def test_lines_go_with_their_time(sari):
    RosterRun.objects.create(by=sari, outcome="saved")
    old = RosterRun.objects.create(by=sari, outcome="saved", at=timezone.now() - datetime.timedelta(days=2000))
    dispose()
    assert RosterRun.objects.count() == 1
    assert not RosterRun.objects.filter(pk=old.pk).exists()


def test_a_person_who_is_removed_leaves_the_line(sari):
    RosterRun.objects.create(by=sari, outcome="saved", file="a.csv")
    User.objects.filter(pk=sari.pk).delete()
    assert RosterRun.objects.get().by is None
