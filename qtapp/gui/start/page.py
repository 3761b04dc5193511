"""Everything before a book is open: first run, making, joining, unlocking, looking around."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtWidgets import QStackedLayout

from qtapp.domain.errors import AppError, Cancelled, Invalid, VaultLocked
from qtapp.domain.units import Profile, UnitKind
from qtapp.gui.kit import ask, busy
from qtapp.gui.kit.entrance import Entrance
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.start.create import Founding, KeyStep, UnitStep, free_book_path
from qtapp.gui.start.first_list import FirstListStep
from qtapp.gui.start.first_run import FirstRunPage
from qtapp.gui.start.join import JoinPage
from qtapp.gui.start.recovery import RecoveryPage
from qtapp.gui.start.unlock import RenewPage, UnlockPage
from qtapp.services.book import Book, accept_invitation, create_book, open_book
from qtapp.services.environment import Environment
from qtapp.wording.failures import sentence

T = TypeVar("T")
_SAMPLE = "Dữ liệu mẫu"


class StartPage(Entrance):
    """Leads to an unlocked book, page by page.

    Making and unlocking stretch the passphrase, which takes long on an old computer: they are jobs.
    Such a job hands over a book whose own connection is closed; `Book.elsewhere` opens another.
    """

    def __init__(self, environment: Environment, books: Path, jobs: Jobs[None]) -> None:
        super().__init__()
        self._environment = environment
        self._books = books
        self._jobs = jobs
        self._recent: Sequence[str] = ()
        self._founding: Founding | None = None
        self._path = Path()
        self._key: Book | None = None
        self._recovery_code = ""
        self._joins = False
        self.first_run = FirstRunPage()
        self.unit = UnitStep(environment.today())
        self.key = KeyStep(books)
        self.join_page = JoinPage()
        self.recovery = RecoveryPage(self._print_recovery)
        self.first_list = FirstListStep()
        self.unlock_page = UnlockPage()
        self.renew = RenewPage()
        self._stack = QStackedLayout(self)
        for page in (
            self.first_run,
            self.unit,
            self.key,
            self.join_page,
            self.recovery,
            self.first_list,
            self.unlock_page,
            self.renew,
        ):
            self._stack.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.first_run.create_wanted.connect(self.found)
        self.first_run.join_wanted.connect(self.join)
        self.first_run.sample_wanted.connect(self.look_around)
        self.first_run.open_wanted.connect(self.book_wanted)
        self.unit.back_wanted.connect(self.begin)
        self.unit.ready.connect(self._ask_key)
        self.key.back_wanted.connect(self.found)
        self.key.ready.connect(self._create)
        self.join_page.back_wanted.connect(self.begin)
        self.join_page.ready.connect(self._join)
        self.recovery.done.connect(self._put_away)
        self.first_list.given.connect(self._enter_new)
        self.first_list.excel_wanted.connect(self._enter_to_import)
        self.unlock_page.passphrase_given.connect(self._unlock)
        self.unlock_page.recovery_given.connect(self._recover)
        self.unlock_page.other_wanted.connect(self.begin)
        self.renew.ready.connect(self._renew)

    def set_recent(self, books: Sequence[str]) -> None:
        """Take the books used on this computer, newest first."""
        self._recent = books

    def begin(self) -> None:
        """Show the first page."""
        self.first_run.show_recent(self._recent)
        self._stack.setCurrentWidget(self.first_run)
        self.first_run.found.setFocus()

    def found(self) -> None:
        """Begin to make a book."""
        self._joins = False
        self._stack.setCurrentWidget(self.unit)
        self.unit.start()

    def join(self, path: Path | None = None) -> None:
        """Begin to join with an invitation."""
        self._joins = True
        self._stack.setCurrentWidget(self.join_page)
        self.join_page.start(path)

    def unlock(self, path: Path, error: AppError | None = None) -> None:
        """Ask for the passphrase of the book at `path`; `error` says why it did not open."""
        self._path = path
        self._stack.setCurrentWidget(self.unlock_page)
        self.unlock_page.start(path, _sample_passphrase(path))
        if error is not None and not isinstance(error, VaultLocked):
            self.unlock_page.tell(error)

    def look_around(self) -> None:
        """Build the sample data and open its first cell."""
        folder, environment = sample_folder(self._books.parent), self._environment

        def world(device: str) -> Environment:
            return replace(environment, device=device, writer=environment.random(16).hex())

        def work(_nothing: None, report: Report) -> tuple[Book, Sequence[Path]]:
            from qtapp.demo import build_demo  # noqa: PLC0415 - only for those who look around

            made = build_demo(folder, world, report)
            book = open_book(made.books[1], environment, passphrase=made.passphrase)
            book.close()
            return book, made.books

        def done(result: tuple[Book, Sequence[Path]]) -> None:
            book, books = result
            self.books_made.emit(list(reversed(books)))
            self.opened.emit(book)

        busy.run(self, self._jobs, tr("Đang dựng dữ liệu mẫu"), work, done=done)

    def _ask_key(self, founding: Founding) -> None:
        self._founding = founding
        self._stack.setCurrentWidget(self.key)
        self.key.start(founding.name)

    def _create(self, passphrase: str, path: Path) -> None:
        if self._founding is None:
            return
        founding, environment = self._founding, self._environment
        profile = Profile(
            id="0" * 32,
            unit="0" * 32,
            upper_line=founding.upper_line,
            own_line=founding.own_line or founding.name.upper(),
            place=founding.place,
            authority="T/M CHI BỘ" if founding.kind is UnitKind.CELL else "T/M ĐẢNG ỦY",
        )

        def make() -> tuple[Book, str]:
            path.parent.mkdir(parents=True, exist_ok=True)
            return create_book(
                path, passphrase, founding.name, founding.kind, environment, profile=profile
            )

        def failed(error: AppError) -> None:
            if isinstance(error, Cancelled):
                return
            if not (isinstance(error, Invalid) and self.key.say_invalid(error)):
                happened, advice = sentence(error)
                self.key.say("bad", f"{happened} {advice}")

        self._make(tr("Đang lập sổ"), make, failed)

    def _join(self, path: Path, code: str, passphrase: str, place: str) -> None:
        environment, books = self._environment, self._books

        def make() -> tuple[Book, str]:
            books.mkdir(parents=True, exist_ok=True)
            book_path = free_book_path(books, path.stem)
            return accept_invitation(path, code, book_path, passphrase, environment, place=place)

        self._make(tr("Đang vào sổ"), make, self.join_page.tell)

    def _make(
        self, title: str, make: Callable[[], tuple[Book, str]], failed: Callable[[AppError], None]
    ) -> None:
        def work(_nothing: None, _report: Report) -> tuple[Book, str]:
            book, code = make()
            book.note_recovery(kept=False)
            book.close()
            return book, code

        busy.run(self, self._jobs, title, work, done=self._show_recovery, failed=failed)

    def _show_recovery(self, made: tuple[Book, str]) -> None:
        self._key, code = made
        self._recovery_code = code
        self.books_made.emit([self._key.path])
        self._stack.setCurrentWidget(self.recovery)
        joining, making = tr("Vào bằng thư mời · bước 2 trong 3"), tr("Lập sổ mới · bước 3 trong 4")
        self.recovery.start(code, joining if self._joins else making)

    def _print_recovery(self, path: Path) -> None:
        if self._key is not None:
            with self._key.elsewhere() as book:
                book.printing.recovery(self._recovery_code, path)

    def _put_away(self, remember: bool) -> None:
        """Note that the code is kept, and ask for the first list unless there is one already."""
        book, self._recovery_code = self._key, ""
        if book is None:
            return
        with book.elsewhere() as opened:
            opened.note_recovery(kept=True)
            kind = opened.units.own().kind
            is_new = not (opened.members.all() or opened.units.cells())
        if remember:
            try:
                book.remember()
            except VaultLocked:
                ask.inform(
                    self,
                    tr("Máy này không nhớ được mật khẩu."),
                    tr("Máy không có kho mật khẩu dùng được. Lần sau hãy gõ mật khẩu để mở sổ."),
                )
        if not is_new:
            self._enter_new([])
            return
        self._stack.setCurrentWidget(self.first_list)
        joining, making = tr("Vào bằng thư mời · bước 3 trong 3"), tr("Lập sổ mới · bước 4 trong 4")
        self.first_list.start(kind, joining if self._joins else making)

    def _enter_new(self, names: Sequence[str]) -> None:
        """Keep the names that were typed, and open the book."""
        book = self._key
        if book is None:
            return
        try:
            with book.elsewhere() as opened:
                opened.found(names)
        except Invalid as error:
            self.first_list.show_problem(error)
            return
        self._key = None
        self.opened.emit(book)

    def _enter_to_import(self) -> None:
        self._enter_new([])
        self.led_to.emit("members", "import")

    def _unlock(self, passphrase: str) -> None:
        self._open({"passphrase": passphrase}, self.opened.emit)

    def _recover(self, code: str) -> None:
        self._open({"recovery": code}, self._ask_new_passphrase)

    def _open(self, secret: dict[str, str], done: Callable[[Book], None]) -> None:
        path, environment = self._path, self._environment

        def work(_nothing: None, _report: Report) -> Book:
            book = open_book(path, environment, **secret)
            book.close()
            return book

        self._jobs.start(self, work, done=done, failed=self.unlock_page.tell)

    def _ask_new_passphrase(self, book: Book) -> None:
        self._key = book
        self._stack.setCurrentWidget(self.renew)
        self.renew.start()

    def _renew(self, passphrase: str) -> None:
        book, self._key = self._key, None
        if book is None:
            return

        def work(_nothing: None, _report: Report) -> Book:
            book.renew_passphrase(passphrase)
            return book

        def failed(error: AppError) -> None:
            self._key = book
            ask.tell(self, error)

        self._jobs.start(self, work, done=self.opened.emit, failed=failed)


def sample_folder(folder: Path) -> Path:
    """Return where in `folder` new sample data can lie."""
    number = 1
    while True:
        path = folder / (_SAMPLE if number == 1 else f"{_SAMPLE} {number}")
        if not path.exists():
            return path
        number += 1


def _sample_passphrase(path: Path) -> str:
    """Return the passphrase everybody may know if the book at `path` is of the sample data."""
    if not any(part.startswith(_SAMPLE) for part in path.parts):
        return ""
    from qtapp.demo import PASSPHRASE  # noqa: PLC0415 - only for those who look around

    return PASSPHRASE
