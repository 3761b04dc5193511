"""What every verb needs: the book and its passphrase, progress, and one way to say the result."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from qtapp.domain.errors import Invalid, NotFound, VaultLocked
from qtapp.domain.reasons import Reason
from qtapp.domain.record import Record
from qtapp.domain.vietnamese import fold, nfc
from qtapp.selftest import Paint
from qtapp.services.environment import Environment, Report, silent

if TYPE_CHECKING:
    from qtapp.services.book import Book

T = TypeVar("T", bound=Record)

BOOK = "SOCHIBO_BOOK"
PASSPHRASE = "SOCHIBO_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE = "SOCHIBO_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable
RECOVERY = "SOCHIBO_RECOVERY"
SHORTEST_PREFIX = 4


def _no_environment(*, device: str = "") -> Environment:
    raise LookupError(device)


def _no_window(_book: "Book", folder: Path) -> str:
    raise LookupError(folder)


@dataclass
class Terminal:
    """One run of the command line."""

    environment: Callable[..., Environment] = _no_environment
    variables: Mapping[str, str] = field(default_factory=dict)
    paint: Paint = _no_window
    book: Path | None = None
    is_json: bool = False

    def path(self) -> Path:
        """Return the book's path; raises click.UsageError if none was given."""
        given = self.book or self.variables.get(BOOK)
        if not given:
            raise click.UsageError(f"Thiếu tùy chọn --book TỆP (hoặc biến môi trường {BOOK}).")
        return Path(given)

    @contextmanager
    def opened(self) -> Iterator["Book"]:
        """Yield the book, unlocked by the variable, the keyring or a hidden prompt, in this order.

        Raises the LockError and StoreError families.
        """
        from qtapp.services.book import open_book  # noqa: PLC0415 - help pages need no store

        path, world = self.path(), self.environment()
        words = self.variables.get(PASSPHRASE, "")
        try:
            book = open_book(path, world, passphrase=words)
        except VaultLocked:
            if words or not _is_terminal(sys.stdin):
                raise
            book = open_book(path, world, passphrase=self.ask("Mật khẩu của sổ"))
        try:
            yield book
        finally:
            book.close()

    def ask(self, question: str, variable: str = "", *, twice: bool = False) -> str:
        """Return a secret from `variable`, or typed unseen; raises VaultLocked if nobody can type."""
        given = self.variables.get(variable, "") if variable else ""
        if given:
            return given
        if not _is_terminal(sys.stdin):
            raise VaultLocked("nobody_types")
        typed: str = click.prompt(question, hide_input=True, err=True)
        if twice and typed != click.prompt("Gõ lại lần nữa", hide_input=True, err=True):
            raise Invalid("passphrase", Reason.NOT_ALLOWED_HERE)
        return typed

    def confirms(self, question: str) -> bool:
        """Return whether the person at the terminal agrees; nobody there means no."""
        if not _is_terminal(sys.stdin):
            return False
        answer: str = click.prompt(f"{question} [c/K]", default="k", show_default=False, err=True)
        return fold(answer) in {"c", "co", "y"}

    def report(self) -> Report:
        """Return a progress line on stderr, if a person watches it."""
        if not _is_terminal(sys.stderr):
            return silent

        def show(done: int, total: int) -> None:
            share = 100 * done // total if total else 100
            end = "\r" if done < total else "\r      \r"
            click.echo(f"{share:3d} % {end}" if done < total else end, err=True, nl=False)

        return show

    def caution(self, text: str) -> None:
        """Tell people on stderr what to look at beside the result; machines find it in its data."""
        if text and not self.is_json:
            click.echo(text, err=True)

    def say(self, text: str, data: object) -> None:
        """Show the result: `text` to people, or `data` as one JSON document to machines."""
        if self.is_json:
            click.echo(msgspec.json.encode(data).decode())
        elif text:
            click.echo(text)


def chosen(records: Sequence[T], given: str, name: Callable[[T], str], table: str) -> T:
    """Return the record with this id, unique beginning of an id, or exact name in any letter case.

    Raises NotFound in `table`, or click.UsageError when several fit.
    """
    wanted = nfc(given).strip()
    exact = [record for record in records if record.id == wanted]
    named = [record for record in records if name(record).casefold() == wanted.casefold()]
    begun = [
        record
        for record in records
        if len(wanted) >= SHORTEST_PREFIX and record.id.startswith(wanted.lower())
    ]
    for found in (exact, named, begun):
        if len(found) == 1:
            return found[0]
        if found:
            several = "; ".join(f"{each.id} {name(each)}" for each in found[:5])
            raise click.UsageError(f"“{given}” hợp với {len(found)} mục: {several}.")
    raise NotFound(table, given)


def short_ids(records: Sequence[Record]) -> dict[str, str]:
    """Return for each id its shortest beginning that tells it from the others, 8 digits at least."""
    ids = [record.id for record in records]
    length = next(
        (size for size in range(8, 32) if len({each[:size] for each in ids}) == len(ids)), 32
    )
    return {each: each[:length] for each in ids}


def columns(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as aligned columns under their headings; empty text if there are none."""
    if not rows:
        return ""
    shown = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in shown) for place in range(len(headings))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    )


def as_data(value: Any) -> Any:
    """Return a record or other value as plain JSON values."""
    return msgspec.to_builtins(value)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()
