"""What `make wide` looks at beyond `make test`: by keyboard, as it is heard, and in another browser."""

import os

collect_ignore_glob = [] if os.environ.get("WIDE") else ["test_*"]
