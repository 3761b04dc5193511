"""A paper reaches its place whole or not at all: drawn in memory, then written in one go.

A paper that is only looked at never touches the disk: names would lie about in the open there.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qtapp.paths import place_for, replace_file

Target = Path | io.BytesIO
"""Where a paper goes: to a file, or to memory."""


@contextmanager
def fresh_file(path: Target, ending: str) -> Iterator[io.BytesIO]:
    """Yield memory to draw into, which becomes the file `path` if the block ends well.

    Memory is yielded as it is. Raises WrongEnding unless the name ends with `ending`, NotOverABook,
    FolderReadOnly or DiskFull; an older file stays as it was then.
    """
    if isinstance(path, io.BytesIO):
        yield path
        return
    place_for(path, ending)
    drawn = io.BytesIO()
    yield drawn
    replace_file(path, drawn.getvalue())
