"""Two who stand inside at the same moment, if nothing keeps them apart."""

import contextlib
import threading


class Meeting:
    """The first waits for the second. Where a lock keeps the second out, ``seconds`` later it goes on alone.

    A control, without the lock, sets many: there both come, however slow the machine is.
    """

    def __init__(self, seconds: float = 1.5) -> None:
        self.met, self.seconds = threading.Barrier(2), seconds

    def wait(self) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            self.met.wait(self.seconds)
