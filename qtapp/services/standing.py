"""Whether what a book holds beyond a vector goes up at all: a letter or a telephone number does not."""

from collections.abc import Mapping
from typing import Any

import msgspec

from qtapp.domain.catalogue import BY_TABLE, RECORDS
from qtapp.domain.conflicts import Conflict
from qtapp.domain.record import Reach
from qtapp.store.changes import Changes
from qtapp.store.shape import DELETED, Shape, shape_of
from qtapp.store.store import Store


def lacks_what_goes_up(
    store: Store, changes: Changes, held: Mapping[str, int], reach: Reach
) -> bool:
    """Whether the own unit has written something with `reach` that a side lacks which holds `held`."""
    news = changes.beyond(store.unit, held)
    number = store.unit_number(store.unit)
    return any(
        _leaves(shape_of(record), row, news)
        for record in RECORDS
        if news and reach in record.reach
        for row in store.table(record).newer_raw(number, news)
    )


def _leaves(shape: Shape[Any], row: Any, news: Mapping[int, int]) -> bool:
    """Whether one of the registers of a raw row that leave the unit is among the news."""
    if shape.table == Conflict.table:
        subject, register = (
            row[shape.columns.index(name) + 1] for name in ("subject_table", "register")
        )
        return subject not in BY_TABLE or register not in shape_of(BY_TABLE[subject]).staying
    leaving = {shape.register_of[name] for name in shape.leaving} | {DELETED}
    _, writer, seq, text = row[-4:]
    fields = msgspec.json.decode(text) if text else {}
    versions = [(writer, seq)] if leaving - fields.keys() else []
    versions += [(each[1], each[2]) for group, each in fields.items() if group in leaving]
    return any(n in news and at > news[n] for n, at in versions)
