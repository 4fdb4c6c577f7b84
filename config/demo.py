"""The demo's invented people and their conversations, alive around today's date.

Nobody here exists, nor does the employer. Texts are what such people might write.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import demo_clock, demo_figures, demo_models, demo_path, demo_rooms, demo_verme, demo_workshops
from core.models import Mail
from people.models import SupervisionLine, Unit, User
from vatupassi.conversation import invitations
from vatupassi.memo import confirmation
from vatupassi.models import (
    Agreement,
    Assessment,
    AssessmentItem,
    BoardMark,
    Confirmation,
    Conversation,
    FollowUp,
    Note,
    Occasion,
    Opening,
    Side,
)
from vatupassi.opening import actions as openings
from vatupassi.round import actions as rounds

Marks = dict[str, tuple[int | None, int | None]]


def at(days: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A working-hours moment so many days from today; a weekend gives way to the working day beyond it."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    while day.weekday() >= 5:
        day += datetime.timedelta(days=1 if days > 0 else -1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


@transaction.atomic
def load() -> None:
    """Everything, into an empty database."""
    people = _people()
    _aino_and_matti(people)
    _half_way(people)
    _waiting_for_confirmation(people)
    _in_swedish(people)
    _invitations(people)
    _round(people)
    _opened(people)
    demo_verme.load(people)
    demo_rooms.load(people)
    demo_workshops.load(people)
    demo_clock.load(people)
    demo_path.load(people)
    demo_models.load()
    demo_figures.load()


# Job titles in Finnish, Swedish and English
TITLES = {
    "ruokapalvelutyöntekijä": ("måltidsarbetare", "catering worker"),
    "ruokapalvelupäällikkö": ("måltidschef", "catering manager"),
    "henkilöstöasiantuntija": ("personalsakkunnig", "HR specialist"),
    "henkilöstöpäällikkö": ("personalchef", "HR manager"),
    "katutyöntekijä": ("gatuarbetare", "street worker"),
    "katumestari": ("gatumästare", "head of street maintenance"),
    "koneenkuljettaja": ("maskinförare", "machine operator"),
    "puistotyöntekijä": ("parkarbetare", "park worker"),
    "toimialajohtaja": ("sektordirektör", "sector director"),
    "vuoroesihenkilö": ("skiftchef", "shift supervisor"),
    "tietosuojavastaava": ("dataskyddsombud", "data protection officer"),
    "IT-tuki": ("IT-stöd", "IT support"),
    "kokki": ("kock", "cook"),
    "keittiöapulainen": ("köksbiträde", "kitchen assistant"),
    "ravitsemistyöntekijä": ("måltidsbiträde", "food service worker"),
    "rehtori": ("rektor", "principal"),
    "luokanopettaja": ("klasslärare", "class teacher"),
    "pääluottamusmies": ("huvudförtroendeman", "chief shop steward"),
    "työsuojeluvaltuutettu": ("arbetarskyddsfullmäktig", "occupational safety representative"),
}


# Who has not been here before: the start page tells them what becomes of what they write
FIRST_TIME = {"timo", "kaj"}


def _people() -> dict[str, User]:
    units: dict[str, Unit] = {}
    for key, (fi, sv, en), parent in [
        ("top", ("Kotikunta", "", ""), None),
        ("food", ("Ruokapalvelut", "Måltidsservice", "Catering services"), "top"),
        ("streets", ("Katu- ja puistoyksikkö", "Gatu- och parkenheten", "Streets and parks"), "top"),
        ("school", ("Rantakylän koulu", "Strandby skola", "Rantakylä School"), "top"),
        ("hr", ("Henkilöstöpalvelut", "Personaltjänster", "HR services"), "top"),
    ]:
        units[key] = Unit.objects.create(name_fi=fi, name_sv=sv, name_en=en, parent=units.get(parent or ""))
    people: dict[str, User] = {}
    rows: list[tuple[str, str, str, str, dict[str, Any]]] = [
        (
            "aino",
            "Aino Virtanen",
            "food",
            "ruokapalvelutyöntekijä",
            {"first_name": "Aino Maria", "calling_name": "Aino"},
        ),
        ("matti", "Matti Laine", "food", "ruokapalvelupäällikkö", {}),
        ("sari", "Sari Koskinen", "hr", "henkilöstöasiantuntija", {"is_hr": True, "hr_since": at(-900, 9)}),
        ("johanna", "Johanna Åberg", "streets", "katutyöntekijä", {"language": "sv", "email": ""}),
        ("pekka", "Pekka Öhman", "streets", "katumestari", {"language": "sv"}),
        ("leena", "Leena Šimek", "top", "toimialajohtaja", {}),
        ("timo", "Timo Ääri", "food", "vuoroesihenkilö", {}),
        ("mikael", "Mikael Lindström", "hr", "IT-tuki", {"is_admin": True, "language": "sv"}),
        ("liisa", "Liisa Aho", "top", "tietosuojavastaava", {"is_data_protection_officer": True}),
        ("hannele", "Hannele Mäki-O'Connor", "food", "kokki", {}),
        ("juho", "Juho Nurmi", "food", "keittiöapulainen", {"email": ""}),
        ("bahar", "Bahar Şahin", "food", "ravitsemistyöntekijä", {}),
        ("elina", "Elina Kettunen", "food", "kokki", {}),
        ("ristin", "Ristin Ŋorvvanáigi", "streets", "puistotyöntekijä", {}),
        ("kaj", "Kaj Söderholm", "streets", "koneenkuljettaja", {"language": "sv"}),
        ("ville", "Ville Ojala", "streets", "puistotyöntekijä", {"email": ""}),
        ("satu", "Satu Niemi", "school", "rehtori", {}),
        ("otto", "Otto Heikkinen", "school", "luokanopettaja", {}),
        ("kirsi", "Kirsi Holm", "hr", "henkilöstöpäällikkö", {"is_hr": True, "hr_since": at(-900, 9)}),
        # The staff's representatives: employees without a right of their own. They read what somebody has let them read
        ("raija", "Raija Hautala", "top", "pääluottamusmies", {}),
        ("ilkka", "Ilkka Salo", "top", "työsuojeluvaltuutettu", {}),
    ]
    for username, name, unit, title, fields in rows:
        first, last = name.split(" ", 1)
        fields = {"first_name": first, "last_name": last, "email": f"{username}@kotikunta.example"} | fields
        sv, en = TITLES[title]
        fields |= {"title_fi": title, "title_sv": sv, "title_en": en}
        fields["privacy_told_at"] = None if username in FIRST_TIME else at(-200, 9)
        people[username] = User.objects.create_user(username, unit=units[unit], **fields)
    start = timezone.localdate() - datetime.timedelta(days=900)
    for unit, username, kind in [
        ("top", "leena", "supervisor"),
        ("food", "matti", "supervisor"),
        ("food", "timo", "deputy"),
        ("streets", "pekka", "supervisor"),
        ("school", "satu", "supervisor"),
        ("hr", "kirsi", "supervisor"),
    ]:
        SupervisionLine.objects.create(unit=units[unit], supervisor=people[username], kind=kind, starts_on=start)
    return people


def _talk(employee: User, supervisor: User, code: str, starts_at: datetime.datetime, **details: Any) -> Conversation:
    """A conversation whose time is agreed."""
    conversation = invitations.start(
        employee=employee,
        supervisor=supervisor,
        by=details.pop("by", supervisor),
        occasion=Occasion.objects.get(code=code),
        starts_at=starts_at,
        agreed=True,
        **details,
    )
    created = min(starts_at, timezone.now()) - datetime.timedelta(days=6)
    agreed_on = timezone.localdate(created) + datetime.timedelta(days=2)
    Conversation.objects.filter(pk=conversation.pk).update(created_at=created, agreed_on=agreed_on)
    conversation.created_at, conversation.agreed_on = created, agreed_on
    if starts_at < timezone.now():
        _forget_letters(conversation)
    return conversation


def _write(conversation: Conversation, notes: dict[str, str], by: User) -> None:
    for slot, text in notes.items():
        Note.in_slot(conversation, slot).store(text, by=by)


def _mark(
    conversation: Conversation, marks: Marks, side: Side = Side.EMPLOYEE, texts: dict[str, str] | None = None
) -> None:
    for question, (now, target) in marks.items():
        BoardMark.objects.create(
            conversation=conversation,
            side=side,
            question=question,
            now=now,
            target=target,
            text=(texts or {}).get(question, ""),
            marked_at=min(conversation.starts_at, timezone.now()),  # what is shared beforehand has been shared already
        )


def _agree(conversation: Conversation, *rows: tuple[str, Side, int, str, str, bool]) -> None:
    """Rows of text, who, days from the conversation, question, kind, helps at once."""
    for text, side, days, question, kind, helps_now in rows:
        due_on = timezone.localdate(conversation.starts_at) + datetime.timedelta(days=days)
        Agreement.objects.create(
            conversation=conversation,
            text=text,
            side=side,
            due_on=due_on,
            question=question,
            kind=kind,
            helps_now=helps_now,
        )


def _confirm(conversation: Conversation, when: datetime.datetime) -> None:
    """Both confirm at that time; letters of the past are not sent."""
    for side in Side:
        Confirmation.objects.create(
            conversation=conversation,
            text_revision=conversation.text_revision,
            side=side,
            by=conversation.person(side),
            at=when,
        )
    confirmation.freeze(conversation)
    conversation.touch(status=Conversation.Status.CONFIRMED, awaiting="", held_on=conversation.held_day)
    conversation.memos.update(confirmed_at=when)
    Conversation.objects.filter(pk=conversation.pk).update(touched_at=when)
    _forget_letters(conversation)


def _forget_letters(conversation: Conversation) -> None:
    """Letters about what happened long ago would only confuse the demo's mail box."""
    rows = Mail.objects.filter(ids__conversation=str(conversation.pk))
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver")
    jobs.filter(pk__in=[job.pk for job in jobs if job.args_kwargs["args"][0] in ids]).delete()
    rows.delete()


def _assess(owner: User, when: datetime.datetime, marks: Marks, notes: dict[str, str]) -> Assessment:
    assessment = Assessment.objects.create(owner=owner, started_at=when, edited_at=when)
    for question in ("tiedanko", "osaanko", "kykenenko", "haluanko"):
        now, target = marks.get(question, (None, None))
        AssessmentItem.objects.create(
            assessment=assessment, question=question, now=now, target=target, text=notes.get(question, ""), version=1
        )
    return assessment


def _aino_and_matti(people: dict[str, User]) -> None:
    """A year of history, a confirmed memo, and a conversation coming tomorrow."""
    aino, matti = people["aino"], people["matti"]
    _assess(
        aino,
        at(-372, 14),
        {"tiedanko": (1, 2), "osaanko": (0, 2), "kykenenko": (-2, 1), "haluanko": (1, None)},
        {"kykenenko": "Iltavuorojen jälkeen aamut ovat raskaita."},
    )
    first = _talk(aino, matti, "early-support", at(-365, 9), place="keittiön toimisto")
    _mark(first, {"tiedanko": (1, 2), "osaanko": (0, 2), "kykenenko": (-2, 1), "haluanko": (1, None)})
    _mark(first, {"tiedanko": (2, None), "osaanko": (1, None)}, Side.SUPERVISOR)
    notes = {
        "tiedanko.works": "Tavoitteet ovat selvät. Ruokalistan suunnittelu on mieluisaa.",
        "osaanko.change": "Tilausjärjestelmä on uusi, ja siihen tarvitaan rauhallinen hetki.",
        "osaanko.try": "Aino seuraa päivän ajan kollegan tilaustyötä.",
        "kykenenko.change": "Iltavuoroja on ollut kolme peräkkäin, ja palautuminen jää lyhyeksi.",
    }
    _write(first, notes, matti)
    _agree(
        first,
        ("Enintään kaksi iltavuoroa peräkkäin", Side.SUPERVISOR, 4, "kykenenko", "act", True),
        ("Aino seuraa päivän ajan kollegan tilaustyötä", Side.EMPLOYEE, 15, "osaanko", "trial", False),
    )
    held = FollowUp.objects.create(conversation=first, number=1, starts_at=at(-323, 9))
    _confirm(first, at(-365, 9, 36))
    FollowUp.objects.filter(pk=held.pk).update(held_at=at(-323, 9, 30))
    Agreement.objects.filter(conversation=first).update(outcome="done")
    _mark_again(first, {"tiedanko": (2, 2), "osaanko": (1, 2), "kykenenko": (0, 1), "haluanko": (2, None)}, at(-323, 9))
    first.refresh_from_db()
    first.close()
    Conversation.objects.filter(pk=first.pk).update(closed_on=timezone.localdate() - datetime.timedelta(days=323))

    second = _talk(aino, matti, "how-are-you", at(-58, 13), place="keittiön toimisto")
    _mark(second, {"tiedanko": (2, 3), "osaanko": (1, 2), "kykenenko": (-1, 1), "haluanko": (2, None)})
    _write(
        second,
        {
            "together.works": "Aamuvuorot sujuvat ja työpari auttaa. Tilausjärjestelmä on jo tuttu.",
            "together.change": "Ruuhka-aikaan keittiössä tarvitaan yksi käsipari lisää.",
            "together.try": "Kuukauden ajan torstain ruuhkaan tulee apua toisesta keittiöstä.",
        },
        aino,
    )
    _agree(
        second,
        ("Torstain ruuhkaan tulee apua Rantakylän keittiöstä", Side.SUPERVISOR, 7, "kykenenko", "trial", True),
        ("Aino opastaa uuden työntekijän tilausjärjestelmään", Side.EMPLOYEE, 40, "haluanko", "act", False),
        ("Käydään läpi syksyn ruokalista koko porukalla", Side.SUPERVISOR, 30, "tiedanko", "act", False),
    )
    FollowUp.objects.create(conversation=second, number=1, starts_at=at(2, 9))
    _confirm(second, at(-58, 13, 41))
    Agreement.objects.filter(conversation=second, side=Side.EMPLOYEE).update(outcome="done")

    marks: Marks = {"tiedanko": (2, None), "osaanko": (1, 2), "kykenenko": (-1, 1), "haluanko": (2, None)}
    _assess(
        aino,
        at(-1, 15, 20),
        marks,
        {
            "tiedanko": "Tavoitteet ovat selvät, mutta uuden järjestelmän aikataulu mietityttää.",
            "osaanko": "Haluaisin oppia erikoisruokavalioiden suunnittelua.",
        },
    )
    coming = _talk(aino, matti, "development", at(1, 9), place="keittiön toimisto", minutes=60, by=matti)
    _mark(
        coming,
        {"tiedanko": (2, None)},
        texts={"tiedanko": "Tavoitteet ovat selvät, mutta uuden järjestelmän aikataulu mietityttää."},
    )
    _mark(coming, {"tiedanko": (2, None), "osaanko": (2, None)}, Side.SUPERVISOR)


def _mark_again(conversation: Conversation, marks: Marks, when: datetime.datetime) -> None:
    """Marks made at the first follow-up."""
    for question, (now, target) in marks.items():
        BoardMark.objects.create(
            conversation=conversation,
            sitting=1,
            side=Side.EMPLOYEE,
            question=question,
            now=now,
            target=target,
            marked_at=when,
        )


def _half_way(people: dict[str, User]) -> None:
    """A conversation that the two are in the middle of."""
    hannele, matti = people["hannele"], people["matti"]
    talk = _talk(hannele, matti, "early-support", at(0, 8), place="keittiön toimisto", by=hannele)
    _mark(talk, {"tiedanko": (1, 2), "osaanko": (2, None), "kykenenko": (-1, 1)})
    _mark(talk, {"tiedanko": (2, None)}, Side.SUPERVISOR)
    _write(
        talk,
        {
            "tiedanko.works": "Työnjako on selvä ja viikkopalaveri auttaa.",
            "tiedanko.change": "Muutoksista kerrotaan hyvissä ajoin, ei samana aamuna.",
            "osaanko.works": "Hannele hallitsee erikoisruokavaliot ja neuvoo muita.",
        },
        matti,
    )
    _agree(talk, ("Viikon muutokset kirjataan taululle maanantaisin", Side.SUPERVISOR, 5, "tiedanko", "act", True))


def _waiting_for_confirmation(people: dict[str, User]) -> None:
    """Juho has confirmed, Matti has not."""
    juho, matti = people["juho"], people["matti"]
    talk = _talk(juho, matti, "how-are-you", at(-1, 10), place="kahvihuone")
    _mark(talk, {"tiedanko": (0, 1), "haluanko": (1, None)})
    _write(
        talk, {"together.works": "Porukkaan on ollut helppo tulla.", "together.try": "Viikko kylmäkön puolella."}, juho
    )
    _agree(talk, ("Juho kokeilee viikon kylmäkössä", Side.EMPLOYEE, 14, "haluanko", "trial", True))
    confirmation.confirm(talk, by=juho, text_revision=talk.text_revision)


def _in_swedish(people: dict[str, User]) -> None:
    """Johanna and Pekka, in Swedish: a confirmed memo and a follow-up that is due."""
    johanna, pekka = people["johanna"], people["pekka"]
    talk = _talk(johanna, pekka, "change", at(-43, 9), place="depån i Strandby", memo_language="sv")
    _mark(talk, {"tiedanko": (-1, 2), "osaanko": (2, None), "kykenenko": (1, None), "haluanko": (1, 2)})
    _mark(talk, {"tiedanko": (0, None), "osaanko": (2, None)}, Side.SUPERVISOR)
    _write(
        talk,
        {
            "tiedanko.change": "Det är oklart vem som sköter parkerna efter omorganiseringen.",
            "tiedanko.works": "Arbetsparet fungerar bra och maskinerna är i gott skick.",
            "haluanko.try": "Johanna är med och planerar vinterns schema.",
        },
        pekka,
    )
    _agree(
        talk,
        ("Pekka reder ut områdesindelningen och berättar på veckomötet", Side.SUPERVISOR, 10, "tiedanko", "act", True),
        ("Johanna gör ett förslag till vinterns schema", Side.EMPLOYEE, 30, "haluanko", "act", False),
    )
    FollowUp.objects.create(conversation=talk, number=1, starts_at=at(-1, 9))
    _confirm(talk, at(-43, 9, 40))
    _assess(johanna, at(-44, 16), {"tiedanko": (-1, 2), "osaanko": (2, None), "haluanko": (1, 2)}, {})


def _invitations(people: dict[str, User]) -> None:
    """Invitations that wait for an answer."""
    invitations.start(
        employee=people["matti"],
        supervisor=people["leena"],
        by=people["leena"],
        occasion=Occasion.objects.get(code="development"),
        starts_at=at(8, 13),
        place="kaupungintalo, huone 204",
        minutes=60,
    )
    invitations.start(
        employee=people["bahar"],
        supervisor=people["timo"],
        by=people["bahar"],
        occasion=Occasion.objects.get(code="all-well"),
        starts_at=at(5, 14, 30),
        place="kahvihuone",
    )
    invitations.start(
        employee=people["kaj"],
        supervisor=people["pekka"],
        by=people["pekka"],
        occasion=Occasion.objects.get(code="how-are-you"),
        starts_at=at(3, 9, 15),
        place="depån i Strandby",
        memo_language="sv",
    )


def _round(people: dict[str, User]) -> None:
    """Matti offers his team times; Elina has booked one."""
    team = list(User.objects.all().supervised_by(people["matti"]))
    times = [at(9, hour, minute) for hour, minute in ((9, 0), (9, 45), (13, 0), (13, 45))]
    times += [at(10, hour) for hour in (9, 10, 14)]
    offered = rounds.offer(
        by=people["matti"],
        id=uuid.uuid4(),
        team=team,
        times=times,
        occasion=Occasion.objects.get(code="how-are-you"),
        minutes=30,
        place="keittiön toimisto",
    )
    free = offered.times.first()
    assert free
    rounds.book(offered, by=people["elina"], time=free.pk)


def _opened(people: dict[str, User]) -> None:
    """Johanna has taken her own part of a conversation to HR, Aino lets the shop steward read a memo for two weeks."""
    talk = Conversation.objects.with_side(people["johanna"]).get(employee=people["johanna"])
    openings.open_to_hr(talk, to=people["sari"], scope=Opening.Scope.OWN, by=people["johanna"])
    talk = Conversation.objects.with_side(people["aino"]).get(employee=people["aino"], status="confirmed")
    until = timezone.localdate() + datetime.timedelta(days=14)
    openings.give_memo(talk, to=people["raija"], until=until, by=people["aino"])
