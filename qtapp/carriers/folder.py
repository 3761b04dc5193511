"""A stick, or any folder: files put there are whole and read back; nothing that lies there is touched.

A file gets its name only after the device has taken it, and counts as written only after the device
has given it back. What is looked for is found by its first bytes, whatever it is called.
"""

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from qtapp.domain.errors import AppError, CopyDiffers, DiskFull, FolderReadOnly, StickGone
from qtapp.paths import rename, settle

HEAD = 16
"""How many bytes of a file are looked at to tell what it is."""
MOST_FILES = 5_000
"""How many files of a folder are looked at; a stick full of photos must not take minutes."""
PART = ".part"
"""The end of a name while the file is being written."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_PROTECTED = {errno.EROFS, errno.EACCES, errno.EPERM}
_NOT_READY = 21
"""What Windows says of a drive that was pulled out; Python takes it for missing permission."""
_BLOCK = 1 << 20


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a look into a folder brought: our files, files no byte could be read of, whether some were left out."""

    files: tuple[Path, ...]
    unreadable: tuple[Path, ...]
    more: bool


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a new file into `folder` and return it once the device has given it back whole.

    The same content under this name is left as it is; another content under it makes the new file
    take a name of its own. `folder` is never made: where a stick was, its mount point must not become
    a folder of the computer's own disk. Raises DiskFull, FolderReadOnly, StickGone or CopyDiffers;
    then no new file bears a name of ours but, on a stick that was pulled out, the unfinished `.part`.
    """
    path = _free(folder, name, data)
    part = path.with_name(path.name + PART)
    try:
        if path.exists():
            return path
        try:
            _write(part, data)
            rename(part, path)
            settle(folder)
            is_whole = _digest(path) == hashlib.sha256(data).digest()
        except BaseException:
            # On a device that is gone the unfinished file cannot be taken away either.
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        if not is_whole:
            path.unlink()
            raise CopyDiffers(str(path))
    except OSError as error:
        raise fault(error, path) from error
    return path


def look(folder: Path, is_ours: Callable[[bytes], bool], most: int = MOST_FILES) -> Found:
    """Return the files in `folder`, and one folder deeper, whose first bytes are ours.

    So is one that bears a name as we write it and has other bytes: emptied by a stick that was pulled out. Likely names come first, so that among very many files ours are still found. Unfinished files are
    passed over. Raises StickGone if the folder itself cannot be listed.
    """
    try:
        files, folders = _listed(folder)
    except OSError as error:
        raise StickGone(str(folder)) from error
    # To name a file within a folder costs a quarter of making a path of its whole name.
    listed = [(not _is_likely(name), 0, path, folder, name) for name, path in files]
    for _, each in folders:
        deeper = Path(each)
        # A folder that cannot be listed, such as the system's own, holds nothing of ours.
        with suppress(OSError):
            inside, _ = _listed(each)
            listed.extend((not _is_likely(name), 1, path, deeper, name) for name, path in inside)
    ours, unreadable = [], []
    for _, _, path, where, name in sorted(listed)[:most]:
        try:
            if is_ours(_head(path)) or bears_our_name(name):
                ours.append(where / name)
        except OSError as error:
            if not folder.is_dir():
                raise StickGone(str(folder)) from error
            unreadable.append(where / name)
    return Found(files=tuple(ours), unreadable=tuple(unreadable), more=len(listed) > most)


def fault(error: OSError, path: Path) -> AppError:
    """Return what the failure of writing to or reading from a stick means to its user."""
    if getattr(error, "winerror", 0) == _NOT_READY:
        return StickGone(str(path.parent))
    if error.errno in _FULL:
        return DiskFull(str(path))
    if error.errno in _PROTECTED:
        return FolderReadOnly(str(path.parent))
    return StickGone(str(path.parent))


def _listed(folder: str | Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return name and path of the files and the folders of a folder, but for hidden and unfinished ones."""
    files: list[tuple[str, str]] = []
    folders: list[tuple[str, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "$")) or entry.name.endswith(PART):
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            (folders if is_folder else files).append((entry.name, entry.path))
    return files, folders


def _head(path: str) -> bytes:
    """Return the first bytes of a file; a stick may hold thousands, so nothing else is done about it."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, HEAD)
    finally:
        os.close(handle)


def bears_our_name(name: str) -> bool:
    """Whether a file is called as we call bundles, whole name and ending."""
    return name[:2].upper() == "CB" and name.lower().endswith(".cbdl")


def _is_likely(name: str) -> bool:
    """Whether a name looks like one of ours, as written or as old FAT drivers shorten it."""
    return name[:2].upper() == "CB" or name.lower().endswith((".cbdl", ".cbd"))


def _free(folder: Path, name: str, data: bytes) -> Path:
    """Return the path for a new file: under `name` unless another content bears it."""
    for path in _names(folder, name):
        try:
            if not path.exists() or _digest(path) == hashlib.sha256(data).digest():
                return path
        except OSError as error:
            raise fault(error, path) from error
    raise FolderReadOnly(str(folder))


def _names(folder: Path, name: str) -> Iterator[Path]:
    path = folder / name
    yield path
    for number in range(2, 100):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _digest(path: Path) -> bytes:
    """Return the SHA-256 of a file that was flushed and closed, read through a new handle.

    Linux is asked to forget what it remembers of the file, and then reads the device. Windows and
    macOS may answer from memory: there it is sure that the device has reported the bytes as taken
    (FlushFileBuffers, fsync) and that the file stands whole under its name, not more.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if sys.platform == "linux":
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.digest()
