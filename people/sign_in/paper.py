"""The sealed letter with a code, one or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import organisation, pdf
from core.papers import pdf_response
from people.sign_in.models import VALID_FOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from core.request import Request
    from people.models import User


def _context(person: User, code: str) -> dict[str, Any]:
    return {
        "person": person,
        "code": code,
        "expires_on": timezone.now() + VALID_FOR,
        "address": settings.SITE_URL,
        "has_work_accounts": bool(settings.WORK_ACCOUNTS),
        "EMPLOYER_NAME": organisation.current().name,
        "PRIVACY_CONTACT": organisation.current().privacy_contact,
    }


def letter_with_code(request: Request, person: User, code: str) -> HttpResponse:
    """The sealed letter. The code exists only here: an earlier letter is void."""
    content = pdf.render("people/sign_in/pdf_letter.html", _context(person, code), person.language, request)
    with override(person.language):
        name = slugify(_("letter"))
    return _kept_nowhere(content, name, person.language)


def letters_with_codes(request: Request, people: Iterable[tuple[User, str]]) -> HttpResponse:
    """The letters of several in one document, each on a page of its own and in its own language."""
    letters = []
    for person, code in people:
        with override(person.language):
            body = render_to_string("people/sign_in/_letter.html", _context(person, code))
        letters.append({"language": person.language, "body": mark_safe(body)})  # noqa: S308  # a template of ours
    language = request.user.language
    content = pdf.render("people/sign_in/pdf_letters.html", {"letters": letters}, language, request)
    return _kept_nowhere(content, slugify(_("letters")), language)


def _kept_nowhere(content: bytes, name: str, language: str) -> HttpResponse:
    response = pdf_response(content, name, language, attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response
