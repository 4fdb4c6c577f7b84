"""My account."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.models import Mail
from core.request import Request
from core.views import action
from people.models import SignIn, User
from people.settings.forms import AwayForm, LettersForm


@require_safe
def account_settings(request: Request) -> HttpResponse:
    """My account: who I am here, my language, my sign-in, and when I am away."""
    return _page(request)


def _page(request: Request, away: AwayForm | None = None, letters: LettersForm | None = None) -> HttpResponse:
    context = {
        "away_form": away or AwayForm(instance=request.user),
        "letters_form": letters or LettersForm(person=request.user),
        "supervisor": request.user.supervisor,
        "second_step": request.user.second_step_is_on,
        "work_accounts": bool(settings.WORK_ACCOUNTS),
        "last_sign_in": SignIn.objects.visible_to(request.user).first(),
        "unread": Mail.objects.visible_to(request.user).unread().count(),
        "languages": [
            ("fi", "Suomi"),
            (settings.EASY_FINNISH, "Suomi, selkokieli"),
            ("sv", "Svenska"),
            ("en", "English"),
        ],
        "default_language": settings.LANGUAGE_CODE,
    }
    return render(request, "people/settings/account.html", context)


@action
def away_save(request: Request) -> HttpResponse:
    """When I am away: nothing of mine is late meanwhile."""
    person = User.objects.visible_to(request.user).get(pk=request.user.pk)
    form = AwayForm(request.POST, instance=person)
    if not form.is_valid():
        return _page(request, away=form)
    person.save(update_fields=["away_from", "away_until"])
    messages.success(request, _("Saved."))
    return redirect("account_settings")


@action
def letters_save(request: Request) -> HttpResponse:
    """Which reminders come by e-mail."""
    person = User.objects.visible_to(request.user).get(pk=request.user.pk)
    form = LettersForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, letters=form)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("account_settings")
