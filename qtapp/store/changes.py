"""What sync reads and writes besides rows: writers, their vectors, and what they had seen.

A vector says of each writer how many of its commits are held without a gap. It is told by its *heads*:
the commits that no other held commit had seen. Whoever holds a commit holds all that it had seen, so
heads say it all, and years of runs of the program weigh no more than one.

What a committee gives back to a unit lacks the registers that never leave it. So a book also notes how far
it holds a writer *whole*, and a context whether it speaks of commits that were seen only in part.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec
from msgspec import Struct

from qtapp.domain.errors import BundleOutOfScope
from qtapp.store.store import Store


class KnownWriter(Struct, frozen=True, kw_only=True):
    """One run of the program that wrote; `seq` is what this book holds of it without a gap.

    `whole` is what it holds with the registers that never leave a unit.
    """

    n: int
    id: str
    unit: str
    device: str
    app: str
    opened: str
    clock_ok: bool
    seq: int
    whole: int = 0


class Context(Struct, frozen=True, kw_only=True):
    """What a writer had seen of its unit's other writers from one of its commits on: their heads.

    `part`: it had seen them without the registers that never leave a unit.
    """

    writer: str
    from_seq: int
    vector: Mapping[str, int]
    part: bool = False


_Graph = dict[str, list[tuple[int, int, dict[str, int]]]]
"""By writer its contexts: from which commit on, whether in part, what it had seen."""


_NEAR = 50
"""So many writers' contexts are read at a time: what is written over was mostly written lately."""


class _Walk(Struct):
    """A walk from a commit to those it had seen: what was reached, and where it goes on."""

    reached: dict[str, int]
    waiting: list[tuple[str, int]]


class Changes:
    """Writers, vectors and contexts of one book."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._graphs: dict[int, _Graph] = {}
        self._near: _Graph = {}
        self._walks: dict[tuple[str, int, bool], _Walk] = {}

    def writers(self, units: Iterable[str]) -> list[KnownWriter]:
        """Return the writers of some units, in the order in which they became known."""
        found: list[KnownWriter] = []
        for unit in dict.fromkeys(units):
            rows = self._store.fetch(
                "SELECT n, id, device, app, opened, clock_ok, seq, whole FROM writers WHERE unit = ?",
                [self._store.unit_number(unit)],
            )
            found.extend(
                KnownWriter(
                    n=row[0],
                    id=row[1],
                    unit=unit,
                    device=row[2],
                    app=row[3],
                    opened=row[4],
                    clock_ok=bool(row[5]),
                    seq=row[6],
                    whole=row[7],
                )
                for row in rows
            )
        return sorted(found, key=lambda each: each.n)

    def vector(self, units: Iterable[str]) -> dict[str, int]:
        """Return writer id to seq for every writer of some units, without zeros."""
        return {each.id: each.seq for each in self.writers(units) if each.seq}

    def heads(self, units: Iterable[str]) -> dict[str, int]:
        """Return the heads of what is held of some units."""
        found: dict[str, int] = {}
        for unit in units:
            found |= self._store.fetch(
                "SELECT id, seq FROM writers WHERE unit = ? AND seq > covered ORDER BY id",
                [self._store.unit_number(unit)],
            )
        return found

    def reached(self, unit: str, heads: Mapping[str, int]) -> dict[str, int]:
        """Return the whole vector that `heads` stand for, as far as this book knows the unit's writers."""
        return self._reached(self._store.unit_number(unit), heads)

    def _reached(self, unit: int, heads: Mapping[str, int]) -> dict[str, int]:
        """Return the vector that heads stand for."""
        graph = self._graph(unit)
        reached: dict[str, int] = {}
        waiting = [(writer, seq) for writer, seq in heads.items() if writer in graph]
        while waiting:
            writer, seq = waiting.pop()
            before = reached.get(writer, 0)
            if seq <= before:
                continue
            reached[writer] = seq
            for from_seq, _, seen in graph.get(writer, ()):
                if before < from_seq <= seq:
                    waiting.extend(seen.items())
        return reached

    def heads_of(self, unit: str, vector: Mapping[str, int]) -> dict[str, int]:
        """Return the heads of a whole vector of a unit, as `reached` gives it."""
        covered: dict[str, int] = {}
        for writer, contexts in self._graph(self._store.unit_number(unit)).items():
            for from_seq, _, seen in contexts:
                if from_seq <= vector.get(writer, 0):
                    for other, seq in seen.items():
                        covered[other] = max(seq, covered.get(other, 0))
        return {
            writer: seq for writer, seq in vector.items() if seq and seq > covered.get(writer, 0)
        }

    def beyond(self, unit: str, vector: Mapping[str, int]) -> dict[int, int]:
        """Return the writers (by number) of whom more is held than `vector` says, and what it says."""
        rows = self._store.fetch(
            "SELECT n, id, seq FROM writers WHERE unit = ?", [self._store.unit_number(unit)]
        )
        return {n: vector.get(writer, 0) for n, writer, seq in rows if seq > vector.get(writer, 0)}

    def news(self, unit: str, vector: Mapping[str, int]) -> dict[int, int]:
        """Return what `beyond` does, and the writers of whom rows have come over a gap.

        No vector tells who lacks such rows, so they go along with everything until the gap is closed.
        """
        rows = self._store.fetch(
            "SELECT n, id, max(seq, came) FROM writers WHERE unit = ?",
            [self._store.unit_number(unit)],
        )
        return {n: vector.get(writer, 0) for n, writer, seq in rows if seq > vector.get(writer, 0)}

    def note_commits(self, came: Mapping[int, int]) -> None:
        """Note the last commits (by the writers' numbers) that rows bear which have come over a gap."""
        self._store.write_many(
            "UPDATE writers SET came = max(came, ?1) WHERE n = ?2 AND seq < ?1",
            [(seq, n) for n, seq in came.items()],
        )

    def units_of(self, writers: Iterable[str]) -> dict[str, str]:
        """Return the units of those of some writers that are known."""
        ids = self._store.unit_ids()
        return {row[1]: ids[row[2]] for row in self._known(writers)}

    def _known(self, writers: Iterable[str]) -> list[tuple[int, str, int]]:
        """Return number, id and unit's number of those of some writers that are known."""
        return self._store.fetch(
            "SELECT n, id, unit FROM (SELECT value AS wanted FROM json_each(?))"
            " CROSS JOIN writers ON id = wanted",
            [msgspec.json.encode(list(writers)).decode()],
        )

    def holds(self, heads: Mapping[str, int]) -> bool:
        """Whether this book holds all that `heads` stand for."""
        return all(
            row[0] >= seq
            for writer, seq in heads.items()
            for row in self._store.fetch("SELECT seq FROM writers WHERE id = ?", [writer]) or [(0,)]
        )

    def named(
        self, units: Iterable[str], numbers: Collection[int], ids: Collection[str]
    ) -> list[KnownWriter]:
        """Return the writers of some units that are among `numbers` or `ids`."""
        return [each for each in self.writers(units) if each.n in numbers or each.id in ids]

    def contexts(
        self, unit: str, beyond: Mapping[str, int], of: Collection[int] = ()
    ) -> list[Context]:
        """Return the contexts of a unit's writers that begin after the vector `beyond`.

        Those of writers whose numbers are in `of` are returned whenever they begin.
        """
        sql = "SELECT id FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN writers ON n = wanted"
        listed = msgspec.json.encode(list(of)).decode()
        always = {row[0] for row in self._store.fetch(sql, [listed])}
        return [
            Context(writer=writer, from_seq=from_seq, vector=seen, part=bool(part))
            for writer, contexts in self._graph(self._store.unit_number(unit)).items()
            for from_seq, part, seen in contexts
            if writer in always or from_seq > beyond.get(writer, 0)
        ]

    def register(self, writers: Iterable[KnownWriter]) -> dict[str, int]:
        """Make writers known, with nothing held of them yet, and return id to number.

        Raises BundleOutOfScope if one is known as another unit's.
        """
        given = {each.id: each for each in writers}
        known = {row[1] for row in self._known(given)}
        self._store.write_many(
            "INSERT INTO writers (id, unit, device, app, opened, clock_ok, seq, covered)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
            [
                (
                    each.id,
                    self._store.unit_number(each.unit),
                    each.device,
                    each.app,
                    each.opened,
                    int(each.clock_ok),
                )
                for each in given.values()
                if each.id not in known
            ],
        )
        numbers = {}
        for n, writer, unit in self._known(given):
            if unit != self._store.unit_number(given[writer].unit):
                raise BundleOutOfScope("writers")
            numbers[writer] = n
        return numbers

    def learn(self, contexts: Iterable[Context], numbers: Mapping[str, int]) -> None:
        """Keep contexts of writers in `numbers`; one already kept only ever grows."""
        listed = msgspec.json.encode(list(numbers.values())).decode()
        rows = self._store.fetch(
            "SELECT writer, from_seq, part, vector FROM (SELECT value AS wanted FROM json_each(?))"
            " CROSS JOIN knows ON writer = wanted",
            [listed],
        )
        kept = {(row[0], row[1], row[2]): row[3] for row in rows}
        fresh: dict[tuple[int, int, int], str] = {}
        for each in contexts:
            key = (numbers[each.writer], each.from_seq, int(each.part))
            vector = dict(each.vector)
            before = fresh.get(key) or kept.get(key)
            if before:
                for writer, seq in msgspec.json.decode(before, type=dict[str, int]).items():
                    vector[writer] = max(seq, vector.get(writer, 0))
            text = msgspec.json.encode(dict(sorted(vector.items()))).decode()
            if text != before:
                fresh[key] = text
        self._store.write_many(
            "INSERT INTO knows (writer, from_seq, part, vector) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (writer, from_seq, part) DO UPDATE SET vector = excluded.vector",
            [(*key, text) for key, text in fresh.items()],
        )
        self.forget()

    def forget(self) -> None:
        """Read contexts anew when they are asked for next: the book may have changed."""
        self._graphs.clear()
        self._near.clear()
        self._walks.clear()

    def advance(self, vector: Mapping[str, int], contexts: Iterable[Context] = ()) -> None:
        """Note what is now held of writers, never going back, and what `contexts` make no head any more."""
        self._store.write_many(
            "UPDATE writers SET seq = max(seq, ?) WHERE id = ?",
            [(seq, writer) for writer, seq in vector.items()],
        )
        self._store.write_many(
            "UPDATE writers SET covered = max(covered, ?) WHERE id = ?",
            [
                (seq, writer)
                for each in contexts
                if each.from_seq <= vector.get(each.writer, 0)
                for writer, seq in each.vector.items()
            ],
        )

    def advance_whole(self, vector: Mapping[str, int], contexts: Iterable[Context]) -> None:
        """Note as `advance` does what is now held with the registers that never leave a unit."""
        self._store.write_many(
            "UPDATE writers SET whole = max(whole, ?) WHERE id = ?",
            [(seq, writer) for writer, seq in vector.items()],
        )
        self._store.write_many(
            "UPDATE writers SET whole_covered = max(whole_covered, ?) WHERE id = ?",
            [
                (seq, writer)
                for each in contexts
                if not each.part and each.from_seq <= vector.get(each.writer, 0)
                for writer, seq in each.vector.items()
            ],
        )

    def knew(
        self, writer: str, seq: int, other: str, other_seq: int, *, whole: bool = False
    ) -> bool:
        """Whether commit (writer, seq) had seen commit (other, other_seq).

        `whole`: with the registers that never leave a unit.
        """
        if writer == other:
            return other_seq <= seq
        key = (writer, seq, whole)
        if key not in self._walks:
            self._walks[key] = _Walk(reached={}, waiting=[(writer, seq)])
        return self._walk(self._walks[key], other, other_seq, whole=whole)

    def _walk(self, walk: "_Walk", other: str, other_seq: int, *, whole: bool) -> bool:
        """Go on with a walk until it has come to a commit, or to all it can reach."""
        while walk.reached.get(other, 0) < other_seq and walk.waiting:
            writer, seq = walk.waiting.pop()
            before = walk.reached.get(writer, 0)
            if seq <= before:
                continue
            walk.reached[writer] = seq
            for from_seq, part, seen in self._contexts_of(writer):
                if before < from_seq <= seq and not (whole and part):
                    walk.waiting.extend(seen.items())
        return walk.reached.get(other, 0) >= other_seq

    def _contexts_of(self, writer: str) -> list[tuple[int, int, dict[str, int]]]:
        """Return what a writer had seen; of those of its unit that became known just before it, too."""
        if writer not in self._near:
            rows = self._store.fetch(
                "SELECT w.id, k.from_seq, k.part, k.vector FROM (SELECT n, id FROM writers"
                " WHERE unit = (SELECT unit FROM writers WHERE id = ?1)"
                " AND n <= (SELECT n FROM writers WHERE id = ?1) ORDER BY n DESC LIMIT ?2) w"
                " LEFT JOIN knows k ON k.writer = w.n",
                [writer, _NEAR],
            )
            near: _Graph = {writer: []}
            for other, from_seq, part, vector in rows:
                contexts = near.setdefault(other, [])
                if from_seq is not None:
                    contexts.append((from_seq, part, msgspec.json.decode(vector)))
            self._near |= near
        return self._near[writer]

    def _graph(self, unit: int) -> _Graph:
        """Return every writer of a unit with its contexts, read once until some are learned."""
        if unit not in self._graphs:
            rows = self._store.fetch(
                "SELECT w.id, k.from_seq, k.part, k.vector FROM writers w LEFT JOIN knows k"
                " ON k.writer = w.n WHERE w.unit = ? ORDER BY w.n, k.from_seq, k.part",
                [unit],
            )
            graph: _Graph = {}
            for writer, from_seq, part, vector in rows:
                contexts = graph.setdefault(writer, [])
                if from_seq is not None:
                    contexts.append((from_seq, part, msgspec.json.decode(vector)))
            self._graphs[unit] = graph
        return self._graphs[unit]
