"""A conversation: the list, the invitation, its page, the answers to it, and the talk a step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, Sum
from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core import access, ics
from core.day import day_of, today
from core.numbers import sent_version
from core.pages import page_of
from core.prepared import prepared
from core.texts.joint import MOST_LETTERS, Gone
from core.texts.views import by_script, save_text, status_of
from core.views import action
from people.models import User
from support.path.models import WhomToCall
from vatupassi.conversation import ending, letters
from vatupassi.conversation.forms import HeldForm
from vatupassi.conversation.memo_step import my_view
from vatupassi.conversation.notifications import only_read
from vatupassi.conversation.page import (
    ConversationPage,
    detail_context,
    step_context,
)
from vatupassi.memo import confirmation
from vatupassi.memo.content import tickable
from vatupassi.models import (
    Conversation,
    DifferingView,
    Locked,
    Opening,
    Side,
)
from vatupassi.occasion.steps import SLOTS, STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from core.request import Request
    from vatupassi.conversation.models import ConversationQuerySet

    Rows = Callable[[User], QuerySet[Conversation]]
    FirstPage = Callable[[User], list[Conversation]]

PAGE = 25
MOST_PARTNERS = 8  # beside the list
PEOPLE = ["employee", "supervisor", "occasion"]
LINE = (  # what a list shows of a conversation
    *("id", "employee", "supervisor", "employee_name", "supervisor_name", "occasion"),
    *("starts_at", "status", "awaiting", "way", "held_on"),
    *("occasion__id", "occasion__name_fi", "occasion__name_sv", "occasion__name_en"),
)


@prepared(related=PEOPLE)
def _visible(user: User, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(user).with_hints(user).filter(pk=pk)


@prepared(related=PEOPLE)
def _of_party(user: User, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.of_party(user).with_hints(user).filter(pk=pk)


@prepared(only=["id"])
def _lock(user: User, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.between(user).filter(pk=pk).order_by().for_update()


def find(request: Request, pk: UUID) -> Conversation:
    """The conversation as a reader may see it, with its people, or 404. A reader who is no party is always logged."""
    found = _visible(request.user, pk)
    if not found:
        raise Http404
    conversation = found[0]
    if not conversation.side:
        access.record(request.user, conversation.read_item(request.user))
    return conversation


def locked(request: Request, pk: UUID, *, over: bool = False, any_way: bool = False) -> Conversation:
    """The conversation locked for a party's act, or 404.

    ``over`` also finds one that is closed or confirmed, ``any_way`` one without the tool.
    """
    _lock(request.user, pk)  # before it is read, so that nobody else changes what is read
    found = next(iter(_of_party(request.user, pk)), None)
    if found is not None and not over:
        found.require_unrestricted()
    if found is None or not (over or found.can_edit) or not (any_way or found.is_written_here):
        raise Http404
    return found


def find_held(request: Request, pk: UUID, *, lock: bool = False) -> Conversation:
    """A conversation of the party that was or is to be held, whatever its state, or 404."""
    rows = Conversation.objects.of_party(request.user).written_here().exclude(status=Conversation.Status.DECLINED)
    rows = rows.for_update() if lock else rows
    return get_object_or_404(rows.select_related("employee", "supervisor", "occasion"), pk=pk)


def _lines(user: User) -> ConversationQuerySet:
    rows = Conversation.objects.of_party(user).select_related("occasion")
    return rows.only(*LINE)


def _ahead(user: User) -> QuerySet[Conversation]:
    return _lines(user).with_standing(user).to_come().soonest_first()


def _held(user: User) -> QuerySet[Conversation]:
    return _lines(user).been()


@prepared()
def _open_to(user: User) -> QuerySet[Opening]:
    return Opening.objects.readable_by(user)[:1]


@prepared(related=["occasion"], only=LINE)
def _first_ahead(user: User) -> QuerySet[Conversation]:
    return _ahead(user)[: PAGE + 1]


@prepared(related=["occasion"], only=LINE)
def _first_held(user: User) -> QuerySet[Conversation]:
    return _held(user)[: PAGE + 1]


@require_GET
def conversation_list(request: Request) -> HttpResponse:
    """Conversations coming and under way, and below them those held, a page at a time. ?q= is the other one's name."""
    user, search = request.user, request.GET.get("q", "").strip()[:60]

    def page(name: str, rows: Rows, first: FirstPage) -> Page[Conversation]:
        def found() -> QuerySet[Conversation]:
            return rows(user).filter(_other_named(user, search)) if search else rows(user)

        return page_of(found, request.GET.get(name), PAGE, lambda: list(found()[: PAGE + 1]) if search else first(user))

    held, ahead = page("page", _held, _first_held), page("ahead", _ahead, _first_ahead)
    context = {
        "ahead": ahead,
        "held": held,
        "groups": _groups(ahead),
        "partners": _talked_with([*ahead, *held]),
        "opened": bool(_open_to(user)),
        "search": search,
    }
    return render(request, "vatupassi/conversation/list.html", context)


def _other_named(user: User, text: str) -> Q:
    employee = Q(employee=user, supervisor_name__icontains=text)
    return employee | Q(supervisor=user, employee_name__icontains=text)


def _groups(ahead: Iterable[Conversation]) -> list[tuple[str, list[Conversation]]]:
    """What is under way, and what is coming."""
    rows = list(ahead)
    begun = [each for each in rows if _is_under_way(each)]
    coming = [each for each in rows if each not in begun]
    groups = [(pgettext("conversations", "Under way"), begun), (pgettext("conversations", "Coming"), coming)]
    return [(name, found) for name, found in groups if found]


def _is_under_way(conversation: Conversation) -> bool:
    """Whether its time has come, that of its follow-up, or one of the two has ended it and it may go on."""
    if conversation.is_open:
        return conversation.has_begun and not conversation.awaiting
    return conversation.is_ending or (conversation.next_at is not None and day_of(conversation.next_at) <= today())


def _talked_with(rows: Iterable[Conversation]) -> list[tuple[UUID, str, bool]]:
    """With whom one talks, each with a page of the two: id, name, and whether that is a supervisor."""
    found: dict[UUID, tuple[UUID, str, bool]] = {}
    for each in rows:
        leads = each.side == Side.EMPLOYEE
        other = each.supervisor_id if leads else each.employee_id
        if other and each.status != Conversation.Status.DECLINED:
            found.setdefault(other, (other, each.other_name(), leads))
    return list(found.values())[:MOST_PARTNERS]


@require_GET
def conversation_detail(request: Request, pk: UUID) -> HttpResponse:
    """The conversation's own page: time and place, preparing, and afterwards the memo and the follow-ups."""
    return detail_page(request, find(request, pk))


def detail_page(request: Request, conversation: Conversation, **forms: Any) -> HttpResponse:
    """The page, with a form that did not go through where there is one."""
    context = detail_context(ConversationPage.load(conversation, request.user)) | forms
    page = "detail"
    if not conversation.is_written_here:
        page = "without"
    elif conversation.is_open and conversation.awaiting == conversation.side and not context["written"]:
        page = "detail" if context["gone"] else "answer"
        context["whom"] = WhomToCall()
    return render(request, f"vatupassi/conversation/{page}.html", context)


@action
def conversation_end(request: Request, pk: UUID) -> HttpResponse:
    """End the conversation, confirmed or not. It closes when the other has ended it too, or their time is over."""
    conversation = locked(request, pk, over=True)
    ending.end(conversation, by=request.user)
    return redirect(conversation)


@action
def conversation_open_again(request: Request, pk: UUID) -> HttpResponse:
    """Go on with a conversation that the other party has ended."""
    conversation = locked(request, pk, over=True)
    if ending.open_again(conversation, by=request.user):
        messages.success(request, _("The conversation is open again. The other party has been told."))
    else:
        messages.warning(request, _("This conversation cannot be opened again."))
    return redirect(conversation)


@require_GET
def conversation_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The calendar entry as a file, neutral in its words."""
    conversation = get_object_or_404(Conversation.objects.of_party(request.user), pk=pk)
    cancel = conversation.status == Conversation.Status.DECLINED
    return ics.download("keskustelu.ics", letters.calendar(conversation, request.user, cancel=cancel))


# The talk: one step at a time, written by two people on two machines


def step_of(conversation: Conversation, code: str) -> Step:
    """The step with this code, or 404 where there is no such step: none at all where it is not written here."""
    occasion = conversation.occasion
    if code not in occasion.steps or not conversation.is_written_here:
        raise Http404
    return STEPS[occasion.agrees_on if code == "agreements" else code]


@prepared(only=["id", "revision"])
def _revision(user: User, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(user).filter(pk=pk)


@require_GET
def conversation_step(request: Request, pk: UUID, step: str) -> HttpResponse:
    """One step's page. With ``?since=<revision>`` of the page at hand: 204 when nothing has changed."""
    if since := request.GET.get("since"):
        found = _revision(request.user, pk)
        if not found:
            raise Http404
        if str(found[0].revision) == since:
            return HttpResponse(status=204)
    conversation = find(request, pk)
    at = step_of(conversation, step)
    return step_page(request, conversation, at) if at.code == step else redirect("conversation_step", pk, at.code)


def step_page(request: Request, conversation: Conversation, step: Step, **extra: Any) -> HttpResponse:
    """The page of a step for one reader. ``?mark=<question>``: the employee marks it here, both see it."""
    talk = ConversationPage.load(conversation, request.user)
    context = step_context(talk, step, marking=request.GET.get("mark", ""))
    return render(request, "vatupassi/conversation/step.html", context | extra)


@action
def conversation_write(request: Request, pk: UUID, step: str) -> HttpResponse:
    """Save what was written on a step: one field from the page's script, or the whole form.

    A text that met another's becomes one text with it (`core.texts.joint`).
    """
    conversation, user = locked(request, pk, over=True), request.user
    at, talk = step_of(conversation, step), ConversationPage.texts(conversation, user)
    refused = "" if conversation.is_open else _ended() if conversation.is_over else _confirmed()
    refused = only_read() if conversation.is_restricted else refused
    written = {}
    for slot in at.slots:
        if f"text-{slot.code}" in request.POST and (
            after := talk.note(slot).save_from(request.POST, talk.writing(slot), by=user, refused=refused)
        ):
            written[slot.code] = after
    status = status_of(written.values())
    if by_script(request):
        context = {"conversation": conversation, "writings": written.values(), "step": at}
        return render(request, "vatupassi/conversation/_notes.html", context, status=status)
    if status != 200:
        shown = [written.get(slot.code) or talk.writing(slot) for slot in at.slots]
        return step_page(request, conversation, at, writings=shown)
    onward = request.POST.get("go", "")
    return redirect("conversation_step", pk, onward if onward in conversation.occasion.steps else step)


@require_GET
def own_sentences(request: Request, pk: UUID) -> HttpResponse:
    """What a party has written into the texts of both and does not find there any more. The other does not see it."""
    rows = Conversation.objects.of_party(request.user).written_here().select_related("employee", "supervisor")
    conversation = get_object_or_404(rows, pk=pk)
    found: list[tuple[Any, list[Gone]]] = []
    is_cut, left = False, MOST_LETTERS
    notes = conversation.notes.annotate(letters=Sum(Length("versions__text"))).exclude(letters=None)
    for note in notes.order_by("-edited_at", "pk"):
        left -= note.letters
        if is_cut := left < 0 and bool(found):
            break
        note.conversation = conversation
        if gone := note.gone(request.user):
            found.append((SLOTS[note.slot].label if note.slot in SLOTS else STEPS["follow-up"].title, gone))
    context = {"conversation": conversation, "fields": found, "is_cut": is_cut}
    return render(request, "vatupassi/conversation/own_sentences.html", context)


def _ended() -> str:
    return _("The conversation has ended, so this was not saved. Copy your text if you need it.")


def _confirmed() -> str:
    return _("The memo has been confirmed, so this was not saved. Open it for changes first.")


@action
def memo_include(request: Request, pk: UUID) -> HttpResponse:
    """Tick something into the memo that comes in only when both have ticked it."""
    conversation = locked(request, pk)
    side = conversation.side
    ticked = {f"{name}_by_{side}": name in request.POST for name in tickable(conversation)}
    if any(getattr(conversation, name) != value for name, value in ticked.items()):
        conversation.touch(text=True, **ticked)
    if request.htmx:
        return step_page(request, conversation, STEPS["memo"])
    return redirect("conversation_step", pk, "memo")


@action
def memo_held(request: Request, pk: UUID) -> HttpResponse:
    """On which day it was held. A change of it is a change of the text: both confirm what they read."""
    conversation = locked(request, pk)
    form = HeldForm(request.POST)
    if not form.is_valid():
        return step_page(request, conversation, STEPS["memo"], held_form=form)
    confirmation.say_held(conversation, form.cleaned_data["held_on"])
    messages.success(request, _("Saved."))
    return redirect("conversation_step", pk, "memo")


@action
def memo_confirm(request: Request, pk: UUID) -> HttpResponse:
    """My yes to the text that I read."""
    conversation = locked(request, pk, over=True)
    revision = sent_version(request.POST, "text_revision")
    try:
        both = confirmation.confirm(conversation, by=request.user, text_revision=revision)
    except confirmation.Changed:
        messages.warning(request, _("The text has changed since you opened the page. Read it again and then confirm."))
        return redirect("conversation_step", pk, "memo")
    except Locked:
        return redirect(conversation)
    if both:
        messages.success(request, _("You have both confirmed the memo."))
        return redirect(conversation)
    messages.success(request, _("You have confirmed the memo. It is ready when the other party confirms it too."))
    return redirect("conversation_step", pk, "memo")


@action
def memo_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Open a confirmed memo for changes; the confirmed version is kept."""
    conversation = locked(request, pk, over=True)
    confirmation.reopen(conversation, by=request.user)
    return redirect("conversation_step", pk, "memo")


@action
def differing_view_save(request: Request, pk: UUID) -> HttpResponse:
    """My own differing view, beside the memo. It changes nothing that was confirmed."""
    conversation, user = locked(request, pk, over=True), request.user
    mine = conversation.differing_views.filter(side=conversation.side).first()
    view = mine or DifferingView(conversation=conversation, side=conversation.side)
    view.conversation = conversation
    return save_text(
        request,
        view,
        my_view(view, user),
        lambda after: step_page(request, conversation, STEPS["memo"], my_view=after),
        told=_("Saved."),
        then=reverse("conversation_step", args=[pk, "memo"]),
        refused=only_read() if conversation.is_restricted else _ended() if conversation.is_over else "",
    )
