"""What the law tells apart by type of employer, in one table: where staff matters are handled, by which act, how open.

Acts stand with their numbers where they were found in force; what could not be made sure of is worded without a number
(docs/privacy.md says which). Every text that speaks of these asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.organisation.models import Employer

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Law:
    """One type: `where` a matter of all staff is handled, by which `act`, `who` sit there, how open papers are."""

    where: Promise
    act: Promise
    who: Promise
    openness: Promise

    @property
    def handled(self) -> str:
        """The name of a day on which something was handled there."""
        return _("Handled %(where)s") % {"where": self.where}


_GROUPS = gettext_lazy("the employer’s representative and the representatives of the staff groups")
_REPRESENTATIVES = gettext_lazy("the employer and the staff’s representatives")
_LOCAL = gettext_lazy("Co-operation Act of municipalities and wellbeing services counties (449/2007)")
_COMPANIES = gettext_lazy("Co-operation Act (1333/2021)")
_AUTHORITY = gettext_lazy(
    "The employer is a public authority: its documents are open unless the law says otherwise. "
    "What tells of somebody’s health, private life or an aptitude test is kept secret (Act 621/1999, section 24)."
)
_PRIVATE = gettext_lazy(
    "The employer is private: its documents are not open to outsiders. Whoever handles data about staff keeps it "
    "secret, and what tells of health also after the employment has ended (Act 759/2004, section 5)."
)

LAWS = {
    Employer.MUNICIPALITY: Law(
        pgettext_lazy("negotiated", "in the co-operation body of the municipality or joint authority"),
        _LOCAL,
        _GROUPS,
        _AUTHORITY,
    ),
    Employer.COUNTY: Law(
        pgettext_lazy("negotiated", "in the co-operation body of the wellbeing services county"),
        _LOCAL,
        _GROUPS,
        _AUTHORITY,
    ),
    Employer.STATE: Law(
        pgettext_lazy("negotiated", "in the agency’s co-operation"),
        gettext_lazy("Co-operation Act of the State’s agencies (1233/2013)"),
        _GROUPS,
        _AUTHORITY,
    ),
    Employer.PARISH: Law(
        pgettext_lazy("negotiated", "in the parish’s co-operation with the staff’s representatives"),
        gettext_lazy("the rules on co-operation that hold in the church"),
        gettext_lazy("the employer’s representative, the shop stewards and the occupational safety representative"),
        gettext_lazy(
            "Church law says how far the parish’s documents are open. What tells of somebody’s health, private life or "
            "an aptitude test is kept secret."
        ),
    ),
    Employer.SMALL_COMPANY: Law(
        pgettext_lazy("negotiated", "in the dialogue with the staff or its representatives"),
        gettext_lazy("Co-operation Act (1333/2021), the lighter dialogue of employers of 20–49 people"),
        gettext_lazy("the employer and the staff’s representative, or all the staff where there is none"),
        _PRIVATE,
    ),
    Employer.COMPANY: Law(
        pgettext_lazy("negotiated", "in the dialogue with the staff’s representatives"),
        _COMPANIES,
        _REPRESENTATIVES,
        _PRIVATE,
    ),
    Employer.UNIVERSITY: Law(
        pgettext_lazy("negotiated", "in the university’s dialogue with the staff’s representatives"),
        _COMPANIES,
        _REPRESENTATIVES,
        gettext_lazy(
            "The Act on openness holds for universities, too: documents are open unless the law says otherwise. What "
            "tells of somebody’s health, private life or an aptitude test is kept secret (Act 621/1999, section 24)."
        ),
    ),
    Employer.ALAND: Law(
        pgettext_lazy("negotiated", "in co-operation with the staff’s representatives"),
        gettext_lazy("the rules on co-operation that hold for the employer in Åland"),
        _REPRESENTATIVES,
        gettext_lazy(
            "In Åland, documents of authorities are open by Åland’s own act; those of a private employer are not. What "
            "tells of somebody’s health or private life is kept secret by both."
        ),
    ),
}


def law_of(kind: str) -> Law:
    """The words of a type of employer."""
    return LAWS[Employer(kind)]
