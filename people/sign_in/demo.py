"""The demo's list of invented people, and signing in as one of them with one click. Exists only in the demo."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.redirects import safe_address
from core.views import action
from people.models import User
from people.sign_in.ways import own_way

TO_TRY = {
    "aino": _("Mark how your work is going, prepare a conversation, see who has read your data."),
    "matti": _("See your team, hold a conversation, agree and confirm the memo."),
    "sari": _("Keep the people and the units. See what HR sees, and what it does not."),
    "johanna": _("The same in Swedish, on a phone, without an e-mail address."),
    "pekka": _("Supervise in Swedish; hold the follow-up of a conversation."),
    "leena": _("The next level: what a supervisor's supervisor may and may not see."),
    "timo": _("A deputy: only the conversations that you hold yourself."),
    "otto": _("Lead a Verme group as its mentor: plan a meeting, write to the group, approve the summary for HR."),
    "liisa": _("Watch over data protection: what people ask about their data. No conversation opens."),
    "raija": _("A shop steward: read the memo that an employee has let you read, and the paper for co-operation."),
    "ilkka": _("An occupational safety representative: read a notice of load that was sent to you, too."),
    "mikael": _("Keep the system. See that a system administrator reads nothing."),
}


REPRESENTATIVES = {"raija", "ilkka"}  # of the staff: the paper for co-operation names them


@dataclass(frozen=True)
class DemoPerson:
    """One person to choose, and what to try as them."""

    user: User
    to_try: str | Promise


def demo_people() -> list[DemoPerson]:
    """The people to choose from; none outside the demo."""
    if not settings.DEMO:
        return []
    users = {user.username: user for user in User.objects.active().filter(username__in=TO_TRY)}
    return [DemoPerson(users[name], text) for name, text in TO_TRY.items() if name in users]


def representatives() -> list[User]:
    """The staff's representatives among them; none outside the demo."""
    return [person.user for person in demo_people() if person.user.username in REPRESENTATIVES]


@login_not_required
@action
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User.objects.active(), username__in=TO_TRY.keys() & {request.POST.get("username", "")})
    adapter = get_adapter()
    adapter.login(request, user)  # past the second step, which somebody trying it out may have turned on
    here = safe_address(request, request.POST.get("next"))
    rest = {"email_verification": None, "signal_kwargs": own_way("demo"), "email": None, "signup": False}
    return adapter.post_login(request, user, redirect_url=here, **rest)
