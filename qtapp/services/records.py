"""Records as JSON Lines: the open door for scripts, by the schema each record declares.

Everything goes out; what comes in are the kinds that people keep (`KEPT_BY_A_PERSON`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from qtapp.domain.catalogue import BY_TABLE, KEPT_BY_A_PERSON, RECORDS, REFERENCES
from qtapp.domain.documents import Document, secret_field
from qtapp.domain.errors import (
    FileUnreadable,
    Invalid,
    LinesRejected,
    NotFound,
    NotImportable,
    SecretRefused,
    TableTooLarge,
)
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.record import Record, data_fields
from qtapp.domain.units import Unit, UnitKind
from qtapp.domain.validity import declared, valid
from qtapp.domain.vietnamese import nfc
from qtapp.services.environment import Environment, Report, silent
from qtapp.store.store import Store

MOST_LINES = 200_000
MOST_LINE_BYTES = 4 << 20
_MOST_PROBLEMS = 100
_FILLED_IN = ("id", "unit")
_MOST_SHOWN = 100


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
    def may_come_in(table: str) -> bool:
        """Whether records of a type can be imported; raises NotFound."""
        return _record_type(table) in KEPT_BY_A_PERSON

    @staticmethod
    def schema(table: str) -> dict[str, Any]:
        """Return the JSON Schema of a record type, as strict as `read`; raises NotFound.

        It says `readOnly` of what does not come in.
        """
        record_type = _record_type(table)
        schema = msgspec.json.schema(record_type)
        if record_type not in KEPT_BY_A_PERSON:
            return schema | {"readOnly": True}
        for each in schema["$defs"].values():
            if "properties" in each:
                each["additionalProperties"] = False
        own = schema["$defs"][record_type.__name__]
        own["required"] = [each for each in own.get("required", ()) if each not in _FILLED_IN]
        for name in record_type.required:
            own["properties"][name].setdefault("pattern", r"\S")
        return schema

    def all(self, table: str, *, everyone: bool = False) -> Iterator[bytes]:
        """Yield each live record of a type as one JSON line, of the own unit or of every unit."""
        found = self._store.table(_record_type(table))
        for record in found.where() if everyone else found.own():
            yield msgspec.json.encode(record)

    def read(self, table: str, path: Path, report: Report = silent) -> int:
        """Import JSON Lines and return how many records were written: all of them, or none.

        `id` may be left out (a new record, or the id that follows from the record), `unit` too (the
        own unit). Raises NotImportable for what the app alone writes, LinesRejected with line numbers,
        SecretRefused with its line, FileUnreadable or TableTooLarge.
        """
        record_type = _record_type(table)
        if record_type not in KEPT_BY_A_PERSON:
            raise NotImportable(table)
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
        """Return the records of all lines; raises LinesRejected or SecretRefused."""
        numbered: list[tuple[int, Record]] = []
        problems: list[LineProblem] = []
        for number, line in enumerate(_bounded(lines, path), 1):
            if not line.strip():
                continue
            try:
                numbered.append((number, self._record(record_type, line)))
            except SecretRefused as error:
                error.line = number
                raise
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                problems.append(LineProblem(line=number, field="", reason=Reason.WRONG_TYPE))
            except Invalid as error:
                problems.append(_problem(number, error.field, error.reason, error.value))
            if len(problems) >= _MOST_PROBLEMS:
                break
        problems += _repeated(numbered)
        problems += self._unrelated(record_type, numbered)
        if problems:
            problems.sort(key=lambda problem: problem.line)
            raise LinesRejected(problems[:_MOST_PROBLEMS])
        return [record for _, record in numbered]

    def _record(self, record_type: type[Record], line: bytes) -> Record:
        values = _values(nfc(line.decode("utf-8-sig")))
        unknown = set(values) - {each.name for each in fields(record_type)}
        if unknown:
            raise Invalid(min(unknown), Reason.NOT_ALLOWED_HERE)
        if record_type is Document and (secret := secret_field(values)):
            raise SecretRefused(secret)
        own = self._store.unit
        given = values.get("id")
        values.setdefault("id", self._environment.new_id())
        if values.setdefault("unit", own) != own:
            raise Invalid("unit", Reason.NOT_ALLOWED_HERE)
        if record_type is Unit and given != own and values.setdefault("parent", own) is None:
            raise Invalid("parent", Reason.EMPTY)
        record = declared(record_type, values)
        for name, built in msgspec.to_builtins(record).items():
            if _is_more(values.get(name), built):
                raise Invalid(name, Reason.NOT_ALLOWED_HERE)
        if record_type.identity is not None:
            wanted = record_type.identity.of_record(record)
            if given not in {None, wanted}:
                raise Invalid("id", Reason.NOT_ALLOWED_HERE, record.id)
            record = replace(record, id=wanted)
        return valid(record)

    def _unrelated(
        self, record_type: type[Record], numbered: Sequence[tuple[int, Record]]
    ) -> Iterator[LineProblem]:
        """Yield a problem for each field that names a record which neither book nor file holds."""
        here = {record.id for _, record in numbered}
        for each in data_fields(record_type):
            table = REFERENCES.get(each.name)
            if table is None:
                continue
            wanted = {getattr(record, each.name) for _, record in numbered} - {None}
            known = self._store.table(BY_TABLE[table]).living(wanted)
            if table == record_type.table:
                known |= here
            for number, record in numbered:
                value = getattr(record, each.name)
                if value is not None and value not in known:
                    yield _problem(number, each.name, Reason.NOT_IN_LIST, value)
        new = [(number, record) for number, record in numbered if isinstance(record, Unit)]
        if new:
            units = {unit.id: unit for unit in self._store.units.where()}
            units |= {record.id: record for _, record in new}
            for number, record in new:
                if record.parent in units and not _may_stand(record, units, self._store.unit):
                    yield _problem(number, "parent", Reason.NOT_ALLOWED_HERE, "")


def _repeated(numbered: Sequence[tuple[int, Record]]) -> Iterator[LineProblem]:
    """Yield a problem for each record with the id of one above: only one of them could be kept."""
    seen: set[str] = set()
    for number, record in numbered:
        if record.id in seen:
            yield _problem(number, "id", Reason.REPEATED, record.id)
        seen.add(record.id)


def _values(text: str) -> dict[str, Any]:
    """Return the fields of one line; raises DecodeError, or Invalid for a field that is given twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                raise Invalid(name[:_MOST_SHOWN], Reason.REPEATED)
            found[name] = value
        return found

    values = msgspec.json.decode(text, type=dict[str, Any])
    json.loads(text, object_pairs_hook=unique, parse_int=str, parse_float=str)
    return values


def _is_more(given: Any, taken: Any) -> bool:
    """Whether a value has fields, at any depth, that were not taken from it."""
    if isinstance(given, dict) and isinstance(taken, dict):
        return bool(given.keys() - taken.keys()) or any(
            _is_more(each, taken[name]) for name, each in given.items()
        )
    if isinstance(given, list):
        return any(map(_is_more, given, taken))
    return False


def _may_stand(unit: Unit, units: Mapping[str, Unit], own: str) -> bool:
    """Whether a unit is the own one, or stands below committees alone that stand below the own one."""
    met: set[str] = set()
    while unit.id != own:
        above = units.get(unit.parent or "")
        if above is None or above.kind is not UnitKind.COMMITTEE or unit.id in met:
            return False
        met.add(unit.id)
        unit = above
    return True


def _problem(line: int, field: str, reason: Reason, value: str) -> LineProblem:
    return LineProblem(line=line, field=field, reason=reason, value=value[:_MOST_SHOWN])


def _record_type(table: str) -> type[Record]:
    if table not in BY_TABLE:
        raise NotFound("records", table)
    return BY_TABLE[table]


def _bounded(lines: Any, path: str) -> Iterable[bytes]:
    for number in range(MOST_LINES + 1):
        line = lines.readline(MOST_LINE_BYTES + 1)
        if not line:
            return
        if number == MOST_LINES:
            raise TableTooLarge(MOST_LINES, path)
        if len(line) > MOST_LINE_BYTES:
            raise TableTooLarge(MOST_LINE_BYTES, path, number + 1)
        yield line
