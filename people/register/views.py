"""The register of people. For HR and the system administrator; for everybody else it does not exist."""

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import long_sheets, organisation, pdf
from core.formats import date_only
from core.outbox import send
from core.pages import Found
from core.papers import paper, pdf_response
from core.request import Request
from core.sheets import MOST_IN_SHEET, file_of
from core.views import action, page_or_action
from people.models import SignInChange, User
from people.register.actions import end_employment, renew_names, tell_of_tasks
from people.register.finding import SORTS, Asked, has_letter
from people.register.forms import LastDayForm, PersonForm
from people.register.sheet import make_people_sheet, sheet_of
from people.register.waiting import lacks
from people.second_person.actions import Refusal, ask, make_code, note_set_up, refuse_own_line, tell_of_name
from people.second_person.views import say_what_waits
from people.second_step.authenticator import SECOND_STEPS
from people.sign_in.paper import letter_with_code
from people.supervision.actions import OwnTeam, telling_of_supervisors
from people.supervision.forms import ASK_A_COLLEAGUE
from people.user.decorators import keepers_only
from people.user.models import ROLES


def _person(request: Request, pk: UUID) -> User:
    return get_object_or_404(User.objects.editable_by(request.user).select_related("unit"), pk=pk)


def _other(request: Request, pk: UUID) -> User:
    """Somebody else than oneself, whose sign-in may be looked after."""
    return get_object_or_404(User.objects.editable_by(request.user).active().exclude(pk=request.user.pk), pk=pk)


@keepers_only
@require_safe
def person_list(request: Request) -> HttpResponse:
    """People in Finnish order, found, filtered and sorted. A fixed number of statements, however many there are."""
    asked = Asked.of(request.GET)
    page = asked.pages(request.user).get_page(request.GET.get("page"))
    # of those shown alone: whoever stands on the pages before would be asked for as well
    of_row = OuterRef("pk")
    shown = User.objects.visible_to(request.user)
    whole = User.objects.editable_by(request.user).select_related("unit").with_supervisor()
    whole = whole.annotate(
        letter=has_letter(),
        is_shown=Exists(shown.filter(pk=of_row)),
        nobody=Exists(shown.without_supervisor().filter(pk=of_row)),
    )
    known = whole.in_bulk(list(page.object_list))
    people = [known[pk] for pk in page.object_list if pk in known]
    leaders = {person.pk: person.supervisor_id for person in people if person.is_shown}  # type: ignore[attr-defined]
    unled = {person.pk for person in people if person.nobody}  # type: ignore[attr-defined]
    supervisors = User.objects.visible_to(request.user).in_bulk(set(leaders.values()) - {None})
    context = {
        "page": page,
        "is_cut": isinstance(page.paginator, Found) and page.paginator.is_cut,
        "rows": [(person, supervisors.get(leaders.get(person.pk))) for person in people],
        "unled": unled,
        "asked": asked,
        "query": asked.q,
        "unit": asked.unit,
        "chosen": asked.chosen_unit(request.user),
        "ended": asked.ended,
        "problem": asked.problem,
        "filters": asked.query(),
        "heads": {column: asked.head(column) for column in SORTS},
        "lacks": lacks(request.user),
        "most_in_sheet": MOST_IN_SHEET,
    }
    return render(request, "people/register/list.html", context)


@keepers_only
@require_safe
def person_export_csv(request: Request) -> HttpResponse:
    """The people whom the list shows, as CSV."""
    return file_of("csv", slugify(_("people")), *sheet_of(Asked.of(request.GET).people(request.user), request.user))


def _xlsx_page(request: Request) -> HttpResponse:
    """The same as XLSX; a long one is made by the worker."""
    people, name = Asked.of(request.GET).people(request.user), slugify(_("people"))
    count = people.count()
    if count > MOST_IN_SHEET:
        return long_sheets.page(request, name, count, reverse("person_list"))
    return file_of("xlsx", name, *sheet_of(people, request.user))


def _xlsx_order(request: Request) -> HttpResponse:
    return long_sheets.order(request, make_people_sheet)


person_export_xlsx = keepers_only(page_or_action(_xlsx_page, _xlsx_order))


def _add_page(request: Request, form: PersonForm | None = None) -> HttpResponse:
    """A new person."""
    form = form or PersonForm(
        by=request.user, initial={"unit": request.GET.get("unit"), "language": settings.LANGUAGE_CODE}
    )
    return render(request, "people/register/add.html", {"form": form})


def _add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST, by=request.user)
    if not form.is_valid():
        return _add_page(request, form)
    person = form.save(commit=False)
    person.set_unusable_password()
    person.give_tasks(**person.roles)
    person.save()
    note_set_up(person, by=request.user)
    if person.has_role:
        tell_of_tasks(person, by=request.user)
    messages.success(request, _("%(name)s is added. Now the way to sign in.") % {"name": person.name})
    return redirect("person_edit", person.pk)


def waiting_changes(by: User, person: User) -> list[SignInChange]:
    """What waits for a second person in this person's sign-in, and the letters that may be printed."""
    changes = SignInChange.objects.visible_to(by).filter(person=person)
    return list((changes.waiting() | changes.printable()).select_related("asked_by", "settled_by"))


def _edit_page(request: Request, pk: UUID, form: PersonForm | None = None) -> HttpResponse:
    """A person's data and sign-in."""
    person = _person(request, pk)
    form = form or PersonForm(instance=person, by=request.user)
    supervisor = person.supervisor
    context = {
        "form": form,
        "person": person,
        "supervisor": supervisor,
        "is_self": person.pk == request.user.pk,
        "second_step": is_mfa_enabled(person, SECOND_STEPS),
        "changes": waiting_changes(request.user, person),
    }
    return render(request, "people/register/edit.html", context)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.editable_by(request.user).select_for_update(), pk=pk)
    form = PersonForm(request.POST, instance=person, by=request.user)
    if not form.is_valid():
        return _edit_page(request, pk, form)
    new = {"username": person.username, "email": person.email}
    if waits := form.sign_in_changed and person.is_in_use:
        person.username, person.email = form.before["username"], form.before["email"]
    person.give_tasks(**person.roles)
    try:
        with telling_of_supervisors(User.objects.visible_to(request.user).filter(pk=pk), by=request.user):
            form.save()
    except OwnTeam:
        form.add_error("unit", ASK_A_COLLEAGUE)
        return _edit_page(request, pk, form)
    renew_names(person)
    if form.renamed and person.is_in_use:
        tell_of_name(person, earlier=form.earlier_name, by=request.user)
    if form.tasks_changed:
        if person.keeps_register:
            note_set_up(person, by=request.user)
        tell_of_tasks(person, by=request.user)
    if waits:
        change = ask(SignInChange.Kind.NAMES, person=person, by=request.user, **new)
        say_what_waits(request, change)
        return redirect("person_edit", pk)
    if form.sign_in_changed:
        note_set_up(person, by=request.user)
        address = form.before["email"] or person.email  # a new address may be another's
        send("sign_in_data_changed", to=person, address=address)
    messages.success(request, _("Saved."))
    return redirect("person_edit", pk)


def _leave_page(request: Request, pk: UUID, form: LastDayForm | None = None) -> HttpResponse:
    """What happens when an employment ends, at once or after a last day."""
    person = _other(request, pk)
    form = form or LastDayForm(initial={"last_day": person.ends_on})
    return render(request, "people/register/leave.html", {"person": person, "form": form})


def _leave(request: Request, pk: UUID) -> HttpResponse:
    """On the last day that HR gives, which is the one way to offer a copy of one's own data; or now."""
    person = _other(request, pk)
    if "later" in request.POST:
        return _last_day(request, person)
    end_employment(person, by=request.user)
    if person.has_role:
        tell_of_tasks(person, by=request.user)
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.name})
    return redirect("person_list")


def _last_day(request: Request, person: User) -> HttpResponse:
    form = LastDayForm(request.POST)
    if not form.is_valid():
        return _leave_page(request, person.pk, form)
    person.ends_on = form.cleaned_data["last_day"]
    person.save(update_fields=["ends_on"])
    told = _("The sign-in ends after %(day)s. Until then the person is offered a copy of their own data.")
    shown = told % {"day": date_only(person.ends_on)} if person.ends_on else _("There is no last day any more.")
    messages.success(request, shown)
    return redirect("person_edit", person.pk)


@keepers_only
@paper
def leaver_pdf(request: Request, pk: UUID) -> HttpResponse:
    """For whoever cannot sign in any more: how to get one's own data. The same words for everybody, and no name."""
    language = _other(request, pk).language
    employer = organisation.current()
    context = {"EMPLOYER_NAME": employer.name, "contact": employer.privacy_contact, "address": settings.SITE_URL}
    name = {"fi": "omat-tiedot", "sv": "egna-uppgifter", "en": "own-data"}[language]
    return pdf_response(pdf.render("people/register/pdf_leaver.html", context, language, request), name, language)


person_add = keepers_only(page_or_action(_add_page, _add))
person_edit = keepers_only(page_or_action(_edit_page, _edit))
person_leave = keepers_only(page_or_action(_leave_page, _leave))


@keepers_only
@action
def person_return(request: Request, pk: UUID) -> HttpResponse:
    """The person works here again and may sign in. Roles count from today."""
    person = _person(request, pk)
    person.is_active, person.is_coming, person.ends_on = True, False, None
    roles = person.roles
    person.give_tasks(**dict.fromkeys(ROLES, False))
    person.give_tasks(**roles)
    person.save()
    if person.has_role:
        tell_of_tasks(person, by=request.user)
    messages.success(request, _("%(name)s may sign in again. Check the unit and the lines.") % {"name": person.name})
    return redirect("person_edit", pk)


@keepers_only
@action
def person_invite(request: Request, pk: UUID) -> HttpResponse:
    """Send the link for the first sign-in; for an account in use, the one that anybody can ask for themselves."""
    person = _other(request, pk)
    if not person.email:
        messages.error(request, _("There is no e-mail address. Add it first, or print a letter."))
        return redirect("person_edit", pk)
    if person.is_in_use:
        send("password_reset", to=person)
    else:
        send("activation", to=person)
        note_set_up(person, by=request.user)
    messages.success(request, _("The link is on its way to %(address)s.") % {"address": person.email})
    return redirect("person_edit", pk)


@keepers_only
@action
def person_letter(request: Request, pk: UUID) -> HttpResponse:
    """The letter for the first sign-in, as a PDF; for an account in use a letter is asked for, and waits."""
    person = get_object_or_404(
        User.objects.editable_by(request.user).active().exclude(pk=request.user.pk).select_for_update(), pk=pk
    )
    try:
        refuse_own_line(person, by=request.user)
        if person.is_in_use:
            say_what_waits(request, ask(SignInChange.Kind.LETTER, person=person, by=request.user))
            return redirect("person_edit", pk)
    except Refusal as refusal:
        messages.error(request, str(refusal.why))
        return redirect("person_edit", pk)
    note_set_up(person, by=request.user)
    return letter_with_code(request, person, make_code(person, by=request.user))


@keepers_only
@action
def person_second_step_off(request: Request, pk: UUID) -> HttpResponse:
    """Ask for the removal of the second step of somebody who has lost the phone and the codes."""
    person = _other(request, pk)
    say_what_waits(request, ask(SignInChange.Kind.SECOND_STEP, person=person, by=request.user))
    return redirect("person_edit", pk)
