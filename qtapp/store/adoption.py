"""What an update brings to life: registers and tables that were carried unread until now."""

from typing import Any

import msgspec

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.record import Reach, Record
from qtapp.domain.units import Unit
from qtapp.store.carried import Carried, Registers
from qtapp.store.ledger import Ledger, Version
from qtapp.store.shape import DELETED, Shape, shape_of
from qtapp.store.table import Table, raw_row

_UNWRITTEN: Version = (0, 0, 0)
_FACT = "registers"


def adopt(store: Ledger) -> None:
    """Bring a book's rows to the registers of this version of the program, if it knew others before.

    A register that is new here was never written in the rows there are: its blank is not what anybody
    said. What was carried for it takes its place, if it fits the declaration and may have come.
    """
    now = {name: sorted(shape_of(record).groups) for name, record in BY_TABLE.items()}
    text = msgspec.json.encode(now).decode()
    before = store.fact(_FACT)
    if before == text:
        return
    with store.transaction():
        for name, groups in msgspec.json.decode(before or "{}", type=dict[str, list[str]]).items():
            for group in set(now.get(name, ())) - set(groups):
                store.write(
                    f"UPDATE {name} SET fv = json_set(coalesce(fv, '{{}}'), ?, json('[0,0,0]'))",
                    [f"$.{group}"],
                )
        if before:
            _take_in(store)
        store.set_fact(_FACT, text)


def _take_in(store: Ledger) -> None:
    carried = Carried(store)
    for number, unit in store.unit_ids().items():
        for name in carried.tables(number):
            record = BY_TABLE.get(name)
            if record is None or not _may_have_come(store, record, unit):
                continue
            rest = {
                row_id: _adopted(store, record, number, row_id, registers)
                for row_id, registers in carried.of(number, name).items()
            }
            carried.put(number, name, rest)


def _adopted(
    store: Ledger, record: type[Record], unit: int, row_id: str, registers: Registers
) -> Registers:
    """Write what a row's record knows by now, and return what it still does not know."""
    table = Table(store, record)
    shape = table.shape
    known = {group: each for group, each in registers.items() if _fits(shape, group, each[3])}
    row = table.raw(unit, [row_id]).get(row_id)
    if row is None:
        blank = shape.blank()
        given = {column for each in known.values() for column in each[3]}
        if DELETED not in known or not given.union(blank) >= set(shape.columns):
            return registers
        values = [blank.get(name) for name in shape.columns]
        versions: dict[str, Version] = dict.fromkeys((*shape.groups, DELETED), _UNWRITTEN)
        deleted = known[DELETED][3][DELETED]
    else:
        values, versions, deleted = list(row.values), table.versions(row), row.deleted
    for group, each in known.items():
        versions[group] = each[:3]
        for place in shape.groups.get(group, ()):
            values[place] = each[3][shape.columns[place]]
    fresh = raw_row(row_id, tuple(values), deleted, versions)
    (table.insert_raw if row is None else table.replace_raw)(unit, [fresh])
    return {group: each for group, each in registers.items() if group not in known}


def _fits(shape: Shape[Any], group: str, values: dict[str, Any]) -> bool:
    if group == DELETED:
        return values.keys() == {DELETED}
    columns = {shape.columns[place] for place in shape.groups.get(group, ())}
    if not columns or values.keys() != columns:
        return False
    try:
        for name, value in values.items():
            shape.check_column(name, [value])
    except (msgspec.MsgspecError, TypeError):
        return False
    return True


def _may_have_come(store: Ledger, record: type[Record], owner: str) -> bool:
    """Whether a table may hold rows of `owner` here: its own, those of a unit below, or from above."""
    if owner == store.unit:
        return True
    below = {unit.id for unit in Table(store, Unit).own()}
    return bool(record.reach & ((Reach.UP | Reach.FORWARD) if owner in below else Reach.DOWN))
