"""A paper reaches its place whole or not at all: drawn under a temporary name, then renamed.

A paper that is only looked at never touches the disk: names would lie about in the open there.
"""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qtapp.domain.errors import DiskFull, FileUnreadable, FolderReadOnly

Target = Path | io.BytesIO
"""Where a paper goes: to a file, or to memory."""


@contextmanager
def fresh_file(path: Target) -> Iterator[str | io.BytesIO]:
    """Yield a temporary path beside `path` that becomes `path` if the block ends well.

    Memory is yielded as it is.
    Raises FolderReadOnly, DiskFull or FileUnreadable; nothing is left behind if the block raises.
    """
    if isinstance(path, io.BytesIO):
        yield path
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".part", dir=path.parent)
    except OSError as error:
        raise FolderReadOnly(str(path.parent)) from error
    os.close(handle)
    part = Path(name)
    try:
        yield name
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno == 28:
            raise DiskFull(str(path)) from error
        raise FileUnreadable(str(path)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
