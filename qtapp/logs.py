"""The log: what the app did, in ids and counts; never a name, a title or a passphrase."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_BYTES = 1_000_000
_FILES = 5


def start_log(path: Path) -> logging.Handler | None:
    """Send every message of level INFO and above to `path`, five files of a megabyte at most.

    Returns the handler, to be given to `stop_log`; None where nothing can be written: the app works
    without a log, and the first thing a read-only disk needs is a window that says so.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path,
            maxBytes=_BYTES,
            backupCount=_FILES - 1,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Take `handler` away and close its file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
