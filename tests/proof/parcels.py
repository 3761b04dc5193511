"""What the bundles that laptops make really bring, read from their sections as they are sealed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from qtapp.bundle.sections import Packed, Table, unpack_table
from qtapp.bundle.writers import WRITERS, Writer, unpack_writers
from qtapp.services import outgoing
from tests.proof.laptops import FUTURE, TRACKED
from tests.proof.oracle import History


class Sent(msgspec.Struct):
    """A bundle on some stick: its files, who made it for whom on which laptop, and the edits it brings."""

    files: list[Path]
    sender: str
    role: str
    to: str
    brings: int


@contextmanager
def watched() -> Iterator[list[Sequence[Packed]]]:
    """Yield a list that the sections of every bundle go into that is sealed from now on."""
    seen: list[Sequence[Packed]] = []
    real = outgoing.seal

    def seal(facts: Any, packed: Sequence[Packed], *rest: Any) -> bytes:
        seen.append(packed)
        return real(facts, packed, *rest)

    outgoing.seal = seal
    try:
        yield seen
    finally:
        outgoing.seal = real


def brought(history: History, packed: Sequence[Packed]) -> int:
    """Return the edits that the sections of a bundle name by their versions."""
    writers: list[Writer] = []
    found = 0
    for each in packed:
        if each.section.codec == WRITERS:
            writers, _ = unpack_writers(each.section, each.stored)
        elif each.section.name in TRACKED:
            found |= _in_rows(
                history, unpack_table(each.section, each.stored, len(writers)), writers
            )
        elif each.section.name == "conflicts":
            found |= _in_rivals(
                history, unpack_table(each.section, each.stored, len(writers)), writers
            )
    return found


def _in_rows(history: History, table: Table, writers: Sequence[Writer]) -> int:
    found = 0
    ids = table.data[table.columns.index("id")]
    registers = [each for each in (*TRACKED[table.name][1], FUTURE) if each in table.columns]
    for place, row_id in enumerate(ids):
        own = table.fv.get(place, {})
        unit = writers[table.writer[place]].unit
        for register in registers:
            _, writer, seq = own.get(
                register, (table.lam[place], table.writer[place], table.seq[place])
            )
            bits = history.by_dot.get((writers[writer].id, seq), 0)
            found |= bits & history.of_key.get((unit, table.name, str(row_id), register), 0)
    return found


def _in_rivals(history: History, table: Table, writers: Sequence[Writer]) -> int:
    """Return the edits that lost: a rival's row bears the version of the value that lost."""
    found = 0
    data = dict(zip(table.columns, table.data, strict=True))
    for place in range(table.rows):
        unit = writers[table.writer[place]].unit
        key = (unit, *(str(data[name][place]) for name in ("subject_table", "subject", "register")))
        _, writer, seq = table.fv.get(place, {}).get(
            "value", (table.lam[place], table.writer[place], table.seq[place])
        )
        bits = history.by_dot.get((writers[writer].id, seq), 0)
        found |= bits & history.of_key.get(key, 0)  # type: ignore[call-overload]
    return found
