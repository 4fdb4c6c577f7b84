"""Releasing the figures of a term: asked for by HR, made once by the worker, and from then on only shown."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.jobs import task
from vatupassi.figures.counting import Opened, figures_of
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release, Remainder

State = Release.State
ASKED_FOR = (State.WAITING, State.COUNTING)


def can_be_asked(release: Release) -> bool:
    """Whether its day has come and nobody has asked; after a failure one may ask again."""
    states = (State.FROZEN, State.FAILED, State.STOPPED)
    return release.state in states and timezone.localdate() >= release.term.released_from


def ask(release: Release) -> bool:
    """Have it counted; the caller has locked the row. Twice is once."""
    if not can_be_asked(release):
        return False
    release.state, release.step, release.beat_at = State.WAITING, "", timezone.now()
    release.save(update_fields=["state", "step", "beat_at"])
    make_release.enqueue(str(release.pk))
    return True


@task(queue_name="slow")
def make_release(pk: str) -> None:
    """Count, choose, attack and save. A worker that is killed leaves nothing half done: the next run counts anew."""
    rows = Release.objects.filter(pk=pk, state__in=ASKED_FOR)
    if not rows.update(state=State.COUNTING, beat_at=timezone.now()):
        return

    def tell(step: str) -> None:
        rows.update(step=step, beat_at=timezone.now())

    try:
        figures = figures_of(rows.get(), tell)
        save(pk, figures)
    except Release.DoesNotExist:  # another run has saved it meanwhile
        return
    except Opened:
        rows.update(state=State.STOPPED)
    except Exception:
        rows.update(state=State.FAILED)
        raise


def save(pk: str, figures: dict[str, object]) -> None:
    """Told from now on; of two runs the second one saves nothing. What it was counted from is deleted."""
    with transaction.atomic():
        release = Release.objects.for_update().filter(pk=pk, state__in=ASKED_FOR).first()
        if release is None:
            return
        release.state, release.figures, release.released_on = State.MADE, figures, timezone.localdate()
        release.save(update_fields=["state", "figures", "released_on"])
        FrozenUnit.objects.filter(release=release).delete()
        FrozenPlace.objects.filter(release=release).delete()
        Remainder.objects.filter(year=release.year, half=release.half).delete()
