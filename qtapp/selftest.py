"""The self-test of an installed copy: it does a little of everything, in a folder of its own."""

import importlib
import platform
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from msgspec import Struct, field

from qtapp.domain.errors import VaultLocked
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.units import UnitKind
from qtapp.domain.vietnamese import fold
from qtapp.paths import resource
from qtapp.services.book import Book, accept_invitation, create_book, open_book
from qtapp.services.environment import Environment
from qtapp.services.inbox import InboxState

Paint = Callable[[Book, Path], str]
"""Draws the window on an open book where nobody sees it, keeps its files in a folder, says its size."""

PASSPHRASE = "tự kiểm tra"  # noqa: S105 - of a book that lives for a second
_MODULES = (
    "PIL.Image",
    "PySide6.QtWidgets",
    "click",
    "docx",
    "keyring",
    "msgspec",
    "nacl",
    "openpyxl",
    "platformdirs",
    "pypdfium2",
    "pyrage",
    "python_calamine",
    "reportlab",
    "sqlcipher3",
    "sqlite_utils",
    "zstandard",
    "zxingcpp",
)


class Check(Struct, frozen=True, kw_only=True):
    """One thing tried: whether it works, and a word about it (numbers, or the failure's name)."""

    name: str
    ok: bool
    note: str = ""
    milliseconds: int = 0


class SelfTest(Struct, frozen=True, kw_only=True):
    """The whole result."""

    ok: bool
    app: str
    python: str
    system: str
    checks: tuple[Check, ...] = field(default=())


def run_selftest(environment_for: Callable[[str], Environment], paint: Paint) -> SelfTest:
    """Try this copy out and return what works; nothing is left behind, no failure escapes.

    `environment_for` gives each book the world of its own computer.
    """
    checks: list[Check] = []
    environment = environment_for("tự kiểm tra")
    with tempfile.TemporaryDirectory(prefix="sochibo-") as name:
        _Run(Path(name), environment, environment_for("chi bộ"), paint, checks).all()
    return SelfTest(
        ok=all(check.ok for check in checks),
        app=environment.app,
        python=platform.python_version(),
        system=platform.platform(),
        checks=tuple(checks),
    )


class _Run:
    """The checks, one after the other; a later one may need what an earlier one made."""

    def __init__(
        self,
        folder: Path,
        environment: Environment,
        other: Environment,
        paint: Paint,
        checks: list[Check],
    ) -> None:
        self._folder = folder
        self._environment = environment
        self._other = other
        self._paint = paint
        self._checks = checks
        self._path = folder / "tự kiểm tra.scb"
        self._books: list[Book] = []
        self._session = ""

    def all(self) -> None:
        """Run every check."""
        try:
            self._try("libraries", self._libraries)
            self._try("book", self._book)
            self._try("import", self._import)
            self._try("search", self._search)
            self._try("paper", self._paper)
            self._try("word", self._word)
            self._try("bundle", self._bundle)
            self._try("keyring", self._keyring)
            self._try("window", lambda: self._paint(self._books[0], self._folder / "cửa sổ"))
        finally:
            for book in self._books:
                book.close()

    def _try(self, name: str, check: Callable[[], str]) -> None:
        started = perf_counter()
        try:
            ok, note = True, check()
        except Exception as error:  # noqa: BLE001 - the result names it; a self-test never stops
            ok, note = False, f"{type(error).__name__} {error}".strip()
        spent = round((perf_counter() - started) * 1000)
        self._checks.append(Check(name=name, ok=ok, note=note, milliseconds=spent))

    def _libraries(self) -> str:
        for name in _MODULES:
            importlib.import_module(name)
        return f"{len(_MODULES)}"

    def _book(self) -> str:
        made, recovery = create_book(
            self._path, PASSPHRASE, "Chi bộ Tự Kiểm Tra", UnitKind.CELL, self._environment
        )
        made.close()
        open_book(self._path, self._environment, recovery=recovery).close()
        book = open_book(self._path, self._environment, passphrase=PASSPHRASE)
        self._books.append(book)
        book.verify()
        if self._path.read_bytes().startswith(b"SQLite format"):
            raise ValueError("not encrypted")
        return ""

    def _import(self) -> str:
        book = self._books[0]
        source = book.importing.read(resource("sample/danh-sach-dang-vien-mau.xlsx"))
        written = book.importing.apply(book.importing.plan(source))
        if not written or written != len(book.members.all()):
            raise ValueError(written)
        return f"{written}"

    def _paper(self) -> str:
        book = self._books[0]
        wave = book.waves.save(book.waves.new("Đợt tự kiểm tra"))
        session = book.sessions.save(book.sessions.new(wave.id, "Buổi tự kiểm tra"))
        path = self._folder / "ký tên.pdf"
        book.printing.signin(session.id, path)
        self._session = session.id
        return f"{book.printing.page_count(path)}"

    def _search(self) -> str:
        """Look for the first member without the marks of her name."""
        book = self._books[0]
        member = book.members.all()[0]
        found = book.search.find(fold(member.full_name))
        if member.id not in {each.id for each in found}:
            raise ValueError(len(found))
        return f"{len(found)}"

    def _word(self) -> str:
        path = self._folder / "ký tên.docx"
        ref = PaperRef(kind=PaperKind.SIGNIN, about=self._session)
        self._books[0].papers.write([ref], path)
        with zipfile.ZipFile(path) as written:
            return f"{len(written.read('word/document.xml')) // 1024} KB"

    def _bundle(self) -> str:
        above, _ = create_book(
            self._folder / "xã.scb",
            PASSPHRASE,
            "Đảng ủy Tự Kiểm Tra",
            UnitKind.COMMITTEE,
            self._environment,
        )
        self._books.append(above)
        letter = self._folder / "thư mời.cbmoi"
        code = above.exchange.invite(above.units.add("Chi bộ Một").id, letter)
        below, _ = accept_invitation(
            letter, code, self._folder / "chi bộ.scb", PASSPHRASE, self._other
        )
        self._books.append(below)
        below.members.save(below.members.new("Người Tự Kiểm Tra"))
        received = above.exchange.receive(below.exchange.make_up(self._folder / "gói"))
        states = [each.state for each in received]
        if states != [InboxState.MERGED]:
            raise ValueError(states)
        return f"{received[0].rows}"

    def _keyring(self) -> str:
        """Keep a secret and read it back; a computer without a keyring is said, not failed."""
        book = self._books[0]
        try:
            book.remember()
        except VaultLocked:
            return "no keyring"
        try:
            open_book(self._path, self._environment).close()
        finally:
            book.forget()
        return "kept, read and dropped"
