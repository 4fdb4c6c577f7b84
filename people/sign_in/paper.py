"""The sealed letter with a code."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import organisation, pdf
from core.papers import pdf_response
from core.request import Request
from people.models import User
from people.sign_in.models import VALID_FOR


def letter_with_code(request: Request, person: User, code: str) -> HttpResponse:
    """The sealed letter. The code exists only here: an earlier letter is void."""
    context = {
        "person": person,
        "code": code,
        "expires_on": timezone.now() + VALID_FOR,
        "address": settings.SITE_URL,
        "has_work_accounts": bool(settings.WORK_ACCOUNTS),
        "EMPLOYER_NAME": organisation.current().name,
        "PRIVACY_CONTACT": organisation.current().privacy_contact,
    }
    content = pdf.render("people/sign_in/pdf_letter.html", context, person.language, request)
    with override(person.language):
        name = slugify(_("letter"))
    response = pdf_response(content, name, person.language, attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response
