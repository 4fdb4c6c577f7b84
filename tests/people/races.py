"""Acts at the same moment, for tests with a database that has row locks."""

import threading

from django.db import connection


def at_once(*acts):
    """Run these in threads that start together."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
