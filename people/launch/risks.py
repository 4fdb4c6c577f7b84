"""Risks to people, what is done about them, and uses that are forbidden: for the papers and the impact assessment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NEVER = (
    _("ground for pay, a bonus, probation, a warning or dismissal"),
    _("watching performance, presence or who takes part"),
    _("registers of illness, absence or work ability"),
    _("comparing, scoring or ranking people, or predicting anything of them"),
    _("automatic decisions"),
)

RISKS = (
    (
        _("A colleague, a supervisor or HR reads what is not theirs"),
        _(
            "Each page and each paper asks anew who reads. There is no account that sees everything. "
            "Every reading by another is recorded, and the person sees it."
        ),
    ),
    (
        _("Health data ends up in the texts"),
        _(
            "A reminder stands beside the question, guides tell what belongs in notes, and the part about coping "
            "stays out of the memo unless both tick it in."
        ),
    ),
    (
        _("Somebody is pressed to take part"),
        _(
            "Marking, sharing and confirming are voluntary, saying no needs no reason, "
            "and no page counts an employee’s acts."
        ),
    ),
    (
        _("What was said is used against somebody"),
        _(
            "The employer’s promise is written down before the start, the memo says that it is no warning, and a "
            "supervisor’s mark goes into the memo only if both tick it."
        ),
    ),
    (
        _("Figures let one pick out a person"),
        _(
            "Groups that are too small are not told, figures are given in bands once a term, and each release is tried "
            "by a program that attempts to work people out of it."
        ),
    ),
    (
        _("The database or a backup is stolen"),
        _(
            "What people write is encrypted with keys that lie elsewhere, backups are encrypted, and mail tells only "
            "that something waits."
        ),
    ),
    (
        _("Things are kept too long"),
        _("A nightly job deletes by the periods below, and each page shows its day."),
    ),
)
