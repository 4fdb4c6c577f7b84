"""HR's page of taking the product into use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core.dates.reading import Look
from core.fields import DayField
from core.formats import date_only
from core.papers import paper as paper_view
from core.papers import pdf_response
from core.views import action
from people.launch import papers, steps
from people.launch.models import LaunchMark
from people.user.decorators import hr_only

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User


class DoneForm(forms.Form):
    """On which day a step was done."""

    done_on = DayField(label=gettext_lazy("Day"), look=Look.BACK)

    def clean_done_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day is still to come. Mark the step when it is done."))
        return day


def _page(request: Request, wrong: tuple[str, DoneForm] | None = None) -> HttpResponse:
    found = steps.shown_to(request.user)
    forms_of = {
        one.step.key: DoneForm(prefix=one.step.key, initial={"done_on": timezone.localdate()})
        for one in found
        if one.step.look is None and not one.done
    }
    if wrong:
        forms_of[wrong[0]] = wrong[1]
    context = {
        "groups": [(group.label, [one for one in found if one.step.group == group]) for group in steps.Group],
        "count": len(found),
        "done": sum(one.done for one in found),
        "next": steps.next_of(found),
        "forms": forms_of,
        "wrong": wrong[0] if wrong else "",
        "finished": LaunchMark.objects.visible_to(request.user).filter(step=steps.FINISHED).first(),
        "papers": papers.all_papers(),
        "languages": sorted(dict(settings.LANGUAGES), key=lambda language: language != request.user.language),
    }
    return render(request, "people/launch/page.html", context)


@hr_only
@require_GET
def launch(request: Request) -> HttpResponse:
    """What is done, what is open, and the papers."""
    return _page(request)


@hr_only
@action
def launch_mark(request: Request, step: str) -> HttpResponse:
    """Mark a step as done on a day; marked twice, the first stays, until the step has come back."""
    found = steps.by_hand(step)
    if step != steps.FINISHED and not found:
        raise Http404
    if step == steps.FINISHED:
        day = timezone.localdate()
    else:
        form = DoneForm(request.POST, prefix=step)
        if not form.is_valid():
            return _page(request, (step, form))
        day = form.cleaned_data["done_on"]
    mark, made = LaunchMark.objects.get_or_create(step=step, defaults={"done_on": day, "by": request.user})
    if found and not made:
        again = steps.again_on(found, mark)
        if again and again <= timezone.localdate():
            if day <= mark.done_on:
                told = _("This was last done on %(day)s. Write a later day.") % {"day": date_only(mark.done_on)}
                form.add_error("done_on", told)
                return _page(request, (step, form))
            anew = LaunchMark.objects.visible_to(request.user).filter(pk=mark.pk, done_on=mark.done_on)
            anew.update(done_on=day, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("launch")


@hr_only
@action
def launch_unmark(request: Request, step: str) -> HttpResponse:
    """Take a mark back."""
    LaunchMark.objects.visible_to(request.user).filter(step=step).delete()
    return redirect("launch")


@paper_view
def launch_paper(request: Request, slug: str, language: str) -> HttpResponse:
    """One paper in one language: HR's, but for those that all the staff may read."""
    paper = papers.paper_at(slug)
    if paper is None or language not in dict(settings.LANGUAGES) or not (paper.for_all or request.user.is_hr):
        raise Http404
    return pdf_response(papers.make(paper, language, request), paper.files[language], language)


def on_desk(user: User) -> dict[str, Any] | None:
    """For HR's desk: the list until HR has said that the launch is over, then only what has come back."""
    if LaunchMark.objects.visible_to(user).filter(step=steps.FINISHED).exists():
        again = steps.come_back(user)
        return {"again": again} if again else None
    found = steps.shown_to(user)
    return {"again": [], "done": sum(one.done for one in found), "count": len(found), "next": steps.next_of(found)}
