"""Papers for the launch: what staff, supervisors and the co-operation body are given. They hold nobody's data.

An app registers its own in `AppConfig.ready`; each is made in every language of the application.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from core import organisation, pdf, qr, retention
from core.organisation.thresholds import THRESHOLDS
from people.launch.risks import NEVER, RISKS
from people.sign_in import demo
from people.statement.views import KEPT

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from core.request import Request


def nothing_more() -> dict[str, Any]:
    """For a paper that needs only what all have."""
    return {}


@dataclass(frozen=True)
class Paper:
    """A paper: its place in the address, its template, its file name in each language, and how the page tells of it."""

    slug: str
    order: int
    template: str
    files: dict[str, str]
    title: str | Promise
    about: str | Promise
    more: Callable[[], dict[str, Any]] = nothing_more
    for_all: bool = False  # whether everybody signed in may read it, not HR alone


_papers: dict[str, Paper] = {}


def register(*papers: Paper) -> None:
    """Add papers; a slug once."""
    _papers.update((paper.slug, paper) for paper in papers)


def all_papers() -> list[Paper]:
    """In the order in which one needs them."""
    return sorted(_papers.values(), key=lambda paper: paper.order)


def papers_for_all() -> list[Paper]:
    """Those that everybody signed in may read."""
    return [paper for paper in all_papers() if paper.for_all]


def paper_at(slug: str) -> Paper | None:
    """The paper of an address."""
    return _papers.get(slug)


def make(paper: Paper, language: str, request: Request | None = None) -> bytes:
    """The paper in a language, as a PDF."""
    employer = organisation.current()
    context = {
        "EMPLOYER_NAME": employer.name,
        "address": settings.SITE_URL.partition("://")[2],
        "code": qr.picture(settings.SITE_URL + "/"),
        "contact": employer.privacy_contact,
        "law": organisation.law(),
        **paper.more(),
    }
    return pdf.render(paper.template, context, language, request)


def what_is_kept() -> dict[str, Any]:
    """The periods as the privacy notice tells them, and what the impact assessment says."""
    kept = [(what, retention.period(name).words, since) for what, name, since in KEPT]
    smallest = {name: getattr(organisation.current(), name) for name in THRESHOLDS}
    told = {"kept": kept, "backups": retention.period("backups").days, "never": NEVER, "risks": RISKS}
    return told | smallest | {"representatives": demo.representatives()}
