"""Drafts: what was typed and is no record yet, or not acceptable yet, by the place where it was typed.

Local to this copy of the book and encrypted with it: neither versioned nor sent.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.documents import Document, secret_field
from qtapp.domain.errors import SecretRefused
from qtapp.store.store import Store

_KEY = "draft:{where}"

Typed = Mapping[str, Any]
"""By field what stands in it, as plain JSON values: the letters typed, also those of no value yet."""


class Drafts:
    """One draft for each place, named by whoever typed there, as "members/new"."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, where: str) -> dict[str, Any]:
        """Return what stands in the fields of a place; nothing if there is no draft."""
        kept = self._store.fact(_KEY.format(where=where))
        return msgspec.json.decode(kept, type=dict[str, Any]) if kept else {}

    def keep(self, where: str, typed: Typed) -> None:
        """Let this be the draft of a place; nothing typed means no draft.

        Raises SecretRefused for what names a secret document, and the StoreError family.
        """
        if where.startswith(Document.table) and (secret := secret_field(typed)):
            raise SecretRefused(secret)
        if dict(typed) != self.of(where):
            text = msgspec.json.encode(typed).decode() if typed else ""
            with self._store.transaction():
                self._store.set_fact(_KEY.format(where=where), text)
                if typed:
                    self._drop_of_the_removed()

    def _drop_of_the_removed(self) -> None:
        """Drop the drafts about records that were removed and that no step of the history can bring back."""
        from qtapp.store.history import History  # noqa: PLC0415 - not for the start

        first = _KEY.format(where="")
        about = {
            key: set(key.removeprefix(first).split("/")[1:]) for key in self._store.facts(first)
        }
        ids = {each for named in about.values() for each in named}
        gone: set[str] = set()
        for record in RECORDS:
            gone |= self._store.table(record).removed(ids)
        if gone and (gone := gone - History(self._store).rows()):
            for key, named in about.items():
                if named & gone:
                    self._store.set_fact(key, "")
