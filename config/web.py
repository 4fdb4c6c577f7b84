"""`python -m config.web`: granian, with the application loaded before its workers are forked.

So a worker that takes another's place answers at once, instead of importing and compiling for seconds meanwhile. Where
Python does not fork (from 3.14 on) each worker loads the application itself, before it takes its first request.
"""

import gc
import threading

from granian.cli import entrypoint

from config.wsgi import application
from core.pdf_process import FIRST_PAGES, drawer

__all__ = ["application"]


if __name__ == "__main__":
    gc.freeze()  # what is loaded is shared by the workers: a search for garbage would copy all of it into each
    entrypoint()
else:  # a worker
    later = threading.Timer(FIRST_PAGES, drawer.warm_up)
    later.daemon = True
    later.start()
