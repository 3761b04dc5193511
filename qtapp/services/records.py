"""Records as JSON Lines: the open door for scripts, by the schema each record declares."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from qtapp.domain.catalogue import BY_TABLE, RECORDS
from qtapp.domain.documents import Document, claims_secrecy
from qtapp.domain.errors import (
    FileUnreadable,
    Invalid,
    LineProblem,
    LinesRejected,
    NotFound,
    Reason,
    SecretRefused,
    TableTooLarge,
)
from qtapp.domain.record import Record
from qtapp.domain.validity import blame
from qtapp.domain.vietnamese import nfc
from qtapp.services.environment import Environment, Report, silent
from qtapp.store.store import Store

MOST_LINES = 200_000
MOST_LINE_BYTES = 4 << 20
_MOST_PROBLEMS = 100


class Records:
    """Any record type, by its table's name."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    @staticmethod
    def tables() -> list[str]:
        """Return the names of all record types."""
        return [each.table for each in RECORDS]

    @staticmethod
    def schema(table: str) -> dict[str, Any]:
        """Return the JSON Schema of a record type; raises NotFound."""
        return msgspec.json.schema(_record_type(table))

    def all(self, table: str, *, everyone: bool = False) -> Iterator[bytes]:
        """Yield each live record of a type as one JSON line, of the own unit or of every unit."""
        found = self._store.table(_record_type(table))
        for record in found.where() if everyone else found.own():
            yield msgspec.json.encode(record)

    def read(self, table: str, path: Path, report: Report = silent) -> int:
        """Import JSON Lines and return how many records were written: all of them, or none.

        `id` may be left out (a new record), `unit` too (the own unit). Raises LinesRejected with
        line numbers, FileUnreadable or TableTooLarge.
        """
        record_type = _record_type(table)
        try:
            with path.open("rb") as file:
                records = self._checked(record_type, file, str(path))
        except OSError as error:
            raise FileUnreadable(str(path)) from error
        with self._store.transaction():
            for start in range(0, len(records), 500):
                report(start, len(records))
                self._store.table(record_type).put_all(records[start : start + 500])
            report(len(records), len(records))
        return len(records)

    def _checked(self, record_type: type[Record], lines: Any, path: str) -> list[Record]:
        records, problems = [], []
        for number, line in enumerate(_bounded(lines, path), 1):
            if not line.strip():
                continue
            try:
                records.append(self._record(record_type, line))
            except msgspec.ValidationError as error:
                field, reason = blame(error, record_type)
                problems.append(LineProblem(line=number, field=field, reason=reason))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                problems.append(LineProblem(line=number, field="", reason=Reason.WRONG_TYPE))
            except Invalid as error:
                problems.append(LineProblem(line=number, field=error.field, reason=error.reason))
            if len(problems) >= _MOST_PROBLEMS:
                break
        if problems:
            raise LinesRejected(problems)
        return records

    def _record(self, record_type: type[Record], line: bytes) -> Record:
        values = msgspec.json.decode(nfc(line.decode("utf-8-sig")), type=dict[str, Any])
        unknown = set(values) - {each.name for each in fields(record_type)}
        if unknown:
            raise Invalid(min(unknown), Reason.NOT_ALLOWED_HERE)
        values.setdefault("id", self._environment.new_id())
        values.setdefault("unit", self._store.unit)
        if values["unit"] != self._store.unit:
            raise Invalid("unit", Reason.NOT_ALLOWED_HERE)
        record = msgspec.convert(values, record_type)
        if isinstance(record, Document) and claims_secrecy(f"{record.number}\n{record.name}"):
            raise SecretRefused("name")
        return record


def _record_type(table: str) -> type[Record]:
    if table not in BY_TABLE:
        raise NotFound("table", table)
    return BY_TABLE[table]


def _bounded(lines: Any, path: str) -> Iterable[bytes]:
    for number in range(MOST_LINES + 1):
        line = lines.readline(MOST_LINE_BYTES + 1)
        if not line:
            return
        if len(line) > MOST_LINE_BYTES or number == MOST_LINES:
            raise TableTooLarge(MOST_LINES, path)
        yield line
