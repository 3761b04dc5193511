"""The index of words inside the encrypted book: brought up to date when somebody searches.

Triggers note in `search_waiting` which searched rows have changed, whoever changed them; the words of
these are taken anew before the next search. The index holds folded words only, no text.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.searching import searched_words, wanted_words
from qtapp.store.store import Store

_PIECE = 500
_NAME_WEIGHT = 8.0


class SearchIndex:
    """Finds records of any kind by words that their texts hold."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self) -> int:
        """Return how many changed rows the index has not seen yet."""
        return int(self._store.fetch("SELECT count(*) FROM search_waiting")[0][0])

    def refresh(self, report: Callable[[int, int], None]) -> None:
        """Take in what has changed since the last time, piece by piece; each piece stays taken in."""
        total = self.waiting()
        done = 0
        while done < total:
            report(done, total)
            rows = self._store.fetch(
                "SELECT record, unit, id FROM search_waiting ORDER BY record, unit LIMIT ?",
                [_PIECE],
            )
            if not rows:
                break
            with self._store.transaction():
                for record, unit in dict.fromkeys((row[0], row[1]) for row in rows):
                    ids = [row[2] for row in rows if (row[0], row[1]) == (record, unit)]
                    self._take(record, unit, ids)
            done += len(rows)
        report(total, total)

    def find(self, query: str, most: int) -> list[tuple[str, int, str]]:
        """Return table, unit number and id of the records that hold every word, the best first.

        Words are sought as beginnings, without diacritics; names of records count most.
        """
        words = wanted_words(query)
        if not words:
            return []
        sought = " ".join(f'"{word}"*' for word in words)
        rows: list[Any] = self._store.fetch(
            "SELECT r.record, r.unit, r.id FROM search_words w JOIN search_rows r ON r.n = w.rowid"
            " WHERE search_words MATCH ?"
            f" ORDER BY bm25(search_words, {_NAME_WEIGHT}, 1.0) LIMIT ?",
            [sought, most],
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def _take(self, record: str, unit: int, ids: Sequence[str]) -> None:
        """Take the words of some rows of one table and unit anew; removed ones leave the index."""
        listed = msgspec.json.encode(list(ids)).decode()
        chosen = "record = ? AND unit = ? AND id IN (SELECT value FROM json_each(?))"
        key = [record, unit, listed]
        self._store.write(
            f"DELETE FROM search_words WHERE rowid IN (SELECT n FROM search_rows WHERE {chosen})",
            key,
        )
        self._store.write(f"DELETE FROM search_rows WHERE {chosen}", key)
        self._store.write(f"DELETE FROM search_waiting WHERE {chosen}", key)
        live = self._store.table(BY_TABLE[record]).where(
            "unit = ? AND id IN (SELECT value FROM json_each(?))", [unit, listed]
        )
        self._store.write_many(
            "INSERT INTO search_rows (record, unit, id) VALUES (?, ?, ?)",
            ((record, unit, each.id) for each in live),
        )
        places = dict(self._store.fetch(f"SELECT id, n FROM search_rows WHERE {chosen}", key))
        self._store.write_many(
            "INSERT INTO search_words (rowid, name, rest) VALUES (?, ?, ?)",
            ((places[each.id], *searched_words(each)) for each in live),
        )
