"""The part of docs/data-model.md that follows from the declarations, rendered.

Rewrite the document after a change of a record: `python -m tests.data_model`.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

from qtapp.domain.catalogue import RECORDS, REFERENCES
from qtapp.domain.codes import Code
from qtapp.domain.record import Reach, Record, data_fields
from qtapp.store.shape import Shape, shape_of
from qtapp.wording.labels import field_label
from tests.make import a_store

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "data-model.md"
MARK = "<!-- generated: python -m tests.data_model -->\n"

_REACH = {
    Reach.STAYS: "stays in the unit's book",
    Reach.UP: "goes up to the committee",
    Reach.DOWN: "goes down to the units below",
    Reach.BOTH: "goes up and down",
    Reach.FORWARD: "goes up from a committee",
    Reach.BOTH | Reach.FORWARD: "goes up, down, and on up from a committee",
}
_LOCAL = {
    "owners": "Small numbers for unit ids: the first half of every record's key.",
    "writers": "Runs of the program that wrote; `seq` is what this book holds of one without a gap, `whole` with"
    " what never leaves a unit; `came` the last commit that a row bears.",
    "knows": "What a writer knew of the other writers of its unit, from one of its commits on; `part`: but for"
    " what never leaves a unit.",
    "edits": "What the user of this copy changed, commit by commit, so that it can be taken back.",
    "facts": "Local facts of the book: its unit, its keys towards others, times it trusts, drafts.",
    "blobs": "Attached files by the SHA-256 of their content.",
    "devices": "Computers that have joined with an invitation of this book.",
    "invitations": "Invitations this book has made.",
    "receipts": "What each computer on the other side holds and lacks, by its newest bundle.",
    "carried": "What this version cannot read of a record, kept for later versions and other books.",
    "inbox": "Every bundle file that came in, by the hash of its bytes, and how it ended.",
    "outbox": "Every bundle this book made, and the vector it carried.",
    "mail_letters": "Letters on their way: one part of a bundle each, kept until it is sent.",
    "mail_addresses": "Where letters to a unit go.",
    "mail_folders": "How far each folder of the mailbox has been looked through.",
    "search_rows": "The rows that the index of words knows, by their numbers in it.",
    "search_waiting": "Rows that changed since the index of words was last brought up to date.",
    "search_words": "The index of words: folded words alone, by number of the row.",
}


def render() -> str:
    """Return the generated part: one section for each record type, one for the local tables."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        try:
            local = dict(_live_tables(store))
        finally:
            store.close()
    lines = ["## Records", ""]
    for record in RECORDS:
        lines += _section(record)
    lines += ["## Local tables", "", "Neither versioned nor sent.", ""]
    for table, columns in local.items():
        lines += [f"### `{table}`", "", _LOCAL[table], "", ", ".join(columns), ""]
    return "\n".join(lines)


def _live_tables(store: Any) -> Iterator[tuple[str, list[str]]]:
    records = {record.table for record in RECORDS}
    for (table,) in store.fetch(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ):
        if table not in records and not table.startswith(("sqlite_", "_", "search_words_")):
            columns = store.fetch("SELECT name, type FROM pragma_table_info(?)", [table])
            yield table, [f"`{name}` {kind}" for name, kind in columns]


def _section(record: type[Record]) -> list[str]:
    shape = shape_of(record)
    lines = [
        f"### `{record.table}` — {record.title}",
        "",
        f"{_first_line(record)} A record of this kind {_REACH[record.reach]}.{_identity(record)}",
        "",
        "| Field | Column | Meaning | Notes |",
        "|---|---|---|---|",
    ]
    for each in data_fields(record):
        column = sql_type(shape, each.name)
        column += "" if is_required(shape, each.name) else ", may be empty"
        label = field_label(each.name, record.table)
        notes = [*_codes(shape.types[shape.columns.index(each.name)])]
        if each.name in REFERENCES:
            notes.append(f"the id of one of `{REFERENCES[each.name]}`")
        if each.stays:
            notes.append("never leaves the unit")
        if each.group != each.name:
            notes.append(f"changes together with the group `{each.group}`")
        lines.append(f"| `{each.name}` | {column} | {label} | {'; '.join(notes)} |")
    return [*lines, ""]


def _identity(record: type[Record]) -> str:
    identity = record.identity
    if identity is None:
        return ""
    parts = [f"`{name}`" for name in (identity.parent, *identity.others)]
    parts += [f'"{identity.word}"'] * bool(identity.word)
    if len(parts) == 1:
        return f" Its `id` is the {parts[0]}'s."
    return f" Its `id` is derived({', '.join(parts)})."


def sql_type(shape: Shape[Any], column: str) -> str:
    """Return the STRICT column type that follows from a field's type: TEXT, INTEGER or REAL."""
    plain = _plain_types(shape.types[shape.columns.index(column)])
    if plain & {int, bool}:
        return "INTEGER"
    return "REAL" if float in plain else "TEXT"


def is_required(shape: Shape[Any], column: str) -> bool:
    """Whether the column is NOT NULL."""
    return type(None) not in _plain_types(shape.types[shape.columns.index(column)])


def _plain_types(hint: Any) -> set[Any]:
    if get_origin(hint) is not None and get_origin(hint) is not tuple and get_args(hint):
        inner = get_args(hint)
        if hasattr(hint, "__metadata__"):
            inner = inner[:1]
        return {plain for each in inner for plain in _plain_types(each)}
    if isinstance(hint, type) and issubclass(hint, str | date):
        return {str}
    return {hint}


def _first_line(record: type[Record]) -> str:
    return (record.__doc__ or "").partition("\n")[0]


def _codes(hint: Any) -> Iterator[str]:
    for plain in (hint, *get_args(hint)) if get_origin(hint) else (hint,):
        if isinstance(plain, type) and issubclass(plain, Code):
            yield ", ".join(f"`{each.value}` {each.label}" for each in plain)


def main() -> None:
    """Rewrite the generated part of the document."""
    kept, _, _ = DOCUMENT.read_text(encoding="utf-8").partition(MARK)
    DOCUMENT.write_text(f"{kept}{MARK}\n{render()}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
