"""Notices are one's own, and read once."""

import pytest
from django.template import engines
from django.urls import reverse

from core.models import Mail
from core.outbox import send
from tests.html import flat

pytestmark = pytest.mark.both_databases


def test_notices_are_one_s_own_and_marked_as_read(signed_in, aino, matti):
    for _number in range(2):
        send("password_changed", to=aino)
    first, second = Mail.objects.all()
    browser = signed_in(aino)
    assert signed_in(matti).post(reverse("notice_read", args=[first.pk])).status_code == 404
    assert browser.get(reverse("notice_read", args=[first.pk])).url == reverse("notice_list")
    assert browser.post(reverse("notice_read", args=[first.pk])).url == reverse("account_settings")
    assert [row.pk for row in Mail.objects.unread()] == [second.pk]
    assert browser.post(reverse("notices_read")).url == reverse("notice_list")
    assert Mail.objects.unread().count() == 0
    assert browser.get(reverse("notice_list")).context["unread"] is False


def test_the_count_in_the_bar_is_of_what_is_unread(signed_in, aino, matti):
    send("password_changed", to=aino)
    send("password_changed", to=aino)
    send("password_changed", to=matti)
    count = '<span class="count" aria-hidden="true">{}</span>'
    browser = signed_in(aino)
    page = flat(browser.get(reverse("home")).content)
    assert (count.format(2) in page, "Ilmoitukset: 2 uutta" in page) == (True, True)
    browser.post(reverse("notice_read", args=[Mail.objects.filter(to=aino)[0].pk]))
    assert count.format(1) in flat(browser.get(reverse("home")).content)
    browser.post(reverse("notices_read"))
    assert 'class="count"' not in flat(browser.get(reverse("home")).content)


def test_a_notice_is_in_paragraphs_and_what_people_wrote_stays_text(signed_in, aino):
    send("password_changed", to=aino)
    page = flat(signed_in(aino).get(reverse("notice_list")).content)
    assert "&lt;p&gt;" not in page
    made = engines["jinja2"].from_string("{{ text|linebreaks }}").render({"text": "<b>a\n\nb"})
    assert made == "<p>&lt;b&gt;a</p>\n\n<p>b</p>"
