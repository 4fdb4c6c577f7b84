"""Whoever leaves is offered a copy of their own data before the last day."""

import datetime

import pytest
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.models import User
from people.my_data.reminders import offer_copies

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def leaves(person, days):
    person.ends_on = timezone.localdate() + days * DAY
    person.save(update_fields=["ends_on"])


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (30, True), (31, False), (-1, False)])
def test_the_start_page_offers_it_in_the_last_thirty_days(days, is_told, aino, signed_in):
    client = signed_in(aino)
    leaves(aino, days)
    day = aino.ends_on
    page = client.get("/").content.decode()
    assert (f"Työsuhteesi päättyy {day.day}.{day.month}.{day.year}" in page) is is_told


@pytest.mark.both_databases
def test_a_letter_goes_once_for_each_last_day(aino, matti):
    leaves(aino, 20)
    for _twice in range(2):
        offer_copies(timezone.localdate())
    row = Mail.objects.get(kind="copy_offered")
    assert (row.to, letter(row).link) == (aino, "/mina/tiedot/")
    leaves(aino, 25)
    assert letter(Mail.objects.get(pk=row.pk)) is None  # another last day: that letter is true no more
    offer_copies(timezone.localdate())
    assert Mail.objects.filter(kind="copy_offered").count() == 2


def test_nobody_else_hears_of_it(aino, matti):
    offer_copies(timezone.localdate())
    leaves(aino, 60)
    offer_copies(timezone.localdate())
    User.objects.filter(pk=matti.pk).update(ends_on=timezone.localdate(), is_active=False)
    offer_copies(timezone.localdate())
    assert Mail.objects.count() == 0
