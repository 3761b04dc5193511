import errno

import pytest

from qtapp.domain.errors import DiskFull, FileUnreadable, FolderReadOnly, StoreBusy, StoreDamaged
from qtapp.store.driver import DatabaseError, OperationalError
from qtapp.store.faults import translated


@pytest.mark.parametrize(
    ("raised", "ours"),
    [
        (OperationalError("database is locked"), StoreBusy),
        (OperationalError("database or disk is full"), DiskFull),
        (OperationalError("attempt to write a readonly database"), FolderReadOnly),
        (OperationalError("unable to open database file"), FolderReadOnly),
        (DatabaseError("file is not a database"), StoreDamaged),
        (DatabaseError("database disk image is malformed"), StoreDamaged),
        (OperationalError("disk I/O error"), StoreDamaged),
        (OSError(errno.ENOSPC, "no room"), DiskFull),
        (PermissionError(errno.EACCES, "no"), FolderReadOnly),
        (OSError(errno.EROFS, "no"), FolderReadOnly),
        (FileNotFoundError(errno.ENOENT, "no"), FileUnreadable),
    ],
    ids=lambda value: getattr(value, "__name__", None) or str(value)[:24],
)
def test_each_outside_failure_becomes_ours_with_its_cause(tmp_path, raised, ours):
    with pytest.raises(ours) as caught, translated(tmp_path / "sổ.scb"):
        raise raised
    assert caught.value.__cause__ is raised


def test_a_bug_in_our_sql_stays_a_bug(tmp_path):
    with pytest.raises(OperationalError), translated(tmp_path):
        raise OperationalError("no such column: nonsense")
