"""The privacy notice."""

from core import retention
from people.statement.views import KEPT, TOLD_ELSEWHERE


def test_the_privacy_notice_tells_how_long_everything_is_kept():
    assert sorted({name for _what, name, _since in KEPT} | TOLD_ELSEWHERE) == sorted(retention.DEFAULTS)
