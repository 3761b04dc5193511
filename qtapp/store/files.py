"""The files a book consists of: claimed, copied whole or not at all, checked, removed."""

import os
from pathlib import Path
from typing import Any

from qtapp.domain.errors import FolderReadOnly, StoreDamaged, StoreExists
from qtapp.paths import rename, replace_file, settle
from qtapp.store import driver
from qtapp.store.faults import file_fault, translated
from qtapp.store.keys import key_file


def files_of(path: Path) -> tuple[Path, ...]:
    """Return every file a book at `path` may consist of: itself, its keys, SQLite's logs."""
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))
    return (path, key_file(path), *beside)


def ensure_free(path: Path) -> None:
    """Raise StoreExists if a book, or what is left of one, lies at `path`.

    Keys or a write-ahead log without their book count: somebody may bring the book back.
    """
    for left in files_of(path):
        if left.exists():
            raise StoreExists(str(left))


def claim(path: Path) -> None:
    """Make the file `path`, empty; from here on the book there is the caller's to remove.

    Raises StoreExists, FolderReadOnly or DiskFull.
    """
    ensure_free(path)
    try:
        path.open("xb").close()
    except FileExistsError as error:
        raise StoreExists(str(path)) from error
    except FileNotFoundError as error:
        raise FolderReadOnly(str(path)) from error
    except OSError as error:
        raise file_fault(error, path) from error


def remove_book(path: Path) -> None:
    """Remove what is there of a closed book that the caller has just made."""
    for each in files_of(path):
        each.unlink(missing_ok=True)


def check(connection: Any) -> None:
    """Read the whole file of `connection`; raises StoreDamaged if it does not hold together."""
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for row in connection.execute(f"PRAGMA {pragma}").fetchall():
            if row[0] != "ok":
                raise StoreDamaged(str(row[0]))


def copy_book(connection: Any, source: Path, target: Path, key: bytes) -> None:
    """Copy the book `source`, open as `connection` under `key`, and its keys to `target`.

    The copy gets its name last, once it has been read through and lies on the disk, so that a file
    called `target` is whole and has its keys. It is there to stay when this returns. Raises StoreDamaged, FolderReadOnly or DiskFull.
    """
    part = target.with_name(target.name + ".part")
    with translated(target):
        remove_book(part)
        try:
            connection.execute("VACUUM INTO ?", [str(part)])
            _check_copy(part, key)
            if key_file(source).exists():
                replace_file(key_file(target), key_file(source).read_bytes())
            rename(part, target)
            settle(target.parent)
        except BaseException:
            remove_book(part)
            remove_book(target)
            raise


def _check_copy(part: Path, key: bytes) -> None:
    connection = driver.connect(part, key)
    try:
        check(connection)
    finally:
        connection.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())
