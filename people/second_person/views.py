"""Changes of the way to sign in: what waits for a second person, and what a person sees of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from core import organisation, pdf
from core.pages import paged
from core.papers import pdf_response
from core.request import Request
from core.views import action, page_or_action
from people.models import SignInChange
from people.second_person.actions import Refusal, agree, ask, print_letter, refuse, stop, withdraw
from people.second_person.keepers import Keepers
from people.second_person.letters import describe_change
from people.second_person.models import rule_holds
from people.sign_in.forms import PasswordAgainForm
from people.sign_in.paper import letter_with_code
from people.user.decorators import keepers_only

WITH_PEOPLE = ("person", "asked_by", "settled_by")


@keepers_only
@require_safe
def change_list(request: Request) -> HttpResponse:
    """What waits, the letters that may be printed, and the rule itself."""
    changes = SignInChange.objects.visible_to(request.user)
    open_ones = (changes.waiting() | changes.printable()).select_related(*WITH_PEOPLE)
    page, keepers = paged(request, open_ones), Keepers.read()
    rows, names = [], SignInChange.names_lately(page)
    for change in page:
        seconds = keepers.may_settle(change) if change.waits else []
        is_alone = change.waits and not change.concerns_rule and not keepers.hr_for(change)
        rows.append(
            {
                "change": change,
                "names_lately": names.get(change.person_id, []),
                "seconds": seconds,
                "may_settle": request.user in seconds,
                "alone_on": keepers.alone_on(change) if is_alone else None,
            }
        )
    context = {
        "page": page,
        "rows": rows,
        "rule_holds": rule_holds(),
        "contact": organisation.current().privacy_contact,
    }
    return render(request, "people/second_person/list.html", context)


def _found(request: Request, pk: UUID) -> SignInChange:
    return get_object_or_404(SignInChange.objects.visible_to(request.user).select_related(*WITH_PEOPLE), pk=pk)


def _settling(settle: Callable[..., SignInChange], said: dict[str, Any]) -> Callable[..., HttpResponse]:
    """A view that settles a change and says what became of it."""

    def view(request: Request, pk: UUID) -> HttpResponse:
        _found(request, pk)
        try:
            change = settle(pk, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal.why))
        else:
            text = said.get(change.state)
            if text:
                messages.success(request, str(text()))
            else:
                messages.error(request, _("Not done: something has changed meanwhile. Ask anew if it is still needed."))
        return redirect("change_list")

    return view


def _say_agreed() -> str:
    return _("Agreed. The person was told, with your name.")


def _say_refused() -> str:
    return _("Refused. The one who asked was told.")


def _say_withdrawn() -> str:
    return _("Withdrawn. Nothing was changed.")


change_agree = keepers_only(action(_settling(agree, {SignInChange.State.DONE: _say_agreed})))
change_refuse = keepers_only(action(_settling(refuse, {SignInChange.State.REFUSED: _say_refused})))
change_withdraw = keepers_only(action(_settling(withdraw, {SignInChange.State.WITHDRAWN: _say_withdrawn})))


@keepers_only
@action
def rule_change(request: Request) -> HttpResponse:
    """Ask for the rule to be switched off, which needs two; switching it on needs one."""
    kind = SignInChange.Kind.RULE_OFF if rule_holds() else SignInChange.Kind.RULE_ON
    if request.POST.get("wanted") != kind:  # the page was older than another's change
        messages.error(request, _("The rule has been changed meanwhile. Look at it again."))
        return redirect("change_list")
    change = ask(kind, person=None, by=request.user)
    if kind == SignInChange.Kind.RULE_OFF:
        messages.success(request, _("Asked. It is switched off when a second person agrees."))
    else:
        say_what_waits(request, change)
    return redirect("change_list")


@keepers_only
@action
def change_letter(request: Request, pk: UUID) -> HttpResponse:
    """Print the letter that two have agreed to."""
    _found(request, pk)
    try:
        person, code = print_letter(pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal.why))
        return redirect("change_list")
    return letter_with_code(request, person, code)


@keepers_only
@require_safe
def change_paper(request: Request, pk: UUID) -> HttpResponse:
    """The notice on paper, for a person without an address. It holds no code."""
    change = _found(request, pk)
    if change.person is None or change.earlier_email:
        raise Http404
    person = change.person
    with override(person.language):
        context = {
            "person": person,
            "change": change,
            "said": describe_change(change),
            "EMPLOYER_NAME": organisation.current().name,
            "PRIVACY_CONTACT": organisation.current().privacy_contact,
        }
        name = slugify(_("notice"))
    content = pdf.render("people/second_person/pdf_notice.html", context, person.language, request)
    return pdf_response(content, name, person.language, attachment=True)


def _own_page(request: Request, form: PasswordAgainForm | None = None) -> HttpResponse:
    """What has been asked and done about my sign-in, and dismissing the notice on every page."""
    changes = SignInChange.objects.about(request.user)
    unseen = list(changes.unseen().select_related(*WITH_PEOPLE))
    page = paged(request, changes.exclude(pk__in=[change.pk for change in unseen]).select_related(*WITH_PEOPLE))
    context = {
        "page": page,
        "unseen": unseen,
        "form": form or PasswordAgainForm(user=request.user),
        "asks_password": request.user.has_usable_password(),
        "contact": organisation.current().privacy_contact,
    }
    return render(request, "people/second_person/own.html", context)


def _dismiss(request: Request) -> HttpResponse:
    if refused := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return refused
    form = PasswordAgainForm(request.POST, user=request.user)
    if request.user.has_usable_password():
        if not form.is_valid():
            return _own_page(request, form)
    elif not settings.DEMO and get_adapter().is_reauthentication_required(app="people"):
        raise ReauthenticationRequired  # somebody with a work account alone: they sign in there anew
    shown = set(request.POST.getlist("shown"))  # what the page showed: what came after it stays
    for change in SignInChange.objects.about(request.user).unseen().select_for_update():
        if change.as_shown in shown:
            change.seen_at = timezone.now()
            change.save(update_fields=["seen_at"])
    messages.success(request, _("Thank you. The notice is gone; the changes stay in the list below."))
    return redirect("own_changes")


own_changes = sensitive_post_parameters("password")(page_or_action(_own_page, _dismiss))


@action
def own_change_stop(request: Request, pk: UUID) -> HttpResponse:
    """Stop a change of one's own sign-in that waits."""
    get_object_or_404(SignInChange.objects.about(request.user), pk=pk)
    try:
        stop(pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal.why))
    else:
        messages.success(request, _("Stopped. The one who asked was told."))
    return redirect("own_changes")


def say_what_waits(request: Request, change: SignInChange) -> None:
    """After asking: that it waits, or that it is done because two have switched the rule off."""
    if change.waits:
        messages.success(request, _("This opens a way into an account in use, so it waits for a second person."))
    else:
        messages.success(request, _("Done. The person was told."))
