"""What of the proofs needs Unix."""

import sys

collect_ignore = (
    ["test_bombs.py", "test_kills.py", "test_soak.py"] if sys.platform == "win32" else []
)
