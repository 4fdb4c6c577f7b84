"""What the seconds of `serve --drain` are for: a proxy that asks nobody else when a process takes no connection.

`test_two_of_everything` cannot show it, since the proxy that we describe asks the other process by itself.
"""

import threading
import time

import pytest

from tests.faults.behind_proxy import PROGRAM, Two

LOOKS, LONG = 5, 15  # seconds between two looks of that proxy; more than twice as many, on a busy machine


class Visitor(threading.Thread):
    """Asks for something small again and again, over a new connection each time."""

    def __init__(self, two):
        super().__init__(daemon=True)
        self.two, self.statuses, self.ended = two, [], threading.Event()

    def run(self):
        while not self.ended.is_set():
            self.statuses.append(self.two.status("/healthz"))
            time.sleep(0.02)


@pytest.mark.parametrize(("drain", "some_are_refused"), [(LONG, False), (0, True)])
def test_who_ends_in_order_refuses_nobody_once_it_has_said_so(drain, some_are_refused, postgresql, tmp_path):
    if not PROGRAM:
        pytest.skip("needs a proxy: bin/need haproxy")
    two = Two(tmp_path, drain=drain, asks_again=False)
    try:
        visitors = [Visitor(two) for _number in range(4)]
        for visitor in visitors:
            visitor.start()
        time.sleep(2)
        two.webs[0].terminate()
        time.sleep(LOOKS + 1)
        for visitor in visitors:
            visitor.ended.set()
        for visitor in visitors:
            visitor.join(30)
    finally:
        two.stop()
    statuses = [status for visitor in visitors for status in visitor.statuses]
    assert statuses.count(200) > 50
    refused = [status for status in statuses if status != 200]
    assert bool(refused) is some_are_refused, refused
    print(f"drain {drain} s: {len(refused)} of {len(statuses)} requests refused")
