"""The SQLCipher driver, made the one that sqlite-utils finds too."""

import sys
from pathlib import Path
from typing import Any

import sqlcipher3  # type: ignore[import-untyped]
from sqlcipher3 import dbapi2

# sqlite-utils catches the exceptions of the module it finds under this name first.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

Connection = dbapi2.Connection
DatabaseError = dbapi2.DatabaseError
OperationalError = dbapi2.OperationalError

KEY_BYTES = 32
_STATEMENTS = 500
"""As many as there are: to prepare one costs more than to run most of them."""


def connect(path: Path, key: bytes) -> Any:
    """Return a connection to the encrypted file at `path` under the raw 32-byte `key`.

    Autocommit: transactions are written out where they are used. The cache is 16 MB, so that the
    working set of a commune stays decrypted in memory (sync.md §5.3). Raises DatabaseError if the key
    does not fit.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    connection = dbapi2.connect(
        str(path), timeout=5, isolation_level=None, cached_statements=_STATEMENTS
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk, in WAL mode too
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()  # Windows keeps an open file from being moved or replaced
        raise
    return connection
