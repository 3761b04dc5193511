"""Attachments that come in a bundle: only what some record names is kept."""

import re

from qtapp.bundle.seal import Opened
from qtapp.store.store import Store

_HASH = re.compile(r"[0-9a-f]{64}")
_NAMING = (
    "SELECT attachments FROM documents UNION ALL SELECT attachments FROM essay_texts"
    # The value that lost may be chosen yet, and a later version may read what this one carries.
    " UNION ALL SELECT value FROM conflicts WHERE register = 'attachments'"
    " UNION ALL SELECT registers FROM carried"
)


def keep_attached(store: Store, opened: Opened) -> None:
    """Keep the attachments of a bundle that a record of the book names, its own rows merged before.

    A file nobody names could never be seen or removed, and would fill the book. Raises BundleDamaged.
    """
    named: set[str] | None = None
    for digest, data in opened.blobs():
        if named is None:
            named = {each for row in store.fetch(_NAMING) for each in _HASH.findall(row[0])}
        if digest in named:
            store.write(
                "INSERT INTO blobs (sha256, size, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [digest, len(data), data],
            )
