"""The steps that the register and the installation know of, and those that HR marks by hand."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import organisation
from core.running import signs
from people.launch import papers
from people.launch.steps import Group, Standing, Step, register
from people.models import Unit, User

if TYPE_CHECKING:
    from collections.abc import Iterable

BACKUP_EVERY = datetime.timedelta(days=2)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def contacts(_user: User) -> Standing:
    """Whom the privacy notice and the accessibility statement name."""
    employer = organisation.current()
    missing = _joined(
        [
            "" if employer.privacy_contact else _("the contact for data protection"),
            "" if employer.accessibility_contact else _("the contact for accessibility"),
        ]
    )
    return Standing(not missing, _("Missing: %(what)s.") % {"what": missing} if missing else employer.name)


def second_hr(_user: User) -> Standing:
    """Whether one of HR can agree to what another asks for."""
    count = User.objects.active().filter(is_hr=True).count()
    told = ngettext("%(count)s person of HR", "%(count)s people of HR", count) % {"count": count}
    return Standing(count > 1, told)


def negotiated() -> str:
    """Where this employer handles it, and by which act."""
    law = organisation.law()
    told = _(
        "Purposes, what is kept and for how long, and who sees what are gone through %(where)s: %(act)s. "
        "The paper for it is below."
    )
    return told % {"where": law.where, "act": law.act}


def people(user: User) -> Standing:
    """Whether everybody has a unit and somebody who leads them."""
    here = User.objects.editable_by(user).active()
    count, units = here.count(), Unit.objects.count()
    lacking = here.filter(unit=None).count(), here.without_supervisor().count()
    told = _joined(
        [
            ngettext("%(count)s person of staff", "%(count)s people of staff", count) % {"count": count},
            ngettext("%(count)s unit", "%(count)s units", units) % {"count": units},
            lacking[0]
            and ngettext("%(count)s without a unit", "%(count)s without a unit", lacking[0]) % {"count": lacking[0]},
            lacking[1]
            and ngettext("%(count)s without a supervisor", "%(count)s without a supervisor", lacking[1])
            % {"count": lacking[1]},
        ]
    )
    return Standing(count > 1 and units > 0 and not any(lacking), told)


def units(_user: User) -> Standing:
    """How many units are in use."""
    count, opened = Unit.objects.count(), Unit.objects.filter(is_open=True).count()
    told = ngettext("%(opened)s of %(count)s unit is in use", "%(opened)s of %(count)s units are in use", count)
    return Standing(0 < count == opened, told % {"opened": opened, "count": count})


def officer(_user: User) -> Standing:
    """Whether somebody is the data protection officer."""
    return Standing(User.objects.active().filter(is_data_protection_officer=True).exists())


def server(_user: User) -> Standing:
    """Whether letters and nightly jobs run, and a backup is taken."""
    backup = signs.last_backup()
    missing = _joined(
        [
            "" if signs.workers() else _("the worker that sends letters is not running"),
            "" if backup and backup > timezone.now() - BACKUP_EVERY else _("no backup in the last two days"),
        ]
    )
    return Standing(not missing, missing.capitalize() if missing else _("Letters leave, a backup is taken"))


def declare() -> None:
    """Called once, when the app is ready."""
    register(
        Step(
            "contacts",
            10,
            Group.EMPLOYER,
            gettext_lazy("The employer’s name and contacts"),
            gettext_lazy("Whom the privacy notice and the accessibility statement name."),
            "organisation_settings",
            contacts,
        ),
        Step(
            "promise",
            20,
            Group.EMPLOYER,
            gettext_lazy("The employer’s promise"),
            gettext_lazy(
                "What is marked, said or agreed is never ground for pay, probation, a warning or "
                "dismissal. The management accepts this before anybody begins."
            ),
        ),
        Step(
            "second_hr",
            10,
            Group.PEOPLE,
            gettext_lazy("Two people in HR"),
            gettext_lazy("When a way of signing in changes, one asks and another agrees."),
            "person_add",
            second_hr,
        ),
        Step(
            "people",
            20,
            Group.PEOPLE,
            gettext_lazy("People, units and supervisors"),
            gettext_lazy("From a file or one by one. Nobody is written to before their unit is taken into use."),
            "roster_start",
            people,
        ),
        Step(
            "signing_in",
            30,
            Group.PEOPLE,
            gettext_lazy("How people sign in is settled"),
            gettext_lazy(
                "With the account of the workplace, with a user name and a password, or both. "
                "Those without an address get a letter."
            ),
        ),
        Step(
            "officer",
            5,
            Group.TRUST,
            gettext_lazy("The data protection officer has their place here"),
            gettext_lazy("They read requests about one’s own data and what has been deleted, never a conversation."),
            "person_list",
            officer,
        ),
        Step(
            "negotiated",
            10,
            Group.TRUST,
            gettext_lazy("Handled in co-operation"),
            lazy(negotiated, str)(),
        ),
        Step(
            "dpia",
            20,
            Group.TRUST,
            gettext_lazy("The impact assessment is made"),
            gettext_lazy("The application drafts it and the record of processing; the employer adds its own part."),
            "processing_record",
        ),
        Step(
            "review",
            25,
            Group.TRUST,
            gettext_lazy("What is needed is looked at every five years"),
            gettext_lazy(
                "Which data about staff is still needed, above all what may tell of health (Act 759/2004, section 5). "
                "Go through the record of processing with the data protection officer and mark the day. HR’s desk "
                "reminds when it is time again."
            ),
            "processing_record",
            years=5,
        ),
        Step(
            "periods",
            30,
            Group.TRUST,
            gettext_lazy("How long things are kept"),
            gettext_lazy("Read the periods through together with the data protection officer."),
            "retention_settings",
        ),
        Step(
            "representatives",
            40,
            Group.TRUST,
            gettext_lazy("The staff’s representatives have tried it"),
            gettext_lazy(
                "The shop steward and the occupational safety representative sign in and walk "
                "through everything before the others."
            ),
        ),
        Step(
            "server",
            10,
            Group.START,
            gettext_lazy("The server is watched"),
            gettext_lazy(
                "Letters leave, the night’s deletions are run and backups are taken. The system "
                "administrator sees to this."
            ),
            look=server,
        ),
        Step(
            "supervisors",
            20,
            Group.START,
            gettext_lazy("Supervisors have had a go"),
            gettext_lazy(
                "Each makes an assessment of their own and walks through a practice with an invented employee. Nobody "
                "sees who practises. The slides are below."
            ),
            "practice",
        ),
        Step(
            "told",
            30,
            Group.START,
            gettext_lazy("Everybody knows what it is about"),
            gettext_lazy("The launch letter, the page for employees and the poster for break rooms are below."),
        ),
        Step(
            "units",
            40,
            Group.START,
            gettext_lazy("Units are taken into use one by one"),
            gettext_lazy("The staff’s representatives first, then supervisors, then the others."),
            "unit_list",
            units,
        ),
    )
    papers.register(
        papers.Paper(
            "kirje",
            5,
            "people/launch/pdf_letter.html",
            {"fi": "kirje-henkilostolle", "sv": "brev-till-personalen", "en": "letter-to-staff"},
            gettext_lazy("Launch letter to staff"),
            gettext_lazy("One page for the management to sign."),
        ),
        papers.Paper(
            "yhteistoiminta",
            1,
            "people/launch/pdf_negotiation.html",
            {"fi": "varhainen-tuki-yhteistoiminta", "sv": "tidigt-stod-samarbete", "en": "early-support-co-operation"},
            gettext_lazy("For handling in co-operation"),
            gettext_lazy(
                "Purposes, forbidden uses, who sees what, periods, logs, a draft of the impact "
                "assessment and a form for the minutes."
            ),
            papers.what_is_kept,
            for_all=True,  # the staff and its representatives read it in peace, not only at a meeting
        ),
    )
