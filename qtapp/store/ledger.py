"""The ledger under the store: one connection, its transactions, and the versions they stamp."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from qtapp.store.clock import Clock, trusted_minutes
from qtapp.store.driver import DatabaseError
from qtapp.store.faults import store_fault, translated

_KEPT = 300
"""Commits in the history; older ones can no longer be taken back."""
_MOST_NOTED = 20_000
"""Rows of one commit; a larger one is not remembered."""

_RUN = timedelta(minutes=2)
"""How long typing in the same fields of a record stays one line of the history, from its first save on."""

Version = tuple[int, int, int]
"""(lam, writer number, seq): compares in this order."""


class Writer(Struct, frozen=True, kw_only=True):
    """One run of the program that writes: a fresh random id at every start (sync.md §4.1)."""

    id: str
    app: str


class Noted(Struct, frozen=True, array_like=True):
    """A row the user changed: the raw values of the columns concerned before and after.

    The column `deleted` is among them where the row came, went or came back.
    """

    table: str
    id: str
    before: dict[str, Any]
    after: dict[str, Any]


class RolledBack(Exception):
    """The book itself has taken back a transaction in the middle: its disk is full or gone."""


class _Run(NamedTuple):
    """Typing that goes on: its line of the history, and since when."""

    n: int
    began: datetime


class Ledger:
    """The open connection to a book, its commits and its small facts."""

    def __init__(self, connection: Any, path: Path, writer: Writer, clock: Clock) -> None:
        self._connection = connection
        self.path = path
        self._writer = writer
        self._clock = clock
        self._depth = 0
        self._commit: tuple[int, int, int] | None = None
        self._unit = ""
        self._units: dict[str, int] = {}
        self._unit_ids: dict[int, str] = {}
        self._noted: list[Noted] | None = []
        # Nobody else writes while a transaction is open: what it has read of these stays true in it.
        self._facts: dict[str, str] = {}
        self._all_known = False
        self._is_typed = False
        self._run: _Run | None = None
        self._written: Counter[str] = Counter()

    @property
    def unit(self) -> str:
        """The id of the unit this book belongs to; empty while the book is being made."""
        if not self._unit:
            self._unit = self.fact("unit")
        return self._unit

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written in the block one commit, or nothing if the block raises."""
        if self._depth:
            yield
            return
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._keep_noted()
                self._connection.execute("COMMIT")
            except BaseException:
                self._run = None
                self.forget_units()
                # On a full disk SQLite has rolled back by itself; another ROLLBACK would fail.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0
                self._commit = None
                self._noted = []
                self._facts.clear()
                self._all_known = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Make all that is written in the block, or, if it raises, nothing of it, part of the transaction.

        Raises RolledBack if that has failed so that the whole transaction is gone.
        """
        if not self._depth:
            with self.transaction():
                yield
            return
        commit = self._commit
        noted = None if self._noted is None else [*self._noted]
        self._connection.execute("SAVEPOINT attempt")
        try:
            with translated(self.path):
                yield
        except BaseException as error:
            self.forget_units()
            self._facts.clear()
            if not self._connection.in_transaction:
                raise RolledBack from error
            self._commit, self._noted = commit, noted
            self._connection.execute("ROLLBACK TO attempt")
            self._connection.execute("RELEASE attempt")
            raise
        self._connection.execute("RELEASE attempt")

    def note(self, changes: Iterable[Noted]) -> None:
        """Remember what the user changes in this transaction, for `store.history`."""
        if self._noted is not None:
            self._noted.extend(changes)

    @contextmanager
    def unnoted(self) -> Iterator[None]:
        """Let what is written in the rest of this transaction leave no trace in the history."""
        self._noted = None
        yield

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Let the commits of the block be what somebody types.

        A run of them in the same fields of a record is one line of the history, and none once the fields
        say again what they said before.
        """
        self._is_typed = True
        try:
            yield
        finally:
            self._is_typed = False

    def _keep_noted(self) -> None:
        """Write the history of this transaction. What was taken back before can no longer be done again."""
        noted = self._noted
        if noted is not None and not noted:
            return
        run, self._run = self._run, None
        if noted is None:
            return
        now = self._clock()
        self.write("DELETE FROM edits WHERE undone = 1")
        before = self._begun(run, noted, now) if run is not None and self._is_typed else None
        if run is not None and before is not None:
            self._run = self._join(run, before, noted, now)
        elif len(noted) <= _MOST_NOTED:
            self.write(
                "INSERT INTO edits (made, undone, changes) VALUES (?, 0, ?)",
                [now.isoformat(timespec="seconds"), msgspec.json.encode(noted).decode()],
            )
            if self._is_typed:
                self._run = _Run(self._newest_edit(), now)
        self.write("DELETE FROM edits WHERE n <= (SELECT max(n) FROM edits) - ?", [_KEPT])

    def _newest_edit(self) -> int:
        return int(self.fetch("SELECT coalesce(max(n), 0) FROM edits")[0][0])

    def _begun(
        self, run: _Run, noted: Sequence[Noted], now: datetime
    ) -> dict[tuple[str, str], Noted] | None:
        """Return the line of `run` by rows if what is `noted` goes on where it ends, else None."""
        if now - run.began > _RUN or run.n != self._newest_edit():
            return None
        kept = self.fetch("SELECT changes FROM edits WHERE n = ?", [run.n])[0][0]
        line = {
            (each.table, each.id): each
            for each in msgspec.json.decode(kept, type=tuple[Noted, ...])
        }
        ends = {key: each.after for key, each in line.items()}
        goes_on = ends == {(each.table, each.id): each.before for each in noted}
        return line if goes_on and len(noted) == len(line) else None

    def _join(
        self, run: _Run, line: dict[tuple[str, str], Noted], noted: Sequence[Noted], now: datetime
    ) -> _Run | None:
        """Let the line of `run` end with what is `noted`; without a difference left there is no line."""
        joined = [
            Noted(each.table, each.id, line[each.table, each.id].before, each.after)
            for each in noted
        ]
        if all(each.before == each.after for each in joined):
            self.write("DELETE FROM edits WHERE n = ?", [run.n])
            return None
        self.write(
            "UPDATE edits SET made = ?, changes = ? WHERE n = ?",
            [now.isoformat(timespec="seconds"), msgspec.json.encode(joined).decode(), run.n],
        )
        return run

    def stamp(self, overwritten: int) -> Version:
        """Return a version for this commit that beats `overwritten` (a lam; 0 for a new row).

        A commit is (writer, seq); seq is dense and taken inside the transaction. lam is
        max(overwritten + 1, trusted minutes << 16), so that a wrong clock harms nothing.
        """
        if self._commit is None:
            self._commit = self._begin_commit()
        number, seq, minutes = self._commit
        return max(overwritten + 1, minutes << 16), number, seq

    def _begin_commit(self) -> tuple[int, int, int]:
        if not self._depth:
            raise RuntimeError("a version is taken inside a transaction")
        now = self._clock()
        minutes = trusted_minutes(self, now)
        found = self.fetch("SELECT n, seq FROM writers WHERE id = ?", [self._writer.id])
        if found:
            number, seq = found[0]
        else:
            self.write(
                "INSERT INTO writers (id, unit, device, app, opened, clock_ok, seq, covered)"
                " VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
                [
                    self._writer.id,
                    self.unit_number(self.unit),
                    self.fact("device"),
                    self._writer.app,
                    now.isoformat(timespec="seconds"),
                    int(minutes > 0),
                ],
            )
            number, seq = self.fetch("SELECT n, 0 FROM writers WHERE id = ?", [self._writer.id])[0]
        self._remember_known(number, seq + 1)
        self.write("UPDATE writers SET seq = ?1, whole = ?1 WHERE n = ?2", [seq + 1, number])
        return number, seq + 1, minutes

    def _remember_known(self, number: int, from_seq: int) -> None:
        """Note what other writers of the own unit left here since: the context of what follows.

        Heads need be noted once only, and are none from here on: this writer's commits have seen them.
        Those that came without the registers that never leave a unit were seen in part.
        """
        unit = self.unit_number(self.unit)
        for part, heads in (
            (0, "SELECT id, whole FROM writers WHERE whole > whole_covered"),
            (1, "SELECT id, seq FROM writers WHERE seq > covered AND seq > whole"),
        ):
            known = self.fetch(f"{heads} AND unit = ? AND n <> ? ORDER BY id", [unit, number])
            if known:
                vector = msgspec.json.encode(dict(known)).decode()
                self.write(
                    "INSERT INTO knows (writer, from_seq, part, vector) VALUES (?, ?, ?, ?)",
                    [number, from_seq, part, vector],
                )
        self.write(
            "UPDATE writers SET covered = seq, whole_covered = whole"
            " WHERE unit = ? AND n <> ? AND (seq > covered OR whole > whole_covered)",
            [unit, number],
        )

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        try:
            rows: list[Any] = self._connection.execute(sql, parameters).fetchall()
        except DatabaseError as error:
            if fault := store_fault(error, self.path):
                raise fault from error
            raise
        return rows

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement of the current transaction."""
        self._connection.execute(sql, parameters)

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement of the current transaction for many rows."""
        given = list(rows)
        if given:
            self._connection.executemany(sql, given)

    def unit_number(self, unit: str) -> int:
        """Return the small number that stands for a unit's id in every key, taking one if new."""
        number = self.known_number(unit)
        if not number:
            with self.transaction():
                self.write("INSERT INTO owners (id) VALUES (?)", [unit])
                self._all_known = False
            number = self.known_number(unit)
        return number

    def known_number(self, unit: str) -> int:
        """Return a unit's small number, 0 if it has none: asking writes nothing."""
        if unit not in self._units:
            found = self.fetch("SELECT n FROM owners WHERE id = ?", [unit])
            if not found:
                return 0
            self._units[unit] = found[0][0]
        return self._units[unit]

    def unit_ids(self) -> dict[int, str]:
        """Return the unit ids by their small numbers."""
        if not self._all_known:
            newest = self.fetch("SELECT max(n) FROM owners")[0][0]
            if newest not in self._unit_ids:
                last = next(reversed(self._unit_ids), 0)
                sql = "SELECT n, id FROM owners WHERE n > ? ORDER BY n"
                self._unit_ids |= dict(self.fetch(sql, [last]))
            self._all_known = self._depth > 0
        return self._unit_ids

    def below(self) -> set[str]:
        """Return the ids of the units in the own unit's list, those that have ended too: all below it."""
        rows = self.fetch("SELECT id FROM units WHERE unit = ?", [self.unit_number(self.unit)])
        return {row[0] for row in rows} - {self.unit}

    def note_written(self, table: str) -> None:
        """Note that rows of a table are written; see `state_of`."""
        self._written[table] += 1

    def state_of(self, table: str) -> Hashable | None:
        """Return what is another thing once the rows of a record table may have changed, by whomever.

        None in a transaction: what is read there may be taken back.
        """
        if self._depth:
            return None
        # SQLite's number changes with what other connections commit, here or in another process.
        others = self.fetch("PRAGMA data_version")[0][0]
        return self.unit, self._written[table], others

    def forget_units(self) -> None:
        """Read the own unit and the units' numbers anew: a rollback or a join has changed them."""
        self._unit = ""
        self._units.clear()
        self._unit_ids.clear()
        self._all_known = False

    def fact(self, key: str) -> str:
        """Return a local fact of the book, or an empty text."""
        if key in self._facts:
            return self._facts[key]
        found = self.fetch("SELECT value FROM facts WHERE key = ?", [key])
        value: str = found[0][0] if found else ""
        if self._depth:
            self._facts[key] = value
        return value

    def facts(self, first: str) -> list[str]:
        """Return the keys of the local facts that begin with `first`."""
        return [key for (key,) in self.fetch("SELECT key FROM facts") if key.startswith(first)]

    def set_fact(self, key: str, value: str) -> None:
        """Write a local fact of the book, or drop it (empty text); it is neither versioned nor sent."""
        if key == "unit":
            self._unit = ""
        with self.transaction():
            self._facts[key] = value
            if not value:
                self.write("DELETE FROM facts WHERE key = ?", [key])
                return
            self.write(
                "INSERT INTO facts (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, value],
            )

    def now(self) -> datetime:
        """Return the wall clock's time, for people to read; it decides nothing."""
        return self._clock()

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self._connection.close()
