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
)
from qtapp.store.driver import DatabaseError


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn driver and OS errors of the block into StoreErrors about `path`."""
    try:
        yield
    except DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreBusy(str(path)) from error
        if "readonly" in text or "unable to open" in text:
            raise FolderReadOnly(str(path)) from error
        if "full" in text:
            raise DiskFull(str(path)) from error
        if any(word in text for word in ("malformed", "not a database", "disk I/O", "corrupt")):
            raise StoreDamaged(text) from error
        raise
    except OSError as error:
        raise file_fault(error, path) from error


def file_fault(error: OSError, path: Path) -> FolderReadOnly | DiskFull | FileUnreadable:
    """Return our error for an OS error met while using `path`."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull(str(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return FolderReadOnly(str(path))
    return FileUnreadable(str(path))
