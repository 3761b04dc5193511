"""Translation of SQLite's and the file system's failures into ours, once."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qtapp.domain.errors import (
    DiskFull,
    FileUnreadable,
    FolderReadOnly,
    StoreBusy,
    StoreDamaged,
    StoreError,
)
from qtapp.store.driver import DatabaseError


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn driver and OS errors of the block into StoreErrors about `path`."""
    try:
        yield
    except DatabaseError as error:
        if fault := store_fault(error, path):
            raise fault from error
        raise
    except OSError as error:
        raise file_fault(error, path) from error


def store_fault(error: Exception, path: Path) -> StoreError | None:
    """Return our error for one of the driver's about the book at `path`, if we have one."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreBusy(str(path))
    if "readonly" in text or "unable to open" in text:
        return FolderReadOnly(str(path))
    if "full" in text:
        return DiskFull(str(path))
    if any(word in text for word in ("malformed", "not a database", "disk I/O", "corrupt")):
        return StoreDamaged(text)
    return None


def file_fault(error: OSError, path: Path) -> FolderReadOnly | DiskFull | FileUnreadable:
    """Return our error for an OS error met while using `path`."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(str(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return FolderReadOnly(str(path))
    return FileUnreadable(str(path))
