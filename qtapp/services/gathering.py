"""Gathering: the rows that go into a bundle, with what is carried unread for them."""

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from qtapp.bundle.sections import Table as Section
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.conflicts import Conflict
from qtapp.domain.record import Record
from qtapp.services.merging import ID
from qtapp.store.carried import Carried, Registers
from qtapp.store.shape import DELETED, shape_of
from qtapp.store.store import Store

Version = tuple[int, int, int]
Disputed = Mapping[tuple[str, str], AbstractSet[str]]
"""By unit and table the ids of rows that rivals are about."""
_NOTHING: Disputed = MappingProxyType({})


class Rows(Struct, frozen=True, kw_only=True):
    """Rows of one table with the same columns, as they go into a section but for the writers' places."""

    name: str
    columns: Sequence[str]
    registers: Mapping[str, str]
    data: Sequence[Sequence[Any]]
    versions: Sequence[Version]
    fields: Mapping[int, Mapping[str, Version]]

    def writers(self) -> set[int]:
        """Return the numbers of the writers that are named."""
        found = {writer for _, writer, _ in self.versions}
        found.update(each[1] for fields in self.fields.values() for each in fields.values())
        return found

    def section(self, places: Mapping[int, int]) -> Section:
        """Return the rows with their writers' places in the bundle."""
        return Section(
            name=self.name,
            columns=tuple(self.columns),
            data=self.data,
            lam=[each[0] for each in self.versions],
            writer=[places[each[1]] for each in self.versions],
            seq=[each[2] for each in self.versions],
            fv={
                place: {group: (lam, places[n], seq) for group, (lam, n, seq) in each.items()}
                for place, each in self.fields.items()
            },
            registers=self.registers,
        )


class Gathering:
    """Reads rows of one owner, all or those that certain writers have touched since a commit.

    One is made for each bundle, inside the transaction that shows it one state of the book.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._carried = Carried(store)
        self._filled: dict[str, set[str]] = {}

    def disputed(self, owners: Iterable[str]) -> Disputed:
        """Return the rows of some units that those of their rivals are about which leave the unit."""
        conflicts = self._store.table(Conflict)
        columns = conflicts.shape.columns
        subject, table = (columns.index(name) + 1 for name in ("subject", "subject_table"))
        found: dict[tuple[str, str], set[str]] = {}
        for owner in owners:
            if Conflict.table not in self._tables(owner):
                continue
            for row in conflicts.all_raw(self._store.unit_number(owner)):
                if not _stays(columns, row):
                    found.setdefault((owner, row[table]), set()).add(row[subject])
        return found

    def rows(
        self,
        record: type[Record],
        owner: str,
        news: Mapping[int, int] | None,
        *,
        also: Disputed = _NOTHING,
        all_columns: bool,
    ) -> list[Rows]:
        """Return a unit's rows of one table: all, or those with a register among `news`; rivals always.

        `also` go along without news. `all_columns`: also those that never leave the unit.
        """
        disputed = also.get((owner, record.table), set())
        table = self._store.table(record)
        shape = table.shape
        number = self._store.unit_number(owner)
        # A rival's row is as old as what lost: who has confirmed that may still lack the row.
        if record is Conflict:
            news = None
        is_empty = news is not None and not news and not disputed
        if is_empty or record.table not in self._tables(owner):
            return []
        carried = self._carried.of(number, record.table)
        rows = table.all_raw(number) if news is None else table.newer_raw(number, news)
        # What an invitation merely told of the tree was never written (lam 0), and is not handed on.
        rows = [row for row in rows if row[-4]]
        if record is Conflict and not all_columns:
            rows = [row for row in rows if not _stays(shape.columns, row)]
        if news is not None:
            fresh = {row_id for row_id in carried if _has_news(carried[row_id], news)} | disputed
            fresh -= {row[0] for row in rows}
            rows += table.some_raw(number, sorted(fresh)) if fresh else []
        leaving = list(shape.columns if all_columns else shape.leaving)
        places = [shape.columns.index(name) + 1 for name in leaving]
        groups = {shape.register_of[name] for name in leaving} | {DELETED}
        grouped = {name: shape.register_of[name] for name in leaving}
        found = []
        for extra, some in _by_columns(rows, carried):
            columns = list(zip(*some, strict=True))
            ids, deleted, lam, writer, seq, fields = columns[0], *columns[-5:]
            # Rows of one commit have one text of versions; hundreds of them are read as one.
            read = {
                text: {
                    group: tuple(version)
                    for group, version in msgspec.json.decode(text).items()
                    if group in groups
                }
                for text in set(fields) - {None}
            }
            own = {place: read[text] for place, text in enumerate(fields) if text is not None}
            data: list[Sequence[Any]] = [ids, *(columns[place] for place in places), deleted]
            registers = dict(grouped)
            for group, name in extra:
                registers[name] = group
                data.append([carried[row_id][group][3][name] for row_id in ids])
            for place, row_id in enumerate(ids) if extra else ():
                more = {group: carried[row_id][group][:3] for group, _ in extra}
                own[place] = own.get(place, {}) | more
            found.append(
                Rows(
                    name=record.table,
                    columns=[ID, *leaving, DELETED, *(name for _, name in extra)],
                    registers={name: each for name, each in registers.items() if name != each},
                    data=data,
                    versions=list(zip(lam, writer, seq, strict=True)),
                    fields={place: each for place, each in own.items() if each},
                )
            )
        return found

    def _tables(self, owner: str) -> set[str]:
        """Return the names of the tables that hold anything of a unit: most units have rows in few."""
        if owner not in self._filled:
            self._filled[owner] = self._store.filled(owner)
        return self._filled[owner]

    def strangers(
        self, owner: str, news: Mapping[int, int] | None, *, also: Disputed = _NOTHING
    ) -> list[Rows]:
        """Return a unit's rows of tables that this version does not know, as `rows` does."""
        number = self._store.unit_number(owner)
        found = []
        for name in self._carried.tables(number):
            if name in BY_TABLE:
                continue
            disputed = also.get((owner, name), set())
            carried = {
                row_id: registers
                for row_id, registers in self._carried.of(number, name).items()
                if news is None or _has_news(registers, news) or row_id in disputed
            }
            for extra, some in _by_columns([(row_id,) for row_id in carried], carried):
                ids = [row[0] for row in some]
                groups = dict.fromkeys(group for group, _ in extra)
                versions = [max(each[:3] for each in carried[row_id].values()) for row_id in ids]
                found.append(
                    Rows(
                        name=name,
                        columns=[ID, *(column for _, column in extra)],
                        registers={column: group for group, column in extra if column != group},
                        data=[
                            ids,
                            *(
                                [carried[row_id][group][3][column] for row_id in ids]
                                for group, column in extra
                            ),
                        ],
                        versions=versions,
                        fields={
                            place: {group: carried[row_id][group][:3] for group in groups}
                            for place, row_id in enumerate(ids)
                        },
                    )
                )
        return found


def _by_columns(
    rows: Sequence[Any], carried: Mapping[str, Registers]
) -> Iterable[tuple[tuple[tuple[str, str], ...], Sequence[Any]]]:
    """Return rows (id first) apart by what is carried for them: (register, column) pairs, and the rows."""
    if not carried:
        return [((), rows)] if rows else []
    found: dict[tuple[tuple[str, str], ...], list[Any]] = {}
    for row in rows:
        registers = carried.get(row[0], {})
        extra = tuple((group, name) for group, each in registers.items() for name in each[3])
        found.setdefault(extra, []).append(row)
    return found.items()


def _stays(columns: Sequence[str], row: Sequence[Any]) -> bool:
    """Whether a conflict is about a register that never leaves the unit: it holds what that said."""
    subject, register = (row[columns.index(name) + 1] for name in ("subject_table", "register"))
    return subject in BY_TABLE and register in shape_of(BY_TABLE[subject]).staying


def _has_news(registers: Registers, news: Mapping[int, int]) -> bool:
    return any(each[1] in news and each[2] > news[each[1]] for each in registers.values())
