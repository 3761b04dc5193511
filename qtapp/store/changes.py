"""What sync reads and writes besides rows: writers, their vectors, and what they knew."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from qtapp.domain.errors import BundleOutOfScope
from qtapp.store.store import Store


class KnownWriter(Struct, frozen=True, kw_only=True):
    """One run of the program that wrote; `seq` is what this book holds of it without a gap."""

    n: int
    id: str
    unit: str
    device: str
    app: str
    opened: str
    clock_ok: bool
    seq: int


class Context(Struct, frozen=True, kw_only=True):
    """What a writer knew of its unit's other writers, from one of its commits on."""

    writer: str
    from_seq: int
    vector: Mapping[str, int]


class Changes:
    """Writers, vectors and contexts of one book."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._contexts: dict[str, list[tuple[int, dict[str, int]]]] = {}

    def writers(self, units: Iterable[str]) -> list[KnownWriter]:
        """Return the writers of some units."""
        unit_ids = self._store.unit_ids()
        numbers = {n for n, unit in unit_ids.items() if unit in set(units)}
        rows = self._store.fetch(
            "SELECT n, id, unit, device, app, opened, clock_ok, seq FROM writers ORDER BY n"
        )
        return [
            KnownWriter(
                n=row[0],
                id=row[1],
                unit=unit_ids[row[2]],
                device=row[3],
                app=row[4],
                opened=row[5],
                clock_ok=bool(row[6]),
                seq=row[7],
            )
            for row in rows
            if row[2] in numbers
        ]

    def vector(self, units: Iterable[str]) -> dict[str, int]:
        """Return writer id to seq for the writers of some units, without zeros."""
        return {each.id: each.seq for each in self.writers(units) if each.seq}

    def contexts(self, unit: str) -> list[Context]:
        """Return every context of a unit's writers."""
        rows = self._store.fetch(
            "SELECT w.id, k.from_seq, k.vector FROM knows k JOIN writers w ON w.n = k.writer"
            " WHERE w.unit = ? ORDER BY k.writer, k.from_seq",
            [self._store.unit_number(unit)],
        )
        return [
            Context(writer=row[0], from_seq=row[1], vector=msgspec.json.decode(row[2]))
            for row in rows
        ]

    def register(self, writers: Iterable[KnownWriter]) -> dict[str, int]:
        """Make writers known, with nothing held of them yet, and return id to number.

        Raises BundleOutOfScope if one is known as another unit's.
        """
        known = {
            row[0]: (row[1], row[2]) for row in self._store.fetch("SELECT id, n, unit FROM writers")
        }
        numbers = {}
        for each in writers:
            unit = self._store.unit_number(each.unit)
            if each.id not in known:
                self._store.write(
                    "INSERT INTO writers (id, unit, device, app, opened, clock_ok, seq)"
                    " VALUES (?, ?, ?, ?, ?, ?, 0)",
                    [each.id, unit, each.device, each.app, each.opened, int(each.clock_ok)],
                )
                found = self._store.fetch("SELECT n FROM writers WHERE id = ?", [each.id])
                known[each.id] = (found[0][0], unit)
            if known[each.id][1] != unit:
                raise BundleOutOfScope("writers")
            numbers[each.id] = known[each.id][0]
        return numbers

    def learn(self, contexts: Iterable[Context], numbers: Mapping[str, int]) -> None:
        """Keep contexts of writers in `numbers`; one already kept only ever grows."""
        for each in contexts:
            kept = self._store.fetch(
                "SELECT vector FROM knows WHERE writer = ? AND from_seq = ?",
                [numbers[each.writer], each.from_seq],
            )
            vector = dict(each.vector)
            if kept:
                for writer, seq in msgspec.json.decode(kept[0][0], type=dict[str, int]).items():
                    vector[writer] = max(seq, vector.get(writer, 0))
            self._store.write(
                "INSERT INTO knows (writer, from_seq, vector) VALUES (?, ?, ?)"
                " ON CONFLICT (writer, from_seq) DO UPDATE SET vector = excluded.vector",
                [numbers[each.writer], each.from_seq, msgspec.json.encode(vector).decode()],
            )
        self._contexts.clear()

    def advance(self, vector: Mapping[str, int]) -> None:
        """Note what is now held of writers; never goes back."""
        self._store.write_many(
            "UPDATE writers SET seq = max(seq, ?) WHERE id = ?",
            [(seq, writer) for writer, seq in vector.items()],
        )

    def knew(self, writer: str, seq: int, other: str, other_seq: int) -> bool:
        """Whether commit (writer, seq) had seen commit (other, other_seq)."""
        if writer == other:
            return other_seq <= seq
        if writer not in self._contexts:
            rows = self._store.fetch(
                "SELECT k.from_seq, k.vector FROM knows k JOIN writers w ON w.n = k.writer"
                " WHERE w.id = ? ORDER BY k.from_seq",
                [writer],
            )
            self._contexts[writer] = [(row[0], msgspec.json.decode(row[1])) for row in rows]
        return any(
            from_seq <= seq and vector.get(other, 0) >= other_seq
            for from_seq, vector in self._contexts[writer]
        )
