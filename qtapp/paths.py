"""Where things are: the user's folders, the app's own resources, and files replaced whole or not at all."""

import errno
import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import get_ident
from time import sleep

from msgspec import Struct

from qtapp.domain.errors import DiskFull, FolderReadOnly, NotOverABook, WrongEnding

BOOK, KEYS = ".scb", ".keys"
"""How the names of a book and of its key file end, the latter after the book's own name."""
_BESIDE_A_BOOK = (KEYS, "-wal", "-shm", "-journal", ".part")

_FOLDER = "SoChiBo"
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.6)
_HERE = Path(__file__).resolve().parent


class Paths(Struct, frozen=True, kw_only=True):
    """The folders the app writes to. Naming them makes none of them: the writer does."""

    books: Path
    config: Path
    logs: Path
    keys: Path

    @property
    def settings_file(self) -> Path:
        """The file the settings are kept in."""
        return self.config / "settings.json"

    @property
    def log_file(self) -> Path:
        """The newest log file; older ones stand beside it."""
        return self.logs / "sochibo.log"


def system_paths() -> Paths:
    """Return the folders the operating system gives this user; none of them roams or is synchronised."""
    import platformdirs  # noqa: PLC0415 - not needed with a folder of one's own

    return Paths(
        books=platformdirs.user_data_path(_FOLDER, appauthor=False) / "books",
        config=platformdirs.user_config_path(_FOLDER, appauthor=False),
        logs=platformdirs.user_log_path(_FOLDER, appauthor=False),
        keys=platformdirs.user_data_path(_FOLDER, appauthor=False) / "keys",
    )


def paths_in(folder: Path) -> Paths:
    """Return the folders of a copy that keeps everything in `folder`: portable use, tests, support."""
    return Paths(
        books=folder / "books",
        config=folder / "config",
        logs=folder / "logs",
        keys=folder / "keys",
    )


@cache
def resource(name: str) -> Path:
    """Return the file called `name`, such as `fonts/Tinos-Regular.ttf`, among the app's resources.

    An installed package has them inside, a source tree beside it: the guide among the documents. In the
    Windows copy the package lies in an archive, they beside that. Raises FileNotFoundError, since a missing
    resource is a fault of the build.
    """
    beside = _HERE.parents[1] if _HERE.parent.suffix == ".zip" else _HERE.parent
    for folder in (_HERE / "resources", beside / "resources", beside / "docs"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def place_for(path: Path, *endings: str) -> Path:
    """Return `path` if somebody may have a file written there whose kind has one of `endings` (`.pdf`).

    Everything goes through here that is written where a person said. Raises NotOverABook for whatever
    belongs to a book, open or not, there or not, and WrongEnding; letter case does not matter.
    """
    name = path.name.casefold().rstrip(". ")  # Windows drops these at the end
    book = name
    while ending := next((each for each in _BESIDE_A_BOOK if book.endswith(each)), ""):
        book = book.removesuffix(ending)
    if book.endswith(BOOK) or _stands(path.with_name(path.name + KEYS)):
        raise NotOverABook(str(path))
    if not path.name.casefold().endswith(endings):
        raise WrongEnding(str(path), endings)
    return path


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for this disk, or a folder that may not be read
        return False


def save_file(path: Path, content: bytes, *endings: str) -> None:
    """Write what a person wanted at `path`; raises as `place_for` and `replace_file` do."""
    replace_file(place_for(path, *endings), content)


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that, whatever happens, the old or the new content is there whole.

    For the app's own files: it asks nothing, `save_file` does. From the return on it is the new content,
    whatever happens. Makes the folder. Raises DiskFull or FolderReadOnly.
    """
    replace_files(path.parent, {path.name: content})


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files, by their names in `folder`, as `replace_file` does; all are settled together."""
    if not contents:
        return
    make_folder(folder)
    for name, content in contents.items():
        _replace(folder / name, content)
    try:
        settle(folder)
    except OSError as error:
        raise _unwritten(error, folder) from error


def settle(folder: Path) -> None:
    """Make the disk keep the names in `folder` as they are now; raises OSError.

    Windows opens no folders for that. NTFS writes down changes of names in their order, and those before
    the next flush of any file with it; FAT writes them through to a stick.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems of other computers know no such thing.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def _replace(path: Path, content: bytes) -> None:
    # A name of this thread alone; the tempfile module would lock other accounts out of the file.
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}")
    try:
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            rename(fresh, path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(error, path) from error


def rename(path: Path, to: Path, pause: Callable[[float], None] = sleep) -> None:
    """Give a file the name `to`, in place of what is there; raises OSError.

    On Windows an antivirus or an index opens new files for a moment, and nobody may rename them until
    it is done: that is waited for, two seconds at most.
    """
    for seconds in _PAUSES if sys.platform == "win32" else ():
        try:
            path.replace(to)
        except PermissionError:
            pause(seconds)
        else:
            return
    path.replace(to)


def make_folder(folder: Path) -> Path:
    """Return `folder`, made with those above it if it was not there.

    Raises DiskFull or FolderReadOnly.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in missing:
            settle(each.parent)
    except OSError as error:
        raise _unwritten(error, folder) from error
    return folder


def _unwritten(error: OSError, path: Path) -> DiskFull | FolderReadOnly:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return DiskFull(str(path)) if full else FolderReadOnly(str(path))
