"""Verme's part of the canary sweep: every text of a group written through its forms, every page read by everybody."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from people.models import User
from tests.verme_world import a_season
from verme.composing import actions as composing
from verme.mentor import actions as mentoring
from verme.models import Group, Kooste, Mentor, Season, Session, Training
from verme.sign_up import actions as places
from verme.survey import actions as surveys
from verme.training import actions as training


def write(walk: Any, birds: Any, people: dict[str, User]) -> list[str]:
    """Aino and Matti are members, so an idea of one alone is not passed on; Timo leads. Returns the pages to read."""
    season = a_season("Kausi", "call")
    group = Group.objects.create(season=season, name="Konkarit")
    for name in ("aino", "matti"):
        places.sign_up(season, by=people[name], wish=group)
    mentoring.name(group, Mentor.objects.create(person=people["timo"]), by=people["sari"])
    composing.confirm(group, small=True)
    starts_at = timezone.now() - datetime.timedelta(hours=1)
    session = Session.objects.create(group=group, starts_at=starts_at, theme="Palautuminen")
    base, meeting = f"/verme/ryhmat/{group.pk}/", f"/verme/kokoontumiset/{session.pk}/"
    for who in ("aino", "timo"):
        walk.post(who, f"{base}odotukset/", {"version-expectation": "0", "text-expectation": birds(f"odotus {who}")})
    walk.post("aino", f"{base}tavoitteet/", {"version-goals": "0", "text-goals": birds("tavoite")})
    walk.post("matti", f"{base}tavoitteet/", {"version-goals": "0", "text-goals": birds("tavoite, toinen")})
    walk.post("timo", f"{base}pelisaannot/", {"version": "0", "version-rules": "0", "text-rules": birds("sääntö")})
    walk.post("aino", f"{base}pelisaannot/luonnos/", {"version-rules": "0", "text-rules": birds("sääntöluonnos")})
    walk.post("timo", f"{base}viestit/", {"text-message": birds("viesti ryhmälle"), "version-message": 0})
    walk.post("matti", f"{meeting}palaute/", {"version-feedback": "0", "text-feedback": birds("palaute")})
    walk.post("aino", f"{meeting}idea/", {"version-idea": "0", "text-idea": birds("idea")})
    walk.post("matti", f"{meeting}idea/luonnos/", {"version-idea": "0", "text-idea": birds("idean luonnos")})
    for who, act in (("aino", "pohdinta/nayta/"), ("matti", "pohdinta/")):
        fields = {"version-reflection": "0", "text-reflection": birds(f"pohdinta {who}"), "show": "1"}
        walk.post(who, f"{meeting}{act}", fields)
    walk.post("timo", f"{meeting}suunnitelma/", {"version-plan": "0", "text-plan": birds("suunnitelma")})
    walk.post("timo", f"{meeting}paivakirja/", {"version-diary": "0", "text-diary": birds("päiväkirja")})
    walk.post("timo", f"{meeting}lasna/", {"person": people["aino"].pk, "present": "1"})
    walk.post("timo", f"{meeting}kooste/", {})
    kooste = f"/verme/koosteet/{Kooste.objects.get().pk}/"
    return [
        *(
            "/verme/",
            base,
            f"{base}pelisaannot/",
            f"{base}viestit/",
            meeting,
            f"{meeting}verme.ics",
            f"{meeting}paivakirja/",
        ),
        *(f"{meeting}kooste/", kooste, f"{kooste}kooste.pdf", f"/verme/kaudet/{season.pk}/koosteet/"),
        *(f"/verme/todistukset/{group.pk}/fi.pdf", f"/verme/ryhmat/{group.pk}/todistukset-sv.pdf"),
        *write_training(walk, birds, people),
        *write_survey(birds, season),
    ]


def write_training(walk: Any, birds: Any, people: dict[str, User]) -> list[str]:
    """Aino takes part in a training that Timo gives, and writes a diary. Returns the pages to read."""
    made = training.open_training(Training(name="Mentorikoulutus", trainer=people["timo"]))
    seminar = made.seminars.get(number=1)
    day = seminar.days.create(number=1, starts_at=timezone.now() - datetime.timedelta(hours=1), minutes=420)
    base = f"/verme/koulutukset/{made.pk}/"
    walk.post("sari", f"{base}osallistuja/", {"person": people["aino"].pk})
    for text, status in ((birds("koulutuspäiväkirja"), 200), (birds("koulutuspäiväkirja, toinen välilehti"), 409)):
        fields = {"text-1": text, "version-1": "0"}
        walk.post("aino", f"{base}paivakirja/", fields, status, **{"X-Autosave": "1"})
    walk.post("timo", f"/verme/seminaaripaivat/{day.pk}/lasna/", {"person": people["aino"].pk, "present": "1"})
    own = [f"{base}oma/", f"{base}paivakirja/", f"/verme/seminaaripaivat/{day.pk}/verme.ics"]
    return [base, *own, f"/verme/seminaaripaivat/{day.pk}/", f"/verme/seminaarit/{seminar.pk}/", "/verme/todistukset/"]


def write_survey(birds: Any, season: Season) -> list[str]:
    """Somebody answers a survey of the season through its page, and it closes. Returns the pages to read."""
    survey = surveys.make(season, "feedback")
    surveys.open_for_answers(survey, until=timezone.localdate())
    (secret,) = surveys.tickets(survey, 1)
    assert Client().post(f"/vastaa/{secret}/", {"best": birds("vastaus kyselyyn")}).status_code == 302
    surveys.close(survey)
    base = f"/verme/kyselyt/{survey.pk}/"
    return [
        f"/verme/kaudet/{season.pk}/kyselyt/",
        base,
        f"{base}tulokset/",
        f"{base}tulokset.pdf",
        f"{base}tulokset.xlsx",
    ]
