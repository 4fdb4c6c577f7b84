"""What loads a unit, for the employer's risk assessment: written anew by its supervisor, never copied from a talk.

It goes to HR as a request of its own kind, and anybody who may read it prints it. Of people, not of a person: a unit
below five is refused, and names of one's own team are pointed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import organisation, pdf
from core.fields import LongTextField, OneLine
from core.papers import paper, pdf_response
from core.views import page_or_action
from people.models import Unit, User
from people.user.models import covered_by
from support.models import HelpRequest
from support.request import actions as acts
from support.request.models import rule
from support.request.names import named_in, replaced
from support.request.views import names_of_team

if TYPE_CHECKING:
    from core.request import Request

FEWEST = 5  # people in a unit, its supervisor not among them


class FindingsForm(OneLine, forms.Form):
    """Which unit, when, what loads, what is suggested."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("Choose the unit")
    )
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=60, help_text=gettext_lazy("For instance: autumn 2026")
    )
    loads = LongTextField(
        label=gettext_lazy("What in the work loads"),
        max_length=1400,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Write anew and of the work: hours, amount of work, premises, tools, changes. No names, no illnesses, "
            "nothing that one person has told you in a conversation."
        ),
    )
    suggested = LongTextField(
        label=gettext_lazy("What you suggest"), max_length=1200, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: object = None, *, by: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.by = by
        units = self.fields["unit"]
        units.queryset = Unit.objects.visible_to(by).filter(covered_by(by, "pk"))  # type: ignore[attr-defined]
        if units.queryset.count() == 1:  # type: ignore[attr-defined]
            units.empty_label = None  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        """A unit in which nobody is recognised: those of the units below it count in."""
        unit: Unit = self.cleaned_data["unit"]
        people = User.objects.in_line_of(self.by).active().filter(unit__above__ancestor=unit)
        if people.count() < FEWEST:
            raise forms.ValidationError(
                _("There are fewer than five people in this unit, so that one could tell who is meant. Talk to HR.")
            )
        return unit

    @property
    def written(self) -> str:
        """All four as one text, under their labels."""
        data = self.cleaned_data
        short = [f"{self.fields[name].label}: {data[name]}" for name in ("unit", "period")]
        long = [f"{self.fields[name].label}\n{data[name]}" for name in ("loads", "suggested")]
        return "\n\n".join(["\n".join(short), *long])


def _page(request: Request, form: FindingsForm, named: list[str] | None = None) -> HttpResponse:
    return render(request, "support/request/findings.html", {"form": form, "named": named or [], "deleted": rule()})


def _form(request: Request) -> HttpResponse:
    """The form, for whoever leads a unit."""
    if not request.user.supervises:
        raise Http404
    return _page(request, FindingsForm(by=request.user))


def _send(request: Request) -> HttpResponse:
    """To HR. Names of one's own team are pointed out first: some are words of the language, too."""
    if not request.user.supervises:
        raise Http404
    form = FindingsForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form)
    texts = ("period", "loads", "suggested")
    names = names_of_team(request.user)
    named = named_in(" ".join(form.cleaned_data[name] for name in texts), names)
    if named and "replace" in request.POST:
        data = request.POST.copy()
        for name in texts:
            data[name] = replaced(form.cleaned_data[name], names, _("the employee"))
        return _page(request, FindingsForm(data, by=request.user))
    if named and "anyway" not in request.POST:
        return _page(request, form, named)
    way = HelpRequest.Way.WRITTEN
    made = acts.ask(request.user, kind=HelpRequest.Kind.FINDINGS, way=way, question=form.written)
    messages.success(request, _("HR has what you wrote. You can print it for the risk assessment."))
    return redirect("help_request", made.pk)


findings_write = page_or_action(_form, _send)


@paper
def findings_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The same on paper, for the risk assessment and the occupational safety people."""
    rows = HelpRequest.objects.visible_to(request.user).filter(kind=HelpRequest.Kind.FINDINGS).select_related("by")
    found = get_object_or_404(rows, pk=pk)
    text = found.question.open(request.user)
    context = {"found": found, "text": text, "EMPLOYER_NAME": organisation.current().name}
    language = request.LANGUAGE_CODE
    return pdf_response(
        pdf.render("support/request/pdf_findings.html", context, language, request), "kuormitus", language
    )
