"""A server that is about to end says so at /readyz while it still serves, so that a proxy sends nobody more."""

import os

MARK = "LEAVING_MARK"  # the variable in which `serve` tells its children which file it will make


def is_leaving() -> bool:
    """Whether `serve`, above this process, has been asked to end."""
    mark = os.environ.get(MARK)
    return bool(mark) and os.path.exists(mark or "")
