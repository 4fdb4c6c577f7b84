"""The agenda builder: the blocks in order with their times, and everything one does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core.files import LARGEST, content_type, download, safe_name
from core.formats import clock
from core.numbers import sent_version, whole_number
from core.views import action, page_or_action
from workshops.agenda.finding import doubt, led_agenda, locked_agenda, programme_slots, readers_in_words
from workshops.block import actions as acts
from workshops.block.forms import (
    MOST_FILES,
    AttachmentForm,
    BlockForm,
    QuickBlockForm,
    check_minutes,
)
from workshops.block.models import MOST_BLOCKS
from workshops.day.bar import time_bar
from workshops.models import Agenda, Attachment, Block

if TYPE_CHECKING:
    from core.request import Request
    from workshops.models import Step


def _context(agenda: Agenda, **more: Any) -> dict[str, Any]:
    slots = programme_slots(agenda)
    return {
        "agenda": agenda,
        "slots": slots,
        "count": len(slots),
        "held": acts.held_count([slot.key for slot in slots]),  # type: ignore[misc]
        "bar": time_bar(slots),
        "doubt": doubt(slots),
        "ends": max((slot.end for slot in slots), default=None),
        **_steps(agenda),
        **more,
    }


def _steps(agenda: Agenda) -> dict[str, Any]:
    """What undo would put back, in words; "" when there is nothing to undo. And whether there is something to redo."""
    steps = list(agenda.steps.defer("blocks"))
    last = next((step for step in reversed(steps) if not step.undone), None)
    return {"undo": _undo_label(last) if last else "", "redo": any(step.undone for step in steps)}


def _undo_label(step: Step) -> str:
    words = {
        "moved": _("Undo moving: %(title)s"),
        "added": _("Undo adding: %(title)s"),
        "removed": _("Put back: %(title)s"),
        "changed": _("Undo the change: %(title)s"),
        "lengths": _("Undo the new lengths"),
    }
    return words[step.what] % {"title": step.title}


def build_page(request: Request, agenda: Agenda, **more: Any) -> HttpResponse:
    """The builder."""
    context = _context(agenda, quick=QuickBlockForm(), readers=readers_in_words(agenda)) | more
    return render(request, "workshops/block/build.html", context)


@require_GET
def agenda_build(request: Request, pk: UUID) -> HttpResponse:
    """The builder. A fixed number of queries, however many blocks there are."""
    return build_page(request, led_agenda(request, pk))


def _answer(
    request: Request, agenda: Agenda, said: str, *, failed: bool = False, at: Block | None = None
) -> HttpResponse:
    """The list anew to HTMX with what was done in words, the page to anyone else."""
    if request.htmx:
        fresh = led_agenda(request, agenda.pk)
        return render(request, "workshops/block/_list.html", _context(fresh, said=said, failed=failed, at=at))
    (messages.warning if failed else messages.success)(request, said)
    return redirect(f"{reverse('agenda_build', args=[agenda.pk])}{f'#block-{at.pk}' if at else ''}")


def _stale_text() -> str:
    return _("Somebody else has changed the programme meanwhile. This is how it is now: look, and do it again.")


def _held_text() -> str:
    return _("That part is on or has been held, so it keeps its place.")


@action
def agenda_arrange(request: Request, pk: UUID) -> HttpResponse:
    """One act on the list: move (up, down, to a place, dragged), duplicate, take out, or new lengths."""
    agenda = locked_agenda(request, pk)
    sent = request.POST
    blocks = {str(block.pk): block for block in agenda.blocks.all()}
    order = list(blocks)
    for act in ("up", "down", "move", "drag", "duplicate", "remove"):
        block = blocks.get(sent.get(act, ""))
        if act not in sent:
            continue
        if block is None:
            return _answer(request, agenda, _stale_text(), failed=True)
        at = order.index(str(block.pk))
        try:
            if act == "duplicate":
                acts.duplicate(agenda, block)
                return _answer(request, agenda, _("Duplicated: %(title)s") % {"title": block.title}, at=block)
            if act == "remove":
                acts.remove(agenda, block)
                return _answer(request, agenda, _("Taken out: %(title)s") % {"title": block.title})
            place = _wanted_place(act, sent, order, at, str(block.pk))
            place = acts.move(agenda, block, place, version=sent_version(sent))
        except acts.Stale:
            return _answer(request, agenda, _stale_text(), failed=True, at=block)
        except acts.Held:
            return _answer(request, agenda, _held_text(), failed=True, at=block)
        except acts.TooMany:
            return _answer(request, agenda, _too_many_text(), failed=True, at=block)
        slot = agenda.slots()[place]
        said = _("%(title)s: place %(place)d of %(count)d, begins %(time)s.")
        words = {"title": block.title, "place": place + 1, "count": len(order), "time": clock(slot.start)}
        return _answer(request, agenda, said % words, at=block)
    return _set_lengths(request, agenda, blocks)


def _too_many_text() -> str:
    return _("A programme holds at most %d parts.") % MOST_BLOCKS


def _wanted_place(act: str, sent: Any, order: list[str], at: int, key: str) -> int:
    """The place that a move asks for, counted without the block itself."""
    if act == "up":
        return at - 1
    if act == "down":
        return at + 1
    if act == "drag":
        before = sent.get("before", "")
        rest = [one for one in order if one != key]
        return rest.index(before) if before in rest else len(rest)
    return whole_number(sent.get(f"to-{key}"), otherwise=at + 1) - 1


def _set_lengths(request: Request, agenda: Agenda, blocks: dict[str, Block]) -> HttpResponse:
    wanted = {}
    for key, block in blocks.items():
        was, minutes = sent_version(request.POST, f"was-{key}"), request.POST.get(f"minutes-{key}")
        if minutes is None or minutes == str(was):
            continue
        try:
            wanted_minutes = whole_number(minutes, otherwise=-1)  # which is no length, as the check says
            check_minutes(wanted_minutes, block.kind)
        except ValidationError as error:
            return _answer(request, agenda, f"{block.title}: {error.messages[0]}", failed=True, at=block)
        wanted[key] = (was, wanted_minutes)
    count, met = acts.set_lengths(agenda, wanted)
    if met:
        text = _("%(title)s: somebody else has set it to %(minutes)d minutes meanwhile. Yours was not saved.")
        words = {"title": met[0].title, "minutes": met[0].minutes}
        return _answer(request, agenda, text % words, failed=True, at=met[0])
    said = ngettext("%(count)d new length.", "%(count)d new lengths.", count) % {"count": count}
    return _answer(request, agenda, said if count else _("Nothing was changed."))


@action
def agenda_undo(request: Request, pk: UUID) -> HttpResponse:
    """One step back, and one more each time; or, with ``redo``, one step forward again."""
    agenda = locked_agenda(request, pk)
    forward = "redo" in request.POST
    try:
        done = (acts.redo if forward else acts.undo)(agenda, version=sent_version(request.POST))
    except acts.Stale:
        return _answer(request, agenda, _stale_text(), failed=True)
    except acts.Held:
        return _answer(request, agenda, _held_text(), failed=True)
    if not done:
        return _answer(request, agenda, _("There is nothing to undo."))
    return _answer(request, agenda, _("The change is back.") if forward else _("Done: it is as it was."))


# ---- One block


def _place_asked_for(request: Request, agenda: Agenda) -> int | None:
    """Where a new block goes: ?before= or ?after= a block; at the end without either."""
    order = [str(block.pk) for block in agenda.blocks.all()]
    for name, shift in (("before", 0), ("after", 1)):
        if request.GET.get(name) in order:
            return order.index(request.GET[name]) + shift
    return None


def _new_page(request: Request, pk: UUID, form: BlockForm | None = None) -> HttpResponse:
    """A new block before or after another one."""
    agenda = led_agenda(request, pk)
    form = form or BlockForm(instance=Block(agenda=agenda))
    place = _place_asked_for(request, agenda)
    slots = agenda.slots()
    before = slots[place - 1].key if place and place <= len(slots) else None
    context = {"agenda": agenda, "form": form, "readers": readers_in_words(agenda), "part": None, "follows": before}
    return render(request, "workshops/block/edit.html", context)


def _add(request: Request, pk: UUID) -> HttpResponse:
    agenda = locked_agenda(request, pk)
    quick = "quick" in request.POST
    kind = QuickBlockForm if quick else BlockForm
    form = kind(request.POST, instance=Block(agenda=agenda))
    if not form.is_valid():
        return build_page(request, agenda, quick=form) if quick else _new_page(request, pk, form)  # type: ignore[arg-type]
    try:
        block = acts.add(agenda, form.save(commit=False), _place_asked_for(request, agenda))
    except acts.TooMany:
        messages.warning(request, _too_many_text())
        return redirect("agenda_build", pk)
    messages.success(request, _("Added: %(title)s") % {"title": block.title})
    if quick:
        return redirect(f"{reverse('agenda_build', args=[pk])}#quick")
    return _after_save(request, block)


def _after_save(request: Request, block: Block) -> HttpResponse:
    if "stay" in request.POST:  # one more empty row for speakers, talks or links
        return redirect("block_edit", block.pk)
    return redirect(f"{reverse('agenda_build', args=[block.agenda_id])}#block-{block.pk}")


block_new = page_or_action(_new_page, _add)


def _block(request: Request, pk: UUID) -> Block:
    rows = Block.objects.editable_by(request.user).select_related("agenda__unit")
    return get_object_or_404(rows, pk=pk)


def _edit_page(request: Request, pk: UUID, **more: Any) -> HttpResponse:
    """Everything about one block, and its files."""
    block = _block(request, pk)
    context = {
        "agenda": block.agenda,
        "part": block,
        "form": BlockForm(instance=block),
        "upload": AttachmentForm(),
        "files": block.attachments.defer("data"),
        "readers": readers_in_words(block.agenda),
        **more,
    }
    return render(request, "workshops/block/edit.html", context)


def _save(request: Request, pk: UUID) -> HttpResponse:
    block = _block(request, pk)
    agenda = locked_agenda(request, block.agenda_id)
    block = _block(request, pk)  # as it is now that nobody else changes it
    block.agenda, version = agenda, block.version
    form = BlockForm(request.POST, instance=block)
    valid = form.is_valid()
    if sent_version(request.POST) != version:
        # both texts are shown: the form holds this one's, the notice the other's; saving again chooses
        return _edit_page(request, pk, form=form, other=_block(request, pk))
    if not valid:
        return _edit_page(request, pk, form=form)
    acts.change(agenda, form.save(commit=False))
    messages.success(request, _("Saved."))
    return _after_save(request, block)


block_edit = page_or_action(_edit_page, _save)


# ---- Files


@action
def attachment_add(request: Request, pk: UUID) -> HttpResponse:
    """Take a file for a block: small, of a known kind; it is only ever sent as a download."""
    block = _block(request, pk)
    agenda = locked_agenda(request, block.agenda_id)
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _edit_page(request, pk, upload=form)
    if Attachment.objects.editable_by(request.user).filter(block__agenda=agenda).count() >= MOST_FILES:
        messages.warning(request, _("A programme holds at most %d files. Take one out first.") % MOST_FILES)
        return redirect("block_edit", pk)
    file = form.cleaned_data["file"]
    name = safe_name(file.name)
    block.attachments.create(name=name, content_type=content_type(name), size=file.size, data=file.read(LARGEST))
    messages.success(request, _("Added: %(title)s") % {"title": name})
    return redirect("block_edit", pk)


@action
def attachment_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete a file."""
    rows = Attachment.objects.editable_by(request.user).defer("data").select_related("block")
    file = get_object_or_404(rows, pk=pk)
    file.delete()
    messages.success(request, _("Deleted: %(title)s") % {"title": file.name})
    return redirect("block_edit", file.block_id)


def _content_type(file: Attachment) -> str:
    """With the charset of a text: UTF-8, or else what Windows writes here."""
    if not file.content_type.startswith("text/"):
        return file.content_type
    try:
        bytes(file.data).decode()
    except UnicodeDecodeError:
        return f"{file.content_type}; charset=windows-1252"
    return f"{file.content_type}; charset=utf-8"


@require_GET
def attachment_download(request: Request, pk: UUID) -> HttpResponse:
    """The file, as a download: the browser neither shows it as a page nor guesses what it is."""
    file = get_object_or_404(Attachment.objects.visible_to(request.user).select_related("block"), pk=pk)
    if file.block.removed_at:
        raise Http404
    return download(file.name, bytes(file.data), _content_type(file))
